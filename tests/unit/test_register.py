"""The register: proposed from the notice, written as a workbook, read back, compared."""

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from pipeline.findings import PipelineError
from pipeline.model import Adjustment, Comparator, Indicator, Kind, Register, Rhythm, Unit
from pipeline.period import Period
from pipeline.quantities import plain
from pipeline.targets.changes import differences
from pipeline.targets.holidays import holidays_of, name_of
from pipeline.targets.notice import read_notice
from pipeline.targets.proposal import Proposal, propose
from pipeline.targets.register import read_register, read_reviewed, write_register
from tests.unit.notice_2023 import as_text

PUBLISHED = read_notice("notice.txt", as_text())
DRAFTED = propose(PUBLISHED, 2023)
BOOK = write_register(DRAFTED)
ADJUSTED = tuple(f"目标调整_{column}2" for column in "ABCDE")


def proposed(text: str) -> Proposal:
    """The proposal for a notice whose annex is this one target."""
    row = replace(PUBLISHED.rows[0], text=text)
    return propose(replace(PUBLISHED, rows=(row,)), 2023)


def indicators(text: str) -> list[Indicator]:
    return list(proposed(text).register.indicators())


def edited(cells: Mapping[str, str | int | None]) -> bytes:
    """The 2023 workbook with some cells changed: ``目标任务_K5``."""
    book = load_workbook(io.BytesIO(BOOK))
    for place, value in cells.items():
        sheet, cell = place.rsplit("_", 1)
        book[sheet][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def faults(cells: Mapping[str, str | int | None]) -> str:
    with pytest.raises(PipelineError) as raised:
        read_register("targets.xlsx", edited(cells))
    return str(raised.value)


def test_the_2023_register() -> None:
    """15 projects, 20 tasks, 39 indicators: 27 counted ones as published, 12 milestones, 13 units."""
    register = DRAFTED.register
    found = list(register.indicators())
    assert (len(register.projects), len(list(register.tasks())), len(found), len(register.units)) == (15, 20, 39, 13)
    assert sum(each.kind is Kind.MILESTONE for each in found) == 12
    assert {each.id: f"{each.comparator}{plain(each.target)}{each.measure}" for each in found if each.target} == {
        "1-1-1": ">=200个",
        "1-2-1": "=600个",
        "1-3-1": "=60台",
        "1-4-1": "=10处",
        "1-4-2": "=5套",
        "1-4-3": "=5000只",
        "2-1-1": "=200公里",
        "3-1-1": "=40%",
        "4-1-1": ">=90%",
        "4-1-2": ">=50名",
        "4-1-3": ">=70%",
        "7-1-1": "=633户",
        "7-1-2": "=22个",
        "8-1-1": "=8个",
        "8-1-2": "=23个",
        "9-1-1": "=7000人",
        "9-1-2": "=6000万元",
        "10-1-1": "=1个",
        "10-1-2": "=6个",
        "11-1-1": "=10座",
        "11-2-1": "=2500户",
        "12-1-1": "=500个",
        "13-1-1": "=170组",
        "13-1-2": "=8100米",
        "14-1-1": "=10座",
        "15-1-1": "=30户",
        "15-1-2": "=30个",
    }
    assert next(each.name for each in found if each.id == "1-4-2") == "二次加压设备"


def test_rhythms_and_months_are_proposed() -> None:
    """Building starts a month later than the rest, rates and standing duties are told apart, December is due."""
    found = {each.id: each for each in DRAFTED.register.indicators()}
    assert {id for id, each in found.items() if each.rhythm is Rhythm.STANDING} == {"4-1-4"}
    assert {id for id, each in found.items() if each.kind is Kind.RATE} == {"4-1-1", "4-1-3"}
    assert {id for id, each in found.items() if each.rhythm is Rhythm.ONCE} == {"4-1-2"}
    assert {"2-1-1", "3-1-1", "10-1-2", "11-1-1", "15-1-2"} < {
        id for id, each in found.items() if each.rhythm is Rhythm.WORKS
    }
    assert {each.rhythm: str(each.first) for each in found.values()} == {
        Rhythm.EVEN: "2023-03",
        Rhythm.WORKS: "2023-04",
        Rhythm.ONCE: "2023-03",
        Rhythm.STANDING: "2023-03",
    }
    assert {each.due for each in found.values()} == {Period(2023, 12)}


def test_guesses_are_marked_for_review() -> None:
    """A small training that may be one course and a milestone without a sign are doubts; plain counts are none."""
    doubts = dict(DRAFTED.doubts)
    assert "一次性" in doubts["4-1-2"]
    assert "完成标志" in doubts["3-2-1"]
    assert "1-1-1" not in doubts
    assert DRAFTED.doubts[0][0] == "3-1-2"
    assert "14万户（受益面）" in dict(DRAFTED.left_out)["1-2"]


def test_signs_come_from_the_notices_own_words() -> None:
    """What the sentence calls the result is the sign of a milestone."""
    signs = {each.id: each.sign for each in DRAFTED.register.indicators()}
    assert (signs["5-1-1"], signs["3-2-3"], signs["3-2-1"]) == ("愿接尽接", "投入使用", "")


def test_milestones_are_named_like_headings() -> None:
    """The verb of a promise goes behind the thing or away; a date is no part of the name."""
    names = {each.id: each.name for each in DRAFTED.register.indicators()}
    assert [names[id] for id in ("3-1-2", "3-2-1", "3-2-3", "4-1-4", "7-1-3")] == [
        "新城校园周边有机更新",
        "红河小学综合楼建设",
        "湖山1号幼儿园投用",
        "中小学心理健康教育和实践活动",
        "镇（街道）渝馨家园全覆盖",
    ]
    (dated,) = indicators("6月底前启动文化馆建设。")
    assert (dated.name, str(dated.due)) == ("文化馆建设启动", "2023-06")
    (kept,) = indicators("为适龄女生免费接种疫苗。")
    assert kept.name == "为适龄女生免费接种疫苗"


def test_one_date_is_due_and_several_are_the_plan() -> None:
    """A date in the sentence becomes the due month; several become steps, the last of which is the target."""
    (one,) = indicators("10月底前改造厕所50座。")
    assert (str(one.due), one.plan) == ("2023-10", ())
    (steps,) = indicators("托位：3月底前100个以上，6月底前200个以上，9月底前500个。")
    assert (steps.target, str(steps.due), steps.comparator) == (Decimal(500), "2023-09", Comparator.EQUAL)
    assert [f"{month} {value}" for month, value in steps.plan] == ["2023-03 100", "2023-06 200", "2023-09 500"]
    assert steps.steps == tuple(month for month, _ in steps.plan)


def test_first_is_never_after_due() -> None:
    """Works that are due in March begin in March."""
    (one,) = indicators("3月底前新建学校1所。")
    assert (one.rhythm, str(one.first), str(one.due)) == (Rhythm.WORKS, "2023-03", "2023-03")


def test_a_task_without_anything_countable_is_kept() -> None:
    """A target in which nothing is recognised becomes one milestone that asks to be split."""
    drafted = proposed("其他事项。")
    assert [each.kind for each in drafted.register.indicators()] == [Kind.MILESTONE]
    assert "没有认出指标" in drafted.doubts[0][1]


def test_units_know_their_usual_names() -> None:
    """The thirteen units go by their everyday and full names, and no name stands for two of them."""
    names = {unit.name: unit.aliases for unit in DRAFTED.register.units}
    for name, alias in {
        "区经济信息委": "经信委",
        "区规划自然资源局": "规资局",
        "区城市管理局": "城管局",
        "区卫生健康委": "卫健委",
        "区人力社保局": "人社局",
        "区文化旅游委": "文旅委",
        "区住房城乡建委": "重庆市永川区住房和城乡建设委员会",
    }.items():
        assert alias in names[name]
    every = [alias for aliases in names.values() for alias in aliases]
    assert len(every) == len(set(every))


def test_written_and_read_back() -> None:
    """A register comes back exactly as it was written, and the same register gives the same bytes."""
    assert read_register("targets.xlsx", BOOK) == DRAFTED.register
    assert write_register(DRAFTED) == BOOK


def test_a_full_register_comes_back() -> None:
    """Plans, steps, supporters, leaders, contacts and ceilings survive the workbook."""
    register = DRAFTED.register
    first = register.projects[0].tasks[0]
    march, june, next_year = Period(2023, 3), Period(2023, 6), Period(2024, 1)
    indicator = replace(
        first.indicators[0],
        comparator=Comparator.AT_MOST,
        target=Decimal("12.5"),
        plan=((march, Decimal("0.5")), (june, Decimal(12)), (next_year, Decimal("12.5"))),
        steps=(june,),
        due=Period(2024, 1),
    )
    task = replace(first, support=("区交通局", "区民政局"), leader="张三", indicators=(indicator,))
    project = replace(register.projects[0], tasks=(task, *register.projects[0].tasks[1:]))
    unit = Unit("区信访办", (), "李四", "x@example.cn", "023-1", "王主任")
    full = replace(register, projects=(project, *register.projects[1:]), units=(*register.units, unit))
    assert read_register("targets.xlsx", write_register(Proposal(full))) == full


def test_an_older_register_still_reads() -> None:
    """A sheet of units from before there was a column 分管领导, with 联系人 for the person, gives the same contact."""
    book = load_workbook(io.BytesIO(BOOK))
    units = book["责任单位"]
    assert [cell.value for cell in units[1]] == ["单位名称", "其他名称", "专人", "分管领导", "联系电话", "邮箱"]
    units.delete_cols(4)
    units["C1"], units["C2"], units["D2"], units["E2"] = "联系人", "张三", "023-1", "x@example.cn"
    out = io.BytesIO()
    book.save(out)
    first = read_register("targets.xlsx", out.getvalue()).units[0]
    assert (first.contact, first.leader, first.telephone, first.mail) == ("张三", "", "023-1", "x@example.cn")


def test_adjustments_carry_their_place() -> None:
    """A target changed during the year is read with its cell."""
    said: tuple[str | int, ...] = ("9-1-1", "2023-09", 7000, 6500, "永川府办函〔2023〕88号")
    cells = dict(zip(ADJUSTED, said, strict=True))
    (one,) = read_register("targets.xlsx", edited(cells)).adjustments
    assert (one.indicator, one.since, one.old, one.new, one.document) == (
        "9-1-1", Period(2023, 9), Decimal(7000), Decimal(6500), said[4],
    )  # fmt: skip
    assert str(one.where) == "targets.xlsx › 目标调整 › D2"
    drafted = replace(DRAFTED, register=replace(DRAFTED.register, adjustments=(one,)))
    assert isinstance(one, Adjustment)
    assert read_register("targets.xlsx", write_register(drafted)) == drafted.register


def test_months_and_figures_as_people_type_them() -> None:
    """A date cell, 4月, 2023年4月, full-width digits and a cell shown as a percentage are understood."""
    book = load_workbook(io.BytesIO(BOOK))
    sheet = book["目标任务"]
    row = {cell.value: cell.row for cell in sheet["A"]}
    sheet.cell(row["1-1-1"], 13).value = date(2023, 4, 1)
    sheet.cell(row["1-1-1"], 13).number_format = "yyyy-mm"
    sheet.cell(row["1-2-1"], 13).value = "4月"
    sheet.cell(row["1-3-1"], 13).value = "2023年4月"
    sheet.cell(row["1-3-1"], 11).value = "６０"
    sheet.cell(row["4-1-1"], 11).value = 0.9
    sheet.cell(row["4-1-1"], 11).number_format = "0%"
    out = io.BytesIO()
    book.save(out)
    found = {each.id: each for each in read_register("t.xlsx", out.getvalue()).indicators()}
    assert {found[id].first for id in ("1-1-1", "1-2-1", "1-3-1")} == {Period(2023, 4)}
    assert (found["1-3-1"].target, found["4-1-1"].target) == (Decimal(60), Decimal(90))


def test_columns_may_move_and_be_added() -> None:
    """A column that a person moves or adds changes nothing."""
    book = load_workbook(io.BytesIO(BOOK))
    book["目标任务"].insert_cols(3)
    book["目标任务"]["C1"] = "科室"
    out = io.BytesIO()
    book.save(out)
    assert read_register("t.xlsx", out.getvalue()) == DRAFTED.register


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"目标任务_K2": "约200"}, "目标任务 K2：目标值“约200”不是数字"),
        ({"目标任务_K2": 0}, "目标任务 K2：目标值“0”应大于 0"),
        ({"目标任务_K2": None}, "目标任务 K2：没有填目标值"),
        ({"目标任务_A3": "1-1-1"}, "目标任务 A3：编号 1-1-1 与目标任务 A2重复"),
        ({"目标任务_A3": "1.2.1"}, "目标任务 A3：编号“1.2.1”不对"),
        ({"目标任务_B3": 2}, "目标任务 B3：序号“2”与编号 1-2-1 对不上"),
        ({"目标任务_E2": "区住建局"}, "目标任务 E2：责任单位“区住建局”不在“责任单位”表里"),
        ({"目标任务_E6": "区教委"}, "目标任务 E6：责任单位与同一项的前一行不一样"),
        ({"目标任务_H2": "数值"}, "目标任务 H2：类型“数值”不在可选的词里"),
        ({"目标任务_M2": "三月起"}, "目标任务 M2：起始月“三月起”不是月份"),
        ({"目标任务_M2": "2024-01"}, "目标任务 M2：起始月 2024-01 晚于完成月 2023-12"),
        ({"目标任务_O2": "6月：100；9月：80"}, "不应下降：“9月：80”"),
        ({"目标任务_O2": "9月：80；6月：100"}, "应从早到晚，“6月：100”"),
        ({"目标任务_O2": "逐月推进"}, "年度计划“逐月推进”看不懂"),
        ({"通知_B2": "今年"}, "年份“今年”不对"),
        ({"通知_B4": None}, "没有填发文字号"),
        ({"通知_B6": "二月"}, "通知 B6：内容“二月”不是日期"),
        ({"责任单位_B3": "住建委"}, "“住建委”已经是区住房城乡建委的名称"),
        ({"责任单位_A3": "../../区教委"}, "责任单位 A3：“../../区教委”作不了文件名"),
        ({"责任单位_A3": "CON"}, "责任单位 A3：“CON”作不了文件名"),
        (dict(zip(ADJUSTED, ("9-9-9", "9月", 1, 2, "文"), strict=True)), "编号“9-9-9”不在"),
        ({"目标调整_A2": "9-1-1"}, "目标调整 E2：没有填依据文件"),
        ({"节假日_B2": "休"}, "节假日 B2：安排“休”不在可选的词里"),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_its_cell(cells: dict[str, str | int | None], words: str) -> None:
    """Whatever a person wrote wrong is named by sheet and cell."""
    assert words in faults(cells)


def test_all_faults_come_at_once() -> None:
    """Faults of several sheets come in one message that counts them."""
    said = faults({"目标任务_K2": "约200", "目标任务_E3": "区经信局", "节假日_A2": "元旦"})
    assert said.startswith("targets.xlsx 有 3 处要改：")
    assert "您是不是指区经济信息委" in said


def test_a_milestone_has_no_target() -> None:
    """A figure beside 定性 is a contradiction."""
    row = {cell.value: cell.row for cell in load_workbook(io.BytesIO(BOOK))["目标任务"]["A"]}["3-2-1"]
    assert "定性指标不填目标值" in faults({f"目标任务_K{row}": 1})


@pytest.mark.parametrize(("data", "words"), [(b"", "读不了：文件是空的"), (b"%PDF-1.7", "读不了：文件是PDF")])
def test_a_register_that_cannot_be_read(data: bytes, words: str) -> None:
    """An empty or foreign file is told in one sentence."""
    with pytest.raises(PipelineError, match=words):
        read_register("targets.xlsx", data)


def test_missing_sheets_and_columns() -> None:
    """A sheet or a column that is gone is named."""
    book = load_workbook(io.BytesIO(BOOK))
    book["目标任务"].delete_cols(11)
    without_column = io.BytesIO()
    book.save(without_column)
    with pytest.raises(PipelineError, match="“目标任务”缺少“目标值”栏"):
        read_register("t.xlsx", without_column.getvalue())
    del book["责任单位"]
    without_sheet = io.BytesIO()
    book.save(without_sheet)
    with pytest.raises(PipelineError, match="缺少工作表“责任单位”"):
        read_register("t.xlsx", without_sheet.getvalue())


def test_the_workbook_helps_the_reviewer() -> None:
    """Drop-downs, a frozen header, a column that explains each column."""
    book = load_workbook(io.BytesIO(BOOK))
    assert book.sheetnames == ["目标任务", "通知", "责任单位", "目标调整", "节假日", "填写说明"]
    sheet = book["目标任务"]
    assert sheet.freeze_panes == "B2"
    offered = {
        str(each.sqref).split(":")[0][0] for each in sheet.data_validations.dataValidation if each.type == "list"
    }
    assert {"H", "I", "J"} <= offered
    explained = {row[1].value for row in book["填写说明"].iter_rows(min_row=2)}
    assert {cell.value for cell in sheet[1]} <= explained


def test_doubts_that_nobody_settled() -> None:
    """What is left in 待核 is a note with its cell; a settled register has none."""
    found = read_reviewed("targets.xlsx", BOOK)[1]
    assert {each.code for each in found} == {"N101"}
    assert [each.indicator for each in found] == [id for id, _ in DRAFTED.doubts]
    assert found[0].where.cell.startswith("R")
    assert read_reviewed("targets.xlsx", write_register(replace(DRAFTED, doubts=())))[1] == ()


def test_a_year_without_holidays() -> None:
    """An empty 节假日 is a note."""
    bare = Proposal(replace(DRAFTED.register, holidays={}))
    assert [(each.code, each.where.sheet) for each in read_reviewed("t.xlsx", write_register(bare))[1]] == [
        ("N102", "节假日")
    ]


def test_holidays_of_2023() -> None:
    """The days off and the worked weekends are those that the State Council announced, next New Year's Day included."""
    days = holidays_of(2023)
    worked = [f"{day:%m-%d}" for day, off in days.items() if not off]
    assert worked == ["01-28", "01-29", "04-23", "05-06", "06-25", "10-07", "10-08"]
    assert all(day.weekday() >= 5 for day, off in days.items() if not off)
    assert days[date(2023, 10, 6)]
    assert days[date(2024, 1, 1)]
    assert name_of(date(2023, 6, 25)) == "端午节"
    assert holidays_of(2030) == {}


def changed(register: Register, id: str, **facts: object) -> Register:
    """The register with one indicator changed."""
    return replace(
        register,
        projects=tuple(
            replace(
                project,
                tasks=tuple(
                    replace(
                        task,
                        indicators=tuple(
                            replace(each, **facts) if each.id == id else each  # type: ignore[arg-type]
                            for each in task.indicators
                        ),
                    )
                    for task in project.tasks
                ),
            )
            for project in register.projects
        ),
    )


def test_differences_in_words() -> None:
    """What the register and the notice say differently is told line by line; equal registers differ in nothing."""
    new = DRAFTED.register
    assert differences(new, new) == ()
    assert differences(changed(new, "1-1-1", target=Decimal(220)), new) == (
        "1-1-1 老旧小区改造：目标值台账为“220”、通知为“200”",
    )
    office = {"name": "小区改造", "rhythm": Rhythm.WORKS, "first": Period(2023, 5), "sign": "验收"}
    assert differences(changed(new, "1-1-1", **office), new) == ()
    fewer = replace(new, projects=new.projects[:-1], units=new.units[:-1])
    assert differences(fewer, new) == (
        "15-1-1 农村体育中心户：通知里有，台账里没有",
        "15-1-2 健身点：通知里有，台账里没有",
        "区文化旅游委：通知里有，台账的“责任单位”表里没有",
    )
    assert differences(new, fewer)[0] == "15-1-1 农村体育中心户：台账里有，通知里没有"
    cited = replace(new, notice=replace(new.notice, number="永川府办发〔2023〕13号"))
    assert differences(cited, new) == (
        "通知的发文字号，台账为“永川府办发〔2023〕13号”，通知为“永川府办发〔2023〕12号”",
    )
    project = new.projects[0]
    retold = replace(project, name="老城更新", tasks=(replace(project.tasks[0], unit="区教委"), *project.tasks[1:]))
    assert differences(replace(new, projects=(retold, *new.projects[1:])), new) == (
        "第1件的项目名称，台账为“老城更新”，通知为“老城有机更新”",
        "1-1 的责任单位，台账为“区教委”，通知为“区住房城乡建委”",
    )
