"""A chart of progress (进度图) on paper: as Word's own chart, or as a table with a picture of each bar."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.circular.bar_pictures import bar_picture, dots
from pipeline.circular.drawings import chart_drawing, drawn_paragraph, picture_drawing
from pipeline.circular.markup import paragraph, run
from pipeline.circular.native_chart import chart_book, chart_part
from pipeline.circular.parts import Parts
from pipeline.circular.scale import DONE, PACE, axis_end, axis_step, label
from pipeline.circular.styles import Styles
from pipeline.circular.tables import column_widths, framed, row_of, smaller
from pipeline.document import Align, Bar, Chart, Column

MOST = 20
"""So many bars fit on a page and can be read."""

_WIDTH, _HEIGHT, _TALLEST, _FEET = 8790, 8900, 540, 900
"""A native chart's width and height, the most that a bar takes of it, and its scale and legend, in twips."""
_PICTURE_HEIGHT, _BESIDE = 300, 160
"""A picture's height, and what of its cell's width is left beside it, in twips."""


def chart_markup(chart: Chart, styles: Styles, parts: Parts, kind: str, author: str) -> Iterator[str]:
    """A chart as ``native`` or ``picture``; its bars are all to one scale."""
    most = max((each for bar in chart.bars for each in (bar.done, bar.pace) if each is not None), default=Decimal(0))
    if kind == "native":
        sheets = tuple(pages(chart.bars))
        bar = min(_TALLEST, (_HEIGHT - _FEET) // max(map(len, sheets), default=1))
        for bars in sheets:
            part = chart_part(bars, most, styles.cell.face.font)
            name = parts.chart(part, chart_book(bars, author))
            size = (_WIDTH, len(bars) * bar + _FEET)
            yield drawn_paragraph(styles.cell, chart_drawing(parts, name, size, described(chart.title, bars)))
    else:
        yield _pictured(chart, smaller(styles), parts, axis_end(most))


def pages(bars: Sequence[Bar]) -> Iterator[Sequence[Bar]]:
    """The bars of each page, about as many on one as on another."""
    count = -(-len(bars) // MOST)
    size = -(-len(bars) // count) if count else 1
    for start in range(0, len(bars), size):
        yield bars[start : start + size]


def described(title: str, bars: Sequence[Bar]) -> str:
    """The chart in words, for those who cannot see it."""
    return f"{title}，横条图。" + "；".join(map(_told, bars)) + "。"


def _told(bar: Bar) -> str:
    figures = ((DONE, bar.done), (PACE, bar.pace))
    return "，".join((label(bar), *(f"{name}{value}%" for name, value in figures if value is not None)))


def _pictured(chart: Chart, styles: Styles, parts: Parts, end: int) -> str:
    """A table with a row for each bar: its name, its picture, its figures."""
    columns = (
        Column("事项", 44),
        Column(f"横条为{DONE}，竖线为{PACE}\n（0%至{end}%，每格{axis_step(end)}%）", 76, Align.CENTRE),
        Column(DONE, 18, Align.CENTRE),
        Column(PACE, 18, Align.CENTRE),
    )
    widths = column_widths(columns)
    return framed(columns, widths, styles, (_row(bar, widths, styles, parts, end) for bar in chart.bars))


def _row(bar: Bar, widths: Sequence[int], styles: Styles, parts: Parts, end: int) -> str:
    size = (widths[1] - _BESIDE, _PICTURE_HEIGHT)
    picture = parts.picture(bar_picture(dots(size[0]), dots(size[1]), bar.done, bar.pace, end))
    drawn = drawn_paragraph(styles.cell, picture_drawing(parts, picture, size, _told(bar)))
    done = "" if bar.done is None and bar.remark else _figure(bar.done)
    figures = ("\n".join(filter(None, (done, bar.remark))), _figure(bar.pace))
    cells = (_text(bar.label, styles), drawn, *(_text(each, styles, Align.CENTRE) for each in figures))
    return row_of(cells, widths)


def _figure(value: Decimal | None) -> str:
    return "—" if value is None else f"{value}%"


def _text(words: str, styles: Styles, align: Align = Align.LEFT) -> str:
    style = replace(styles.cell, align=align.value)
    return paragraph(style, run(words, style.face))
