"""The days that the circular names: its own date, and by when the units are asked to act.

While the circular's date is not set, the day that stands in for it is counted from, and the review copy says so.
"""

from pipeline.document import Evidence
from pipeline.formats.figures import Figure
from pipeline.model import Month
from pipeline.model.days import MEASURES_WITHIN as MEASURES_WITHIN
from pipeline.model.days import SEND_WITHIN as SEND_WITHIN
from pipeline.model.days import USUALLY_ISSUED, answer_by
from pipeline.model.days import issued as issued
from pipeline.period import day_words


def deadline(month: Month, working_days: int) -> Figure:
    """The day by which the units are asked to act, with how it was counted."""
    start = issued(month)
    day = answer_by(month, working_days)
    base = "成文日期" if month.issue.dated else f"成文日期未定，暂按月末后第{USUALLY_ISSUED}个工作日"
    how = f"{base}{day_words(start)}之后第{working_days}个工作日，按目标任务台账的节假日表计算"
    return Figure(day_words(day, start.year), Evidence(how=how))


def dated(month: Month) -> str:
    """The date as the circular bears it; the day stays open (2023年6月　日) until the office sets it."""
    if month.issue.dated:
        return day_words(month.issue.dated)
    following = month.period + 1
    return f"{following.words}　日"


def numbered(month: Month) -> str:
    """The document number (发文字号), else the issue's own number, else left open to be filled in by hand."""
    return month.issue.number or month.issue.serial or f"　　〔{issued(month).year}〕　　号"
