"""The filled plan forms: read by key or name, faults told by cell, entered in a register and marked for review."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from pipeline.findings import Finding
from pipeline.formats.seals import is_sealed
from pipeline.forms.plan import plan_form
from pipeline.model import Comparator, Register
from pipeline.period import Period
from pipeline.quantities import plain
from pipeline.targets.planned import plan_differences, register_with_plans, with_plans
from pipeline.targets.plans import Plans, read_plans
from pipeline.targets.proposal import propose
from pipeline.targets.register import read_register, read_reviewed, write_register
from tests.unit.test_register import PUBLISHED, changed

DRAFTED = propose(PUBLISHED, 2023)
REGISTER = DRAFTED.register
ROAD = {"4月": 20, "6月": 80, "9月": 150, "12月": 200}
Typed = Mapping[str, Any]


def filled(unit: str, rows: Mapping[str, Typed], register: Register = REGISTER, cells: Typed | None = None) -> bytes:
    """A unit's form as it comes back: by indicator what was typed under which heading, and single cells."""
    book = load_workbook(io.BytesIO(plan_form(register, unit)))
    sheet: Any = book["年度计划"]
    headings = {cell.value: cell.column for cell in sheet[4]}
    places = {sheet.cell(row, headings["编号"]).value: row for row in range(5, sheet.max_row + 1)}
    for id, typed in rows.items():
        for heading, value in typed.items():
            cell = sheet.cell(places[id], headings[heading])
            cell.value = value
            if isinstance(value, float) and value < 1:
                cell.number_format = "0%"
    for address, value in (cells or {}).items():
        sheet[address] = value
    return saved(book)


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def plans(*files: bytes, register: Register = REGISTER) -> Plans:
    return read_plans([(f"表{number}.xlsx", data) for number, data in enumerate(files, 1)], register)


def errors(found: Plans) -> list[list[str]]:
    """The errors as code and place."""
    return [[each.code, each.where.cell] for each in found.findings if each.is_error]


def only(found: Plans) -> Finding:
    (one,) = (each for each in found.findings if each.is_error)
    return one


def curves(found: Plans) -> dict[str, str]:
    """The plans as text by indicator."""
    return {
        each.indicator: " ".join(f"{month.month}:{plain(value)}" for month, value in each.plan) or each.sign
        for each in found.planned
    }


def test_a_form_comes_back() -> None:
    """Figures under their months are the plan, a sign is the sign; what only repeats the month before is left out."""
    road = filled("区交通局", {"2-1-1": ROAD | {"5月": 20, "7月": "—"}})
    works = filled("区城市管理局", {"14-1-2": {"完成标志": "路面全部通车"}})
    found = plans(road, works)
    assert curves(found) == {"2-1-1": "4:20 6:80 9:150 12:200", "14-1-2": "路面全部通车"}
    assert errors(found) == []


def test_figures_as_people_type_them() -> None:
    """Full-width digits, the measure behind a figure and cells shown as percentages are understood."""
    typed: dict[str, Typed] = {"4-1-1": {"6月": 0.5, "9月": "80%", "12月": "９０"}, "4-1-2": {"12月": "50名"}}
    found = plans(filled("区教委", typed))
    assert curves(found) == {"3-2-3": "投入使用", "4-1-1": "6:50 9:80 12:90", "4-1-2": "12:50"}


@pytest.mark.parametrize(
    ("id", "typed", "code", "words"),
    [
        ("1-4-1", {"6月": 5, "8月": 4, "12月": 10}, "N118", "8月的计划是4，比6月的5还小"),
        ("1-4-1", {"6月": 5, "12月": 9}, "N120", "12月的9，目标值是10处"),
        ("1-4-1", {"12月": 12}, "N120", "12月的12，目标值是10处"),
        ("1-4-1", {"6月": 5}, "N120", "6月的5，目标值是10处"),
        ("1-4-1", {"6月": "约5处", "12月": 10}, "N116", "6月的计划填的是“约5处”"),
        ("1-4-1", {"6月": 0.5, "12月": 10}, "N116", "不能当作以处计的累计数"),
        ("1-4-1", {"6月": -5, "12月": 10}, "N116", "“-5”"),
        ("10-1-2", {"3月": 1, "12月": 6}, "N117", "这项指标从2023年4月到2023年12月"),
        ("14-1-2", {"6月": 1}, "N117", "这项指标没有数量"),
    ],
)
def test_a_fault_is_told_by_cell_and_keeps_its_plan_out(id: str, typed: Typed, code: str, words: str) -> None:
    """A wrong plan is named by file and cell with a mend, and stays out; the plan beside it is taken."""
    found = plans(filled("区城市管理局", {id: typed, "1-4-3": {"12月": 5000}}))
    one = only(found)
    assert (one.code, one.indicator, one.unit) == (code, id, "区城市管理局")
    assert words in one.message
    assert one.suggestion
    assert one.where.file == "表1.xlsx"
    assert one.where.cell
    assert curves(found) == {"1-4-3": "12:5000"}


def test_every_fault_of_a_row_is_told() -> None:
    """Two months that are no numbers are two findings, each at its cell."""
    found = plans(filled("区交通局", {"2-1-1": {"4月": "若干", "5月": "多数", "12月": 200}}))
    assert errors(found) == [["N116", "E5"], ["N116", "F5"]]


@pytest.mark.parametrize(
    ("comparator", "last", "fits"),
    [(Comparator.AT_LEAST, 220, True), (Comparator.AT_LEAST, 190, False), (Comparator.AT_MOST, 190, True)],
)
def test_bounds_need_not_be_met_exactly(comparator: Comparator, last: int, fits: bool) -> None:
    """A plan may pass 以上 and stay below 以内; falling short of 以上 is a fault."""
    register = changed(REGISTER, "2-1-1", comparator=comparator)
    found = plans(filled("区交通局", {"2-1-1": {"12月": last}}, register), register=register)
    assert (curves(found) == {"2-1-1": f"12:{last}"}) is fits
    assert (errors(found) == []) is fits


def test_what_the_notice_dates_stands() -> None:
    """A step of the notice that a unit changes or clears is a fault; left alone it is a step still."""
    june = Period(2023, 6)
    register = changed(REGISTER, "2-1-1", plan=((june, Decimal(80)),), steps=(june,))
    kept = plans(filled("区交通局", {"2-1-1": {"12月": 200}}, register), register=register)
    assert curves(kept) == {"2-1-1": "6:80 12:200"}
    for value, said in ((60, "“60”"), (None, "“空”")):
        one = only(plans(filled("区交通局", {"2-1-1": {"6月": value, "12月": 200}}, register), register=register))
        assert one.code == "N119"
        assert f"6月底为80公里，表里是{said}" in one.message


def test_rows_without_their_key_go_by_name() -> None:
    """Where the hidden key is gone, the unit and the exact name find the indicator; a near name is asked about."""
    found = plans(filled("区交通局", {"2-1-1": ROAD | {"编号": None}}))
    assert curves(found) == {"2-1-1": "4:20 6:80 9:150 12:200"}
    name = next(each.name for each in REGISTER.indicators() if each.id == "2-1-1")
    one = only(plans(filled("区交通局", {"2-1-1": ROAD | {"编号": None, "指标名称": name + "里程"}})))
    assert one.code == "N114"
    assert f"您是不是指“{name}”" in one.suggestion


def test_unknown_keys_and_other_units_indicators() -> None:
    """A key that nobody has and an indicator of another unit stay out, each with its reason."""
    found = plans(filled("区城市管理局", {"1-4-1": {"编号": "9-9-9"}, "1-4-2": {"编号": "2-1-1", "12月": 200}}))
    assert [[each.code, each.where.cell] for each in found.findings if each.is_error] == [
        ["N114", "B5"],
        ["N115", "B6"],
    ]
    assert "编号“9-9-9”" in found.findings[0].message
    assert "由区交通局负责" in found.findings[1].message
    assert found.planned == ()


def test_whose_form_it_is() -> None:
    """An alias of the register is known; a name that is merely near is asked about; without a name the keys tell."""
    rows = {"2-1-1": ROAD}
    assert curves(plans(filled("区交通局", rows, cells={"A2": "填报单位：交通委"}))).keys() == {"2-1-1"}
    assert curves(plans(filled("区交通局", rows, cells={"A2": None}))).keys() == {"2-1-1"}
    one = only(plans(filled("区交通局", rows, cells={"A2": "填报单位：区交通委员局"})))
    assert (one.code, one.where.cell) == ("N112", "A2")
    assert "您是不是指区交通局" in one.suggestion
    lost = filled("区交通局", {"2-1-1": ROAD | {"编号": None}}, cells={"A2": None})
    assert [code for code, _ in errors(plans(lost))] == ["N112"]


def test_a_form_of_another_year() -> None:
    """Last year's form is refused by the year of its title."""
    one = only(plans(filled("区交通局", {"2-1-1": ROAD}, cells={"A1": "2022年重点民生实事年度计划表"})))
    assert (one.code, one.where.cell) == ("N113", "A1")


def test_files_that_cannot_be_used_never_stop_the_others() -> None:
    """Empty, unopened and foreign files are findings; the form beside them is read."""
    stranger = load_workbook(io.BytesIO(plan_form(REGISTER, "区交通局")))
    del stranger["年度计划"]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        package.writestr("a.txt", "a")
    files = [b"%PDF-1.7", b"", saved(stranger), archive.getvalue()]
    files.append(filled("区交通局", {"2-1-1": ROAD}))
    given: list[tuple[str, bytes | None]] = [(f"{number}.xlsx", data) for number, data in enumerate(files)]
    found = read_plans([*given, ("9.xlsx", None)], REGISTER)
    assert [(each.code, each.where.file) for each in found.findings if each.is_error] == [
        ("N110", "0.xlsx"),
        ("N110", "1.xlsx"),
        ("N111", "2.xlsx"),
        ("N110", "3.xlsx"),
        ("N110", "9.xlsx"),
    ]
    assert curves(found).keys() == {"2-1-1"}


def test_two_forms_of_one_unit() -> None:
    """The same said twice counts once; forms that disagree cancel each other for that indicator only."""
    one = filled("区城市管理局", {"1-4-1": {"12月": 10}, "1-4-3": {"12月": 5000}})
    other = filled("区城市管理局", {"1-4-1": {"6月": 3, "12月": 10}, "1-4-3": {"12月": 5000}})
    assert curves(plans(one, one)) == {"1-4-1": "12:10", "1-4-3": "12:5000"}
    found = plans(one, other)
    assert curves(found) == {"1-4-3": "12:5000"}
    assert only(found).code == "N121"
    assert only(found).also[0].file == "表1.xlsx"


def test_remarks_and_what_is_missing_are_noted() -> None:
    """A remark, an indicator left open and a unit without a form are notes; without any file nothing is noted."""
    found = plans(filled("区交通局", {"2-1-1": {"说明": "雨季停工两个月"}}))
    notes = [(each.code, each.unit) for each in found.findings]
    assert notes[:2] == [("N124", "区交通局"), ("N122", "区交通局")]
    assert "雨季停工两个月" in found.findings[0].message
    assert notes[-1] == ("N123", "")
    assert found.findings[-1].message.count("、") == 11  # the other twelve units
    assert read_plans([], REGISTER) == Plans()
    settled = plans(filled("区交通局", {"2-1-1": ROAD}))
    assert {each.code for each in settled.findings} == {"N123"}


def test_a_proposed_register_takes_the_plans() -> None:
    """With no register yet the plans enter the proposal, each marked 待核 with its reason beside what was marked."""
    found = plans(
        filled("区交通局", {"2-1-1": ROAD}),
        filled("区教委", {"3-2-1": {"完成标志": "主体封顶"}}),
    )
    entered = with_plans(DRAFTED, found.planned)
    register = read_register("targets.xlsx", write_register(entered))
    assert register == entered.register
    road = next(each for each in register.indicators() if each.id == "2-1-1")
    assert [f"{month} {plain(value)}" for month, value in road.plan] == [
        "2023-04 20", "2023-06 80", "2023-09 150", "2023-12 200",
    ]  # fmt: skip
    doubts = dict(entered.doubts)
    assert doubts["2-1-1"] == "单位报的年度计划，请核对"
    assert doubts["3-2-1"].endswith("；单位报的完成标志，请核对")
    assert list(doubts) == [each.id for each in register.indicators() if each.id in doubts]


def test_a_plan_that_says_the_same_is_no_doubt() -> None:
    """A form that confirms what stands in the register changes nothing and marks nothing."""
    entered = with_plans(DRAFTED, plans(filled("区交通局", {"2-1-1": ROAD})).planned)
    again = plans(filled("区交通局", {}, entered.register), register=entered.register)
    assert curves(again).keys() == {"2-1-1"}
    assert plan_differences(entered.register, again.planned) == ()
    assert with_plans(replace(entered, doubts=()), again.planned).doubts == ()


def test_differences_and_a_register_beside_the_one_in_use() -> None:
    """What a person did to the register stays as it is, down to columns and remarks; only the plans come in, marked."""
    book = load_workbook(io.BytesIO(write_register(replace(DRAFTED, doubts=(("2-1-1", "请再问"),)))))
    sheet: Any = book["目标任务"]
    sheet.insert_cols(3)
    sheet["C1"], sheet["C2"], sheet["T2"] = "科室", "一科", "已电话核实"
    in_use = saved(book)
    register = read_register("targets.xlsx", in_use)
    planned = plans(filled("区交通局", {"2-1-1": ROAD}), register=register).planned
    assert plan_differences(register, planned) == (
        "2-1-1 四好农村路：年度计划台账为空、单位报的是“4月：20；6月：80；9月：150；12月：200”",
    )
    beside = register_with_plans(in_use, register, planned)
    assert beside == register_with_plans(in_use, register, planned)
    assert is_sealed(beside)
    assert read_register("t.xlsx", beside) == with_plans(replace(DRAFTED, register=register), planned).register
    now: Any = load_workbook(io.BytesIO(beside))["目标任务"]
    assert (now["C2"].value, now["T2"].value) == ("一科", "已电话核实")
    (open_,) = read_reviewed("t.xlsx", beside)[1]
    assert (open_.indicator, open_.where.raw) == ("2-1-1", "请再问；单位报的年度计划，请核对")


def test_the_column_of_doubts_may_be_gone() -> None:
    """A person who has taken 待核 out of the register gets it back where there is something to review."""
    book = load_workbook(io.BytesIO(write_register(DRAFTED)))
    book["目标任务"].delete_cols(18)
    in_use = saved(book)
    register = read_register("targets.xlsx", in_use)
    beside = register_with_plans(in_use, register, plans(filled("区交通局", {"2-1-1": ROAD})).planned)
    assert [each.indicator for each in read_reviewed("t.xlsx", beside)[1]] == ["2-1-1"]


def test_a_sign_that_looks_like_a_formula_stays_text() -> None:
    """What a unit typed is never reckoned."""
    in_use = write_register(DRAFTED)
    said = plans(filled("区教委", {"3-2-1": {"完成标志": "x"}})).planned[0]
    beside = register_with_plans(in_use, REGISTER, [replace(said, sign="=1+1")])
    found = {each.id: each.sign for each in read_register("t.xlsx", beside).indicators()}
    assert found["3-2-1"] == "=1+1"
