"""The table that lies across: a row for each indicator, a column for each figure."""

from dataclasses import replace
from decimal import Decimal

from pipeline.circular.annex_wide import wide_table
from pipeline.circular.items import items
from pipeline.document import Table, TableCell
from pipeline.model import Correction, Month, MonthFacts, Status
from pipeline.period import Period
from pipeline.settings import Settings
from tests.unit.wording_months import STEADY, before, mixed, month


def made(given: Month) -> Table:
    return wide_table(given, items(given, Settings()))


def row_of(given: Month, indicator: str) -> dict[str, TableCell]:
    """The row of an indicator, by its columns' headings."""
    place = [each.id for each in given.assessments].index(indicator)
    table = made(given)
    return {column.heading: cell for column, cell in zip(table.columns, table.rows[place], strict=True)}


def texts(given: Month, indicator: str) -> list[str]:
    return [cell.text for cell in row_of(given, indicator).values()][4:]


def test_each_figure_has_a_column() -> None:
    """Target and measure, last month and this, rate, pace and gap with its sign, status."""
    given = mixed()
    assert list(row_of(given, "1-1-1")) == [
        "序号", "项目名称", "指标", "责任单位", "全年目标", "计量单位", "上月累计", "本月累计", "完成率", "序时进度",
        "百分点差距", "状态",
    ]  # fmt: skip
    assert texts(given, "1-1-1") == ["200以上", "个", "30", "34", "17.0%", "30.0%", "-13.0", "滞后"]
    assert texts(given, "1-3-1") == ["60", "台", "—", "33", "55.0%", "30.0%", "+25.0", "进度较快"]
    assert texts(given, "6-1-1") == ["—", "—", "—", "推进中", "—", "—", "—", "基本按序时推进"]
    assert texts(given, "11-2-1") == ["2500", "户", "905", "—", "—", "30.0%", "—", "未报送"]


def test_an_older_figure_is_not_last_months() -> None:
    """March's figure does not stand in the column of April."""
    given = month(past={"1-1-1": before(Period(2023, 3), "12")})
    assert row_of(given, "1-1-1")["上月累计"].text == "—"


def test_a_figure_of_another_month_or_put_right_says_so() -> None:
    """What was completed in April and left blank since is told with its month; a correction is named."""
    put_right = Correction("7-1-1", Decimal(230), "漏计30户")
    given = month(
        told={**STEADY, "12-1-1": ""},
        past={"12-1-1": before(Period(2023, 4), "500", Status.COMPLETED)},
        facts=MonthFacts(corrections=(put_right,)),
    )
    assert row_of(given, "12-1-1")["本月累计"].text == "500（4月底）"
    assert row_of(given, "7-1-1")["本月累计"].text == "230（更正）"


def test_projects_and_units_go_on_over_their_rows() -> None:
    """Number and name over a project, the unit over a task; neighbours of one name are not merged into one."""
    rows = made(month()).rows
    assert len(rows) == 39
    assert [row[0].continues for row in rows[:8]] == [False, *[True] * 5, False, False]
    assert [row[3].continues for row in rows[:8]] == [False, False, False, False, True, True, False, False]
    assert all(row[0].continues == row[1].continues for row in rows)


def test_every_figure_and_every_row_can_be_traced() -> None:
    """Figures carry the unit's cell; the status carries it as well, with the verdict in words and what is doubtful."""
    found = row_of(mixed(), "1-1-1")
    for heading in ("本月累计", "完成率", "百分点差距"):
        (span,) = found[heading].lines[0]
        assert span.evidence is not None
        assert [str(each) for each in span.evidence.sources] == ["区住房城乡建委.xlsx › 进展表 › G5"]
    status = found["状态"].evidence
    assert status is not None
    assert [str(each) for each in status.sources] == ["区住房城乡建委.xlsx › 进展表 › G5"]
    assert status.how == "滞后：累计34个，完成率17.0%，低于序时进度13.0个百分点"
    assert row_of(mixed(), "11-2-1")["状态"].evidence is not None


def test_columns_of_figures_suit_the_longest_of_them() -> None:
    """A column grows with its figures; the columns of words give way."""

    def shares(value: str) -> dict[str, float]:
        table = made(month(told={**STEADY, "9-1-1": value}))
        whole = sum(column.share for column in table.columns)
        return {column.heading: column.share / whole for column in table.columns}

    short, long = shares("2100"), shares("21000.25")
    assert long["本月累计"] > short["本月累计"] * 1.2
    assert long["指标"] < short["指标"]


def test_a_long_list_takes_no_more_work_for_each_row() -> None:
    """Each row of a table ten times as long is the same as before: nothing in it depends on the others."""
    given = mixed()
    once = items(given, Settings())
    many = tuple(
        replace(each, task=replace(each.task, id=f"{turn}-{each.task.id}")) for turn in range(10) for each in once
    )
    first, again = wide_table(given, once).rows, wide_table(given, many).rows
    assert len(again) == 10 * len(first)
    assert [[cell.text for cell in row[4:]] for row in again] == [[cell.text for cell in row[4:]] for row in first] * 10
