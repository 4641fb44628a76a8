"""What goes into the meeting's pack: the zip itself, the brief of one page, the annex as a workbook."""

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline.circular.annexes import annexes
from pipeline.circular.brief import LINES, brief, lines, unknown_figures
from pipeline.circular.typeset import typeset
from pipeline.delivery.pack import is_ours, pack
from pipeline.document import Paragraph, Role, Table
from pipeline.findings import PipelineError
from pipeline.forms.annex_book import annex_book
from pipeline.model import Month, MonthFacts, Status
from pipeline.period import Period
from pipeline.settings import Circular, Settings
from tests.unit.wording_months import before, every, mixed, month, register

TEMPLATE = (Path(__file__).parents[2] / "templates" / "汇报提纲.txt").read_text("utf-8")
FILES = {"关于2023年5月推进情况的通报.docx": b"docx" * 900, "附件（2023年5月推进情况）.xlsx": b"", "a.txt": b"a"}
DAY = date(2023, 6, 5)


# --- the zip ----------------------------------------------------------------------------------------------------------


def test_names_are_shown_everywhere() -> None:
    """Chinese names are UTF-8 with the flag that says so, not said to be DOS's, dated by the circular."""
    members = zipfile.ZipFile(io.BytesIO(pack(FILES, DAY))).infolist()
    assert [each.filename for each in members] == list(FILES)
    assert [bool(each.flag_bits & 0x800) for each in members] == [True, True, False]
    assert {each.create_system for each in members} == {3}
    assert {each.external_attr >> 16 for each in members} == {0o644}
    assert {each.date_time for each in members} == {(2023, 6, 5, 0, 0, 0)}


@pytest.mark.skipif(shutil.which("unzip") is None, reason="没有安装 unzip")
def test_unzip_shows_the_names(tmp_path: Path) -> None:
    """Info-ZIP, as Debian and Ubuntu have it, unpacks the files by their names."""
    (tmp_path / "a.zip").write_bytes(pack(FILES, DAY))
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    subprocess.run(["unzip", "-q", "a.zip", "-d", "out"], cwd=tmp_path, env=env, check=True)
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == FILES


def test_the_same_files_give_the_same_zip() -> None:
    """Every byte, and every file comes out as it went in."""
    data = pack(FILES, DAY)
    assert data == pack(dict(FILES), DAY)
    made = zipfile.ZipFile(io.BytesIO(data))
    assert {name: made.read(name) for name in made.namelist()} == FILES


def test_a_zip_of_somebody_elses_is_known() -> None:
    """One changed, one without a seal, one with a seal that does not fit, one cut off, and no zip at all."""
    assert is_ours(pack(FILES, DAY))
    theirs = io.BytesIO()
    with zipfile.ZipFile(theirs, "w") as made:
        made.writestr("a.txt", b"a")
    assert not is_ours(theirs.getvalue())
    grown = io.BytesIO(pack(FILES, DAY))
    with zipfile.ZipFile(grown, "a") as made:
        made.writestr("b.txt", b"b")
    assert not is_ours(grown.getvalue())
    assert not is_ours(pack(FILES, DAY).replace(b"tongbao ", b"tongbao x"))
    assert not is_ours(pack(FILES, DAY)[:-40])
    assert not is_ours(b"")


# --- the brief --------------------------------------------------------------------------------------------------------


def heavy() -> Month:
    """September: nothing is done, and everybody explains it at length."""
    long = "受地下管线资料缺失、征地拆迁滞后、连续降雨影响，施工单位进场时间比计划推迟，改造方案多次调整，尚未完成评审"
    told = every("0")
    period = Period(2023, 9)
    made = month(period, told, past={each: before(Period(2023, 8), "0", Status.SERIOUSLY_BEHIND, 4) for each in told})
    return replace(
        made,
        assessments=tuple(
            replace(each, entry=replace(each.entry, problem=long)) if each.entry else each for each in made.assessments
        ),
    )


def silent() -> Month:
    """Nobody sent anything."""
    return month(told={}, silent=tuple(each.name for each in register().units))


MONTHS: dict[str, Callable[[], Month]] = {
    "各种情形": lambda: mixed(MonthFacts()),
    "全面滞后": heavy,
    "都未报送": silent,
    "平稳": month,
}


@pytest.mark.parametrize("name", MONTHS)
def test_the_brief_fits_on_its_page(name: str) -> None:
    """By count: title, blank line and text within the lines of one page, in plain words, without gaps or tags."""
    made = brief(MONTHS[name](), Settings(), TEMPLATE)
    assert made.fits
    assert lines(made.document) <= LINES
    assert made.document.head is None
    assert made.document.imprint is None
    text = "\n".join(each.text for each in made.document.body)
    assert text.startswith("一、总体情况")
    assert not re.search(r"[{}%][{%]|，，|，。|。。|：。|None", text)


@pytest.mark.skipif(not (shutil.which("soffice") and shutil.which("pdftotext")), reason="没有安装 LibreOffice")
def test_the_brief_is_set_on_one_page(tmp_path: Path) -> None:
    """LibreOffice sets each of them on a single page, as it was counted."""
    for name, made in MONTHS.items():
        document = brief(made(), Settings(), TEMPLATE).document
        (tmp_path / f"{name}.docx").write_bytes(typeset(document, Circular(layout="meeting")))
    files = sorted(str(path) for path in tmp_path.glob("*.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    for name in MONTHS:
        told = subprocess.run(["pdfinfo", str(tmp_path / f"{name}.pdf")], check=True, capture_output=True, text=True)
        assert re.search(r"Pages:\s+1\n", told.stdout), name


def test_the_brief_of_a_month_with_everything() -> None:
    """What goes well, what lags and why, who is asked for what: the same figures as in the circular."""
    made = brief(mixed(MonthFacts()), Settings(), TEMPLATE).document
    text = "\n".join(each.text for each in made.body)
    assert made.title == "5月区级重点民生实事推进情况汇报提纲"
    for words in (
        "20项任务中，已完成1项，进度较快1项，基本按序时推进13项，滞后2项，未报送1项，未填1项，待核实1项。",
        "老旧住宅增设电梯完成55.0%",
        "（一）“四好农村路”。完成率6.0%，低于序时进度16.2个百分点（区交通局）。",
        "主要原因是部分小区地下管线资料缺失，改造方案多次调整（区住房城乡建委）。",
        "建议对区住房城乡建委的滞后事项予以督办。",
        "请区农业农村委6月12日前补报5月数据。",
    ):
        assert words in text


def test_much_is_shortened_by_rule() -> None:
    """Where everything lags the first are named and all are counted; reasons give way before items do."""
    text = "\n".join(each.text for each in brief(heavy(), Settings(), TEMPLATE).document.body)
    total = sum(each.status.lags for each in heavy().assessments)
    named = len(re.findall(r"（[一二三四]）", text))
    assert total > 20
    assert f"{total}项指标滞后，最重的{named}项是：" in text
    assert "建议约谈滞后满3个月的责任单位。" in text
    assert 1 <= named <= 3


def test_a_brief_that_an_office_words_too_long_is_told() -> None:
    """A page more of sentences does not fit, whatever is left out."""
    made = brief(month(), Settings(), TEMPLATE + "按照工作安排，各责任单位要加快推进。\n\n" * 30)
    assert not made.fits


def test_a_brief_without_a_title_is_no_template() -> None:
    """The sentence says which line is missing."""
    with pytest.raises(PipelineError, match="标题："):
        brief(month(), Settings(), "一、总体情况\n")
    with pytest.raises(PipelineError, match="第 2 行"):
        brief(month(), Settings(), "标题：提纲\n{{ 没有这个 }}\n")


def test_figures_that_another_text_does_not_have() -> None:
    """Each figure of a sheet once; counts are no figures of a sheet."""
    made = brief(mixed(MonthFacts()), Settings(), TEMPLATE).document
    text = "".join(each.text for each in made.body)
    assert list(unknown_figures(made, text)) == []
    assert "6.0%" in list(unknown_figures(made, text.replace("6.0%", "8.0%")))


# --- the annex --------------------------------------------------------------------------------------------------------


def test_the_annex_is_a_workbook_of_the_same_rows() -> None:
    """Every cell of the circular's tables in its place, merged cells filled, notes below, one sheet for each table."""
    made = annexes(mixed(MonthFacts()), Settings())
    book = openpyxl.load_workbook(io.BytesIO(annex_book(made, "推进情况")))
    tables = [(annex, block) for annex in made for block in annex.blocks if isinstance(block, Table)]
    assert len(book.sheetnames) == len(tables) >= 2
    for sheet, (annex, table) in zip(book.worksheets, tables, strict=True):
        assert sheet["A1"].value == annex.title
        shown = [[str(cell or "") for cell in row[: len(table.columns)]] for row in sheet.iter_rows(values_only=True)]
        assert shown[1] == [column.heading for column in table.columns]
        for row, cells in zip(shown[2:], table.rows, strict=False):
            for text, cell in zip(row, cells, strict=True):
                assert text == ("" if cell.continues else cell.text)
    notes = [b.text for b in made[0].blocks if isinstance(b, Paragraph) and b.role is Role.TABLE_NOTE]
    said = {str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell}
    assert set(notes) <= said
