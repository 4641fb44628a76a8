"""Who reported, and when: the deadline (截止日), each unit's arrival, and what is asked of those who are missing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from pipeline.findings import Finding, Rule, Severity
from pipeline.model import (
    Assessment,
    Evidence,
    FileState,
    MonthFacts,
    Receipt,
    Register,
    Submission,
    UnitReport,
)
from pipeline.period import Period, day_words, is_working, working_day

MISSING = Rule(
    "J301",
    Severity.ERROR,
    "未报送",
    "{unit_name}还没有报送{period}的进展表。",
    "报送截止日是{deadline}，请尽快补报。",
)
LATE = Rule(
    "J302",
    Severity.WARNING,
    "迟报",
    "{unit_name}{received}才报送，截止日是{deadline}（依据：{evidence}）。",
    "请提醒单位以后按时报送。",
)
NOT_YET_DUE = Rule(
    "J303",
    Severity.NOTE,
    "报送尚未截止",
    "{period}的报送截止日是{deadline}，现在还没有过，未报送的单位可能仍会报来。",
    "截止后请再运行一次。",
)
RECEIVED_WITHOUT_FILE = Rule(
    "J304",
    Severity.WARNING,
    "登记了收件却没有文件",
    "收件登记写明{unit_name}{received}已报送，但本月收到的文件里没有这个单位的。",
    "请把文件放进本月的文件夹，再运行一次。",
)
RULES = (MISSING, LATE, NOT_YET_DUE, RECEIVED_WITHOUT_FILE)

_CHINA = timezone(timedelta(hours=8))


def deadline(period: Period, holidays: Mapping[date, bool], grace: int) -> date:
    """The last working day of the month, moved on by ``grace`` working days."""
    day = period.last_day
    while not is_working(day, holidays):
        day -= timedelta(days=1)
    return working_day(day, grace, holidays)


def arrivals(
    period: Period, register: Register, submissions: Sequence[Submission], facts: MonthFacts, due: date
) -> tuple[UnitReport, ...]:
    """What came in from every unit that leads a task, in the register's order; its figures are counted later."""
    leading = {task.unit for task in register.tasks()}
    names = [unit.name for unit in register.units if unit.name in leading]
    names += sorted(leading.difference(names))
    return tuple(_arrival(name, period, submissions, facts.receipts, due) for name in names)


def found_by(
    reports: Sequence[UnitReport],
    period: Period,
    facts: MonthFacts,
    due: date,
    today: date,
) -> tuple[Finding, ...]:
    """Who is missing, who was late, what was noted without a file, and whether there is still time."""
    found = [finding for report in reports for finding in _about(report, period, due)]
    missing = {report.name for report in reports if not report.reported}
    found.extend(
        RECEIVED_WITHOUT_FILE.at(
            each.where, unit=each.unit, unit_name=each.unit, received=day_words(each.received, period.year)
        )
        for each in facts.receipts
        if each.unit in missing
    )
    if today <= due:
        found.append(NOT_YET_DUE.at(period=period.words, deadline=day_words(due, period.year)))
    return tuple(found)


def counted(
    reports: Sequence[UnitReport], assessments: Sequence[Assessment], findings: Sequence[Finding]
) -> tuple[UnitReport, ...]:
    """The same reports with their indicators counted, and returned (退回) where what was sent has an error."""
    total = Counter(each.unit for each in assessments)
    filled = Counter(each.unit for each in assessments if each.is_reported)
    wrong: dict[str, set[str]] = {}
    for finding in findings:
        if finding.is_error:
            wrong.setdefault(finding.unit, set()).add(finding.where.file)
    return tuple(
        replace(
            report,
            returned=report.reported and not wrong.get(report.name, set()).isdisjoint(_live(report)),
            total=total[report.name],
            filled=filled[report.name],
        )
        for report in reports
    )


def _arrival(
    name: str, period: Period, submissions: Iterable[Submission], receipts: Iterable[Receipt], due: date
) -> UnitReport:
    files = tuple(each for each in submissions if each.unit == name and each.state is not FileState.IGNORED)
    arrived = [each for each in files if each.state is FileState.ACCEPTED or each.period in (None, period)]
    evidence, received = _when(name, period, arrived, receipts)
    return UnitReport(
        name=name,
        reported=bool(arrived),
        late=received > due if arrived and received else None,
        evidence=evidence,
        received=received,
        files=files,
    )


def _when(
    name: str, period: Period, arrived: Sequence[Submission], receipts: Iterable[Receipt]
) -> tuple[Evidence, date | None]:
    """The best evidence and the day it gives. The first file counts: a correction sent later is not a late report.

    A 填报日期 before the month began was left over from an earlier sheet and proves nothing.
    """
    mailed = [_local(each.received) for each in arrived if each.received]
    filled = [each.filled for each in arrived if each.filled and each.filled >= period.first_day]
    noted = [each.received for each in receipts if each.unit == name]
    for evidence, days in ((Evidence.MAIL, mailed), (Evidence.SHEET, filled), (Evidence.NOTE, noted)):
        if days and arrived:
            return evidence, min(days)
    return Evidence.NONE, None


def _local(moment: datetime) -> date:
    """The day in China: a mail's header may give its time in another zone."""
    return (moment.astimezone(_CHINA) if moment.tzinfo else moment).date()


def _about(report: UnitReport, period: Period, due: date) -> Iterator[Finding]:
    if not report.reported:
        yield MISSING.at(
            unit=report.name, unit_name=report.name, period=period.words, deadline=day_words(due, period.year)
        )
    elif report.late and report.received:
        yield LATE.at(
            unit=report.name,
            unit_name=report.name,
            received=day_words(report.received, period.year),
            deadline=day_words(due, period.year),
            evidence=report.evidence.words,
        )


def _live(report: UnitReport) -> set[str]:
    """The files that still stand: what was replaced has been mended already."""
    return {each.file for each in report.files if each.state is not FileState.REPLACED}
