"""The month that is reported on (报告期), and the days that are worked in it."""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

_FORMS = re.compile(r"^\s*(\d{4})\s*(?:[-/.]\s*(\d{1,2})|年\s*(\d{1,2})\s*月份?|(\d{2}))\s*$")
_SATURDAY = 5


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One calendar month. Adding months and taking differences count in months."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 1900 <= self.year <= 9999):
            raise ValueError(f"没有这个月份：{self.year}年{self.month}月")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2023-05``, ``2023年5月`` or ``202305``; anything else is a ValueError that says so."""
        found = _FORMS.match(text)
        if not found:
            raise ValueError(f"“{text}”不是月份，请写成 2023-05")
        year, month = int(found[1]), int(found[2] or found[3] or found[4])
        if not 1 <= month <= 12:
            raise ValueError(f"“{text}”里没有这个月份，月份应为 1 至 12")
        return cls(year, month)

    @classmethod
    def of(cls, day: date) -> Self:
        """The month that holds a day."""
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def words(self) -> str:
        """As people write it: ``2023年5月``."""
        return f"{self.year}年{self.month}月"

    def __add__(self, months: int) -> "Period":
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Period(year, month + 1)

    def __sub__(self, other: "Period") -> int:
        return (self.year - other.year) * 12 + self.month - other.month

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def months(first: Period, last: Period) -> Iterator[Period]:
    """Every month from ``first`` to ``last``, both included."""
    for step in range(last - first + 1):
        yield first + step


def is_working(day: date, holidays: Mapping[date, bool]) -> bool:
    """A weekday that is no holiday (节假日), or a Saturday or Sunday that is worked instead (调休)."""
    return not holidays[day] if day in holidays else day.weekday() < _SATURDAY


def working_day(day: date, number: int, holidays: Mapping[date, bool]) -> date:
    """The working day that comes so many working days after a day."""
    while number:
        day += timedelta(days=1)
        number -= is_working(day, holidays)
    return day


def day_words(day: date, year: int | None = None) -> str:
    """A day as people write it: 6月8日; with its year where that is not ``year``."""
    words = f"{day.month}月{day.day}日"
    return words if day.year == year else f"{day.year}年{words}"
