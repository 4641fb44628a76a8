"""A sheet while it is being read: its cells under a budget, and what a stored value shows, whatever the file."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Context, Decimal, InvalidOperation
from typing import TypeAlias

from pipeline.formats.faults import Fault, Unreadable
from pipeline.formats.grid import Cell, Form, Grid, Span
from pipeline.quantities import plain

Shown: TypeAlias = tuple[Form, str, Decimal | date | bool | None]
"""What a cell holds: its kind, what a person would have typed, and the number or day."""

EPOCH = date(1899, 12, 30)
EPOCH_1904 = date(1904, 1, 1)

_STORED = Context(prec=15, traps=[InvalidOperation])  # what the programs hold; more digits are float noise
_MOST = Decimal("1e15")
_MOST_MERGES = 100_000
_MOST_TAGS = 1_000_000  # five for each of the cells that a workbook may hold
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?", re.ASCII)
_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|(?:Err|错误)[:：][0-9]{3}")


@dataclass(slots=True)
class Budget:
    """How many cells with content a workbook may still hold, and how many tags its readers still look at."""

    left: int
    tags: int = _MOST_TAGS

    def spend(self) -> None:
        """Count one cell; :class:`Unreadable` when there were too many."""
        self.left -= 1
        if self.left < 0:
            raise Unreadable(Fault.TOO_LARGE)

    def step(self) -> None:
        """Count one tag: blanks without end hold no cell, yet each takes its time."""
        self.tags -= 1
        if self.tags < 0:
            raise Unreadable(Fault.TOO_LARGE)


@dataclass(slots=True)
class Draft:
    """One sheet under way. Only what has content costs anything, however far a file says that it reaches."""

    name: str
    budget: Budget
    hidden: bool = False
    _cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    _merges: list[Span] = field(default_factory=list)
    _hidden_rows: list[range] = field(default_factory=list)
    _hidden_columns: list[range] = field(default_factory=list)

    def put(self, row: int, column: int, shown: Shown, *, struck: str = "", comment: str = "") -> None:
        """A cell, unless it is blank."""
        form, text, value = shown
        if text.strip() or struck.strip():
            self.budget.spend()
            self._cells[row, column] = Cell(row, column, form, text, value, struck=struck, comment=comment)

    def merge(self, row: int, column: int, rows: int, columns: int) -> None:
        """A true merge of so many rows and columns from a place on; too many of them refuse the file."""
        if rows > 1 or columns > 1:
            if len(self._merges) >= _MOST_MERGES:
                raise Unreadable(Fault.TOO_LARGE)
            self._merges.append(Span(row, column, row + max(rows, 1) - 1, column + max(columns, 1) - 1))

    def hide_rows(self, first: int, count: int = 1) -> None:
        self._hidden_rows.append(range(first, first + count))

    def hide_columns(self, first: int, count: int = 1) -> None:
        self._hidden_columns.append(range(first, first + count))

    def grid(self) -> Grid:
        """The sheet, read; of what is hidden, the rows and columns with content."""
        return Grid(
            name=self.name,
            cells=self._cells,
            merges=tuple(self._merges),
            hidden=self.hidden,
            hidden_rows=_within(self._hidden_rows, {row for row, _ in self._cells}),
            hidden_columns=_within(self._hidden_columns, {column for _, column in self._cells}),
        )


def _within(hidden: list[range], used: set[int]) -> frozenset[int]:
    """The used rows or columns that are hidden, in one pass over both in order."""
    ranges = iter(sorted(hidden, key=lambda each: each.start))
    current, found = next(ranges, None), set()
    for number in sorted(used):
        while current and current.stop <= number:
            current = next(ranges, None)
        if current and number in current:
            found.add(number)
    return frozenset(found)


def worded(text: str) -> Shown:
    """Text, or the error that a program prints in place of a value."""
    return (Form.ERROR if _ERROR.fullmatch(text.strip()) else Form.TEXT), text, None


def typed(text: str) -> Shown:
    """What a text is that a file without types holds: a plain number, a percentage, an error, else text.

    Whatever could also be something else stays text: 6-10, 1,200, 007.
    """
    bare = text.strip()
    if _NUMBER.fullmatch(bare.removesuffix("%")):
        number = Decimal(bare.removesuffix("%"))
        return (Form.PERCENT, bare, number / 100) if bare.endswith("%") else (Form.NUMBER, bare, number)
    return worded(text)


def truth(value: bool) -> Shown:
    """A boolean, as every program shows it."""
    return Form.BOOLEAN, "TRUE" if value else "FALSE", value


def stored(raw: str, form: Form, epoch: date = EPOCH) -> Shown:
    """A stored number as its format shows it; what is no number in a number's place is an error."""
    try:
        number = _STORED.create_decimal(raw.strip())
    except InvalidOperation:
        return Form.ERROR, raw, None
    if not number.is_finite() or abs(number) >= _MOST:
        return Form.ERROR, raw, None
    if form is Form.PERCENT:
        return form, f"{plain(number * 100)}%", number
    if form is Form.DATE and (day := _day(number, epoch)):
        return form, day.isoformat(), day
    if form is Form.DATE and 0 < number < 1:  # a time of day: 6:10 is no 0.2569
        minutes = round(number * 1440)
        return form, f"{minutes // 60}:{minutes % 60:02}", None
    return Form.NUMBER, plain(number), number


def dated(raw: str) -> Shown:
    """A day that is stored as one (2023-06-10, with or without a time)."""
    try:
        return Form.DATE, raw[:10], date.fromisoformat(raw[:10])
    except ValueError:
        return Form.ERROR, raw, None


def _day(number: Decimal, epoch: date) -> date | None:
    """The day that a serial number is; days before March 1900 shift by the programs' own leap-year fault."""
    if not 1 <= number < 2_958_466:
        return None
    shift = 1 if epoch == EPOCH and number < 60 else 0
    return epoch + timedelta(days=int(number) + shift)
