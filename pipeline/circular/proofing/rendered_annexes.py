"""Annexes as printed (clause 7.3.7): a page of their own, the label on its first line, the title on the third."""

from collections.abc import Iterator

from pipeline import gb9704 as gb
from pipeline.circular.proofing.measure import Measure
from pipeline.circular.proofing.printed import LEFT, PITCH, TOP, Printed


def measures(printed: Printed) -> Iterator[Measure]:
    for annex in printed.elements.annexes:
        label = printed.rows_of(annex.label)
        if not label:
            continue
        row, name = label[0], annex.label.text
        first = printed.page(row.page)[0]
        seen_page = printed.pdf.pages[row.page - 1]
        top = TOP if seen_page.width <= seen_page.height else LEFT  # the margins turn with a page that lies across
        down = (printed.ink_of(row).middle - top) / PITCH + 0.5
        seen = f"第 {row.page} 面第 {down:.0f} 行" + ("" if first is row else f"，前面有“{first.text[:8]}”")
        yield printed.measured(gb.ANNEX_NEW_PAGE, f"{name}另面", seen, first is row and round(down) == 1)
        title = printed.rows_of(annex.title[0]) if annex.title else ()
        if title and title[0].page == row.page:
            line = 1 + (printed.ink_of(title[0]).middle - printed.ink_of(row).middle) / PITCH
            met = round(line) == gb.ANNEX_TITLE_LINE
            yield printed.measured(gb.ANNEX_TITLE_LINE, f"{name}标题位置", f"第 {line:.0f} 行", met)
