"""The head of a supervision circular in a numbered series (督查通报): mark, issue, issuer and date over the red line.

The standard knows no such form; offices set it after the red head. Issuer and date stand in the head and not again
under the text.
"""

from pipeline import gb9704 as gb
from pipeline.circular.head import fitted, marked, underlined
from pipeline.circular.markup import Piece, Place, run, tab
from pipeline.circular.pages import Page
from pipeline.circular.styles import Styles
from pipeline.document import Head, Paragraph, Role

_OPEN_ISSUE = "第　期"


def bulletin_head(head: Head, body: tuple[Paragraph, ...], styles: Styles, page: Page) -> list[Piece]:
    """The head's paragraphs; an issue that is not numbered yet is left open."""
    mark, issue, issuer = fitted(styles.mark, head.mark), styles.issue, styles.issuer
    words = {paragraph.role: paragraph.text for paragraph in body}
    runs = "".join(
        tab(issuer.face) + run(words.get(role, ""), issuer.face) for role in (Role.SIGNATURE, Role.DATE)
    )  # stops and not indents: the red line is as wide as its paragraph
    one = gb.ISSUER_INDENT * issuer.face.pitch
    stops = f'<w:tab w:val="left" w:pos="{one}"/><w:tab w:val="right" w:pos="{gb.TEXT_WIDTH - one}"/>'
    return [
        *marked(head, mark, head.mark, styles, page),
        *[Piece(issue)] * gb.ISSUE_BLANKS,
        Piece(issue, run(head.issue or _OPEN_ISSUE, issue.face)),
        Piece(issue),
        underlined(Piece(issuer, runs, Place(tabs=stops))),
    ]


def without_closing(body: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """The text without the issuer and date that stand in the head."""
    return tuple(paragraph for paragraph in body if paragraph.role not in (Role.SIGNATURE, Role.DATE))
