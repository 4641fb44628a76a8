"""The plan forms that go out: a unit's own indicators, open cells only where something is asked."""

import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.findings import PipelineError
from pipeline.formats.seals import is_sealed, sealed
from pipeline.forms.plan import plan_form, planning_units
from pipeline.model import Adjustment, Comparator, Register
from pipeline.period import Period
from pipeline.targets.proposal import propose
from tests.unit.test_register import PUBLISHED, changed

REGISTER = propose(PUBLISHED, 2023).register
MONTHS = [f"{month}月" for month in range(3, 13)]


def form(unit: str, register: Register = REGISTER) -> Any:
    return load_workbook(io.BytesIO(plan_form(register, unit)))


def cells(sheet: Worksheet, id: str) -> dict[str, Any]:
    """The cells of one indicator's row by heading."""
    headings: dict[Any, Any] = {cell.value: cell.column for cell in sheet[4]}
    row = next(row for row in range(5, sheet.max_row + 1) if sheet.cell(row, headings["编号"]).value == id)
    return {str(heading): sheet.cell(row, column) for heading, column in headings.items()}


def is_open(cell: Any) -> bool:
    """Whether a cell can be typed in and looks like it."""
    coloured: bool = cell.fill.fgColor.rgb == "00DDEBF7"
    assert coloured is not cell.protection.locked
    return coloured


def test_a_unit_sees_its_own_indicators() -> None:
    """The form of a unit holds the indicators of the tasks that it leads, all of them, with a hidden key."""
    sheet = form("区城市管理局")["年度计划"]
    keys = [sheet.cell(row, sheet.max_column).value for row in range(5, 16)]
    mine = [each.id for task in REGISTER.tasks() if task.unit == "区城市管理局" for each in task.indicators]
    assert [key for key in keys if key] == mine
    last = sheet.column_dimensions[sheet.cell(4, sheet.max_column).column_letter]
    assert (sheet.cell(4, sheet.max_column).value, last.hidden) == ("编号", True)
    assert sheet["A2"].value == "填报单位：区城市管理局"


def test_only_what_is_asked_can_be_changed() -> None:
    """Months from first to due and the remark are open for a count, the sign for a milestone; the rest is locked."""
    sheet = form("区城市管理局")["年度计划"]
    assert sheet.protection.sheet
    count, works, milestone = (cells(sheet, id) for id in ("1-4-1", "10-1-2", "14-1-2"))
    assert [head for head, cell in count.items() if is_open(cell)] == [*MONTHS, "说明"]
    assert [head for head, cell in works.items() if is_open(cell)] == [*MONTHS[1:], "说明"]
    assert [head for head, cell in milestone.items() if is_open(cell)] == ["完成标志", "说明"]
    assert (count["目标值"].value, count["计量单位"].value) == ("10", "处")
    assert [sheet[place].protection.locked for place in ("A1", "A2", "A3", "B3")] == [True, True, False, False]


def test_only_numbers_can_be_typed_into_a_month() -> None:
    """The months' cells take numbers from 0 on and say so; what stands around them takes anything."""
    sheet = form("区交通局")["年度计划"]
    limits = [each for each in sheet.data_validations.dataValidation if each.type == "decimal"]
    assert {(each.operator, each.formula1, each.showErrorMessage) for each in limits} == {
        ("greaterThanOrEqual", "0", True)
    }
    columns = {str(each.sqref)[0] for each in limits}
    assert {sheet[f"{column}4"].value for column in columns} == set(MONTHS[1:])


def test_what_the_register_holds_stands_in_the_form() -> None:
    """A plan and a sign that are there already are shown and may be changed; what the notice dates may not."""
    june, september = Period(2023, 6), Period(2023, 9)
    register = changed(REGISTER, "2-1-1", plan=((june, Decimal(80)), (september, Decimal(150))), steps=(june,))
    road = cells(form("区交通局", register)["年度计划"], "2-1-1")
    assert (road["6月"].value, road["6月"].protection.locked) == (80, True)
    assert (road["9月"].value, is_open(road["9月"])) == (150, True)
    assert road["7月"].value is None
    milestone = cells(form("区卫生健康委")["年度计划"], "5-1-1")
    assert milestone["完成标志"].value == "愿接尽接"


def test_targets_as_people_say_them() -> None:
    """以上, 以内 and 约 stand with the figure; an adjusted target is the one shown."""
    for comparator, said in ((Comparator.AT_LEAST, "200以上"), (Comparator.AT_MOST, "200以内"), (None, "200")):
        register = changed(REGISTER, "2-1-1", comparator=comparator)
        assert cells(form("区交通局", register)["年度计划"], "2-1-1")["目标值"].value == said
    less = Adjustment("2-1-1", Period(2023, 9), Decimal(200), Decimal(180), "文")
    adjusted = replace(REGISTER, adjustments=(less,))
    assert cells(form("区交通局", adjusted)["年度计划"], "2-1-1")["目标值"].value == "180"


def test_a_unit_with_milestones_only() -> None:
    """Where nothing is counted no month is asked for, and the guide does not speak of months."""
    projects = tuple(
        replace(
            project,
            tasks=tuple(
                replace(task, indicators=tuple(each for each in task.indicators if not each.is_counted))
                for task in project.tasks
            ),
        )
        for project in REGISTER.projects
    )
    book = form("区教委", replace(REGISTER, projects=projects))
    headings = [cell.value for cell in book["年度计划"][4]]
    assert headings == ["目标任务", "指标名称", "目标值", "计量单位", "完成标志", "说明", "编号"]
    assert "各月" not in {row[0].value for row in book["填写说明"].iter_rows()}
    assert "各月" in {row[0].value for row in form("区教委")["填写说明"].iter_rows()}


def test_months_of_the_next_year_are_named_with_it() -> None:
    """A target that is due next year has months of both years."""
    register = changed(REGISTER, "2-1-1", due=Period(2024, 2))
    headings = [cell.value for cell in form("区交通局", register)["年度计划"][4]]
    assert headings[-6:] == ["12月", "2024年1月", "2024年2月", "完成标志", "说明", "编号"]


def test_it_prints_on_a_wide_sheet() -> None:
    """A4, landscape, as wide as the paper, the header on every page."""
    sheet = form("区城市管理局")["年度计划"]
    setup = sheet.page_setup
    assert (setup.paperSize, setup.orientation, setup.fitToWidth) == (9, "landscape", 1)
    assert sheet.print_title_rows == "$4:$4"


def test_who_gets_a_form() -> None:
    """Every unit that leads a task, once; a unit that leads none has nothing to fill in."""
    assert len(planning_units(REGISTER)) == 13
    with pytest.raises(PipelineError, match="区财政局没有牵头的任务"):
        plan_form(REGISTER, "区财政局")


def test_the_seal_breaks_when_somebody_saves_the_form() -> None:
    """The same register gives the same sealed bytes; once another program has saved the file the seal is broken."""
    data = plan_form(REGISTER, "区交通局")
    assert plan_form(REGISTER, "区交通局") == data
    assert is_sealed(data)
    book = load_workbook(io.BytesIO(data))
    book["年度计划"]["E5"] = 20
    out = io.BytesIO()
    book.save(out)
    assert not is_sealed(out.getvalue())
    assert is_sealed(sealed(out.getvalue()))  # an old seal gives way to the new one
    assert not is_sealed(b"PK\x03\x04 broken")
    assert not is_sealed(b"")
