"""A month as it stands in its folder (成稿): what report.json says, and the circular that goes out.

Nothing that a person has changed is taken for what the program wrote, and nothing half written is taken at all.
"""

import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import publishing
from pipeline.findings import PipelineError
from pipeline.making import REPORT
from pipeline.period import Period
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from pipeline.ledger import Ledger

_BESIDE = re.compile(r"（新稿(\d*)）(?=\.docx$)")
_UNSETTLED = re.compile(rb"<w:(?:commentReference|ins|del|moveFrom|moveTo)[ />]")


@dataclass(frozen=True, slots=True)
class Issued:
    """One month that was run: its folder, its report, and the hashes of what the run wrote."""

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


def issued(workspace: Workspace, period: Period, ledger: "Ledger") -> Issued:
    """The month as last run; a :class:`PipelineError` where it was not, not wholly, or its report is not its own."""
    manifest, again = ledger.manifest(period), f"请先运行 tongbao run {period}。"
    if manifest is None:
        raise PipelineError(f"{period.words}还没有做过。{again}")
    folder = workspace.papers(period)
    path = folder / REPORT
    if not manifest.published or not path.is_file() or publishing.is_theirs(folder, REPORT, manifest.files):
        raise PipelineError(f"{workspace.name(path)} 不是上次运行写出的样子。{again}")
    return Issued(folder, json.loads(path.read_text("utf-8")), manifest.files)


def circular(month: Issued) -> Circular:
    """The circular as it stands: the latest that a person has edited goes before a newer draft written beside it.

    One that still has comments or tracked changes in it is a working copy, and never goes out.
    """
    written = month.report["outputs"]["circular"]
    if not written:
        return Circular(remark="上次运行只出了核稿（--review-only），没有正式的通报，没有写通报的邮件。")
    edited = [name for name in _drafts(month.folder, written) if publishing.is_theirs(month.folder, name, month.files)]
    name = edited[-1] if edited else written
    path = month.folder / name
    if not path.is_file():
        return Circular(name, remark=f"{name} 不在文件夹里了，没有写通报的邮件。请重新运行本月。")
    data = path.read_bytes()
    if _is_unsettled(data):
        return Circular(
            name, remark=f"{name} 里还有批注或修订（也可能打不开），没有写通报的邮件。请接受修订、删去批注后再运行。"
        )
    if name != written:
        return Circular(name, data, f"通报用的是人改过的 {name}，不是后来另存的 {written}。要发新稿，请先移走改过的。")
    if edited:
        return Circular(name, data, f"通报用的是人改过的 {name}。")
    return Circular(name, data)


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
