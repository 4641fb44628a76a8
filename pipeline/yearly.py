"""The year's work around the months (年度): notice → register, the months so far, a new workspace."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.findings import PipelineError
from pipeline.period import Period
from pipeline.quantities import plain
from pipeline.workspace import Workspace, shipped

if TYPE_CHECKING:
    from pipeline.ledger import History, Recorded
    from pipeline.targets.proposal import Proposal

TEMPLATES = ("通报.txt",)


def drafted(workspace: Workspace, year: int, notice: Path | None) -> "Proposal":
    """The register that a year's notice proposes, for a person to review."""
    from pipeline.targets.notice import read_notice
    from pipeline.targets.proposal import propose

    path = notice or workspace.notice(year)
    if path is None:
        raise PipelineError(
            f"没有找到 {year} 年的通知。请把通知存成 {workspace.name(workspace.year(year))}/notice.docx，"
            "或在命令后面写上通知文件的路径。"
        )
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise PipelineError(f"打不开 {workspace.name(path)}。请检查路径和权限。") from fault
    return propose(read_notice(path.name, data), year)


def differences(workspace: Workspace, year: int, proposal: "Proposal") -> tuple[str, ...]:
    """How the register in use differs from what the notice proposes, in words."""
    from pipeline.targets.changes import differences as between
    from pipeline.targets.register import read_register

    path = workspace.register(year)
    return between(read_register(workspace.name(path), path.read_bytes()), proposal.register)


def write_register(workspace: Workspace, year: int, proposal: "Proposal") -> None:
    """Write a proposed register where there is none yet."""
    from pipeline.targets.register import write_register as workbook

    path = workspace.register(year)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:  # never over an existing one, even one that came in between
        file.write(workbook(proposal))


def counts(proposal: "Proposal") -> str:
    """How much a register holds, in words."""
    register = proposal.register
    tasks, indicators = tuple(register.tasks()), tuple(register.indicators())
    return (
        f"{len(register.projects)}件实事、{len(tasks)}项任务、{len(indicators)}项指标"
        f"（量化{sum(each.is_counted for each in indicators)}项，"
        f"定性{sum(not each.is_counted for each in indicators)}项），{len(register.units)}个责任单位"
    )


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
    from pipeline.ledger import open_ledger

    with open_ledger(workspace.ledger(workspace.settings()), writing=False) as ledger:
        wanted = year or ledger.latest_year()
        return tuple(_lines(ledger.history(wanted))) if wanted else ()


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


def new_workspace(folder: Path) -> Iterator[str]:
    """Make a workspace: folders, settings with their comments, the wording. An existing one is left alone."""
    if (folder / "inputs").exists():
        raise PipelineError(f"{folder.name} 里已经有 inputs 文件夹，没有改动。请换一个文件夹。")
    files = {f"templates/{name}": shipped(name) for name in TEMPLATES}
    files["inputs/settings.toml"] = shipped("settings.toml")
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        yield f"已写出 {name}"
    (folder / "outputs").mkdir(exist_ok=True)
    yield "请把当年的通知存成 inputs/年份/notice.docx，再运行 tongbao targets 年份。"
