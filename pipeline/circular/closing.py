"""What closes the text (clauses 7.3.4 to 7.3.6): names of attachments, issuer, date, note.

The indents depend on the texts: names align under the first character of the name above, and issuer and date stand
to one another by which of them is longer and whether a seal (印章) goes over them.
"""

import re
from collections.abc import Iterator, Sequence

from pipeline import gb9704 as gb
from pipeline.circular.addressees import line_count
from pipeline.circular.markup import Indent, hundredths
from pipeline.document import Paragraph, Role

_ATTACHMENT = re.compile(r"^(附件：)?(\d+[.．])?")
_LABEL = 300  # 附件：
_LONG = 6  # lines
_UNSURE, _UNSURE_IN = 2, 8  # lines that a count may be out by, and one more in so many: figures differ in their width


def attachment_indent(text: str) -> Indent:
    """The hanging indent of one attachment's line: 附件 two characters in, its name's further lines under the name."""
    found = _ATTACHMENT.match(text)
    label, number = (found[1] or "", found[2] or "") if found else ("", "")
    name = gb.ATTACHMENTS_INDENT * 100 + _LABEL + hundredths(number)
    return Indent(left=name, first=-hundredths(label + number))


def closing_indents(name: str, date: str, sealed: bool) -> tuple[Indent, Indent]:
    """The right indents of issuer (署名) and date (成文日期).

    Sealed: the date four characters in, the issuer centred over it. Unsealed: the longer of the two is two characters
    in, and the date starts two characters right of where the issuer starts.
    """
    wide, dated = hundredths(name), hundredths(date)
    if sealed:
        right = gb.SEALED_DATE_RIGHT * 100
        return Indent(right=max(0, right + (dated - wide) // 2)), Indent(right=right)
    margin, step = gb.UNSEALED_RIGHT * 100, gb.UNSEALED_STEP * 100
    wide = min(wide, gb.CHARACTERS * 100 - margin)  # longer, it goes on in a second line
    if dated > wide:
        return Indent(right=margin + step + dated - wide), Indent(right=margin)
    return Indent(right=margin), Indent(right=margin + wide - step - dated)


def blanks_before(role: Role, previous: Role | None, sealed: bool) -> int:
    """How many blank lines stand before a paragraph of a role."""
    if role is Role.ATTACHMENTS and previous is not Role.ATTACHMENTS:
        return gb.ATTACHMENTS_BLANKS
    if role is Role.SIGNATURE or (role is Role.DATE and previous is not Role.SIGNATURE):
        return gb.SEALED_BLANKS if sealed else gb.UNSEALED_BLANKS
    return 0


def kept_from(body: Sequence[Paragraph], flows: bool = False) -> int:
    """Where the paragraphs begin that stay together to the end: with the last one of the text proper.

    Issuer and date never stand alone on a page, and nobody writes 此页无正文. Where the text ``flows``, it breaks where
    it will. A text without a date keeps nothing.
    """
    if Role.DATE not in (paragraph.role for paragraph in body):
        return len(body)
    return max(_closing(body) - (0 if flows else 1), 0)


def flows(body: Sequence[Paragraph], sealed: bool, first: int, page: int) -> bool:
    """Whether the text's last paragraph is long, and what closes the text surely fits on the page where it ends.

    LibreOffice moves a paragraph that is kept with the next one as a whole, which would leave half a page empty.
    Counted: the first page has room for ``first`` lines, every other one for ``page``.
    """
    heights = [_lines(each) + blanks_before(each.role, before, sealed) for before, each in _following(body)]
    begins = _closing(body)
    if not begins or heights[begins - 1] <= _LONG:
        return False
    text = sum(heights[:begins])
    left = first - text if text <= first else (first - text) % page
    return left >= sum(heights[begins:]) + _UNSURE + text // _UNSURE_IN


def _closing(body: Sequence[Paragraph]) -> int:
    """Where the text proper ends."""
    closing = (Role.ATTACHMENTS, Role.SIGNATURE, Role.DATE)
    return next((place for place, each in enumerate(body) if each.role in closing), len(body))


def _following(body: Sequence[Paragraph]) -> Iterator[tuple[Role | None, Paragraph]]:
    return zip((None, *(each.role for each in body)), body, strict=False)


def _lines(paragraph: Paragraph) -> int:
    indent = "" if paragraph.role is Role.ADDRESSEE else "　" * gb.FIRST_LINE
    return line_count(indent + paragraph.text)


def indents_of(body: Sequence[Paragraph], sealed: bool) -> dict[Role, Indent]:
    """The indents of issuer and date in this text."""
    texts = {paragraph.role: paragraph.text for paragraph in body}
    issuer, date = closing_indents(texts.get(Role.SIGNATURE, ""), texts.get(Role.DATE, ""), sealed)
    return {Role.SIGNATURE: issuer, Role.DATE: date}
