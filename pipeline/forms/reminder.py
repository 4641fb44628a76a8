"""Asking a unit for what it has not sent or not filled in (催报)."""

from datetime import date

from pipeline.findings import PipelineError
from pipeline.forms.letters import letter
from pipeline.model import Assessment, Month, Reason, Status
from pipeline.model.days import SEND_WITHIN, answer_by
from pipeline.period import day_words, working_day
from pipeline.settings import Office

NAME = "催报.txt"


def units_to_remind(month: Month) -> tuple[str, ...]:
    """The units that sent nothing or left something empty, in the register's order."""
    missing = silent(month)
    return tuple(each.name for each in month.units if each.name in missing or _awaited(month, each.name, Reason.BLANK))


def silent(month: Month) -> frozenset[str]:
    """The units that sent nothing, also where all they have to report is completed or not due; none before the time."""
    if all(each.status is Status.NOT_DUE for each in month.assessments):
        return frozenset()
    return frozenset(each.name for each in month.units if not each.reported)


def reminder(month: Month, unit: str, office: Office, wording: str, today: date) -> str:
    """The reminder as plain text, in the words of the template 催报.txt: what is awaited, by when, whom to call.

    Once the deadline has passed the day is the circular's own for what is missing, or the next working day if that has
    passed as well. A :class:`PipelineError` for a unit of which nothing is awaited.
    """
    if unit not in units_to_remind(month):
        raise PipelineError(f"{unit}本月没有需要催报的内容。")
    sent_nothing = unit in silent(month)
    awaited = _awaited(month, unit, Reason.MISSING if sent_nothing else Reason.BLANK)
    holidays, year = month.register.holidays, month.period.year
    passed = month.deadline is not None and today > month.deadline
    until = max(answer_by(month, SEND_WITHIN), working_day(today, 1, holidays)) if passed else month.deadline or today
    return letter(
        NAME,
        wording,
        month,
        unit,
        office,
        {
            "未报送": sent_nothing,
            "已截止": passed,
            "截止日": day_words(month.deadline, year) if month.deadline else "",
            "报送期限": day_words(until, year),
            "月底": f"{month.period.month}月底",
            "指标数": str(len(awaited)),
            "指标": [
                {"序号": str(number), "名称": each.indicator.name, "计量单位": each.indicator.measure}
                for number, each in enumerate(awaited, 1)
            ],
        },
    )


def _awaited(month: Month, unit: str, reason: Reason) -> tuple[Assessment, ...]:
    return tuple(
        each
        for each in month.assessments
        if each.unit == unit and each.status is Status.NOT_REPORTED and each.reason is reason
    )
