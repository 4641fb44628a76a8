"""Tables (表格): as wide as the type area, the header on every page, rows whole.

Rows are written as text, one after another: python-docx looks a cell up by building the whole grid anew, which takes
minutes for a long table. Word lays a table out by its width, WPS by its grid, LibreOffice by its cells: all three are
given and agree.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline import gb9704 as gb
from pipeline.circular.copies import FinalCopy
from pipeline.circular.markup import Indent, Style, hundredths, paragraph, run
from pipeline.circular.styles import MANY_COLUMNS, SMALL_TABLE_LINE, Styles
from pipeline.document import Align, Column, Table, TableCell

_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def table_markup(table: Table, styles: Styles, copy: FinalCopy, width: int = gb.TEXT_WIDTH) -> str:
    """The whole table, ``width`` twips wide, in time linear in its rows."""
    if len(table.columns) >= MANY_COLUMNS:
        styles = smaller(styles)
    widths = column_widths(table.columns, width)
    faces = tuple(_aligned(styles.cell, column.align) for column in table.columns)
    below = (*table.rows[1:], None)
    rows = [_row(row, after, widths, faces, copy) for row, after in zip(table.rows, below, strict=False)]
    return framed(table.columns, widths, styles, rows)


def framed(columns: Sequence[Column], widths: Sequence[int], styles: Styles, rows: Iterable[str]) -> str:
    """Rows that are set already, in a table with its header."""
    header = _header(columns, widths, styles)
    return f"<w:tbl>{_properties(sum(widths))}{_grid(widths)}{header}{''.join(rows)}</w:tbl>"


def row_of(contents: Sequence[str], widths: Sequence[int]) -> str:
    """One row of cells, each of whose paragraphs are given as markup."""
    cells = (_cell(content, width) for content, width in zip(contents, widths, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def column_widths(columns: Sequence[Column], width: int = gb.TEXT_WIDTH) -> tuple[int, ...]:
    """The columns' widths in twips, by their shares; they add up to the table's width exactly."""
    total = sum(column.share for column in columns)
    edges, seen = [0], 0
    for column in columns:
        seen += column.share
        edges.append(width * seen // total)
    return tuple(right - left for left, right in pairwise(edges))


def smaller(styles: Styles) -> Styles:
    """The styles of a table with many columns."""
    return replace(styles, header_cell=_smaller(styles.header_cell), cell=_smaller(styles.cell))


def _smaller(style: Style) -> Style:
    return replace(style, face=replace(style.face, size=gb.SIZE_5), line=SMALL_TABLE_LINE)


def _aligned(style: Style, align: Align) -> Style:
    return replace(style, align=align.value)


def _properties(width: int) -> str:
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="{gb.TABLE_BORDER}" w:space="0" w:color="000000"/>' for edge in _EDGES
    )
    room = (gb.TABLE_PADDING, gb.TABLE_MARGIN, gb.TABLE_PADDING, gb.TABLE_MARGIN)
    margins = "".join(f'<w:{side} w:w="{each}" w:type="dxa"/>' for side, each in zip(_EDGES, room, strict=False))
    return (
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
    )


def _grid(widths: Sequence[int]) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tblGrid>{columns}</w:tblGrid>"


def _header(columns: Sequence[Column], widths: Sequence[int], styles: Styles) -> str:
    cells = []
    for column, width in zip(columns, widths, strict=True):
        style = _evened(styles.header_cell, column.heading, width)
        cells.append(_cell(paragraph(style, run(column.heading, style.face)), width))
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _evened(style: Style, words: str, width: int) -> Style:
    """A heading that needs several lines is indented until they are of one length: 累计/完成, not 累计完/成.

    A line feed in it breaks it as well.
    """
    fitting = (width - 2 * gb.TABLE_MARGIN) * 100 // style.face.pitch
    wide = max(map(hundredths, words.split("\n")))
    lines = -(-wide // max(fitting // 100 * 100, 100))
    longest = -(-wide // (lines * 100)) * 100
    side = max((fitting - longest) // 2, 0) if lines > 1 else 0
    return replace(style, indent=Indent(left=side, right=side))


def _row(
    row: tuple[TableCell, ...],
    below: tuple[TableCell, ...] | None,
    widths: tuple[int, ...],
    styles: tuple[Style, ...],
    copy: FinalCopy,
) -> str:
    cells = []
    for place, (cell, width, style) in enumerate(zip(row, widths, styles, strict=True)):
        goes_on = below is not None and below[place].continues
        merge = "<w:vMerge/>" if cell.continues else '<w:vMerge w:val="restart"/>' if goes_on else ""
        cells.append(_cell(_content(cell, style, copy), width, merge))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _cell(content: str, width: int, merge: str = "") -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merge}<w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'
    )


def _content(cell: TableCell, style: Style, copy: FinalCopy) -> str:
    """A cell's paragraphs: at least one, and none with text where the cell is part of the one above."""
    if cell.continues or not cell.lines:
        return paragraph(style, "" if cell.continues else copy.noted("", cell.evidence))
    doubtful = bool(cell.evidence and cell.evidence.doubts)
    first, *rest = (copy.spans(line, style.face, doubtful) for line in cell.lines)
    return paragraph(style, copy.noted(first, cell.evidence)) + "".join(paragraph(style, runs) for runs in rest)
