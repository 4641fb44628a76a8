"""Forms out, forms back, and who has reported: what a clerk does before the month is run, over the sample workspace."""

import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.forms.blank import FORM
from pipeline.model import Reason
from pipeline.monthly import check_month
from pipeline.rollcall import called
from pipeline.targets.proposal import propose
from pipeline.targets.register import write_register
from tests.e2e.conftest import TODAY, run, workspace_at
from tests.e2e.test_commands import hashes, tongbao
from tests.unit.test_register import PUBLISHED

UNIT = "区城市管理局"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return workspace_at(tmp_path)


def fill(path: Path, to: Path) -> None:
    """Fill in every row of a form with what it was last month, and send it."""
    book = load_workbook(path)
    sheet = book[FORM]
    heads = {str(cell.value): cell.column or 0 for cell in sheet[4]}
    for row in range(5, sheet.max_row + 1):
        if sheet.cell(row, heads["指标编号"]).value:
            before = sheet.cell(row, heads["上月底累计完成（5月）"]).value
            done = 3000 if before == "—" else before
            sheet.cell(row, heads["截至6月底累计完成"]).value = done
            sheet.cell(row, heads["进展情况"]).value = "各项工作有序推进。"
    to.parent.mkdir(parents=True, exist_ok=True)
    book.save(to)


def test_the_months_forms_go_out_and_come_back(root: Path) -> None:
    """One form a unit with May's figures in it; a filled one is kept, and read without a finding about it."""
    may = run(root, "2023-05").month
    done = tongbao(root, "forms", "2023-06")
    assert done.returncode == 0, done.stderr
    folder = root / "outputs" / "2023-06" / "填报表"
    assert len(hashes(folder)) == 13
    assert "13个单位的填报表，请各单位于6月30日前报送" in done.stdout
    first = hashes(folder)
    tongbao(root, "forms", "2023-06")
    assert hashes(folder) == first

    pipes = load_workbook(folder / f"{UNIT}.xlsx")[FORM]
    assert pipes["F5"].value == may.assessment("1-4-1").done
    fill(folder / f"{UNIT}.xlsx", folder / f"{UNIT}.xlsx")
    again = tongbao(root, "forms", "2023-06")
    assert f"outputs/2023-06/填报表/{UNIT}.xlsx 已经有人填过或改过，没有覆盖。" in again.stdout
    assert "12个单位的填报表" in again.stdout

    fill(folder / f"{UNIT}.xlsx", root / "inputs" / "2023" / "06" / "收到" / "6月.xlsx")
    june = check_month(root, "2023-06", today=TODAY)
    assert [each.code for each in june.findings if each.where.file] == []
    assert [each.name for each in june.units if each.reported] == [UNIT]
    assert june.assessment("1-4-1").done == may.assessment("1-4-1").done


def test_an_empty_form_sent_back_is_reported_and_not_filled_in(root: Path) -> None:
    """The unit counts as having reported; its indicators are 未填, and none has last month's figure."""
    run(root, "2023-05")
    tongbao(root, "forms", "2023-06")
    received = root / "inputs" / "2023" / "06"
    received.mkdir()
    (received / "a.xlsx").write_bytes((root / "outputs" / "2023-06" / "填报表" / f"{UNIT}.xlsx").read_bytes())
    june = check_month(root, "2023-06", today=TODAY)
    assert [each.name for each in june.units if each.reported] == [UNIT]
    mine = [each for each in june.assessments if each.unit == UNIT]
    assert [each.done for each in mine] == [None] * len(mine)
    assert {each.reason.value for each in mine if each.reason} == {"blank"}


def test_a_key_moved_to_another_row_keeps_both_figures_out(root: Path) -> None:
    """Rows whose hidden key and words disagree are to be checked (待核实) and go back to the unit; the others count."""
    run(root, "2023-05")
    tongbao(root, "forms", "2023-06")
    path = root / "inputs" / "2023" / "06" / "a.xlsx"
    fill(root / "outputs" / "2023-06" / "填报表" / f"{UNIT}.xlsx", path)
    book = load_workbook(path)
    book[FORM]["L6"], book[FORM]["L7"] = "1-4-3", "1-4-2"
    book.save(path)
    roll = called(root, "2023-06", today=TODAY)
    assert [(each.unit.name, [f.code for f in each.errors]) for each in roll.returned] == [(UNIT, ["S180", "S180"])]
    reasons = {each.id: each.reason for each in roll.month.assessments if each.unit == UNIT}
    assert [id for id, reason in reasons.items() if reason is Reason.REFUSED] == ["1-4-2", "1-4-3"]


def test_forms_before_anything_was_run_say_so(root: Path) -> None:
    """Without the month before in the ledger the forms go out all the same, and the command tells what they lack."""
    done = tongbao(root, "forms", "2023年6月")
    assert done.returncode == 0
    assert "台账里没有2023年5月的数" in done.stdout
    assert "没有联系电话" in done.stdout
    assert not (root / "outputs" / "ledger.db").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["forms", "2023"], "tongbao forms 2023-06"),
        (["forms", "2023-06", "--plan"], "请写 tongbao forms 2023 --plan"),
        (["forms", "六月"], "“六月”不是月份也不是年份"),
        (["forms", "2024-06"], "请先运行 tongbao targets 2024，核对后再发表"),
        (["status", "2024-05"], "tongbao targets 2024"),
        (["status", "2023"], "不是月份"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(root: Path, arguments: list[str], words: str) -> None:
    """Exit code 2, one sentence, nothing written."""
    done = tongbao(root, *arguments)
    assert (done.returncode, words in done.stderr, done.stdout) == (2, True, "")
    assert not (root / "outputs").exists()


def test_the_roll_of_a_month_adds_up(root: Path) -> None:
    """Who reported and who did not make all units; what is said is what the check says; nothing is written."""
    roll = called(root, "2023-05", today=date(2023, 5, 29))
    assert (len(roll.calls), len(roll.reported), len(roll.missing)) == (13, 12, 1)
    assert (roll.month.deadline, roll.days_left, roll.working_days_left) == (date(2023, 5, 31), 2, 2)
    month = check_month(root, "2023-05", today=date(2023, 5, 29))
    assert month == roll.month
    assert [each.unit.name for each in roll.missing] == ["区农业农村委"]
    assert [each.unit.name for each in roll.late] == ["区文化旅游委"]
    assert [(each.unit.name, [f.code for f in each.errors]) for each in roll.returned] == [("区交通局", ["V101"])]
    assert [one.id for each in roll.calls for one in each.blank] == ["1-4-3"]
    assert not (root / "outputs").exists()


def test_nobody_has_reported_before_there_is_a_folder(root: Path) -> None:
    """A month whose folder does not exist yet is no error for the roll; for a check it is."""
    roll = called(root, "2023-06", today=date(2023, 6, 21))
    assert (len(roll.missing), roll.days_left, roll.working_days_left) == (13, 9, 6)  # 22 to 24 June is 端午节
    told = tongbao(root, "status", "2023-06")
    assert (told.returncode, "还没有收到文件。" in told.stdout) == (0, True)
    assert tongbao(root, "check", "2023-06").returncode == 2


def test_a_file_that_is_nobodys_is_told(root: Path) -> None:
    """A file that does not say whose it is is named, since it may be the missing unit's."""
    (root / "inputs" / "2023" / "05" / "进展.csv").write_text("项目名称,累计完成,进展情况\n农村户厕,3,有序\n", "utf-8")
    roll = called(root, "2023-05", today=TODAY)
    assert [each.file for each in roll.strangers] == ["进展.csv"]
    assert "进展.csv" in tongbao(root, "status", "2023-05").stdout


def test_the_first_months_of_a_year(root: Path) -> None:
    """Before the first month nobody is asked after; in the first no month before is missed; in the next it is."""
    assert "2023年2月还没有要报的指标，最早从2023年3月起。" in tongbao(root, "forms", "2023-02").stdout
    assert "台账里没有" not in tongbao(root, "forms", "2023-03").stdout
    assert "台账里没有2023年3月的数" in tongbao(root, "forms", "2023-04").stdout
    early, awaited = (tongbao(root, "status", period).stdout for period in ("2023-02", "2023-06"))
    assert ("这个月还没有要报的指标。" in early, "未报送：" in early) == (True, False)
    assert ("这个月还没有要报的指标。" in awaited, "未报送：" in awaited) == (False, True)


def test_januarys_forms_do_not_show_last_years_figures(root: Path) -> None:
    """The ids of another year are other indicators: what stood at them in December is not last month's figure."""
    december = root / "inputs" / "2023" / "12"
    december.mkdir()
    sheet = "填报单位：区城市管理局\n目标任务,指标名称,累计完成\n新改建城区公厕10座。,城区公厕,10\n"
    (december / "城管局.csv").write_text(sheet, "utf-8")
    assert run(root, "2023-12").month.assessment("11-1-1").done == 10
    (root / "inputs" / "2024").mkdir()
    (root / "inputs" / "2024" / "targets.xlsx").write_bytes(write_register(propose(PUBLISHED, 2024)))
    assert tongbao(root, "forms", "2024-01").returncode == 0
    form = load_workbook(root / "outputs" / "2024-01" / "填报表" / f"{UNIT}.xlsx")[FORM]
    assert {form.cell(row, 6).value for row in range(5, form.max_row - 1)} == {"—"}


def test_the_roll_of_a_closed_month_says_so(root: Path) -> None:
    """What comes in after a month was closed is not counted; the roll tells it, and of an open month it does not."""
    run(root, "2023-05")
    assert "已封存" not in tongbao(root, "status", "2023-05").stdout
    tongbao(root, "close", "2023-05")
    assert "2023年5月已封存，以后收到的文件不再计入。" in tongbao(root, "status", "2023-05").stdout


def test_the_roll_on_the_command_line(root: Path) -> None:
    """Deadline, sums, whom to ask, what to mend with its place; exit code 0 in spite of errors; the same in JSON."""
    done = tongbao(root, "status", "2023-05")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("2023年5月的报送截止日是5月31日（星期三），已过")
    assert lines[1] == "单位：13个 = 已报送12（其中迟报1个、需修改1个） + 未报送1"
    assert lines[2:4] == ["未报送：", "  区农业农村委（孙农，023-49800012）"]
    assert any("进展表 › G5" in line and line.endswith("[V101]") for line in lines)
    told = json.loads(tongbao(root, "status", "2023-05", "--json").stdout)
    assert told["summary"] == {"total": 13, "reported": 12, "missing": 1, "late": 1, "returned": 1}
    assert len(told["units"]) == told["summary"]["reported"] + told["summary"]["missing"]
    (missing,) = [each for each in told["units"] if each["state"] == "missing"]
    assert (missing["contact"], missing["telephone"], missing["mail"]) == ("孙农", "023-49800012", "nyw@example.cn")
