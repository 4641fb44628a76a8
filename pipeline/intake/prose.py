"""Figures in prose (进展情况): what a unit wrote in words, read against that task's own indicators.

What is planned is not progress, what was done this month is not the cumulative figure, and what is not stated stays
not stated.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from pipeline.model import Indicator
from pipeline.quantities import Amount, Comparator, amounts, factor

_PLANNED = re.compile(
    r"计划|预计|拟|下月|下一?步|力争|争取|将于|将在|确保|目标|任务|要求|全年(?!累计)|其中|含|剩余|还有|尚有|余下"
)
_MONTHLY = re.compile(
    r"本月|当月|新增|(?<![至止\d])\d{1,2}月份?(?![底末初\d])(?!\s*\d+日)(?=[^，。；]{0,6}(?:完成|新))"
)
_VERBS = re.compile(
    r"截[至止].{1,8}?[日底前]|目前|现|已经?|累计|共计?|一共|总计|实际|全部|完成了?|实现|建成|改造|新建|改建|建设|实施|发放|开展|办理|安装|更换|投放|达到?|为|数"
)
_CJK = re.compile(r"[\u4e00-\u9fff]")
_CLAUSE = re.compile(r"[^，,。；;！!\n（）()]+")


def read_prose(text: str, indicators: Sequence[Indicator]) -> dict[str, Amount]:
    """The cumulative figures that a text states, by indicator id; each indicator that has exactly one.

    A figure is an indicator's when its measure converts to the indicator's and its noun stands beside it, or when the
    task has no other indicator of such a measure. A text that gives two different figures for one is not read for it.
    """
    found: dict[str, dict[Decimal, Amount]] = {}
    stressed: dict[str, set[Decimal]] = {}
    for clause in _CLAUSE.findall(text):
        if _PLANNED.search(clause) and "累计" not in clause:
            continue
        if _MONTHLY.search(clause) and "累计" not in clause:
            continue
        found_here = list(amounts(clause))
        ends = [0, *(amount.end for amount in found_here)]
        starts = [*(amount.at for amount in found_here[1:]), len(clause)]
        for amount, previous, following in zip(found_here, ends, starts, strict=False):
            indicator = _owner(amount, clause[previous : amount.at], clause[amount.end : following], indicators)
            if indicator:
                found.setdefault(indicator.id, {}).setdefault(in_measure(amount, indicator), amount)
                if "累计" in clause:
                    stressed.setdefault(indicator.id, set()).add(in_measure(amount, indicator))
    read = {}
    for key, values in found.items():
        chosen = values if len(values) == 1 else {v: a for v, a in values.items() if v in stressed.get(key, ())}
        if len(chosen) == 1:
            read[key] = next(iter(chosen.values()))
    return read


def in_measure(amount: Amount, indicator: Indicator) -> Decimal:
    """A figure in the indicator's own measure; its measure must convert."""
    ratio = factor(amount.measure, indicator.measure)
    assert ratio is not None
    return amount.number * ratio


def is_exact(amount: Amount) -> bool:
    return amount.comparator is Comparator.EQUAL


def _owner(amount: Amount, before: str, after: str, indicators: Sequence[Indicator]) -> Indicator | None:
    """The indicator that a figure speaks for: by measure, and by noun where several share the measure."""
    if not amount.unit:
        return None
    fitting = [each for each in indicators if factor(amount.measure, each.measure) is not None]
    if not fitting:
        return None
    if (
        amount.unit == "%"
        and re.search(r"完成率|进度|占|率", before)
        and not any(nouns_shared(each.name, before) >= 2 and "率" in each.name for each in fitting)
    ):
        return fitting[0] if len(fitting) == 1 and "工程量" in fitting[0].name + before else None
    # The noun stands before its figure (老年食堂3个、助餐点6个) or behind it (3个老年食堂): never beyond a 、.
    for words in (before.rpartition("、")[2], after.partition("、")[0], before + after):
        scored = sorted(((nouns_shared(each.name, words), each.id) for each in fitting), reverse=True)
        if scored[0][0] and (len(scored) == 1 or scored[0][0] > scored[1][0]):
            return next(each for each in fitting if each.id == scored[0][1])
    bare = _VERBS.sub("", before) + after.partition("、")[0]
    return fitting[0] if len(fitting) == 1 and not _CJK.search(bare) else None


def nouns_shared(name: str, text: str) -> int:
    """How many neighbouring pairs of characters of a name stand in a text: a measure of being about the same thing."""
    bare = re.sub(r"[“”\"'（）()、，\s]", "", name)
    other = re.sub(r"[“”\"'（）()、，\s]", "", text)
    return sum(bare[i : i + 2] in other for i in range(len(bare) - 1))
