"""Figures in prose (进展情况): what a unit wrote in words, read against that task's own indicators.

What is planned is not progress, what was done this month is not the cumulative figure, and what is not stated stays
not stated.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.intake.statements import NOT_DONE, clauses, names_another_month, remainder, tells_of_work
from pipeline.model import Indicator
from pipeline.period import Period
from pipeline.quantities import Amount, Comparator, amounts, factor

_PLANNED = re.compile(r"计划|预计|拟|下月|下一?步|力争|争取|将于|将在|确保|要求|其中|含|剩余|还有|尚有|余下")
_OF_THE_YEAR = re.compile(r"目标|任务|全年(?!累计)")
_MONTHLY = re.compile(
    r"[本当]月(?!底)|新增|(?<![至止\d\-—–~～])\d{1,2}月份?(?![底末初\d])(?!\s*\d+日)(?=[^，。；]{0,6}(?:完成|新))"
)
_PAST = re.compile(
    r"上月|上年|去年|往年|前年|历年|历史|十[三四]五|(?<!今年)(?<!年初)(?<!20\d\d年)(?<!\d月)以来|近.年|同期"
)
_NOW = re.compile(r"目前|本月底|截[至止]今")
_LONGEST = 300  # characters of a clause; a plain statement of a figure is shorter
_MORE = re.compile(r"又|另|再|加上")
_SO_FAR = re.compile(r"已|累计|全部|均|截[至止]|目前|实际")
_CJK = re.compile(r"[\u4e00-\u9fff]")


def read_prose(
    text: str, indicators: Sequence[Indicator], period: Period | None = None, *, in_its_cell: bool = False
) -> dict[str, Amount]:
    """The cumulative figures that a text states, by indicator id; each indicator that has exactly one.

    A figure is an indicator's when its measure converts to the indicator's and its noun stands beside it, or when the
    task has no other indicator of such a measure. A text that gives two different figures for one is not read for it.
    What is said of another month than ``period`` is not this month's. A figure that only repeats the
    target is none, unless the text is ``in_its_cell``, where a figure is what was asked for.
    """
    found: dict[str, dict[Decimal, Amount]] = {}
    stressed: dict[str, set[Decimal]] = {}
    names = [each.name for each in indicators]
    for clause, said_before in _current(text, period):
        found_here = list(amounts(clause))
        ends = [0, *(amount.end for amount in found_here)]
        starts = [*(amount.at for amount in found_here[1:]), len(clause)]
        for amount, previous, following in zip(found_here, ends, starts, strict=False):
            if not _is_statement(clause, amount, names) and not _adds(clause, names):
                continue
            indicator = _owner(amount, clause[previous : amount.at], clause[amount.end : following], indicators)
            if indicator and (
                in_its_cell or in_measure(amount, indicator) != indicator.target or _SO_FAR.search(said_before + clause)
            ):
                found.setdefault(indicator.id, {}).setdefault(in_measure(amount, indicator), amount)
                if "累计" in clause:
                    stressed.setdefault(indicator.id, set()).add(in_measure(amount, indicator))
    read = {}
    for key, values in found.items():
        chosen = values if len(values) == 1 else {v: a for v, a in values.items() if v in stressed.get(key, ())}
        if len(chosen) == 1:
            read[key] = next(iter(chosen.values()))
    return read


def _current(text: str, period: Period | None) -> Iterator[tuple[str, str]]:
    """The clauses that tell of the year so far, each with its sentence before it: 截至4月底 makes the rest April's."""
    for sentence in re.split(r"[。；;！!\n]", text):
        is_past, before = False, ""
        for clause in (part for each in clauses(sentence) for part in re.split(r"[（）()]", each)):
            another = period is not None and names_another_month(clause, period)
            if another or _PAST.search(clause):
                is_past = True
            elif _NOW.search(clause) or (period and re.search(rf"(?<!\d){period.month}月", clause)):
                is_past = False
            stressed = "累计" in clause and not re.search(r"[本当]月累计", clause)
            if not (
                is_past
                or len(clause) > _LONGEST
                or _PLANNED.search(clause)
                or (not stressed and (_OF_THE_YEAR.search(clause) or _MONTHLY.search(clause)))
            ):
                yield clause, before
            before += clause[:_LONGEST]


def _is_statement(clause: str, amount: Amount, names: Sequence[str]) -> bool:
    """Whether the words around a figure, up to the next 、, say that so much is done and nothing else."""
    if amount.comparator is Comparator.AT_MOST:
        return False
    start, end = clause.rfind("、", 0, amount.start) + 1, clause.find("、", amount.end)
    part = clause[start : end if end >= 0 else len(clause)]
    left = remainder(part, names)
    return not left and not NOT_DONE.search(left) and tells_of_work(part, names)


def _adds(clause: str, names: Sequence[str]) -> bool:
    """Whether a clause adds to what was said before (又改造18户): then neither figure is the whole."""
    left = remainder(clause, names)
    return bool(_MORE.search(left)) and not NOT_DONE.search(left)


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
    bare = remainder(before, ()) + after.partition("、")[0]
    return fitting[0] if len(fitting) == 1 and not _CJK.search(bare) else None


def nouns_shared(name: str, text: str) -> int:
    """How many neighbouring pairs of characters of a name stand in a text: a measure of being about the same thing."""
    bare = re.sub(r"[“”\"'（）()、，\s]", "", name)
    other = re.sub(r"[“”\"'（）()、，\s]", "", text)
    return sum(bare[i : i + 2] in other for i in range(len(bare) - 1))
