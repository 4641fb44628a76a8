"""How figures are written for people (写法): targets with their comparator, shares and gaps with one decimal.

Shares and gaps are rounded half up, and only when they are printed; where one decimal would put a figure on the wrong
side of a line that matters (100%, a threshold), it gets as many as it needs.
"""

from decimal import Decimal
from fractions import Fraction

from pipeline.model.words import Bound
from pipeline.quantities import Comparator, half_up, plain

_MOST_PLACES = 6


def target_words(target: Decimal, measure: str, comparator: Comparator | None) -> str:
    """A target as the notice puts it: 200个以上, 10个以内, 约10亩, 500个."""
    amount = f"{plain(target)}{measure}"
    match comparator:
        case Comparator.AT_LEAST:
            return f"{amount}以上"
        case Comparator.AT_MOST:
            return f"{amount}以内"
        case Comparator.ABOUT:
            return f"约{amount}"
        case _:
            return amount


def done_words(done: Decimal, measure: str, bound: Bound | None) -> str:
    """A reported figure, saying where it is not exact: 34个, 约34个, 34个以上."""
    return bounded(f"{plain(done)}{measure}", bound)


def bounded(words: str, bound: Bound | None) -> str:
    """What follows from a figure that is not exact is not exact either."""
    if bound is Bound.ABOUT:
        return f"约{words}"
    return f"{words}以上" if bound is Bound.AT_LEAST else words


def percent(share: Fraction) -> str:
    """A share as printed: 55.0%; 100% only when it is all of it; 99.96% and 0.04% keep what makes them differ."""
    if share in (0, 1):
        return f"{int(share * 100)}%"
    return f"{_rounded(share * 100, 100)}%"


def points(gap: Fraction, *thresholds: int) -> str:
    """How far a gap is, in percentage points (个百分点) without its sign: 13.0."""
    return _rounded(abs(gap) * 100, *thresholds)


def _rounded(value: Fraction, *edges: int) -> str:
    """One decimal; more where rounding would reach an edge that the value has not reached, or make it nothing."""
    for places in range(1, _MOST_PLACES):
        shown = half_up(value, places)
        if all((shown >= edge) == (value >= edge) for edge in edges) and bool(shown) == bool(value):
            return str(shown)
    return str(half_up(value, _MOST_PLACES))
