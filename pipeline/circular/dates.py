"""The days that the circular names: its own date, and by when the units are asked to act.

A unit has three working days to send what is missing and ten to report measures, counted from the day after the
circular's date. While that date is not set, the fifth working day after the month's end stands in for it, and the
review copy says so.
"""

from datetime import date

from pipeline.document import Evidence
from pipeline.formats.figures import Figure
from pipeline.model import Month
from pipeline.period import day_words, working_day

SEND_WITHIN = 3
MEASURES_WITHIN = 10
_USUALLY_ISSUED = 5


def deadline(month: Month, working_days: int) -> Figure:
    """The day by which the units are asked to act, with how it was counted."""
    start = issued(month)
    day = working_day(start, working_days, month.register.holidays)
    base = "成文日期" if month.issue.dated else f"成文日期未定，暂按月末后第{_USUALLY_ISSUED}个工作日"
    how = f"{base}{day_words(start)}之后第{working_days}个工作日，按目标任务台账的节假日表计算"
    return Figure(day_words(day, start.year), Evidence(how=how))


def issued(month: Month) -> date:
    """The circular's date (成文日期), or the day that stands in for it."""
    return month.issue.dated or working_day(month.period.last_day, _USUALLY_ISSUED, month.register.holidays)


def dated(month: Month) -> str:
    """The date as the circular bears it; the day stays open (2023年6月　日) until the office sets it."""
    if month.issue.dated:
        return day_words(month.issue.dated)
    following = month.period + 1
    return f"{following.words}　日"


def numbered(month: Month) -> str:
    """The document number (发文字号), else the issue's own number, else left open to be filled in by hand."""
    return month.issue.number or month.issue.serial or f"　　〔{issued(month).year}〕　　号"
