"""退回表 goes to the units that sent something wrong, shows them where, and lets them change only that."""

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from pipeline.findings import Finding, PipelineError, Rule, Severity
from pipeline.formats.sheets import Tint
from pipeline.forms.returned import DATA, LIST, returned, units_to_return
from pipeline.intake.receiving import receive
from pipeline.model import Entry, FileState, Month, Origin, Reason, Status
from pipeline.settings import Limits
from pipeline.source import Where
from tests.unit.months import DISAGREES, MAY, NOT_A_NUMBER, PROSE, REGISTER, empty, may


def book(month: Month, unit: str) -> Any:
    return load_workbook(io.BytesIO(returned(month, unit)))


def found(*findings: Finding) -> Month:
    """May with other findings, and the units returned that have errors."""
    month, wrong = may(), {each.unit for each in findings if each.is_error}
    units = tuple(replace(each, returned=each.name in wrong) for each in month.units)
    return replace(month, findings=findings, units=units)


def disabled(*, column: str = "G", raw: str = "402", also: bool = False) -> Finding:
    """An error in what 区残联 sent, in the figure's cell or in another."""
    other = (Where("区残联.xlsx", "进展表", "H4", PROSE["3-3-1"]),) if also else ()
    where = Where("区残联.xlsx", "进展表", f"{column}4", raw)
    return NOT_A_NUMBER.at(where, unit="区残联", task="3-3", indicator="3-3-1", measure="户", also=other)


def marked(sheet: Any) -> list[tuple[str, str]]:
    """The coloured cells below the header, with what stands in them."""
    cells = [cell for row in sheet.iter_rows(min_row=4) for cell in row]
    tints = (Tint.WRONG.value, Tint.DOUBTFUL.value)
    return [(cell.coordinate, cell.value) for cell in cells if cell.fill.fgColor.rgb[2:] in tints]


def test_units_with_errors_are_sent_back() -> None:
    """The units whose report was judged to have errors are returned, in the register's order; nobody else is."""
    assert units_to_return(may()) == ("区规划自然资源局", "区交通局")
    assert units_to_return(empty()) == ()


def test_only_what_the_unit_can_mend_is_listed() -> None:
    """Neither an error of the office's own nor one in a file since replaced goes back to the unit."""
    office = NOT_A_NUMBER.at(Where("本月事项.xlsx", "更正", "B2", "x"), unit="区住房城乡建委", measure="户")
    draft = NOT_A_NUMBER.at(Where("区住房城乡建委（初稿）.xlsx", "表", "G5"), unit="区住房城乡建委", measure="个")
    own = NOT_A_NUMBER.at(Where("区住房城乡建委.xlsx", "表", "G5"), unit="区住房城乡建委", measure="个")
    sheet = book(found(office, draft, own), "区住房城乡建委")[LIST]
    assert [sheet["C5"].value, sheet["A6"].value[:2]] == ["区住房城乡建委.xlsx › 表 › G5", "点击"]


def test_the_list_says_what_to_mend() -> None:
    """Each wrong place stands with its text, what is wrong, how to mend it, and a link to the cell."""
    sheet = book(may(), "区交通局")[LIST]
    assert [cell.value for cell in sheet[5]] == [
        1,
        "须修改",
        "区交通局.xlsx › 进展表 › G5",
        "约九成",
        "累计完成填的是“约九成”，不是数字。",
        "请填写截至月底的累计公里数，只填数字。",
        "填报数据 F4",
    ]
    assert sheet["G5"].hyperlink.location == "'填报数据'!F4"


def test_the_list_is_polite_and_names_the_day() -> None:
    """The head addresses the unit, counts what is wrong, and names the third working day after the circular's date."""
    sheet = book(may(), "区交通局")[LIST]
    assert [sheet["A2"].value, sheet["A3"].value.strip()] == [
        "区交通局：",
        "感谢你单位报送2023年5月重点民生实事进展情况。经核对，有1处需要修改（标红）。请对照下表逐条核实，"
        "在“填报数据”表中直接改正，于6月8日前重新报送，文件名请注明“更正”。如有疑问，请与我们联系。",
    ]


def test_the_data_are_the_units_own_rows_as_sent() -> None:
    """The unit's rows stand as it typed them, with its own header words, so that it can send the sheet back."""
    sheet = book(may(), "区交通局")[DATA]
    assert [cell.value for cell in sheet[3]] == [
        "编号",
        "目标任务",
        "指标名称",
        "目标值",
        "计量单位",
        "截至5月底累计完成",
        "进展情况",
        "存在问题",
        "下一步工作打算",
    ]
    assert [cell.value for cell in sheet[4]][:7] == [
        "2-1-1",
        "建设“四好农村路”200公里（含重要农村公路）。",
        "“四好农村路”",
        "200",
        "公里",
        "约九成",
        "路基已完成约九成。",
    ]
    assert sheet["A2"].value == "填报单位：区交通局"


def test_only_the_wrong_cell_is_open() -> None:
    """The wrong cell is red, commented and unlocked; all others are locked on a protected sheet."""
    sheet = book(may(), "区交通局")[DATA]
    assert marked(sheet) == [("F4", "约九成")]
    assert (
        sheet["F4"].comment.text == "须修改：累计完成填的是“约九成”，不是数字。请填写截至月底的累计公里数，只填数字。"
    )
    assert sheet.protection.sheet
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked] == ["F4"]


def test_a_mended_sheet_is_read_when_it_comes_back(tmp_path: Path) -> None:
    """The unit corrects the open cell and sends the workbook as it is: its figure is taken from that cell."""
    made = book(may(), "区交通局")
    made[DATA]["F4"] = 60
    made.save(tmp_path / "区交通局（更正）.xlsx")
    came = receive(tmp_path, MAY, REGISTER, Limits(), lambda file: None)
    assert [(each.unit, each.state, each.period) for each in came.submissions] == [
        ("区交通局", FileState.ACCEPTED, MAY)
    ]
    assert [(each.indicator, each.done, each.where.cell) for each in came.entries] == [("2-1-1", Decimal(60), "F4")]
    assert came.findings == ()


def test_a_mended_sheet_replaces_what_was_sent_under_any_name(tmp_path: Path) -> None:
    """The workbook sent back under its own name beside the first file is the correction: no conflict, one figure."""
    made = book(may(), "区交通局")
    first = load_workbook(io.BytesIO(returned(may(), "区交通局")))
    first[DATA]["A1"] = "2023年5月重点民生实事进展情况表"
    first[DATA]["F4"] = 52
    first.save(tmp_path / "进展表（区交通局）.xlsx")
    made[DATA]["F4"] = 60
    made.save(tmp_path / "区交通局.xlsx")
    came = receive(tmp_path, MAY, REGISTER, Limits(), lambda file: None)
    assert {each.file: each.state for each in came.submissions} == {
        "区交通局.xlsx": FileState.ACCEPTED,
        "进展表（区交通局）.xlsx": FileState.REPLACED,
    }
    assert [each.done for each in came.entries] == [Decimal(60)]
    assert [each.code for each in came.findings] == ["F120"]


def test_the_list_itself_is_never_read(tmp_path: Path) -> None:
    """Its sentences may speak of 指标, 累计完成 and 进展情况 as a header does: only the data come back."""
    wordy = Rule("V901", Severity.ERROR, "几个数", "分不清哪个是累计完成。", "请一项指标填一行，每格只填一个数字。")
    where = Where("区交通局.xlsx", "进展情况表", "G5", "约九成")
    made = book(found(wordy.at(where, unit="区交通局", indicator="2-1-1")), "区交通局")
    made[DATA]["F4"] = 60
    made.save(tmp_path / "区交通局.xlsx")
    came = receive(tmp_path, MAY, REGISTER, Limits(), lambda file: None)
    assert [(each.indicator, each.done, each.where.sheet) for each in came.entries] == [("2-1-1", Decimal(60), DATA)]
    assert came.findings == ()


def test_both_sheets_are_locked() -> None:
    """The list can only be read and followed; its links lead into the data."""
    made = book(may(), "区交通局")
    assert (made[LIST].protection.sheet, made[DATA].protection.sheet) == (True, True)


def test_an_error_about_a_whole_file_has_no_cell() -> None:
    """A file that was refused as a whole is listed without a link, and no cell of the data is marked."""
    made = book(may(), "区规划自然资源局")
    assert (made[LIST]["E5"].value, made[LIST]["G5"].value) == (
        "表头写的是2023年4月，本次收集的是2023年5月，未采用。",
        None,
    )
    assert marked(made[DATA]) == []
    assert made[DATA]["F4"].value == "33台"


def test_a_corrected_figure_goes_back_as_it_was_sent() -> None:
    """The unit sees its own figure, not the office's correction of it."""
    sheet = book(found(disabled()), "区残联")[DATA]
    assert sheet["F4"].value == "402"


def test_the_prose_is_marked_where_it_is_wrong() -> None:
    """A finding about the progress text marks that cell; one about both cells marks both."""
    prose = book(found(disabled(column="H", raw=PROSE["3-3-1"])), "区残联")[DATA]
    assert [place for place, _ in marked(prose)] == ["G4"]
    quoted = book(found(disabled(column="H", raw="已改造420户")), "区残联")[DATA]
    assert [place for place, _ in marked(quoted)] == ["G4"]
    both = book(found(disabled(also=True)), "区残联")[DATA]
    assert [place for place, _ in marked(both)] == ["F4", "G4"]


def test_doubts_go_along_with_errors() -> None:
    """Doubts about the same unit are listed after the errors and marked yellow, so that it is asked once."""
    doubt = DISAGREES.at(Where("区残联.xlsx", "进展表", "G4", "402"), unit="区残联", indicator="3-3-1", prose="420户")
    error = NOT_A_NUMBER.at(
        Where("区残联.xlsx", "进展表", "G5", "若干"), unit="区残联", indicator="3-3-2", measure="次"
    )
    made = book(found(doubt, error), "区残联")
    assert [made[LIST][f"B{row}"].value for row in (5, 6)] == ["须修改", "请核实"]
    assert [made[LIST][f"G{row}"].value for row in (5, 6)] == ["填报数据 F5", "填报数据 F4"]
    assert made[DATA]["F4"].fill.fgColor.rgb.endswith(Tint.DOUBTFUL.value)
    assert made[DATA]["F5"].fill.fgColor.rgb.endswith(Tint.WRONG.value)
    assert "有1处需要修改（标红），另有1处请一并核实（标黄）。" in made[LIST]["A3"].value


def test_a_figure_that_was_not_kept_is_shown_from_its_finding() -> None:
    """Where no entry was made of what the unit typed, the finding's own text stands in the cell."""
    error = NOT_A_NUMBER.at(
        Where("区残联.xlsx", "进展表", "G5", "若干"), unit="区残联", indicator="3-3-2", measure="次"
    )
    assert book(found(error), "区残联")[DATA]["F5"].value == "若干"


def test_a_milestone_goes_back_with_its_sign() -> None:
    """Where nothing is counted, the sign of completion stands for the target, and the state as it was typed."""
    error = NOT_A_NUMBER.at(
        Where("区新城建管委.xlsx", "进展表", "G5", "推进中"), unit="区新城建管委", indicator="3-1-1", measure=""
    )
    sheet = book(found(error), "区新城建管委")[DATA]
    assert [cell.value for cell in sheet[4]][3:6] == ["完成", None, "推进中"]


def test_a_figure_from_prose_leaves_its_own_cell_empty() -> None:
    """Where the figure was read from the text, the unit sees its empty cell and its text, the text marked."""
    month = found(disabled(column="H", raw=PROSE["3-3-1"]))
    sent = Entry(
        "3-3-1", MAY, Decimal(420), progress=PROSE["3-3-1"], origin=Origin.PROSE, where=month.findings[0].where
    )
    judged = tuple(
        replace(each, entry=sent, replaced=None) if each.id == "3-3-1" else each for each in month.assessments
    )
    sheet = book(replace(month, assessments=judged), "区残联")[DATA]
    assert (sheet["F4"].value, sheet["G4"].value) == (None, PROSE["3-3-1"])
    assert marked(sheet) == [("G4", PROSE["3-3-1"])]


def test_what_is_awaited_can_be_filled_in() -> None:
    """In a returned workbook an empty place that is awaited is open and blue; what is not yet due stays locked."""
    where = Where("区经济信息委.xlsx", "进展表", "G5", "190余")
    sheet = book(found(NOT_A_NUMBER.at(where, unit="区经济信息委", indicator="1-2-1", measure="个")), "区经济信息委")[
        DATA
    ]
    assert [sheet[place].protection.locked for place in ("F4", "F5", "G4", "G5", "H5")] == [
        False,
        False,
        True,
        False,
        True,
    ]
    assert sheet["F5"].fill.fgColor.rgb.endswith(Tint.ENTRY.value)
    undue = book(found(disabled()), "区残联")[DATA]["F5"]
    assert (undue.value, undue.protection.locked) == (None, True)


def test_rows_of_one_task_share_its_text() -> None:
    """The task's text stands once beside its indicators."""
    error = NOT_A_NUMBER.at(
        Where("区城市管理局.xlsx", "进展表", "G5", "12"), unit="区城市管理局", indicator="1-4-1", measure="处"
    )
    assert "B4:B6" in {str(each) for each in book(found(error), "区城市管理局")[DATA].merged_cells.ranges}


def test_a_unit_without_errors_has_nothing_to_mend() -> None:
    """Asking for a unit that has nothing to mend is refused with one sentence."""
    with pytest.raises(PipelineError, match="区残联本月没有需要退回修改的内容"):
        returned(may(), "区残联")


def test_text_as_typed_is_never_a_formula() -> None:
    """What a unit typed like a formula goes back as text."""
    cell = book(found(disabled(raw="=cmd|'/c calc'!A1")), "区残联")[LIST]["D5"]
    assert (cell.value, cell.data_type, bool(cell.quotePrefix)) == ("=cmd|'/c calc'!A1", "s", True)


def test_the_same_month_gives_the_same_bytes() -> None:
    """Two runs of one month write the same workbook."""
    assert returned(may(), "区交通局") == returned(may(), "区交通局")


PERSONAL = Rule("V900", Severity.WARNING, "个人信息", "{column}栏里像是有手机号。", "请删去个人信息后再报。")


def _at(entry: Entry | None, places: dict[str, Where]) -> Entry | None:
    """The entry of 3-3-1 with its texts at these places; any other as it is."""
    if entry is None or entry.indicator != "3-3-1":
        return entry
    return replace(entry, progress_at=places["H"], problem_at=places["I"], next_step_at=places["J"])


def test_a_text_that_is_wrong_is_marked_and_open() -> None:
    """A finding about a task's own words stands in the cell of those words, which can be changed, with a link."""
    places = {column: Where("区残联.xlsx", "进展表", f"{column}4", "13800000000") for column in "HIJ"}
    texts = [PERSONAL.at(places[at], unit="区残联", task="3-3", column="x") for at in "HIJ"]
    month = found(disabled(), *texts)
    judged = tuple(replace(each, entry=_at(each.entry, places), replaced=None) for each in month.assessments)
    made = book(replace(month, assessments=judged), "区残联")
    assert [place for place, _ in marked(made[DATA])] == ["F4", "G4", "H4", "I4"]
    assert not any(made[DATA][place].protection.locked for place in ("F4", "G4", "H4", "I4"))
    assert [made[LIST][f"G{row}"].value for row in range(5, 9)] == [f"{DATA} {at}4" for at in "FGHI"]


def test_the_key_of_a_row_is_no_figure() -> None:
    """Where a row was refused for its key, its figure's cell is empty and open, not filled with the key."""
    where = Where("区残联.xlsx", "进展表", "L5", "3-3-2")
    cell = book(found(NOT_A_NUMBER.at(where, unit="区残联", indicator="3-3-2", measure="次")), "区残联")[DATA]["F5"]
    assert (cell.value, cell.protection.locked) == (None, False)


def test_a_refused_file_leaves_everything_to_be_filled() -> None:
    """Of what nothing was read all is blue and open, the texts too; the head says so and speaks of no red cell."""
    month = may()
    silent = tuple(
        replace(each, entry=None, status=Status.NOT_REPORTED, reason=Reason.REFUSED)
        if each.unit == "区规划自然资源局"
        else each
        for each in month.assessments
    )
    made = book(replace(month, assessments=silent), "区规划自然资源局")
    cells = [made[DATA][place] for place in ("F4", "G4", "H4", "I4")]
    assert [(cell.value, cell.protection.locked, cell.fill.fgColor.rgb[2:]) for cell in cells] == [
        (None, False, Tint.ENTRY.value)
    ] * 4
    assert "有1处需要修改。" in made[LIST]["A3"].value
    assert "标蓝处没有收到数据、请补填" in made[LIST]["A3"].value
