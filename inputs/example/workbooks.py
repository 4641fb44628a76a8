"""A unit's sheet as a workbook: what it fills in, drawn in its own layout, the same bytes each time."""

import io
import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from itertools import groupby
from math import ceil
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from example.layouts import LAYOUTS, Footer, Layout
from example.units import Return, Value
from pipeline.formats.packages import repacked

_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_LONG = ("text", "progress", "problem", "next")
_MERGED = ("serial", "number", "project", "text", "unit")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
_CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def return_xlsx(sent: Return) -> bytes:
    """The file that a unit sends for one month."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _Drawing(book.create_sheet(), sent).draw()
    if sent.unit.guide:
        guide = book.create_sheet("填表说明")
        for row, words in enumerate(sent.unit.guide, start=1):
            guide.cell(row, 1, f"{row}.{words}")
    if sent.unit.keeps_last and sent.at:
        last = book.create_sheet()
        _Drawing(last, Return(sent.unit, sent.at - 1, sent.tasks)).draw()
        last.sheet_state = "hidden"
    book.properties.creator = sent.unit.clerk
    return saved(book, sent.filled)


def saved(book: Workbook, day: date) -> bytes:
    """The workbook's bytes, as if it had been made and saved in the morning of a day."""
    book.properties.created = moment = datetime.combine(day, time(9))
    out = io.BytesIO()
    book.save(out)
    with ZipFile(out) as package:
        core = _MODIFIED.sub(rb"\g<1>" + moment.isoformat().encode() + b"Z", package.read(_CORE))
    return repacked(out.getvalue(), {_CORE: core})


class _Drawing:
    """One sheet while it is drawn, from its title down."""

    def __init__(self, sheet: Worksheet, sent: Return) -> None:
        self.sheet, self.sent = sheet, sent
        self.layout: Layout = LAYOUTS[sent.unit.layout]
        self.row = self.layout.top
        self.left = self.layout.left
        self.right = self.left + len(self.layout.columns) - 1

    def draw(self) -> None:
        self.sheet.title = self._words(self.sent.unit.tab)
        self._across(self._words(self.sent.unit.title), Font(name="宋体", size=18, bold=True), _CENTRE)
        if self.layout.above:
            side = "right" if self.layout.above.startswith("单位") else "left"
            self._across(
                self._words(self.layout.above),
                Font(name="宋体", size=11),
                Alignment(horizontal=side, vertical="center"),
            )
        self._header()
        if self.sent.unit.total == "above":
            self._total()
        self._lines()
        if self.sent.unit.total == "below":
            self._total()
        self._footer()
        for at, column in enumerate(self.layout.columns, start=self.left):
            self.sheet.column_dimensions[get_column_letter(at)].width = column.width
        self.sheet.page_setup.orientation, self.sheet.page_setup.paperSize = "landscape", 9
        self.sheet.page_setup.fitToHeight = 0
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = True

    def _words(self, pattern: str) -> str:
        return pattern.format(month=self.sent.month, unit=self.sent.unit.name)

    def _across(self, words: str, font: Font, alignment: Alignment) -> None:
        self._make_room(self.row, font.sz / 11)
        cell = self.sheet.cell(self.row, self.left, words)
        cell.font, cell.alignment = font, alignment
        self._merge(self.row, self.left, self.row, self.right)
        self.row += 1

    def _header(self) -> None:
        """One row of headings, or two: parents merged over their children, headings without a parent merged down."""
        bottom = self.row + self.layout.header_rows - 1
        self._make_room(bottom, 2)
        at = self.left
        for parent, children in groupby(self.layout.columns, key=lambda column: column.parent):
            first = at
            for column in children:
                self._boxed(bottom if parent else self.row, at, self._words(column.heading), bold=True)
                self._merge(bottom if parent else self.row, at, bottom, at)
                at += 1
            if parent:
                self._boxed(self.row, first, self._words(parent), bold=True)
                self._merge(self.row, first, self.row, at - 1)
        self.row = bottom + 1

    def _lines(self) -> None:
        """The lines; neighbours of one project that have a leading cell in common have it as one merged cell."""
        lines = self.sent.lines()
        for at, column in enumerate(self.layout.columns, start=self.left):
            row = self.row
            for _, alike in groupby(lines, key=_common(column.shows)):
                values = list(alike)
                text = values[0][column.shows]
                self._boxed(row, at, text, long=column.shows in _LONG)
                self._merge(row, at, row + len(values) - 1, at)
                for each in range(row, row + len(values)):
                    self._make_room(each, ceil(len(str(text)) * 2 / (column.width - 2)) / len(values))
                row += len(values)
        self.row += len(lines)

    def _total(self) -> None:
        """合计, of the money: the only column of these sheets whose cells may be added."""
        sums = {
            name: sum(value for line in self.sent.lines() if isinstance(value := line[name], int))
            for name in ("investment", "invested")
        }
        leading = [column.shows for column in self.layout.columns].index("investment")
        for at, column in enumerate(self.layout.columns, start=self.left):
            self._boxed(self.row, at, sums.get(column.shows))
        self._boxed(self.row, self.left, "合计", bold=True)
        self._merge(self.row, self.left, self.row, self.left + leading - 1)
        self.row += 1

    def _footer(self) -> None:
        clerk, telephone, filled = self.sent.unit.clerk, self.sent.unit.telephone, self.sent.filled
        day = f"{filled.year}年{filled.month}月{filled.day}日"
        font = Font(name="宋体", size=11)
        if self.layout.footer is Footer.CELLS:
            self._make_room(self.row, 1)
            for at, value in enumerate(("填报人：", clerk, "", "", "联系电话：", telephone, "", "填报日期：", filled)):
                if value:
                    self.sheet.cell(self.row, self.left + at, value).font = font
            return
        if self.layout.footer is Footer.STAMPED:
            parts = (
                "单位（盖章）",
                "负责人签字：    ",
                f"填表人：{clerk}",
                f"联系电话：{telephone}",
                f"报送日期：{day}",
            )
        else:
            parts = (f"填报人：{clerk}", f"联系电话：{telephone}", f"填报日期：{day}")
        self._across("    ".join(parts), font, Alignment(horizontal="left", vertical="center"))

    def _boxed(self, row: int, column: int, value: Value, *, bold: bool = False, long: bool = False) -> None:
        cell = self.sheet.cell(row, column)
        _type_into(cell, value)
        cell.font, cell.border = Font(name="宋体", size=11, bold=bold), _BOX
        cell.alignment = _LEFT if long else _CENTRE

    def _make_room(self, row: int, lines: float) -> None:
        """Make a row high enough for lines of text; it never becomes lower."""
        size = self.sheet.row_dimensions[row]
        size.height = max(size.height or 24, 15 * lines + 8)

    def _merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if (top, left) != (bottom, right):
            self.sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


def _common(shows: str) -> Callable[[dict[str, Value]], object]:
    """What tells apart the merged cells of a column; a column that is not merged has a cell for each line."""
    if shows in _MERGED:
        return lambda values: (values["number"], values[shows])
    return id


def _type_into(cell: Cell, value: Value) -> None:
    """Type as a person does: 8.0% becomes a percentage, an empty text leaves the cell empty."""
    if isinstance(value, str) and (percent := _PERCENT.fullmatch(value)):
        cell.value, cell.number_format = Decimal(percent[1]) / 100, "0.0%"
    elif value != "":
        cell.value = value
