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
from pipeline.formats.writings import Writing
from pipeline.gathering import Gathered, gather
from pipeline.making import Making, ready, with_findings
from pipeline.model import Month, Past
from pipeline.period import Period
from pipeline.publishing import is_theirs
from pipeline.report import Outputs
from pipeline.resuming import finished
from pipeline.settings import Settings, decode_settings
from pipeline.siding import Executor, ahead
from pipeline.workspace import OVERVIEW, Workspace

if TYPE_CHECKING:
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
    executor: Executor | None = None,
    ran_at: datetime | None = None,
    review_only: bool = False,
    keep_edits: bool = False,
    heard: Heard = _silent,
) -> Month:
    """Run one month of a workspace and write its papers; the month is what report.json prints.

    ``today`` only decides whether the deadline has passed; ``ran_at`` is noted in the ledger and nowhere else.
    ``review_only`` stops before the final circular; ``keep_edits`` takes over what a person wrote into the circular
    that stands there, but no figures; ``executor`` gathers and makes papers aside:
    a siding, or one of ``concurrent.futures``; ``heard`` goes over to its processes.
    """
    return conduct(
        workspace,
        period,
        today=today,
        executor=executor,
        ran_at=ran_at,
        review_only=review_only,
        keep_edits=keep_edits,
        heard=heard,
    ).month


def check_month(
    workspace: Workspace | Path | str, period: Period | str, *, today: date, early: bool = False, heard: Heard = _silent
) -> Month:
    """The same up to the findings and assessments; writes nothing.

    ``early`` takes a month without a folder for one in which nobody has reported yet; else it is an error.
    """
    return _Conductor(_workspace(workspace), _period(period), today, heard).check(early)


def conduct(
    workspace: Workspace | Path | str,
    period: Period | str,
    *,
    today: date,
    executor: Executor | None = None,
    ran_at: datetime | None = None,
    review_only: bool = False,
    keep_edits: bool = False,
    layout: str = "",
    wording: Path | None = None,
    heard: Heard = _silent,
) -> Conducted:
    """As :func:`run_month`, with where everything was written.

    ``layout`` and ``wording`` (a template or a Word manuscript) go before those of the settings.
    """
    conductor = _Conductor(_workspace(workspace), _period(period), today, heard, layout, wording)
    return conductor.run(ran_at or datetime.combine(today, time()), review_only, keep_edits, executor)


def read_wording(workspace: Workspace, settings: Settings, file: Path | None = None) -> Writing:
    """The office's wording: the ``file`` that is given, else that of the settings.

    A .docx is a Word manuscript; what Word, WPS or LibreOffice saved otherwise is refused with what to save it as.
    """
    name, data = workspace.wording(settings.circular.wording, file, settings.limits.file_bytes)
    if name.lower().endswith(".docx") or data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        from pipeline.circular.manuscript import read_manuscript

        return read_manuscript(data, name)
    return Writing(name, decode_settings(data, name).replace("\r\n", "\n"))


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
    layout: str = ""
    wording: Path | None = None

    def check(self, early: bool) -> Month:
        """Collect, merge, validate, assess."""
        from pipeline.ledger import open_ledger

        settings = self.workspace.settings()
        gathered = gather(self.workspace, self.period, self.heard, early)
        with open_ledger(self.workspace.ledger(settings), writing=False) as ledger:
            return self._judged(settings, gathered, ledger)

    def run(self, ran_at: datetime, review_only: bool, keep_edits: bool, executor: Executor | None) -> Conducted:
        """Compute everything, then write: stage, record in the ledger (the commit point), move into place."""
        from pipeline.ledger import open_ledger, prepare

        settings = self._settings()
        gathering = ahead(executor, gather, self.workspace, self.period, self.heard)
        prepare()
        wording, parts = read_wording(self.workspace, settings, self.wording), self.workspace.wording_parts()
        page = self.workspace.template(OVERVIEW)
        folder = self.workspace.papers(self.period)
        gathered = gathering()
        if executor:
            executor.submit(ready, page)
        with publishing.alone(self.workspace.outputs), open_ledger(self.workspace.ledger(settings)) as ledger:
            resumed = finished(self.workspace, ledger)
            ledger.require_open(self.period)
            month = self._judged(settings, gathered, ledger)
            former = ledger.manifest(self.period)
            known = former.files if former else {}
            making = Making(
                month=month,
                settings=settings,
                wording=wording,
                parts=parts,
                page=page,
                trend=ledger.history(self.period.year),
                is_theirs=lambda name: is_theirs(folder, name, known),
                read=lambda name: (folder / name).read_bytes(),
                heard=self.heard,
                executor=executor,
            )
            papers = making.papers(review_only, keep_edits)
            self.heard("落盘")
            publishing.require_room(folder, papers.files)
            publishing.stage(papers.files, folder)
            manifest = ledger.record(
                papers.month,
                inputs={each.file: each.sha256 for each in month.submissions if each.sha256},
                outputs=publishing.hashes(papers.files),
                settings_text=self.workspace.settings_text(),
                wording_hash=publishing.digest("".join((wording.source, *parts.values())).encode()),
                ran_at=ran_at,
                staging=publishing.staging(folder).name,
            )
            publishing.publish(folder, manifest.files, [name for name in known if not is_theirs(folder, name, known)])
            ledger.publish(manifest.run)
        return Conducted(papers.month, papers.outputs, folder, resumed)

    def _settings(self) -> Settings:
        """The workspace's settings, in the layout that this run asks for."""
        settings = self.workspace.settings()
        if not self.layout:
            return settings
        return replace(settings, circular=replace(settings.circular, layout=self.layout))

    def _judged(self, settings: Settings, gathered: Gathered, ledger: "Ledger") -> Month:
        """The month as judged, with what the ledger has to say of the months around it."""
        from pipeline.judging import judge
        from pipeline.ledger import stale_months

        self.heard("研判")
        past = ledger.past(self.period, Period(self.period.year, 1))
        month = judge(
            self.period,
            gathered.register,
            gathered.facts,
            gathered.submissions,
            gathered.entries,
            gathered.findings,
            past,
            settings,
            self.today,
        )
        around = (
            *gathered.unsettled,
            *stale_months(self.period, ledger.stale(self.period)),
            *self._skipped(past),
        )
        return with_findings(replace(month, closed=ledger.closed(self.period)), around, settings)

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
