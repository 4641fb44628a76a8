"""Page numbers (clause 7.5): form, font, side, distance from the type area."""

from collections.abc import Iterator

from pipeline import gb9704 as gb
from pipeline.circular.markup import hundredths
from pipeline.circular.proofing.elements import Elements
from pipeline.circular.proofing.faces import Fonts, face
from pipeline.circular.proofing.measure import Measure, characters, matches, measure, millimetres
from pipeline.circular.proofing.page import sunk
from pipeline.circular.proofing.paper import SetParagraph, SetSection

_NEAR = 0.3
_TOLERANCE = 2 * gb.MILLIMETRE
_ONE_PAGE = 22  # lines
_OTHER = {"right": "left", "left": "right"}
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
    first = _number(section.footers.get("default", ()))
    if mode != "centre" and not _is_short(elements):
        facing = elements.paper.facing or (first is not None and _across(first) in ("outside", "inside"))
        yield measure(gb.FACING, "单双页页码", "分开" if facing else "没有分开", facing)
    for kind, (item, side) in _SIDES.items():
        number = _number(section.footers.get(kind, ()))
        if number:
            yield from _centred(item, number) if mode == "centre" else _placed(item, side, number)
            yield from face(item, number.runs, fonts, gb.PAGE_NUMBER_FONT, gb.PAGE_NUMBER_SIZE, figures=True)
            yield measure(gb.PAGE_NUMBER_FORM, f"{item}形式", number.text, matches(gb.PAGE_NUMBER_FORM, number.text))
    if first and _across(first) is None:
        yield _distance(section, first)
    yield from _restarts(sections)
    if len(sections) > 1 and sections[-1].starts == "evenPage" and elements.imprint:
        bare = sections[-1].footers and not any(map(_number, sections[-1].footers.values()))
        seen = "不编" if bare else "编了页码"
        yield measure(gb.IMPRINT_EVEN, "版记页页码", seen, matches(gb.IMPRINT_EVEN, seen))


def _centred(item: str, number: SetParagraph) -> Iterator[Measure]:
    met = number.align == "center" and not (number.start or number.indent("right"))
    yield measure(gb.PAGE_NUMBER_CENTRED, f"{item}位置", "居中" if met else "不居中", met)


def _number(footer: tuple[SetParagraph, ...]) -> SetParagraph | None:
    return next((each for each in footer if each.is_page_number), None)


def _is_short(elements: Elements) -> bool:
    """Whether a paper surely has a single page, whose number needs no second side."""
    flowing = [each for each in elements.paper.paragraphs if "framePr" not in each.properties]
    lines = sum(1 + hundredths(each.text) // 2800 for each in flowing if each.text or each.is_blank_line)
    return lines <= _ONE_PAGE and len(elements.paper.sections) == 1 and not (elements.annexes or elements.paper.tables)


def _across(number: SetParagraph) -> str | None:
    """Where a number's frame or text box stands across the page, empty where that is a distance; ``None`` without."""
    frame = number.properties.get("framePr")
    return number.boxed if frame is None else frame.get("xAlign", "")


def _placed(item: str, side: str, number: SetParagraph) -> Iterator[Measure]:
    """By its frame, its text box, or itself; how far in a number in a text box stands only a page shows."""
    across = _across(number)
    if across == "":
        return
    found = {"outside": side, "inside": _OTHER[side]}.get(across or "", across) or number.align
    gap = number.indent("right") if side == "right" else number.first
    met = found == side and (number.boxed is not None or abs(gap - gb.PAGE_NUMBER_INDENT) <= _NEAR)
    seen = _WORDS.get(found, found) + (f"，空 {characters(gap)}" if found == side and number.boxed is None else "")
    yield measure(gb.PAGE_NUMBER_INDENT, f"{item}位置", seen, met, f"{_WORDS[side]}空一字")


def _restarts(sections: tuple[SetSection, ...]) -> Iterator[Measure]:
    """Numbers go on through annexes; after pages without any they may start."""
    numbered = [any(map(_number, each.footers.values())) for each in sections]
    again = next(
        (place for place, each in enumerate(sections) if each.restart in ("0", "1") and any(numbered[:place])), 0
    )
    if again:
        yield measure(gb.PAGE_NUMBERS_RUN, "页码连续", f"第{again + 1}节从 {sections[again].restart} 重新编起", False)


def _distance(section: SetSection, number: SetParagraph) -> Measure:
    """From the type area down to the dash, which stands in the middle of its line."""
    footer = section.footers["default"]
    below = footer[next(place for place, each in enumerate(footer) if each is number) + 1 :]
    line = _height(number) + 2 * sum(map(_height, below))
    gap = section.length("bottom") + sunk(section) - section.length("footer") - line / 2
    return measure(gb.FOOTER_GAP, "页码与版心距离", millimetres(gap), abs(gap - gb.FOOTER_GAP) <= _TOLERANCE)


def _height(line: SetParagraph) -> float:
    return line.exact or line.face.size * 13
