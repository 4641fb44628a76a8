"""What is judged (研判): each indicator, task, project and unit, and the month that holds them all."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pipeline.findings import Finding
from pipeline.model.received import Correction, Entry, Inspection, Issue, Submission
from pipeline.model.targets import Adjustment, Indicator, Register
from pipeline.model.words import Evidence, Reason, State, Status
from pipeline.period import Period


@dataclass(frozen=True, slots=True)
class Past:
    """One indicator in one earlier month, as the ledger holds it, or as the office has ``amended`` it since."""

    period: Period
    status: Status
    done: Decimal | None = None
    state: State | None = None
    progress: str = ""
    months_behind: int = 0
    amended: Correction | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Amendment:
    """A figure of an issued circular that was wrong (前期更正): what the ledger holds of it, and what puts it right."""

    indicator: Indicator
    was: Past
    correction: Correction


@dataclass(frozen=True, slots=True)
class Carried:
    """The last known figure of an indicator that has none this month: printed beside it, never counted."""

    period: Period
    done: Decimal | None
    state: State | None = None
    amended: Correction | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """The judgement on one indicator.

    ``rate``, ``pace`` and ``gap`` are exact shares of the year's target (1 is all of it), ``None`` where they have no
    meaning (rates, milestones). ``target`` is the one that holds this month. ``previous`` is the last earlier month
    with a figure, ``last_month`` the month just before, whatever it has. ``months_behind`` passes over months without
    a figure, ``months_in_a_row`` does not. ``corrected`` carries the office's correction and ``replaced`` the
    figure it set aside.
    """

    indicator: Indicator
    task: str
    unit: str
    status: Status
    entry: Entry | None = None
    target: Decimal | None = None
    rate: Fraction | None = None
    pace: Fraction | None = None
    gap: Fraction | None = None
    reason: Reason | None = None
    previous: Past | None = None
    carried: Carried | None = None
    months_behind: int = 0
    months_in_a_row: int = 0
    corrected: Correction | None = None
    replaced: Entry | None = None
    adjusted: Adjustment | None = None
    last_month: Past | None = None

    @property
    def id(self) -> str:
        return self.indicator.id

    @property
    def done(self) -> Decimal | None:
        return self.entry.done if self.entry else None

    @property
    def is_reported(self) -> bool:
        return self.status not in (Status.NOT_REPORTED, Status.NOT_DUE) or bool(self.entry and not self.entry.is_empty)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement on a task or a project: the worst of its parts."""

    id: str
    status: Status
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class UnitReport:
    """What became of one unit's reporting this month. ``late`` is ``None`` where nothing tells when it reported."""

    name: str
    reported: bool
    late: bool | None = None
    returned: bool = False
    evidence: Evidence = Evidence.NONE
    received: date | None = None
    files: tuple[Submission, ...] = ()
    total: int = 0
    filled: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    """Everything about one month: the one thing that all papers are made from."""

    period: Period
    register: Register
    issue: Issue
    submissions: tuple[Submission, ...]
    assessments: tuple[Assessment, ...]
    tasks: tuple[Verdict, ...]
    projects: tuple[Verdict, ...]
    units: tuple[UnitReport, ...]
    findings: tuple[Finding, ...]
    inspections: tuple[Inspection, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    deadline: date | None = None
    closed: date | None = None

    def assessment(self, indicator: str) -> Assessment:
        for each in self.assessments:
            if each.id == indicator:
                return each
        raise KeyError(indicator)

    def of_task(self, task: str) -> tuple[Assessment, ...]:
        return tuple(each for each in self.assessments if each.task == task)


def tally(judged: Iterable[Assessment | Verdict]) -> Counter[Status]:
    """How many stand at each status; every status is a key, so the parts always add up to the whole."""
    counts = Counter(dict.fromkeys(Status, 0))
    counts.update(each.status for each in judged)
    return counts


def status_words(judged: Assessment | Verdict | Past) -> str:
    """The status as people read it: 未报送 only where the unit sent nothing, else 未填 or 待核实."""
    if judged.status is Status.NOT_REPORTED and judged.reason:
        return judged.reason.words
    return judged.status.words
