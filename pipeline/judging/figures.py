"""Checks of a figure (数) against its target and its own past. Pure functions, each with its rule.

What concerns a cell alone (text in a number's place, units of measure …) has been found where the cell was read.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import takewhile

from pipeline.findings import Finding, Rule, Severity
from pipeline.judging.cases import Case, month_words, percent
from pipeline.judging.own_month import is_the_months_own
from pipeline.judging.pace import pace, pieces
from pipeline.model import Comparator, Kind, Rhythm, Status

FALLEN = Rule(
    "J201",
    Severity.ERROR,
    "累计数低于上次",
    "“{name}”累计完成{done}，比{when}报的{before}还少，本月暂不采用。",
    "累计数从年初算起，只增不减，请核对是否误填了当月数；确需核减的，请说明原因，由我们登记更正。",
)
ABOVE_TARGET = Rule(
    "J203",
    Severity.NOTE,
    "超过全年目标",
    "“{name}”累计完成{done}，超过全年目标{target}，为目标的{rate}。",
    "如数无误，不用处理。",
)
WELL_ABOVE_TARGET = Rule(
    "J204",
    Severity.WARNING,
    "明显超过全年目标",
    "“{name}”累计完成{done}，是全年目标{target}的{rate}，超出较多。",
    "请核对计量单位和统计口径。",
)
FAR_ABOVE_TARGET = Rule(
    "J205",
    Severity.ERROR,
    "远远超过全年目标",
    "“{name}”累计完成{done}，是全年目标{target}的{rate}，多半是单位或小数点填错，本月暂不采用。",
    "请核对后重报；如数无误，请告知，由我们登记更正。",
)
RATE_ABOVE_ALL = Rule(
    "J215",
    Severity.WARNING,
    "比率超过100%",
    "“{name}”填的是{done}，比率一般不会超过100%。",
    "请核对分子、分母的口径。",
)
RATE_FAR_ABOVE_ALL = Rule(
    "J217",
    Severity.ERROR,
    "比率高得不可能",
    "“{name}”填的是{done}，多半是小数点或百分号填错，本月暂不采用。",
    "请核对后重报；如数无误，请告知，由我们登记更正。",
)
UNCHANGED = Rule(
    "J210",
    Severity.WARNING,
    "连续多月没有变化",
    "“{name}”从{since}到{now}累计数一直是{done}。",
    "请了解是没有进展，还是没有更新。",
)
BROKEN_PIECES = Rule(
    "J212",
    Severity.WARNING,
    "整件的东西出现小数",
    "“{name}”累计完成{done}，“{measure}”应为整数。",
    "请核对是否把形象进度折算成了数量，只填已经完成的。",
)
SUDDEN = Rule(
    "J213",
    Severity.WARNING,
    "一个月内突然完成",
    "“{name}”{when}才{before}，本月一下达到{done}，完成了全年目标。",
    "请核对是不是误填了目标数。",
)
JUMP = Rule(
    "J221",
    Severity.WARNING,
    "一个月内增加过多",
    "“{name}”{when}累计{before}，本月{done}，一个月完成了全年目标{target}的{rate}。",
    "请核对是否多填、重复计入或计量单位有误。",
)
MONEY_ALONE = Rule(
    "J222",
    Severity.WARNING,
    "投资在前、进度在后",
    "“{name}”投资已完成{spent}，任务完成率只有{rate}，低于序时进度。",
    "请核实资金支付与实际进度是否一致，并说明原因。",
)
RULES = (
    FALLEN,
    ABOVE_TARGET,
    WELL_ABOVE_TARGET,
    FAR_ABOVE_TARGET,
    RATE_ABOVE_ALL,
    RATE_FAR_ABOVE_ALL,
    UNCHANGED,
    BROKEN_PIECES,
    SUDDEN,
    JUMP,
    MONEY_ALONE,
)

STILL_MONTHS = 3
"""So many months with one and the same figure are worth a call."""
NEARLY_NOTHING = Fraction(5, 100)
"""A target of which no more than this was done a month ago is not expected to be done now."""


def fallen(case: Case) -> Iterator[Finding]:
    """A cumulative figure never falls, but the office may confirm it. The month's own is told as such elsewhere."""
    last = case.fallen_from
    if last and not is_the_months_own(case):
        yield case.finding(FALLEN, when=month_words(last.period), before=case.words(last.done))


def above_target(case: Case) -> Iterator[Finding]:
    """Over-fulfilment is never capped, but the higher it is the likelier is a slip of measure or decimal point."""
    rate = case.progress.rate
    if rate is None or rate <= 1 or case.indicator.comparator is Comparator.AT_MOST:
        return
    points = rate * 100
    if points >= case.thresholds.far_above:
        if not case.corrected:
            yield case.finding(FAR_ABOVE_TARGET, rate=percent(rate))
    elif points > case.thresholds.above:
        yield case.finding(WELL_ABOVE_TARGET, rate=percent(rate))
    else:
        yield case.finding(ABOVE_TARGET, rate=percent(rate))


def rate_above_all(case: Case) -> Iterator[Finding]:
    """A coverage above all of it is a slip, or another denominator; one of 9500% is a slip for certain."""
    done = case.entry.done if case.entry else None
    if case.indicator.kind is not Kind.RATE or case.indicator.measure != "%" or done is None or done <= 100:
        return
    if done < case.thresholds.far_above:
        yield case.finding(RATE_ABOVE_ALL)
    elif not case.corrected:
        yield case.finding(RATE_FAR_ABOVE_ALL)


def unchanged(case: Case) -> Iterator[Finding]:
    """The same figure for several months, though the plan went on meanwhile and the target is not met."""
    entry, plan = case.entry, case.progress.pace
    if case.status in (None, Status.COMPLETED) or not entry or not case.target or plan is None:
        return
    told = [each for each in case.past if each.done is not None]
    still = list(takewhile(lambda each: each.done == entry.done, reversed(told)))
    if len(still) + 1 < STILL_MONTHS:
        return
    since = still[-1].period
    if plan > pace(case.indicator, case.target, since, case.thresholds.small_target):
        yield case.finding(UNCHANGED, since=month_words(since))


def broken_pieces(case: Case) -> Iterator[Finding]:
    """Half a lift is not installed: what comes in whole pieces is counted when it is whole."""
    done = case.entry.done if case.entry else None
    if case.indicator.kind is not Kind.QUANTITY or done is None:
        return
    count = pieces(done, case.indicator.measure)
    if count is not None and count.denominator != 1:
        yield case.finding(BROKEN_PIECES, measure=case.indicator.measure)


def sudden(case: Case) -> Iterator[Finding]:
    """From next to nothing to all of it within a month, unless the thing happens at one time anyway."""
    before = case.last_month
    if case.corrected or case.indicator.rhythm is Rhythm.ONCE or case.target in (None, 0, 1):
        return
    if case.status is not Status.COMPLETED or case.progress.rate is None or before is None or before.done is None:
        return
    if Fraction(before.done) / Fraction(case.target or 1) <= NEARLY_NOTHING:
        yield case.finding(SUDDEN, when=month_words(before.period), before=case.words(before.done))


def jump(case: Case) -> Iterator[Finding]:
    """More of the target within a month than is likely, unless the plan has it so, or it is a few pieces."""
    before, progress, target = case.last_month, case.progress, case.target
    if case.corrected or case.indicator.rhythm is Rhythm.ONCE or progress.gap is None or progress.rate is None:
        return
    if progress.rate > 1 or not target or before is None or before.done is None or next(sudden(case), None):
        return
    small = case.thresholds.small_target
    grown = progress.rate - Fraction(before.done) / Fraction(target)
    planned = (progress.pace or 0) - pace(case.indicator, target, before.period, small)
    few = target <= small and pieces(target, case.indicator.measure) is not None
    if not few and (grown - planned) * 100 > case.thresholds.jump:
        yield case.finding(JUMP, when=month_words(before.period), before=case.words(before.done), rate=percent(grown))


def money_alone(case: Case) -> Iterator[Finding]:
    """The money is spent well ahead of the work, and the work lags its pace: one of the two may be wrong."""
    spent, progress = case.entry.spent if case.entry else None, case.progress
    if spent is None or progress.rate is None or progress.gap is None or progress.gap >= 0:
        return
    if (Fraction(spent) - progress.rate) * 100 >= case.thresholds.money_ahead:
        yield case.finding(MONEY_ALONE, spent=percent(Fraction(spent)), rate=percent(progress.rate))
