"""The year's work around the months (年度): notice → register, the months so far, a new workspace."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.findings import PipelineError
from pipeline.period import Period
from pipeline.quantities import plain
from pipeline.workspace import BRIEF, LETTERS, MAILS, WORDING_PARTS, Workspace, shipped

if TYPE_CHECKING:
    from pipeline.model import Register
    from pipeline.model.history import History, Recorded
    from pipeline.targets.plans import Plans
    from pipeline.targets.proposal import Proposal

TEMPLATES = ("通报.txt", *WORDING_PARTS, BRIEF, *LETTERS, *MAILS)


def drafted(workspace: Workspace, year: int, notice: Path | None) -> "Proposal":
    """The register that a year's notice proposes, for a person to review."""
    from pipeline.targets.notice import read_notice
    from pipeline.targets.proposal import propose

    path = notice or workspace.notice(year)
    if path is None:
        mend = "请把通知存成这个文件，或在命令后面写上通知文件的路径。"
        path = workspace.require(workspace.year(year) / "notice.docx", f"{year}年的通知", mend)
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise PipelineError(f"打不开 {workspace.name(path)}。请检查路径和权限。") from fault
    return propose(read_notice(path.name, data), year)


def differences(workspace: Workspace, year: int, proposal: "Proposal") -> tuple[str, ...]:
    """How the register in use differs from what the notice proposes, in words."""
    from pipeline.targets.changes import differences as between

    return between(_standing(workspace, year), proposal.register)


def _standing(workspace: Workspace, year: int) -> "Register":
    """The register in use."""
    from pipeline.targets.register import read_register

    path = workspace.register(year)
    return read_register(workspace.name(path), path.read_bytes())


def write_register(workspace: Workspace, year: int, proposal: "Proposal") -> None:
    """Write a proposed register where there is none yet."""
    from pipeline.targets.register import write_register as workbook

    path = workspace.register(year)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:  # never over an existing one, even one that came in between
        file.write(workbook(proposal))


def write_plan_forms(workspace: Workspace, year: int) -> Iterator[str]:
    """Write each unit's plan form, from the register or else from the notice, and say where.

    A form that somebody has filled or changed is never overwritten.
    """
    from pipeline.formats.seals import replaced
    from pipeline.forms.plan import plan_form, planning_units

    in_use = workspace.register(year).exists()
    register = _standing(workspace, year) if in_use else drafted(workspace, year, None).register
    folder, kept = workspace.plan_forms(year), 0
    units = planning_units(register)
    for unit in units:
        path = folder / f"{unit}.xlsx"
        if not replaced(path, plan_form(register, unit)):
            kept += 1
            yield f"{workspace.name(path)} 已经有人填过或改过，没有覆盖。"
    yield f"已写出 {workspace.name(folder)}/：{len(units) - kept}个单位的年度计划表。"
    back = workspace.name(workspace.plans(year))
    yield f"请写明报送日期和联系人后发给各单位；收回的放进 {back}/，再运行 tongbao targets {year}。"


def plans(workspace: Workspace, year: int, proposal: "Proposal") -> "Plans":
    """What the units' filled plan forms hold, read against the register in use, else against the proposed one."""
    from pipeline.targets.plans import read_plans

    register = _standing(workspace, year) if workspace.register(year).exists() else proposal.register
    return read_plans(tuple(_files(workspace.plans(year))), register, workspace.settings().limits)


def planned(proposal: "Proposal", plans: "Plans") -> "Proposal":
    """A proposed register with the units' plans entered, each marked for review."""
    from pipeline.targets.planned import with_plans

    return with_plans(proposal, plans.planned)


def plans_beside(workspace: Workspace, year: int, plans: "Plans") -> Iterator[str]:
    """How the units' plans differ from the register in use, in words; where they do, a register to review beside it.

    The register in use is never touched, nor is one beside it that somebody has edited.
    """
    from pipeline.formats.seals import replaced
    from pipeline.targets.planned import plan_differences, register_with_plans

    register, path = _standing(workspace, year), workspace.planned_register(year)
    found = plan_differences(register, plans.planned)
    yield from (f"  {line}" for line in found)
    if not found:
        if plans.planned:
            yield "各单位报的年度计划与台账一致。"
        return
    yield f"各单位报的年度计划与台账有 {len(found)} 处不同。"
    data = register_with_plans(workspace.register(year).read_bytes(), register, plans.planned)
    if replaced(path, data):
        yield (
            f"已写出 {workspace.name(path)}：台账原样，另加这些计划，都标了“待核”。"
            f"核对后请用它换下 {workspace.name(workspace.register(year))}。"
        )
    else:
        yield f"{workspace.name(path)} 已经有人改过，没有覆盖。请核对后用它换下台账，或移走后再运行一次。"


_JUNK = ("~$", ".", "~wrl", "thumbs.db", "desktop.ini")
"""How the names begin of what programs leave behind."""


def _files(folder: Path) -> Iterator[tuple[str, bytes | None]]:
    """The files below a folder by name, ``None`` for one that cannot be opened; links are not followed."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_symlink() or not path.is_file() or path.name.casefold().startswith(_JUNK):
            continue
        try:
            yield path.relative_to(folder).as_posix(), path.read_bytes()
        except OSError:
            yield path.relative_to(folder).as_posix(), None


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
