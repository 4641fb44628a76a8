"""A sheet as addressed cells, whatever file it came from."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from operator import itemgetter

_MOST_MERGED = 1_000_000  # places; an honest sheet has a few hundred


class Form(StrEnum):
    """What kind of value a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"  # a number shown as a percentage: 0.85 shown as 85%
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"  # #DIV/0!
    UNCALCULATED = "uncalculated"  # a formula that was never calculated


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with content. ``text`` is what a person would have typed; ``value`` the number or date, if it is one.

    ``comment``, ``formula``, ``struck`` (text that was struck out and is left out of ``text``) are for findings.
    """

    row: int
    column: int
    form: Form
    text: str
    value: Decimal | date | bool | None = None
    formula: str = ""
    struck: str = ""
    comment: str = ""

    @property
    def address(self) -> str:
        return address(self.row, self.column)

    def __reduce__(self) -> tuple[type["Cell"], tuple[object, ...]]:
        """As its fields in order: hundreds of thousands travel between processes, and slots travel slowly."""
        return Cell, (
            self.row,
            self.column,
            self.form,
            self.text,
            self.value,
            self.formula,
            self.struck,
            self.comment,
        )


@dataclass(frozen=True, slots=True)
class Span:
    """A merged range, both corners included."""

    top: int
    left: int
    bottom: int
    right: int

    def __contains__(self, place: tuple[int, int]) -> bool:
        return self.top <= place[0] <= self.bottom and self.left <= place[1] <= self.right


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: its cells by (row, column), both from 1; true merges; what is hidden."""

    name: str
    cells: Mapping[tuple[int, int], Cell]
    merges: tuple[Span, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    _rows: dict[int, tuple[Cell, ...]] = field(default_factory=dict, repr=False, compare=False)
    _spread: dict[tuple[int, int], Span] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for row, places in groupby(sorted(self.cells), key=itemgetter(0)):
            self._rows[row] = tuple(self.cells[place] for place in places)
        self._spread_merges()

    def _spread_merges(self) -> None:
        """Note for each place of a true merge where its content stands: only rows and columns that hold anything."""
        rows = sorted(self._rows)
        columns = sorted({column for _, column in self.cells})
        noted = 0
        for span in self.merges:
            within = columns[bisect_left(columns, span.left) : bisect_right(columns, span.right)]
            for row in rows[bisect_left(rows, span.top) : bisect_right(rows, span.bottom)] if within else ():
                self._spread.update(dict.fromkeys(((row, column) for column in within), span))
                noted += len(within)
            if noted > _MOST_MERGED:
                break

    @property
    def rows(self) -> tuple[int, ...]:
        """The numbers of the rows with content, in order."""
        return tuple(self._rows)

    @property
    def right(self) -> int:
        """The last column with content."""
        return max((column for _, column in self.cells), default=0)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that a reader sees there: a true merge shows its first cell everywhere; a blank stays blank."""
        span = self._spread.get((row, column))
        return self.cells.get((span.top, span.left) if span else (row, column))

    def text(self, row: int, column: int) -> str:
        cell = self.at(row, column)
        return cell.text if cell else ""

    def own(self, row: int, column: int) -> Cell | None:
        """The cell itself, without any merge's spread."""
        return self.cells.get((row, column))

    def merged(self, row: int, column: int) -> Span | None:
        """The merged range that covers a place in a row and a column with content."""
        return self._spread.get((row, column))

    def row(self, number: int) -> tuple[Cell, ...]:
        """The cells with content of one row, from left to right, without spread."""
        return self._rows.get(number, ())


def column_letters(column: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """(5, 7) is G5."""
    return f"{column_letters(column)}{row}"
