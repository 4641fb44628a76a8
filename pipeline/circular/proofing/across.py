"""Pages that lie across (横排, clause 8): the number stays where it stands on the other pages, the margins turn."""

from collections.abc import Iterator

from pipeline import gb9704 as gb
from pipeline.circular.proofing.elements import Elements
from pipeline.circular.proofing.faces import Fonts
from pipeline.circular.proofing.measure import Measure, matches, measure, millimetres
from pipeline.circular.proofing.paper import SetSection


def measures(elements: Elements, fonts: Fonts) -> Iterator[Measure]:
    """Of each section that lies across; the number's place only where pages have one."""
    numbered = fonts.circular.page_number != "none" and any(map(_is_numbered, elements.paper.sections))
    for place, section in enumerate(elements.paper.sections, 1):
        if section.lies_across:
            yield _margins(f"第{place}节", section)
            if numbered:
                yield _number(f"第{place}节", section)


def _is_numbered(section: SetSection) -> bool:
    return any(each.is_page_number for footer in section.footers.values() for each in footer)


def _margins(which: str, section: SetSection) -> Measure:
    """The upright page's edges, turned clockwise; one turned the other way has the same type area."""
    found = tuple(section.length(side) for side in ("top", "right", "bottom", "left"))
    upright = (gb.MARGIN_LEFT, gb.MARGIN_TOP, gb.MARGIN_RIGHT, gb.MARGIN_BOTTOM)
    turned = (gb.MARGIN_RIGHT, gb.MARGIN_BOTTOM, gb.MARGIN_LEFT, gb.MARGIN_TOP)
    met = any(
        all(abs(one - other) <= gb.ACROSS_MARGINS for one, other in zip(found, wanted, strict=True))
        for wanted in (upright, turned)
    )
    seen = "、".join(f"{name} {millimetres(edge)}" for name, edge in zip("上右下左", found, strict=True))
    return measure(gb.ACROSS_MARGINS, f"{which}页边", seen, met)


def _number(which: str, section: SetSection) -> Measure:
    """A plain footer of a page that lies across stands on its long edge."""
    seen = "短边" if section.turned else "长边"
    return measure(gb.ACROSS_NUMBER, f"{which}页码位置", seen, matches(gb.ACROSS_NUMBER, seen))
