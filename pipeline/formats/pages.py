"""Workbooks as data (工作簿): pages of columns and rows, and what their cells mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pipeline.formats.grid import address

Value = str | int | Decimal | date | None
"""What a cell may hold. ``None`` is an empty cell."""


class Show(StrEnum):
    """How a column's values are shown. Percentages are shares (0.55 is shown as 55.0%); points are 百分点."""

    TEXT = "text"
    FIGURE = "figure"
    PERCENT = "percent"
    POINTS = "points"
    DATE = "date"


class Tint(StrEnum):
    """The colours of cells, by what they mean, as RGB."""

    NONE = ""
    WRONG = "FFC7CE"
    DOUBTFUL = "FFEB9C"
    GOOD = "C6EFCE"
    ENTRY = "DDEBF7"
    """A cell that is to be filled in."""
    QUIET = "F2F2F2"


class Align(StrEnum):
    """How a cell's content stands in its column; ``AUTO`` sets text left and everything else in the middle."""

    AUTO = ""
    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be typed into one cell: one of ``choices``, else a number from ``least`` to ``most`` (``None``: no end).

    ``hint`` appears on entering the cell, ``refusal`` when something else is typed; where it is not ``strict`` the
    person is asked, and may keep what was typed.
    """

    hint: str
    refusal: str
    choices: tuple[str, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    strict: bool = True


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell that differs from its column: its colour, a comment, a link, whether it may be changed.

    ``before`` and ``after`` are words shown with a figure, which stays a figure: 200 with 以上 behind it. ``link`` is
    an address (https:, mailto:) or a place in this workbook as :func:`place` writes it. ``locked`` as ``None`` follows
    the column. ``formula`` (without =) calculates the cell; ``value`` is what it comes to now, ``None`` for #N/A.
    ``offered`` is a range of this workbook whose cells become the cell's drop-down; ``allowed`` what may be typed here,
    in a column that has no hint, choices or limits of its own.
    """

    value: Value = None
    tint: Tint = Tint.NONE
    comment: str = ""
    link: str = ""
    locked: bool | None = None
    bold: bool = False
    before: str = ""
    after: str = ""
    formula: str = ""
    offered: str = ""
    allowed: Allowed | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A native line chart right of a page's table: its first column names the points, each of ``series`` is a line."""

    title: str
    series: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width (in digits; a Chinese character takes two), and how its cells behave.

    ``choices`` become a drop-down, ``hint`` a message that appears on entering a cell. Neighbouring rows that are
    alike in a column that ``merges``, and in all merging columns before it, become one cell. ``locked`` counts only
    on a protected page. ``least`` is the smallest number that may be typed; text is then refused.
    """

    heading: str
    width: float = 12
    show: Show = Show.TEXT
    align: Align = Align.AUTO
    choices: tuple[str, ...] = ()
    hint: str = ""
    merges: bool = False
    locked: bool = True
    hidden: bool = False
    tint: Tint = Tint.NONE
    least: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: a title, lines that lead in, a table with a header, notes below.

    ``spare`` is a number of empty rows under the table that behave like it, for people to go on writing in.
    ``frozen`` is the number of columns that stay in view; the header always does. ``filtered`` puts filters on the
    header. On a ``protected`` page only unlocked cells can be changed (there is no password); a line of ``lead`` or
    ``notes`` that is to be filled in is an unlocked :class:`Mark`.
    It prints as wide as its paper: A4, or A3 where it is ``large``.
    """

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value | Mark]]
    title: str = ""
    lead: tuple[str | Mark, ...] = ()
    notes: tuple[str | Mark, ...] = ()
    frozen: int = 0
    filtered: bool = False
    protected: bool = False
    landscape: bool = True
    large: bool = False
    spare: int = 0
    hidden: bool = False
    row_height: float | None = None
    """The height of the table's rows in points; ``None`` goes by their text."""
    least_height: float = 0
    """What a row that goes by its text is high at least."""
    chart: Chart | None = None

    @property
    def header_row(self) -> int:
        """The row of the header, counted from 1."""
        return 1 + bool(self.title) + len(self.lead)

    def address(self, row: int, column: int) -> str:
        """The address of a cell of the table, both counted from 0: its first cell may be A3."""
        return address(self.header_row + 1 + row, column + 1)


def place(page: str, cell: str) -> str:
    """A link to a cell of the same workbook."""
    return "#" + reference(page, cell)


def reference(page: str, cells: str) -> str:
    """A cell or a range of a page as formulas name it."""
    return "'" + page.replace("'", "''") + f"'!{cells}"
