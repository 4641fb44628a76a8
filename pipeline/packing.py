"""The meeting's pack (会议材料), step by step: the circular as it stands, judge again, brief, annex, PDF, one zip.

The figures of the brief are those of the issued month: the month is judged again from its inputs and must come to what
report.json says. The circular itself is taken as it stands in the folder, also where a person has edited it.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import publishing
from pipeline.findings import PipelineError
from pipeline.making import REPORT
from pipeline.period import Period
from pipeline.report import Outputs, report
from pipeline.resuming import finished
from pipeline.workspace import BRIEF, Workspace

if TYPE_CHECKING:
    from pipeline.circular.brief import Brief
    from pipeline.formats.words import WordText
    from pipeline.model import Month
    from pipeline.settings import Settings

_COMPARED = ("summary", "projects", "units", "inspections", "amendments")
_DRAFT = re.compile(r"（新稿\d*）(?=\.docx$)")
_MOST_NAMED = 3


def pack_month(workspace: Workspace, period: Period, *, today: date, heard: Callable[[str], None]) -> Iterator[str]:
    """Pack a month's papers for the meeting and say what went in.

    Nothing is packed while the inputs no longer come to the figures of the circular. A zip of the same name that
    a person has put there stays; the new one is written beside it.
    """
    return _Packer(workspace, period, today, heard).packed()


@dataclass(frozen=True, slots=True)
class _Standing:
    """A month as it stands in its folder: its circular and its report, and what a person has to do with them."""

    resumed: tuple[str, ...]
    name: str
    circular: bytes
    is_edited: bool
    beside: str
    """A newer draft of the circular, written beside the one that a person has edited."""
    report: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Packer:
    """One packing under way."""

    workspace: Workspace
    period: Period
    today: date
    heard: Callable[[str], None]

    def packed(self) -> Iterator[str]:
        from pipeline.circular.annexes import annexes
        from pipeline.circular.brief import brief
        from pipeline.circular.typeset import typeset
        from pipeline.delivery.pack import pack
        from pipeline.forms.annex_book import annex_book

        settings, words = self.workspace.settings(), self.period.words
        standing = self._standing(settings)
        yield from standing.resumed
        month = self._judged(standing.report)
        self.heard("汇报提纲和附件")
        made = brief(month, settings, self.workspace.template(BRIEF), template_name=BRIEF)
        meeting = replace(settings.circular, layout="meeting")
        pdf, missing = self._pdf(standing)
        files = {
            standing.name: standing.circular,
            **({f"{Path(standing.name).stem}.pdf": pdf} if pdf else {}),
            f"附件（{words}推进情况）.xlsx": annex_book(annexes(month, settings), f"{words}推进情况"),
            f"汇报提纲（{words}）.docx": typeset(made.document, meeting),
        }
        remarks = tuple(filter(None, (missing, *_remarks(standing, made))))
        self.heard("落盘")
        yield from self._written(pack(files, month.issue.dated or self.period.last_day))
        yield from (f"  {name}" for name in files)
        yield from remarks

    def _standing(self, settings: "Settings") -> _Standing:
        """The month's circular and report, once everything recorded has been moved to its place."""
        from pipeline.ledger import open_ledger

        period, place = self.period, self.workspace
        folder = place.require(place.papers(period), f"{period.words}做出来的文件", f"请先运行 tongbao run {period}。")
        with publishing.alone(place.outputs), open_ledger(place.ledger(settings)) as ledger:
            resumed, manifest = finished(place, ledger), ledger.manifest(period)
            if manifest is None:
                raise PipelineError(f"台账里还没有{period.words}。请先运行 tongbao run {period}。")
            if not (folder / REPORT).is_file() or publishing.is_theirs(folder, REPORT, manifest.files):
                raise PipelineError(f"{REPORT} 被人改过或不在了，没法核对数字。请重新运行 tongbao run {period}。")
            reported = json.loads((folder / REPORT).read_bytes())
            written = reported["outputs"]["circular"]
            if not written:
                raise PipelineError(f"{period.words}还只有核稿，没有正式通报。请先运行 tongbao run {period}。")
            own = _DRAFT.sub("", written)
            name = own if (folder / own).is_file() else written
            if not (folder / name).is_file():
                raise PipelineError(f"{folder.name} 里没有找到 {name}。请重新运行 tongbao run {period}。")
            return _Standing(
                resumed,
                name,
                (folder / name).read_bytes(),
                publishing.is_theirs(folder, name, manifest.files),
                written if written != name else "",
                reported,
            )

    def _judged(self, issued: Mapping[str, Any]) -> "Month":
        """The month judged again; an error where it is no longer the one that was issued."""
        from pipeline.monthly import check_month

        month = check_month(self.workspace, self.period, today=self.today, heard=self.heard)
        different = _differences(issued, report(month, Outputs()))
        if not different:
            return month
        mend = f"请重新运行 tongbao run {self.period}，看过通报再打包。"
        if issued["closed"]:
            mend = f"{self.period.words}已经封存，请把后来放进去的文件移走，或者写明原因重开后再运行。"
        raise PipelineError(f"现在的报送文件、本月事项或者设置，与做通报时的不一样了（{different}）。{mend}")

    def _pdf(self, standing: _Standing) -> tuple[bytes, str]:
        """The circular as PDF where LibreOffice is there, else why there is none."""
        from pipeline.formats.office import is_installed, pdf_of

        if not is_installed():
            return b"", "没有装 LibreOffice，这一包里没有 PDF；需要时用 Word 或 WPS 打开通报另存。"
        self.heard("转 PDF")
        try:
            return pdf_of(standing.circular, standing.name), ""
        except PipelineError as fault:
            return b"", f"这一包里没有 PDF。{fault}"

    def _written(self, data: bytes) -> Iterator[str]:
        """Write the zip under its name, or beside one that is somebody's."""
        from pipeline.delivery.pack import is_ours

        folder, stem, kept = self.workspace.papers(self.period), f"会议材料（{self.period.words}）", ""
        with publishing.alone(self.workspace.outputs):
            for name in (f"{stem}.zip", f"{stem}（新稿）.zip"):
                path = folder / name
                if path.is_symlink() or (path.exists() and not (path.is_file() and is_ours(path.read_bytes()))):
                    kept = f"{self.workspace.name(path)} 不是程序写出的样子，没有覆盖。"
                    continue
                publishing.stage({name: data}, folder)
                publishing.publish(folder, [name])
                yield f"{kept}已写出 {self.workspace.name(path)}，里面有："
                return
        raise PipelineError(f"{kept}请移走后再运行。")


def _differences(issued: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """What is not as it was issued, in words: indicators by name, else the part of the report; empty for nothing."""
    before, after = _indicators(issued), _indicators(now)
    changed = [each["name"] for name, each in after.items() if before.get(name) != each]
    if changed:
        more = f"等{len(changed)}项指标" if len(changed) > _MOST_NAMED else ""
        return "、".join(changed[:_MOST_NAMED]) + more
    if any(issued["issue"][key] != now["issue"][key] for key in ("number", "date")):
        return "发文字号或者成文日期"
    if any(issued[key] != now[key] for key in _COMPARED):
        return "目标任务台账、报送情况、现场督查或者更正"
    return ""


def _indicators(data: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        each["id"]: each for project in data["projects"] for task in project["tasks"] for each in task["indicators"]
    }


def _remarks(standing: _Standing, made: "Brief") -> Iterator[str]:
    """What a person should know of the pack before it goes to the meeting."""
    if standing.beside:
        yield f"通报用的是 {standing.name}（有人改过）；文件夹里还有程序后来写的 {standing.beside}，没有装进去。"
    elif standing.is_edited:
        yield f"通报用的是有人改过的 {standing.name}，按改过的样子装入。"
    if standing.is_edited:
        yield from _contradicted(standing, made)
    if not made.fits:
        yield f"汇报提纲一页放不下，请精简 templates/{BRIEF}。"


def _contradicted(standing: _Standing, made: "Brief") -> Iterator[str]:
    """The figures of the brief that the edited circular does not have."""
    from pipeline.circular.brief import unknown_figures
    from pipeline.formats.words import read_word

    text = "\n".join(_texts(read_word(standing.circular, standing.name)))
    lost = tuple(unknown_figures(made.document, text))
    if lost:
        yield f"汇报提纲里的 {'、'.join(lost)} 在改过的通报里没有找到，请核对。"


def _texts(word: "WordText") -> Iterator[str]:
    """All texts of a Word file, those of its tables too."""
    from pipeline.formats.words import WordTable

    for block in word.blocks:
        if isinstance(block, WordTable):
            yield from (cell.text for row in block.rows for cell in row)
        else:
            yield block.text
