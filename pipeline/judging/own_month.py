"""Checks of the cumulative figure against the month's own (本月数), which units fill in by mistake."""

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.findings import Finding, Rule, Severity
from pipeline.judging.cases import Case, month_words
from pipeline.model import Kind
from pipeline.quantities import amounts, factor

INSTEAD = Rule(
    "J218",
    Severity.ERROR,
    "把本月数填成了累计数",
    "“{name}”累计完成填的是{done}，比{when}报的{before}少，又正是所写的本月数，本月暂不采用。",
    "累计数从年初算起，请加上以前各月的数后重报。",
)
NOT_ADDED = Rule(
    "J219",
    Severity.WARNING,
    "累计数像是本月数",
    "“{name}”累计完成填的是{done}，正是所写的本月数，而{when}底已有{before}。",
    "请核对是否漏加了以前各月的数。",
)
NOT_THE_SUM = Rule(
    "J220",
    Severity.WARNING,
    "本月数加不出累计数",
    "“{name}”{when}底累计{before}，本月完成{own}，累计却填了{done}。",
    "请核对本月数和累计数哪个有误。",
)
RULES = (INSTEAD, NOT_ADDED, NOT_THE_SUM)

_CLAUSE = re.compile(r"[，。；,;\n（）()]")
_OWN = r"[本当]月(?![底末]|累计)|(?<![至止到\d\-—–~～]){month}月份?(?![底末初\d累])"


def is_the_months_own(case: Case) -> bool:
    """Whether the figure in the cumulative column is just what the unit says it did this month."""
    return bool(case.entry and case.entry.done and case.entry.done in _own(case))


def instead(case: Case) -> Iterator[Finding]:
    """Less than last time, and the month's own: it is not cumulative. The office may confirm it."""
    before = case.fallen_from
    if before and before.done is not None and is_the_months_own(case):
        yield case.finding(INSTEAD, when=month_words(before.period), before=case.words(before.done))


def not_added(case: Case) -> Iterator[Finding]:
    """The month's own figure, though something had been done before: the sum would be more."""
    before = case.last
    if _is_counted_on(case) and not case.fallen_from and before and before.done and is_the_months_own(case):
        yield case.finding(NOT_ADDED, when=month_words(before.period), before=case.words(before.done))


def not_the_sum(case: Case) -> Iterator[Finding]:
    """Last month's figure and the month's own column make this month's, where both are known."""
    before, entry = case.last_month, case.entry
    if not _is_counted_on(case) or case.fallen_from or not (before and entry) or is_the_months_own(case):
        return
    if before.done is None or entry.done is None or entry.monthly is None:
        return
    if before.done + entry.monthly != entry.done:
        own = case.words(entry.monthly)
        yield case.finding(NOT_THE_SUM, when=month_words(before.period), before=case.words(before.done), own=own)


def _is_counted_on(case: Case) -> bool:
    return case.indicator.kind is Kind.QUANTITY and not case.corrected


def _own(case: Case) -> set[Decimal]:
    """The month's own figures, in the indicator's measure: its column, and what the prose says of this month."""
    entry = case.entry
    if entry is None:
        return set()
    own = {entry.monthly} if entry.monthly is not None else set()
    this_month = re.compile(_OWN.format(month=case.period.month))
    for clause in _CLAUSE.split(entry.progress):
        if this_month.search(clause):
            for amount in amounts(clause):
                if (ratio := factor(amount.measure, case.indicator.measure)) is not None:
                    own.add(amount.number * ratio)
    return own
