"""The red head (版头, clause 7.2): the issuer's mark, the document number, the red line."""

from dataclasses import replace

from pipeline import gb9704 as gb
from pipeline.circular.markup import Place, Style, hundredths, paragraph, run
from pipeline.circular.styles import Styles
from pipeline.document import Head

# The mark's line is 1.2 times its size, in which a 汉字 starts about a tenth of the size below the line's top. Sizes
# are in half-points, ten twips each.
_LINE = 12
_INK = 1


def head_markup(head: Head, styles: Styles, preprinted: bool) -> list[str]:
    """The head's paragraphs. Where the paper brings mark and red line (套打) only their room is kept."""
    mark, number = fitted(styles.mark, head.mark), styles.number
    top = Place(before=gb.MARK_TOP - mark.face.size * _INK)
    if preprinted:
        mark = replace(mark, face=replace(mark.face, colour=""))
    return [
        paragraph(mark, "" if preprinted else run(head.mark, mark.face), top),
        *[paragraph(number)] * gb.NUMBER_BLANKS,
        paragraph(number, run(head.number, number.face), _room() if preprinted else _red_line()),
    ]


def fitted(style: Style, mark: str) -> Style:
    """The mark's style in the size that fits its text on one line, however long it is.

    A long name is first narrowed, as offices do, then made smaller.
    """
    room, width = gb.TEXT_WIDTH * 10, hundredths(mark)
    if not width:
        return replace(style, line=style.face.size * _LINE)
    size = min(gb.MARK_SIZE, room * 100 // (width * gb.MARK_SCALE))
    face = replace(style.face, size=size, scale=min(100, room * 100 // (width * size)))
    return replace(style, face=face, line=size * _LINE)


def _red_line() -> Place:
    gap = gb.RED_LINE_GAP // 20
    return Place(borders=f'<w:bottom w:val="single" w:sz="{gb.RED_LINE_WEIGHT}" w:space="{gap}" w:color="{gb.RED}"/>')


def _room() -> Place:
    return Place(after=gb.RED_LINE_GAP + gb.RED_LINE_WEIGHT * 20 // 8)
