"""The circular in words: the cases that data brings, and the sources of every figure."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.circular import dates
from pipeline.circular.names import citation
from pipeline.circular.wording import Composed, compose, title
from pipeline.document import Evidence, Role
from pipeline.findings import PipelineError, Rule, Severity
from pipeline.model import Inspection, Issue, Month, MonthFacts, Notice, Past, Status
from pipeline.period import Period
from pipeline.settings import Circular, Escalation, Office, Settings
from pipeline.source import Where
from tests.unit.wording_months import MIXED, STEADY, before, every, mixed, month, register

ONE = """
1 老城有机更新
1-1 区住房城乡建委 实施200个以上老旧小区改造。
1-1-1 老旧小区改造 >=200个 even
"""
TEMPLATES = Path(__file__).parents[2] / "templates"
TEMPLATE = (TEMPLATES / "通报.txt").read_text(encoding="utf-8")
PARTS = {"建议.txt": (TEMPLATES / "建议.txt").read_text(encoding="utf-8")}
MAY, JULY, SEPTEMBER, DECEMBER = (Period(2023, number) for number in (5, 7, 9, 12))


def composed(made: Month, settings: Settings | None = None, template: str = TEMPLATE) -> Composed:
    return compose(made, settings or Settings(), template, parts=PARTS)


def text(made: Month, settings: Settings | None = None, template: str = TEMPLATE) -> str:
    return "\n".join(paragraph.text for paragraph in composed(made, settings, template).document.body)


def found(composed: Composed) -> list[list[str]]:
    return [[each.where.cell or each.where.file, each.code] for each in composed.findings]


# --- the sentences ----------------------------------------------------------------------------------------------------


def test_a_lag_tells_how_long_and_why() -> None:
    """Months in a row from two on, the unit's own reason, and the unit; without a reason that is said."""
    told = text(mixed())
    assert "低于序时进度13.0个百分点，已连续2个月滞后。主要原因是部分小区地下管线资料缺失，改造方案多次调整（" in told
    assert "低于序时进度16.2个百分点。报送表未填写原因（责任单位：区交通局）。" in told


def test_months_of_lag_with_a_gap_between_are_not_called_consecutive() -> None:
    """Behind in March, silent in April, behind in May: two months in all, not two in a row."""
    silent = (
        Past(Period(2023, 3), Status.BEHIND, Decimal(5), months_behind=1),
        Past(Period(2023, 4), Status.NOT_REPORTED, months_behind=1),
    )
    told = {**STEADY, "1-1-1": "10"}
    assert "，累计2个月滞后。" in text(month(told=told, past={"1-1-1": silent}))
    assert "，累计2个月滞后。" in text(month(told=told, past={"1-1-1": silent[:1]}))
    in_a_row = before(Period(2023, 4), "5", Status.BEHIND, 1)
    assert "，已连续2个月滞后。" in text(month(told=told, past={"1-1-1": in_a_row}))


def test_an_inspection_without_a_place_leaves_no_gap() -> None:
    """Its sentence begins with the day."""
    seen = Inspection(date(2023, 5, 18), "", "1-1", "沟槽未回填", "")
    assert "（一）5月18日现场督查发现，沟槽未回填（责任单位：区住房城乡建委）。" in text(
        month(facts=MonthFacts(inspections=(seen,)))
    )


def test_a_hostile_reason_is_printed_as_it_is() -> None:
    """Tags, marks and line breaks in a unit's text neither run, nor give structure, nor stop the month."""
    typed = "{{7*7}}{% if %}\n标题：假的\n一、假的节\x00 & <w:t>"
    made = month(told={**STEADY, "1-1-1": "34"}, problems={"1-1-1": typed})
    document = composed(made).document
    assert document.title == "关于2023年5月区级重点民生实事推进情况的通报"
    told = "\n".join(paragraph.text for paragraph in document.body)
    assert "主要原因是{{7*7}}{% if %}；标题：假的；一、假的节& <w:t>（责任单位：区住房城乡建委）。" in told


def test_more_items_than_can_be_listed_are_left_to_the_annex() -> None:
    """Ten lagging items, the furthest behind, and none of the many that are completed."""
    assert len(re.findall(r"低于序时进度", text(month(SEPTEMBER, every("1"))))) <= 10
    assert "按滞后程度排列，前10项是：" in text(month(SEPTEMBER, every("0")))
    assert "已完成的39项指标，逐项情况见附件。" in text(month(DECEMBER, every()))


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (month(), "13个责任单位均已按时报送。"),
        (month(late=("区残联",)), "13个责任单位均已报送，其中迟报1个（区残联）。"),
        (month(silent=("区残联", "区交通局")), "13个责任单位中，已报送11个，未报送2个（区交通局、区残联）。"),
        (month(silent=("区残联",), late=("区教委",)), "，已报送12个，其中迟报1个（区教委）；未报送1个（区残联）。"),
        (month(told={}, silent=tuple(u.name for u in register().units)), "13个责任单位均未报送。"),
        (month(told={"1-1-1": "66"}, book=register(ONE)), "1个责任单位已按时报送。"),
    ],
)  # fmt: skip
def test_who_reported(made: Month, sentence: str) -> None:
    """Reported and missing add up to all; late is a part of reported."""
    assert sentence in text(made)


def test_nobody_is_called_punctual_whose_day_is_unknown() -> None:
    """Where nothing tells when a unit reported, it is said to have reported, not in time."""
    made = month()
    unknown = tuple(replace(unit, late=None) for unit in made.units)
    assert "13个责任单位均已报送。" in text(replace(made, units=unknown))


def test_an_office_that_names_nobody() -> None:
    """With the setting off no unit is named for reporting late, not at all or in part, nor by its items."""
    told = text(mixed(), Settings(circular=Circular(name_missing=False)))
    section = told[told.index("、报送情况") : told.index("附件：")]
    assert "未报送1个。" in section
    assert "未填1项指标，待核实1项指标，均未计入完成情况。" in section
    named = {"区农业农村委", "区文化旅游委", "区新城建管委", "区残联", "农村户厕", "云谷幼儿园", "无障碍"}
    assert not {each for each in named if each in section}


def test_blank_and_refused_are_not_unreported() -> None:
    """未报送 is said only where the unit sent nothing."""
    told = text(mixed())
    assert "未报送1项，未填1项，待核实1项" in told
    assert (
        "未填1项指标（区新城建管委：云谷幼儿园建设），待核实1项指标（区残联：无障碍改造），均未计入完成情况。" in told
    )


def test_carried_figures_stand_beside_and_are_not_counted() -> None:
    """The last known figure of a missing unit is told with its month, as not counted."""
    assert "农村户厕改造4月底累计完成905户，不计入本月统计。" in text(mixed())


def test_before_anything_is_due_nobody_is_blamed() -> None:
    """In January no unit is called unreported and none is asked for anything missing."""
    told = text(month(Period(2023, 1), {}, silent=tuple(unit.name for unit in register().units)))
    assert "20项任务均未到时点。" in told
    assert "未报送" not in told
    assert "补报" not in told


def test_the_counting_sentences_add_up() -> None:
    """In every month the parts of tasks and of indicators add up to their totals, and no part is nought."""
    for made in (month(), mixed(), month(SEPTEMBER, every("0")), month(DECEMBER, every()), month(told=MIXED)):
        for total, parts in re.findall(r"(\d+)项(?:任务|量化指标|定性指标)中，([^；。]*)", text(made)):
            counts = [int(count) for count in re.findall(r"(\d+)项", parts)]
            assert sum(counts) == int(total)
            assert 0 not in counts


def demands(lags: Mapping[str, int], settings: Settings | None = None) -> list[str]:
    """The demands of a May in which indicators lag for so many months, without the standing one."""
    told = {**STEADY, **dict.fromkeys(lags, "0")}
    past = {
        name: before(Period(2023, 4), "0", Status.BEHIND, months - 1) for name, months in lags.items() if months > 1
    }
    words = text(month(told=told, past=past, settings=settings), settings)
    section = words[words.index("、下一步工作建议") : words.index("附件：")]
    return [line.split("。")[0] + "：" + line.split("。", 1)[1] for line in section.split("\n")[1:-2]]


def test_each_lagging_unit_is_asked_at_the_gravest_step_it_has_reached() -> None:
    """One month is reminded, two supervised, three called in; no unit is named at two steps."""
    told = demands({"1-2-1": 1, "1-1-1": 2, "7-1-1": 3, "7-1-2": 1, "2-1-1": 2})
    assert [line.split("：")[0][3:] for line in told] == ["加快推进滞后事项", "督办滞后事项", "约谈建议"]
    for unit, place in (("区经济信息委", 0), ("区住房城乡建委", 1), ("区交通局", 1), ("区残联", 2)):
        assert [unit in line for line in told] == [place == step for step in range(3)], unit
    assert "无障碍改造（区残联）已连续3个月滞后，建议约谈区残联。" in told[2]
    assert "渝馨家园" not in told[2]
    assert all("6月21日前" in line for line in told)


def test_the_steps_are_the_offices_own() -> None:
    """Later steps, and steps left out: what reaches none is asked for nothing."""
    lags = {"1-2-1": 1, "1-1-1": 2, "7-1-1": 3}
    heads = [
        [line.split("：")[0][3:] for line in demands(lags, Settings(escalation=Escalation(*steps)))]
        for steps in ((1, 2, 0), (2, 0, 0), (0, 0, 3), (0, 0, 0))
    ]
    assert heads == [["加快推进滞后事项", "督办滞后事项"], ["加快推进滞后事项"], ["约谈建议"], []]


def test_money_without_works_is_asked_about() -> None:
    """A unit whose money is spent well ahead of its work is asked why; nobody else is."""
    ahead = month(told={**STEADY, "1-1-1": "20"}, more={"1-1-1": {"spent": Decimal("0.6")}})
    asked = [each.text for each in compose(ahead, Settings(), TEMPLATE, parts=PARTS).document.body]
    assert [each for each in asked if "核实投资与进度" in each] == [
        "（二）核实投资与进度。区住房城乡建委要核实投资完成情况与任务实际进度不一致的原因，6月21日前报区发展改革委。"
    ]
    assert "投资" not in "".join(
        each.text for each in compose(month(), Settings(), TEMPLATE, parts=PARTS).document.body
    )


def test_many_at_one_step_are_not_listed_one_by_one() -> None:
    """More than ten items, or ten units, are told by what they have in common."""
    lags = {name: 3 for name, value in STEADY.items() if value.isdigit() and value != "0"}
    (told,) = demands(lags)
    assert told.startswith("（一）约谈建议：建议约谈")
    assert "已连续" not in told


def test_the_offices_own_demands_are_used_and_their_faults_told() -> None:
    """What stands in 建议.txt is printed in its section; a wrong name is told with that file and its line."""
    own = {"建议.txt": "（一）再核实。{% if 提醒单位 %}{{ 提醒单位 }}要在{{ 补报期限 }}前回话。{% endif %}"}
    document = compose(month(told={**STEADY, "1-1-1": "0"}), Settings(), TEMPLATE, parts=own).document
    assert "（一）再核实。区住房城乡建委要在6月12日前回话。" in "\n".join(each.text for each in document.body)
    for part, told in (("一\n{{ 滞后单为 }}", "模板 建议.txt 第 2 行：没有“滞后单为”这个名称，是不是“滞后单位”"),):
        with pytest.raises(PipelineError, match=told):
            compose(month(), Settings(), TEMPLATE, parts={"建议.txt": part})
    typed = compose(month(), Settings(), TEMPLATE, parts={"建议.txt": "（一）限3日内报。"})
    assert [[each.where.file, each.where.cell, each.code] for each in typed.findings] == [
        ["建议.txt", "第 1 行", "W101"]
    ]


# --- head, date, addressees -------------------------------------------------------------------------------------------


def test_approval_is_said_and_widens_the_addressees() -> None:
    """Only 经区政府同意 lets a department write to towns and streets."""
    approved = replace(month(), issue=Issue(approved=True))
    assert "要求，经区政府同意，现将截至5月31日15件" in text(approved)
    assert text(approved).startswith("各镇人民政府、街道办事处，区政府各部门，有关单位：\n")
    assert text(month()).startswith("各责任单位：\n")
    assert "同意" not in text(month())


def test_number_and_date_stay_open_until_the_office_sets_them() -> None:
    """An unset number and date are left open, in the month after the period, and the review copy says so."""
    document = composed(month(DECEMBER, every())).document
    assert document.head is not None
    assert document.head.number == "　　〔2024〕　　号"
    assert [p.text for p in document.body if p.role is Role.DATE] == ["2024年1月　日"]
    assert [each[:5] for each in document.remarks[:2]] == ["发文字号未", "成文日期未"]


def test_number_and_date_as_the_office_set_them() -> None:
    """What stands in 本月事项 is printed, in the head, below the text and in the imprint; the note in brackets."""
    issue = Issue("永川发改〔2023〕38号", "", date(2023, 6, 5), "此件公开发布")
    document = composed(replace(month(), issue=issue), Settings(office=Office(copies="区政府办公室"))).document
    assert document.head is not None
    assert document.imprint is not None
    assert document.head.number == "永川发改〔2023〕38号"
    assert [p.text for p in document.body if p.role in (Role.DATE, Role.NOTE)] == ["2023年6月5日", "（此件公开发布）"]
    assert (document.imprint.copies, document.imprint.printed) == ("区政府办公室", "2023年6月5日")
    assert not [each for each in document.remarks if "未填，" in each]


@pytest.mark.parametrize(
    ("dated", "working_days", "day"),
    [
        (date(2023, 6, 5), 3, "6月8日"),
        (date(2023, 6, 5), 10, "6月19日"),
        (date(2023, 6, 20), 3, "6月26日"),
        (date(2023, 6, 21), 1, "6月25日"),
        (None, 3, "6月12日"),
        (date(2023, 12, 29), 3, "2024年1月3日"),
    ],
)
def test_days_to_act_are_working_days(dated: date | None, working_days: int, day: str) -> None:
    """Counted from the day after the circular's date, over weekends and holidays, with worked Sundays."""
    figure = dates.deadline(replace(month(), issue=Issue(dated=dated)), working_days)
    assert figure.text == day
    assert ("成文日期未定" in figure.evidence.how) is (dated is None)


def test_the_title_and_the_notice_are_cited_as_the_office_does() -> None:
    """The subject is the notice's own; the issuer stands before the title once; without a number no brackets."""
    assert title(month(), Settings()) == "关于2023年5月区级重点民生实事推进情况的通报"
    whole = Notice("重庆市永川区人民政府办公室关于甲的通知", "", "重庆市永川区人民政府办公室", None)
    assert citation(whole) == "《重庆市永川区人民政府办公室关于甲的通知》"
    other = replace(month().register, notice=replace(whole, title="关于印发2024年十件民生实事的通知"))
    assert title(replace(month(), register=other), Settings()) == "关于2023年5月十件民生实事推进情况的通报"


# --- sources ----------------------------------------------------------------------------------------------------------


def sources(made: Month) -> Mapping[str, Evidence]:
    """The evidence of the document's figures by their texts, of each the first."""
    told: dict[str, Evidence] = {}
    for span in composed(made).document.spans():
        if span.evidence:
            told.setdefault(span.text, span.evidence)
    return told


def test_a_reported_figure_names_its_cell_and_a_computed_one_its_sum() -> None:
    """done is a cell; rate, pace and gap are sums over it; targets quote the list; counts tell what was counted."""
    told = sources(mixed())
    done, rate, gap, target, count = (told[name] for name in ("34个", "17.0%", "13.0", "200个以上", "15"))
    assert [str(each) for each in done.sources] == ["区住房城乡建委.xlsx › 进展表 › G5"]
    assert done.how == ""
    assert (rate.sources, rate.how) == (done.sources, "17.0% = 34个÷200个以上")
    assert "30.0% = 3÷10，自3月起按月均衡，至12月共10个月" in gap.how
    assert target.how == "取自目标任务台账，实施200个以上老旧小区改造。"
    assert count.how.startswith("目标任务台账中的项目：1、2、3、")


def test_findings_about_an_indicator_are_doubts_of_its_figures() -> None:
    """A warning hangs on every figure of its indicator; a note for the record on none; the head says how many."""
    rule = Rule("V108", Severity.WARNING, "已换算", "填的是{raw}，已换算。", "请核对。")
    where = Where("区交通局.xlsx", "进展表", "G12", "48000米")
    doubt = rule.at(where, unit="区交通局", task="2-1", indicator="2-1-1")
    noted = replace(doubt, rule=replace(rule, severity=Severity.NOTE), indicator="1-1-1")
    told = sources(month(findings=(doubt, noted)))
    assert [told[text].doubts for text in ("48公里", "24.0%", "66个")] == [
        ("填的是48000米，已换算。[V108]",),
        ("填的是48000米，已换算。[V108]",),
        (),
    ]
    assert "有3处数字存疑，已逐处标出，请核对后再发。" in composed(month(findings=(doubt,))).document.remarks


def test_every_number_of_the_text_has_a_source() -> None:
    """Without its figures, the text holds no digit but those of names, dates, the notice and the ordinals."""
    document = composed(mixed()).document
    for paragraph in document.body:
        if paragraph.role in (Role.BODY, Role.HEADING_2):
            rest = "".join(span.text for span in paragraph.spans if not span.evidence)
            rest = re.sub(r"《.*?》（.*?）|2023年|5月31日|[45]月底|5月推进|湖山1号", "", rest)
            assert not re.search(r"\d", rest), rest


# --- the template's own faults ----------------------------------------------------------------------------------------


def test_the_shipped_template_has_no_faults() -> None:
    """No hand-typed figure, no annex without a table, in any section."""
    assert found(composed(mixed())) == []
    assert found(composed(month(DECEMBER, every()))) == []


def test_hand_typed_figures_are_listed_with_their_line() -> None:
    """Digits that the template itself writes, also within a tag, are noted; ordinals and conditions are not."""
    template = (
        "标题：{{ 标题 }}\n一、总体\n1.说明\n（2）说明\n完成率达到80.5%。\n{% if 件数 > 3 %}{{ '第5期' }}{% endif %}"
    )
    told = composed(month(), template=template)
    assert found(told) == [["第 5 行", "W101"], ["第 6 行", "W101"]]
    assert told.findings[0].message == "模板里手写了数字“80.5”，不随数据变化，也没有出处。"


def test_an_annex_without_a_table_is_found() -> None:
    """What 附件说明 lists and the program does not have is a warning; the others keep their places."""
    told = composed(mixed(), template="标题：甲\n附件：别的附件\n附件：进度滞后事项清单")
    assert found(told) == [["通报.txt", "W102"]]
    assert [(each.number, each.title) for each in told.document.annexes] == [(2, "进度滞后事项清单")]
    assert [p.text for p in told.document.body] == ["附件：1.别的附件", "2.进度滞后事项清单"]


def test_a_template_without_a_title_cannot_be_used() -> None:
    """A circular has a title."""
    with pytest.raises(PipelineError, match=r"模板 我的\.txt 没有“标题：”这一行"):
        compose(month(), Settings(), "正文。", template_name="我的.txt")


def test_personal_data_and_overlong_reasons_are_found() -> None:
    """What is left out of a reason is told to the clerk, with the cell; a plain reason is not."""
    problems = {"1-1-1": "住户张某13812345678不同意。", "2-1-1": "虽已开工，" * 40, "7-1-1": "入户困难。"}
    told = composed(month(told={**STEADY, "1-1-1": "34", "2-1-1": "8", "7-1-1": "40"}, problems=problems))
    assert found(told) == [["G11", "W104"], ["G5", "W103"]]
    words = "\n".join(paragraph.text for paragraph in told.document.body)
    assert "主要原因是住户张某（电话略）不同意（责任单位：区住房城乡建委）" in words
    assert "原因见报送表（责任单位：区交通局）" in words
