"""A workbook that a person keeps, with some cells changed and everything else left as it is (openpyxl)."""

import io
import warnings
from collections.abc import Iterable
from dataclasses import dataclass

from openpyxl import load_workbook
from openpyxl.styles import PatternFill

from pipeline.formats.celltext import clean
from pipeline.formats.sheets import Tint
from pipeline.formats.xlsx import timeless


@dataclass(frozen=True, slots=True)
class Amendment:
    """The new text of one cell, by sheet, row and column (both from 1), and its colour, if it takes another."""

    sheet: str
    row: int
    column: int
    text: str
    tint: Tint = Tint.NONE


def amended(data: bytes, amendments: Iterable[Amendment]) -> bytes:
    """The workbook with these cells changed: columns, widths, comments and drop-downs stay as a person left them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of extensions which only newer programs show
        book = load_workbook(io.BytesIO(data))
    for each in amendments:
        cell = book[each.sheet].cell(each.row, each.column)
        cell.value = clean(each.text)
        cell.data_type = "s"  # what begins with = stays text
        if each.tint:
            cell.fill = PatternFill("solid", fgColor=each.tint.value)
    out = io.BytesIO()
    book.save(out)
    return timeless(out.getvalue())
