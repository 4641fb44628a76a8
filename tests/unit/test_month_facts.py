"""本月事项.xlsx: what only the office knows."""

from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from pipeline.findings import Finding, PipelineError
from pipeline.intake.month_facts import read_month_facts
from pipeline.intake.senders import Roster
from pipeline.model import Issue, MonthFacts, State
from pipeline.period import Period
from pipeline.settings import Limits
from tests.unit.intake_cases import REGISTER, cells, saved


def facts(**sheets: str) -> tuple[MonthFacts, tuple[Finding, ...]]:
    """The office's workbook with these sheets, read."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, text in sheets.items():
        page = book.create_sheet(name)
        for row in cells(text):
            page.append(row)
    return read_month_facts(saved(book), "本月事项.xlsx", Roster(REGISTER), Limits(), Period(2023, 5))


def test_how_the_circular_is_issued() -> None:
    """Number, date, note and consent; what is not set stays open."""
    got, findings = facts(
        发文="文号 | 永川发改〔2023〕38号\n成文日期 | 2023年6月5日\n附注 | （此件公开发布）\n经区政府同意 | 是"
    )
    assert got.issue == Issue("永川发改〔2023〕38号", "", date(2023, 6, 5), "此件公开发布", True)
    assert findings == ()
    assert facts(发文="文号 | \n成文日期 | ")[0].issue == Issue()


@pytest.mark.parametrize("number", ["永川发改[2023]38号", "永川发改〔2023〕第38号", "永川发改〔2023〕038号"])
def test_a_number_that_breaks_the_standard(number: str) -> None:
    """六角括号, no 第, no leading zero (GB/T 9704—2012, 7.2.5): anything else is refused and left open."""
    got, findings = facts(发文=f"文号 | {number}")
    assert got.issue.number == ""
    assert [(f.where.cell, f.code) for f in findings] == [("B1", "M105")]


def test_corrections_receipts_and_inspections() -> None:
    """Each sheet's rows with their places."""
    got, findings = facts(
        更正="指标编号 | 更正值 | 更正原因 | 依据 | 更正人 | 日期\n2-1-1 | 62 | 录入有误 | 书面说明 | 陈静 | 2023-06-01\n3-1-3 | 已完成 | 漏报 |  |  |",
        收件登记="责任单位 | 收到日期 | 方式\n交通局 | 2023-05-30 | 工作群",
        现场督查="日期 | 地点 | 任务编号 | 发现问题 | 工作建议 | 是否办结\n2023-05-25 | 某小区 | 1-1 | 停工 | 复工 | 否",
    )
    first, second = got.corrections
    assert (first.indicator, first.value, first.where.cell) == ("2-1-1", Decimal(62), "B2")
    assert (second.value, second.state) == (None, State.DONE)
    assert [(each.unit, each.received) for each in got.receipts] == [("区交通局", date(2023, 5, 30))]
    assert [(each.task, each.closed) for each in got.inspections] == [("1-1", False)]
    assert findings == ()


def test_what_is_wrong_in_it_is_told_by_cell() -> None:
    """A value that is none, a date that is none, a unit nobody knows, a sheet nobody knows."""
    _, findings = facts(
        发文="成文日期 | 下周一",
        更正="指标编号 | 更正值 | 更正原因\n2-1-1 |  | 录入有误\n2-1-1 | 62 |",
        收件登记="责任单位 | 收到日期\n火星局 | 2023-05-30",
        杂项="甲 | 乙",
    )
    assert [(f.where.sheet, f.where.cell, f.code) for f in findings] == [
        ("发文", "B1", "M101"),
        ("更正", "A2", "M103"),
        ("更正", "B3", "M104"),
        ("收件登记", "A2", "M102"),
        ("杂项", "", "M106"),
    ]


def test_a_sheet_without_its_headings_is_told() -> None:
    """Headings may stand under a title; where they are gone, nothing is taken and the sheet is named."""
    titled, findings = facts(更正="5月更正 |\n指标编号 | 更正值 | 更正原因\n2-1-1 | 62 | 录入有误")
    assert ([each.indicator for each in titled.corrections], findings) == (["2-1-1"], ())
    bare, findings = facts(更正="2-1-1 | 62 | 录入有误", 收件登记="交通局 | 2023-05-30")
    assert (bare.corrections, bare.receipts) == ((), ())
    assert [(f.where.sheet, f.where.cell, f.code) for f in findings] == [
        ("更正", "A1", "M107"),
        ("收件登记", "A1", "M107"),
    ]


@pytest.mark.parametrize("value", ["-62", "#REF!", "=A9"])
def test_a_correction_is_no_error_and_not_negative(value: str) -> None:
    """A negative figure, an error and a formula without its result correct nothing."""
    got, findings = facts(更正=f"指标编号 | 更正值 | 更正原因\n2-1-1 | {value} | 录入有误")
    assert (got.corrections, [f.code for f in findings]) == ((), ["M103"])


def test_an_unreadable_one_stops_with_a_sentence() -> None:
    """It is the office's own file: the command stops and says so."""
    with pytest.raises(PipelineError, match=r"本月事项\.xlsx：文件已损坏"):
        read_month_facts(b"PK\x03\x04", "本月事项.xlsx", Roster(REGISTER), Limits(), Period(2023, 5))


@pytest.mark.parametrize("month", ["4月", "4", "2023年4月", "2023-04"])
def test_a_correction_of_an_earlier_month(month: str) -> None:
    """However the month is written; this month, or none, is this month's figure."""
    sheet = "指标编号 | 更正值 | 更正原因 | 所属月份\n2-1-1 | 62 | 录入有误 | {}"
    got, findings = facts(更正=sheet.format(month))
    assert ([each.period for each in got.corrections], findings) == ([Period(2023, 4)], ())
    for current in ("5月", ""):
        assert [each.period for each in facts(更正=sheet.format(current))[0].corrections] == [None]


@pytest.mark.parametrize("month", ["6月", "上月", "13月", "2022年4月"])
def test_a_correction_of_no_month_of_this_year_so_far(month: str) -> None:
    """A month to come, another year's, or no month at all: the correction is not used, and the cell is told."""
    got, findings = facts(更正=f"指标编号 | 更正值 | 更正原因 | 所属月份\n2-1-1 | 62 | 录入有误 | {month}")
    assert (got.corrections, [(f.where.cell, f.code) for f in findings]) == ((), [("D2", "M108")])


def test_a_closing_needs_no_words() -> None:
    """是否办结 alone is a record; a row without anything is none."""
    got, _ = facts(现场督查="地点 | 任务编号 | 发现问题 | 是否办结\n某小区 | 1-1 |  | 是\n某小区 | 1-1 |  | 否")
    assert [(each.place, each.closed, each.period) for each in got.inspections] == [("某小区", True, Period(2023, 5))]


def test_serial_number_urgency_and_issue() -> None:
    """份号 keeps its six digits though a number cell has lost the zeros; 期号 is 第5期 however it is typed."""
    got, findings = facts(发文="份号 | 000001\n紧急程度 | 特急\n期号 | 5\n密级 | 无")
    assert (got.issue.copy, got.issue.urgency, got.issue.serial, findings) == ("000001", "特急", "第5期", ())
    for typed in ("第5期", "5期"):
        assert facts(发文=f"期号 | {typed}")[0].issue.serial == "第5期"
    for typed in ("〔2023〕第5期", "第八期", "督查通报〔2023〕第5期"):
        assert facts(发文=f"期号 | {typed}")[0].issue.serial == typed


def test_a_number_cell_has_lost_its_zeros() -> None:
    """Excel keeps 1 of 000001; the copy's number is still six digits."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "发文"
    book.active.append(["份号", 38])
    got, findings = read_month_facts(saved(book), "本月事项.xlsx", Roster(REGISTER), Limits(), Period(2023, 5))
    assert (got.issue.copy, findings) == ("000038", ())


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        ("份号 | A0001", "M180"),
        ("份号 | 0000001", "M180"),
        ("份号 | 000000", "M180"),
        ("份号 | 第1份", "M180"),
        ("紧急程度 | 急件", "M181"),
        ("紧急程度 | 特急！", "M181"),
        ("期号 | 下一期", "M182"),
        ("期号 | 第05期", "M182"),
    ],
)
def test_what_the_head_cannot_bear(sheet: str, code: str) -> None:
    """A serial number that is not six digits, another urgency, an issue without a number: left open, and told."""
    got, findings = facts(发文=sheet)
    assert got.issue == Issue()
    assert [[f.where.cell, f.code] for f in findings] == [["B1", code]]


@pytest.mark.parametrize(
    "sheet",
    [
        "密级 | 秘密",
        "密级和保密期限 | 机密★1年",
        "保密期限 | 10年",
        "附注 | 机密★1年",
        "附注 | 秘密",
        "文号 |  | 绝密★长期",
    ],
)
def test_what_is_classified_is_refused(sheet: str) -> None:
    """Anything marked as a state secret stops the month with a sentence that says to take it out."""
    with pytest.raises(PipelineError, match="不处理涉密材料"):
        facts(发文=sheet)


def test_what_is_not_classified_is_not_refused() -> None:
    """密级 left empty or said to be none, and words that only sound like it."""
    got, findings = facts(发文="密级 | \n附注 | 内部资料，请注意保管")
    assert (got.issue.note, findings) == ("内部资料，请注意保管", ())
    assert facts(发文="密级 | 非密")[1] == ()
