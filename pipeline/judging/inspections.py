"""On-site inspections (现场督查): what they found stays listed until a later one finds it put right (办结)."""

from collections.abc import Iterable
from dataclasses import replace

from pipeline.findings import Finding, Rule, Severity
from pipeline.model import Inspection, Register
from pipeline.period import Period

NO_SUCH_TASK = Rule(
    "J106",
    Severity.WARNING,
    "督查记录对不上任务",
    "现场督查的任务编号填的是“{task_id}”，目标任务台账里没有，通报没有写责任单位。",
    "请照目标任务台账填写任务编号，如 1-1。",
)
NOTHING_TO_CLOSE = Rule(
    "J107",
    Severity.WARNING,
    "办结的督查问题找不到",
    "现场督查写明{place}的问题已办结，以前的记录里没有同一任务、同一地点未办结的问题。",
    "请照以前的记录填写地点和任务编号。",
)
RULES = (NO_SUCH_TASK, NOTHING_TO_CLOSE)


def followed(
    period: Period, register: Register, noted: Iterable[Inspection]
) -> tuple[tuple[Inspection, ...], tuple[Finding, ...]]:
    """What this month has to tell of all inspections so far, oldest first, and what is wrong in this month's.

    Told are this month's problems, earlier ones that are open, and earlier ones that this month has closed.
    """
    listed: list[Inspection] = []
    found: list[Finding] = []
    known = {task.id for task in register.tasks()}
    for seen in sorted((replace(each, period=each.period or period) for each in noted), key=_when):
        if seen.task and seen.task not in known and seen.period == period:
            found.append(NO_SUCH_TASK.at(seen.where, task_id=seen.task))
        ended = [place for place, each in enumerate(listed) if seen.closed and _is_ended_by(each, seen)]
        for place in ended:
            listed[place] = replace(listed[place], closed=True, closed_by=seen)
        if not ended and (seen.found or seen.advice):
            listed.append(seen)
        elif not ended and seen.period == period:
            found.append(NOTHING_TO_CLOSE.at(seen.where, place=seen.place))
    return tuple(each for each in listed if _is_told(each, period)), tuple(found)


def _when(seen: Inspection) -> tuple[Period, int]:
    """In the order of the months, within one by the day; where no day is written, after the others."""
    assert seen.period
    return seen.period, seen.day.toordinal() if seen.day else seen.period.last_day.toordinal()


def _is_ended_by(problem: Inspection, seen: Inspection) -> bool:
    return not problem.closed and problem.task == seen.task and _bare(problem.place) == _bare(seen.place)


def _is_told(seen: Inspection, period: Period) -> bool:
    return not seen.closed or period in (seen.period, seen.closed_by.period if seen.closed_by else None)


def _bare(place: str) -> str:
    return "".join(place.split())
