"""The judgement itself: cases and the findings that stand → assessments, and verdicts on tasks and projects."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.findings import Finding
from pipeline.judging.cases import Case
from pipeline.judging.statuses import worst
from pipeline.model import Assessment, Carried, Entry, Reason, Register, Status, Verdict


def refused(cases: Iterable[Case], findings: Iterable[Finding]) -> frozenset[str]:
    """The indicators whose figure an error in their own unit's sheets keeps out; nobody else's error touches it."""
    owners = {case.indicator.id: case.task.unit for case in cases}
    return frozenset(
        each.indicator
        for each in findings
        if each.is_error and each.indicator in owners and each.unit == owners[each.indicator]
    )


def assess(case: Case, is_refused: bool) -> Assessment:
    """The judgement on one indicator; ``is_refused`` where an error keeps its figure out."""
    if case.status and not is_refused:
        return _reported(case, case.status)
    if not is_refused and case.was_completed:
        return _unreported(case, Status.COMPLETED, None)
    if not is_refused and not case.is_awaited:
        return _unreported(case, Status.NOT_DUE, None)
    return _unreported(case, Status.NOT_REPORTED, _reason(case, is_refused))


def verdicts(register: Register, assessments: Sequence[Assessment]) -> tuple[tuple[Verdict, ...], tuple[Verdict, ...]]:
    """The verdicts on every task and every project, in the register's order."""
    by_task: dict[str, list[Assessment]] = {task.id: [] for task in register.tasks()}
    for each in assessments:
        by_task[each.task].append(each)
    tasks = {name: worst(name, [(each.status, each.reason) for each in parts]) for name, parts in by_task.items()}
    projects = tuple(
        worst(str(project.number), [(tasks[task.id].status, tasks[task.id].reason) for task in project.tasks])
        for project in register.projects
    )
    return tuple(tasks.values()), projects


def _reported(case: Case, status: Status) -> Assessment:
    return replace(
        _bare(case, status, case.entry),
        rate=case.progress.rate,
        pace=case.progress.pace,
        gap=case.progress.gap,
        months_behind=case.months_behind + 1 if status.lags else 0,
        months_in_a_row=case.months_in_a_row + 1 if status.lags else 0,
        corrected=case.corrected,
        replaced=case.replaced,
    )


def _unreported(case: Case, status: Status, reason: Reason | None) -> Assessment:
    """Without a figure: the last known one is carried beside it, and the months behind neither grow nor end."""
    entry = replace(case.entry, done=None, state=None, bound=None) if case.entry else None
    last = case.last
    return replace(
        _bare(case, status, entry),
        pace=case.progress.pace,
        reason=reason,
        carried=Carried(last.period, last.done, last.state, last.amended) if last else None,
        months_behind=case.months_behind,
    )


def _bare(case: Case, status: Status, entry: Entry | None) -> Assessment:
    return Assessment(
        indicator=case.indicator,
        task=case.task.id,
        unit=case.task.unit,
        status=status,
        entry=entry,
        target=case.target,
        previous=case.last,
        adjusted=case.adjusted,
        last_month=case.last_month,
    )


def _reason(case: Case, is_refused: bool) -> Reason:
    """Who sent nothing for this month is missing, whatever else came from that unit."""
    if not case.report.reported:
        return Reason.MISSING
    return Reason.REFUSED if is_refused or case.unread else Reason.BLANK
