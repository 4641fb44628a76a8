"""Dates that a target names (完成时限): 10月底前, 上半年, 三季度末."""

import re

from pipeline.period import Period

_MONTH = re.compile(
    r"(?:(?P<year>20[0-9]{2})年)?(?P<month>1[0-2]|0?[1-9])月(?:[0-9]{1,2}日)?(?:份|底|末|初|[上中下]旬)?(?:之?前|以前)?"
)
_PART = re.compile(
    r"(?:(?P<year>20[0-9]{2})年)?第?(?:(?P<half>上半年)|(?P<quarter>[一二三四1-4])季度|(?P<end>年底|年末|年内|下半年))"
)


def due_in(text: str, year: int | None) -> Period | None:
    """The last month that a clause names; ``None`` where it names none or nobody knows the year."""
    named = [(found.start(), found) for pattern in (_MONTH, _PART) for found in pattern.finditer(text)]
    if not named:
        return None
    found = max(named, key=lambda each: each[0])[1]
    given = int(found["year"]) if found["year"] else year
    return Period(given, _month(found)) if given else None


def names_date(text: str) -> re.Match[str] | None:
    """The words of the first date in a clause, if it names one."""
    return _MONTH.search(text) or _PART.search(text)


def _month(found: re.Match[str]) -> int:
    if found.re is _MONTH:
        return int(found["month"])
    if found["half"]:
        return 6
    if found["quarter"]:
        return ("一二三四".find(found["quarter"]) + 1 or int(found["quarter"])) * 3
    return 12
