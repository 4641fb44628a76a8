"""The red head (clause 7.2): serial number, urgency, mark, number, red line.

A paper without a number has none that could be measured.
"""

from collections.abc import Iterator
from itertools import takewhile

from pipeline import gb9704 as gb
from pipeline.circular.markup import hundredths
from pipeline.circular.proofing import letter
from pipeline.circular.proofing.elements import Elements
from pipeline.circular.proofing.faces import Fonts, face
from pipeline.circular.proofing.measure import Measure, characters, matches, measure, millimetres
from pipeline.circular.proofing.page import raised
from pipeline.circular.proofing.paper import SetParagraph, SetRun, SetTable, whole
from pipeline.circular.proofing.text import centred

_NEAR = 0.3
_MARK_TOLERANCE = 3 * gb.MILLIMETRE


def measures(elements: Elements, fonts: Fonts) -> Iterator[Measure]:
    number = elements.number
    if number is None:
        return
    yield from _corner(elements, fonts)
    if elements.is_letter:
        yield from letter.measures(elements, fonts)
        return
    blanks = elements.paper.blanks_before(number)
    if elements.mark:
        yield from _mark(elements, elements.mark, fonts)
    if elements.is_series:
        yield from _series(elements, number, blanks)
    else:
        if elements.mark:
            yield measure(gb.NUMBER_BLANKS, "发文字号位置", f"空 {blanks} 行", blanks == gb.NUMBER_BLANKS)
        yield measure(gb.NUMBER_FORM, "发文字号", number.text, matches(gb.NUMBER_FORM, number.text))
        yield centred(gb.NUMBER_CENTRED, "发文字号", (number,))
    yield from _red_line(elements, elements.underlined or number)


def _corner(elements: Elements, fonts: Fonts) -> Iterator[Measure]:
    """Serial number and urgency, in this order flush left, a line each."""
    copy, urgency = elements.copy, elements.urgency
    if copy:
        words, runs = _left(copy)
        yield measure(gb.COPY_FORM, "份号", words, matches(gb.COPY_FORM, words))
        yield from face("份号", runs, fonts, gb.FANGSONG, gb.COPY_SIZE)
        first = elements.is_letter or copy.place == 0
        flush = abs(copy.first) <= _NEAR and copy.align in ("left", "both") and first
        yield measure(gb.COPY_FLUSH, "份号位置", "顶格" if flush else _off(copy, first), flush)
    if urgency:
        words, runs = _left(urgency)
        yield measure(gb.URGENCY_FORM, "紧急程度", words, matches(gb.URGENCY_FORM, words))
        yield from face("紧急程度", runs, fonts, gb.URGENCY_FONT, gb.SIZE_3)
        below = copy is None or copy.place < urgency.place
        flush = abs(urgency.first) <= _NEAR and urgency.align in ("left", "both") and below
        yield measure(gb.URGENCY_FLUSH, "紧急程度位置", "顶格" if flush else _off(urgency, below), flush)


def _left(paragraph: SetParagraph) -> tuple[str, tuple[SetRun, ...]]:
    """What stands flush left, before any stop: its words and its runs."""
    runs = tuple(takewhile(lambda run: "\t" not in run.text, paragraph.runs))
    return paragraph.text.partition("\t")[0].strip(), runs


def _off(paragraph: SetParagraph, in_order: bool) -> str:
    return f"左空 {characters(paragraph.first)}" if in_order else "不在规定的行"


def _series(elements: Elements, number: SetParagraph, blanks: int) -> Iterator[Measure]:
    """A supervision circular's issue and its issuer and date: what offices do, the standard knows no such form."""
    words = number.text.removeprefix(elements.mark.text) if elements.mark else number.text
    yield measure(gb.ISSUE_FORM, "期号", words, matches(gb.ISSUE_FORM, words))
    yield measure(gb.ISSUE_BLANKS, "期号位置", f"空 {blanks} 行", blanks == gb.ISSUE_BLANKS)
    yield centred(gb.ISSUE_CENTRED, "期号", (number,))
    if elements.issuer:
        *_, date = elements.issuer.text.rsplit("\t", 1)
        yield measure(gb.DATE_FORM, "成文日期", date, matches(gb.DATE_FORM, date))


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
    height -= raised(elements.paper.sections[0])
    return height + mark.space("before") + (line - size) / 2


def _red_line(elements: Elements, number: SetParagraph) -> Iterator[Measure]:
    """The red line as a border under the number or a series' issuer; one that is drawn cannot be measured here."""
    border = number.border("bottom")
    if not border:
        return
    gap = whole(border.get("space"), 0) * 20
    met = abs(gap - gb.RED_LINE_GAP) <= gb.MARGIN_TOLERANCE
    yield measure(gb.RED_LINE_GAP, "红色分隔线位置", f"发文字号下 {millimetres(gap)}", met)
    colour = border.get("color", "auto").upper()
    yield measure(gb.RED_LINE_COLOUR, "红色分隔线颜色", colour, matches(gb.RED_LINE_COLOUR, colour))
    indents = (number.indent("left") + number.indent("right")) * number.face.pitch
    width = elements.paper.section_at(number.place).text_width - indents
    met = abs(width - gb.RED_LINE_WIDTH) <= 2 * gb.MARGIN_TOLERANCE
    yield measure(gb.RED_LINE_WIDTH, "红色分隔线宽", millimetres(width), met)
