"""汇总表 says of every indicator what was reached, how it stands, and where the figure came from."""

import io
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from openpyxl import load_workbook

from pipeline.forms.summary import summary
from pipeline.model import Adjustment, Bound, Carried, Comparator, Month, Origin, Past, State, Status
from pipeline.period import Period
from tests.unit.months import APRIL, MAY, empty, may

RULE = "序时进度自3月起按月均衡计算，低于10个百分点及以上为滞后。"


def book(month: Month) -> Any:
    return load_workbook(io.BytesIO(summary(month, RULE)))


def table(month: Month, sheet: str = "汇总表") -> dict[str, dict[str, Any]]:
    """The rows of a sheet by their first cell, each a dict by heading."""
    rows = list(book(month)[sheet].iter_rows(values_only=True))
    header = next(number for number, row in enumerate(rows) if row[0] in ("编号", "口径"))
    return {str(row[0]): dict(zip(rows[header], row, strict=True)) for row in rows[header + 1 :] if row[1] is not None}


def changed(id: str, /, **fields: Any) -> Month:
    """May with one assessment changed."""
    month = may()
    return replace(
        month,
        assessments=tuple(replace(each, **fields) if each.id == id else each for each in month.assessments),
    )


def test_every_indicator_has_one_row_in_order() -> None:
    """All indicators of the month stand in the table, each once, in the register's order."""
    month = may()
    assert list(table(month)) == [each.id for each in month.register.indicators()]


def test_a_lagging_quantity_in_full() -> None:
    """A quantity shows its target, figures, rate, pace, gap, status, last month, and its source cell."""
    row = table(may())["1-1-1"]
    assert row == {
        "编号": "1-1-1",
        "序号": 1,
        "项目": "老城有机更新",
        "目标任务": "实施200个以上老旧小区改造。",
        "责任单位": "区住房城乡建委",
        "指标": "老旧小区改造",
        "类型": "量化",
        "目标": 200,
        "计量单位": "个",
        "本月累计": 34,
        "完成率": 0.17,
        "序时进度": 0.3,
        "差距（百分点）": -13,
        "状态": "滞后",
        "上月累计": 20,
        "环比增量": 14,
        "连续滞后月数": 2,
        "单位自评": "正常推进",
        "数据来源": "区住房城乡建委.xlsx › 进展表 › G5",
        "原文": "34",
        "备注": None,
    }


def test_targets_show_the_words_that_bind_them() -> None:
    """以上 and 余 stand beside numbers that stay numbers; an exact target has no words."""
    sheet = book(may())["汇总表"]
    formats = {sheet.cell(row, 1).value: sheet.cell(row, 8).number_format for row in range(4, 18)}
    assert (formats["1-1-1"], formats["1-2-1"]) == ('General"以上"', "General")
    assert next(row[9].number_format for row in sheet.iter_rows() if row[0].value == "1-2-1") == 'General"余"'


@pytest.mark.parametrize(
    ("comparator", "shown"),
    [
        (Comparator.AT_MOST, 'General"以内"'),
        (Comparator.ABOUT, '"约"General'),
        (Comparator.EQUAL, "General"),
        (None, "General"),
    ],
)
def test_every_comparator_has_its_words(comparator: Comparator | None, shown: str) -> None:
    """以内 and 约 are shown as the notice binds the target."""
    indicator = replace(may().assessment("1-1-1").indicator, comparator=comparator)
    assert book(changed("1-1-1", indicator=indicator))["汇总表"]["H4"].number_format == shown


def test_rates_are_rounded_half_up_from_exact_shares() -> None:
    """20.05% is 20.1%; the gap is taken from exact shares, not from rounded ones."""
    month = changed(
        "1-1-1", rate=Fraction(2005, 10_000), pace=Fraction(2, 9), gap=Fraction(2005, 10_000) - Fraction(2, 9)
    )
    row = table(month)["1-1-1"]
    assert (row["完成率"], row["序时进度"], row["差距（百分点）"]) == (0.201, 0.222, -2.2)


def test_more_than_the_target_is_shown_as_it_is() -> None:
    """Over-fulfilment is not capped at 100%."""
    row = table(may())["1-4-1"]
    assert (row["完成率"], row["差距（百分点）"], row["状态"]) == (1.2, 90, "已完成")


def test_a_milestone_shows_its_state() -> None:
    """A milestone has its sign of completion and its state in words, and neither rate nor gap."""
    row = table(may())["3-1-1"]
    shown = [row[each] for each in ("类型", "目标", "本月累计", "完成率", "差距（百分点）", "上月累计", "环比增量")]
    assert shown == ["定性", "完成", "推进中", None, None, "未启动", None]
    assert row["责任单位"] == "区新城建管委、区教委"


@pytest.mark.parametrize(
    ("indicator", "status", "remark"),
    [
        ("3-2-1", "未报送", "截至4月底为905户，不计入本月。"),
        ("1-2-2", "未填", "截至4月底为3.2万户，不计入本月。\n累计完成没有填。"),
        ("2-1-1", "待核实", "截至4月底为52公里，不计入本月。\n累计完成填的是“约九成”，不是数字。"),
        ("3-3-2", "未到时点", None),
    ],
)
def test_what_is_not_reported_says_why(indicator: str, status: str, remark: str | None) -> None:
    """未报送, 未填 and 待核实 are told apart; the last known figure stands in the remarks, never as this month's."""
    row = table(may())[indicator]
    assert (row["状态"], row["本月累计"], row["备注"]) == (status, None, remark)


def test_a_correction_tells_from_to_and_why() -> None:
    """A corrected figure names what it was, what it is, the reason, who put it right, when and on what ground."""
    row = table(may())["3-3-1"]
    assert row["本月累计"] == 420
    assert row["备注"].split("\n")[0] == "由402更正为420：电话核实，表内漏计18户（周敏，2023年6月2日，电话记录）。"


def test_an_adjusted_target_names_its_document() -> None:
    """The target that holds is shown; the remark names the old one and the document."""
    row = table(may())["1-4-3"]
    assert row["目标"] == 4000
    assert row["备注"].startswith("目标自2023年5月起由5000只调整为4000只（永川府办〔2023〕31号）。")


def test_a_figure_from_prose_says_so() -> None:
    """A figure read from the text is remarked on; one from its cell is not."""
    entry = may().assessment("1-3-1").entry
    assert entry is not None
    assert (
        table(changed("1-3-1", entry=replace(entry, origin=Origin.PROSE)))["1-3-1"]["备注"]
        == "数据取自进展情况的文字。"
    )
    assert table(may())["1-3-1"]["备注"] is None


def test_what_was_completed_stays_completed_in_words() -> None:
    """A completed indicator that was left blank later says since when, without a figure of this month."""
    month = changed("1-4-1", entry=None, rate=None, gap=None, carried=Carried(APRIL, Decimal(12)))
    row = table(month)["1-4-1"]
    assert (row["状态"], row["本月累计"]) == ("已完成", None)
    assert row["备注"] == "本月未报新数，截至4月底已完成（12处）。"


def test_an_older_figure_is_not_last_months() -> None:
    """Where last month has no figure the column stays empty and the remark names the month that has."""
    month = changed("1-3-1", previous=Past(Period(2023, 3), Status.ON_PACE, Decimal(9)))
    row = table(month)["1-3-1"]
    assert (row["上月累计"], row["环比增量"]) == (None, None)
    assert row["备注"] == "上月无数，上一次为3月底9台。"


def test_an_older_figure_is_told_once() -> None:
    """A figure carried from before last month is remarked on as carried, not a second time as older."""
    march = Past(Period(2023, 3), Status.ON_PACE, Decimal(700))
    row = table(changed("3-2-1", previous=march, carried=Carried(Period(2023, 3), Decimal(700))))["3-2-1"]
    assert (row["上月累计"], row["备注"]) == (None, "截至3月底为700户，不计入本月。")


def test_a_state_word_is_no_figure() -> None:
    """A counted indicator of which only a state is known shows no figure; a milestone shows no number."""
    entry = may().assessment("1-1-1").entry
    assert entry is not None
    assert (
        table(changed("1-1-1", entry=replace(entry, done=None, state=State.IN_PROGRESS)))["1-1-1"]["本月累计"] is None
    )
    assert table(changed("3-1-1", entry=replace(entry, state=State.IN_PROGRESS)))["3-1-1"]["本月累计"] == "推进中"


def test_the_units_own_judgement_stands_beside_where_it_differs() -> None:
    """The unit's own rate and word are shown only where they are not what was computed."""
    rows = table(may())
    assert [rows[each]["单位自评"] for each in ("1-1-1", "1-3-1", "1-4-1")] == ["正常推进", None, "完成率100.0%"]


def test_whatever_rate_a_unit_types_is_shown() -> None:
    """Half up as everywhere, and no figure is too long."""
    entry = may().assessment("1-3-1").entry
    assert entry is not None
    for typed, shown in (("0.1225", "完成率12.3%"), ("1E+30", f"完成率1{'0' * 32}.0%")):
        row = table(changed("1-3-1", entry=replace(entry, reported_rate=Decimal(typed))))["1-3-1"]
        assert row["单位自评"] == shown


def test_an_adjustment_without_a_document_leaves_no_brackets() -> None:
    """Nothing stands in empty brackets."""
    change = Adjustment("1-4-3", MAY, Decimal(5000), Decimal(4000), "")
    remark = table(changed("1-4-3", adjusted=change))["1-4-3"]["备注"]
    assert "目标自2023年5月起由5000只调整为4000只。" in remark


def test_a_bound_of_about_is_shown() -> None:
    """约190 is shown as such, and stays a number."""
    entry = may().assessment("1-2-1").entry
    assert entry is not None
    cell = book(changed("1-2-1", entry=replace(entry, bound=Bound.ABOUT)))["汇总表"]["J5"]
    assert (cell.value, cell.number_format) == (190, '"约"General')


def test_counts_add_up() -> None:
    """In every row of the counts the statuses add up to the total, and the totals are the month's."""
    rows = table(may(), "统计")
    assert {name: row["合计"] for name, row in rows.items()} == {
        "项目（件）": 3,
        "目标任务（项）": 10,
        "指标（项）": 14,
        "其中：量化指标": 12,
        "　　　定性指标": 2,
    }
    for row in rows.values():
        assert sum(value for name, value in row.items() if name not in ("口径", "合计")) == row["合计"]
    assert {name: count for name, count in rows["指标（项）"].items() if name != "口径"} == {
        "合计": 14,
        "已完成": 2,
        "进度较快": 2,
        "基本按序时推进": 5,
        "滞后": 1,
        "严重滞后": 0,
        "未报送": 1,
        "未填": 1,
        "待核实": 1,
        "未到时点": 1,
    }


def test_the_counts_tell_who_reported() -> None:
    """Units reported, late, returned and missing are counted and named."""
    assert book(may())["统计"]["A2"].value == (
        "责任单位10个：已报送9个，其中迟报1个（区文化旅游委）、需退回修改2个（区规划自然资源局、区交通局）；"
        "未报送1个（区农业农村委）。"
    )


def test_the_rule_is_printed_on_both_sheets() -> None:
    """The rule of judgement stands under both sheets, word for word."""
    for sheet in book(may()):
        assert f"研判规则：{RULE}" in [row[0] for row in sheet.iter_rows(values_only=True)]


def test_a_month_without_any_submission() -> None:
    """Nothing came in: everything is 未报送, and the counts still add up."""
    month = empty()
    assert {row["状态"] for row in table(month).values()} == {"未报送"}
    assert table(month, "统计")["指标（项）"]["未报送"] == 14
    assert book(month)["统计"]["A2"].value.startswith("责任单位10个：已报送0个；未报送10个（")


def test_the_same_month_gives_the_same_bytes() -> None:
    """Two runs of one month write the same workbook."""
    assert summary(may(), RULE) == summary(may(), RULE)


def test_a_completed_milestone_stays_completed() -> None:
    """A milestone completed earlier and left blank now says since when it is complete."""
    month = changed("3-5-1", entry=None, carried=Carried(MAY + -1, None, State.DONE))
    assert table(month)["3-5-1"]["备注"] == "本月未报新数，截至4月底已完成。"
