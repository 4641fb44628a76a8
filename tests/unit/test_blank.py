"""The month's forms: what goes out to a unit, and that what it types is read back as it stands."""

import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.findings import PipelineError
from pipeline.formats.seals import is_sealed, replaced
from pipeline.forms.blank import FORM, GUIDE, Asked, blank_form
from pipeline.forms.plan import planning_units
from pipeline.intake.receiving import Intake, receive
from pipeline.model import Adjustment, FileState, Kind, Past, Reason, Register, State, Status
from pipeline.period import Period
from pipeline.settings import Limits, Office
from pipeline.targets.proposal import propose
from tests.unit.intake_cases import figures, told
from tests.unit.test_register import PUBLISHED

REGISTER = propose(PUBLISHED, 2023).register
MAY, JUNE = Period(2023, 5), Period(2023, 6)
ALL = {each.id: each for each in REGISTER.indicators()}
DONE, TEXTS = "截至6月底累计完成", ("进展情况", "存在问题", "下一步打算")
UNIT = "区城市管理局"


def known(id: str) -> Past:
    """What May's record says of an indicator: half of its target, or a state."""
    target = ALL[id].target
    if target is None:
        return Past(MAY, Status.ON_PACE, state=State.IN_PROGRESS)
    return Past(MAY, Status.BEHIND, target // 2)


ASKED = Asked(
    JUNE, date(2023, 6, 30), replace(Office(), contact="周敏", telephone="023-1"), {id: known(id) for id in ALL}
)


def book(unit: str = UNIT, asked: Asked = ASKED, register: Register = REGISTER) -> Any:
    return load_workbook(io.BytesIO(blank_form(register, unit, asked)))


def headings(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[4] if cell.column and cell.value}


def rows(sheet: Worksheet) -> dict[str, dict[str, Any]]:
    """The cells of each row by the row's key and their headings."""
    heads = headings(sheet)
    found = {}
    for number in range(5, sheet.max_row + 1):
        if key := sheet.cell(number, heads["指标编号"]).value:
            found[str(key)] = {head: sheet.cell(number, column) for head, column in heads.items()}
    return found


def rule(sheet: Worksheet, cell: Any) -> Any:
    """The one validation that a cell has."""
    (found,) = [each for each in sheet.data_validations.dataValidation if cell.coordinate in each.sqref]
    return found


def typed(id: str) -> Decimal | str:
    """What a unit types for an indicator: two more than half of its target, or a state."""
    target = ALL[id].target
    return "推进中" if target is None else target // 2 + 2


def filled(unit: str = UNIT, change: Callable[[Any], None] = lambda made: None) -> bytes:
    """A form as a unit fills it in and saves it."""
    made = book(unit)
    for id, cells in rows(made[FORM]).items():
        cells[DONE].value = typed(id)
        for head in TEXTS:
            cells[head].value = "各项工作有序推进。"
    change(made)
    return saved(made)


def saved(made: Any) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(folder: Path, *forms: bytes, period: Period = JUNE) -> Intake:
    """What the intake makes of forms that came back."""
    folder.mkdir(exist_ok=True)
    for number, data in enumerate(forms):
        (folder / f"{number:02d}.xlsx").write_bytes(data)
    return receive(folder, period, REGISTER, Limits(), lambda file: None)


def expected(unit: str) -> dict[str, str]:
    mine = [each for task in REGISTER.tasks() if task.unit == unit for each in task.indicators]
    return {each.id: f"{typed(each.id)}" if each.is_counted else "in_progress" for each in mine}


def test_a_unit_sees_its_own_rows_with_what_is_known() -> None:
    """区城市管理局 has the indicators of its 6 tasks of 6 projects, with targets and last month's figure and status."""
    sheet = book()[FORM]
    mine = [task for task in REGISTER.tasks() if task.unit == UNIT]
    assert (len(mine), len({task.project for task in mine})) == (6, 6)
    found = rows(sheet)
    assert list(found) == [each.id for task in mine for each in task.indicators]
    assert [found["1-4-1"][head].value for head in ("指标名称", "全年目标值", "计量单位")] == [
        ALL["1-4-1"].name, "10", "处",
    ]  # fmt: skip
    before = ("上月底累计完成（5月）", "上月状态（5月）")
    assert [found["1-4-1"][head].value for head in before] == [5, "滞后"]
    assert [found["14-1-2"][head].value for head in before] == ["推进中", "基本按序时推进"]


def test_what_was_left_blank_is_not_called_missing() -> None:
    """Last month's status tells 未填 and 待核实 from 未报送, as the circular does."""
    for reason in Reason:
        past = Past(MAY, Status.NOT_REPORTED, reason=reason)
        cells = rows(book(asked=replace(ASKED, known={"1-4-1": past}))[FORM])["1-4-1"]
        assert cells["上月状态（5月）"].value == reason.words


def test_the_head_says_by_when_and_whom_to_ask() -> None:
    """Month, unit, deadline with its weekday and whom to ask stand above the table; nobody, no brackets."""
    sheet = book()[FORM]
    assert [sheet[place].value for place in ("A1", "A2", "A3")] == [
        "2023年6月重点民生实事进展情况表",
        "填报单位：区城市管理局",
        "请于2023年6月30日（星期五）前报送重庆市永川区发展和改革委员会（联系人、电话：周敏，023-1）。",
    ]
    bare = book(asked=replace(ASKED, office=Office()))[FORM]["A3"].value
    assert bare == "请于2023年6月30日（星期五）前报送重庆市永川区发展和改革委员会。"


def test_only_what_is_asked_can_be_changed() -> None:
    """This month's cells are open and blue, everything else is locked on a protected sheet; the key is hidden."""
    sheet = book()[FORM]
    assert sheet.protection.sheet
    for cells in rows(sheet).values():
        open_heads = [head for head, cell in cells.items() if not cell.protection.locked]
        assert open_heads == [DONE, *TEXTS]
        assert {cells[head].fill.fgColor.rgb for head in open_heads} == {"00DDEBF7"}
    letters = {head: sheet.cell(4, column).column_letter for head, column in headings(sheet).items()}
    assert [head for head, letter in letters.items() if sheet.column_dimensions[letter].hidden] == ["指标编号"]
    assert book()[GUIDE].protection.sheet


def test_figures_are_limited_with_words() -> None:
    """A count may not be below 0; one that falls is asked about; a share is at most 100; a state is one of three."""
    sheet = book()[FORM]
    falls = rule(sheet, rows(sheet)["1-4-1"][DONE])
    assert (falls.type, falls.operator, falls.formula1, falls.errorStyle) == (
        "decimal", "greaterThanOrEqual", "5", "warning",
    )  # fmt: skip
    assert "上月的 5" in falls.error
    state = rule(sheet, rows(sheet)["14-1-2"][DONE])
    assert (state.type, state.formula1, state.errorStyle) == ("list", '"未启动,推进中,已完成"', "stop")
    first = book(asked=replace(ASKED, known={}))[FORM]
    fresh = rule(first, rows(first)["1-4-1"][DONE])
    assert (fresh.operator, fresh.formula1, fresh.errorStyle) == ("greaterThanOrEqual", "0", "stop")
    (share,) = [each for each in ALL.values() if each.kind is Kind.RATE][:1]
    sheet = book(REGISTER.task_of(share.id).unit)[FORM]
    limit = rule(sheet, rows(sheet)[share.id][DONE])
    assert (limit.operator, limit.formula1, limit.formula2, limit.errorStyle) == ("between", "0", "100", "stop")


def test_nothing_is_too_long_for_a_validation() -> None:
    """Formulas, messages and prompts stay within what Excel opens without repairing, in every unit's form."""
    for unit in planning_units(REGISTER):
        made = book(unit)
        for each in made[FORM].data_validations.dataValidation:
            assert len(each.formula1 or "") <= 255
            assert len(each.error or "") <= 225
            assert len(each.prompt or "") <= 255
            assert len(each.promptTitle or "") <= 32
            assert len(each.errorTitle or "") <= 32
        ranges = [str(place) for each in made[FORM].data_validations.dataValidation for place in each.sqref.ranges]
        assert len(ranges) == len(set(ranges))


def test_an_adjusted_target_holds_from_its_month() -> None:
    """The target shown is the one that holds in the month."""
    for since, shown in ((JUNE, "8"), (Period(2023, 7), "10")):
        register = replace(REGISTER, adjustments=(Adjustment("1-4-1", since, Decimal(10), Decimal(8), "文"),))
        assert rows(book(register=register)[FORM])["1-4-1"]["全年目标值"].value == shown


def test_it_prints_on_a4() -> None:
    """A4, landscape, as wide as the paper, the header on every page, with a second sheet that explains."""
    made = book()
    setup = made[FORM].page_setup
    assert (setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight) == (9, "landscape", 1, 0)
    assert made[FORM].print_title_rows == "$4:$4"
    assert made.sheetnames == [FORM, GUIDE]


def test_a_unit_that_leads_nothing_has_no_form() -> None:
    """Asking for it is refused with one sentence."""
    with pytest.raises(PipelineError, match="区财政局没有牵头的任务"):
        blank_form(REGISTER, "区财政局", ASKED)


def test_a_filled_form_is_never_overwritten(tmp_path: Path) -> None:
    """The same bytes each time, sealed; once a unit or a clerk has saved the file it stays as it is."""
    data = blank_form(REGISTER, UNIT, ASKED)
    assert data == blank_form(REGISTER, UNIT, ASKED)
    assert is_sealed(data)
    path = tmp_path / "填报表" / f"{UNIT}.xlsx"
    assert replaced(path, data)
    assert replaced(path, data)
    path.write_bytes(filled())
    theirs = path.read_bytes()
    assert not replaced(path, data)
    assert path.read_bytes() == theirs


def test_what_is_typed_is_read_back(tmp_path: Path) -> None:
    """Every unit's filled form is taken without a finding, and gives exactly what was typed."""
    units = planning_units(REGISTER)
    got = read(tmp_path / "in", *(filled(unit) for unit in units))
    assert told(got.findings) == []
    assert {each.state for each in got.submissions} == {FileState.ACCEPTED}
    assert [each.unit for each in got.submissions] == list(units)
    assert figures(got) == {id: said for unit in units for id, said in expected(unit).items()}


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_what_libreoffice_saves_is_read_back(tmp_path: Path) -> None:
    """Saved again by LibreOffice, as a workbook of its own and as one of Excel's, a filled form reads the same."""
    (tmp_path / "form.xlsx").write_bytes(filled())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for kind in ("xlsx", "ods"):
        out = tmp_path / kind
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", out, tmp_path / "form.xlsx"]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        got = receive(out, JUNE, REGISTER, Limits(), lambda file: None)
        assert told(got.findings) == []
        assert figures(got) == expected(UNIT)


def rename(made: Any) -> None:
    made[FORM].title = "Sheet1"
    del made[GUIDE]


def show_the_key(made: Any) -> None:
    made[FORM].column_dimensions["L"].hidden = False


def flat(sheet: Worksheet) -> None:
    """What a unit does first that wants to sort: protection off, no merged cells."""
    sheet.protection.sheet = False
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))


def rearrange(order: Callable[[list[Any]], list[Any]], *, rows_too: bool = False) -> Callable[[Any], None]:
    """A change of the order of the table's columns, or of its rows."""

    def change(made: Any) -> None:
        sheet = made[FORM]
        flat(sheet)
        last = 4 + len(rows(sheet))
        table = [[sheet.cell(row, column).value for column in range(1, 13)] for row in range(4, last + 1)]
        table = [table[0], *order(table[1:])] if rows_too else [order(row) for row in table]
        for number, line in enumerate(table, 4):
            for column in range(1, 13):
                sheet.cell(number, column).value = line[column - 1] if column <= len(line) else None

    return change


def without_foreign_columns(row: list[Any]) -> list[Any]:
    """The key, the figure and the texts; what the unit did not write itself is deleted."""
    return [row[11], *row[7:11]]


@pytest.mark.parametrize(
    "change",
    [
        rename,
        show_the_key,
        rearrange(lambda row: row[::-1]),
        rearrange(lambda row: [row[11], *row[6:11], *row[:6]]),
        rearrange(lambda lines: lines[::-1], rows_too=True),
        rearrange(lambda lines: sorted(lines, key=lambda line: str(line[2])), rows_too=True),
        rearrange(without_foreign_columns),
    ],
    ids=[
        "renamed",
        "key shown",
        "columns reversed",
        "columns moved",
        "rows reversed",
        "rows sorted",
        "columns deleted",
    ],
)
def test_rows_are_known_by_their_keys(tmp_path: Path, change: Callable[[Any], None]) -> None:
    """Renamed sheets, moved and deleted columns and sorted rows change nothing of what is read."""
    got = read(tmp_path / "in", filled(change=change))
    assert told(got.findings) == []
    assert figures(got) == expected(UNIT)


def test_a_key_that_does_not_fit_its_row_is_no_guess(tmp_path: Path) -> None:
    """Where only the visible columns were sorted, both rows are errors, and neither figure is taken."""

    def swap(made: Any) -> None:
        flat(made[FORM])
        one, other = (rows(made[FORM])[id]["指标编号"] for id in ("1-4-2", "1-4-3"))
        one.value, other.value = other.value, one.value

    got = read(tmp_path / "in", filled(change=swap))
    assert told(got.findings) == [["L6", "S180"], ["L7", "S180"]]
    assert [each.indicator for each in got.findings] == ["1-4-3", "1-4-2"]
    assert figures(got) == {id: said for id, said in expected(UNIT).items() if id not in ("1-4-2", "1-4-3")}
    assert "1-4-3 是“" in got.findings[0].message


def test_a_key_of_another_unit_leaves_the_row_to_its_words(tmp_path: Path) -> None:
    """What is nothing of the sender's is no key of ours: every row is what it says in words."""

    def swap(made: Any) -> None:
        flat(made[FORM])
        rows(made[FORM])["1-4-1"]["指标编号"].value = "2-1-1"

    got = read(tmp_path / "in", filled(change=swap))
    assert told(got.findings) == []
    assert figures(got) == expected(UNIT)


def test_an_indicator_renamed_since_still_fits_its_key(tmp_path: Path) -> None:
    """The office may give an indicator a clearer name after the forms went out: no other has the old one."""

    def rename_one(made: Any) -> None:
        rows(made[FORM])["1-4-1"]["指标名称"].value = "供水管道（老旧小区）"

    assert told(read(tmp_path / "in", filled(change=rename_one)).findings) == []


def test_a_key_as_a_keyboard_writes_it(tmp_path: Path) -> None:
    """Full-width digits and another dash are the same key."""

    def retype(made: Any) -> None:
        rows(made[FORM])["1-4-1"]["指标编号"].value = "１－４—1"

    got = read(tmp_path / "in", filled(change=retype))
    assert told(got.findings) == []
    assert figures(got) == expected(UNIT)


def test_an_empty_form_is_a_report_without_figures(tmp_path: Path) -> None:
    """Sent back as it went out, it is accepted and says nothing: last month's figures are never this month's."""
    got = read(tmp_path / "in", saved(book()))
    assert [each.state for each in got.submissions] == [FileState.ACCEPTED]
    assert told(got.findings) == []
    assert figures(got) == dict.fromkeys(expected(UNIT))


def test_last_months_column_alone_is_no_report(tmp_path: Path) -> None:
    """Where the unit deleted this month's column, last month's does not step in."""
    got = read(tmp_path / "in", filled(change=rearrange(lambda row: [*row[:7], *row[8:]])))
    assert set(figures(got).values()) == {None, "in_progress"}


def test_junes_form_sent_for_may_is_another_months(tmp_path: Path) -> None:
    """A form bears its month: put among another's it is refused."""
    got = read(tmp_path / "in", filled(), period=MAY)
    assert [each.code for each in got.findings] == ["S102"]
    assert got.entries == ()
