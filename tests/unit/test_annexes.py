"""The annexes: the table of all tasks and the list of what lags."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pipeline.circular.annexes import annexes
from pipeline.document import Annex, Paragraph, Table, TableCell
from pipeline.model import Adjustment, Correction, Month, MonthFacts, State
from pipeline.period import Period
from pipeline.settings import Circular, Settings
from pipeline.source import Where
from tests.unit.months import may
from tests.unit.wording_months import HOLIDAYS, STEADY, before, mixed, month, register


def made(given: Month) -> tuple[Annex, ...]:
    return annexes(given, Settings())


def table(annex: Annex) -> Table:
    (found,) = (block for block in annex.blocks if isinstance(block, Table))
    return found


def notes(annex: Annex) -> list[str]:
    return [block.text for block in annex.blocks if isinstance(block, Paragraph)]


def column(annex: Annex, place: int) -> list[TableCell]:
    return [row[place] for row in table(annex).rows]


def cell_of(given: Month, task: str, place: int) -> TableCell:
    """The cell of a task's row in the first annex."""
    at = [each.id for each in given.register.tasks()].index(task)
    return table(made(given)[0]).rows[at][place]


def titles(given: Month, **circular: Any) -> list[tuple[int | None, str]]:
    found = annexes(given, Settings(circular=Circular(**circular)))
    return [(each.number, each.title) for each in found]


def test_a_single_annex_has_no_number_and_several_are_numbered() -> None:
    """The list of laggards stands only where something lags, a chart only where the office wants one."""
    progress = "永川区2023年重点民生实事推进情况表（截至5月31日）"
    chart, lagging, reporting = (
        "永川区2023年重点民生实事进度图（截至5月31日）", "进度滞后事项清单", "各责任单位报送情况"
    )  # fmt: skip
    assert titles(month(), reporting_annex=False) == [(None, progress)]
    assert titles(month()) == [(1, progress), (2, reporting)]
    assert titles(mixed()) == [(1, progress), (2, lagging), (3, reporting)]
    assert titles(mixed(), chart="native") == [(1, progress), (2, chart), (3, lagging), (4, reporting)]


def test_who_reported_is_not_listed_where_nobody_is_named() -> None:
    """Neither in an office that names nobody, nor before anything is due."""
    assert len(titles(mixed(), name_missing=False)) == 2
    silent = tuple(each.name for each in register().units)
    assert len(titles(month(Period(2023, 1), {}, silent=silent))) == 1


def test_only_the_table_of_figures_lies_across() -> None:
    """The other annexes stay upright."""
    wide = Settings(circular=Circular(annex="wide", chart="picture"))
    assert [each.wide for each in annexes(mixed(), wide)] == [True, False, False, False]
    assert not any(each.wide for each in made(mixed()))


def test_the_table_has_the_notices_columns_and_a_row_for_each_task() -> None:
    """Number and name of a project go on over its tasks; every row has a cell for each column."""
    first = table(made(month())[0])
    assert [each.heading for each in first.columns] == [
        "序号", "项目名称", "2023年工作目标任务", "责任单位", "推进情况", "状态",
    ]  # fmt: skip
    assert {len(row) for row in first.rows} == {6}
    numbers = ["〃" if row[0].continues else row[0].text for row in first.rows]
    assert numbers[:6] == ["1", "〃", "〃", "〃", "2", "3"]
    assert len(first.rows) == 20
    assert all(row[0].continues == row[1].continues for row in first.rows)


@pytest.mark.parametrize(
    ("task", "progress", "status"),
    [
        ("1-1", "老旧小区改造：累计34个，完成率17.0%，低于序时进度13.0个百分点", "滞后"),
        ("11-2", "农村户厕改造：未报送", "未报送"),
        ("12-1", "窨井盖治理：累计523个，完成率104.6%，提前完成全年任务", "已完成"),
        ("5-1", "HPV疫苗接种补助愿接尽接：推进中", "基本按序时推进"),
    ],
)  # fmt: skip
def test_a_task_tells_each_indicator_and_the_worst_of_them(task: str, progress: str, status: str) -> None:
    """One line for each indicator; the status is the task's, in the words for people."""
    assert cell_of(mixed(), task, 4).text == progress
    assert cell_of(mixed(), task, 5).text == status


def test_blank_and_refused_tasks_are_called_so() -> None:
    """未填 and 待核实, never 未报送, where the unit sent something."""
    assert [cell_of(mixed(), task, 5).text for task in ("3-1", "7-1")] == ["未填", "待核实"]


def test_what_a_unit_says_is_told_where_it_is_about_one_thing() -> None:
    """A task that is one milestone tells the unit's words; words about several things belong to none of them."""
    told = {name: {"progress": "正在招标。"} for name in ("3-2-1", "3-2-2", "3-2-3", "5-1-1")}
    judged = month(more=told)
    assert cell_of(judged, "3-2", 4).text == (
        "红河小学综合楼建设：推进中\n东皋书院幼儿园改建：推进中\n湖山1号幼儿园投用：推进中"
    )
    assert cell_of(judged, "5-1", 4).text.endswith("：推进中。正在招标")


def test_every_row_can_be_traced() -> None:
    """Figures carry their cells; the status tells what it is the worst of."""
    progress, status = cell_of(mixed(), "1-1", 4), cell_of(mixed(), "1-1", 5)
    traced = [(span.text, str(span.evidence.sources[0])) for span in progress.lines[0] if span.evidence]
    assert traced == [(figure, "区住房城乡建委.xlsx › 进展表 › G5") for figure in ("34个", "17.0%", "13.0")]
    assert status.evidence is not None
    assert status.evidence.how == "滞后：该任务只有这一项指标，老旧小区改造（滞后）"


def test_the_supporting_units_stand_below_the_leading_one() -> None:
    """A task of two units names both, each on its own line."""
    assert cell_of(may(), "3-1", 3).text == "区新城建管委\n区教委"


def test_under_the_table_stand_the_rule_and_what_was_changed() -> None:
    """The rule first, then adjusted targets, corrected figures, and the last known figures that are not counted."""
    adjusted = Adjustment("1-4-3", Period(2023, 5), Decimal(5000), Decimal(4000), "永川府办〔2023〕31号")
    put_right = Correction(
        "7-1-1", Decimal(230), "漏计30户", "电话记录", "周敏", date(2023, 6, 2), Where("本月事项.xlsx")
    )
    book = register()
    book = type(book)(book.year, book.notice, book.projects, book.units, (adjusted,), HOLIDAYS)
    given = month(
        told={**STEADY, "13-1-1": ""},
        past={"13-1-1": before(Period(2023, 4), "40"), "4-1-3": before(Period(2023, 4), "在建")},
        facts=MonthFacts(corrections=(put_right,)),
        book=book,
    )
    rule, *others = notes(made(given)[0])
    assert rule.startswith("注：1.序时进度自3月起按月均衡计算，截至5月底为30.0%（")
    assert others == [
        "2.超期水表更换的目标自5月起由5000只调整为4000只（永川府办〔2023〕31号）。",
        "3.无障碍改造的数据经核实由200户更正为230户。",
        "4.路灯改建4月底累计完成40组，不计入本月统计。",
    ]
    assert cell_of(given, "7-1", 4).text.startswith("无障碍改造：累计230户（已核实更正），完成率36.3%，")


def test_a_changed_target_keeps_its_comparator_and_a_corrected_state_is_told() -> None:
    """约100亩 becomes 约80亩, and 已完成 becomes 推进中."""
    book = register(
        "1 绿化\n1-1 区城市管理局 新建绿地约100亩，建成公园。\n1-1-1 绿地新建 ~100亩 even\n1-1-2 公园建成 做 works\n"
    )
    change = Adjustment("1-1-1", Period(2023, 5), Decimal(100), Decimal(80), "")
    put_right = Correction("1-1-2", None, "现场核实", state=State.IN_PROGRESS)
    given = month(
        told={"1-1-1": "30", "1-1-2": "完成"},
        facts=MonthFacts(corrections=(put_right,)),
        book=replace(book, adjustments=(change,)),
    )
    assert notes(made(given)[0])[1:] == [
        "2.绿地新建的目标自5月起由约100亩调整为约80亩。",
        "3.公园建成的进展经核实由已完成更正为推进中。",
    ]


def test_the_rule_alone_has_no_number() -> None:
    """A single note is 注：, without 1."""
    (only,) = notes(made(month())[0])
    assert only.startswith("注：序时进度自3月起")


def test_what_lags_is_listed_the_furthest_behind_first() -> None:
    """Seriously behind before behind, larger gaps before smaller; what has no gap comes last, in words."""
    told = {**STEADY, "1-1-1": "100", "2-1-1": "20", "1-3-1": "30", "1-2-1": "300", "3-2-3": "在建", "12-1-1": "480"}
    listed = made(month(Period(2023, 9), told, problems={"2-1-1": "无", "3-2-3": "虽已开工，" * 30}))[1]
    rows = [[cell.text for cell in row] for row in table(listed).rows]
    assert [row[0] for row in rows] == [str(place) for place in range(1, len(rows) + 1)]
    gaps = [Decimal(row[6].removesuffix("个百分点")) for row in rows if row[6].endswith("个百分点")]
    assert gaps == sorted(gaps, reverse=True)
    by_name = {row[1]: row[2:] for row in rows}
    assert by_name["“四好农村路”"] == ["200公里", "20公里", "10.0%", "66.7%", "56.7个百分点", "未填写", "区交通局"]
    assert rows[-1] == [
        str(len(rows)), "湖山1号幼儿园投用", "—", "推进中", "—", "—", "应于8月底前完成", "见报送表", "区教委",
    ]  # fmt: skip
    assert "窨井盖治理" not in by_name
