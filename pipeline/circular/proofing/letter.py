"""A letter's head (clause 10.1): the name alone, two red double rules, the number at the right edge, no page number."""

from collections.abc import Iterator

from pipeline import gb9704 as gb
from pipeline.circular.head import GLYPH
from pipeline.circular.proofing.elements import Elements, is_red
from pipeline.circular.proofing.faces import Fonts, face
from pipeline.circular.proofing.measure import Measure, matches, measure, millimetres
from pipeline.circular.proofing.paper import SetParagraph, whole

_NEAR = 1.5 * gb.MILLIMETRE
_WORDS = {True: "上粗下细", False: "上细下粗"}


def measures(elements: Elements, fonts: Fonts) -> Iterator[Measure]:
    if elements.mark:
        yield from _mark(elements, elements.mark, fonts)
    number = elements.number
    if number:
        yield measure(gb.NUMBER_FORM, "发文字号", elements.number_text, matches(gb.NUMBER_FORM, elements.number_text))
        flush = number.align == "right" and not number.indent("right")
        met = flush or ("\t" in number.text and "tabs" in number.properties)
        yield measure(gb.LETTER_NUMBER_RIGHT, "发文字号位置", "居右顶格" if met else "不在版心右边缘", met)
    yield from _rules(elements)
    first = elements.paper.sections[0]
    bare = first.first_differs and not any(each.is_page_number for each in first.footers.get("first", ()))
    seen = "不显示" if bare else "显示"
    yield measure(gb.LETTER_FIRST_PAGE, "首页页码", seen, matches(gb.LETTER_FIRST_PAGE, seen))


def _mark(elements: Elements, mark: SetParagraph, fonts: Fonts) -> Iterator[Measure]:
    yield from face("发文机关标志", mark.runs, fonts, gb.MARK_FONT, None)
    colour = mark.face.colour
    yield measure(gb.MARK_COLOUR, "发文机关标志颜色", colour, matches(gb.MARK_COLOUR, colour))
    yield measure(gb.LETTER_MARK_FORM, "发文机关标志", mark.text, matches(gb.LETTER_MARK_FORM, mark.text))
    edges = _edges(mark)
    if edges is None:
        return
    met = abs(edges[0] - gb.LETTER_MARK_TOP) <= _NEAR
    yield measure(gb.LETTER_MARK_TOP, "发文机关标志上边缘", f"上页边下 {millimetres(edges[0])}", met)
    if elements.rules:
        gap = _top(elements.rules[0]) - edges[1]
        met = abs(gap - gb.LETTER_RULE_GAP) <= gb.MARGIN_TOLERANCE
        yield measure(gb.LETTER_RULE_GAP, "第一条红色双线", f"发文机关标志下 {millimetres(gap)}", met)


def _edges(mark: SetParagraph) -> tuple[float, float] | None:
    """Where the mark's characters begin and end, from the paper's edge; only a frame on the page tells."""
    frame, size = mark.properties.get("framePr", {}), mark.face.size * 10
    if frame.get("vAnchor") != "page" or not mark.exact:
        return None
    top = whole(frame.get("y"), 0) + (mark.exact - size) / 2
    return top, top + size * GLYPH / 100


def _rules(elements: Elements) -> Iterator[Measure]:
    for rule, thick_first, item in zip(
        elements.rules, (True, False), ("第一条红色双线", "第二条红色双线"), strict=False
    ):
        width = whole(rule[0].properties["framePr"].get("w"), 0)
        met = abs(width - gb.LETTER_RULE_WIDTH) <= gb.MARGIN_TOLERANCE
        yield measure(gb.LETTER_RULE_WIDTH, f"{item}长", millimetres(width), met)
        lines = [each.exact for each in rule if is_red(each)]
        found = "、".join(f"{each / 20:g} 磅" for each in lines)
        met = len(lines) == 2 and (lines[0] > lines[1]) is thick_first and lines[0] != lines[1]
        yield measure(gb.LETTER_RULE_ORDER, f"{item}粗细", found, met, _WORDS[thick_first])
    if len(elements.rules) > 1:
        rule = elements.rules[1]
        foot = elements.paper.sections[0].length("h") - _top(rule) - sum(each.exact for each in rule)
        met = abs(foot - gb.LETTER_RULE_FOOT) <= gb.MARGIN_TOLERANCE
        yield measure(gb.LETTER_RULE_FOOT, "第二条红色双线位置", f"距下页边 {millimetres(foot)}", met)


def _top(rule: tuple[SetParagraph, ...]) -> int:
    return whole(rule[0].properties["framePr"].get("y"), 0)
