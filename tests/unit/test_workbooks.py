"""Reading workbooks as they really come."""

import io
import time
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.formats.faults import Fault, Unreadable
from pipeline.formats.grid import Form, Grid, Span, address, column_letters
from pipeline.formats.workbooks import read_workbook
from pipeline.settings import Limits
from tests.unit.intake_cases import saved

LIMITS = Limits()
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def read(fill: Callable[[Worksheet], None]) -> Grid:
    """The first sheet of a workbook that a function fills."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    fill(page)
    return read_workbook(saved(book), LIMITS)[0]


ENTITY = b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>'
OUTSIDE = '<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet/>'.encode("utf-16")


def altered(parts: dict[str, bytes | None], data: bytes | None = None) -> bytes:
    """A sound workbook with parts replaced (None: taken out)."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "字"
    book.active["B1"] = 7
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data or saved(book))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = parts.get(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def sheet(cells: str, extra: str = "") -> bytes:
    """A workbook whose sheet part is written by hand."""
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData>{extra}</worksheet>'
    return altered({"xl/worksheets/sheet1.xml": xml.encode()})


def fault_of(data: bytes, limits: Limits = LIMITS) -> Fault:
    """Why a file is refused."""
    with pytest.raises(Unreadable) as caught:
        read_workbook(data, limits)
    return caught.value.fault


def test_every_kind_of_cell() -> None:
    """Text, numbers without float noise, percentages, dates, booleans, errors and uncalculated formulas."""

    def fill(page: Worksheet) -> None:
        page.append(["文字", 70, 0.85, date(2023, 6, 10), True, "#DIV/0!", "=1+1", 0.1 + 0.2])
        page["C1"].number_format = "0.0%"

    cells = read(fill).row(1)
    assert [(cell.form.value, cell.text) for cell in cells] == [
        ("text", "文字"),
        ("number", "70"),
        ("percent", "85%"),
        ("date", "2023-06-10"),
        ("boolean", "TRUE"),
        ("error", "#DIV/0!"),
        ("uncalculated", "=1+1"),
        ("number", "0.3"),
    ]
    assert cells[2].value == Decimal("0.85")
    assert cells[3].value == date(2023, 6, 10)


def test_struck_and_raised_runs_do_not_count() -> None:
    """A struck 368 before 397 is 397; a raised footnote mark goes; a wholly struck cell is empty but remembered."""

    def fill(page: Worksheet) -> None:
        page["A1"] = CellRichText(TextBlock(InlineFont(strike=True), "368"), "397")
        page["B1"] = CellRichText("397", TextBlock(InlineFont(vertAlign="superscript"), "1"))
        page["C1"] = "500"
        page["C1"].font = Font(strike=True)

    assert [(cell.text, cell.struck) for cell in read(fill).row(1)] == [("397", "368"), ("397", "1"), ("", "500")]


def test_merges_spread_and_blanks_do_not() -> None:
    """A true merge shows its first cell everywhere; an ordinary blank stays blank."""

    def fill(page: Worksheet) -> None:
        page["A1"], page["B1"], page["B2"], page["B3"] = "项目", "甲", "乙", "丙"
        page.merge_cells("A1:A2")

    grid = read(fill)
    assert [grid.text(row, 1) for row in (1, 2, 3)] == ["项目", "项目", ""]
    assert grid.merged(2, 1) == Span(1, 1, 2, 1)
    assert grid.own(2, 1) is None


def test_hidden_things_and_comments() -> None:
    """Hidden rows, columns and sheets are known; a comment stands with its cell."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"], page["B2"] = "甲", "乙"
    page["A1"].comment = Comment("请核对", "某人")
    page.row_dimensions[2].hidden = True
    page.column_dimensions["B"].hidden = True
    book.create_sheet("旧").sheet_state = "veryHidden"
    shown, old = read_workbook(saved(book), LIMITS)
    assert (shown.hidden, old.hidden) == (False, True)
    assert shown.hidden_rows == {2}
    assert shown.hidden_columns == {2}
    assert shown.row(1)[0].comment == "请核对"


def test_escapes_are_characters_again() -> None:
    """``_x000D_`` is a line end; control characters and lone surrogates go."""
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>甲_x000D_乙_x0007__xD83D_丙</t></is></c></row>'
    assert read_workbook(sheet(cells), LIMITS)[0].row(1)[0].text == "甲\n乙丙"


def test_prefixes_and_missing_addresses_are_read() -> None:
    """Third-party writers: x: prefixes, rows and cells without addresses, a lying dimension."""
    xml = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:dimension ref="A1"/><x:sheetData>'
        "<x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row><x:row><x:c><x:v>3</x:v></x:c></x:row>"
        "</x:sheetData></x:worksheet>"
    )
    grid = read_workbook(altered({"xl/worksheets/sheet1.xml": xml.encode()}), LIMITS)[0]
    assert {(cell.address, cell.text) for row in grid.rows for cell in grid.row(row)} == {
        ("A1", "1"),
        ("B1", "2"),
        ("A2", "3"),
    }


def test_no_styles_and_strict_namespaces_are_read() -> None:
    """A package without styles, and one in the strict dialect, give their cells."""
    assert read_workbook(altered({"xl/styles.xml": None}), LIMITS)[0].text(1, 2) == "7"
    strict = sheet('<row r="1"><c r="A1"><v>5</v></c></row>')
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(strict)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            text = text.replace(
                "http://schemas.openxmlformats.org/spreadsheetml/2006", "http://purl.oclc.org/ooxml/spreadsheetml"
            )
            text = text.replace(
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                "http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            new.writestr(name, text)
    assert read_workbook(out.getvalue(), LIMITS)[0].text(1, 1) == "5"


def test_a_stray_cell_at_the_far_corner_costs_nothing() -> None:
    """A value at XFD1048576 is one cell, not seventeen thousand million."""
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>9</v></c></row>'
    grid = read_workbook(sheet(cells, '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), LIMITS)[0]
    assert grid.rows == (1, 1048576)


def test_formatted_empty_rows_cost_nothing() -> None:
    """A hundred thousand styled empty rows hold no cell."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(2, 100_000))
    assert read_workbook(sheet(f'<row r="1"><c r="A1"><v>1</v></c></row>{rows}'), LIMITS)[0].rows == (1,)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (sheet('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'), Fault.DAMAGED),
        (sheet("<row>"), Fault.DAMAGED),
        (altered({"xl/worksheets/sheet1.xml": None}), Fault.DAMAGED),
        (altered({"xl/worksheets/sheet1.xml": ENTITY}), Fault.HOSTILE),
        (altered({"xl/worksheets/sheet1.xml": OUTSIDE}), Fault.HOSTILE),
        (altered({})[:-40], Fault.DAMAGED),
    ],
)
def test_damage_and_hostility_are_refused(data: bytes, fault: Fault) -> None:
    """A string that is not there, broken XML, a missing part, entities, a cut-off file."""
    assert fault_of(data) is fault


def test_merges_over_one_another_end_in_time() -> None:
    """Twenty thousand merges that all reach to the bottom are looked at once, not two hundred million times."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 20_000))
    spans = "".join(f'<mergeCell ref="A{n}:A20000"/>' for n in range(1, 20_000))
    started = time.perf_counter()
    read_workbook(sheet(rows, f"<mergeCells>{spans}</mergeCells>"), LIMITS)
    assert time.perf_counter() - started < 10


def test_formatted_blanks_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elements without content are counted, too."""
    monkeypatch.setattr("pipeline.formats.parts._MOST_ELEMENTS", 1000)
    assert fault_of(sheet('<row r="1">' + "<c/>" * 1001 + "</row>")) is Fault.TOO_LARGE


def test_a_nan_is_an_error_cell_and_not_a_number() -> None:
    """NaN and figures beyond what the programs hold are error cells."""
    grid = read_workbook(sheet('<row r="1"><c r="A1"><v>NaN</v></c><c r="B1"><v>1e308</v></c></row>'), LIMITS)[0]
    assert [cell.form for cell in grid.row(1)] == [Form.ERROR, Form.ERROR]


def test_two_parts_of_one_name_are_refused() -> None:
    """Readers differ on which they take, so neither is taken."""
    out = io.BytesIO(altered({}))
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(out, "a") as package:
        package.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{MAIN}"/>')
    assert fault_of(out.getvalue()) is Fault.DAMAGED


def test_limits_hold_for_what_really_inflates() -> None:
    """Bytes, cells and members are counted as they come, not as they are declared."""
    big = sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>' + " " * 200_000 + "字</t></is></c></row>")
    assert len(big) < 200_000
    assert fault_of(big, Limits(unpacked_bytes=100_000)) is Fault.TOO_LARGE
    assert fault_of(big, Limits(file_bytes=100)) is Fault.TOO_LARGE
    assert fault_of(big, Limits(members=3)) is Fault.TOO_LARGE
    many = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 12))
    assert fault_of(sheet(many), Limits(cells=10)) is Fault.TOO_LARGE
    assert len(read_workbook(sheet(many), Limits(cells=11))[0].rows) == 11


def test_addresses() -> None:
    """Columns count in letters."""
    assert [column_letters(n) for n in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert address(5, 7) == "G5"
