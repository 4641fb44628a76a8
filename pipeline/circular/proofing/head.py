"""The red head (clause 7.2): serial number, urgency, mark, number, red line.

A paper without a number has none that could be measured.
"""

from collections.abc import Iterator
from itertools import takewhile

from pipeline import gb9704 as gb
from pipeline.circular.markup import hundredths
from pipeline.circular.proofing import letter, red_line
from pipeline.circular.proofing.elements import Elements, joined
from pipeline.circular.proofing.faces import Fonts, face
from pipeline.circular.proofing.measure import Measure, characters, excerpt, matches, measure, millimetres
from pipeline.circular.proofing.page import raised
from pipeline.circular.proofing.paper import SetParagraph, SetRun, SetTable, whole
from pipeline.circular.proofing.text import centred

_NEAR = 0.3
_DOWNWARD = "通报"
_MARK_TOLERANCE = 3 * gb.MILLIMETRE


def measures(elements: Elements, fonts: Fonts) -> Iterator[Measure]:
    number = elements.number
    if number:
        yield from _corner(elements, fonts)
    if number and elements.is_letter:
        yield from letter.measures(elements, fonts)
        return
    if elements.mark:
        yield from _mark(elements, elements.mark, fonts)
    if number:
        blanks = elements.paper.blanks_before(number)
        yield from _series(elements, number, blanks) if elements.is_series else _number(elements, number, blanks)
        yield from red_line.measures(elements, number)


def _number(elements: Elements, number: SetParagraph, blanks: int) -> Iterator[Measure]:
    """Its form and its place; that of a paper that goes upward stands to the left, beside its signer."""
    if elements.is_titled_above:
        yield measure(gb.NUMBER_PLACE, "发文字号位置", "在标题下方", matches(gb.NUMBER_PLACE, "在标题下方"))
    elif elements.mark and not elements.paper.in_table(number):
        yield measure(gb.NUMBER_BLANKS, "发文字号位置", f"空 {blanks} 行", blanks == gb.NUMBER_BLANKS)
    words = elements.number_text
    formed = matches(gb.NUMBER_FORM, words) or matches(gb.NUMBER_FORM, "".join(words.split()))
    yield measure(gb.NUMBER_FORM, "发文字号", words, formed)
    if not elements.signer:
        yield centred(gb.NUMBER_CENTRED, "发文字号", (number,))
        return
    if joined(elements.title).endswith(_DOWNWARD):
        yield measure(gb.SIGNER, "签发人", excerpt(elements.signer), matches(gb.SIGNER, elements.signer))
    elif not elements.paper.in_table(number):
        first = number.first
        yield measure(gb.NUMBER_UPWARD, "发文字号排布", f"左空 {characters(first)}", abs(first - 1) <= _NEAR)


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
    yield centred(gb.MARK_CENTRED, "发文机关标志", elements.marks)
    scale = whole(mark.face.properties.get("w", {}).get("val", "").rstrip("%"), 100)
    width = hundredths(mark.text) * mark.face.pitch * scale // 10_000
    yield measure(gb.MARK_WIDTH, "发文机关标志宽", millimetres(width), width <= gb.TEXT_WIDTH + gb.MARGIN_TOLERANCE)
    top = _top(elements, elements.marks[0])
    if top is not None:
        met = abs(top - gb.MARK_TOP) <= _MARK_TOLERANCE
        yield measure(gb.MARK_TOP, "发文机关标志上边缘", f"版心上边缘下 {millimetres(top)}", met)


def _top(elements: Elements, mark: SetParagraph) -> float | None:
    """How far below the type area's edge the mark's characters begin, if its line and those above are exact."""
    above = elements.paper.blocks[: mark.place]
    floats = "framePr" in mark.properties or elements.paper.in_table(mark)
    if floats or not mark.exact or any(isinstance(each, SetTable) or not each.exact for each in above):
        return None
    size = mark.face.size * 10
    lines = [each for each in above if isinstance(each, SetParagraph)]
    height = sum(each.exact + each.space("before") + each.space("after") for each in lines)
    height -= raised(elements.paper.sections[0])
    return height + mark.space("before") + (mark.exact - size) / 2
