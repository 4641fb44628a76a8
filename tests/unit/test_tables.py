"""Tables as they stand in the .docx."""

import io
import time
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from pipeline.circular.tables import column_widths
from pipeline.circular.typeset import typeset
from pipeline.document import Align, Annex, Column, Document, Table
from pipeline.settings import Circular
from tests.unit.papers import CIRCULAR, COLUMNS, PROJECTS, cell, table


def with_table(given: Table) -> Document:
    return replace(CIRCULAR, annexes=(Annex(None, "推进情况表", (given,)),))


def built(given: Table) -> Any:
    """The table's element."""
    return docx.Document(io.BytesIO(typeset(with_table(given), Circular()))).tables[0]._tbl


def values(element: Any, path: str, attribute: str) -> list[str | None]:
    return [each.get(qn(attribute)) for each in element.findall("/".join(qn(f"w:{name}") for name in path.split("/")))]


@pytest.mark.parametrize("shares", [(1,), (1, 1, 1), (6, 16, 34, 12, 10, 14, 10), (5, 15, 11, 10, 9, 9, 11, 24, 13)])
def test_widths_add_up_to_the_type_area(shares: tuple[int, ...]) -> None:
    """Not a twip is lost to rounding."""
    widths = column_widths(tuple(Column("栏", share) for share in shares))
    assert sum(widths) == 8844
    assert all(width > 0 for width in widths)


def test_word_wps_and_libreoffice_read_the_same_widths() -> None:
    """The table's width, its grid and the cells of every row agree; the layout is fixed."""
    element = built(table())
    assert values(element, "tblPr/tblW", "w:w") == ["8844"]
    assert values(element, "tblPr/tblLayout", "w:type") == ["fixed"]
    grid = values(element, "tblGrid/gridCol", "w:w")
    for row in element.findall(qn("w:tr")):
        assert values(row, "tc/tcPr/tcW", "w:w") == grid


def test_the_header_repeats_and_rows_are_whole() -> None:
    """Only the first row is a header; no row is broken over pages."""
    rows = built(table()).findall(qn("w:tr"))
    headers = [row.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None for row in rows]
    assert headers == [True] + [False] * 20
    assert all(row.find(qn("w:trPr")).find(qn("w:cantSplit")) is not None for row in rows)


def test_a_project_goes_on_over_its_tasks() -> None:
    """Number and name are merged over a project's rows; a project of one row is not merged at all."""
    rows = built(table((("老城有机更新", 3), ("就业创业帮扶", 1)))).findall(qn("w:tr"))[1:]
    merges = [values(row, "tc/tcPr/vMerge", "w:val") for row in rows]
    assert merges == [["restart", "restart"], [None, None], [None, None], []]
    assert "".join(each.text or "" for each in rows[1].iter(qn("w:t"))).startswith("建设村")


def test_neighbouring_projects_are_not_merged_into_one() -> None:
    """Two projects of two rows each make two merges."""
    rows = built(table((("甲", 2), ("乙", 2)))).findall(qn("w:tr"))[1:]
    merges = [values(row, "tc/tcPr/vMerge", "w:val")[0] for row in rows]
    assert merges == ["restart", None, "restart", None]


def test_cells_are_set_as_their_column_says() -> None:
    """Centred, left or justified; the header is centred and in 黑体."""
    element = built(table())
    header, row = element.findall(qn("w:tr"))[:2]
    assert values(row, "tc/p/pPr/jc", "w:val") == [column.align.value for column in COLUMNS]
    assert set(values(header, "tc/p/pPr/jc", "w:val")) == {"center"}
    assert set(values(header, "tc/p/r/rPr/rFonts", "w:eastAsia")) == {"黑体"}


@pytest.mark.parametrize(("share", "fitting"), [(8, 2), (11, 2), (13, 4), (30, 4)])
def test_a_heading_is_broken_evenly(share: int, fitting: int) -> None:
    """Room is left for two characters a line or for all four, never for three; the words stay whole in the file."""
    columns = (Column("累计完成", share, Align.CENTRE), Column("其他", 100 - share))
    header = built(Table(columns, ((cell("1"), cell("2")),))).find(qn("w:tr")).find(qn("w:tc"))
    width, left, right = (
        int(values(header, path, attribute)[0] or 0)
        for path, attribute in (("tcPr/tcW", "w:w"), ("p/pPr/ind", "w:left"), ("p/pPr/ind", "w:right"))
    )
    assert min((width - 2 * 57 - left - right) // 240, 4) == fitting
    assert [each.text for each in header.iter(qn("w:t"))] == ["累计完成"]


def test_a_heading_with_a_break_of_its_own_is_indented_no_further() -> None:
    """What fits its two lines is not squeezed into three."""
    columns = (Column("横条为完成率\n（每格20%）", 50, Align.CENTRE), Column("其他", 50))
    header = built(Table(columns, ((cell("1"), cell("2")),))).find(qn("w:tr")).find(qn("w:tc"))
    assert values(header, "p/pPr/ind", "w:left") == ["0"]
    assert len(list(header.iter(qn("w:br")))) == 1


def test_cells_have_their_own_exact_pitch() -> None:
    """The text's pitch would blow rows up; no first-line indent is inherited."""
    row = built(table()).findall(qn("w:tr"))[1]
    assert set(values(row, "tc/p/pPr/spacing", "w:line")) == {"320"}
    assert set(values(row, "tc/p/pPr/ind", "w:firstLine")) == {"0"}


@pytest.mark.parametrize(("columns", "size"), [(5, "24"), (6, "21"), (9, "21")])
def test_many_columns_take_a_smaller_size(columns: int, size: str) -> None:
    """小四 as a rule, 五号 from six columns on."""
    given = Table(
        tuple(Column("栏", 1, Align.CENTRE) for _ in range(columns)), (tuple(cell("1") for _ in range(columns)),)
    )
    assert set(values(built(given), "tr/tc/p/r/rPr/sz", "w:val")) == {size}


def test_a_long_table_takes_time_in_proportion() -> None:
    """Ten times the rows take nowhere near a hundred times as long."""

    def seconds(projects: int) -> float:
        document = with_table(table((("项目", 3),) * projects))
        start = time.perf_counter()
        typeset(document, Circular())
        return time.perf_counter() - start

    seconds(10)
    short, long = min(seconds(100) for _ in range(3)), min(seconds(1000) for _ in range(2))
    assert long < short * 30


def test_the_whole_annex_is_there() -> None:
    """Twenty tasks of fifteen projects, none lost."""
    rows = built(table()).findall(qn("w:tr"))
    assert len(rows) == 21
    text = "".join(each.text or "" for each in built(table()).iter(qn("w:t")))
    assert all(name in text for name, _ in PROJECTS)
