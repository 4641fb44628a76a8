"""A year rebuilt from its inputs alone (重建): what the ledger says must come out again."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import disk, publishing
from pipeline.findings import PipelineError
from pipeline.making import EDITED
from pipeline.monthly import EARLIER_MISSING, conduct
from pipeline.period import Period
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from pipeline.ledger import Kept, Manifest


@dataclass(frozen=True, slots=True)
class Compared:
    """One month rebuilt: how much of it there is, and which indicators and findings differ from the ledger's."""

    period: Period
    indicators: int
    findings: int
    differing: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        return not self.differing

    def plain(self) -> dict[str, object]:
        """As data for programs."""
        return {
            "period": str(self.period),
            "indicators": self.indicators,
            "findings": self.findings,
            "differing": list(self.differing),
        }

    def __str__(self) -> str:
        if self.agrees:
            return f"{self.period.words}：{self.indicators}项指标、{self.findings}个问题都与台账一致。"
        return f"{self.period.words}：与台账不一致，{'、'.join(self.differing)}。"


def rebuilt(workspace: Workspace, year: int, heard: Callable[[str], None]) -> tuple[Compared, ...]:
    """Judge every month on record again, in their order and as of their own day, into a fresh ledger beside the old.

    The old one, its closings and hashes, and all papers stay as they are; the closings are entered in the new one too.
    Refused where a month's inputs are gone, or where a rebuilt ledger stands already.
    """
    from pipeline.ledger import open_ledger

    place = workspace.rebuilt()
    if place.exists():
        raise PipelineError(f"{workspace.name(place)} 已经有了，没有覆盖。请移走后再运行。")
    with (
        open_ledger(workspace.ledger(workspace.settings()), writing=False) as ledger,
        tempfile.TemporaryDirectory(prefix="tongbao-") as made,
    ):
        runs = [run for month in range(1, 13) if (run := ledger.manifest(Period(year, month)))]
        if not runs:
            raise PipelineError(f"台账里还没有{year}年做过的月份，不用重建。")
        aside = replace(workspace, made=Path(made))
        for run in runs:
            _run_again(aside, run, heard)
        with open_ledger(aside.outputs / "ledger.db") as again:
            for closing in ledger.closings(year):
                again.mark(closing)
            found = tuple(_compared(run.period, ledger.kept(run.period), again.kept(run.period)) for run in runs)
        with publishing.alone(workspace.outputs):
            disk.whole(place, (aside.outputs / "ledger.db").read_bytes())
    return found


def _run_again(aside: Workspace, run: "Manifest", heard: Callable[[str], None]) -> None:
    ran_at = datetime.fromisoformat(run.ran_at)
    conduct(aside, run.period, today=ran_at.date(), ran_at=ran_at, heard=heard)


def _compared(period: Period, kept: "Kept", again: "Kept") -> Compared:
    """What differs between two runs of a month, but for what they say of the ledger and the papers around them."""
    findings, others = _of_inputs(kept.findings), _of_inputs(again.findings)
    differing = [
        *(f"指标{name}" for name in _differing(kept.assessments, again.assessments, "indicator")),
        *(f"问题{code}" for code in _differing(findings, others, "code")),
    ]
    return Compared(period, len(kept.assessments), len(findings), tuple(differing))


def _of_inputs(findings: "Sequence[Mapping[str, object]]") -> "list[Mapping[str, object]]":
    from pipeline.circular.edits.telling import RULES as EDITS
    from pipeline.ledger import STALE

    around = {rule.code for rule in (STALE, EDITED, EARLIER_MISSING, *EDITS)}
    return [each for each in findings if each["code"] not in around]


def _differing(these: "Sequence[Mapping[str, object]]", those: "Sequence[Mapping[str, object]]", key: str) -> list[str]:
    """The names of the rows that only one of the two has, each once, in their order."""
    rows = [*(row for row in these if row not in those), *(row for row in those if row not in these)]
    return list(dict.fromkeys(str(row[key]) for row in rows))
