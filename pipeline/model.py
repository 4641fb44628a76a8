"""The nouns (名词) that the stages hand to one another.

Frozen dataclasses; collections are tuples; figures are ``Decimal``; a missing figure is ``None`` and means "not
reported", never 0. Every figure of an indicator is in the indicator's own ``measure``, as the notice published it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from pipeline.findings import Finding
from pipeline.period import Period
from pipeline.quantities import Comparator as Comparator
from pipeline.source import NOWHERE, Where


class Kind(StrEnum):
    """What an indicator (指标) is: counted, a rate that does not accumulate, or decided (定性)."""

    QUANTITY = "quantity"
    RATE = "rate"
    MILESTONE = "milestone"


class Rhythm(StrEnum):
    """How the year's work is spread (节奏): evenly, as building works, at one time, or as a standing duty (常态化)."""

    EVEN = "even"
    WORKS = "works"
    ONCE = "once"
    STANDING = "standing"

    @property
    def words(self) -> str:
        return {"even": "按月均衡", "works": "工程类", "once": "一次性", "standing": "常态化"}[self.value]


class Bound(StrEnum):
    """A reported figure that is not exact: 余、以上 (at least) or 约."""

    AT_LEAST = ">="
    ABOUT = "~"


class State(StrEnum):
    """What a unit says of a milestone."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"

    @property
    def words(self) -> str:
        return {"not_started": "未启动", "in_progress": "推进中", "done": "已完成"}[self.value]


class Status(StrEnum):
    """The judgement on one indicator, task or project, from worst to best; ``not_due`` stands aside."""

    SERIOUSLY_BEHIND = "seriously_behind"
    BEHIND = "behind"
    NOT_REPORTED = "not_reported"
    ON_PACE = "on_pace"
    AHEAD = "ahead"
    COMPLETED = "completed"
    NOT_DUE = "not_due"

    @property
    def words(self) -> str:
        return {
            "completed": "已完成",
            "ahead": "进度较快",
            "on_pace": "基本按序时推进",
            "behind": "滞后",
            "seriously_behind": "严重滞后",
            "not_reported": "未报送",
            "not_due": "未到时点",
        }[self.value]

    @property
    def lags(self) -> bool:
        return self in (Status.BEHIND, Status.SERIOUSLY_BEHIND)


class Reason(StrEnum):
    """Why nothing is reported: the unit sent nothing, the place is empty, or an error keeps the figure out."""

    MISSING = "missing"
    BLANK = "blank"
    REFUSED = "refused"

    @property
    def words(self) -> str:
        return {"missing": "未报送", "blank": "未填", "refused": "待核实"}[self.value]


class Origin(StrEnum):
    """Where the figure stood: in its cell, in the prose (进展情况), in the office's corrections, or nowhere."""

    CELL = "cell"
    PROSE = "prose"
    CORRECTION = "correction"
    NONE = "none"


class FileState(StrEnum):
    """What became of a file: every file seen is exactly one of these."""

    ACCEPTED = "accepted"
    REPLACED = "replaced"
    REFUSED = "refused"
    IGNORED = "ignored"
    DUPLICATE = "duplicate"

    @property
    def words(self) -> str:
        return {
            "accepted": "已采用",
            "replaced": "已被更正件替换",
            "refused": "未采用",
            "ignored": "无关文件",
            "duplicate": "重复文件",
        }[self.value]


class Evidence(StrEnum):
    """What tells when a unit reported: the mail's header, the sheet's own 填报日期, or the office's note."""

    MAIL = "mail"
    SHEET = "sheet"
    NOTE = "note"
    NONE = "none"

    @property
    def words(self) -> str:
        return {"mail": "邮件收到时间", "sheet": "表内填报日期", "note": "收件登记", "none": "无"}[self.value]


# --- the register -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing of a task that is counted or decided.

    ``target`` is in ``measure`` as published (6000 with 万元). ``plan`` is the cumulative plan in the measure, each
    value holding until the next month named; ``steps`` are the months of it that the notice itself dates. ``sign`` is
    what counts as done (完成标志), for milestones.
    """

    id: str
    name: str
    kind: Kind
    rhythm: Rhythm = Rhythm.EVEN
    comparator: Comparator | None = None
    target: Decimal | None = None
    measure: str = ""
    first: Period = Period(1900, 1)
    due: Period = Period(1900, 12)
    plan: tuple[tuple[Period, Decimal], ...] = ()
    steps: tuple[Period, ...] = ()
    sign: str = ""

    @property
    def is_counted(self) -> bool:
        """Quantities and rates, which have a figure; milestones do not."""
        return self.kind is not Kind.MILESTONE


@dataclass(frozen=True, slots=True)
class Task:
    """A row of the annex (项任务): the text as published and its unit (the first leads, ``support`` helps)."""

    id: str
    project: int
    text: str
    unit: str
    support: tuple[str, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    leader: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """A numbered line of the annex (件)."""

    number: int
    name: str
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A responsible unit (责任单位): full name as in the notice, other names, and whom to ask."""

    name: str
    aliases: tuple[str, ...] = ()
    contact: str = ""
    mail: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A target changed during the year (目标调整): holds from ``since``; months before it keep the old target."""

    indicator: str
    since: Period
    old: Decimal
    new: Decimal
    document: str
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Notice:
    """The year's notice (通知), as the circular cites it."""

    title: str
    number: str
    issuer: str
    dated: date | None
    addressees: str = ""
    annex_title: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """The reviewed list of targets (目标任务台账) of one year."""

    year: int
    notice: Notice
    projects: tuple[Project, ...]
    units: tuple[Unit, ...]
    adjustments: tuple[Adjustment, ...] = ()
    holidays: Mapping[date, bool] = field(default_factory=dict)
    """Days that differ from the week's rule (节假日): True is a day off, False a working Saturday or Sunday."""

    def tasks(self) -> Iterator[Task]:
        for project in self.projects:
            yield from project.tasks

    def indicators(self) -> Iterator[Indicator]:
        for task in self.tasks():
            yield from task.indicators

    def task_of(self, indicator: str) -> Task:
        """The task that holds an indicator; ``KeyError`` for an unknown id."""
        for task in self.tasks():
            if any(each.id == indicator for each in task.indicators):
                return task
        raise KeyError(indicator)


# --- what comes in ----------------------------------------------------------------------------------------------------


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

    ``done`` is cumulative, in the indicator's measure. ``where`` is the figure's own cell and holds the text as typed.
    ``verdict`` is the unit's own word for its progress. An entry whose ``done`` and ``state`` are both ``None`` was
    sent but left empty, or could not be read (then a finding of its indicator says so).
    """

    indicator: str
    period: Period
    done: Decimal | None = None
    bound: Bound | None = None
    state: State | None = None
    reported_rate: Decimal | None = None
    verdict: str = ""
    progress: str = ""
    problem: str = ""
    next_step: str = ""
    origin: Origin = Origin.NONE
    where: Where = NOWHERE
    unit: str = ""

    @property
    def is_empty(self) -> bool:
        return self.done is None and self.state is None


@dataclass(frozen=True, slots=True)
class Issue:
    """How this month's circular is issued (发文): what only the office knows; unset things stay open."""

    number: str = ""
    serial: str = ""
    dated: date | None = None
    note: str = ""
    approved: bool = False


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


@dataclass(frozen=True, slots=True)
class Receipt:
    """When the office noted that a unit's file came in (收件登记)."""

    unit: str
    received: date
    how: str = ""
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Inspection:
    """What an on-site inspection found (现场督查)."""

    day: date | None
    place: str
    task: str
    found: str
    advice: str
    closed: bool = False
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """本月事项: what only the office knows of this month."""

    issue: Issue = Issue()
    corrections: tuple[Correction, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    inspections: tuple[Inspection, ...] = ()


# --- what is judged ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Past:
    """One indicator in one earlier month, as the ledger holds it."""

    period: Period
    status: Status
    done: Decimal | None = None
    state: State | None = None
    progress: str = ""
    months_behind: int = 0


@dataclass(frozen=True, slots=True)
class Carried:
    """The last known figure of an indicator that has none this month: printed beside it, never counted."""

    period: Period
    done: Decimal | None
    state: State | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """The judgement on one indicator.

    ``rate``, ``pace`` and ``gap`` are exact shares of the year's target (1 is all of it), ``None`` where they have no
    meaning (rates, milestones). ``target`` is the one that holds this month. ``corrected`` carries the office's
    correction and ``replaced`` the figure it set aside.
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
    corrected: Correction | None = None
    replaced: Entry | None = None
    adjusted: Adjustment | None = None

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


def status_words(judged: Assessment | Verdict) -> str:
    """The status as people read it: 未报送 only where the unit sent nothing, else 未填 or 待核实."""
    if judged.status is Status.NOT_REPORTED and judged.reason:
        return judged.reason.words
    return judged.status.words
