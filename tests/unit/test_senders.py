"""Whose a file is, where the file itself does not say so in so many words."""

from pathlib import Path

import openpyxl
import pytest

from pipeline.intake.receiving import Intake
from tests.unit.intake_cases import cells, figures, receive_files, saved

KEYED = "指标编号 | 指标名称 | 累计完成\n'{} | 老旧小区供水管道 | 8\n'1-2-3 | 超期水表 | 2500"
ROAD = "填报单位：区交通局\n序号 | 目标任务 | 累计完成\n1 | 建设四好农村路200公里 | {}"
CANTEENS = "填报单位：区民政局\n序号 | 目标任务 | 指标名称 | 累计完成\n1 | 设立老年食堂8个 | 老年食堂 | 5"


def sheets(**texts: str) -> bytes:
    """A workbook with a sheet for each of these tables."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, text in texts.items():
        page = book.create_sheet(name)
        for row in cells(text):
            page.append([int(each) if each.isdigit() else each or None for each in row])
    return saved(book)


def whose(got: Intake) -> list[tuple[str, str, str]]:
    return [(each.file, each.unit, each.state.value) for each in got.submissions]


@pytest.mark.parametrize(
    ("key", "unit"),
    [("1-2-1", "区城市管理局"), ("２－１—1", ""), ("2", ""), ("9-9-9", "")],
    ids=["all one unit's", "of two units", "a number of its own", "no such id"],
)
def test_the_keys_of_our_own_form_tell_whose_it_is(tmp_path: Path, key: str, unit: str) -> None:
    """A table copied out of the form names nobody: its keys do, where all are one unit's."""
    got = receive_files(tmp_path, 报表=KEYED.format(key))
    assert whose(got) == [("报表.xlsx", unit, "accepted" if unit else "refused")]
    assert figures(got) == ({"1-2-1": "8", "1-2-3": "2500"} if unit else {})


def test_keys_weigh_more_than_the_files_name(tmp_path: Path) -> None:
    """What is in the file counts, and the other name is told."""
    got = receive_files(tmp_path, 区民政局=KEYED.format("1-2-1"))
    assert whose(got) == [("区民政局.xlsx", "区城市管理局", "accepted")]
    assert [each.code for each in got.findings] == ["F112"]


def test_several_units_sheets_in_one_workbook_are_each_its_own(tmp_path: Path) -> None:
    """A workbook into which two units' forms were put is two submissions, with every figure, and is told."""
    data = sheets(Sheet1=ROAD.format(62), Sheet2=CANTEENS)
    got = receive_files(tmp_path, 汇总=data, 汇总_副本=data)
    assert whose(got) == [
        ("汇总.xlsx!区交通局", "区交通局", "accepted"),
        ("汇总.xlsx!区民政局", "区民政局", "accepted"),
        ("汇总_副本.xlsx", "", "duplicate"),
    ]
    assert figures(got) == {"2-1-1": "62", "3-1-1": "5"}
    assert [each.code for each in got.findings] == ["F115", "F121"]
    assert "（区交通局、区民政局）" in got.findings[0].message


def test_a_sheet_that_names_nobody_stays_apart_in_such_a_workbook(tmp_path: Path) -> None:
    """It is nobody's guess: it is refused under its own name, unless that is a unit's."""
    unsigned = "序号 | 目标任务 | 累计完成\n1 | 增设老旧住宅电梯60台 | 33"
    got = receive_files(tmp_path, 汇总=sheets(甲=ROAD.format(62), 乙=CANTEENS, 丙=unsigned, 规资局=unsigned))
    assert [each[:2] for each in whose(got)] == [
        ("汇总.xlsx!区交通局", "区交通局"),
        ("汇总.xlsx!区民政局", "区民政局"),
        ("汇总.xlsx!丙", ""),
        ("汇总.xlsx!规资局", "区规划自然资源局"),
    ]
    assert [each.code for each in got.findings if each.is_error] == ["F111"]
    assert figures(got)["1-1-1"] == "33"


def test_several_sheets_of_one_unit_are_one_submission(tmp_path: Path) -> None:
    """A unit that has a sheet for each project sends one file."""
    other = "填报单位：交通局\n序号 | 目标任务 | 进展情况\n1 | 建设四好农村路200公里 | 有序推进"
    got = receive_files(tmp_path, 报表=sheets(一=ROAD.format(62), 二=other))
    assert whose(got) == [("报表.xlsx", "区交通局", "accepted")]
