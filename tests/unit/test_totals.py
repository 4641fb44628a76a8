"""Totals of a sheet against its rows."""

from pathlib import Path

import pytest

from tests.unit.intake_cases import figures, receive_files, told

MEALS = """
    填报单位：区民政局
    序号 | 项目名称 | 指标名称 | 累计完成 | 进展情况
    1 | 养老服务 | 老年食堂 | 3 | 有序推进
    2 | 养老服务 | 养老助餐点 | {} | 有序推进
    {}
    """


@pytest.mark.parametrize("label", ["合计", "合 计", "小计", "总计"])
def test_a_total_that_its_rows_do_not_make(tmp_path: Path, label: str) -> None:
    """3 and 6 are 9, not 10: the total is told with the sum, the figures stand."""
    got = receive_files(tmp_path, 区民政局=MEALS.format(6, f"{label} |  |  | 10"))
    assert [each for each in told(got.findings) if each[1] == "S114"] == [["D5", "S114"]]
    assert "合计的累计完成填的是“10”，各行加起来是9个。" in [each.message for each in got.findings]
    assert (figures(got)["3-1-1"], figures(got)["3-1-2"]) == ("3", "6")


@pytest.mark.parametrize(
    ("second", "total"),
    [("6", "合计 |  |  | 9"), ("6", "合计 |  |  |"), ("6", ""), ("", "合计 |  |  | 3"), ("不详", "合计 |  |  | 9")],
    ids=["right", "blank", "none", "part-blank", "part-unread"],
)
def test_a_total_with_nothing_to_say(tmp_path: Path, second: str, total: str) -> None:
    """It is right, or empty; or a part is not known."""
    got = receive_files(tmp_path, 区民政局=MEALS.format(second, total))
    assert [each for each in told(got.findings) if each[1] == "S114"] == []


def test_things_of_different_measures_have_no_total(tmp_path: Path) -> None:
    """Places, sets and pieces do not add up, and nobody is asked why."""
    rows = "1 | 供水管道改造 | 3\n2 | 二次加压设备 | 1\n3 | 超期水表 | 1500\n合计 |  | 1500"
    got = receive_files(tmp_path, 区城市管理局=f"填报单位：区城市管理局\n序号 | 指标名称 | 累计完成\n{rows}")
    assert [each for each in told(got.findings) if each[1] == "S114"] == []


def test_a_subtotal_is_of_the_rows_since_the_last(tmp_path: Path) -> None:
    """Each 小计 of its own rows, the 合计 of all."""
    rows = "{}\n小计 |  | 9\n合计 |  | 9".format("1 | 老年食堂 | 3\n2 | 养老助餐点 | 6")
    got = receive_files(tmp_path, 区民政局=f"填报单位：区民政局\n序号 | 指标名称 | 累计完成\n{rows}")
    assert [each for each in told(got.findings) if each[1] == "S114"] == []
