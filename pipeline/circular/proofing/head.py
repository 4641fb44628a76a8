"""The red head (clause 7.2): mark, number, red line. A paper without a number has none that could be measured."""

from collections.abc import Iterator

from pipeline import gb9704 as gb
from pipeline.circular.markup import hundredths
from pipeline.circular.proofing.elements import Elements
from pipeline.circular.proofing.faces import Fonts, face
from pipeline.circular.proofing.measure import Measure, matches, measure, millimetres
from pipeline.circular.proofing.paper import SetParagraph, SetTable, whole
from pipeline.circular.proofing.text import centred

_MARK_TOLERANCE = 3 * gb.MILLIMETRE


def measures(elements: Elements, fonts: Fonts) -> Iterator[Measure]:
    number = elements.number
    if number is None:
        return
    if elements.mark:
        yield from _mark(elements, elements.mark, fonts)
        blanks = elements.paper.blanks_before(number)
        yield measure(gb.NUMBER_BLANKS, "发文字号位置", f"空 {blanks} 行", blanks == gb.NUMBER_BLANKS)
    yield measure(gb.NUMBER_FORM, "发文字号", number.text, matches(gb.NUMBER_FORM, number.text))
    yield centred(gb.NUMBER_CENTRED, "发文字号", (number,))
    yield from _red_line(elements, number)


def _mark(elements: Elements, mark: SetParagraph, fonts: Fonts) -> Iterator[Measure]:
    yield from face("发文机关标志", mark.runs, fonts, gb.MARK_FONT, None)
    colour = mark.face.colour
    yield measure(gb.MARK_COLOUR, "发文机关标志颜色", colour, matches(gb.MARK_COLOUR, colour))
    yield centred(gb.MARK_CENTRED, "发文机关标志", (mark,))
    scale = whole(mark.face.properties.get("w", {}).get("val", "").rstrip("%"), 100)
    width = hundredths(mark.text) * mark.face.pitch * scale // 10_000
    yield measure(gb.MARK_WIDTH, "发文机关标志宽", millimetres(width), width <= gb.TEXT_WIDTH + gb.MARGIN_TOLERANCE)
    top = _top(elements, mark)
    if top is not None:
        met = abs(top - gb.MARK_TOP) <= _MARK_TOLERANCE
        yield measure(gb.MARK_TOP, "发文机关标志上边缘", f"版心上边缘下 {millimetres(top)}", met)


def _top(elements: Elements, mark: SetParagraph) -> float | None:
    """How far below the type area's edge the mark's characters begin, if only lines of exact height stand above."""
    above = elements.paper.blocks[: mark.place]
    if "framePr" in mark.properties or any(isinstance(each, SetTable) or not each.exact for each in above):
        return None
    size = mark.face.size * 10
    line = mark.exact or size * 1.3
    lines = [each for each in above if isinstance(each, SetParagraph)]
    height = sum(each.exact + each.space("before") + each.space("after") for each in lines)
    return height + mark.space("before") + (line - size) / 2


def _red_line(elements: Elements, number: SetParagraph) -> Iterator[Measure]:
    """The red line as a border under the number; one that is drawn as a shape cannot be measured here."""
    border = number.border("bottom")
    if not border:
        return
    gap = whole(border.get("space"), 0) * 20
    met = abs(gap - gb.RED_LINE_GAP) <= gb.MARGIN_TOLERANCE
    yield measure(gb.RED_LINE_GAP, "红色分隔线位置", f"发文字号下 {millimetres(gap)}", met)
    colour = border.get("color", "auto").upper()
    yield measure(gb.RED_LINE_COLOUR, "红色分隔线颜色", colour, matches(gb.RED_LINE_COLOUR, colour))
    indents = (number.indent("left") + number.indent("right")) * number.face.pitch
    width = elements.paper.sections[-1].text_width - indents
    met = abs(width - gb.RED_LINE_WIDTH) <= 2 * gb.MARGIN_TOLERANCE
    yield measure(gb.RED_LINE_WIDTH, "红色分隔线宽", millimetres(width), met)
