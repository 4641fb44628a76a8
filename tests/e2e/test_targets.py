"""The year's targets through the whole program: plans that come back, targets that change during the year."""

from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from openpyxl.comments import Comment

from tests.e2e.conftest import Done, run, workspace_at
from tests.e2e.test_commands import hashes, tongbao

DOCUMENT = "永川府办函〔2023〕88号"
NOTE = f"困难重度残疾人家庭无障碍改造的目标自5月起由633户调整为500户（{DOCUMENT}）。"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return workspace_at(tmp_path)


def indicator(done: Done, id: str) -> dict[str, Any]:
    """One indicator of a month's report."""
    return next(
        each
        for project in done.report["projects"]
        for task in project["tasks"]
        for each in task["indicators"]
        if each["id"] == id
    )


def words(path: Path) -> str:
    """Everything that a Word file says."""
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def adjusted(root: Path) -> None:
    """From May on the target is 500 households."""
    path = root / "inputs" / "2023" / "targets.xlsx"
    book = openpyxl.load_workbook(path)
    sheet: Any = book["目标调整"]
    for column, value in enumerate(("7-1-1", "2023-05", 633, 500, DOCUMENT), 1):
        sheet.cell(2, column).value = value
    book.save(path)


def fill(path: Path, target: Path, id: str, typed: dict[str, Any]) -> None:
    """A unit fills its form and sends it back."""
    book = openpyxl.load_workbook(path)
    sheet: Any = book["年度计划"]
    headings = {cell.value: cell.column for cell in sheet[4]}
    (row,) = (row for row in range(5, sheet.max_row + 1) if sheet.cell(row, headings["编号"]).value == id)
    for heading, value in typed.items():
        sheet.cell(row, headings[heading]).value = value
    target.parent.mkdir(exist_ok=True)
    book.save(target)


def test_a_target_that_changes_during_the_year(root: Path) -> None:
    """April keeps the old target; May is judged by the new one, and its circular says so, where April's is silent."""
    adjusted(root)
    april, may = run(root, "2023-04"), run(root, "2023-05")
    before, after = indicator(april, "7-1-1"), indicator(may, "7-1-1")
    assert (before["target"], before["adjusted"]) == ("633", None)
    assert (after["target"], after["adjusted"]) == ("500", {"old": "633", "from": "2023-05", "document": DOCUMENT})
    assert float(before["rate"]) == pytest.approx(float(before["done"]) / 633, abs=1e-6)
    assert float(after["rate"]) == pytest.approx(float(after["done"]) / 500, abs=1e-6)
    assert NOTE in words(may.circular)
    assert "调整为" not in words(april.circular)


def test_an_earlier_month_made_again_keeps_its_target(root: Path) -> None:
    """An adjustment that is registered later does not reach back."""
    first = indicator(run(root, "2023-04"), "7-1-1")
    adjusted(root)
    assert indicator(run(root, "2023-04"), "7-1-1") == first


def test_plans_enter_the_first_register(root: Path) -> None:
    """Forms go out from the notice alone, come back filled, and the register that is written judges by them."""
    register = root / "inputs" / "2023" / "targets.xlsx"
    register.unlink()
    sent = tongbao(root, "forms", "2023", "--plan")
    assert (sent.returncode, sent.stderr) == (0, "")
    forms = root / "outputs" / "2023" / "计划"
    assert len(list(forms.iterdir())) == 13
    plan = {"4月": 2, "5月": 150, "12月": 200}
    fill(forms / "区交通局.xlsx", root / "inputs" / "2023" / "计划" / "随便什么名字.xlsx", "2-1-1", plan)
    read = tongbao(root, "targets", "2023")
    assert read.returncode == 0
    assert "待核 2-1-1：单位报的年度计划，请核对" in read.stdout
    assert "N123" in read.stdout  # the other twelve have sent nothing
    may = run(root, "2023-05")
    assert indicator(may, "2-1-1")["pace"] == "0.75"
    assert any(each["code"] == "N101" and each["indicator"] == "2-1-1" for each in may.report["findings"])


def test_a_register_in_use_is_never_touched(root: Path) -> None:
    """The plans are listed and written beside the register; what a person edited there is not overwritten."""
    register = root / "inputs" / "2023" / "targets.xlsx"
    before = register.read_bytes()
    tongbao(root, "forms", "2023", "--plan")
    form = root / "outputs" / "2023" / "计划" / "区交通局.xlsx"
    back = root / "inputs" / "2023" / "计划" / "区交通局.xlsx"
    fill(form, back, "2-1-1", {"6月": 100, "12月": 200})
    done = tongbao(root, "targets", "2023")
    assert "2-1-1 四好农村路：年度计划台账为" in done.stdout
    beside = root / "inputs" / "2023" / "targets（含计划）.xlsx"
    assert "已写出 inputs/2023/targets（含计划）.xlsx" in done.stdout
    fill(form, back, "2-1-1", {"6月": 120, "12月": 200})
    assert "已写出" in tongbao(root, "targets", "2023").stdout  # as the program left it: written anew
    book = openpyxl.load_workbook(beside)
    sheet: Any = book["目标任务"]
    sheet.cell(2, 1).comment = Comment("已核对", "张三")
    book.save(beside)
    edited = beside.read_bytes()
    again = tongbao(root, "targets", "2023")
    assert "已经有人改过，没有覆盖" in again.stdout
    assert (register.read_bytes(), beside.read_bytes()) == (before, edited)
    beside.replace(register)
    settled = tongbao(root, "targets", "2023")
    assert "各单位报的年度计划与台账一致" in settled.stdout
    assert not beside.exists()


def test_faults_of_plans_are_told_and_nothing_else_stops(root: Path) -> None:
    """A falling plan and a file that is no form are told by place, with exit code 1; the good plan is taken."""
    tongbao(root, "forms", "2023", "--plan")
    forms, back = root / "outputs" / "2023" / "计划", root / "inputs" / "2023" / "计划"
    fill(forms / "区交通局.xlsx", back / "a.xlsx", "2-1-1", {"6月": 100, "8月": 90, "12月": 200})
    (back / "c.xlsx").write_bytes(b"%PDF-1.7")
    fill(forms / "区残联.xlsx", back / "b.xlsx", "7-1-1", {"6月": 300, "12月": 633})
    done = tongbao(root, "targets", "2023")
    assert done.returncode == 1
    assert "a.xlsx › 年度计划 › I5：“四好农村路”8月的计划是90，比6月的100还小" in done.stdout
    assert "[N110]" in done.stdout
    assert "7-1-1" in done.stdout
    assert "2-1-1 四好农村路：年度计划" not in done.stdout


def test_forms_are_made_anew_unless_somebody_has_filled_them(root: Path) -> None:
    """The same register gives the same forms; one that was filled in place stays, and the command says so."""
    tongbao(root, "forms", "2023", "--plan")
    forms = root / "outputs" / "2023" / "计划"
    first = hashes(forms)
    fill(forms / "区残联.xlsx", forms / "区残联.xlsx", "7-1-1", {"12月": 633})
    filled = (forms / "区残联.xlsx").read_bytes()
    done = tongbao(root, "forms", "2023", "--plan")
    assert done.returncode == 0
    assert "outputs/2023/计划/区残联.xlsx 已经有人填过或改过，没有覆盖" in done.stdout
    assert "12个单位的年度计划表" in done.stdout
    assert (forms / "区残联.xlsx").read_bytes() == filled
    assert {name: hash for name, hash in hashes(forms).items() if name != "区残联.xlsx"} == {
        name: hash for name, hash in first.items() if name != "区残联.xlsx"
    }


def test_bad_notices_write_nothing(root: Path) -> None:
    """A notice without an annex, a damaged one and a protected one: one sentence, exit code 2, no register."""
    folder = root / "inputs" / "2023"
    (folder / "targets.xlsx").unlink()
    before = sorted(folder.iterdir())
    whole = (folder / "notice.docx").read_bytes()
    cipher = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    for data, said in ((whole[:500], "已损坏"), (cipher, "打开密码"), (b"plain", "没有找到附件目标任务表")):
        (folder / "notice.docx").write_bytes(data)
        done = tongbao(root, "targets", "2023")
        assert done.returncode == 2
        assert said in done.stderr
        assert sorted(folder.iterdir()) == before


def test_settings_of_another_district_are_told_with_the_new_register(root: Path) -> None:
    """The settings still name another office than the notice's own district has; where they agree, nothing is said."""
    (root / "inputs" / "2023" / "targets.xlsx").unlink()
    assert "[office]" not in tongbao(root, "targets", "2023").stdout
    settings = root / "inputs" / "settings.toml"
    settings.write_text(settings.read_text("utf-8").replace('district = "永川区"', 'district = "海城区"'), "utf-8")
    (root / "inputs" / "2023" / "targets.xlsx").unlink()
    assert "[office] 写的是海城区，通知是重庆市永川区人民政府办公室发的" in tongbao(root, "targets", "2023").stdout
