"""Names of units: full and listed names match exactly, anything else is asked about and never guessed."""

from pathlib import Path

import openpyxl
import pytest

from pipeline.intake.month_facts import read_month_facts
from pipeline.intake.senders import Roster
from pipeline.model import FileState, Unit
from pipeline.period import Period
from pipeline.settings import Limits
from pipeline.targets.unit_names import UnitNames, close_to
from tests.unit.intake_cases import REGISTER, receive_files, saved

SHEET = """
    填报单位：{}
    序号 | 目标任务 | 累计完成 | 进展情况
    1 | 建设“四好农村路”200公里 | 41 | 有序推进
    """
NAMES = UnitNames((Unit("区交通局", ("交通委", "永川区交通局")), Unit("区经济信息委", ("经信委",))))


@pytest.mark.parametrize(
    ("name", "unit"), [("区交通局", "区交通局"), (" 交通 委", "区交通局"), ("经信委", "区经济信息委")]
)
def test_listed_names_match(name: str, unit: str) -> None:
    """A full name and every listed one, spaces aside."""
    assert NAMES.exact(name) == unit
    assert NAMES.exact(name + "员会") == ""


def test_near_names_are_asked_about() -> None:
    """A near name is a question that names the unit; a far one gets no question."""
    assert NAMES.meant("区交通委员局") == "，您是不是指区交通局"
    assert NAMES.meant("区经信委员会") == "，您是不是指区经济信息委"
    assert NAMES.meant("某某公司") == ""
    assert close_to("健身点数", ["健身点", "体育中心户"]) == "，您是不是指“健身点”"
    assert close_to("", ["健身点"]) == ""


def test_a_sheet_signed_with_an_unknown_name(tmp_path: Path) -> None:
    """With nothing else to go by the file is refused with a question; with another sign of its unit it is a warning."""
    lost = receive_files(tmp_path / "a", 表=SHEET.format("区交通委员局"))
    assert [(each.code, each.is_error) for each in lost.findings] == [("F111", True)]
    assert "写的是“区交通委员局”" in lost.findings[0].message
    assert "您是不是指区交通局" in lost.findings[0].suggestion
    named = receive_files(tmp_path / "b", 区交通局=SHEET.format("区交通委员局"))
    assert [(each.code, each.unit, each.is_error) for each in named.findings] == [("F113", "区交通局", False)]
    assert named.submissions[0].state is FileState.ACCEPTED
    assert receive_files(tmp_path / "c", 区交通局=SHEET.format("区交通局")).findings == ()


def test_an_unknown_name_in_the_offices_own_workbook() -> None:
    """收件登记 takes listed names only, and asks about a near one."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "收件登记"
    for row in (("责任单位", "收到日期"), ("区交通委员局", "2023-05-30"), ("区交通局", "2023-05-30")):
        book.active.append(row)
    facts, findings = read_month_facts(saved(book), "本月事项.xlsx", Roster(REGISTER), Limits(), Period(2023, 5))
    assert [each.unit for each in facts.receipts] == ["区交通局"]
    assert [(each.code, each.where.cell) for each in findings] == [("M102", "A2")]
    assert "您是不是指区交通局" in findings[0].suggestion
