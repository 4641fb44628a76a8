"""One month, stage by stage (总流程): collect → merge → validate → assess → word → typeset → record.

The conductor: it knows the rooms and their order, and nothing of what happens inside them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import publishing
from pipeline.findings import Finding, Rule, Severity
from pipeline.making import Making, with_findings
from pipeline.model import Month, Past, Register
from pipeline.period import Period
from pipeline.publishing import is_theirs
from pipeline.report import Outputs
from pipeline.resuming import finished
from pipeline.settings import Settings
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from pipeline.ledger import Ledger

EARLIER_MISSING = Rule(
    "L103",
    Severity.NOTE,
    "前面的月份没有运行过",
    "{months}有报送文件，但台账里没有，本月因此没有可比的上月数据。",
    "请先按月份顺序运行{months}，再运行本月。",
)
RULES = (EARLIER_MISSING,)

Heard = Callable[[str], None]
"""Who is told what is being done: a stage's name, or a stage and a file."""


def _silent(_: str) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class Conducted:
    """A month done: what was judged, what was written and where, and what was finished from a run that broke off."""

    month: Month
    outputs: Outputs
    folder: Path
    resumed: tuple[str, ...] = ()


def run_month(
    workspace: Workspace | Path | str,
    period: Period | str,
    *,
    today: date,
    executor: "Executor | None" = None,
    ran_at: datetime | None = None,
    review_only: bool = False,
    heard: Heard = _silent,
) -> Month:
    """Run one month of a workspace and write its papers; the month is what report.json prints.

    ``today`` only decides whether the deadline has passed; ``ran_at`` is noted in the ledger and nowhere else.
    ``review_only`` stops before the final circular; ``executor`` (threads or processes) makes papers side by side.
    """
    return conduct(
        workspace, period, today=today, executor=executor, ran_at=ran_at, review_only=review_only, heard=heard
    ).month


def check_month(
    workspace: Workspace | Path | str, period: Period | str, *, today: date, heard: Heard = _silent
) -> Month:
    """The same up to the findings and assessments; writes nothing."""
    return _Conductor(_workspace(workspace), _period(period), today, heard).check()


def conduct(
    workspace: Workspace | Path | str,
    period: Period | str,
    *,
    today: date,
    executor: "Executor | None" = None,
    ran_at: datetime | None = None,
    review_only: bool = False,
    heard: Heard = _silent,
) -> Conducted:
    """As :func:`run_month`, with where everything was written."""
    conductor = _Conductor(_workspace(workspace), _period(period), today, heard)
    return conductor.run(ran_at or datetime.combine(today, time()), review_only, executor)


def _workspace(given: Workspace | Path | str) -> Workspace:
    return given if isinstance(given, Workspace) else Workspace(Path(given))


def _period(given: Period | str) -> Period:
    return given if isinstance(given, Period) else Period.parse(given)


@dataclass(frozen=True, slots=True)
class _Conductor:
    """One month under way."""

    workspace: Workspace
    period: Period
    today: date
    heard: Heard

    def check(self) -> Month:
        """Collect, merge, validate, assess."""
        from pipeline.ledger import open_ledger

        settings, (register, unsettled) = self.workspace.settings(), self._register()
        with open_ledger(self.workspace.ledger(settings), writing=False) as ledger:
            return self._judged(settings, register, unsettled, ledger)

    def run(self, ran_at: datetime, review_only: bool, executor: "Executor | None") -> Conducted:
        """Compute everything, then write: stage, record in the ledger (the commit point), move into place."""
        from pipeline.ledger import open_ledger

        settings, (register, unsettled) = self.workspace.settings(), self._register()
        wording, parts = self.workspace.template(settings.circular.wording), self.workspace.wording_parts()
        folder = self.workspace.papers(self.period)
        with publishing.alone(self.workspace.outputs), open_ledger(self.workspace.ledger(settings)) as ledger:
            resumed = finished(self.workspace, ledger)
            ledger.require_open(self.period)
            month = self._judged(settings, register, unsettled, ledger)
            former = ledger.manifest(self.period)
            known = former.files if former else {}
            making = Making(
                month, settings, wording, parts, lambda name: is_theirs(folder, name, known), self.heard, executor
            )
            papers = making.papers(review_only)
            self.heard("落盘")
            publishing.require_room(folder, papers.files)
            publishing.stage(papers.files, folder)
            manifest = ledger.record(
                papers.month,
                inputs={each.file: each.sha256 for each in month.submissions if each.sha256},
                outputs=publishing.hashes(papers.files),
                settings_text=self.workspace.settings_text(),
                wording_hash=publishing.digest("".join((wording, *parts.values())).encode()),
                ran_at=ran_at,
                staging=publishing.staging(folder).name,
            )
            publishing.publish(folder, manifest.files, [name for name in known if not is_theirs(folder, name, known)])
            ledger.publish(manifest.run)
        return Conducted(papers.month, papers.outputs, folder, resumed)

    def _judged(self, settings: Settings, register: Register, unsettled: Sequence[Finding], ledger: "Ledger") -> Month:
        """The month as judged, with what the ledger has to say of the months around it."""
        from pipeline.intake import inspected, receive
        from pipeline.judging import judge
        from pipeline.ledger import stale_months

        self.heard("收集")
        received = self.workspace.received(self.period)
        intake = receive(received, self.period, register, settings.limits, lambda file: self.heard(f"收集 {file}"))
        before = [Period(self.period.year, number) for number in range(1, self.period.month)]
        earlier = inspected({each: self.workspace.received(each) for each in before}, register, settings.limits)
        facts = replace(intake.facts, inspections=(*earlier, *intake.facts.inspections))
        self.heard("研判")
        past = ledger.past(self.period, Period(self.period.year, 1))
        month = judge(
            self.period,
            register,
            facts,
            intake.submissions,
            intake.entries,
            intake.findings,
            past,
            settings,
            self.today,
        )
        around = (
            *unsettled,
            *stale_months(self.period, ledger.stale(self.period)),
            *self._skipped(past),
        )
        return with_findings(replace(month, closed=ledger.closed(self.period)), around, settings)

    def _register(self) -> tuple[Register, tuple[Finding, ...]]:
        """The year's register and what is open in it; without it, or the month's folder, nothing can be done."""
        from pipeline.targets.register import read_reviewed

        year, where = self.period.year, self.workspace
        self.heard("读台账")
        path = where.require(
            where.register(year), f"{year}年的目标任务台账", f"请先运行 tongbao targets {year}，核对后再运行本月。"
        )
        where.require(
            where.received(self.period),
            f"{self.period.words}的报送文件夹",
            "请建这个文件夹，把各单位报来的文件放进去。",
        )
        return read_reviewed(where.name(path), path.read_bytes())

    def _skipped(self, past: Mapping[str, Sequence[Past]]) -> tuple[Finding, ...]:
        """The note that earlier months have files but were never run, so that nothing can be compared with them."""
        known = {each.period for months in past.values() for each in months}
        skipped = [
            month
            for number in range(1, self.period.month)
            if (month := Period(self.period.year, number)) not in known
            and self.workspace.received(month).is_dir()
            and any(self.workspace.received(month).iterdir())
        ]
        words = "、".join(f"{month.month}月" for month in skipped)
        return (EARLIER_MISSING.at(months=words),) if words else ()
