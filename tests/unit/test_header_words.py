"""Headers that sound like 累计完成 or 进展情况 and are not, and headers that are and sound otherwise."""

from pathlib import Path

import pytest

from pipeline.intake.matching import Subject, match_row
from pipeline.model import Task
from tests.unit.intake_cases import figures, quantity, receive_files, told, workbook

ROADS = "2 | “四好农村路”建设 | 建设“四好农村路”200公里（含重要农村公路）。"


@pytest.mark.parametrize(
    "other",
    [
        "累计计划",
        "5月累计目标",
        "累计任务数",
        "累计签约数",
        "累计惠及（公里）",
        "“十四五”累计完成",
        "计划进度",
        "计划形象进度",
        "推进计划",
        "年度工作进度安排",
        "序时进度",
        "序时任务",
    ],
)
def test_what_is_planned_or_begun_is_no_progress(tmp_path: Path, other: str) -> None:
    """A column of plans, of the even pace or of another count is passed over; the one beside it is read."""
    got = receive_files(
        tmp_path,
        交通局=f"""
        序号 | 项目名称 | 目标任务 | {other} | 完成情况
        {ROADS} | 90公里 | 62公里
        """,
    )
    assert figures(got) == {"2-1-1": "62"}
    assert told(got.findings) == [["E2", "V201"]]


@pytest.mark.parametrize("done", ["累计完成", "累计完成任务数", "1-5月实际", "1—5月完成", "5月底完成", "累计实际完成"])
def test_words_for_what_is_done_so_far(tmp_path: Path, done: str) -> None:
    """The figures of the year so far, however their column is headed."""
    got = receive_files(tmp_path, 交通局=f"序号 | 项目名称 | 目标任务 | {done}\n{ROADS} | 62")
    assert (figures(got), told(got.findings)) == ({"2-1-1": "62"}, [])


def test_the_plan_below_a_merged_parent_is_no_figure(tmp_path: Path) -> None:
    """累计 with 计划 and 实际 below it: what is done is under 实际."""
    data = workbook(
        f"序号 | 项目名称 | 目标任务 | 累计 |\n | | | 计划 | 实际\n{ROADS} | 90 | 62",
        ("A1:A2", "B1:B2", "C1:C2", "D1:E1"),
    )
    got = receive_files(tmp_path, 交通局=data)
    assert (figures(got), told(got.findings)) == ({"2-1-1": "62"}, [])


@pytest.mark.parametrize(("above", "below"), [("完成数", "本月 | 累计"), ("完成数", "当期 | 本年累计")])
def test_this_month_below_a_merged_parent(tmp_path: Path, above: str, below: str) -> None:
    """The month's own figure beside the year's under one parent: the year's is read, the month's kept apart."""
    merges = ("A1:A2", "B1:B2", "C1:C2", "D1:E1")
    data = workbook(f"序号 | 项目名称 | 目标任务 | {above} |\n | | | {below}\n{ROADS} | 15 | 62", merges)
    got = receive_files(tmp_path, 交通局=data)
    assert (figures(got), told(got.findings)) == ({"2-1-1": "62"}, [])
    assert str(got.entries[0].monthly) == "15"


@pytest.mark.parametrize(
    ("text", "read", "found"),
    [
        ("建成15公里。", None, [["D2", "V203"]]),
        ("累计建成62公里。", "62", [["D2", "V201"]]),
    ],
)
def test_prose_that_is_asked_for_this_month(
    tmp_path: Path, text: str, read: str | None, found: list[list[str]]
) -> None:
    """What is told of this month alone is not the year's figure, unless the text says that it is."""
    got = receive_files(tmp_path, 交通局=f"序号 | 项目名称 | 目标任务 | 本月进展情况\n{ROADS} | {text}")
    assert (figures(got), told(got.findings)) == ({"2-1-1": read}, found)


def test_the_years_prose_is_read_beside_the_months(tmp_path: Path) -> None:
    """Where both 本月进展情况 and 累计进展情况 stand, the second is read, wherever it stands."""
    got = receive_files(
        tmp_path, 交通局=f"序号 | 项目名称 | 目标任务 | 本月进展情况 | 累计进展情况\n{ROADS} | 建成15公里 | 建成62公里"
    )
    assert (figures(got), told(got.findings)) == ({"2-1-1": "62"}, [["E2", "V201"]])


def test_the_years_prose_below_one_parent(tmp_path: Path) -> None:
    """The same two below a merged 进展."""
    data = workbook(
        f"序号 | 项目名称 | 目标任务 | 进展 |\n | | | 本月进展 | 累计进展\n{ROADS} | 建成15公里 | 建成62公里",
        ("A1:A2", "B1:B2", "C1:C2", "D1:E1"),
    )
    got = receive_files(tmp_path, 交通局=data)
    assert (figures(got), told(got.findings)) == ({"2-1-1": "62"}, [["E3", "V201"]])


@pytest.mark.parametrize(
    ("header", "read", "found"),
    [("2021年以来累计完成", None, [["D2", "V115"]]), ("2023年累计完成", "62", [])],
)
def test_a_header_that_names_another_year(
    tmp_path: Path, header: str, read: str | None, found: list[list[str]]
) -> None:
    """A total over several years is not the year's; the year's own name in the header is no harm."""
    got = receive_files(tmp_path, 交通局=f"序号 | 项目名称 | 目标任务 | {header}\n{ROADS} | 62")
    assert (figures(got), told(got.findings)) == ({"2-1-1": read}, found)


def test_a_column_for_each_month_of_the_year(tmp_path: Path) -> None:
    """Of the months' cumulative columns this month's is read, and the others contradict nothing."""
    months = " | ".join(f"{month}月累计完成" for month in range(1, 13))
    got = receive_files(tmp_path, 交通局=f"序号 | 项目名称 | 目标任务 | {months}\n{ROADS} | 0 | 5 | 17 | 32 | 62")
    assert (figures(got), told(got.findings)) == ({"2-1-1": "62"}, [])


@pytest.mark.parametrize(("note", "read"), [("单位：亿元", "1900"), ("单位：万元", "0.19"), ("单位：个", "0.19")])
def test_the_measure_named_above_the_table(tmp_path: Path, note: str, read: str) -> None:
    """单位：亿元 above the table holds for the figures that convert to it, and for no others."""
    got = receive_files(
        tmp_path, 人社局=f"进展表\n{note}\n序号 | 目标任务 | 累计完成\n1 | 发放创业担保贷款6000万元。 | 0.19"
    )
    assert figures(got) == {"4-1-1": read}


def test_one_name_merged_over_two_columns(tmp_path: Path) -> None:
    """项目名称 over project and part: the first row below is a task's, and the second column tells which."""
    data = workbook(
        """
        序号 | 项目名称 | | 责任单位 | 目标任务 | 完成数
        3 | 养老服务 | 老年食堂 | 区民政局 | 8个 | 3
         | | 养老助餐点 | 区民政局 | 23个 | 6
        """,
        ("B1:C1", "B2:B3"),
    )
    assert figures(receive_files(tmp_path / "a", 民政局=data)) == {"3-1-1": "3", "3-1-2": "6"}
    both = workbook("序号 | 项目名称 | | 累计完成\n2 | “四好农村路”建设 | | 62", ("B1:C1", "B2:C2"))
    assert figures(receive_files(tmp_path / "b", 交通局=both)) == {"2-1-1": "62"}


def test_the_tasks_own_name_where_the_projects_is_asked(tmp_path: Path) -> None:
    """项目名称 may hold the task's name, 目标任务 the project's with 具体任务 beside it; a stranger stays one."""
    own = "序号 | 项目名称 | 累计完成\n1 | 老年食堂 | 3\n2 | 养老助餐点 | 6\n3 | 社区医院 | 9"
    got = receive_files(tmp_path / "a", 民政局=own)
    assert (figures(got), told(got.findings)) == ({"3-1-1": "3", "3-1-2": "6", "3-1-3": None}, [["B4", "S105"]])
    shifted = "序号 | 目标任务 | 具体任务 | 任务进度\n1 | 老城有机更新 | 增设老旧住宅电梯60台 | 33台"
    assert figures(receive_files(tmp_path / "b", 规资局=shifted)) == {"1-1-1": "33"}


def test_a_note_above_the_table_names_no_month(tmp_path: Path) -> None:
    """填报说明 tells how to fill in the table; its months are not the table's."""
    got = receive_files(
        tmp_path,
        交通局=f"进展表\n填报说明：累计完成填2023年1月至本月数。\n序号 | 项目名称 | 目标任务 | 累计完成\n{ROADS} | 62",
    )
    assert (figures(got), told(got.findings)) == ({"2-1-1": "62"}, [])


@pytest.mark.parametrize(
    ("part", "keys"),
    [("改建路灯170组", ["13-1-1"]), ("更换路灯电缆线8100米", ["13-1-2"]), ("路灯、路灯电缆线", ["13-1-1", "13-1-2"])],
)
def test_a_longer_name_does_not_speak_of_the_shorter_in_it(part: str, keys: list[str]) -> None:
    """路灯电缆线 names the cables alone; a row of the lamps names the lamps."""
    lamps, cables = quantity("13-1-1", "路灯", "170", "组"), quantity("13-1-2", "路灯电缆线", "8100", "米")
    text = "改建城区主次干道及背街小巷路灯170组，更换城区老化路灯电缆线8100米。"
    task = Task("13-1", 13, text, "区城市管理局", (), (lamps, cables))
    match = match_row(Subject("城区道路照明改造工程", part, "", ""), (task,), {13: "城区道路照明改造工程"})
    assert [each.id for each in match.indicators] == keys
