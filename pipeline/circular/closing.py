"""What closes the text (clauses 7.3.4 to 7.3.6): names of attachments, issuer, date, note.

The indents depend on the texts: names align under the first character of the name above, and issuer and date stand
to one another by which of them is longer and whether a seal (印章) goes over them.
"""

import re
from collections.abc import Sequence

from pipeline import gb9704 as gb
from pipeline.circular.markup import Indent, hundredths
from pipeline.document import Paragraph, Role

_ATTACHMENT = re.compile(r"^(附件：)?(\d+[.．])?")
_LABEL = 300  # 附件：


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


def kept_from(body: Sequence[Paragraph]) -> int:
    """Where the paragraphs begin that stay together to the end: with the last one of the text proper.

    Issuer and date never stand alone on a page, and nobody writes 此页无正文. A text without a date keeps nothing.
    """
    roles = [paragraph.role for paragraph in body]
    if Role.DATE not in roles:
        return len(body)
    closing = next(place for place, role in enumerate(roles) if role in (Role.ATTACHMENTS, Role.SIGNATURE, Role.DATE))
    return max(closing - 1, 0)


def indents_of(body: Sequence[Paragraph], sealed: bool) -> dict[Role, Indent]:
    """The indents of issuer and date in this text."""
    texts = {paragraph.role: paragraph.text for paragraph in body}
    issuer, date = closing_indents(texts.get(Role.SIGNATURE, ""), texts.get(Role.DATE, ""), sealed)
    return {Role.SIGNATURE: issuer, Role.DATE: date}
