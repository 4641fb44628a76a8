"""OpenDocument spreadsheets."""

import io
import time
import zipfile
from pathlib import Path

import pytest

from pipeline.formats.faults import Fault
from pipeline.formats.grid import Grid, Span
from pipeline.formats.workbooks import read_workbook
from pipeline.settings import Limits
from tests.unit.test_legacy import EXPECTED, fault_of, seen

LIMITS = Limits()
FIXTURE = Path(__file__).parents[1] / "fixtures" / "进展.ods"
SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)


def ods(rows: str, kind: str = "spreadsheet", manifest: str = "") -> bytes:
    """A package whose one table is written by hand."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        body = f'<office:{kind}><table:table table:name="表">{rows}</table:table></office:{kind}>'
        package.writestr("content.xml", f"<office:c {SPACES}><office:body>{body}</office:body></office:c>")
        if manifest:
            package.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def only(rows: str) -> Grid:
    """The one table of a package."""
    (grid,) = read_workbook(ods(rows), LIMITS)
    return grid


def cell(text: str, extra: str = "") -> str:
    """A text cell."""
    return f'<table:table-cell office:value-type="string" {extra}><text:p>{text}</text:p></table:table-cell>'


def test_all_that_decides_about_a_figure_is_seen() -> None:
    """Percentages, dates, errors, comments, struck-out runs and cells, merges, what is hidden: as in the .xlsx."""
    page, old = read_workbook(FIXTURE.read_bytes(), LIMITS)
    assert seen(page, [row[0] for row in EXPECTED]) == EXPECTED
    assert (page.name, page.hidden, page.hidden_rows, page.hidden_columns) == (
        "进展",
        False,
        frozenset({6}),
        frozenset({4}),
    )
    assert set(page.merges) == {Span(1, 1, 1, 5), Span(3, 1, 4, 1)}
    assert (old.name, old.hidden) == ("4月", True)


def test_a_billion_empty_rows_cost_nothing() -> None:
    """Repeated blanks only move what follows; the row below is where it says."""
    started = time.monotonic()
    grid = only(
        '<table:table-row table:number-rows-repeated="1000000000"><table:table-cell'
        ' table:number-columns-repeated="16384"/></table:table-row>'
        f'<table:table-row table:visibility="collapse" table:number-rows-repeated="2">{cell("末")}</table:table-row>'
    )
    assert time.monotonic() - started < 1
    assert [each.text for each in grid.cells.values()] == ["末", "末"]


def test_a_billion_rows_with_content_are_refused() -> None:
    """The cells are counted as they are repeated."""
    started = time.monotonic()
    rows = f'<table:table-row table:number-rows-repeated="1000000000">{cell("1")}</table:table-row>'
    assert fault_of(ods(rows)) is Fault.TOO_LARGE
    wide = cell("1", 'table:number-columns-repeated="1000000000"')
    assert fault_of(ods(f"<table:table-row>{wide}</table:table-row>")) is Fault.TOO_LARGE
    assert time.monotonic() - started < 5


def test_blanks_without_end_are_refused() -> None:
    """Three million cells of their own, all blank, in a package of a few kilobytes."""
    assert fault_of(ods(f"<table:table-row>{'<table:table-cell/>' * 3_000_000}</table:table-row>")) is Fault.TOO_LARGE


def test_text_is_what_stands_in_the_cell() -> None:
    """Paragraphs are lines, spaces are counted, an annotation and a phonetic guide are no part of it."""
    inner = "<text:p>一<text:s text:c='2'/>二</text:p><text:p>三<text:line-break/>四</text:p>"
    note = "<office:annotation><text:p>批注</text:p></office:annotation>"
    guide = (
        "<text:p><text:ruby><text:ruby-base>五</text:ruby-base><text:ruby-text>wu</text:ruby-text></text:ruby></text:p>"
    )
    grid = only(f"<table:table-row><table:table-cell>{note}{inner}{guide}</table:table-cell></table:table-row>")
    assert (grid.cells[1, 1].text, grid.cells[1, 1].comment) == ("一  二\n三\n四\n五", "批注")


def test_covered_cells_hold_nothing_and_take_their_place() -> None:
    """What a merge covers is not read; the cell after it keeps its column."""
    covered = '<table:covered-table-cell office:value-type="string"><text:p>旧</text:p></table:covered-table-cell>'
    merged = cell("合", 'table:number-columns-spanned="2"')
    grid = only(f"<table:table-row>{merged}{covered}{cell('右')}</table:table-row>")
    assert {each.address: each.text for each in grid.cells.values()} == {"A1": "合", "C1": "右"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ('office:value-type="float" office:value="0.30000000000000004"', ["number", "0.3"]),
        ('office:value-type="percentage" office:value="0.85"', ["percent", "85%"]),
        ('office:value-type="boolean" office:boolean-value="true"', ["boolean", "TRUE"]),
        ('office:value-type="date" office:date-value="2023-05-31T00:00:00"', ["date", "2023-05-31"]),
        ('office:value-type="float" office:value="nan"', ["error", "nan"]),
        ('table:formula="of:=1+1"', ["uncalculated", "=1+1"]),
    ],
)
def test_values_by_their_type(given: str, expected: list[str]) -> None:
    """A stored value is read by its type; what is no number in a number's place is an error."""
    found = only(f"<table:table-row><table:table-cell {given}/></table:table-row>").cells[1, 1]
    assert [found.form.value, found.text] == expected


def test_what_is_no_readable_spreadsheet() -> None:
    """A text document, a password, a document type: each is named."""
    assert fault_of(ods("", kind="text")) is Fault.WORD
    algorithm = '<m:encryption-data><m:algorithm m:algorithm-name="x"/></m:encryption-data>'
    locked = f'<m:manifest xmlns:m="urn:m">{algorithm}</m:manifest>'
    assert fault_of(ods("", manifest=locked)) is Fault.ENCRYPTED
    assert fault_of(ods("", manifest='<!DOCTYPE m [<!ENTITY a "b">]><m>&a;</m>')) is Fault.HOSTILE
