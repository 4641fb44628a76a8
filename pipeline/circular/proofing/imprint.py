"""The imprint (clause 7.4): forms, indents, rules, and whether it is set on the lower edge of the type area."""

from collections.abc import Iterator
from itertools import takewhile

from pipeline import gb9704 as gb
from pipeline.circular.proofing.elements import Elements, is_printer
from pipeline.circular.proofing.faces import Fonts, face, runs_of
from pipeline.circular.proofing.measure import Measure, characters, excerpt, matches, measure, millimetres
from pipeline.circular.proofing.page import sunk
from pipeline.circular.proofing.paper import SetParagraph, SetTable, whole

_NEAR = 0.3
_NEARBY = 3  # paragraphs
_THIN = 3  # twips: a rule of 0.75 pt stands for 0.25 mm


def measures(elements: Elements, fonts: Fonts) -> Iterator[Measure]:
    if not elements.imprint:
        return
    copies = [each for each in elements.imprint if not is_printer(each)]
    printers = [each for each in elements.imprint if is_printer(each)]
    yield from face("版记", runs_of(elements.imprint), fonts, gb.FANGSONG, gb.SIZE_4)
    for each in copies:
        form, item = (gb.MOVED_FORM, "主送机关") if each.text.startswith("主送") else (gb.COPIES_FORM, "抄送机关")
        yield measure(form, item, excerpt(each.text), matches(form, each.text))
        if elements.imprint_table is None:
            first = each.first
            yield measure(gb.COPIES_INDENT, f"{item}排布", f"左空 {characters(first)}", abs(first - 1) <= _NEAR)
    yield from _unruled(elements, copies)
    if not printers and not elements.is_letter:
        yield measure(gb.PRINTED_FORM, "印发机关和印发日期", "没有", False)
    for each in printers:
        if elements.imprint_table is None:
            first = each.first
            yield measure(gb.PRINTED_INDENT, "印发机关排布", f"左空 {characters(first)}", abs(first - 1) <= _NEAR)
        yield measure(gb.PRINTED_FORM, "印发日期", each.text.split()[-1], matches(gb.PRINTED_FORM, each.text))
    yield from _place(elements, elements.imprint[-1])
    if elements.is_letter:
        bare = not printers and not _filled_rules(elements)
        seen = "没有" if bare else "有印发机关或者分隔线"
        yield measure(gb.LETTER_IMPRINT, "信函版记", seen, matches(gb.LETTER_IMPRINT, seen))
    else:
        yield from _rules(elements)


def _unruled(elements: Elements, copies: list[SetParagraph]) -> Iterator[Measure]:
    """No rule stands between addressees that were moved here and whom it is copied to."""
    if elements.imprint_table is None and len(copies) == 2 and copies[0].text.startswith("主送"):
        between = elements.paper.blocks[copies[0].place + 1 : copies[1].place]
        ruled = bool(between or copies[0].border("bottom") or copies[1].border("top"))
        yield measure(gb.MOVED_UNRULED, "主送、抄送之间", "有分隔线" if ruled else "没有分隔线", not ruled)


def _place(elements: Elements, last: SetParagraph) -> Iterator[Measure]:
    """A frame or a floating table says where it stands; what stands in the text only a rendered page shows."""
    table = elements.imprint_table
    frame = last.properties.get("framePr", {})
    if table is None and not frame:
        yield measure(gb.IMPRINT_PLACED, "版记位置", "没有固定，需看版面", False)
        return
    edge = frame.get("yAlign", "") if table is None else table.position.get("tblpYSpec", "")
    anchor = frame.get("vAnchor", "") if table is None else table.position.get("vertAnchor", "")
    if table is not None and not table.position:
        yield measure(gb.IMPRINT_PLACED, "版记位置", "表格没有固定，需看版面", False)
        return
    if edge not in ("top", "center", "bottom"):
        yield measure(gb.IMPRINT_PLACED, "版记位置", "固定在离页边一段距离处，需看版面", False)
        return
    anchors = ("margin",) if table else ("margin", "page")
    lower = gb.MARGIN_BOTTOM if anchor == "page" else sunk(elements.paper.sections[-1])
    low = 0 if table else lower - _lifted(elements, last)
    met = edge == "bottom" and anchor in anchors and abs(low) <= gb.MARGIN_TOLERANCE
    seen = f"版心下边缘{f'下 {millimetres(low)}' if low else ''}" if edge == "bottom" else f"{anchor} {edge}".strip()
    yield measure(gb.IMPRINT_BOTTOM, "版记位置", seen, met)


def _lifted(elements: Elements, last: SetParagraph) -> int:
    """What stands empty in the frame under the imprint's last rule."""
    below = (each for each in elements.paper.paragraphs if each.place > last.place)
    framed = takewhile(lambda each: each.blank and "framePr" in each.properties, below)
    return sum(each.exact for each in framed if each.properties.get("shd", {}).get("fill", "auto") == "auto")


def _rules(elements: Elements) -> Iterator[Measure]:
    table = elements.imprint_table
    found = _filled_rules(elements) if table is None else _table_rules(table)
    if not found:
        if not _may_be_drawn(elements):
            yield measure(gb.RULE_WIDTH, "版记分隔线", "没有分隔线", False)
        return
    widths, thick = [width for width, _ in found], [thickness for _, thickness in found]
    off = [width for width in widths if abs(width - gb.RULE_WIDTH) > 2 * gb.MARGIN_TOLERANCE]
    yield measure(gb.RULE_WIDTH, "版记分隔线宽", millimetres(off[0] if off else widths[0]), not off)
    if not any(map(is_printer, elements.imprint)):
        return  # which rule is the last one is not seen
    outer = [thick[0], thick[-1]]
    met = all(abs(each - gb.RULE_THICK) <= _THIN for each in outer)
    yield measure(gb.RULE_THICK, "首末条分隔线粗", "、".join(_thickness(each) for each in outer), met)
    inner = thick[1:-1]
    if inner:
        met = all(abs(each - gb.RULE_THIN) <= _THIN for each in inner)
        yield measure(gb.RULE_THIN, "中间分隔线粗", "、".join(_thickness(each) for each in inner), met)
    if len(elements.imprint) > 1 and not _may_be_drawn(elements):
        seen = "有" if inner else "没有"
        yield measure(gb.PRINTED_RULED, "印发机关上的分隔线", seen, matches(gb.PRINTED_RULED, seen))


def _may_be_drawn(elements: Elements) -> bool:
    """Whether anything is drawn near the imprint that may be a rule."""
    first, last = elements.imprint[0].place - _NEARBY, elements.imprint[-1].place + _NEARBY
    return any(each.drawn or each.shaped for each in elements.paper.paragraphs if first <= each.place <= last)


def _filled_rules(elements: Elements) -> list[tuple[float, float]]:
    """Width and thickness of each rule, in twips: filled paragraphs as high as they are thick, or borders."""
    first = elements.imprint[0].place - 1
    last = elements.imprint[-1].place + 1
    found: list[tuple[float, float]] = []
    for each in elements.paper.paragraphs:
        if not first <= each.place <= last:
            continue
        frame = whole(each.properties.get("framePr", {}).get("w"), elements.paper.sections[-1].text_width)
        width = frame - (each.indent("left") - each.indent("hanging") + each.indent("right")) * each.face.pitch
        if each.blank and each.properties.get("shd", {}).get("fill", "auto") == "000000":
            found.append((width, each.exact))
        found += [
            (width, whole(each.border(edge).get("sz"), 0) * 2.5) for edge in ("top", "bottom") if each.border(edge)
        ]
    return found


def _table_rules(table: SetTable) -> list[tuple[float, float]]:
    drawn = [rule for rule in table.rules if rule]
    return [(float(table.width or sum(table.grid)), whole(rule.get("sz"), 0) * 2.5) for rule in drawn]


def _thickness(twips: float) -> str:
    return f"{twips / gb.MILLIMETRE:.2f} mm"
