"""The pace (序时进度): the share of the year's target that is planned by the end of a month.

Everything here is exact: figures are decimals, shares are fractions, and nothing is rounded before it is printed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from pipeline.model import Adjustment, Comparator, Indicator, Kind, Rhythm
from pipeline.period import Period
from pipeline.quantities import WHOLE_PIECES, split_measure


@dataclass(frozen=True, slots=True)
class Progress:
    """What is done and what is planned, as shares of the target; ``None`` where a share has no meaning.

    ``gap`` is ``rate - pace``. A ceiling (以内、不超过) has no gap: to be below it is not to be slow.
    """

    rate: Fraction | None = None
    pace: Fraction | None = None
    gap: Fraction | None = None


def target_in(
    indicator: Indicator, adjustments: Iterable[Adjustment], period: Period
) -> tuple[Decimal | None, Adjustment | None]:
    """The target that holds in a month, and the adjustment (目标调整) that set it, if one did.

    Months before an adjustment keep the old target, whether or not the register already shows the new one.
    """
    mine = sorted((each for each in adjustments if each.indicator == indicator.id), key=lambda each: each.since)
    held = [each for each in mine if each.since <= period]
    if held:
        return held[-1].new, held[-1]
    return (mine[0].old if mine else indicator.target), None


def planned(indicator: Indicator, period: Period) -> Decimal:
    """The registered plan's cumulative figure in a month: each value holds until the plan's next month."""
    reached = [(month, figure) for month, figure in indicator.plan if month <= period]
    return max(reached)[1] if reached else Decimal(0)


def pace(indicator: Indicator, target: Decimal, period: Period, small_target: int) -> Fraction:
    """The planned share of a target, between 0 and 1.

    A target of ``small_target`` or fewer of something that comes in whole pieces counts planned whole pieces: nobody
    is asked for three tenths of a kindergarten.
    """
    share = _share(indicator, target, period)
    if target <= small_target and pieces(target, indicator.measure) is not None:
        return Fraction(floor(share * Fraction(target))) / Fraction(target)
    return share


def progress(
    indicator: Indicator, target: Decimal | None, period: Period, done: Decimal | None, small_target: int
) -> Progress:
    """Rate, pace and gap of a quantity. Rates (覆盖率) do not accumulate and milestones are not counted: no shares."""
    if indicator.kind is not Kind.QUANTITY or not target:
        return Progress()
    plan = pace(indicator, target, period, small_target)
    if done is None:
        return Progress(pace=plan)
    rate = Fraction(done) / Fraction(target)
    return Progress(rate, plan, None if indicator.comparator is Comparator.AT_MOST else rate - plan)


def pieces(figure: Decimal, measure: str) -> Fraction | None:
    """How many pieces a figure is, where its measure counts things that come whole (个、处、座 …), else ``None``."""
    scale, base = split_measure(measure)
    return Fraction(figure) * scale if base in WHOLE_PIECES else None


def _share(indicator: Indicator, target: Decimal, period: Period) -> Fraction:
    if period >= indicator.due:
        return Fraction(1)
    if indicator.plan:
        return min(Fraction(planned(indicator, period)) / Fraction(target), Fraction(1))
    if indicator.rhythm is Rhythm.ONCE or period < indicator.first:
        return Fraction(0)
    return Fraction(period - indicator.first + 1, indicator.due - indicator.first + 1)
