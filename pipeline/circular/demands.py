"""What is asked of whom, and by when (下一步工作建议): the names that the template of the demands may use.

A unit that lags is named at one step only: the gravest that the longest lag among its items has reached.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from pipeline.circular import dates
from pipeline.circular.excerpts import printable
from pipeline.circular.items import Item, lagging
from pipeline.document import Evidence
from pipeline.formats.figures import Figure, Words, phrase
from pipeline.formats.templates import Fact
from pipeline.model import Month, Reason, Status
from pipeline.settings import Escalation, Settings

_MOST_NAMED = 10

_TABLE_AGAINST_PROSE = "V202"
"""The finding that the circular itself tells: figure and words of a sheet disagree, and the figure is printed."""


_MONEY_ALONE = "J222"
"""The finding that the money is spent and the work lags."""


def demands(month: Month, settings: Settings, everything: Sequence[Item]) -> dict[str, Fact]:
    """Who is asked for what, and by when; a list of units is empty where nobody is asked for it."""
    named = settings.circular.name_missing
    missing = [] if is_too_early(month) else [each.name for each in month.units if not each.reported]
    blank, refused = units(unreported(everything, Reason.BLANK)), units(unreported(everything, Reason.REFUSED))
    contradicted = units(disagreeing(month, everything))
    late = any(each.late for each in month.units)
    return {
        **_escalated(settings.escalation, lagging(everything)),
        "滞后单位": _who(units(lagging(everything)), "有滞后事项的责任单位", True),
        "整改期限": dates.deadline(month, dates.MEASURES_WITHIN),
        "未报送单位": _who(missing, "未报送的责任单位", named),
        "未填单位": _who(blank, "有未填数据的责任单位", named),
        "待核实单位": _who(refused, "有待核实数据的责任单位", named),
        "不一致单位": _who(contradicted, "数据与文字不一致的责任单位", named),
        "补报期限": dates.deadline(month, dates.SEND_WITHIN),
        "报送有误": bool(missing or blank or refused or contradicted or late),
        "资金先行单位": _who(units(_told(month, everything, _MONEY_ALONE)), "投资与进度不一致的责任单位", True),
        "督查单位": _who(_inspected(month), "有未办结督查问题的责任单位", True),
    }


def unreported(everything: Iterable[Item], reason: Reason) -> list[Item]:
    """What is not reported for this reason."""
    return [
        each
        for each in everything
        if each.judged.status is Status.NOT_REPORTED and (each.judged.reason or Reason.MISSING) is reason
    ]


def disagreeing(month: Month, everything: Iterable[Item]) -> list[Item]:
    """What is printed as in the table although the unit's own words say otherwise; once corrected, no more."""
    return [
        each
        for each in _told(month, everything, _TABLE_AGAINST_PROSE)
        if each.judged.corrected is None and each.judged.status is not Status.NOT_REPORTED
    ]


def _told(month: Month, everything: Iterable[Item], code: str) -> list[Item]:
    """The items that a finding of this code is about."""
    told = {each.indicator for each in month.findings if each.code == code}
    return [each for each in everything if each.judged.id in told]


def is_too_early(month: Month) -> bool:
    """Whether nothing is due yet and nobody can be asked for it."""
    return all(each.status is Status.NOT_DUE for each in month.assessments)


def units(some: Iterable[Item]) -> list[str]:
    """The units of some items, each once."""
    return list(dict.fromkeys(printable(each.task.unit) for each in some))


def _escalated(steps: Escalation, behind: Sequence[Item]) -> dict[str, Fact]:
    """The units of each step (提醒、督办、约谈), with the items that have brought them there."""
    reached = {each.judged.id: _step(steps, each.judged.months_behind) for each in behind}
    gravest: dict[str, int] = {}
    for each in behind:
        gravest[each.task.unit] = max(gravest.get(each.task.unit, 0), reached[each.judged.id])
    told: dict[str, Fact] = {}
    for step, (name, otherwise) in enumerate(_steps(steps), 1):
        mine = [each for each in behind if reached[each.judged.id] == step == gravest[each.task.unit]]
        told[f"{name}单位"] = _who(units(mine), otherwise, True)
        told[f"{name}事项"] = [_lag(each) for each in mine] if len(mine) <= _MOST_NAMED else []
    return told


def _steps(steps: Escalation) -> tuple[tuple[str, Words], ...]:
    """Each step, and what its units are called where they are too many to be named."""
    return (
        ("提醒", "有滞后事项的责任单位"),
        ("督办", _lagging_for(steps.supervise, "、未列入约谈建议" if steps.interview else "")),
        ("约谈", _lagging_for(steps.interview)),
    )


def _lagging_for(months: int, but: str = "") -> Words:
    how = Evidence(how="设置中的滞后几个月用哪一级")
    return phrase("滞后满", Figure(str(months), how, Decimal(months)), f"个月{but}的责任单位")


def _step(steps: Escalation, months: int) -> int:
    """The gravest step that so many months of lagging reach, 0 for none; a step of 0 months is never reached."""
    limits = (steps.remind, steps.supervise, steps.interview)
    return max((step for step, limit in enumerate(limits, 1) if 0 < limit <= months), default=0)


def _lag(item: Item) -> dict[str, Fact]:
    """An item that lags: its name, its unit, and for how long."""
    count = item.months_behind
    several = phrase("已连续" if item.lags_in_a_row else "累计", count, "个月滞后")
    return {
        "名称": item.name,
        "责任单位": printable(item.task.unit),
        "滞后": several if item.judged.months_behind > 1 else "本月滞后",
    }


def _inspected(month: Month) -> list[str]:
    """The units of the tasks where an inspection has found what is still open."""
    owners = {task.id: printable(task.unit) for task in month.register.tasks()}
    open_at = (each.task for each in month.inspections if not each.closed)
    return list(dict.fromkeys(owners[task] for task in open_at if task in owners))


def _who(some: Sequence[str], otherwise: Words, named: bool) -> Words:
    """The units by name while they are few and may be named, else what they have in common."""
    return "、".join(some) if named and len(some) <= _MOST_NAMED else otherwise if some else ""
