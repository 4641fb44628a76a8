"""退回表 goes to the units that sent something wrong, shows them where, and lets them change only that."""

import io
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import load_workbook

from pipeline.findings import Finding, PipelineError
from pipeline.formats.sheets import Tint
from pipeline.forms.returned import DATA, LIST, returned, units_to_return
from pipeline.model import FileState, Month
from pipeline.source import Where
from tests.unit.months import DISAGREES, NOT_A_NUMBER, PROSE, empty, may


def book(month: Month, unit: str) -> Any:
    return load_workbook(io.BytesIO(returned(month, unit)))


def found(*findings: Finding) -> Month:
    """May with other findings."""
    return replace(may(), findings=findings)


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
    """Units with an error in a file that they sent are returned, in the register's order; doubts alone are not."""
    assert units_to_return(may()) == ("区规划自然资源局", "区交通局")


def test_nothing_is_sent_back_for_nothing() -> None:
    """A unit that sent nothing, an error of the office's own, and a file since replaced send nothing back."""
    assert units_to_return(empty()) == ()
    office = NOT_A_NUMBER.at(Where("本月事项.xlsx", "更正", "B2", "x"), unit="区残联", measure="户")
    assert units_to_return(found(office)) == ()
    draft = NOT_A_NUMBER.at(Where("区住房城乡建委（初稿）.xlsx", "表", "G5"), unit="区住房城乡建委", measure="个")
    assert units_to_return(found(draft)) == ()
    states = {each.file: each.state for each in may().submissions}
    assert states["区住房城乡建委（初稿）.xlsx"] is FileState.REPLACED


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


def test_the_letter_is_polite_and_leaves_the_deadline_open() -> None:
    """The head addresses the unit, counts what is wrong, and leaves the day to the office."""
    sheet = book(may(), "区交通局")[LIST]
    assert [sheet["A2"].value, sheet["A3"].value.strip()] == [
        "区交通局：",
        "感谢你单位报送2023年5月重点民生实事进展情况。经核对，有1处需要修改（标红）。请对照下表逐条核实，"
        "在“填报数据”表中直接改正，于　　月　　日前重新报送。如有疑问，请与我们联系。",
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
