"""The rule of judgement (判定口径) as it was applied this month, printed under the annex.

Only what applies is told: works only where there are works, plans only where something is planned.
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from pipeline.document import Evidence
from pipeline.formats.figures import Figure, Phrase, Words, joined, phrase
from pipeline.model import Assessment, Comparator, Indicator, Kind, Month, Rhythm
from pipeline.model.amounts import percent
from pipeline.period import Period
from pipeline.quantities import WHOLE_PIECES, split_measure
from pipeline.settings import Judging, Settings


def rule_sentence(month: Month, settings: Settings) -> str:
    """The rule of judgement in one sentence."""
    return rule_phrase(month, settings).text


def rule_phrase(month: Month, settings: Settings) -> Phrase:
    """The rule of judgement, where each share of the year tells how it was counted."""
    paced = [each for each in month.assessments if _is_paced(each.indicator)]
    clauses: list[Words] = []
    if paced:
        counted = [each.indicator for each in paced]
        small = any(_is_small(each, settings.judging) for each in paced)
        pieces = [f"目标{settings.judging.small_target}个及以下的按整数计"] if small else []
        clauses += [_pace(counted, month.period, pieces), _thresholds(paced, month.period, settings.judging)]
    clauses += _unpaced([each.indicator for each in month.assessments])
    return phrase(joined(clauses, "；"), "。") if clauses else Phrase()


def _is_paced(indicator: Indicator) -> bool:
    return indicator.kind is Kind.QUANTITY and indicator.comparator is not Comparator.AT_MOST


def _is_small(judged: Assessment, judging: Judging) -> bool:
    scale, base = split_measure(judged.indicator.measure)
    whole = scale == 1 and base in WHOLE_PIECES
    return whole and judged.target is not None and judged.target <= judging.small_target


def _pace(counted: Sequence[Indicator], period: Period, pieces: Sequence[str]) -> Phrase:
    """序时进度自3月起按月均衡计算，截至5月底为30.0%（工程类自4月起，为22.2%），另有年度计划的按计划."""
    if all(each.due <= period for each in counted):
        return phrase("各项完成时限已到，序时进度为100%")
    planned = "，另有年度计划的按计划" if any(each.plan for each in counted) else ""
    once = "一次性工作按完成月份计"
    even = [each for each in counted if not each.plan and each.rhythm in (Rhythm.EVEN, Rhythm.STANDING)]
    works = [each for each in counted if not each.plan and each.rhythm is Rhythm.WORKS]
    leading, aside = (even, works) if even else (works, [])
    if not leading:
        return phrase("序时进度按年度计划计算" if planned else once)
    usual = _usual(leading)
    details = [phrase(f"工程类自{_usual(aside)[0].month}月起，", _share(_usual(aside), period))] if aside else []
    details += [phrase(each) for each in pieces]
    known = {usual, _usual(aside)} if aside else {usual}
    if {(each.first, each.due) for each in (*leading, *aside)} - known:
        details.append(phrase("另有起止时间的按其起止时间计"))
    if any(each.rhythm is Rhythm.ONCE for each in counted):
        details.append(phrase(once))
    lead = f"序时进度自{usual[0].month}月起按月均衡计算，截至{period.month}月底"
    told = phrase("（", joined(details, "；"), "）") if details else Phrase()
    return phrase(lead, _share(usual, period), told, planned)


def _usual(indicators: Sequence[Indicator]) -> tuple[Period, Period]:
    """The first and the due month of most of them; of equally many, the earliest."""
    spans = Counter((each.first, each.due) for each in indicators)
    return min(spans, key=lambda span: (-spans[span], span))


def _share(span: tuple[Period, Period], period: Period) -> Phrase:
    """为30.0%: how much of the time from the first to the due month is over."""
    first, due = span
    if period < first:
        return phrase("尚未起算")
    whole = due - first + 1
    done = min(period - first + 1, whole)
    words = percent(Fraction(done, whole))
    how = f"{words} = {done}÷{whole}（{first.month}月至{due.month}月共{whole}个月，截至本月{done}个月）"
    return phrase("为", Figure(words, Evidence(how=how)))


def _thresholds(paced: Sequence[Assessment], period: Period, judging: Judging) -> Phrase:
    """From how many percentage points on something is 进度较快, 滞后, 严重滞后."""
    counted = [each.indicator for each in paced]
    serious = f"{judging.serious}个百分点及以上为严重滞后"
    if period.month >= judging.serious_from and any(each.target == 1 for each in paced):
        serious += "（目标为1的除外）"
    missed = "到完成时限未完成的为滞后"
    if all(each.due <= period for each in counted):
        begun = period.month >= judging.serious_from
        return phrase(missed, f"，差{serious}" if begun else "")
    clauses = [
        f"高于序时进度{judging.ahead}个百分点及以上为进度较快",
        f"低于{judging.behind}个百分点及以上为滞后",
        f"{judging.serious_from}月起低于{serious}",
    ]
    if any(each.first == period for each in counted):
        clauses.append("起算当月不判为滞后")
    if any(period in each.steps and period < each.due for each in counted):
        clauses.append("未达到通知明确的当月节点的为滞后")
    if any(each.due <= period for each in counted):
        clauses.append(missed)
    return phrase("，".join(clauses))


def _unpaced(indicators: Sequence[Indicator]) -> list[Words]:
    """Rates, ceilings and milestones, which have no pace."""
    clauses: list[Words] = []
    rates = [each for each in indicators if each.kind is Kind.RATE and each.comparator is not Comparator.AT_MOST]
    if rates:
        planned = any(each.plan for each in rates)
        clauses.append(f"比率指标不计序时进度，{'低于年度计划或者' if planned else ''}到完成时限未达到目标的为滞后")
    if any(each.kind is Kind.MILESTONE for each in indicators):
        clauses.append("定性指标到完成时限未完成或者责任单位自评滞后的为滞后")
    if any(each.comparator is Comparator.AT_MOST for each in indicators):
        clauses.append("控制类指标超出目标的为滞后")
    return clauses
