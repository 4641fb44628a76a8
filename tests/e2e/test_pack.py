"""``tongbao pack`` over the sample workspace: what goes in, what is refused, whose zip stays."""

import io
import json
import os
import shutil
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from pipeline import packing
from pipeline.findings import PipelineError
from pipeline.monthly import run_month
from pipeline.period import Period
from pipeline.workspace import Workspace
from tests.e2e.conftest import TODAY, Done, run
from tests.e2e.test_commands import tongbao

MAY = Period(2023, 5)
ZIP = "会议材料（2023年5月）.zip"
PATH = os.environ["PATH"]
BRIEF, ANNEX = "汇报提纲（2023年5月）.docx", "附件（2023年5月推进情况）.xlsx"


@pytest.fixture
def root(months: dict[str, Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the workspace with three months done, on a machine where no LibreOffice is found."""
    shutil.copytree(months["2023-05"].folder.parents[1], tmp_path / "w")
    monkeypatch.setenv("PATH", "")
    return tmp_path / "w"


def packed(root: Path) -> list[str]:
    """What a pack of May says."""
    return list(packing.pack_month(Workspace(root), MAY, today=TODAY, heard=lambda _: None))


def members(root: Path, name: str = ZIP) -> dict[str, bytes]:
    with zipfile.ZipFile(root / "outputs" / "2023-05" / name) as made:
        return {each: made.read(each) for each in made.namelist()}


def circular_of(root: Path) -> Path:
    report = json.loads((root / "outputs" / "2023-05" / "report.json").read_text("utf-8"))
    return root / "outputs" / "2023-05" / str(report["outputs"]["circular"])


def test_the_pack_holds_what_the_meeting_wants(root: Path) -> None:
    """The circular byte for byte, the annex, the brief with the month's counts; without LibreOffice it says so."""
    said = "\n".join(packed(root))
    inside = members(root)
    circular = circular_of(root)
    assert list(inside) == [circular.name, ANNEX, BRIEF]
    assert inside[circular.name] == circular.read_bytes()
    text = "\n".join(each.text for each in docx.Document(io.BytesIO(inside[BRIEF])).paragraphs)
    report = json.loads((root / "outputs" / "2023-05" / "report.json").read_text("utf-8"))
    tasks = report["summary"]["tasks"]
    assert f"{tasks['total']}项任务" in text
    assert f"滞后{tasks['behind']}项" in text
    assert openpyxl.load_workbook(io.BytesIO(inside[ANNEX])).sheetnames
    assert "没有装 LibreOffice" in said
    assert all(name in said for name in inside)


def test_packed_again_it_is_the_same(root: Path) -> None:
    """The same bytes, in the place of the former zip, and nothing else in the outputs is touched."""
    packed(root)
    first = {path: path.read_bytes() for path in sorted((root / "outputs").rglob("*")) if path.is_file()}
    packed(root)
    assert {path: path.read_bytes() for path in sorted((root / "outputs").rglob("*")) if path.is_file()} == first


def test_a_run_leaves_the_pack_alone(root: Path) -> None:
    """The zip is no paper of a run: it stays as it was packed."""
    packed(root)
    before = (root / "outputs" / "2023-05" / ZIP).read_bytes()
    run(root, "2023-05")
    assert (root / "outputs" / "2023-05" / ZIP).read_bytes() == before


def test_an_edited_circular_goes_in_as_it_was_edited(root: Path) -> None:
    """It is told; a figure that the edit has taken away is named; a newer draft beside it stays out."""
    circular = circular_of(root)
    document = docx.Document(str(circular))
    document.paragraphs[-1].add_run("（领导已阅）")
    document.save(str(circular))
    said = "\n".join(packed(root))
    assert members(root)[circular.name] == circular.read_bytes()
    assert f"人改过的 {circular.name}" in said
    assert "没有找到" not in said
    run(root, "2023-05")
    said = "\n".join(packed(root))
    assert members(root)[circular.name] == circular.read_bytes()
    assert "不是后来另存的" in said
    assert [name for name in members(root) if "新稿" in name] == []
    for table in document.tables:
        for cell in table._cells:
            cell.text = ""
    for paragraph in document.paragraphs:
        paragraph.text = ""
    document.save(str(circular))
    assert "在改过的通报里没有找到，请核对" in "\n".join(packed(root))


def test_a_working_copy_does_not_go_to_the_meeting(root: Path) -> None:
    """A circular with comments left in it is not packed, and the sentence says what to do."""
    circular = circular_of(root)
    document = docx.Document(str(circular))
    document.add_comment(next(each for each in document.paragraphs if each.runs).runs[0], "再想想")
    document.save(str(circular))
    with pytest.raises(PipelineError, match=r"批注或修订.*删去批注后再运行"):
        packed(root)
    assert not (root / "outputs" / "2023-05" / ZIP).exists()


def test_inputs_that_changed_since_are_refused(root: Path) -> None:
    """A sheet taken away: one sentence that says what differs, and nothing is written; run again, it is packed."""
    sheet = next((root / "inputs" / "2023" / "05").glob("*交通*"))
    sheet.unlink()
    with pytest.raises(PipelineError, match=r"不一样了（四好农村路.*）。请重新运行 tongbao run 2023-05"):
        packed(root)
    assert not (root / "outputs" / "2023-05" / ZIP).exists()
    run(root, "2023-05")
    packed(root)
    assert (root / "outputs" / "2023-05" / ZIP).is_file()


def test_a_zip_of_a_persons_stays(root: Path) -> None:
    """The new one is written beside it; where both places are taken, nothing is."""
    folder = root / "outputs" / "2023-05"
    (folder / ZIP).write_bytes(b"mine")
    said = "\n".join(packed(root))
    assert (folder / ZIP).read_bytes() == b"mine"
    assert members(root, "会议材料（2023年5月）（新稿）.zip")
    assert "没有覆盖" in said
    (folder / "会议材料（2023年5月）（新稿）.zip").write_bytes(b"mine too")
    with pytest.raises(PipelineError, match="移走"):
        packed(root)


def test_a_month_without_a_circular(root: Path) -> None:
    """Not run, its report changed, its circular gone, run for review only: each a sentence with what to do."""
    with pytest.raises(PipelineError, match="请先运行 tongbao run 2023-06"):
        list(packing.pack_month(Workspace(root), MAY + 1, today=TODAY, heard=lambda _: None))
    report = root / "outputs" / "2023-05" / "report.json"
    kept = report.read_bytes()
    report.write_bytes(kept + b" ")
    with pytest.raises(PipelineError, match=r"report\.json 不是上次运行写出的样子"):
        packed(root)
    report.write_bytes(kept)
    circular_of(root).unlink()
    with pytest.raises(PipelineError, match="里没有找到"):
        packed(root)
    run_month(root, "2023-05", today=TODAY, review_only=True)
    with pytest.raises(PipelineError, match="还只有核稿"):
        packed(root)


def test_the_command(root: Path) -> None:
    """From the command line: what was written, exit code 0; a PDF in it where LibreOffice is installed."""
    done = tongbao(root, "pack", "2023-05", PATH=PATH)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"已写出 outputs/2023-05/{ZIP}，里面有：" in done.stdout
    pdf = circular_of(root).with_suffix(".pdf").name
    if shutil.which("soffice", path=PATH):
        assert members(root)[pdf].startswith(b"%PDF")
    else:
        assert pdf not in members(root)
    assert tongbao(root, "pack", "2023-06").returncode == 2
