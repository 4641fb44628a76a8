"""What comes in (报送): files, what they say, and what only the office knows."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from pipeline.model.words import Bound, FileState, Origin, State
from pipeline.period import Period
from pipeline.source import NOWHERE, Where


@dataclass(frozen=True, slots=True)
class Submission:
    """A file that came in (报送件), whatever became of it.

    ``unit`` is empty where nobody can tell who sent it. ``period`` is the month that the sheet itself names.
    ``filled`` is the sheet's own 填报日期; ``signature`` its footer (填报人、联系电话 …).
    """

    file: str
    sha256: str
    state: FileState
    unit: str = ""
    period: Period | None = None
    filled: date | None = None
    received: datetime | None = None
    signature: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """What a submission says of one indicator (填报值), with its cell.

    ``done`` is cumulative, in the indicator's measure; ``monthly`` the month's own, where a column of the sheet has it.
    ``where`` is the figure's own cell and holds the text as typed.
    ``spent`` is the share of the year's money that has been spent (投资完成率). ``verdict`` is the unit's own word for
    its progress; ``progress_at`` and its like are where its texts stand. An entry whose ``done`` and ``state``
    are both ``None`` was sent but left empty, or could not be read (then a finding of its indicator says so).
    """

    indicator: str
    period: Period
    done: Decimal | None = None
    bound: Bound | None = None
    state: State | None = None
    monthly: Decimal | None = None
    reported_rate: Decimal | None = None
    spent: Decimal | None = None
    verdict: str = ""
    progress: str = ""
    problem: str = ""
    next_step: str = ""
    progress_at: Where = NOWHERE
    problem_at: Where = NOWHERE
    next_step_at: Where = NOWHERE
    origin: Origin = Origin.NONE
    where: Where = NOWHERE
    unit: str = ""

    @property
    def is_empty(self) -> bool:
        return self.done is None and self.state is None


@dataclass(frozen=True, slots=True)
class Issue:
    """How this month's circular is issued (发文): what only the office knows; unset things stay open.

    ``serial`` is the issue's number (期号) in a series, ``copy`` the serial number of the copies (份号, six digits),
    ``urgency`` 特急 or 加急 (紧急程度).
    """

    number: str = ""
    serial: str = ""
    dated: date | None = None
    note: str = ""
    approved: bool = False
    copy: str = ""
    urgency: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure that the office puts right (更正): overrides what the unit sent."""

    indicator: str
    value: Decimal | None
    reason: str
    basis: str = ""
    by: str = ""
    dated: date | None = None
    where: Where = NOWHERE
    state: State | None = None
    period: Period | None = None
    """The earlier month whose issued circular it puts right; ``None`` for this month's figure."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """When the office noted that a unit's file came in (收件登记)."""

    unit: str
    received: date
    how: str = ""
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Inspection:
    """What an on-site inspection found (现场督查).

    ``period`` is the month that it was noted in; ``closed_by`` the later inspection that found it put right.
    """

    day: date | None
    place: str
    task: str
    found: str
    advice: str
    closed: bool = False
    where: Where = NOWHERE
    period: Period | None = None
    closed_by: "Inspection | None" = None


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """本月事项: what only the office knows of this month."""

    issue: Issue = Issue()
    corrections: tuple[Correction, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    inspections: tuple[Inspection, ...] = ()
