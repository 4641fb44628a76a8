"""Page numbers (clause 7.5): form, font, side, distance from the type area."""

from collections.abc import Iterator

from pipeline import gb9704 as gb
from pipeline.circular.proofing.elements import Elements
from pipeline.circular.proofing.faces import Fonts, face
from pipeline.circular.proofing.measure import Measure, characters, matches, measure, millimetres
from pipeline.circular.proofing.page import sunk
from pipeline.circular.proofing.paper import SetParagraph, SetSection

_NEAR = 0.3
_TOLERANCE = 2 * gb.MILLIMETRE
_SIDES = {"default": ("单页码", "right"), "even": ("双页码", "left")}
_WORDS = {"right": "居右", "left": "居左", "center": "居中"}


def measures(elements: Elements, fonts: Fonts) -> Iterator[Measure]:
    """By the standard; where the office has set that numbers are centred or left out, by what it has set."""
    mode, sections = fonts.circular.page_number, elements.paper.sections
    numbered = [each for each in sections if any(map(_number, each.footers.values()))]
    if mode == "none":
        seen = "有页码" if numbered else "没有页码"
        yield measure(gb.PAGE_NUMBER_NONE, "页码", seen, matches(gb.PAGE_NUMBER_NONE, seen))
        return
    if not numbered:
        yield measure(gb.PAGE_NUMBER_FORM, "页码", "没有页码", False)
        return
    section = numbered[0]
    if mode != "centre":
        yield measure(gb.FACING, "单双页页码", "分开" if elements.paper.facing else "没有分开", elements.paper.facing)
    for kind, (item, side) in _SIDES.items():
        number = _number(section.footers.get(kind, ()))
        if number:
            yield from _centred(item, number) if mode == "centre" else _placed(item, side, number)
            yield from face(item, number.runs, fonts, gb.PAGE_NUMBER_FONT, gb.PAGE_NUMBER_SIZE)
            yield measure(gb.PAGE_NUMBER_FORM, f"{item}形式", number.text, matches(gb.PAGE_NUMBER_FORM, number.text))
    first = _number(section.footers.get("default", ()))
    if first:
        yield _distance(section, first)
    if len(sections) > 1 and sections[-1].starts == "evenPage" and elements.imprint:
        bare = sections[-1].footers and not any(map(_number, sections[-1].footers.values()))
        seen = "不编" if bare else "编了页码"
        yield measure(gb.IMPRINT_EVEN, "版记页页码", seen, matches(gb.IMPRINT_EVEN, seen))


def _centred(item: str, number: SetParagraph) -> Iterator[Measure]:
    met = number.align == "center" and not (number.start or number.indent("right"))
    yield measure(gb.PAGE_NUMBER_CENTRED, f"{item}位置", "居中" if met else "不居中", met)


def _number(footer: tuple[SetParagraph, ...]) -> SetParagraph | None:
    return next((each for each in footer if any(run.instruction.startswith("PAGE") for run in each.runs)), None)


def _placed(item: str, side: str, number: SetParagraph) -> Iterator[Measure]:
    frame = number.properties.get("framePr", {}).get("xAlign", "")
    found = {"outside": side}.get(frame, frame) or number.align
    gap = number.indent("right") if side == "right" else number.first
    met = found == side and abs(gap - gb.PAGE_NUMBER_INDENT) <= _NEAR
    seen = _WORDS.get(found, found) + (f"，空 {characters(gap)}" if found == side else "")
    yield measure(gb.PAGE_NUMBER_INDENT, f"{item}位置", seen, met, f"{_WORDS[side]}空一字")


def _distance(section: SetSection, number: SetParagraph) -> Measure:
    """From the type area down to the dash, which stands in the middle of its line."""
    line = number.exact or number.face.size * 13
    gap = section.length("bottom") + sunk(section) - section.length("footer") - line / 2
    return measure(gb.FOOTER_GAP, "页码与版心距离", millimetres(gap), abs(gap - gb.FOOTER_GAP) <= _TOLERANCE)
