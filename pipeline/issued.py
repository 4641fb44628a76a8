"""A month as it stands in its folder (成稿): what report.json says, the circular that goes out, the month judged again.

Nothing that a person has changed is taken for what the program wrote, nothing half written is taken at all, and what
goes out is what the inputs still come to.
"""

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import publishing
from pipeline.findings import PipelineError
from pipeline.making import REPORT
from pipeline.period import Period
from pipeline.report import Outputs, report
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from pipeline.model import Month

_BESIDE = re.compile(r"（新稿(\d*)）(?=\.docx$)")
_UNSETTLED = re.compile(rb"<w:(?:commentReference|ins|del|moveFrom|moveTo)[ />]")
_COMPARED = ("projects", "units", "inspections", "amendments")
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Issued:
    """One month that was run: its folder, its report, and the hashes of what the run wrote."""

    period: Period
    folder: Path
    report: Mapping[str, Any]
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Circular:
    """The circular that goes out, by name and bytes; ``remark`` tells where it is not what the last run wrote.

    ``data`` is ``None`` where none can go out; the remark then says why.
    """

    name: str = ""
    data: bytes | None = None
    remark: str = ""
    is_edited: bool = False


def issued(workspace: Workspace, period: Period) -> Issued:
    """The month as last run; a :class:`PipelineError` where it was not, not wholly, or its report is not its own."""
    from pipeline.ledger import open_ledger

    workspace.require(workspace.inputs, "工作区", "请到工作区里运行。")
    with open_ledger(workspace.ledger(workspace.settings()), writing=False) as ledger:
        manifest = ledger.manifest(period)
    if manifest is None:
        raise PipelineError(f"{period.words}还没有做过。请先运行 tongbao run {period}。")
    folder = workspace.papers(period)
    path = folder / REPORT
    if not manifest.published or not path.is_file() or publishing.is_theirs(folder, REPORT, manifest.files):
        raise PipelineError(
            f"{workspace.name(path)} 不是上次运行写出的样子（被人改过，或者没有写完）。请先运行 tongbao run {period}。"
        )
    return Issued(period, folder, json.loads(path.read_bytes()), manifest.files)


def circular(month: Issued) -> Circular:
    """The circular as it stands: the latest that a person has edited goes before a newer draft written beside it.

    One that still has comments or tracked changes in it is a working copy, and never goes out.
    """
    written, again = month.report["outputs"]["circular"], f"请重新运行 tongbao run {month.period}。"
    if not written:
        return Circular(remark=f"{month.period.words}还只有核稿，没有正式通报。{again}")
    edited = [name for name in _drafts(month.folder, written) if publishing.is_theirs(month.folder, name, month.files)]
    name = edited[-1] if edited else written
    path = month.folder / name
    if not path.is_file():
        return Circular(name, remark=f"{month.folder.name} 里没有找到 {name}。{again}")
    data = path.read_bytes()
    if _is_unsettled(data):
        return Circular(
            name, remark=f"{name} 里还有批注或修订（也可能打不开）。请接受修订、删去批注后再运行。", is_edited=True
        )
    if name != written:
        remark = f"通报用的是人改过的 {name}，不是后来另存的 {written}。要用新稿，请先移走改过的。"
        return Circular(name, data, remark, True)
    return Circular(name, data, f"通报用的是人改过的 {name}。" if edited else "", bool(edited))


def judged_again(workspace: Workspace, month: Issued, *, today: date, heard: Callable[[str], None]) -> "Month":
    """The month judged again; an error where it is no longer what its report says, for that is what goes out."""
    from pipeline.monthly import check_month

    again = check_month(workspace, month.period, today=today, heard=heard)
    different = _differences(month.report, report(again, Outputs()))
    if not different:
        return again
    mend = f"请重新运行 tongbao run {month.period}，看过通报再继续。"
    if month.report["closed"]:
        mend = f"{month.period.words}已经封存，请把收到的文件恢复成做通报时的样子，或者写明原因重开后再运行。"
    raise PipelineError(
        f"上次运行以后，收到的文件、本月事项、台账或设置有变化，与做通报时不一样了（{different}）。{mend}"
    )


def _drafts(folder: Path, written: str) -> list[str]:
    """The circular and the drafts beside it, from the first to the latest."""
    stem = _BESIDE.sub("", written).removesuffix(".docx")
    found = {path.name: _BESIDE.search(path.name) for path in folder.glob("*.docx") if path.name.startswith(stem)}
    numbers = {name: int(beside[1] or 1) if beside else 0 for name, beside in found.items()}
    return sorted((name for name in numbers if _BESIDE.sub("", name) == f"{stem}.docx"), key=lambda name: numbers[name])


def _is_unsettled(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return bool(_UNSETTLED.search(package.read("word/document.xml")))
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError):
        return True


def _differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """What is not as it was, in words: indicators by name, else the part of the report; empty for nothing."""
    known = _indicators(before)
    changed = [each["name"] for name, each in _indicators(now).items() if known.get(name) != each]
    if changed:
        more = f"等{len(changed)}项指标" if len(changed) > _MOST_NAMED else ""
        return "、".join(changed[:_MOST_NAMED]) + more
    if any(before["issue"][key] != now["issue"][key] for key in ("number", "date")):
        return "发文字号或者成文日期"
    if any(before[key] != now[key] for key in _COMPARED):
        return "目标任务台账、报送情况、现场督查或者更正"
    return ""


def _indicators(data: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        each["id"]: each for project in data["projects"] for task in project["tasks"] for each in task["indicators"]
    }
