"""问题清单 lists what is wrong by unit, who reported, whom to ask for what, and accounts for everything."""

import io
from dataclasses import replace
from datetime import datetime
from typing import Any

from openpyxl import load_workbook

from pipeline.formats.sheets import Tint
from pipeline.forms.findings_book import UNKNOWN, findings_book
from pipeline.model import Evidence, FileState, Month, Reason, Status, UnitReport
from pipeline.source import Where
from tests.unit.months import WRONG_MONTH, empty, may


def book(month: Month) -> Any:
    return load_workbook(io.BytesIO(findings_book(month)))


def table(month: Month, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet below its header, each a dict by heading."""
    page = book(month)[sheet]
    top = int(page.freeze_panes[1:]) - 1
    rows = list(page.iter_rows(min_row=top, values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if any(row[1:])]


def test_it_has_four_sheets() -> None:
    """The book holds the findings, the reporting, the reminders and the reconciliation, in this order."""
    assert book(may()).sheetnames == ["问题清单", "报送情况", "催报名单", "对账"]


def test_findings_stand_by_unit_then_severity() -> None:
    """Units come in the register's order, the gravest finding first; what belongs to nobody comes last."""
    month = may()
    more = WRONG_MONTH.at(Where("区残联.xlsx"), unit="区残联", given="4月", wanted="5月")
    rows = table(replace(month, findings=(*month.findings, more)), "问题清单")
    assert [[row["序号"], row["单位"], row["级别"], row["编号"]] for row in rows] == [
        [1, "区经济信息委", "提醒", "V202"],
        [2, "区规划自然资源局", "退回", "S101"],
        [3, "区城市管理局", "备注", "V301"],
        [4, "区交通局", "退回", "V101"],
        [5, "区残联", "退回", "S101"],
        [6, "区残联", "提醒", "V201"],
        [7, UNKNOWN, "提醒", "F201"],
    ]


def test_a_finding_in_full() -> None:
    """A finding has its place, the text as typed, what is wrong, how to mend it, and what it concerns."""
    row = next(each for each in table(may(), "问题清单") if each["单位"] == "区交通局")
    assert row == {
        "序号": 4,
        "单位": "区交通局",
        "级别": "退回",
        "编号": "V101",
        "位置": "区交通局.xlsx › 进展表 › G5",
        "原文": "约九成",
        "问题": "累计完成填的是“约九成”，不是数字。",
        "请怎么改": "请填写截至月底的累计公里数，只填数字。",
        "涉及任务、指标": "2-1-1 “四好农村路”",
    }


def test_further_places_are_named() -> None:
    """A finding about two cells names both."""
    row = next(each for each in table(may(), "问题清单") if each["编号"] == "V201")
    assert row["位置"] == "区残联.xlsx › 进展表 › G4\n另见 区残联.xlsx › 进展表 › H4"


def test_the_findings_are_counted() -> None:
    """The head says how many there are of each severity, and what becomes of the figures."""
    assert book(may())["问题清单"]["A2"].value.startswith("共6条：退回2条、提醒3条、备注1条。")


def test_errors_stand_out() -> None:
    """The severity's cell is coloured by its weight; a note is not."""
    sheet = book(may())["问题清单"]
    tints = {sheet.cell(row, 3).value: sheet.cell(row, 3).fill.fgColor.rgb[2:] for row in range(4, 10)}
    assert (tints["退回"], tints["提醒"]) == (Tint.WRONG.value, Tint.DOUBTFUL.value)
    assert tints["备注"] not in (Tint.WRONG.value, Tint.DOUBTFUL.value)


def test_every_unit_is_told_of() -> None:
    """Each unit stands once: reported or not, when, by what evidence, late or not, with its files and figures."""
    rows = {row["单位"]: row for row in table(may(), "报送情况")}
    assert list(rows) == [unit.name for unit in may().register.units]
    late, missing, returned = rows["区文化旅游委"], rows["区农业农村委"], rows["区交通局"]
    assert (late["是否报送"], late["是否迟报"], late["时间依据"]) == ("已报送", "迟报", "邮件收到时间")
    assert late["报送时间"] == datetime.fromisoformat("2023-05-31")
    assert (missing["是否报送"], missing["报送时间"], missing["是否迟报"], missing["文件"]) == (
        "未报送",
        None,
        None,
        None,
    )
    assert (returned["是否迟报"], returned["需退回修改"]) == ("按时", "是")
    assert returned["文件"] == "区交通局.xlsx（已采用）\n区交通局 - 副本.xlsx（重复文件）"
    assert (rows["区城市管理局"]["指标数"], rows["区城市管理局"]["已填数"]) == (3, 3)
    assert (rows["区经济信息委"]["指标数"], rows["区经济信息委"]["已填数"]) == (2, 1)


def test_an_unknown_time_is_neither_late_nor_in_time() -> None:
    """Where nothing tells when a unit reported, the sheet says so."""
    month = may()
    unknown = UnitReport("区残联", True, None, evidence=Evidence.NONE)
    units = tuple(unknown if each.name == "区残联" else each for each in month.units)
    row = next(each for each in table(replace(month, units=units), "报送情况") if each["单位"] == "区残联")
    assert (row["是否迟报"], row["报送时间"], row["时间依据"]) == ("时间不明", None, None)


def test_the_reporting_is_summed_up() -> None:
    """The head names the deadline and counts that add up; without a deadline it names none."""
    words = "责任单位10个：已报送9个（其中迟报1个），未报送1个。"
    assert book(may())["报送情况"]["A2"].value == "报送截止日期2023年5月30日。" + words
    assert book(replace(may(), deadline=None))["报送情况"]["A2"].value == words


def test_reminders_name_whom_to_ask_for_what() -> None:
    """Units that sent nothing, left places empty or sent what cannot be used are asked, with contact and telephone."""
    rows = table(may(), "催报名单")
    assert [[row["单位"], row["情况"], row["请报送"], row["联系人"], row["电话"]] for row in rows] == [
        ["区经济信息委", "未填", "表内没有填写，请补报截至5月底的情况：惠及居民。", "李工", "023-49800002"],
        [
            "区交通局",
            "待核实",
            "“四好农村路”：累计完成填的是“约九成”，不是数字。请填写截至月底的累计公里数，只填数字。",
            "陈工",
            "023-49800005",
        ],
        ["区农业农村委", "未报送", "请报送2023年5月进展情况表，共1项指标：农村户厕改造。", "赵工", "023-49800007"],
    ]


def refused(unit: str) -> Month:
    """May with all figures of a unit refused, as when its whole file could not be taken."""
    month = may()
    return replace(
        month,
        assessments=tuple(
            replace(each, status=Status.NOT_REPORTED, reason=Reason.REFUSED, entry=None) if each.unit == unit else each
            for each in month.assessments
        ),
    )


def test_indicators_share_what_is_wrong_with_the_file() -> None:
    """Figures refused with their whole file are asked for together, with the file's error."""
    row = next(each for each in table(refused("区规划自然资源局"), "催报名单") if each["单位"] == "区规划自然资源局")
    wanted = "增设老旧住宅电梯：表头写的是2023年4月，本次收集的是2023年5月，未采用。请报送2023年5月的表。"
    assert row["请报送"] == wanted


def test_a_refusal_without_words_still_asks() -> None:
    """A refused figure that no error explains is asked to be checked and sent again, all such in one line."""
    row = next(each for each in table(refused("区城市管理局"), "催报名单") if each["单位"] == "区城市管理局")
    assert row["请报送"] == "供水管道改造、二次加压设备、更换超期水表：请核实后重报。"


def test_nobody_to_remind() -> None:
    """A month in which all figures came in says that nobody is to be reminded."""
    month = may()
    complete = replace(
        month,
        assessments=tuple(each for each in month.assessments if each.status is not Status.NOT_REPORTED),
        units=tuple(replace(each, reported=True) for each in month.units),
    )
    assert table(complete, "催报名单") == []
    assert book(complete)["催报名单"]["A2"].value == "没有需要催报的单位。"


def test_a_silent_unit_is_reminded_though_nothing_of_it_is_open() -> None:
    """Completed stays completed, but its sheet is asked for; before anything is due nobody is asked."""
    month = may()
    done = replace(month, assessments=tuple(replace(each, status=Status.COMPLETED) for each in month.assessments))
    silent = [each.name for each in month.units if not each.reported]
    assert [[row["单位"], row["情况"], row["请报送"]] for row in table(done, "催报名单")] == [
        [name, "未报送", "请报送2023年5月进展情况表。"] for name in silent
    ]
    early = replace(month, assessments=tuple(replace(each, status=Status.NOT_DUE) for each in month.assessments))
    assert table(early, "催报名单") == []


def test_files_and_indicators_are_accounted_for() -> None:
    """What was seen is the sum of what became of it, for files and for indicators."""
    sheet = book(may())["对账"]
    assert [sheet["A2"].value, sheet["A3"].value] == [
        "文件：共收到13个＝已采用9个＋已被更正件替换1个＋未采用1个＋无关文件1个＋重复文件1个。",
        "指标：共14项＝已报送10项＋未报送、未填、待核实3项＋未到时点1项。",
    ]


def test_every_file_is_listed_with_its_hash() -> None:
    """Each file seen stands once, with its unit, month, state and the head of its hash; the refused one says why."""
    rows = table(may(), "对账")
    assert [row["文件"] for row in rows] == [each.file for each in may().submissions]
    old = next(row for row in rows if row["处理结果"] == FileState.REFUSED.words)
    assert (old["文件"], old["报告期"], old["校验码（前12位）"]) == ("区规划自然资源局4月.xlsx", "2023年4月", "0f" * 6)
    assert old["说明"] == "表头写的是2023年4月，本次收集的是2023年5月，未采用。"
    taken = next(row for row in rows if row["文件"] == "区交通局.xlsx")
    assert (taken["处理结果"], taken["说明"]) == ("已采用", None)
    stray = next(row for row in rows if row["文件"] == "扫描件.pdf")
    assert (stray["单位"], stray["报告期"], stray["收到时间"]) == (UNKNOWN, None, None)


def test_a_month_without_any_submission() -> None:
    """Nothing came in: nothing is found, every unit is reminded, and the accounts are noughts that add up."""
    month = empty()
    assert table(month, "问题清单") == []
    assert [row["情况"] for row in table(month, "催报名单")] == ["未报送"] * 10
    assert book(month)["对账"]["A2"].value.startswith("文件：共收到0个＝已采用0个")


def test_the_same_month_gives_the_same_bytes() -> None:
    """Two runs of one month write the same workbook."""
    assert findings_book(may()) == findings_book(may())
