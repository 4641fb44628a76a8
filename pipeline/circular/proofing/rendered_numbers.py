"""Page numbers as printed (clause 7.5): they run on, stand 7 mm below the type area, odd right and even left."""

from collections.abc import Callable, Iterator

from pipeline import gb9704 as gb
from pipeline.circular.proofing.kinds import Kind
from pipeline.circular.proofing.measure import Measure
from pipeline.circular.proofing.printed import BOTTOM, LEFT, RIGHT, Printed, tolerated, upright
from pipeline.circular.proofing.rendered_pages import NUMBER, is_blank
from pipeline.formats.pdf import Box
from pipeline.gb9704 import Form, Number

_GAP = gb.FOOTER_GAP / gb.MILLIMETRE
_CHARACTER = gb.PAGE_NUMBER_SIZE / 2 * 25.4 / 72
_NEAR = 2.0
_SHORT_LETTER = 2  # pages, of which the first bears no number and the second need not


def measures(printed: Printed, kind: Kind) -> Iterator[Measure]:
    found = {page.number: _number(printed, page.number) for page in printed.pdf.pages}
    given = {page: each for page, each in found.items() if each}
    if printed.numbering == "none":
        return
    if not given:
        if kind is not Kind.LETTER or len(found) > _SHORT_LETTER:
            yield printed.counted(gb.PAGE_NUMBER_FORM, "页码", "没有印出页码", False)
        return
    bare = _bare(printed, kind)
    off = next((page for page, each in found.items() if (each[0] if each else 0) != page and page not in bare), None)
    if off is None:
        seen = f"第 {min(given)} 至 {max(given)} 面连续"
    else:
        seen = f"第 {off} 面" + (f"印的是 {given[off][0]}" if off in given else "没有页码")
    yield printed.counted(gb.PAGE_NUMBERS_RUN, "页码", seen, off is None)
    last = len(found)
    if last > 1 and printed.elements.imprint and is_blank(printed, last - 1):
        wrong = [page for page in (last - 1, last) if page in given]
        seen = f"第 {wrong[0]} 面编了页码" if wrong else "都不编"
        yield printed.counted(gb.IMPRINT_BARE, "版记页和前面空白页的页码", seen, not wrong)
    boxes = {page: box for page, (_, box) in given.items()}
    yield _all(printed, gb.FOOTER_GAP, "页码与版心距离", boxes, _depth, _GAP, "版心下 {:.1f} mm")
    if printed.numbering == "odd_even":
        yield _all(printed, gb.PAGE_NUMBER_INDENT, "页码位置", boxes, _indent, _CHARACTER, "距版心外侧 {:.1f} mm")


def _bare(printed: Printed, kind: Kind) -> set[int]:
    """The pages that carry no number: a letter's first one, and the imprint's page with the blank one before it."""
    last = len(printed.pdf.pages)
    even = printed.elements.paper.sections[-1].starts == "evenPage"
    bare = {last, last - 1} if last > 1 and is_blank(printed, last - 1) else {last} if even else set()
    return bare | ({1} if kind is Kind.LETTER else set())


def _depth(_page: int, box: Box) -> float:
    """From the lower edge of the type area down to the dash, which stands in the middle of the figures."""
    return box.middle - BOTTOM


def _indent(page: int, box: Box) -> float:
    """From the outer edge of the type area: the right one of an odd page, the left one of an even page."""
    return RIGHT - box.right if page % 2 else box.left - LEFT


def _all(
    printed: Printed,
    fact: Number | Form,
    item: str,
    boxes: dict[int, Box],
    distance: Callable[[int, Box], float],
    wanted: float,
    words: str,
) -> Measure:
    """A distance on all pages: the first that is off, else that of the first page."""
    found = {page: distance(page, box) for page, box in boxes.items()}
    off = [page for page, each in found.items() if abs(each - wanted) > _NEAR]
    page = off[0] if off else min(found)
    told = f"第 {page} 面" + words.format(found[page]) + (f"，共 {len(off)} 面" if len(off) > 1 else "")
    return printed.measured(fact, item, told, not off, tolerated(fact, _NEAR))


def _number(printed: Printed, page: int) -> tuple[int, Box] | None:
    """A page's number and where its ink stands; the page is looked at as it is bound."""
    seen = printed.pdf.pages[page - 1]
    if seen.width > seen.height:
        lines = ((line.text, line.box) for line in upright(seen).lines)
    else:
        lines = ((row.text, printed.ink_of(row)) for row in printed.page(page))
    low = [
        (int(found[1]), box)
        for text, box in lines
        if (found := NUMBER.match(text)) and box.middle > BOTTOM - _CHARACTER
    ]
    return low[-1] if low else None
