"""The register (目标任务台账) as nouns: what is to be reached this year, and by whom."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pipeline.model.words import Kind, Rhythm
from pipeline.period import Period
from pipeline.quantities import Comparator
from pipeline.source import NOWHERE, Where


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
    """A responsible unit (责任单位): full name as in the notice, other names, and whom to ask.

    ``contact`` is the person named for the reporting (专人), ``leader`` who answers for it (分管领导).
    """

    name: str
    aliases: tuple[str, ...] = ()
    contact: str = ""
    mail: str = ""
    telephone: str = ""
    leader: str = ""


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

    def goal(self, indicator: Indicator, period: Period | None = None) -> Decimal | None:
        """The target that the year ends with: as published, or as last adjusted (目标调整); or that of a ``period``."""
        mine = [each for each in self.adjustments if each.indicator == indicator.id]
        mine.sort(key=lambda each: each.since)
        held = [each.new for each in mine if period is None or each.since <= period]
        if held:
            return held[-1]
        return mine[0].old if mine else indicator.target

    def task_of(self, indicator: str) -> Task:
        """The task that holds an indicator; ``KeyError`` for an unknown id."""
        for task in self.tasks():
            if any(each.id == indicator for each in task.indicators):
                return task
        raise KeyError(indicator)
