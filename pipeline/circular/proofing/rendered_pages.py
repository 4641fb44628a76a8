"""Each page as printed (clauses 5.1, 7.1): A4, nothing outside the type area, none blank."""

import re
from collections.abc import Iterator

from pipeline import gb9704 as gb
from pipeline.circular.proofing.kinds import Kind
from pipeline.circular.proofing.measure import Measure, excerpt
from pipeline.circular.proofing.printed import BOTTOM, LEFT, PITCH, RIGHT, TOP, Printed, Row, tolerated
from pipeline.formats.pdf import Page

CHARACTER = gb.CHARACTER_PITCH / gb.MILLIMETRE
PUNCTUATION = "，。、；：！？）》”’"
"""What may hang in the margin behind the last character of a line."""

NUMBER = re.compile(r"^[—–―－\-·\s]*(\d+)[—–―－\-·\s]*$")
"""A page's number, in whatever dashes."""

_BELOW = 2.0  # from here on, what stands under the type area is the page's foot
_FAR = 2.0
_PAPER = (gb.PAPER_WIDTH / gb.MILLIMETRE, gb.PAPER_HEIGHT / gb.MILLIMETRE)


def measures(printed: Printed, kind: Kind) -> Iterator[Measure]:
    yield _paper(printed)
    yield _outside(printed, kind)
    yield _blank(printed)


def _paper(printed: Printed) -> Measure:
    sizes = {page.number: sorted((page.width, page.height)) for page in printed.pdf.pages}
    off = [page for page, size in sizes.items() if any(abs(a - b) > 1 for a, b in zip(size, _PAPER, strict=True))]
    page = (off or [1])[0]
    seen = f"第 {page} 面 {sizes[page][0]:.0f} mm×{sizes[page][1]:.0f} mm"
    return printed.counted(gb.PAPER_WIDTH, "纸张", seen if off else "各面都是 A4", not off, "A4，210 mm×297 mm")


def _blank(printed: Printed) -> Measure:
    """One before the imprint's even page is no mistake."""
    count = len(printed.pdf.pages)
    meant = count - 1 if printed.elements.paper.sections[-1].starts == "evenPage" else 0
    blank = next((page for page in range(1, count + 1) if page != meant and is_blank(printed, page)), 0)
    seen = f"共 {count} 面，第 {blank} 面空白" if blank else f"共 {count} 面"
    return printed.counted(gb.NO_BLANK_PAGES, "面数", seen, not blank)


def is_blank(printed: Printed, page: int) -> bool:
    """Whether a page has neither text nor picture; its number does not count."""
    ink = printed.inks.get(page)
    drawn = ink is not None and any(band.top < BOTTOM for band in ink.bands)
    return not drawn and all(map(is_foot, printed.page(page)))


def is_foot(row: Row) -> bool:
    """Whether a row is a page's number or stands below the type area."""
    return row.box.middle > BOTTOM + _BELOW or (row.box.middle > BOTTOM - PITCH and bool(NUMBER.match(row.text)))


def _outside(printed: Printed, kind: Kind) -> Measure:
    """Text and ink outside the type area, the page's number and hanging punctuation apart."""
    found = [told for page in printed.pdf.pages for told in _strays(printed, page.number, kind)]
    more = f"等 {len(found)} 处" if len(found) > 3 else ""
    return printed.measured(
        gb.INSIDE, "版心外", "、".join(found[:3]) + more or "没有", not found, tolerated(gb.INSIDE, _FAR)
    )


def _strays(printed: Printed, page: int, kind: Kind) -> Iterator[str]:
    if kind is Kind.LETTER and page == 1:
        return  # its mark, lines and number have places of their own
    if page not in printed.inks:
        yield from _strays_across(printed.pdf.pages[page - 1])
        return
    for row in printed.page(page):
        hanging = CHARACTER + 1 if row.text[-1:] in PUNCTUATION else 0
        if is_foot(row) and (NUMBER.match(row.text) or not row.text):
            continue
        box = printed.ink_of(row)
        beyond = max(LEFT - box.left, box.right - RIGHT - hanging, TOP - box.top, box.bottom - BOTTOM)
        if beyond > _FAR:
            yield f"第 {page} 面{excerpt(row.text)}超出 {beyond:.0f} mm"
    for band in printed.inks[page].bands if page in printed.inks else ():
        beyond = max(LEFT - band.left, band.right - RIGHT - CHARACTER, TOP - band.bottom)
        if beyond > _FAR and not any(row.box.top < band.middle < row.box.bottom for row in printed.page(page)):
            yield f"第 {page} 面距纸顶 {band.top:.0f} mm 处的图线超出 {beyond:.0f} mm"


def _strays_across(page: Page) -> Iterator[str]:
    """Lines outside the type area of a page that lies across, whose margins turn with it; its number stands outside."""
    left, top = page.width - TOP - gb.TEXT_HEIGHT / gb.MILLIMETRE, LEFT
    right, bottom = left + gb.TEXT_HEIGHT / gb.MILLIMETRE, top + gb.TEXT_WIDTH / gb.MILLIMETRE
    for line in page.lines:
        hanging = CHARACTER + 1 if line.text[-1:] in PUNCTUATION else 0
        beyond = max(
            left - line.box.left, line.box.right - right - hanging, top - line.box.top, line.box.bottom - bottom
        )
        if beyond > _FAR and not NUMBER.match(line.text):
            yield f"第 {page.number} 面{excerpt(line.text)}超出 {beyond:.0f} mm"
