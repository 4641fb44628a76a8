"""The rule of judgement (判定口径) as it was applied this month, printed under the annex.

Only what applies is told: works only where there are works, plans only where something is planned.
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from pipeline.circular.amounts import percent
from pipeline.document import Evidence
from pipeline.formats.figures import Figure, Phrase, Words, joined, phrase
from pipeline.model import Comparator, Indicator, Kind, Month, Rhythm
from pipeline.period import Period
from pipeline.quantities import WHOLE_PIECES, split_measure
from pipeline.settings import Judging, Settings


def rule_sentence(month: Month, settings: Settings) -> str:
    """The rule of judgement in one sentence."""
    return rule_phrase(month, settings).text


def rule_phrase(month: Month, settings: Settings) -> Phrase:
    """The rule of judgement, where each share of the year tells how it was counted."""
    indicators = [each.indicator for each in month.assessments]
    counted = [each for each in indicators if _is_paced(each)]
    clauses: list[Words] = []
    if counted:
        clauses += [_pace(counted, month, settings.judging), _thresholds(counted, month.period, settings.judging)]
    clauses += _unpaced(indicators)
    return phrase(joined(clauses, "；"), "。") if clauses else Phrase()


def _is_paced(indicator: Indicator) -> bool:
    return indicator.kind is Kind.QUANTITY and indicator.comparator is not Comparator.AT_MOST


def _pace(counted: Sequence[Indicator], month: Month, judging: Judging) -> Phrase:
    """序时进度自3月起按月均衡计算，截至5月底为30.0%（工程类自4月起，为22.2%），另有年度计划的按计划."""
    if all(each.due <= month.period for each in counted):
        return phrase("各项完成时限已到，序时进度为100%")
    even = [each for each in counted if not each.plan and each.rhythm in (Rhythm.EVEN, Rhythm.STANDING)]
    works = [each for each in counted if not each.plan and each.rhythm is Rhythm.WORKS]
    leading, aside = (even, works) if even else (works, [])
    if not leading:
        return phrase("序时进度按年度计划计算" if any(each.plan for each in counted) else "一次性工作按完成月份判定")
    first, due = _usual(leading)
    details: list[Words] = []
    if aside:
        start, end = _usual(aside)
        details.append(phrase(f"工程类自{start.month}月起，", _share(start, end, month.period)))
    if any(_is_small(each, month, judging) for each in counted):
        details.append(f"目标{judging.small_target}个及以下的按整数计")
    if {(each.first, each.due) for each in leading + aside} - {(first, due), *([_usual(aside)] if aside else [])}:
        details.append("另有起止时间的按其起止时间计")
    return phrase(
        f"序时进度自{first.month}月起按月均衡计算，截至{month.period.month}月底",
        _share(first, due, month.period),
        phrase("（", joined(details, "；"), "）") if details else "",
        "，另有年度计划的按计划" if any(each.plan for each in counted) else "",
    )


def _usual(indicators: Sequence[Indicator]) -> tuple[Period, Period]:
    """The first and the due month of most of them; of equally many, the earliest."""
    spans = Counter((each.first, each.due) for each in indicators)
    return min(spans, key=lambda span: (-spans[span], span))


def _share(first: Period, due: Period, period: Period) -> Phrase:
    """为30.0%: how much of the year is planned by now."""
    if period < first:
        return phrase("尚未起算")
    whole = due - first + 1
    done = min(period - first + 1, whole)
    words = percent(Fraction(done, whole))
    how = f"{words} = {done}÷{whole}（{first.month}月至{due.month}月共{whole}个月，截至本月{done}个月）"
    return phrase("为", Figure(words, Evidence(how=how)))


def _is_small(indicator: Indicator, month: Month, judging: Judging) -> bool:
    target = month.assessment(indicator.id).target
    scale, base = split_measure(indicator.measure)
    return scale == 1 and base in WHOLE_PIECES and target is not None and target <= judging.small_target


def _thresholds(counted: Sequence[Indicator], period: Period, judging: Judging) -> Phrase:
    """From how many percentage points on something is 进度较快, 滞后, 严重滞后."""
    serious = f"低于{judging.serious}个百分点及以上为严重滞后"
    missed = "到完成时限未完成的为滞后"
    if all(each.due <= period for each in counted):
        return phrase(f"{missed}，{serious}")
    clauses = [
        f"高于序时进度{judging.ahead}个百分点及以上为进度较快",
        f"低于{judging.behind}个百分点及以上为滞后",
        f"{judging.serious_from}月起{serious}",
    ]
    if any(each.first == period for each in counted):
        clauses.append("起算当月不判为滞后")
    if any(each.due <= period for each in counted):
        clauses.append(missed)
    return phrase("，".join(clauses))


def _unpaced(indicators: Sequence[Indicator]) -> list[Words]:
    """Rates, ceilings and milestones, which have no pace."""
    clauses: list[Words] = []
    if any(each.kind is Kind.RATE for each in indicators):
        planned = any(each.kind is Kind.RATE and each.plan for each in indicators)
        clauses.append(f"比率指标不计序时进度，{'低于年度计划或者' if planned else ''}到完成时限未达到目标的为滞后")
    if any(each.kind is Kind.MILESTONE for each in indicators):
        clauses.append("定性指标到完成时限未完成或者责任单位自评滞后的为滞后")
    if any(each.kind is Kind.QUANTITY and each.comparator is Comparator.AT_MOST for each in indicators):
        clauses.append("控制类指标超出目标的为滞后")
    return clauses
