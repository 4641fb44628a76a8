"""The type area as printed (clause 5.2): the edges of the text, 22 lines of 28 characters."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from pipeline import gb9704 as gb
from pipeline.circular.markup import hundredths
from pipeline.circular.proofing.measure import Measure
from pipeline.circular.proofing.printed import BOTTOM, LEFT, RIGHT, TOP, Printed, Row, tolerated
from pipeline.circular.proofing.rendered_pages import CHARACTER, PUNCTUATION, is_foot
from pipeline.gb9704 import Number

_REST = 2.0  # millimetres by which a line may stand lower and still have had its place
_LEAST = 8  # characters that tell their pitch


def measures(printed: Printed) -> Iterator[Measure]:
    if printed.text:
        yield from _edges(printed)
        yield from _lines(printed)
        yield from _characters(printed)


def _edges(printed: Printed) -> Iterator[Measure]:
    """The text's own edges: left and right by its full rows, top and bottom by pages that it fills."""
    near = printed.tolerance(1.0, 1.5)
    left = min(printed.text, key=lambda row: row.box.left)
    yield _edge(printed, gb.MARGIN_LEFT, "订口", left, left.box.left, LEFT, near)
    full = [row for row in printed.text if row.text[-1:] not in PUNCTUATION]
    if full:
        right = max(full, key=lambda row: row.box.right)
        if right.box.right > RIGHT - 3 * CHARACTER:
            width = right.box.right - left.box.left
            met = abs(width - gb.TEXT_WIDTH / gb.MILLIMETRE) <= 2 * near
            yield printed.measured(gb.TEXT_WIDTH, "版心宽", f"{width:.1f} mm", met, tolerated(gb.TEXT_WIDTH, 2 * near))
    pages = _filled(printed)
    if pages:
        near = printed.tolerance(1.5, 2.0)
        first, last = pages[0][0], pages[0][-1]
        top = printed.ink_of(first).middle - printed.pitch / 2
        yield _edge(printed, gb.MARGIN_TOP, "天头", first, top, TOP, near)
        height = printed.ink_of(last).middle + printed.pitch / 2 - top
        over = height - gb.TEXT_HEIGHT / gb.MILLIMETRE
        met = -printed.pitch - 2 * near <= over <= 2 * near  # a line may go over to keep the next one company
        yield printed.measured(gb.TEXT_HEIGHT, "版心高", f"{height:.1f} mm", met, tolerated(gb.TEXT_HEIGHT, 2 * near))


def _edge(printed: Printed, fact: Number, item: str, row: Row, found: float, wanted: float, near: float) -> Measure:
    seen = f"{found:.1f} mm（第 {row.page} 面）"
    return printed.measured(fact, item, seen, abs(found - wanted) <= near, tolerated(fact, near))


def _filled(printed: Printed) -> list[list[Row]]:
    """The pages that the text fills, a paragraph running on from each to the next; the fullest first."""
    runs_on = {
        (before.page, after.page)
        for each in printed.elements.text
        for before, after in pairwise(printed.rows_of(each))
        if before.page != after.page
    }
    text = set(printed.text)
    pages = ([row for row in printed.page(page) if not is_foot(row)] for page, _ in sorted(runs_on))
    full = [rows for rows in pages if rows and rows[0] in text]
    return sorted(full, key=lambda rows: rows[0].box.middle - rows[-1].box.middle)


def _lines(printed: Printed) -> Iterator[Measure]:
    """Lines of a page that is full, with the one that may go over to keep the next company; else by the pitch."""
    pages = _filled(printed)
    if pages:
        first, last = pages[0][0], pages[0][-1]
        count = round((last.box.middle - first.box.middle) / printed.pitch) + 1
        left = printed.ink_of(last).middle + 1.5 * printed.pitch < BOTTOM + _REST
        count, more = (count + 1, "（含不单独留下而移到下面的一行）") if left else (count, "")
        seen = f"第 {first.page} 面排满 {count} 行{more}"
    else:
        height = printed.elements.paper.sections[0].text_height / gb.MILLIMETRE
        count = int((height + 0.5) / printed.pitch)
        seen = f"没有排满的面，按行距 {printed.pitch:.2f} mm 合 {count} 行"
    yield printed.measured(gb.LINES, "每面行数", seen, count == gb.LINES)


def _characters(printed: Printed) -> Iterator[Measure]:
    """Characters of most full lines of nothing but 汉字; else as many as their pitch leaves room for."""
    counts: Counter[int] = Counter()
    advances = []
    for paragraph in printed.elements.text:
        rows = printed.rows_of(paragraph)
        pure = [row for row in rows if hundredths(row.text) == 100 * len(row.text) >= 100 * _LEAST]
        advances += [row.box.width / len(row.text) for row in pure]
        counts.update(len(row.text) - _hangs(row) for row in pure if row in rows[1:-1])
    if counts:
        count = max(counts, key=lambda each: (counts[each], each))
        seen = f"排满的行 {count} 个字"
    elif advances:
        advance = sorted(advances)[len(advances) // 2]
        count = int((RIGHT - LEFT) / advance + 0.05)
        seen = f"没有排满汉字的行，按字距 {advance:.2f} mm 合 {count} 个字"
    else:
        return
    yield printed.measured(gb.CHARACTERS, "每行字数", seen, count == gb.CHARACTERS)


def _hangs(row: Row) -> bool:
    """Whether a mark of punctuation hangs in the margin, as Word and LibreOffice let it."""
    return row.text[-1] in PUNCTUATION and row.box.right > RIGHT + CHARACTER / 3
