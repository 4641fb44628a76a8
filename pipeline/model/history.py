"""The months so far (历史), as the ledger keeps them."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from pipeline.model.words import Reason, State, Status
from pipeline.period import Period


@dataclass(frozen=True, slots=True)
class Recorded:
    """One indicator in one month, as it was judged then."""

    period: Period
    status: Status
    reason: Reason | None
    done: Decimal | None
    state: State | None
    rate: Fraction | None
    pace: Fraction | None = None


@dataclass(frozen=True, slots=True)
class History:
    """One indicator through the months of a year; its name, target and unit as last recorded."""

    indicator: str
    name: str
    unit: str
    target: Decimal | None
    measure: str
    months: tuple[Recorded, ...]
