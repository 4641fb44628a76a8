"""Figures of issued circulars that were wrong (前期更正): told in words by the next one, never put right silently."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.findings import Finding, Rule, Severity
from pipeline.judging.cases import month_words
from pipeline.judging.merge import NO_SUCH_INDICATOR, correction, figure_words
from pipeline.model import Amendment, Correction, Indicator, Past, Register
from pipeline.period import Period

AMENDED = Rule(
    "J108",
    Severity.NOTE,
    "以前的通报有误",
    "{when}通报中“{name}”为{was}，应为{now}（{reason}），本月通报已写明。",
    "请核对更正的依据；台账里两个数都留着。",
)
NEVER_ISSUED = Rule(
    "J109",
    Severity.WARNING,
    "要更正的月份没有记录",
    "更正写明{when}的“{name}”应为{now}，台账里没有{when}的这项记录，本月通报没有写。",
    "请核对所属月份；{when}还没有运行过的，请先运行。",
)
RULES = (AMENDED, NEVER_ISSUED)

Pasts = Mapping[str, tuple[Past, ...]]


def amended(
    register: Register, past: Pasts, corrections: Iterable[Correction]
) -> tuple[Pasts, tuple[Amendment, ...], tuple[Finding, ...]]:
    """The past with what the office has put right in it, what there was to put right, and what was found.

    Only the figure is put right: how that month was judged stays as it was issued.
    """
    by_place: dict[tuple[str, Period], list[Correction]] = {}
    for each in corrections:
        if each.period:
            by_place.setdefault((each.indicator, each.period), []).append(each)
    tasks = {indicator.id: (task, indicator) for task in register.tasks() for indicator in task.indicators}
    right = dict(past)
    amendments: list[Amendment] = []
    found: list[Finding] = []
    for (name, period), mine in by_place.items():
        if name not in tasks:
            found += [NO_SUCH_INDICATOR.at(each.where, indicator_text=name) for each in mine]
            continue
        task, indicator = tasks[name]
        usable, complaints = correction(indicator, task, mine)
        found += complaints
        if usable is None:
            continue
        was = next((each for each in right.get(name, ()) if each.period == period), None)
        when, now = month_words(period), figure_words(indicator, usable.value, usable.state)
        if was is None:
            found.append(NEVER_ISSUED.at(usable.where, task=task.id, name=indicator.name, when=when, now=now))
        elif _put_right(indicator, was, usable) != was:
            amendments.append(Amendment(indicator, was, usable))
            right[name] = _with(right[name], _put_right(indicator, was, usable))
            said, why = figure_words(indicator, was.done, was.state), usable.reason or "未写原因"
            told = AMENDED.at(usable.where, task=task.id, name=indicator.name, when=when, was=said, now=now, reason=why)
            found.append(told)
    return right, tuple(amendments), tuple(found)


def _put_right(indicator: Indicator, was: Past, usable: Correction) -> Past:
    right = replace(was, done=usable.value) if indicator.is_counted else replace(was, state=usable.state)
    return was if right == was else replace(right, amended=usable)


def _with(months: Sequence[Past], right: Past) -> tuple[Past, ...]:
    return tuple(right if each.period == right.period else each for each in months)
