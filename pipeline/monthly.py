"""One month, stage by stage (总流程): collect → merge → validate → assess → word → typeset → record.

The conductor: it knows the rooms and their order, and nothing of what happens inside them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from pipeline import publishing
from pipeline.findings import Finding, PipelineError, Rule, Severity, regraded
from pipeline.model import Month, Register
from pipeline.period import Period
from pipeline.publishing import Papers
from pipeline.report import Outputs
from pipeline.source import Where
from pipeline.workspace import Workspace

EDITED = Rule(
    "L101",
    Severity.WARNING,
    "成文稿被人改过",
    "{name}在上次生成之后被人修改过，没有覆盖；本次的稿子另存为{beside}。",
    "请对照两份稿子，把改动写进模板后再运行。",
)
STALE = Rule(
    "L102",
    Severity.NOTE,
    "后面的月份需要重算",
    "本月重新运行后，{months}的上月数据和连续滞后月数可能变化。",
    "请按月份顺序重新运行。",
)
EARLIER_MISSING = Rule(
    "L103",
    Severity.NOTE,
    "上月没有运行过",
    "{months}有报送文件，但台账里没有这个月，上月数据和连续滞后月数因此缺失。",
    "请先运行{months}，再运行本月。",
)
RULES = (EDITED, STALE, EARLIER_MISSING)

REVIEW, SUMMARY, FINDINGS, PROOF, REPORT = "核稿.docx", "汇总表.xlsx", "问题清单.xlsx", "版式核验.json", "report.json"

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
    ran_at: datetime | None = None,
    review_only: bool = False,
    heard: Heard = _silent,
) -> Month:
    """Run one month of a workspace and write its papers; the month is what report.json prints.

    ``today`` only decides whether the deadline has passed; ``ran_at`` is noted in the ledger. ``review_only`` stops
    before the final circular.
    """
    return conduct(workspace, period, today=today, ran_at=ran_at, review_only=review_only, heard=heard).month


def check_month(
    workspace: Workspace | Path | str, period: Period | str, *, today: date, heard: Heard = _silent
) -> Month:
    """The same up to the findings and assessments; writes nothing."""
    room = _Conductor(_workspace(workspace), _period(period), today, heard)
    return room.judged(room.history(writing=False))


def conduct(
    workspace: Workspace | Path | str,
    period: Period | str,
    *,
    today: date,
    ran_at: datetime | None = None,
    review_only: bool = False,
    heard: Heard = _silent,
) -> Conducted:
    """As :func:`run_month`, with where everything was written."""
    return _Conductor(_workspace(workspace), _period(period), today, heard).run(ran_at, review_only)


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

    def run(self, ran_at: datetime | None, review_only: bool) -> Conducted:
        """Compute everything, then write: stage, record in the ledger (the commit point), move into place."""
        from pipeline.ledger import open_ledger

        folder = self.workspace.papers(self.period)
        with open_ledger(self._address()) as ledger:
            resumed = self._finish(ledger)
            month = self.judged(self._past(ledger))
            former = ledger.manifest(self.period)
            changed = publishing.edited(folder, former)
            month = self._noted(month, self._about_months(ledger))
            month, papers, outputs = self._papers(month, changed, review_only)
            self.heard("落盘")
            publishing.stage(papers, folder)
            ledger.record(
                month,
                inputs={each.file: each.sha256 for each in month.submissions if each.sha256},
                outputs=papers.manifest,
                settings_text=self.workspace.settings_text(),
                wording_hash=publishing.digest(self._wording().encode()),
                ran_at=ran_at,
            )
            publishing.publish(folder, papers.manifest, set(former) - set(changed))
            ledger.mark_published(self.period)
        return Conducted(month, outputs, folder, resumed)
