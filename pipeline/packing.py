"""The meeting's pack (会议材料), step by step: the circular as it stands, judge again, brief, annex, PDF, one zip.

The figures of the brief are those of the issued month: the month is judged again from its inputs and must come to what
report.json says. The circular itself is taken as it stands in the folder, also where a person has edited it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import disk, publishing
from pipeline.findings import PipelineError
from pipeline.issued import circular, issued, judged_again
from pipeline.period import Period
from pipeline.resuming import finished
from pipeline.workspace import BRIEF, Workspace

if TYPE_CHECKING:
    from pipeline.circular.brief import Brief
    from pipeline.formats.words import WordText
    from pipeline.settings import Settings


def pack_month(workspace: Workspace, period: Period, *, today: date, heard: Callable[[str], None]) -> Iterator[str]:
    """Pack a month's papers for the meeting and say what went in.

    Nothing is packed while the inputs no longer come to the figures of the circular. A zip of the same name that
    a person has put there stays; the new one is written beside it.
    """
    return _Packer(workspace, period, today, heard).packed()


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
        yield from self._finished(settings)
        last = issued(self.workspace, self.period)
        found = circular(last)
        if found.data is None:
            raise PipelineError(found.remark)
        month = judged_again(self.workspace, last, today=self.today, heard=self.heard)
        self.heard("汇报提纲和附件")
        made = brief(month, settings, self.workspace.template(BRIEF), template_name=BRIEF)
        meeting = replace(settings.circular, layout="meeting")
        pdf, missing = self._pdf(found.name, found.data)
        files = {
            found.name: found.data,
            **({f"{Path(found.name).stem}.pdf": pdf} if pdf else {}),
            f"附件（{words}推进情况）.xlsx": annex_book(annexes(month, settings), f"{words}推进情况"),
            f"汇报提纲（{words}）.docx": typeset(made.document, meeting),
        }
        self.heard("落盘")
        yield from self._written(pack(files, month.issue.dated or self.period.last_day))
        yield from (f"  {name}" for name in files)
        yield from filter(None, (missing, found.remark))
        if found.is_edited:
            yield from _contradicted(found.name, found.data, made)
        if not made.fits:
            yield f"汇报提纲一页放不下，请精简 templates/{BRIEF}。"

    def _finished(self, settings: "Settings") -> tuple[str, ...]:
        """What a run that broke off has left is moved to its place first."""
        from pipeline.ledger import open_ledger

        place, again = self.workspace, f"请先运行 tongbao run {self.period}。"
        place.require(place.papers(self.period), f"{self.period.words}做出来的文件", again)
        with publishing.alone(place.outputs), open_ledger(place.ledger(settings)) as ledger:
            return finished(place, ledger)

    def _pdf(self, name: str, data: bytes) -> tuple[bytes, str]:
        """The circular as PDF where LibreOffice is there, else why there is none."""
        from pipeline.formats.office import is_installed, pdf_of

        if not is_installed():
            return b"", "没有装 LibreOffice，这一包里没有 PDF；需要时用 Word 或 WPS 打开通报另存。"
        self.heard("转 PDF")
        try:
            return pdf_of(data, name), ""
        except PipelineError as fault:
            return b"", f"这一包里没有 PDF。{fault}"

    def _written(self, data: bytes) -> Iterator[str]:
        """Write the zip under its name, or beside one that is somebody's."""
        from pipeline.delivery.pack import is_ours

        folder, stem, kept = self.workspace.papers(self.period), f"会议材料（{self.period.words}）", ""
        with publishing.alone(self.workspace.outputs):
            for path in (folder / f"{stem}.zip", folder / f"{stem}（新稿）.zip"):
                if disk.replaced(path, data, is_ours):
                    yield f"{kept}已写出 {self.workspace.name(path)}，里面有："
                    return
                kept = f"{self.workspace.name(path)} 不是程序写出的样子，没有覆盖。"
        raise PipelineError(f"{kept}请移走后再运行。")


def _contradicted(name: str, circular: bytes, made: "Brief") -> Iterator[str]:
    """The figures of the brief that the edited circular does not have."""
    from pipeline.circular.brief import unknown_figures
    from pipeline.formats.words import read_word

    text = "\n".join(_texts(read_word(circular, name)))
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
