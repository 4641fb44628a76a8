"""Finding the table on a sheet (识别): its header of one to three rows, its rows, its title and footer."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.formats.grid import Cell, Form, Grid, Span, address
from pipeline.intake.headers import FIGURES, SUBJECTS, Column, column_of, is_of_the_month
from pipeline.intake.months import month_in, period_of
from pipeline.period import Period
from pipeline.source import Where

_DEEPEST_HEADER = 60  # rows with content above which a table must begin
_WIDEST_MERGE = 100  # columns; a title merged over a whole sheet is no parent of a header
_TOTAL = re.compile(r"^(合计|小计|总计|全区合计|共计)[：:]?$")
_SECTION = re.compile(r"^[（(]?[一二三四五六七八九十]+[、）)．.]")
_DATED = "填报日期|报送日期|填报时间|报送时间"
_SIGNED = f"填报人|填表人|填报单位负责人|单位负责人|负责人|审核人|联系电话|联系人|填报单位|报送单位|{_DATED}"
_FOOTER = re.compile(rf"({_SIGNED})\s*(?:[（(][^）)]*[）)])?\s*[：:]?\s*(.*?)(?=\s*(?:{_SIGNED})|$)", re.DOTALL)
_SIGNS = re.compile(r"\s*(?:填|报送|单位负责|负责人|审核人|联系|单位（盖章）)")
_OF_TASKS = (Column.TASK, Column.INDICATOR, Column.KEY, Column.DONE)
_ASKED = ("须修改", "请核实")
"""What begins a row of the list that a unit gets back with its data: its sentences are no header."""
_MEASURE = re.compile(r"^[（(]?\s*(?:计量)?单位\s*[：:]\s*([^\s（()）]{1,6})\s*[）)]?$")
_NOTE = re.compile(r"^(注|说明|备注|填表说明|填报说明)\s*[：:]")
_DAY = re.compile(r"(20\d{2})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: its cells by column; merged cells are spread, blanks stay blank.

    ``rival`` is the cell of a second 累计完成 column that says something else than the first.
    """

    number: int
    cells: Mapping[Column, Cell]
    rival: Cell | None = None

    def text(self, column: Column) -> str:
        """The words of a cell; an error, a formula without a result and a picture say nothing."""
        cell = self.cells.get(column)
        return cell.text.strip() if cell and not is_wordless(cell) else ""


@dataclass(frozen=True, slots=True)
class Header:
    """The header: which column says what, its own words, the words nobody knows, the columns that stand twice."""

    top: int
    bottom: int
    columns: Mapping[Column, int]
    labels: Mapping[Column, str]
    unknown: tuple[tuple[str, str], ...]
    repeated: tuple[tuple[Column, str], ...]
    rivals: tuple[int, ...] = ()
    """The further columns of 累计完成."""

    @property
    def heads_a_table(self) -> bool:
        """Whether it names at least what is reported on and one thing that is reported."""
        return (
            len(self.columns) >= 3
            and any(column in self.columns for column in SUBJECTS)
            and any(column in self.columns for column in FIGURES)
        )


@dataclass(frozen=True, slots=True)
class Table:
    """A table on a sheet.

    ``period`` is the month that its title names with the year, ``month`` the month of the year where the year is not
    written; ``measure`` is the one named above it (单位：万元); ``totals`` are its rows of 合计 and 小计;
    ``signature`` its footer (填报人、联系电话 …), ``filled`` the sheet's own 填报日期.
    """

    sheet: str
    header: Header
    rows: tuple[Row, ...]
    totals: tuple[Row, ...]
    title: str
    period: Period | None
    month: int | None
    signature: tuple[tuple[str, str], ...]
    filled: date | None
    measure: str
    hidden_rows: tuple[int, ...]

    def has(self, column: Column) -> bool:
        return column in self.header.columns

    def heading(self, column: Column) -> tuple[str, str]:
        """Where the header of a column stands, and its own words."""
        return address(self.header.top, self.header.columns[column]), self.header.labels[column]

    @property
    def month_headed(self) -> int | None:
        """The month of the year that the header of 累计完成 names (截至5月底), which its title may contradict."""
        return month_in(self.header.labels.get(Column.DONE, ""))

    def where(self, file: str, row: Row, column: Column) -> Where:
        """The place of a row's cell; the place where it should be, when it is blank."""
        cell = row.cells.get(column)
        if cell:
            return Where(file, self.sheet, cell.address, cell.text)
        at = self.header.columns.get(column) or min(self.header.columns.values())
        return Where(file, self.sheet, address(row.number, at))


def is_wordless(cell: Cell) -> bool:
    """Whether a cell shows an error, a formula without a result or a picture (=DISPIMG) instead of words."""
    return cell.form in (Form.ERROR, Form.UNCALCULATED) or "DISPIMG(" in cell.text[:20].upper()


def find_table(grid: Grid, month: int) -> Table | None:
    """The table of a sheet, or None where no row reads as its header.

    Where a column stands once for last month and once for this one, ``month`` (of the year) chooses.
    """
    for top in grid.rows[:_DEEPEST_HEADER]:
        if len(grid.row(top)) < 2:  # a title, or a 填报单位 line merged over the table
            continue
        if any(cell.text.strip() in _ASKED for cell in grid.row(top)):
            continue
        header = _header(grid, top, _header_bottom(grid, top), month)
        if header.heads_a_table:
            return _table(grid, header)
    return None


def _header_bottom(grid: Grid, top: int) -> int:
    """The last row of a header that begins at ``top``: a merged parent has its children below it."""
    bottom = top
    for cell in grid.row(top):
        span = grid.merged(top, cell.column)
        if span and span.top == top:
            if span.bottom > top:
                bottom = max(bottom, min(span.bottom, top + 2))
            elif span.right > span.left and column_of((cell.text,)) and _has_children(grid, span, top + 1):
                bottom = max(bottom, top + 1)
    return bottom


def _has_children(grid: Grid, span: Span, row: int) -> bool:
    """Whether the row below a merged header is still a header's: one with numbers beside it is the first task's."""
    beside = (cell for cell in grid.row(row) if not span.left <= cell.column <= span.right)
    return bool(grid.row(row)) and not any(isinstance(cell.value, Decimal) for cell in beside)


def _header(grid: Grid, top: int, bottom: int, month: int) -> Header:
    columns: dict[Column, int] = {}
    labels: dict[Column, str] = {}
    unknown: list[tuple[str, str]] = []
    others: list[tuple[Column, tuple[int, str]]] = []
    for place in _places(grid, top, bottom):
        stack = list(dict.fromkeys(t for t in (grid.text(row, place).strip() for row in range(top, bottom + 1)) if t))
        column = column_of(tuple(stack))
        label = "".join(stack)
        if column is None:
            if label:
                unknown.append((address(top, place), label))
            continue
        if column is Column.PROJECT and labels.get(column) == label:  # one 项目名称 merged over two levels of names
            column = Column.INDICATOR
        here, held = (place, label), (columns.get(column, place), labels.get(column, label))
        stands = _stands_for(grid, month, here, held)
        columns[column], labels[column] = here if stands else held
        others += [(column, held if stands else here)] if here != held else []
    repeated = [
        (column, other[0])
        for column, other in others
        if column is not Column.OTHER and not _stands_for(grid, month, (columns[column], labels[column]), other)
    ]
    rivals = tuple(place for column, place in repeated if column is Column.DONE)
    told = tuple((column, address(top, place)) for column, place in repeated)
    return Header(top, bottom, columns, labels, tuple(unknown), told, rivals)


def _stands_for(grid: Grid, month: int, one: tuple[int, str], other: tuple[int, str]) -> bool:
    """Whether a column is the one to read where another says the same: it is this month's, or the other is hidden."""
    months = month_in(one[1]), month_in(other[1])
    if is_of_the_month((one[1],)) != is_of_the_month((other[1],)):
        return is_of_the_month((other[1],))
    if month in months or None in months:
        if months[0] != months[1] and (months[0] == month or months[1] not in (None, month)):
            return True
        if months[0] != months[1] and (months[1] == month or months[0] not in (None, month)):
            return False
    return other[0] in grid.hidden_columns and one[0] not in grid.hidden_columns


def _places(grid: Grid, top: int, bottom: int) -> list[int]:
    """The columns of a header, those included that only a merged parent covers."""
    covered = {cell.column for row in range(top, bottom + 1) for cell in grid.row(row)}
    for span in grid.merges:
        if top <= span.top <= bottom and span.right - span.left < _WIDEST_MERGE:
            covered.update(range(span.left, span.right + 1))
    return sorted(covered)


def _table(grid: Grid, header: Header) -> Table:
    above = [cell.text.strip() for number in grid.rows if number < header.top for cell in grid.row(number)]
    measures = (found[1] for text in above if (found := _MEASURE.match(text)))
    above = [text for text in above if not _NOTE.match(text)]
    rows, totals, below = _body(grid, header)
    signature = [pair for text in above for pair in _signed(text)] + below
    period, month = period_of(above, list(header.labels.values()))
    return Table(
        sheet=grid.name,
        header=header,
        rows=rows,
        totals=totals,
        title=above[0] if above else "",
        period=period,
        month=month,
        signature=tuple(signature),
        filled=_filled(signature),
        measure=next(measures, ""),
        hidden_rows=tuple(row.number for row in rows if row.number in grid.hidden_rows),
    )


def _body(grid: Grid, header: Header) -> tuple[tuple[Row, ...], tuple[Row, ...], list[tuple[str, str]]]:
    """The rows of tasks, those of totals, and what the footer says. A blank row does not end a table; a footer does."""
    rows: list[Row] = []
    totals: list[Row] = []
    signature: list[tuple[str, str]] = []
    for number in grid.rows:
        if number <= header.bottom:
            continue
        texts = [cell.text.strip() for cell in grid.row(number) if cell.text.strip()]
        if not texts:
            continue
        signed = [pair for text in _joined_labels(grid, number) for pair in _signed(text)]
        if (signed and _is_footer(grid, number, texts, header.columns)) or _NOTE.match(texts[0]):
            signature += signed
            continue
        is_total = _is_total(texts)
        if signature or (not is_total and _is_no_task(grid, number, texts, header.columns)):
            continue
        cells = {
            column: cell
            for column, place in header.columns.items()
            if (cell := grid.at(number, place)) and (cell.text.strip() or cell.struck)
        }
        if is_total:
            totals.append(Row(number, cells))
        elif cells.keys() - {Column.NUMBER, Column.OTHER}:
            rows.append(Row(number, cells, _rival(grid, number, header, cells.get(Column.DONE))))
    return tuple(rows), tuple(totals), signature


def _rival(grid: Grid, number: int, header: Header, done: Cell | None) -> Cell | None:
    """The cell of a second 累计完成 column that contradicts the first."""
    said = done.text.strip() if done else ""
    others = (grid.at(number, place) for place in header.rivals)
    return next((cell for cell in others if cell and cell.text.strip() not in ("", said)), None)


def _joined_labels(grid: Grid, number: int) -> Iterator[str]:
    """The texts of a row, a bare label (填报人：) joined with the cell to its right."""
    cells = [cell for cell in grid.row(number) if cell.text.strip()]
    skip = False
    for cell, after in zip(cells, [*cells[1:], None], strict=True):
        if skip:
            skip = False
        elif cell.text.strip().endswith(("：", ":")) and after:
            yield cell.text.strip() + after.text.strip()
            skip = True
        else:
            yield cell.text.strip()


def _signed(text: str) -> list[tuple[str, str]]:
    if len(text) > 200:
        return []
    if not _SIGNS.match(text):
        return []
    return [(found[1], found[2].strip(" 　，,；;")) for found in _FOOTER.finditer(text)]


def _is_footer(grid: Grid, number: int, texts: list[str], columns: Mapping[Column, int]) -> bool:
    """Whether a row with a signature in it is the footer: a task's words may begin so too (负责人变更，影响进度)."""
    said = (grid.text(number, columns[column]) for column in _OF_TASKS if column in columns)
    return bool(_SIGNS.match(texts[0])) or not any(text.strip() and not _signed(text) for text in said)


def _is_total(texts: list[str]) -> bool:
    return any(_TOTAL.match(text.replace(" ", "").replace("　", "")) for text in texts[:2])


def _is_no_task(grid: Grid, number: int, texts: list[str], columns: Mapping[Column, int]) -> bool:
    """A section's title, or the header once more."""
    if len(set(texts)) == 1:
        first = grid.row(number)[0]
        span = grid.merged(number, first.column)
        return bool(span and span.right > span.left) or bool(_SECTION.match(texts[0]))
    heads = sum(column_of((grid.text(number, place).strip(),)) is column for column, place in columns.items())
    return heads >= 3 and heads >= len(columns) - 1


def _filled(signature: list[tuple[str, str]]) -> date | None:
    """The sheet's own 填报日期."""
    for label, text in signature:
        found = _DAY.search(text)
        if found and label in _DATED.split("|"):
            try:
                return date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                continue
    return None
