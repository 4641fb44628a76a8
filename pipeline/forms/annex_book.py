"""The circular's annexes as a workbook (附件), for the meeting: the same tables in the same words."""

from collections.abc import Iterator, Sequence

from pipeline.document import Align as Set
from pipeline.document import Annex, Paragraph, Role, Table
from pipeline.formats.sheets import Align, Column, Page, write_workbook

_WIDTH = 128
"""The width of a page's columns taken together, in digits: what A4 in landscape prints legibly."""

_LEAST = 6
_LONGEST_NAME = 31
_UNFIT = str.maketrans(dict.fromkeys(r"\/?*[]:"))
_ALIGNED = {Set.CENTRE: Align.CENTRE, Set.LEFT: Align.LEFT, Set.JUSTIFY: Align.LEFT}


def annex_book(annexes: Sequence[Annex], title: str) -> bytes:
    """A sheet for each table of the annexes, with its notes; what is no table (a chart) is left to the circular."""
    pages = [page for annex in annexes for page in _pages(annex)]
    return write_workbook(pages, title=title)


def _pages(annex: Annex) -> Iterator[Page]:
    notes = tuple(
        block.text for block in annex.blocks if isinstance(block, Paragraph) and block.role is Role.TABLE_NOTE
    )
    for table in (block for block in annex.blocks if isinstance(block, Table)):
        number = "" if annex.number is None else str(annex.number)
        yield Page(
            f"附件{number} {annex.title}".translate(_UNFIT)[:_LONGEST_NAME].split("（")[0],
            _columns(table),
            tuple(_rows(table)),
            title=annex.title,
            notes=notes,
        )


def _columns(table: Table) -> tuple[Column, ...]:
    """The table's columns in their shares; those at the left whose cells go on over several rows merge."""
    whole = sum(column.share for column in table.columns)
    merging = [any(row[place].continues for row in table.rows) for place in range(len(table.columns))]
    return tuple(
        Column(
            column.heading,
            max(_LEAST, round(_WIDTH * column.share / whole)),
            align=_ALIGNED[column.align],
            merges=merging[place],
        )
        for place, column in enumerate(table.columns)
    )


def _rows(table: Table) -> Iterator[tuple[str, ...]]:
    """The rows as text, a cell that goes on holding what stands above it."""
    above = tuple("" for _ in table.columns)
    for row in table.rows:
        above = tuple(before if cell.continues else cell.text for before, cell in zip(above, row, strict=True))
        yield above
