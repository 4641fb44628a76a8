"""The month that a title, a header or a name speaks of (所属月份)."""

import re

from pipeline.period import Period
from pipeline.quantities import numeral

_YEAR_MONTH = re.compile(r"(20\d{2})\s*年\s*(?:1\s*[-—~～至]\s*)?(\d{1,2})\s*月")
_SHORT_MONTH = re.compile(r"(?<!\d)(20\d{2})(?:[.\-/]\s*|(?=\d{2}(?!\d)))(\d{1,2})(?!\s*[.\-/\d年])")
_TITLED_MONTH = re.compile(
    r"(?:[^，；]*?(20\d{2})\s*年)?[^，；]*(?<![\d.])(1[0-2]|0?[1-9])月(?![^，；]{0,2}前|\s*\d)[^，；\d]*[表况报]$"
)
_MONTH_IN_WORDS = re.compile(r"([〇○零一二三四五六七八九十]{1,4})([年月])")
_MONTH_IN_NAME = re.compile(r"(?:(20\d{2})\s*年\s*)?(?<![\d.])(?:1\s*[-—–~～至]\s*)?(\d{1,2})月(?!\s*\d{1,2}\s*[日号])")
_MONTH = re.compile(r"(?:截[至止]\s*|1\s*[-—~～至]\s*)(\d{1,2})\s*月|^\s*(\d{1,2})\s*月")


def period_of(above: list[str], header: list[str]) -> tuple[Period | None, int | None]:
    """The month that title and header name: with its year where it stands, else the month alone."""
    for text in map(_in_digits, above):
        for found in _YEAR_MONTH.finditer(text):
            if not re.match(r"\s*\d", text[found.end() :]) and 1 <= int(found[2]) <= 12:
                return Period(int(found[1]), int(found[2])), int(found[2])
        if (short := _SHORT_MONTH.search(text)) and 1 <= int(short[2]) <= 12:
            return Period(int(short[1]), int(short[2])), int(short[2])
        if (titled := _TITLED_MONTH.match(text)) and "计划" not in text:
            return (Period(int(titled[1]), int(titled[2])) if titled[1] else None), int(titled[2])
    months = (None if "计划" in text else month_in(text) for text in (*header, *above))
    return None, next((month for month in months if month), None)


def _in_digits(text: str) -> str:
    """A title with 二〇二三年五月 in digits."""
    return _MONTH_IN_WORDS.sub(lambda found: f"{numeral(found[1])}{found[2]}", text)


def month_named(text: str, year: int) -> Period | None:
    """The one month that the name of a sheet or a file names (4月, 2023年4月, not the day of 5月30日)."""
    months = {
        Period(int(found[1] or year), int(found[2]))
        for found in _MONTH_IN_NAME.finditer(text)
        if 1 <= int(found[2]) <= 12
    }
    return months.pop() if len(months) == 1 else None


def month_in(text: str) -> int | None:
    """The month of the year that words end at: 截至5月, 1-5月, 5月推进情况."""
    found = _MONTH.search(text)
    month = int(found[1] or found[2]) if found else 0
    return month if 1 <= month <= 12 else None
