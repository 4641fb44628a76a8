"""The red head (版头, clause 7.2): serial number, urgency, the issuer's mark, the document number, the red line."""

from collections.abc import Iterator
from dataclasses import replace

from pipeline import gb9704 as gb
from pipeline.circular.markup import Piece, Place, Style, hundredths, run
from pipeline.circular.pages import Page
from pipeline.circular.styles import Styles
from pipeline.document import Head

# The mark's line is 1.2 times its size, in which a 汉字 starts about a tenth of the size below the line's top. Sizes
# are in half-points, ten twips each.
LINE = 12
INK = 1
GLYPH = 94  # of a hundred: how high a 汉字 itself is


def red_head(head: Head, styles: Styles, page: Page, preprinted: bool) -> list[Piece]:
    """The head's paragraphs. Where the paper brings mark and red line (套打) only their room is kept."""
    mark, number = fitted(styles.mark, head.mark), styles.number
    text = "" if preprinted else head.mark
    if preprinted:
        mark = replace(mark, face=replace(mark.face, colour=""))
    numbered = Piece(number, run(head.number, number.face))
    return [
        *marked(head, mark, text, styles, page),
        *[Piece(number)] * gb.NUMBER_BLANKS,
        replace(numbered, place=_room()) if preprinted else underlined(numbered),
    ]


def marked(head: Head, mark: Style, text: str, styles: Styles, page: Page) -> Iterator[Piece]:
    """Serial number and urgency, a line each from the type area's edge, and the mark where it always stands."""
    above = list(corner(head, styles))
    room = gb.MARK_TOP + page.raised - mark.face.size * INK - sum(each.height for each in above)
    yield from above
    yield Piece(mark, run(text, mark.face), Place(before=room))


def corner(head: Head, styles: Styles) -> Iterator[Piece]:
    """What stands in the upper left corner (份号、紧急程度), in the standard's order."""
    for text, style in ((head.copy, styles.copy_number), (head.urgency, styles.urgency)):
        if text:
            yield Piece(style, run(text, style.face))


def fitted(style: Style, mark: str) -> Style:
    """The mark's style in the size that fits its text on one line, however long it is.

    A long name is first narrowed, as offices do, then made smaller.
    """
    room, width = gb.TEXT_WIDTH * 10, hundredths(mark)
    if not width:
        return replace(style, line=style.face.size * LINE)
    size = min(gb.MARK_SIZE, room * 100 // (width * gb.MARK_SCALE))
    face = replace(style.face, size=size, scale=min(100, room * 100 // (width * size)))
    return replace(style, face=face, line=size * LINE)


def underlined(piece: Piece) -> Piece:
    """A paragraph with the red line (分隔线) 4 mm under it."""
    gap = gb.RED_LINE_GAP // 20
    line = f'<w:bottom w:val="single" w:sz="{gb.RED_LINE_WEIGHT}" w:space="{gap}" w:color="{gb.RED}"/>'
    return replace(piece, place=replace(piece.place, borders=line), rule=_room().after)


def _room() -> Place:
    return Place(after=gb.RED_LINE_GAP + gb.RED_LINE_WEIGHT * 20 // 8)
