"""Native charts (图表) of a page's own table: they follow it when its figures change."""

from typing import Any

from openpyxl.chart import LineChart, Reference
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.formats.celltext import clean
from pipeline.formats.grid import address
from pipeline.formats.pages import Chart, Page, Show

_COLOURS = ("C00000", "7F7F7F", "1F4E79", "548235")
_WIDTH, _HEIGHT = 18, 9
"""The size of a chart in centimetres."""


def draw_chart(page: Page, chart: Chart, sheet: Worksheet) -> None:
    """Draw a page's chart right of its table, level with the header."""
    top, last = page.header_row, page.header_row + len(page.rows)
    drawn: Any = LineChart()
    drawn.title, drawn.width, drawn.height = clean(chart.title), _WIDTH, _HEIGHT
    for number in chart.series:
        drawn.add_data(Reference(sheet, min_col=number + 1, min_row=top, max_row=last), titles_from_data=True)
    drawn.set_categories(Reference(sheet, min_col=1, min_row=top + 1, max_row=last))
    for line, colour in zip(drawn.series, _COLOURS, strict=False):
        _colour(line, colour)
    drawn.legend.position = "b"
    drawn.title.overlay = drawn.legend.overlay = False
    drawn.display_blanks = "span"  # between the points there are; LibreOffice draws a gap as nought
    drawn.x_axis.delete = drawn.y_axis.delete = False  # or newer programs draw no axes
    drawn.y_axis.scaling.min = 0
    drawn.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="D9D9D9"))
    if page.columns[chart.series[0]].show is Show.PERCENT:
        drawn.y_axis.number_format = "0%"
    sheet.add_chart(drawn, address(top, len(page.columns) + 2))


def _colour(line: Any, colour: str) -> None:
    line.smooth = False
    line.marker.symbol = "circle"
    for part in (line, line.marker):
        part.graphicalProperties.line.solidFill = colour
    line.marker.graphicalProperties.solidFill = colour
