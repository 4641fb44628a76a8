"""A small district to be judged: indicators, what their units sent, and the month that comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from pipeline.findings import Finding
from pipeline.judging import judge
from pipeline.model import (
    Comparator,
    Entry,
    FileState,
    Indicator,
    Kind,
    Month,
    MonthFacts,
    Notice,
    Origin,
    Past,
    Project,
    Register,
    Rhythm,
    State,
    Status,
    Submission,
    Task,
    Unit,
)
from pipeline.period import Period
from pipeline.settings import Settings
from pipeline.source import Where

UNITS = ("区住房城乡建委", "区交通局", "区教委")
MARCH, APRIL, MAY, JUNE, DECEMBER = (Period(2023, month) for month in (3, 4, 5, 6, 12))


def quantity(id: str = "1-1-1", target: str = "200", measure: str = "个", **more: object) -> Indicator:
    """老旧小区改造: at least 200个, evenly from March to December, unless told otherwise."""
    made = Indicator(
        id, "老旧小区改造", Kind.QUANTITY, Rhythm.EVEN, Comparator.AT_LEAST, Decimal(target), measure, MARCH, DECEMBER
    )
    return replace(made, **more)  # type: ignore[arg-type]


def rate(id: str = "1-1-1", target: str = "90", **more: object) -> Indicator:
    """A coverage of at least 90%."""
    return replace(quantity(id, target, "%", kind=Kind.RATE, name="心理辅导室覆盖率"), **more)  # type: ignore[arg-type]


def milestone(id: str = "1-1-1", **more: object) -> Indicator:
    """文化馆投用, by December."""
    made = Indicator(id, "文化馆投用", Kind.MILESTONE, Rhythm.WORKS, first=MARCH, due=DECEMBER)
    return replace(made, **more)  # type: ignore[arg-type]


def register(*indicators: Indicator, **more: object) -> Register:
    """Indicators in their tasks and projects by their ids; project 1 is led by the first of ``UNITS``, and so on."""
    projects = []
    for number, members in groupby(indicators, lambda each: int(each.id.split("-")[0])):
        tasks = tuple(
            Task(name, number, f"任务{name}", UNITS[number - 1], indicators=tuple(parts))
            for name, parts in groupby(members, lambda each: each.id.rsplit("-", 1)[0])
        )
        projects.append(Project(number, f"项目{number}", tasks))
    units = tuple(Unit(UNITS[project.number - 1]) for project in projects)
    made = Register(
        2023, Notice("通知", "永川府办发〔2023〕12号", "区政府办", date(2023, 2, 17)), tuple(projects), units
    )
    return replace(made, **more)  # type: ignore[arg-type]


def said(
    indicator: Indicator,
    value: str | State | None,
    *,
    period: Period = MAY,
    file: str = "",
    cell: str = "G5",
    **more: object,
) -> Entry:
    """What the leading unit says of an indicator in its file, in cell G5 unless told otherwise."""
    unit = UNITS[int(indicator.id.split("-")[0]) - 1]
    raw = value.words if isinstance(value, State) else value or ""
    made = Entry(
        indicator.id,
        period,
        done=None if value is None or isinstance(value, State) else Decimal(value),
        state=value if isinstance(value, State) else None,
        origin=Origin.NONE if value is None else Origin.CELL,
        where=Where(file or f"{unit}.xlsx", "进展表", cell, raw),
        unit=unit,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def sent(unit: str, name: str = "", **more: object) -> Submission:
    """A file that a unit sent and that was accepted."""
    name = name or f"{unit}.xlsx"
    return replace(Submission(name, name, FileState.ACCEPTED, unit), **more)  # type: ignore[arg-type]


def before(*figures: str | State | None, until: Period = APRIL, status: Status = Status.ON_PACE) -> tuple[Past, ...]:
    """The months up to April, one figure each, oldest first."""
    return tuple(
        Past(
            until + (position - len(figures) + 1),
            status,
            None if figure is None or isinstance(figure, State) else Decimal(figure),
            figure if isinstance(figure, State) else None,
        )
        for position, figure in enumerate(figures)
    )


def judged(
    book: Register,
    entries: Sequence[Entry] = (),
    *,
    period: Period = MAY,
    submissions: Sequence[Submission] | None = None,
    findings: Sequence[Finding] = (),
    past: Mapping[str, tuple[Past, ...]] | None = None,
    facts: MonthFacts | None = None,
    settings: Settings | None = None,
    today: date = date(2024, 1, 31),
) -> Month:
    """The month as judged; every unit sent one file, unless told otherwise."""
    if submissions is None:
        submissions = [sent(unit.name) for unit in book.units]
    return judge(
        period,
        book,
        facts or MonthFacts(),
        submissions,
        entries,
        findings,
        past or {},
        settings or Settings(),
        today,
    )


def found(month: Month, *letters: str) -> list[list[str]]:
    """The findings as a small table of cell (or unit) and code, those of some codes only where these are given."""
    return [
        [each.where.cell or each.unit, each.code]
        for each in month.findings
        if not letters or each.code.startswith(letters)
    ]
