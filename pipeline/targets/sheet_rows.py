"""A sheet that a person fills, as rows by heading; every fault is told with its cell."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from pipeline.formats.grid import Form, Grid, address
from pipeline.period import Period
from pipeline.quantities import numeral
from pipeline.source import Where

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by heading. What cannot be read is added to ``faults`` and comes back as ``None``."""

    grid: Grid
    number: int
    columns: Mapping[str, int]
    faults: list[str]

    def text(self, heading: str) -> str:
        """The cell as typed, empty where the sheet has no such column."""
        column = self.columns.get(heading)
        return self.grid.text(self.number, column).strip() if column else ""

    def place(self, heading: str) -> str:
        """The cell as people name it: 目标任务 K5."""
        return f"{self.grid.name} {address(self.number, self.columns.get(heading, 1))}"

    def where(self, heading: str, file: str) -> Where:
        return Where(file, self.grid.name, address(self.number, self.columns.get(heading, 1)), self.text(heading))

    def fault(self, heading: str, said: str) -> None:
        self.faults.append(f"{self.place(heading)}：{said}")

    def needed(self, heading: str) -> str:
        """A cell that must not be empty."""
        text = self.text(heading)
        if not text:
            self.fault(heading, f"没有填{heading}")
        return text

    def figure(self, heading: str) -> Decimal | None:
        """A figure; a cell shown as a percentage counts as typed (90% is 90)."""
        column = self.columns.get(heading)
        cell = self.grid.at(self.number, column) if column else None
        if cell is None or not cell.text.strip():
            return None
        if isinstance(cell.value, Decimal):
            return cell.value * 100 if cell.form is Form.PERCENT else cell.value
        value = numeral(cell.text.strip().removesuffix("%").removesuffix("％"))
        if value is None:
            self.fault(heading, f"{heading}“{cell.text}”不是数字")
        return value

    def month(self, heading: str, year: int) -> Period | None:
        """A month: 2023-03, 2023年3月, 3月, or a date."""
        column = self.columns.get(heading)
        cell = self.grid.at(self.number, column) if column else None
        if cell is None or not cell.text.strip():
            return None
        if isinstance(cell.value, date):
            return Period.of(cell.value)
        month = month_of(cell.text, year)
        if month is None:
            self.fault(heading, f"{heading}“{cell.text}”不是月份，请写成 {year}-03")
        return month

    def day(self, heading: str) -> date | None:
        """A date: a date cell, 2023-05-01, 2023年5月1日, 2023.5.1."""
        column = self.columns.get(heading)
        cell = self.grid.at(self.number, column) if column else None
        if cell is None or not cell.text.strip():
            return None
        if isinstance(cell.value, date):
            return cell.value
        day = _day_of(cell.text)
        if day is None:
            self.fault(heading, f"{heading}“{cell.text}”不是日期，请写成 2023-05-01")
        return day

    def choice(self, heading: str, words: Mapping[str, _T]) -> _T | None:
        """One of the words that a drop-down offers."""
        text = self.text(heading)
        if text and text not in words:
            self.fault(heading, f"{heading}“{text}”不在可选的词里，可选：{'、'.join(words)}")
        return words.get(text)


def rows_of(grid: Grid, headings: tuple[str, ...], faults: list[str]) -> Iterator[Row]:
    """The rows under the header that names the first heading; a heading that is missing is a fault."""
    number = 0
    for number in grid.rows[:20]:
        found = {re.sub(r"\s", "", cell.text): cell.column for cell in grid.row(number)}
        if headings[0] in found:
            break
    else:
        faults.append(f"工作表“{grid.name}”里没有找到表头（应有“{headings[0]}”一栏）")
        return
    if missing := [heading for heading in headings if heading not in found]:
        faults.append(f"工作表“{grid.name}”缺少{'、'.join(f'“{heading}”' for heading in missing)}栏")
        return
    columns = {heading: column for heading, column in found.items() if heading}
    for below in grid.rows:
        if below > number and any(grid.text(below, column).strip() for column in columns.values()):
            yield Row(grid, below, columns, faults)


def _day_of(text: str) -> date | None:
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text.strip(), re.ASCII)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def month_of(text: str, year: int) -> Period | None:
    """2023-03, 2023年3月 or, of the register's year, 3月."""
    text = text.strip()
    if found := re.fullmatch(r"(1[0-2]|0?[1-9])月(?:底|末|份)?", text):
        return Period(year, int(found[1]))
    try:
        return Period.parse(text)
    except ValueError:
        return None
