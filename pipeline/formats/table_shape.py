"""The shape of a page's table before it is drawn: which cells become one, and how high each row must be."""

from collections.abc import Iterator
from itertools import pairwise

from pipeline.formats.celltext import lines_of
from pipeline.formats.pages import Mark, Page, Value


def plain_value(value: Value | Mark) -> Value:
    """What a cell holds, without its marking."""
    return value.value if isinstance(value, Mark) else value


def alike(page: Page) -> Iterator[tuple[int, int, int]]:
    """Runs of neighbouring rows that become one cell: (column, first row, row after the last), counted from 0."""
    starts = {0, len(page.rows)}
    for number, column in enumerate(page.columns):
        if not column.merges:
            continue
        values = [plain_value(row[number]) for row in page.rows]
        starts |= {row for row in range(1, len(values)) if values[row] != values[row - 1]}
        for start, end in pairwise(sorted(starts)):
            if end - start > 1 and values[start] not in (None, ""):
                yield number, start, end


def row_lines(page: Page) -> list[float]:
    """How many lines high each row of the table is; rows under one merged cell share the lines that it needs."""
    runs = list(alike(page))
    shared = {(row, column) for column, start, end in runs for row in range(start, end)}
    heights: list[float] = [
        max(
            (_lines(page, row, column) for column in range(len(page.columns)) if (row, column) not in shared), default=1
        )
        for row in range(len(page.rows))
    ]
    for column, start, end in runs:
        lacking = _lines(page, start, column) - sum(heights[start:end])
        if lacking > 0:
            for row in range(start, end):
                heights[row] += lacking / (end - start)
    return heights


def _lines(page: Page, row: int, column: int) -> int:
    value = plain_value(page.rows[row][column])
    return lines_of(value, page.columns[column].width) if isinstance(value, str) else 1
