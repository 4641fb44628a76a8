"""The months so far (各月走势), by indicator: in lines, and as a workbook with a chart."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.findings import PipelineError
from pipeline.period import Period
from pipeline.quantities import plain
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from pipeline.model.history import History, Recorded


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator through the months of a year."""

    id: str
    name: str
    unit: str
    goal: str
    months: tuple[tuple[Period, str | None, str], ...]
    """Each month with its cumulative figure or state, and its status in words."""

    def plain(self) -> dict[str, object]:
        """As data for programs."""
        return {
            "id": self.id,
            "name": self.name,
            "unit": self.unit,
            "target": self.goal,
            "months": [{"period": str(p), "done": done, "status": status} for p, done, status in self.months],
        }

    def __str__(self) -> str:
        told = "；".join(f"{period.month}月 {done or '—'}（{status}）" for period, done, status in self.months)
        return f"{self.id} {self.name}（{self.unit}，目标{self.goal}）：{told}"


def history(workspace: Workspace, year: int | None) -> tuple[Line, ...]:
    """The months so far of a year, by indicator; of the latest year in the ledger where none is named."""
    return tuple(_lines(_recorded(workspace, year)[1]))


def write_history(workspace: Workspace, year: int | None) -> str:
    """Write the months so far as a workbook, beside one that a person has changed, and say where; nothing for none."""
    from pipeline.formats.seals import replaced
    from pipeline.forms.history_book import history_book

    wanted, rows = _recorded(workspace, year)
    if not rows:
        return ""
    data, kept = history_book(wanted, rows), ""
    for path in workspace.histories():
        if replaced(path, data):
            return f"{kept}已写出 {workspace.name(path)}。"
        kept = f"{workspace.name(path)} 已经有人改过，没有覆盖。"
    raise PipelineError(f"{kept}请移走后再运行。")


def _recorded(workspace: Workspace, year: int | None) -> tuple[int, tuple["History", ...]]:
    from pipeline.ledger import open_ledger

    with open_ledger(workspace.ledger(workspace.settings()), writing=False) as ledger:
        wanted = year or ledger.latest_year() or 0
        return wanted, ledger.history(wanted) if wanted else ()


def _lines(rows: "Iterable[History]") -> Iterator[Line]:
    for row in rows:
        goal = "完成" if row.target is None else f"{plain(row.target)}{row.measure}"
        yield Line(row.indicator, row.name, row.unit, goal, tuple(_month(each) for each in row.months))


def _month(recorded: "Recorded") -> tuple[Period, str | None, str]:
    if recorded.done is not None:
        said: str | None = plain(recorded.done)
    else:
        said = recorded.state.words if recorded.state else None
    return recorded.period, said, recorded.reason.words if recorded.reason else recorded.status.words
