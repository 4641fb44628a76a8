"""The head of a supervision circular in a numbered series (督查通报): mark, issue, issuer and date over the red line.

The standard knows no such form; offices set it after the red head. Issuer and date stand in the head and not again
under the text.
"""

from collections.abc import Iterator
from dataclasses import replace

from pipeline import gb9704 as gb
from pipeline.circular.head import fitted, marked, underlined
from pipeline.circular.markup import Indent, Piece, Place, Style, hundredths, run, tab
from pipeline.circular.pages import Page
from pipeline.circular.styles import Styles
from pipeline.document import Head, Paragraph, Role

_OPEN_ISSUE = "第　期"
_APART = 2  # characters, at least, between issuer and date on one line


def bulletin_head(head: Head, body: tuple[Paragraph, ...], styles: Styles, page: Page) -> list[Piece]:
    """The head's paragraphs; an issue that is not numbered yet is left open."""
    mark, issue = fitted(styles.mark, head.mark), styles.issue
    *above, last = _issued(body, styles.issuer)
    return [
        *marked(head, mark, head.mark, styles, page),
        *[Piece(issue)] * gb.ISSUE_BLANKS,
        Piece(issue, run(head.issue or _OPEN_ISSUE, issue.face)),
        Piece(issue),
        *above,
        underlined(last),
    ]


def _issued(body: tuple[Paragraph, ...], style: Style) -> Iterator[Piece]:
    """Issuer and date, on one line where both fit; set by stops: the red line is as wide as its paragraph's indents."""
    words = {paragraph.role: paragraph.text for paragraph in body}
    issuer, date = words.get(Role.SIGNATURE, ""), words.get(Role.DATE, "")
    one = gb.ISSUER_INDENT * style.face.pitch
    left, right = f'<w:tab w:val="left" w:pos="{one}"/>', f'<w:tab w:val="right" w:pos="{gb.TEXT_WIDTH - one}"/>'
    first, second = (tab(style.face) + run(each, style.face) for each in (issuer, date))
    if hundredths(issuer + date) <= (gb.CHARACTERS - 2 * gb.ISSUER_INDENT - _APART) * 100:
        yield Piece(style, first + second, Place(tabs=left + right))
        return
    named = replace(style, indent=Indent(left=gb.ISSUER_INDENT * 100, right=gb.ISSUER_INDENT * 100))
    yield Piece(named, run(issuer, style.face))
    yield Piece(style, second, Place(tabs=right))


def without_closing(body: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """The text without the issuer and date that stand in the head."""
    return tuple(paragraph for paragraph in body if paragraph.role not in (Role.SIGNATURE, Role.DATE))
