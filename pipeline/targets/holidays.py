"""Public holidays and the weekends that are worked instead (节假日), as the State Council's office announced them.

国办发明电〔2022〕16号 (2023), 国办发明电〔2023〕7号 (2024), 国办发明电〔2024〕12号 (2025). Every autumn brings
the notice for the next year; a year that is not here has an empty sheet, which a person fills.
"""

from collections.abc import Iterator
from datetime import date, timedelta

_ARRANGED: tuple[tuple[str, date, date, tuple[date, ...]], ...] = (
    ("元旦", date(2022, 12, 31), date(2023, 1, 2), ()),
    ("春节", date(2023, 1, 21), date(2023, 1, 27), (date(2023, 1, 28), date(2023, 1, 29))),
    ("清明节", date(2023, 4, 5), date(2023, 4, 5), ()),
    ("劳动节", date(2023, 4, 29), date(2023, 5, 3), (date(2023, 4, 23), date(2023, 5, 6))),
    ("端午节", date(2023, 6, 22), date(2023, 6, 24), (date(2023, 6, 25),)),
    ("中秋节、国庆节", date(2023, 9, 29), date(2023, 10, 6), (date(2023, 10, 7), date(2023, 10, 8))),
    ("元旦", date(2023, 12, 30), date(2024, 1, 1), ()),
    ("春节", date(2024, 2, 10), date(2024, 2, 17), (date(2024, 2, 4), date(2024, 2, 18))),
    ("清明节", date(2024, 4, 4), date(2024, 4, 6), (date(2024, 4, 7),)),
    ("劳动节", date(2024, 5, 1), date(2024, 5, 5), (date(2024, 4, 28), date(2024, 5, 11))),
    ("端午节", date(2024, 6, 10), date(2024, 6, 10), ()),
    ("中秋节", date(2024, 9, 15), date(2024, 9, 17), (date(2024, 9, 14),)),
    ("国庆节", date(2024, 10, 1), date(2024, 10, 7), (date(2024, 9, 29), date(2024, 10, 12))),
    ("元旦", date(2025, 1, 1), date(2025, 1, 1), ()),
    ("春节", date(2025, 1, 28), date(2025, 2, 4), (date(2025, 1, 26), date(2025, 2, 8))),
    ("清明节", date(2025, 4, 4), date(2025, 4, 6), ()),
    ("劳动节", date(2025, 5, 1), date(2025, 5, 5), (date(2025, 4, 27),)),
    ("端午节", date(2025, 5, 31), date(2025, 6, 2), ()),
    ("国庆节、中秋节", date(2025, 10, 1), date(2025, 10, 8), (date(2025, 9, 28), date(2025, 10, 11))),
)
"""Name, first and last day off, and the days worked instead."""


def holidays_of(year: int) -> dict[date, bool]:
    """The days off (True) and the worked weekend days (False) of a year, and of the January after it.

    January belongs to it since December's sheets are still due then. Empty where the year is not known.
    """
    if not any(first.year == year for _, first, _, _ in _ARRANGED if first.month > 1):
        return {}
    days = {day: off for day, off, _ in _days()}
    return {day: days[day] for day in sorted(days) if date(year, 1, 1) <= day <= date(year + 1, 1, 31)}


def name_of(day: date) -> str:
    """The holiday to which a day belongs; empty for other days."""
    return next((name for each, _, name in _days() if each == day), "")


def _days() -> Iterator[tuple[date, bool, str]]:
    for name, first, last, worked in _ARRANGED:
        for step in range((last - first).days + 1):
            yield first + timedelta(step), True, name
        for day in worked:
            yield day, False, name
