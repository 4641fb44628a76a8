"""Old workbooks (.xls, .et)."""

import struct
from pathlib import Path

import pytest

from pipeline.formats.faults import Fault, Unreadable
from pipeline.formats.grid import Grid, Span
from pipeline.formats.workbooks import read_workbook
from pipeline.settings import Limits
from tests.unit.ole import biff, blanks, label, number, ole, record

LIMITS = Limits()
FIXTURES = Path(__file__).parents[1] / "fixtures"
EXPECTED = [
    ["A1", "text", "2023年5月进展情况表", "", ""],
    ["C3", "number", "62", "", "已核对"],
    ["D3", "percent", "31%", "", ""],
    ["C4", "text", "397", "368", ""],
    ["E4", "text", "第一行\n第二行", "", ""],
    ["C5", "number", "", "50", ""],
    ["D5", "date", "2023-06-10", "", ""],
    ["C6", "error", "#DIV/0!", "", ""],
    ["E6", "text", "𠮷字", "", ""],
    ["D7", "text", "1O3", "", ""],
]


def seen(grid: Grid, addresses: list[str]) -> list[list[str]]:
    """Cells as small rows: address, form, text, struck text, comment."""
    cells = {cell.address: cell for cell in grid.cells.values()}
    return [[a, cells[a].form.value, cells[a].text, cells[a].struck, cells[a].comment] for a in addresses]


def fault_of(data: bytes, limits: Limits = LIMITS) -> Fault:
    """Why a file is refused."""
    with pytest.raises(Unreadable) as caught:
        read_workbook(data, limits)
    return caught.value.fault


def test_all_that_decides_about_a_figure_is_seen() -> None:
    """Percentages, dates, errors, comments, struck-out runs and cells, merges, what is hidden: as in the .xlsx."""
    page, old = read_workbook((FIXTURES / "进展.xls").read_bytes(), LIMITS)
    assert seen(page, [row[0] for row in EXPECTED]) == EXPECTED
    assert (page.name, page.hidden, page.hidden_rows, page.hidden_columns) == (
        "进展",
        False,
        frozenset({6}),
        frozenset({4}),
    )
    assert set(page.merges) == {Span(1, 1, 1, 5), Span(3, 1, 4, 1)}
    assert (old.name, old.hidden) == ("4月", True)


def test_the_oldest_books_are_read_too() -> None:
    """BIFF5 with its text in GBK, as programs of the nineties (and some systems still) write it."""
    data = ole(biff(0x0500, label(0, 0, "累计完成".encode("gbk")) + number(1, 0, 62.5)), "Book")
    (page,) = read_workbook(data, LIMITS)
    assert seen(page, ["A1", "A2"]) == [["A1", "text", "累计完成", "", ""], ["A2", "number", "62.5", "", ""]]


def test_days_count_from_1904_where_the_book_says_so() -> None:
    """The same serial number is another day."""
    style = record(0x00E0, struct.pack("<HH", 0, 14) + bytes(16))
    days = [
        read_workbook(ole(biff(0x0600, number(0, 0, 43000), extra + style)), LIMITS)[0].cells[1, 1].text
        for extra in (b"", record(0x0022, b"\1\0"))
    ]
    assert days == ["2017-09-22", "2021-09-23"]


def test_formatted_blanks_cost_nothing() -> None:
    """65,536 rows of 20 formatted blanks hold one cell."""
    rows = b"".join(blanks(row, 20) for row in range(65_536))
    (page,) = read_workbook(ole(biff(0x0600, rows + number(5, 1, 7))), LIMITS)
    assert [cell.address for cell in page.cells.values()] == ["B6"]


def test_too_many_cells_are_refused_before_they_are_read() -> None:
    """The cells are counted in the stream."""
    cells = b"".join(number(row, 0, 1) for row in range(200))
    assert fault_of(ole(biff(0x0600, cells)), Limits(cells=100)) is Fault.TOO_LARGE
    many = record(0x00FC, struct.pack("<ii", 2_000_000_000, 2_000_000_000))
    assert fault_of(ole(biff(0x0600, b"", many))) is Fault.TOO_LARGE


def test_a_password_is_named() -> None:
    """A stream under a password, the default one too, asks for the password's removal."""
    assert fault_of(ole(biff(0x0600, b"", record(0x002F, bytes(6))))) is Fault.ENCRYPTED
    assert fault_of(ole(b"x" * 5000, "EncryptedPackage")) is Fault.ENCRYPTED


@pytest.mark.parametrize(
    ("name", "fault"),
    [("WordDocument", Fault.WORD), ("__properties_version1.0", Fault.MAIL), ("PowerPoint Document", Fault.DAMAGED)],
)
def test_other_old_files_are_told_apart(name: str, fault: Fault) -> None:
    """A Word document or an Outlook mail in the same wrapping is no workbook."""
    assert fault_of(ole(b"x" * 5000, name)) is fault


def test_a_book_that_is_cut_off_gives_no_partial_table() -> None:
    """Wherever a file is cut, it is refused or read whole."""
    data = (FIXTURES / "进展.xls").read_bytes()
    whole = read_workbook(data, LIMITS)
    for end in range(1, len(data), 97):
        try:
            assert read_workbook(data[:end], LIMITS) == whole
        except Unreadable as unreadable:
            assert unreadable.fault in (Fault.DAMAGED, Fault.CIPHER)  # noqa: PT017
