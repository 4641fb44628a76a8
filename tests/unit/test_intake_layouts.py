"""Sheets of every layout → the right figure of the right indicator."""

from pathlib import Path

from pipeline.model import FileState, Origin
from tests.unit.intake_cases import figures, receive_files, told, workbook


def test_a_plain_table_below_a_title(tmp_path: Path) -> None:
    """A title row above the header, and the notice's columns with progress behind them."""
    got = receive_files(
        tmp_path,
        区交通局="""
        区级重点民生实事进展情况表（2023年5月）
        序号 | 项目名称 | 目标任务 | 责任单位 | 累计完成 | 完成率 | 进展情况
        2 | “四好农村路”建设 | 建设“四好农村路”200公里（含重要农村公路）。 | 区交通局 | 62 | 31.0% | 累计建成62公里。
        填报人：张三 | 联系电话：49800000 | 填报日期：2023年5月30日
        """,
    )
    assert figures(got) == {"2-1-1": "62"}
    assert told(got.findings) == []
    assert str(got.submissions[0].filled) == "2023-05-30"
    assert got.entries[0].where.cell == "E3"


def test_a_header_of_two_rows(tmp_path: Path) -> None:
    """A merged parent and its children: the child decides, and money under 投资 is no figure of the task."""
    data = workbook(
        """
        序号 | 事项名称 | 建设内容 | 牵头单位 | 月度进展情况 |  | 投资完成情况 |
         |  |  |  | 累计完成 | 完成率 | 完成额度(万元) | 占比(%)
        1 | 老城有机更新 | 增设老旧住宅电梯60台 | 区规划自然资源局 | 33 | 55% | 800 | 40
        """,
        ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1", "G1:H1"),
    )
    got = receive_files(tmp_path, 规资局5月=data)
    assert figures(got) == {"1-1-1": "33"}
    assert str(got.entries[0].reported_rate) == "0.55"
    assert str(got.entries[0].spent) == "0.4"  # the money's share is read beside, and is no rate of the task


def test_rows_of_indicators_below_merged_project_cells(tmp_path: Path) -> None:
    """One row an indicator, project and task merged over them: true merges spread, the indicator's name decides."""
    data = workbook(
        """
        序号 | 项目名称 | 目标任务 | 指标 | 计量单位 | 累计完成
        1 | 老城有机更新 | 改造老旧小区供水管道10处，包括改造或维护二次加压设备5套，更换超期水表5000只。 | 供水管道改造 | 处 | 3
         |  |  | 二次加压设备 | 套 | 1
         |  |  | 更换超期水表 | 只 | 930
        """,
        ("A2:A4", "B2:B4", "C2:C4"),
    )
    got = receive_files(tmp_path, 城管局=data)
    assert figures(got) == {"1-2-1": "3", "1-2-2": "1", "1-2-3": "930"}


def test_the_table_may_stand_anywhere_and_columns_in_any_order(tmp_path: Path) -> None:
    """Columns are found by their words, not by where they stand."""
    got = receive_files(
        tmp_path,
        交通局="""
         |  |  |
         |  | 截至5月底累计完成（公里） | 目标任务 | 项目名称
         |  | 62 | 建设四好农村路200公里 | 四好农村路建设
        """,
    )
    assert figures(got) == {"2-1-1": "62"}
    assert got.entries[0].where.cell == "C3"


def test_totals_sections_and_repeated_headers_are_no_tasks(tmp_path: Path) -> None:
    """合计 rows, section titles and a header printed once more give neither figures nor findings."""
    got = receive_files(
        tmp_path,
        区人社局="""
        序号 | 项目名称 | 目标任务 | 累计完成
        合计 |  |  | 999
        一、市级重点民生实事
        1 | 就业创业帮扶 | 发放创业担保贷款6000万元。 | 1900
        序号 | 项目名称 | 目标任务 | 累计完成
        2 | 就业创业帮扶 | 知晓率达到70%以上。 | 65%
        """,
    )
    assert figures(got) == {"4-1-1": "1900", "4-2-1": "65"}
    assert told(got.findings) == []


def test_figures_that_stand_only_in_prose(tmp_path: Path) -> None:
    """Without a figure's column each figure is read by its measure and noun, and flagged for a look."""
    got = receive_files(
        tmp_path,
        区民政局="""
        序号 | 目标任务 | 责任单位 | 进展情况
        1 | 设立老年食堂8个、养老助餐点23个，实现镇（街道）老年食堂全覆盖。 | 区民政局 | 累计建成老年食堂3个、养老助餐点6个，计划6月新增老年食堂2个。
        """,
    )
    assert figures(got) == {"3-1-1": "3", "3-1-2": "6", "3-1-3": "in_progress"}
    assert {entry.origin for entry in got.entries} == {Origin.PROSE}
    assert told(got.findings) == [["D2", "V201"], ["D2", "V201"]]


def test_several_figures_in_one_cell_by_their_nouns(tmp_path: Path) -> None:
    """One cell for two indicators of the same measure: each figure goes to the noun beside it."""
    table = """
        序号 | 目标任务 | 累计完成
        1 | 设立老年食堂8个、养老助餐点23个，实现镇（街道）老年食堂全覆盖。 | {}
        """
    apart = receive_files(tmp_path / "a", 民政局=table.format("老年食堂3个、养老助餐点６个"))
    assert figures(apart) == {"3-1-1": "3", "3-1-2": "6", "3-1-3": None}
    bare = receive_files(tmp_path / "b", 民政局=table.format("9"))
    assert figures(bare) == {"3-1-1": None, "3-1-2": None, "3-1-3": None}
    assert told(bare.findings) == [["C2", "V109"], ["C2", "V109"]]


def test_a_figure_merged_over_two_tasks_belongs_to_neither(tmp_path: Path) -> None:
    """A merged figure is an error for each row that it covers, never copied."""
    data = workbook(
        """
        序号 | 目标任务 | 累计完成
        1 | 发放创业担保贷款6000万元。 | 65
        2 | 知晓率达到70%以上。 |
        """,
        ("C2:C3",),
    )
    got = receive_files(tmp_path, 人社局=data)
    assert figures(got) == {"4-1-1": None, "4-2-1": None}
    assert told(got.findings) == [["C2", "V204"], ["C2", "V204"]]


def test_last_months_column_beside_this_months(tmp_path: Path) -> None:
    """Where both months have a column, this month's is read."""
    got = receive_files(
        tmp_path,
        规资局="""
        序号 | 目标任务 | 1-4月推进情况 | 1-5月推进情况 | 是否达序
        1 | 增设老旧住宅电梯60台。 | 累计增设老旧住宅电梯21台。 | 累计增设老旧住宅电梯33台。 | 否
        """,
    )
    assert figures(got) == {"1-1-1": "33"}
    assert got.entries[0].verdict == "未达序"
    assert got.submissions[0].state is FileState.ACCEPTED
