"""Pages drawn as an .xlsx (openpyxl). Imported only when a workbook is really written."""

import io
import re
import zipfile
from collections.abc import Sequence
from copy import copy
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from lxml.etree import SerialisationError
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.findings import PipelineError
from pipeline.formats.celltext import clean, lines_of
from pipeline.formats.charts import draw_chart
from pipeline.formats.formulas import Results, with_results
from pipeline.formats.grid import column_letters
from pipeline.formats.packages import repacked
from pipeline.formats.pages import Align, Allowed, Column, Mark, Page, Show, Tint, Value
from pipeline.formats.table_shape import alike, row_lines
from pipeline.quantities import plain

CHOICES_LIMIT = 255
"""The characters of a drop-down that is written out in the sheet itself."""

_FONT = "宋体"
_FORMATS = {
    Show.TEXT: "@",
    Show.FIGURE: "General",
    Show.PERCENT: "0.0%",
    Show.POINTS: "+0.0;-0.0;0.0",
    Show.DATE: "yyyy-mm-dd",
}
_LINE = 14.0
"""The height of a line of the table, in points."""
_TALLEST = 409.0
"""No row can be higher, in points."""
_SIZES = {"title": 16, "lead": 11, "head": 10, "cell": 10, "note": 10}
_THIN = Side(style="thin", color="808080")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


class _Look(NamedTuple):
    """What decides the look of a cell; cells of one look share one style."""

    part: str
    show: Show = Show.TEXT
    align: Align = Align.LEFT
    tint: Tint = Tint.NONE
    locked: bool = True
    bold: bool = False
    linked: bool = False
    quoted: bool = False
    before: str = ""
    after: str = ""


def written(pages: Sequence[Page], *, title: str, author: str) -> bytes:
    """The pages as an .xlsx; see :func:`pipeline.formats.sheets.write_workbook`."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = clean(title) or None
    book.properties.creator = clean(author)
    brush = _Brush(clean(author) or "核查")
    for page in pages:
        brush.draw(page, book.create_sheet(sheet_name(page.name)))
    out = io.BytesIO()
    try:
        book.save(out)  # by way of the system's folder for temporary files
    except (OSError, SerialisationError) as fault:
        raise PipelineError("写不了表格：系统的临时文件夹满了或不能写。请清理磁盘后再运行。") from fault
    return with_results(timeless(out.getvalue()), brush.results)


def sheet_name(name: str) -> str:
    """A name that a sheet can have: at most 31 characters, none of ``[]:*?/\\``."""
    return re.sub(r"[\[\]:*?/\\]", "", clean(name)).strip("'")[:31] or "表"


def timeless(data: bytes) -> bytes:
    """The package without the time at which it was made."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        core = package.read("docProps/core.xml")
    times = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", re.DOTALL)
    return repacked(data, {"docProps/core.xml": times.sub(b"", core)})


class _Brush:
    """Draws the pages of one workbook; keeps its styles, since making a style costs more than writing a cell."""

    def __init__(self, author: str) -> None:
        self._author = author
        self._styles: dict[_Look, Any] = {}
        self.results: Results = {}

    def draw(self, page: Page, sheet: Worksheet) -> None:
        self._draw_lines(page, sheet)
        self._draw_table(page, sheet)
        _merge_alike(page, sheet)
        _set_heights(page, sheet)
        _offer_choices(page, sheet)
        if page.chart:
            draw_chart(page, page.chart, sheet)
        _arrange(page, sheet)
        _set_print(page, sheet)

    def _draw_lines(self, page: Page, sheet: Worksheet) -> None:
        """The title, the lines that lead in and the notes: each across the whole table."""
        lines: list[tuple[str, str | Mark]] = [("title", page.title)] if page.title else []
        lines += [("lead", line) for line in page.lead]
        for row, (part, line) in enumerate(lines, 1):
            self._draw_line(page, sheet, row, part, line)
        below = page.header_row + len(page.rows) + page.spare + 1
        for row, line in enumerate(page.notes, below):
            self._draw_line(page, sheet, row, "note", line)

    def _draw_line(self, page: Page, sheet: Worksheet, row: int, part: str, line: str | Mark) -> None:
        look = _Look(part, align=Align.CENTRE if part == "title" else Align.LEFT, bold=part == "title")
        mark = line if isinstance(line, Mark) else Mark(line, bold=look.bold)
        self._put_mark(sheet.cell(row, 1), mark, look)
        text = str(mark.value)
        shown = sum(column.width for column in page.columns if not column.hidden)
        if len(page.columns) > 1:
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(page.columns))
        if mark.locked is False:  # a merged cell is open only where all that it covers is
            for at in range(2, len(page.columns) + 1):
                sheet.cell(row, at).protection = Protection(locked=False)
        size = _SIZES[part]
        sheet.row_dimensions[row].height = min(lines_of(text, shown * 10 / size) * size * 1.45 + 3, _TALLEST)

    def _draw_table(self, page: Page, sheet: Worksheet) -> None:
        head = _Look("head", align=Align.CENTRE, tint=Tint.QUIET, bold=True)
        looks = [_look(column) for column in page.columns]
        for at, column in enumerate(page.columns, 1):
            self._put(sheet.cell(page.header_row, at), column.heading, head)
        empty = (None,) * len(page.columns)
        for number, row in enumerate((*page.rows, *(empty,) * page.spare), page.header_row + 1):
            for at, (value, look) in enumerate(zip(row, looks, strict=True), 1):
                cell = sheet.cell(number, at)
                if isinstance(value, Mark):
                    self._put_mark(cell, value, look)
                else:
                    self._put(cell, value, look)

    def _put(self, cell: Any, value: Value, look: _Look) -> None:
        if isinstance(value, str):
            text = clean(value)
            cell.value = text or None
            cell.data_type = "s"
            if text[:1] in ("=", "+", "-", "@"):
                look = look._replace(quoted=True)
        elif isinstance(value, datetime):
            cell.value = value.replace(tzinfo=None)
        elif value is not None:
            cell.value = value
        if look.show is Show.TEXT and value is not None and not isinstance(value, str):
            look = look._replace(show=Show.DATE if isinstance(value, date) else Show.FIGURE)
        if look not in self._styles:
            self._styles[look] = _styled(cell, look)
        cell._style = copy(self._styles[look])

    def _put_mark(self, cell: Any, mark: Mark, look: _Look) -> None:
        look = look._replace(
            tint=mark.tint or look.tint,
            locked=look.locked if mark.locked is None else mark.locked,
            bold=mark.bold,
            linked=bool(mark.link),
            before=mark.before,
            after=mark.after,
        )
        self._put(cell, mark.value, look)
        if mark.formula:
            cell.value = f"={mark.formula}"
            self.results.setdefault(cell.parent.title, {})[cell.coordinate] = mark.value
        if mark.offered:
            rule = DataValidation(type="list", formula1=mark.offered, allow_blank=False, showErrorMessage=True)
            rule.errorTitle, rule.error = "请从下拉列表中选择", "请点格子右边的箭头，从列表中选择。"
            rule.add(cell.coordinate)
            cell.parent.add_data_validation(rule)
        if mark.allowed:
            limit = _limited(mark.allowed)
            limit.add(cell.coordinate)
            cell.parent.add_data_validation(limit)
        if mark.comment:
            cell.comment = _comment(clean(mark.comment), self._author)
        if mark.link.startswith("#"):
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=mark.link[1:])
        elif mark.link:
            cell.hyperlink = mark.link


def _look(column: Column) -> _Look:
    align = column.align or (Align.LEFT if column.show is Show.TEXT else Align.CENTRE)
    return _Look("cell", column.show, align, column.tint, locked=column.locked)


def _styled(cell: Any, look: _Look) -> Any:
    """The style of a look, made on the first cell that has it."""
    colour = "0563C1" if look.linked else "000000"
    cell.font = Font(
        name=_FONT,
        size=_SIZES[look.part],
        bold=look.bold,
        color=colour,
        underline="single" if look.linked else None,
    )
    cell.alignment = Alignment(horizontal=look.align.value, vertical="center", wrap_text=True)
    cell.protection = Protection(locked=look.locked)
    if look.part in ("head", "cell"):
        cell.border = _FRAME
    if look.tint:
        cell.fill = PatternFill("solid", fgColor=look.tint.value)
    cell.number_format = _quoted(look.before) + _FORMATS[look.show] + _quoted(look.after)
    cell.quotePrefix = int(look.quoted)
    return cell._style


def _quoted(words: str) -> str:
    """Words as a part of a number format."""
    return '"' + clean(words).replace('"', "”") + '"' if words else ""


def _comment(text: str, author: str) -> Comment:
    """A comment whose box is as high as its text."""
    return Comment(text, author, width=300, height=24 + 18 * lines_of(text, 42))


def _merge_alike(page: Page, sheet: Worksheet) -> None:
    top = page.header_row + 1
    for column, start, end in alike(page):
        sheet.merge_cells(start_row=top + start, end_row=top + end - 1, start_column=column + 1, end_column=column + 1)


def _set_heights(page: Page, sheet: Worksheet) -> None:
    """Every row as high as its text: only some programs find that out by themselves."""
    head = max(lines_of(column.heading, column.width) for column in page.columns)
    sheet.row_dimensions[page.header_row].height = head * _LINE + 6
    if page.row_height:
        heights = [page.row_height] * (len(page.rows) + page.spare)
    else:
        by_text = (lines * _LINE + 4 for lines in (*row_lines(page), *(1,) * page.spare))
        heights = [max(height, page.least_height) for height in by_text]
    for row, height in enumerate(heights, page.header_row + 1):
        sheet.row_dimensions[row].height = min(height, _TALLEST)


def _offer_choices(page: Page, sheet: Worksheet) -> None:
    """Drop-downs, limits and hints, over the table and its spare rows."""
    last = page.header_row + len(page.rows) + page.spare
    for number, column in enumerate(page.columns, 1):
        rule = _allowed(column)
        if rule is None or last == page.header_row:
            continue
        rule.showInputMessage = bool(column.hint)
        rule.promptTitle, rule.prompt = column.heading[:32], clean(column.hint)[:255] or None
        letters = column_letters(number)
        rule.add(f"{letters}{page.header_row + 1}:{letters}{last}")
        sheet.add_data_validation(rule)


def _allowed(column: Column) -> DataValidation | None:
    """What may be typed in a column; ``None`` where anything may and nothing is to be said."""
    listed = ",".join(column.choices)
    if column.choices and len(listed) <= CHOICES_LIMIT and not any("," in each for each in column.choices):
        formula = '"' + listed.replace('"', '""') + '"'
        rule = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=True)
        rule.errorTitle, rule.error = "请从下拉列表中选择", "可选：" + "、".join(column.choices)[:200]
        return rule
    if column.least is not None:
        rule = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1=str(column.least))
        rule.allow_blank = rule.showErrorMessage = True
        rule.errorTitle, rule.error = "请填数字", f"只填数字，不带单位，不小于 {column.least}。"
        return rule
    return DataValidation(allow_blank=True, showErrorMessage=False) if column.hint else None


def _limited(allowed: Allowed) -> DataValidation:
    """The rule of one cell that has its own."""
    rule = DataValidation(allow_blank=True, showErrorMessage=True, showInputMessage=True)
    if allowed.choices:
        rule.type, rule.formula1 = "list", '"' + ",".join(allowed.choices) + '"'
    elif allowed.most is None:
        rule.type, rule.operator, rule.formula1 = "decimal", "greaterThanOrEqual", plain(allowed.least or Decimal(0))
    else:
        rule.type, rule.operator = "decimal", "between"
        rule.formula1, rule.formula2 = plain(allowed.least or Decimal(0)), plain(allowed.most)
    rule.errorStyle = "stop" if allowed.strict else "warning"
    rule.errorTitle, rule.error = "请核对" if not allowed.strict else "填得不对", clean(allowed.refusal)[:225]
    rule.promptTitle, rule.prompt = "怎么填", clean(allowed.hint)[:255]
    return rule


def _arrange(page: Page, sheet: Worksheet) -> None:
    """Widths, what stays in view, filters, protection."""
    for number, column in enumerate(page.columns, 1):
        dimension = sheet.column_dimensions[column_letters(number)]
        dimension.width = column.width
        dimension.hidden = column.hidden
    last = page.header_row + len(page.rows) + page.spare
    sheet.freeze_panes = f"{column_letters(page.frozen + 1)}{page.header_row + 1}"
    if page.filtered and page.rows:
        sheet.auto_filter.ref = f"A{page.header_row}:{column_letters(len(page.columns))}{last}"
    if page.protected:
        sheet.protection.sheet = True
        sheet.protection.autoFilter = sheet.protection.formatColumns = sheet.protection.formatRows = False
    if page.hidden:
        sheet.sheet_state = "hidden"


def _set_print(page: Page, sheet: Worksheet) -> None:
    """A4 or A3, as wide as the paper, the header on every page, the pages numbered."""
    sheet.page_setup.paperSize = 8 if page.large else 9
    sheet.page_setup.orientation = "landscape" if page.landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{page.header_row}:{page.header_row}"
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top = margins.bottom = 0.7
    footer: Any = sheet.oddFooter
    footer.center.text = "第 &P 页，共 &N 页"
