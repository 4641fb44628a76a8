"""The letter's form (信函格式, clause 10.1): the name alone, red double rules, the number at the right edge.

Mark and rules lie in frames at their places on the first page, partly above the type area; the number's line keeps
their room, so that text and frames nowhere touch. As in the imprint, rules are filled paragraphs.
"""

from dataclasses import replace

from pipeline import gb9704 as gb
from pipeline.circular.head import GLYPH, INK, corner, fitted
from pipeline.circular.markup import Piece, Place, Style, run, tab
from pipeline.circular.pages import Page
from pipeline.circular.styles import Styles
from pipeline.document import Head

RULE_HEIGHT = gb.LETTER_RULE_THICK + gb.LETTER_RULE_SPACE + gb.LETTER_RULE_THIN

_DOWN = (gb.LETTER_RULE_THICK, gb.LETTER_RULE_SPACE, gb.LETTER_RULE_THIN)


def letter_head(head: Head, styles: Styles, page: Page) -> list[Piece]:
    """Mark, both double rules, and the lines under the first one."""
    mark = _mark(head, styles)
    top = gb.LETTER_MARK_TOP - mark.face.size * INK
    foot = gb.PAPER_HEIGHT - gb.LETTER_RULE_FOOT - RULE_HEIGHT
    return [
        Piece(mark, run(_name(head), mark.face), Place(frame=_frame(top, gb.TEXT_WIDTH))),
        *_rules(styles, _rule_top(mark), _DOWN),
        *_rules(styles, foot, tuple(reversed(_DOWN))),
        *_numbered(head, styles, _rule_top(mark) + RULE_HEIGHT - page.top),
    ]


def _name(head: Head) -> str:
    """The issuer's name: a letter's mark goes without 文件."""
    return head.mark.removesuffix("文件")


def _mark(head: Head, styles: Styles) -> Style:
    return fitted(styles.mark, _name(head))


def _rule_top(mark: Style) -> int:
    """Where the first double rule begins, from the paper's edge."""
    return gb.LETTER_MARK_TOP + mark.face.size * GLYPH // 10 + gb.LETTER_RULE_GAP


def _rules(styles: Styles, top: int, heights: tuple[int, ...]) -> list[Piece]:
    """A double rule: two filled paragraphs and the white one between them, in a frame of their own."""
    frame = _frame(top, gb.LETTER_RULE_WIDTH)
    return [
        Piece(replace(styles.rule, line=height), place=Place(frame=frame, fill=gb.RED if height != heights[1] else ""))
        for height in heights
    ]


def _frame(top: int, width: int) -> str:
    left = (gb.PAPER_WIDTH - width) // 2 if width == gb.LETTER_RULE_WIDTH else gb.MARGIN_LEFT
    return f'<w:framePr w:w="{width}" w:wrap="notBeside" w:vAnchor="page" w:hAnchor="page" w:x="{left}" w:y="{top}"/>'


def _numbered(head: Head, styles: Styles, rule: int) -> list[Piece]:
    """The number flush right, on one line with what stands flush left: 7/8 of a character under the ``rule``."""
    style, face = styles.number, styles.number.face
    number, left = run(head.number, face), list(corner(head, styles))
    before = rule + gb.LETTER_NUMBER_GAP - (style.line - gb.SIZE_3 * 10) // 2
    if not left:
        return [Piece(replace(style, align="right"), number, Place(before=before))]
    place = Place(before=before, tabs=f'<w:tab w:val="right" w:pos="{gb.TEXT_WIDTH}"/>')
    return [Piece(replace(style, align="left"), left[0].runs + tab(face) + number, place), *left[1:]]
