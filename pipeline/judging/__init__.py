"""The judgement (研判): merge → checks → assess."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from pipeline.findings import Finding, Severity, regraded
from pipeline.judging import amendments, checks, inspections, merge, reporting
from pipeline.judging.assess import assess, refused, verdicts
from pipeline.judging.cases import Case, cases
from pipeline.model import Entry, FileState, Month, MonthFacts, Past, Register, Submission
from pipeline.period import Period
from pipeline.settings import Settings

__all__ = ["RULES", "judge"]

RULES = merge.RULES + inspections.RULES + amendments.RULES + checks.RULES + reporting.RULES


def judge(
    period: Period,
    register: Register,
    facts: MonthFacts,
    submissions: Sequence[Submission],
    entries: Sequence[Entry],
    findings: Sequence[Finding],
    past: Mapping[str, tuple[Past, ...]],
    settings: Settings,
    today: date,
) -> Month:
    """The whole month as judged.

    ``findings`` are those of the stages before; ``past`` holds the year's earlier months by indicator, oldest first.
    The severities that the office has set apply before anything is assessed: an error keeps its figure out.
    ``today`` only tells whether the deadline has passed.
    """
    due = reporting.deadline(period, register.holidays, settings.deadline.grace)
    reports = reporting.arrivals(period, register, submissions, facts, due)
    current = [each for each in facts.corrections if each.period is None]
    merged, merging = merge.merge(period, register, entries, submissions, current, findings)
    right, wrong, amending = amendments.amended(register, past, facts.corrections)
    inspected, inspecting = inspections.followed(period, register, facts.inspections)
    found = [*findings, *merging, *amending, *inspecting]
    replaced = {each.file for each in submissions if each.state is FileState.REPLACED}
    standing = [each for each in found if each.where.file not in replaced]
    judged = cases(period, register, merged, right, reports, standing, settings.judging)
    found += checks.checked(judged)
    found += reporting.found_by(reports, period, facts, due, today)
    graded = _softened(regraded(found, settings.severities), judged, replaced)
    kept_out = refused(judged, graded)
    assessments = tuple(assess(case, case.indicator.id in kept_out) for case in judged)
    tasks, projects = verdicts(register, assessments)
    return Month(
        period=period,
        register=register,
        issue=facts.issue,
        submissions=tuple(submissions),
        assessments=assessments,
        tasks=tasks,
        projects=projects,
        units=reporting.counted(reports, assessments, graded),
        findings=graded,
        inspections=inspected,
        amendments=wrong,
        deadline=due,
    )


def _softened(findings: Iterable[Finding], judged: Iterable[Case], replaced: Collection[str]) -> tuple[Finding, ...]:
    """Errors that have been put right weigh as warnings: the figure goes in, and a person should look.

    Put right is what stands in a file that its unit has replaced, and what the office has corrected.
    """
    corrected = {(case.indicator.id, unit) for case in judged if case.corrected for unit in ("", case.task.unit)}
    return tuple(
        replace(each, rule=replace(each.rule, severity=Severity.WARNING))
        if each.is_error and (each.where.file in replaced or (each.indicator, each.unit) in corrected)
        else each
        for each in findings
    )
