"""The head as printed (clauses 7.2, 7.3.1): mark, red line, title, in millimetres down the first page."""

from collections.abc import Iterator

from pipeline import gb9704 as gb
from pipeline.circular.proofing.kinds import Kind
from pipeline.circular.proofing.measure import Measure
from pipeline.circular.proofing.printed import TOP, Printed, tolerated
from pipeline.formats.pdf import Box

_MARK_FROM_TOP = TOP + gb.MARK_TOP / gb.MILLIMETRE
_GAP = gb.RED_LINE_GAP / gb.MILLIMETRE
_WIDTH = gb.RED_LINE_WIDTH / gb.MILLIMETRE


def measures(printed: Printed, kind: Kind) -> Iterator[Measure]:
    if kind in (Kind.DOCUMENT, Kind.BULLETIN):
        yield from _mark(printed)
        yield from _red_line(printed)
    yield from _first_page(printed)


def _mark(printed: Printed) -> Iterator[Measure]:
    rows = printed.rows_of(printed.elements.mark)
    if rows and rows[0].page == 1:
        top, near = printed.ink_of(rows[0]).top, printed.tolerance(2.0, 3.0)
        met = abs(top - _MARK_FROM_TOP) <= near
        seen = f"距纸顶 {top:.1f} mm，版心上边缘下 {top - TOP:.1f} mm"
        yield printed.measured(gb.MARK_TOP, "机关标志上边缘", seen, met, tolerated(gb.MARK_TOP, near))


def _red_line(printed: Printed) -> Iterator[Measure]:
    """The first red line under the number; drawn as a border, a shape or a picture, it is ink."""
    rows = printed.rows_of(printed.elements.underlined)
    if not rows or rows[0].page != 1:
        return
    number = printed.ink_of(rows[-1])
    line = next((rule for rule in printed.red.rules if rule.top >= number.middle), None)
    if line is None:
        yield printed.measured(gb.RED_LINE_WIDTH, "红色分隔线", "发文字号下没有红线", False)
        return
    gap, near = line.top - number.bottom, printed.tolerance(1.5, 2.0)
    seen = f"发文字号下 {gap:.1f} mm，距纸顶 {line.top:.1f} mm"
    yield printed.measured(
        gb.RED_LINE_GAP, "红色分隔线位置", seen, abs(gap - _GAP) <= near, tolerated(gb.RED_LINE_GAP, near)
    )
    met = abs(line.width - _WIDTH) <= 2
    yield printed.measured(
        gb.RED_LINE_WIDTH, "红色分隔线宽", f"{line.width:.1f} mm", met, tolerated(gb.RED_LINE_WIDTH, 2)
    )
    yield from _title(printed, line)


def _title(printed: Printed, line: Box) -> Iterator[Measure]:
    """The blank lines between the red line and the title, by the height of a line of the text."""
    title = printed.rows_of(printed.elements.title[0]) if printed.elements.title else ()
    if title and title[0].page == 1:
        room = printed.ink_of(title[0]).middle - printed.pitch / 2 - line.bottom
        blanks = room / printed.pitch
        met = abs(blanks - gb.TITLE_BLANKS) <= 0.5
        yield printed.measured(gb.TITLE_BLANKS, "标题位置", f"红线下 {room:.1f} mm，合空 {blanks:.1f} 行", met)


def _first_page(printed: Printed) -> Iterator[Measure]:
    if printed.text:
        page = printed.text[0].page
        yield printed.measured(gb.FIRST_PAGE, "首页正文", f"正文从第 {page} 面起", page == 1)
