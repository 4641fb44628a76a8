"""A year begins (年度): a new workspace, notice → register, the units' plans."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.findings import PipelineError
from pipeline.gathering import register_in_use
from pipeline.workspace import BRIEF, LETTERS, MAILS, WORDING_PARTS, Workspace, shipped

if TYPE_CHECKING:
    from pipeline.targets.plans import Plans
    from pipeline.targets.proposal import Proposal

_GOVERNMENT = re.compile(r"\w{2,}[区县市旗]人民政府")

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

    return between(register_in_use(workspace, year, "再运行"), proposal.register)


def write_register(workspace: Workspace, year: int, proposal: "Proposal") -> None:
    """Write a proposed register where there is none yet."""
    from pipeline.targets.register import write_register as workbook

    path = workspace.register(year)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:  # never over an existing one, even one that came in between
        file.write(workbook(proposal))


def plans(workspace: Workspace, year: int, proposal: "Proposal") -> "Plans":
    """What the units' filled plan forms hold, read against the register in use, else against the proposed one."""
    from pipeline.targets.plans import read_plans

    register = register_in_use(workspace, year, "再运行") if workspace.register(year).exists() else proposal.register
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

    register, path = register_in_use(workspace, year, "再运行"), workspace.planned_register(year)
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


def strange_office(workspace: Workspace, proposal: "Proposal") -> str:
    """That the settings name another district than the one whose notice this is; empty where they agree."""
    district, issuer = workspace.settings().office.district, proposal.register.notice.issuer
    if not _GOVERNMENT.search(issuer) or district in issuer:
        return ""
    return f"inputs/settings.toml 的 [office] 写的是{district}，通知是{issuer}发的。请先改成本单位的名称。"


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
    yield "请先在 inputs/settings.toml 的 [office] 里写上本单位的名称。"
    yield "再把当年的通知存成 inputs/年份/notice.docx，运行 tongbao targets 年份。"
