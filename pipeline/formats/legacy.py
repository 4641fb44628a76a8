"""Reading .xls and .et: the workbook stream of an OLE file is looked over before xlrd reads it.

The look bounds what xlrd would hold in memory, finds a stream that is cut off, and takes the formatted blanks away, so
that a column formatted to the bottom costs nothing. What xlrd then fails at is damage: a second reader that drops error
cells and notes would have to guess.
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from pipeline.formats.draft import EPOCH, EPOCH_1904, Budget, Draft, Shown, stored, truth, worded
from pipeline.formats.faults import Fault, Unreadable
from pipeline.formats.grid import Form, Grid
from pipeline.formats.ole import Compound
from pipeline.formats.ooxml_shared import form_of
from pipeline.settings import Limits

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.formatting import Font
    from xlrd.sheet import Sheet

_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _STRINGS = 0x0809, 0x000A, 0x002F, 0x0085, 0x00FC
_BLANKS = {0x0201, 0x00BE}
_CELLS = {0x0203, 0x0204, 0x0205, 0x00FD, 0x0006, 0x0206, 0x0406, 0x027E, 0x00D6}
_NUMBERS_IN_A_ROW = 0x00BD
_NOTHING = b"\xff\xff"  # a record that no reader knows
_OTHERS = (
    ("EncryptedPackage", Fault.ENCRYPTED),
    ("WordDocument", Fault.WORD),
    ("__properties_version1.0", Fault.MAIL),
)
_MOST_RECORDS = 2_000_000
_MOST_ROWS = 1_000_000  # of all sheets together: xlrd holds every row up to the last one with content


def read_xls(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    """The sheets of an .xls or .et file (BIFF5 or BIFF8). :class:`Unreadable` says why not."""
    document = Compound(data)
    name = next((name for name in ("Workbook", "Book") if name in document), None)
    if name is None:
        raise Unreadable(next((fault for stream, fault in _OTHERS if stream in document), Fault.DAMAGED))
    stream = _looked_over(bytearray(document.stream(name)), limits)
    del document
    try:
        return tuple(_grids(stream, limits))
    except (Unreadable, MemoryError):
        raise
    except Exception as fault:  # xlrd fails in as many ways as a file can be broken
        raise Unreadable(Fault.DAMAGED) from fault


@dataclass(slots=True)
class _Looked:
    """What was seen of a stream: where its parts begin, how many cells they hold and how far down they reach."""

    parts: set[int] = field(default_factory=set)
    sheets: set[int] = field(default_factory=set)
    cells: int = 0
    rows: int = 0
    bottom: int = 0


def _looked_over(stream: bytearray, limits: Limits) -> bytes:
    """The stream with its formatted blanks turned into nothing; one that is encrypted, cut off or too large refused."""
    seen = _Looked()
    for count, (place, kind, length) in enumerate(_records(stream, seen)):
        if kind == _FILEPASS:
            raise Unreadable(Fault.ENCRYPTED)
        if kind == _BOUNDSHEET and length >= 6 and stream[place + 9] == 0:  # a worksheet, no chart
            seen.sheets.add(struct.unpack_from("<I", stream, place + 4)[0])
        elif kind in _BLANKS:
            stream[place : place + 2] = _NOTHING
        elif kind == _STRINGS and length >= 8:
            seen.cells += max(0, struct.unpack_from("<i", stream, place + 8)[0] - limits.cells)
        elif kind in _CELLS or kind == _NUMBERS_IN_A_ROW:
            seen.cells += 1 if kind in _CELLS else length // 6
            seen.bottom = max(seen.bottom, struct.unpack_from("<H", stream, place + 4)[0] if length >= 2 else 0)
        if count > _MOST_RECORDS or seen.cells > limits.cells or seen.rows + seen.bottom > _MOST_ROWS:
            raise Unreadable(Fault.TOO_LARGE)
    if not seen.sheets <= seen.parts:
        raise Unreadable(Fault.DAMAGED)
    return bytes(stream)


def _records(stream: bytearray, seen: _Looked) -> Iterator[tuple[int, int, int]]:
    """The records (place, kind, length) of the parts of a stream; a part that is cut off is damage."""
    place, depth = 0, 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        if kind == _BOF:
            seen.parts.add(place)
            depth += 1
        elif not depth:  # what follows the last part is filling
            break
        if place + 4 + length > len(stream):
            break
        yield place, kind, length
        if kind == _EOF:
            depth -= 1
            seen.rows, seen.bottom = seen.rows + seen.bottom, 0
        place += 4 + length
    if depth or not seen.parts:
        raise Unreadable(Fault.DAMAGED)


def _grids(stream: bytes, limits: Limits) -> Iterator[Grid]:
    import xlrd

    book = xlrd.open_workbook(
        file_contents=stream, logfile=io.StringIO(), formatting_info=True, on_demand=True, ragged_rows=True
    )
    budget = Budget(limits.cells)
    for number in range(book.nsheets):
        yield _Reader(book, book.sheet_by_index(number), budget).grid()
        book.unload_sheet(number)


@dataclass(slots=True)
class _Reader:
    """One sheet of a book."""

    book: "Book"
    sheet: "Sheet"
    budget: Budget

    def grid(self) -> Grid:
        import xlrd

        sheet = self.sheet
        draft = Draft(sheet.name, self.budget, hidden=sheet.visibility != 0)
        for row in range(sheet.nrows):
            for column in range(sheet.row_len(row)):
                if sheet.cell_type(row, column) not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                    self._put(draft, row, column)
        for top, bottom, left, right in sheet.merged_cells:  # the second of each is the one after the last
            draft.merge(top + 1, left + 1, bottom - top, right - left)
        for row, line in sheet.rowinfo_map.items():
            if line.hidden:
                draft.hide_rows(row + 1)
        for column, band in sheet.colinfo_map.items():
            if band.hidden:
                draft.hide_columns(column + 1)
        return draft.grid()

    def _put(self, draft: Draft, row: int, column: int) -> None:
        shown, struck = self._shown(row, column), ""
        if shown[0] is Form.TEXT or self._font(row, column).struck_out:
            text, struck = self._standing(shown[1], row, column)
            shown = (shown[0], text, shown[2])
        note = self.sheet.cell_note_map.get((row, column))
        draft.put(row + 1, column + 1, shown, struck=struck, comment=note.text if note else "")

    def _shown(self, row: int, column: int) -> Shown:
        """A cell by its type: text, number or day as its format shows it, boolean, error."""
        import xlrd

        kind, value = self.sheet.cell_type(row, column), self.sheet.cell_value(row, column)
        if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
            return stored(f"{value:.15g}", self._form(row, column), self._epoch)
        if kind == xlrd.XL_CELL_BOOLEAN:
            return truth(bool(value))
        if kind == xlrd.XL_CELL_ERROR:
            return Form.ERROR, xlrd.error_text_from_code.get(int(value), "#ERR"), None
        return worded(str(value))

    @property
    def _epoch(self) -> date:
        return EPOCH_1904 if self.book.datemode else EPOCH

    def _form(self, row: int, column: int) -> Form:
        key = self.book.xf_list[self.sheet.cell_xf_index(row, column)].format_key
        code = self.book.format_map[key].format_str if key in self.book.format_map and key >= 164 else None
        return form_of(str(key), code)

    def _font(self, row: int, column: int) -> "Font":
        return self.book.font_list[self.book.xf_list[self.sheet.cell_xf_index(row, column)].font_index]

    def _standing(self, text: str, row: int, column: int) -> tuple[str, str]:
        """What of a text stands, and what is struck out or raised; runs count in UTF-16 units."""
        runs = [(0, self._font(row, column)), *self._runs(row, column)]
        units = text.encode("utf-16-le", "surrogatepass")
        ends = [start for start, _ in runs[1:]] + [len(units)]
        parts: tuple[list[str], list[str]] = ([], [])
        for (start, font), end in zip(runs, ends, strict=True):
            out = bool(font.struck_out or (font.escapement and len(runs) > 1))
            parts[out].append(units[start * 2 : end * 2].decode("utf-16-le", "ignore"))
        return "".join(parts[0]), "".join(parts[1])

    def _runs(self, row: int, column: int) -> "list[tuple[int, Font]]":
        return [
            (start, self.book.font_list[font])
            for start, font in self.sheet.rich_text_runlist_map.get((row, column), ())
        ]
