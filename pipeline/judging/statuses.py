"""The status words: what a figure means at the end of a month, and what a unit's own word for it claims."""

import re
from collections.abc import Iterable
from decimal import Decimal

from pipeline.judging.pace import Progress, planned
from pipeline.model import Comparator, Entry, Indicator, Kind, Reason, Rhythm, State, Status, Verdict
from pipeline.period import Period
from pipeline.settings import Judging

_SLOW = "滞后|落后|缓慢|偏慢|较慢|逾期|超期|延期|延后|推迟|停滞|欠进度"
_DENIED = re.compile(rf"(?:[不未无非]|没有?)(?:存在|出现|发生|明显|任何|有|再)*(?:{_SLOW})")
_LAGS = re.compile(rf"{_SLOW}|未达(?:到)?序时?|(?:低|慢)于(?:序时|计划)|[未不]能?按(?:期|时|计划|序时)")
_COMPLETED = re.compile(r"(?:已完成|全部完成|完成$|完工|竣工|办结|已投用)")
_NOT_SO = re.compile(r"[未不待拟]|基本|主体|预计|预期|计划|力争|争取|确保|即将|有望|可望")
_FINE = re.compile(r"正常|序时|达序|有序|顺利|较快|提前|超前|推进|进行中|在建")
_CLAUSE = re.compile(r"[，。；、,;]")
_GOING_ON = re.compile(r"未完成|尚未|推进中|进行中|实施中|在建|未启动|未开工")


def claim(verdict: str) -> Status | None:
    """What a unit's own word for its progress claims: completed, behind or on pace; ``None`` where it says nothing.

    基本完成, 未完成 and 预计6月完成 do not claim completion, 未滞后 does not claim a lag.
    """
    word = _DENIED.sub("正常", "".join(verdict.split()))
    if _LAGS.search(word):
        return Status.BEHIND
    if any(_claims_completion(clause) for clause in _CLAUSE.split(word)):
        return Status.COMPLETED
    return Status.ON_PACE if _FINE.search(word) else None


def _claims_completion(clause: str) -> bool:
    found = _COMPLETED.search(clause)
    return bool(found and not _NOT_SO.search(clause, 0, found.start()))


def denies_completion(verdict: str) -> bool:
    """Whether a unit's word says that a thing is still going on or has not begun."""
    return bool(_GOING_ON.search("".join(verdict.split())))


def status_of(
    indicator: Indicator,
    target: Decimal | None,
    period: Period,
    entry: Entry,
    progress: Progress,
    thresholds: Judging,
) -> Status:
    """The status of an indicator that has been reported (its entry holds a figure, or a milestone's state)."""
    if indicator.kind is Kind.MILESTONE or target is None or entry.done is None:
        return _of_milestone(indicator, period, entry)
    if indicator.comparator is Comparator.AT_MOST:
        status = _of_ceiling(indicator, target, period, entry.done)
    elif entry.done >= target:
        return Status.COMPLETED
    elif indicator.kind is Kind.RATE:
        status = _of_rate(indicator, period, entry.done)
    else:
        status = _of_quantity(indicator, target, period, entry.done, progress, thresholds)
    just_begun = period <= indicator.first and period < indicator.due
    return Status.ON_PACE if status.lags and just_begun else status


def is_awaited(indicator: Indicator, period: Period) -> bool:
    """Whether a figure is expected by now: not before ``first``; of a one-time thing or a rate, in its due month."""
    if period < indicator.first:
        return False
    return period >= indicator.due or not (indicator.rhythm is Rhythm.ONCE or indicator.kind is Kind.RATE)


def meets(indicator: Indicator, target: Decimal | None, done: Decimal | None, state: State | None) -> bool:
    """Whether a figure or a state completes an indicator whose time has come."""
    if indicator.kind is Kind.MILESTONE:
        return state is State.DONE
    if done is None or target is None:
        return False
    return done <= target if indicator.comparator is Comparator.AT_MOST else done >= target


def worst(name: str, parts: Iterable[tuple[Status, Reason | None]]) -> Verdict:
    """The verdict on a task or a project: its worst part; what is not due is left out unless all are.

    未报送 is said of it only if everything unreported is missing because the unit sent nothing.
    """
    judged = [(status, reason) for status, reason in parts if status is not Status.NOT_DUE]
    if not judged:
        return Verdict(name, Status.NOT_DUE)
    order = list(Status)
    status = min((status for status, _ in judged), key=order.index)
    reasons = {reason for each, reason in judged if each is Status.NOT_REPORTED}
    if status is not Status.NOT_REPORTED:
        return Verdict(name, status)
    gentle_first = (Reason.REFUSED, Reason.BLANK, Reason.MISSING)
    return Verdict(name, status, next((each for each in gentle_first if each in reasons), None))


def _of_milestone(indicator: Indicator, period: Period, entry: Entry) -> Status:
    if entry.state is State.DONE and indicator.kind is Kind.MILESTONE:
        return Status.COMPLETED
    if claim(entry.verdict) is Status.BEHIND:
        return Status.BEHIND
    overdue = period >= indicator.due and indicator.rhythm is not Rhythm.STANDING
    return Status.BEHIND if overdue else Status.ON_PACE


def _of_ceiling(indicator: Indicator, target: Decimal, period: Period, done: Decimal) -> Status:
    if done > target:
        return Status.BEHIND
    return Status.COMPLETED if period >= indicator.due else Status.ON_PACE


def _of_rate(indicator: Indicator, period: Period, done: Decimal) -> Status:
    short = bool(indicator.plan) and done < planned(indicator, period)
    return Status.BEHIND if short or period >= indicator.due else Status.ON_PACE


def _of_quantity(
    indicator: Indicator, target: Decimal, period: Period, done: Decimal, progress: Progress, thresholds: Judging
) -> Status:
    points = (progress.gap or 0) * 100
    if points <= -thresholds.serious and period.month >= thresholds.serious_from and target != 1:
        return Status.SERIOUSLY_BEHIND
    misses_step = period in indicator.steps and done < planned(indicator, period)
    if period >= indicator.due or misses_step or points <= -thresholds.behind:
        return Status.BEHIND
    return Status.AHEAD if points >= thresholds.ahead else Status.ON_PACE
