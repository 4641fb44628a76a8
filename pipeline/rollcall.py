"""How a month's reporting stands (点名): who has reported, who has not, who must mend what.

It is the judgement of ``check``, looked at by unit; nothing is written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pipeline.findings import Finding
from pipeline.model import Assessment, FileState, Month, Reason, Status, Submission, Unit, UnitReport
from pipeline.monthly import check_month
from pipeline.period import Period, is_working
from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Call:
    """One unit on the roll: whom to ask, what came in, the errors that it must mend, what it left empty."""

    unit: Unit
    report: UnitReport
    errors: tuple[Finding, ...]
    blank: tuple[Assessment, ...]

    def plain(self) -> dict[str, object]:
        """As data for programs."""
        return {
            "name": self.unit.name,
            "state": "reported" if self.report.reported else "missing",
            "late": self.report.late,
            "returned": self.report.returned,
            "received": self.report.received.isoformat() if self.report.received else None,
            "evidence": self.report.evidence.value,
            "files": [each.file for each in self.report.files],
            "indicators": {"total": self.report.total, "reported": self.report.filled},
            "errors": [
                {"code": each.code, "place": str(each.where), "message": each.message, "suggestion": each.suggestion}
                for each in self.errors
            ],
            "blank": [each.id for each in self.blank],
            "contact": self.unit.contact,
            "leader": self.unit.leader,
            "telephone": self.unit.telephone,
            "mail": self.unit.mail,
        }


@dataclass(frozen=True, slots=True)
class Roll:
    """All units that have to report for a month, as things stand on a day."""

    month: Month
    today: date
    calls: tuple[Call, ...]

    @property
    def reported(self) -> tuple[Call, ...]:
        return tuple(each for each in self.calls if each.report.reported)

    @property
    def missing(self) -> tuple[Call, ...]:
        return tuple(each for each in self.calls if not each.report.reported)

    @property
    def late(self) -> tuple[Call, ...]:
        return tuple(each for each in self.calls if each.report.late)

    @property
    def returned(self) -> tuple[Call, ...]:
        return tuple(each for each in self.calls if each.report.returned)

    @property
    def strangers(self) -> tuple[Submission, ...]:
        """The files that could be a unit's and do not tell whose they are."""
        return tuple(each for each in self.month.submissions if not each.unit and each.state is FileState.REFUSED)

    @property
    def is_too_early(self) -> bool:
        """Whether nothing is to be reported yet."""
        return all(each.status is Status.NOT_DUE for each in self.month.assessments)

    @property
    def days_left(self) -> int | None:
        """The days until the deadline: 0 on its day, negative once it has passed."""
        return (self.month.deadline - self.today).days if self.month.deadline else None

    @property
    def working_days_left(self) -> int:
        """The working days after today, the deadline's among them."""
        days = (self.today + timedelta(ahead) for ahead in range(1, (self.days_left or 0) + 1))
        return sum(is_working(day, self.month.register.holidays) for day in days)

    def plain(self) -> dict[str, object]:
        """As data for programs."""
        return {
            "period": str(self.month.period),
            "today": self.today.isoformat(),
            "deadline": self.month.deadline.isoformat() if self.month.deadline else None,
            "days_left": self.days_left,
            "summary": {
                "total": len(self.calls),
                "reported": len(self.reported),
                "missing": len(self.missing),
                "late": len(self.late),
                "returned": len(self.returned),
            },
            "units": [each.plain() for each in self.calls],
            "unknown": [each.file for each in self.strangers],
        }


def called(
    workspace: Workspace | Path | str,
    period: Period | str,
    *,
    today: date,
    heard: Callable[[str], None] = lambda _: None,
) -> Roll:
    """Call the roll of a month; where its folder does not exist yet nobody has reported."""
    month = check_month(workspace, period, today=today, early=True, heard=heard)
    known = {unit.name: unit for unit in month.register.units}
    calls = (_call(month, report, known.get(report.name, Unit(report.name))) for report in month.units)
    return Roll(month, today, tuple(calls))


def _call(month: Month, report: UnitReport, unit: Unit) -> Call:
    live = {each.file for each in report.files if each.state is not FileState.REPLACED}
    errors = (each for each in month.findings if each.is_error and each.unit == unit.name and each.where.file in live)
    blank = (each for each in month.assessments if each.unit == unit.name and each.status is Status.NOT_REPORTED)
    return Call(unit, report, tuple(errors), tuple(each for each in blank if each.reason is Reason.BLANK))
