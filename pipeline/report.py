"""The month for programs (report.json): everything, in plain data, with the same bytes for the same month."""

import json
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pipeline.findings import Finding
from pipeline.model import (
    TOLD,
    Amendment,
    Assessment,
    Comparator,
    Correction,
    Entry,
    FileState,
    Indicator,
    Inspection,
    Month,
    Origin,
    Project,
    Register,
    Status,
    Submission,
    Task,
    UnitReport,
    Verdict,
    tally,
)
from pipeline.model.outputs import Outputs as Outputs
from pipeline.period import Period
from pipeline.quantities import half_up, plain
from pipeline.source import NOWHERE, Where

SCHEMA = 1
_PLACES = 6


def report(month: Month, outputs: Outputs) -> dict[str, Any]:
    """A month as plain data. Figures are strings in plain decimal, in the indicator's own measure; missing is null."""
    verdicts = {verdict.id: verdict for verdict in month.tasks}
    judged = {each.id: each for each in month.assessments}
    return {
        "schema": SCHEMA,
        "period": str(month.period),
        "as_of": month.period.last_day.isoformat(),
        "deadline": month.deadline.isoformat() if month.deadline else None,
        "issue": {
            "title": outputs.title or f"关于{month.period.words}区级重点民生实事推进情况的通报",
            "number": month.issue.number or None,
            "date": month.issue.dated.isoformat() if month.issue.dated else None,
        },
        "summary": {
            "projects": _summary(month.projects),
            "tasks": _summary(month.tasks),
            "indicators": _summary(month.assessments),
            "units": _units_summary(month.units),
        },
        "projects": [
            _project(project) | _verdict(verdict) | {"tasks": [_task(t, verdicts[t.id], judged) for t in project.tasks]}
            for project, verdict in zip(month.register.projects, month.projects, strict=True)
        ],
        "units": [_unit(each) for each in month.units],
        "findings": [_finding(each) for each in month.findings],
        "inspections": [_inspection(each, month.period) for each in month.inspections],
        "amendments": [_amendment(each) for each in month.amendments],
        "closed": month.closed.isoformat() if month.closed else None,
        "changes": list(outputs.changes),
        "reconciliation": _reconciliation(month),
        "outputs": {
            "circular": outputs.circular,
            "review": outputs.review,
            "summary": outputs.summary,
            "findings": outputs.findings,
            "overview": outputs.overview,
            "returned": list(outputs.returned),
        },
        "text": [{"role": role, "text": text} for role, text in outputs.text],
        "edits": list(outputs.edits),
    }


def register_json(register: Register) -> dict[str, Any]:
    """The register in the same structure, without what is reported."""
    notice = register.notice
    return {
        "notice": {
            "title": notice.title,
            "number": notice.number,
            "issuer": notice.issuer,
            "date": notice.dated.isoformat() if notice.dated else None,
            "addressees": notice.addressees,
            "annex_title": notice.annex_title,
        },
        "projects": [
            _project(project)
            | {
                "tasks": [
                    _task_facts(task) | {"indicators": [_indicator(each, each.target) for each in task.indicators]}
                    for task in project.tasks
                ]
            }
            for project in register.projects
        ],
    }


def dumps(data: dict[str, Any]) -> str:
    """The text of report.json: Chinese as it is, keys in their own order, one newline at the end."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


# --- projects, tasks, indicators --------------------------------------------------------------------------------------


def _project(project: Project) -> dict[str, Any]:
    return {"number": project.number, "name": project.name}


def _verdict(verdict: Verdict | Assessment) -> dict[str, Any]:
    return {"status": verdict.status.value, "reason": verdict.reason.value if verdict.reason else None}


def _task_facts(task: Task) -> dict[str, Any]:
    return {"id": task.id, "text": task.text, "unit": task.unit, "support": list(task.support)}


def _task(task: Task, verdict: Verdict, judged: dict[str, Assessment]) -> dict[str, Any]:
    """A task with its unit's own words: those of its indicators, each text once, in their order."""
    parts = [judged[each.id] for each in task.indicators]
    entries = [part.entry for part in parts if part.entry]
    return {
        **_task_facts(task),
        **_verdict(verdict),
        "progress": _joined(entry.progress for entry in entries),
        "problem": _joined(entry.problem for entry in entries),
        "next_step": _joined(entry.next_step for entry in entries),
        "indicators": [_assessment(part) for part in parts],
    }


def _indicator(indicator: Indicator, target: Decimal | None) -> dict[str, Any]:
    comparator: Comparator | None = indicator.comparator
    return {
        "id": indicator.id,
        "name": indicator.name,
        "kind": indicator.kind.value,
        "rhythm": indicator.rhythm.value,
        "comparator": comparator.value if comparator else None,
        "target": _figure(target),
        "measure": indicator.measure,
        "due": str(indicator.due),
    }


def _assessment(judged: Assessment) -> dict[str, Any]:
    entry, previous, carried, adjusted = judged.entry, judged.previous, judged.carried, judged.adjusted
    return {
        **_indicator(judged.indicator, judged.target),
        "done": _figure(judged.done),
        "bound": entry.bound.value if entry and entry.bound else None,
        "state": entry.state.value if entry and entry.state else None,
        "verdict": (entry.verdict or None) if entry else None,
        "reported_rate": _figure(entry.reported_rate) if entry else None,
        "rate": _share(judged.rate),
        "pace": _share(judged.pace),
        "gap": _share(judged.gap),
        "previous": _figure(previous.done) if previous else None,
        "previous_period": str(previous.period) if previous else None,
        "months_behind": judged.months_behind,
        **_verdict(judged),
        "origin": entry.origin.value if entry else Origin.NONE.value,
        "carried": {
            "done": _figure(carried.done),
            "state": carried.state.value if carried.state else None,
            "period": str(carried.period),
        }
        if carried
        else None,
        "corrected": _corrected(judged.corrected, judged.replaced) if judged.corrected else None,
        "adjusted": {"old": plain(adjusted.old), "from": str(adjusted.since), "document": adjusted.document}
        if adjusted
        else None,
        "source": _where(entry.where if entry else NOWHERE) | {"raw": (entry.where.raw or None) if entry else None},
    }


def _corrected(correction: Correction, replaced: Entry | None) -> dict[str, Any]:
    was = None
    if replaced and not replaced.is_empty:
        was = replaced.state.value if replaced.state else _figure(replaced.done)
    return {
        "from": was,
        "reason": correction.reason,
        "by": correction.by,
        "date": correction.dated.isoformat() if correction.dated else None,
    }


# --- units, findings, counts ------------------------------------------------------------------------------------------


def _summary(judged: Iterable[Assessment | Verdict]) -> dict[str, int]:
    counts = tally(judged)
    return {"total": counts.total(), **{status.value: counts[status] for status in TOLD}}


def _units_summary(units: Iterable[UnitReport]) -> dict[str, int]:
    units = tuple(units)
    return {
        "total": len(units),
        "reported": sum(each.reported for each in units),
        "missing": sum(not each.reported for each in units),
        "late": sum(each.late is True for each in units),
        "returned": sum(each.returned for each in units),
    }


def _unit(unit: UnitReport) -> dict[str, Any]:
    return {
        "name": unit.name,
        "state": "reported" if unit.reported else "missing",
        "late": unit.late,
        "returned": unit.returned,
        "evidence": unit.evidence.value,
        "received": unit.received.isoformat() if unit.received else None,
        "indicators": {"total": unit.total, "reported": unit.filled},
        "files": [_file(each) for each in unit.files],
    }


def _file(submission: Submission) -> dict[str, Any]:
    received = submission.received
    return {
        "name": submission.file,
        "sha256": submission.sha256,
        "received": received.isoformat() if received else None,
        "state": submission.state.value,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "suggestion": finding.suggestion,
        "unit": finding.unit,
        "task": finding.task,
        "indicator": finding.indicator,
        "source": _where(finding.where),
        "also": [_where(each) for each in finding.also],
    }


def _inspection(inspection: Inspection, period: Period) -> dict[str, Any]:
    """One inspection: found in ``period`` or earlier, open until ``closed_on`` (which may not be known)."""
    ended = inspection.closed_by.day if inspection.closed_by else inspection.day if inspection.closed else None
    return {
        "period": str(inspection.period or period),
        "date": inspection.day.isoformat() if inspection.day else None,
        "place": inspection.place,
        "task": inspection.task,
        "found": inspection.found,
        "advice": inspection.advice,
        "closed": inspection.closed,
        "state": "closed" if inspection.closed else "open",
        "closed_on": ended.isoformat() if ended else None,
    }


def _amendment(wrong: Amendment) -> dict[str, Any]:
    """A figure of an issued circular, as the ledger holds it and as it should have been."""
    was, right, counted = wrong.was, wrong.correction, wrong.indicator.is_counted
    said = (was.done, was.state), (right.value, right.state)
    before, after = (_figure(done) if counted else state.value if state else None for done, state in said)
    return {
        "period": str(was.period),
        "id": wrong.indicator.id,
        "name": wrong.indicator.name,
        "measure": wrong.indicator.measure,
        "from": before,
        "to": after,
        "reason": right.reason,
        "by": right.by,
        "date": right.dated.isoformat() if right.dated else None,
    }


def _reconciliation(month: Month) -> dict[str, dict[str, int]]:
    """Files seen are accepted, replaced, refused, ignored or duplicate; indicators are reported, not, or not due."""
    counts = tally(month.assessments)
    total, silent, early = len(month.assessments), counts[Status.NOT_REPORTED], counts[Status.NOT_DUE]
    files = {state.value: sum(each.state is state for each in month.submissions) for state in FileState}
    return {
        "files": {"seen": len(month.submissions), **files},
        "indicators": {
            "total": total,
            "reported": total - silent - early,
            "not_reported": silent,
            "not_due": early,
        },
    }


# --- plain values -----------------------------------------------------------------------------------------------------


def _figure(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _share(value: Fraction | None) -> str | None:
    """A share to six places, rounded half up: 2/3 is 0.666667."""
    return None if value is None else plain(half_up(value, _PLACES))


def _where(where: Where) -> dict[str, str]:
    return {"file": where.file, "sheet": where.sheet, "cell": where.cell, "raw": where.raw}


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(text for text in texts if text))
