"""What each unit fills in, month by month: ``units.toml`` read into nouns and joined with the notice's rows."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from example.notice import Row

Value = str | int | Decimal | date | None

MONTHS = (3, 4, 5)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a unit's sheet. Each list holds what was typed in March, April and May."""

    task: str
    text: str = ""
    name: str = ""
    measure: str = ""
    target: Value = None
    investment: int = 0
    invested: list[Value] = field(default_factory=list)
    done: list[Value] = field(default_factory=list)
    rate: list[Value] = field(default_factory=list)
    progress: list[Value] = field(default_factory=list)
    verdict: list[Value] = field(default_factory=list)
    problem: list[Value] = field(default_factory=list)
    next: list[Value] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its way of filling a sheet. ``filled`` is empty for a month in which it sends nothing.

    ``guide`` is a second sheet with the rules of filling; with ``keeps_last`` last month's sheet stays in, hidden.
    """

    name: str
    layout: str
    file: str
    tab: str
    title: str
    clerk: str
    telephone: str
    filled: list[str]
    lines: tuple[Line, ...]
    total: str = ""
    guide: tuple[str, ...] = ()
    keeps_last: bool = False


@dataclass(frozen=True, slots=True)
class Return:
    """One unit's sheet of one month, ready to be laid out; ``at`` is the month's place in each list."""

    unit: Unit
    at: int
    tasks: Mapping[str, Row]

    @property
    def month(self) -> int:
        return MONTHS[self.at]

    @property
    def filled(self) -> date:
        return date.fromisoformat(self.unit.filled[self.at])

    @property
    def file(self) -> str:
        return self.unit.file.format(month=self.month)

    def lines(self) -> list[dict[str, Value]]:
        """Everything that a layout may show of each line; 序号 is the project's (number) or the unit's own (serial)."""
        shown = [self._values(line) for line in self.unit.lines]
        texts = list(dict.fromkeys(values["text"] for values in shown))
        return [values | {"serial": texts.index(values["text"]) + 1} for values in shown]

    def _values(self, line: Line) -> dict[str, Value]:
        row = self.tasks[line.task]
        invested = line.invested[self.at] if line.invested else None
        typed = {
            name: months[self.at] if (months := getattr(line, name)) else None
            for name in ("done", "rate", "progress", "verdict", "problem", "next")
        }
        return typed | {
            "number": row.number,
            "project": row.project,
            "text": line.text or row.text,
            "unit": row.unit,
            "name": line.name,
            "measure": line.measure,
            "target": line.target,
            "investment": line.investment,
            "invested": invested,
            "share": f"{invested / line.investment:.1%}" if isinstance(invested, int) else None,
            "note": None,
        }


def read_units(path: Path) -> tuple[Unit, ...]:
    """The units in the order of their file."""
    words = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    return tuple(Unit(**{**unit, "lines": tuple(Line(**line) for line in unit["lines"])}) for unit in words["units"])
