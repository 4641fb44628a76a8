"""The imprint (clause 7.4): forms, indents, rules, and whether it is set on the lower edge of the type area."""

from collections.abc import Iterator

from pipeline import gb9704 as gb
from pipeline.circular.proofing.elements import Elements
from pipeline.circular.proofing.faces import Fonts, face, runs_of
from pipeline.circular.proofing.measure import Measure, characters, excerpt, matches, measure, millimetres
from pipeline.circular.proofing.paper import SetParagraph, SetTable, whole

_NEAR = 0.3
_THIN = 3  # twips: a rule of 0.75 pt stands for 0.25 mm


def measures(elements: Elements, fonts: Fonts) -> Iterator[Measure]:
    if not elements.imprint:
        return
    *copies, printer = elements.imprint
    yield from face("版记", runs_of(elements.imprint), fonts, gb.FANGSONG, gb.SIZE_4)
    for each in copies:
        yield measure(gb.COPIES_FORM, "抄送机关", excerpt(each.text), matches(gb.COPIES_FORM, each.text))
        if elements.imprint_table is None:
            first = each.first
            yield measure(gb.COPIES_INDENT, "抄送机关排布", f"左空 {characters(first)}", abs(first - 1) <= _NEAR)
    yield measure(gb.PRINTED_FORM, "印发日期", printer.text.split()[-1], matches(gb.PRINTED_FORM, printer.text))
    yield from _place(elements, printer)
    yield from _rules(elements)


def _place(elements: Elements, printer: SetParagraph) -> Iterator[Measure]:
    """A frame or a floating table says where it stands; what stands in the text only a rendered page shows."""
    table = elements.imprint_table
    frame = printer.properties.get("framePr", {})
    if table is None and not frame:
        yield measure(gb.IMPRINT_PLACED, "版记位置", "没有固定，需看版面", False)
        return
    edge = frame.get("yAlign", "") if table is None else table.position.get("tblpYSpec", "")
    anchor = frame.get("vAnchor", "") if table is None else table.position.get("vertAnchor", "")
    if table is not None and not table.position:
        yield measure(gb.IMPRINT_PLACED, "版记位置", "表格没有固定，需看版面", False)
        return
    met = edge == "bottom" and anchor == "margin"
    yield measure(gb.IMPRINT_BOTTOM, "版记位置", "版心下边缘" if met else f"{anchor} {edge}".strip(), met)


def _rules(elements: Elements) -> Iterator[Measure]:
    table = elements.imprint_table
    found = _filled_rules(elements) if table is None else _table_rules(table)
    if not found:
        return
    widths, thick = [width for width, _ in found], [thickness for _, thickness in found]
    off = [width for width in widths if abs(width - gb.RULE_WIDTH) > 2 * gb.MARGIN_TOLERANCE]
    yield measure(gb.RULE_WIDTH, "版记分隔线宽", millimetres(off[0] if off else widths[0]), not off)
    outer = [thick[0], thick[-1]]
    met = all(abs(each - gb.RULE_THICK) <= _THIN for each in outer)
    yield measure(gb.RULE_THICK, "首末条分隔线粗", "、".join(_thickness(each) for each in outer), met)
    inner = thick[1:-1]
    if inner:
        met = all(abs(each - gb.RULE_THIN) <= _THIN for each in inner)
        yield measure(gb.RULE_THIN, "中间分隔线粗", "、".join(_thickness(each) for each in inner), met)


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
    edges = [table.borders.get(edge, {}) for edge in ("top", "insideH", "bottom")]
    drawn = [edge for edge in edges if edge.get("val", "nil") not in ("nil", "none")]
    return [(float(table.width or sum(table.grid)), whole(edge.get("sz"), 0) * 2.5) for edge in drawn]


def _thickness(twips: float) -> str:
    return f"{twips / gb.MILLIMETRE:.2f} mm"
