"""Tables (clause 8): the three widths that Word, WPS and LibreOffice go by, header and rows over pages."""

from collections.abc import Iterator

from pipeline import gb9704 as gb
from pipeline.circular.proofing.elements import Elements
from pipeline.circular.proofing.measure import Measure, measure, millimetres
from pipeline.circular.proofing.paper import SetTable

_SAME = 20


def measures(elements: Elements) -> Iterator[Measure]:
    tables = [each for each in elements.paper.tables if each is not elements.imprint_table]
    for place, table in enumerate(tables, 1):
        item = f"表{place}" if len(tables) > 1 else "表格"
        yield _widths(item, table, elements.paper.section_at(table.place).text_width)
        yield measure(
            gb.TABLE_HEADER, f"{item}表头", "重复" if table.header_repeats else "不重复", table.header_repeats
        )
        yield measure(
            gb.TABLE_ROWS, f"{item}各行", "不跨页断开" if table.rows_whole else "可能跨页断开", table.rows_whole
        )


def _widths(item: str, table: SetTable, room: int) -> Measure:
    grid = sum(table.grid)
    rows = [sum(row) for row in table.rows]
    same = abs(table.width - grid) <= _SAME and all(abs(row - grid) <= _SAME for row in rows)
    seen = f"表宽 {_width(table.width)}，栏宽合计 {_width(grid)}" if same else "表宽、栏宽、单元格宽不一致"
    return measure(gb.TABLE_WIDTH, f"{item}宽", seen, same and grid <= room + _SAME)


def _width(twips: int) -> str:
    return millimetres(twips) if twips else "没有指定"
