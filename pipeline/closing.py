"""A month that has been issued is closed (封存), and opened again where it must be (重开), both on record."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import publishing
from pipeline.findings import PipelineError
from pipeline.making import REPORT, REVIEW
from pipeline.period import Period
from pipeline.report import dumps
from pipeline.resuming import finished
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from pipeline.ledger import Closing, Ledger, Manifest


def close_month(workspace: Workspace, period: Period, *, today: date) -> tuple[str, ...]:
    """Lock a month whose circular has been issued, and say so: from now on a run of it is refused.

    The ledger keeps the day, and report.json says it. Without a final circular there is nothing to close.
    """
    from pipeline.ledger import Closing

    return tuple(_Closer(workspace, Closing(period, today)).marked())


def reopen_month(workspace: Workspace, period: Period, reason: str, *, today: date) -> tuple[str, ...]:
    """Open a closed month again; the ledger keeps the day and the reason."""
    from pipeline.ledger import Closing

    return tuple(_Closer(workspace, Closing(period, today, True, reason)).marked())


@dataclass(frozen=True, slots=True)
class _Closer:
    """One closing or reopening under way."""

    workspace: Workspace
    closing: "Closing"

    def marked(self) -> Iterator[str]:
        from pipeline.ledger import open_ledger

        period, place = self.closing.period, self.workspace
        settings = place.settings()
        folder = place.require(place.papers(period), f"{period.words}做出来的文件", f"请先运行 tongbao run {period}。")
        with publishing.alone(place.outputs), open_ledger(place.ledger(settings)) as ledger:
            yield from finished(place, ledger)
            manifest = self._allowed(ledger)
            files = _report(folder, manifest, None if self.closing.reopened else self.closing.day)
            if files:
                publishing.stage(files, folder)
            made = ledger.mark(
                self.closing,
                changed=publishing.hashes(files),
                staging=publishing.staging(folder).name,
            )
            if made:
                publishing.publish(folder, files)
                ledger.publish(made.run)
        yield (
            f"{period.words}已重开，可以再运行。" if self.closing.reopened else f"{period.words}已封存，不会再被改动。"
        )
        if not files:
            yield f"{REPORT} 被人改过或不在了，没有在里面记下封存日期；台账里已经记下。"

    def _allowed(self, ledger: "Ledger") -> "Manifest":
        """The month's current run, where it may be closed or opened again."""
        period = self.closing.period
        manifest, day = ledger.manifest(period), ledger.closed(period)
        if manifest is None:
            raise PipelineError(f"台账里还没有{period.words}。请先运行 tongbao run {period}。")
        if self.closing.reopened:
            if day is None:
                raise PipelineError(f"{period.words}没有封存，不用重开。")
            return manifest
        ledger.require_open(period)
        if not any(name.endswith(".docx") and name != REVIEW for name in manifest.files):
            raise PipelineError(f"{period.words}还只有核稿，没有正式通报。请先运行 tongbao run {period}。")
        return manifest


def _report(folder: Path, manifest: "Manifest", day: date | None) -> dict[str, bytes]:
    """report.json with the day of the closing; nothing where it is not as the program left it."""
    path = folder / REPORT
    if not path.is_file() or publishing.is_theirs(folder, REPORT, manifest.files):
        return {}
    report = json.loads(path.read_bytes())
    return {REPORT: dumps(report | {"closed": day.isoformat() if day else None}).encode()}
