"""How the pace (序时进度) of an indicator came about, in words."""

from decimal import Decimal
from fractions import Fraction

from pipeline.model.judged import Assessment
from pipeline.model.words import Rhythm
from pipeline.period import Period
from pipeline.quantities import plain


def pace_words(judged: Assessment, period: Period) -> str:
    """Where a pace comes from: the due month, a plan, whole pieces, or even months; empty where there is none."""
    indicator, share, target = judged.indicator, judged.pace, Fraction(judged.target or 0)
    if share is None:
        return ""
    if period >= indicator.due:
        return "已到完成时限，应全部完成"
    measure = indicator.measure
    amount = f"应累计完成{plain(_decimal(share * target))}{measure}÷{plain(_decimal(target))}{measure}"
    if indicator.plan:
        return f"{amount}，按年度计划"
    if indicator.rhythm is Rhythm.ONCE or period < indicator.first:
        return "本月尚未安排"
    done, whole = period - indicator.first + 1, indicator.due - indicator.first + 1
    even = f"{done}÷{whole}，自{indicator.first.month}月起按月均衡，至{indicator.due.month}月共{whole}个月"
    return even if share == Fraction(done, whole) else f"{amount}（{even}，按整数计）"


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / value.denominator
