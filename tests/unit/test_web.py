"""Web pages, saved pages and XML spreadsheets under the name of .xls."""

import base64
import time

import pytest

from pipeline.formats.faults import Fault
from pipeline.formats.grid import Grid, Span
from pipeline.formats.workbooks import read_workbook
from pipeline.settings import Limits
from tests.unit.test_legacy import fault_of, seen

LIMITS = Limits()
TABLE = (
    "<table><tr><th rowspan=2>序号<th colspan='2'>进展</tr><tr><td>累计完成</td><td>完成率</td></tr>"
    "<tr style='display: none'><td>1</td><td><s>368</s>397<sup>1</sup></td><td>85%</td></tr></table>"
)


def only(data: str | bytes) -> Grid:
    """The one sheet of a page."""
    (grid,) = read_workbook(data if isinstance(data, bytes) else data.encode(), LIMITS)
    return grid


def texts(grid: Grid) -> dict[str, str]:
    """The texts of a sheet by address."""
    return {cell.address: cell.text for cell in grid.cells.values()}


def test_spans_are_merges_and_what_is_struck_out_does_not_count() -> None:
    """Columns stay under their headings; a hidden row is noted; 368 struck before 397 is 397."""
    grid = only(f"<!DOCTYPE html><html><body>{TABLE}</body></html>")
    assert texts(grid) == {
        "A1": "序号", "B1": "进展", "B2": "累计完成", "C2": "完成率", "A3": "1", "B3": "397", "C3": "85%",
    }  # fmt: skip
    assert set(grid.merges) == {Span(1, 1, 2, 1), Span(1, 2, 1, 3)}
    assert (grid.hidden_rows, grid.cells[3, 2].struck) == (frozenset({3}), "3681")
    assert [cell.form.value for cell in grid.row(3)] == ["number", "number", "percent"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb2312", "gb18030", "utf-16"])
def test_the_encoding_that_is_told_or_found(encoding: str) -> None:
    """A page says its charset, or has a mark, or is found out."""
    told = encoding if encoding.startswith("gb2312") else ""
    page = f'<html><head><meta charset="{told}"></head>{TABLE}</html>' if told else f"<html>{TABLE}</html>"
    assert texts(only(page.encode("gbk" if told else encoding)))["B1"] == "进展"


def test_lines_around_tables_are_rows_and_layout_tables_lay_out() -> None:
    """A title above the table and a table within a table stand one below the other, as programs open them."""
    outer = f"<table><tr><td>填报单位：区交通局</td></tr><tr><td>{TABLE}</td></tr></table>"
    grid = only(f"<html><h2>2023年5月</h2>{outer}<p>填表人：甲</p>")
    assert list(texts(grid).values())[:3] == ["2023年5月", "填报单位：区交通局", "序号"]
    assert texts(grid)[f"A{grid.rows[-1]}"] == "填表人：甲"
    assert [(span.left, span.right) for span in grid.merges] == [(1, 1), (2, 3)]


def test_text_as_a_browser_shows_it() -> None:
    """Line breaks, entities and the blanks of the source; scripts, comments and hidden cells are not text."""
    cell = (
        "<td>\n  甲 &amp;\n 乙<br>丙<!-- 9 --><script>var a='<td>8</td>'</script></td><td style='display:none'>7</td>"
    )
    assert texts(only(f"<table><tr>{cell}</tr></table>")) == {"A1": "甲 & 乙\n丙"}


def test_figures_that_a_cell_shows_rounded() -> None:
    """The stored figure counts, and a class of the page's style sheet may strike out."""
    page = '<style>.font5 {text-decoration:line-through;}</style><table><td x:num="0.8512">85%</td><td x:num>62</td>'
    page += "<td title='a>b'><font class=font5>5</font>6</td></table>"
    assert seen(only(page), ["A1", "B1", "C1"]) == [
        ["A1", "percent", "85.12%", "", ""],
        ["B1", "number", "62", "", ""],
        ["C1", "number", "6", "5", ""],
    ]


def test_a_saved_page() -> None:
    """MHTML: each page with a table is a sheet, quoted-printable or base64."""
    body = base64.b64encode(f"<html>{TABLE}</html>".encode("gbk"))
    data = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="=_b"\r\n\r\nx\r\n--=_b\r\n'
        b"Content-Location: file:///C:/a.htm\r\nContent-Type: text/html\r\n\r\n<html><frameset></frameset></html>\r\n"
        b"--=_b\r\nContent-Location: file:///C:/a.files/sheet001.htm\r\nContent-Transfer-Encoding: base64\r\n"
        b'Content-Type: text/html; charset="gb2312"\r\n\r\n' + body + b"\r\n--=_b--\r\n"
    )
    grid = only(data)
    assert (grid.name, texts(grid)["B2"]) == ("sheet001", "累计完成")


def test_a_page_without_a_table() -> None:
    """A login page saved in the table's place, or other XML, is named."""
    assert fault_of("<html><body>请重新登录</body></html>".encode()) is Fault.WEB
    assert fault_of(b'<?xml version="1.0"?><a><b>1</b></a>') is Fault.WEB


@pytest.mark.parametrize(
    "bad",
    [
        "<" * 2_000_000,
        "<a " * 700_000,
        "<table><tr>" + '<td "' * 400_000,
        "<!--" * 500_000,
        "<td a='" * 300_000,
        "<table>" * 100_000,
        "<table><tr>" + "<td colspan=1000 rowspan=60000>" * 50_000,
        "<script>" * 300_000,
        "&" * 2_000_000,
        "<table><td>" + "<s>" * 500_000,
        "<table>" + "<tr></tr>" * 3_000_000,
    ],
    ids=["lt", "tags", "quotes", "comments", "values", "nested", "spans", "scripts", "ampersands", "struck", "rows"],
)
def test_broken_pages_take_linear_time(bad: str) -> None:
    """Megabytes of what breaks parsers are read or refused within five seconds."""
    started = time.monotonic()
    data = f"<html>{bad}".encode()
    try:
        read_workbook(data, LIMITS)
    except Exception as unreadable:
        assert type(unreadable).__name__ == "Unreadable"  # noqa: PT017
    assert time.monotonic() - started < 5


BOOK = """<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel">
 <Styles><Style ss:ID="p"><NumberFormat ss:Format="0.0%"/></Style><Style ss:ID="s"><Font ss:StrikeThrough="1"/></Style>
 </Styles>
 <Worksheet ss:Name="进展"><Table><Column ss:Index="4" ss:Hidden="1"/>
  <Row><Cell ss:MergeAcross="4"><Data ss:Type="String">标题</Data></Cell></Row>
  <Row ss:Index="3" ss:Hidden="1"><Cell ss:MergeDown="1"><Data ss:Type="Number">1</Data></Cell>
   <Cell ss:Index="3"><Data ss:Type="Number">62</Data><Comment><Data>批注</Data></Comment></Cell>
   <Cell ss:StyleID="p"><Data ss:Type="Number">0.85</Data></Cell></Row>
  <Row><Cell ss:Index="2" ss:StyleID="s"><Data ss:Type="Number">50</Data></Cell>
   <Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><S>368</S><B>397</B></ss:Data></Cell>
   <Cell><Data ss:Type="DateTime">2023-06-10T00:00:00.000</Data></Cell><Cell><Data ss:Type="Error">#N/A</Data></Cell>
   <Cell ss:Formula="=1+1"/></Row>
 </Table></Worksheet>
 <Worksheet ss:Name="4月"><Table/>
  <x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>
</Workbook>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "utf-16"])
def test_an_xml_spreadsheet(encoding: str) -> None:
    """Positions, merges, types, styles and what is hidden of the XML spreadsheets of 2003."""
    page, old = read_workbook(BOOK.format(encoding=encoding).encode(encoding), LIMITS)
    assert seen(page, ["A1", "A3", "C3", "D3", "B4", "C4", "D4", "E4", "F4"]) == [
        ["A1", "text", "标题", "", ""],
        ["A3", "number", "1", "", ""],
        ["C3", "number", "62", "", "批注"],
        ["D3", "percent", "85%", "", ""],
        ["B4", "number", "", "50", ""],
        ["C4", "text", "397", "368", ""],
        ["D4", "date", "2023-06-10", "", ""],
        ["E4", "error", "#N/A", "", ""],
        ["F4", "uncalculated", "=1+1", "", ""],
    ]
    assert set(page.merges) == {Span(1, 1, 1, 5), Span(3, 1, 4, 1)}
    assert (set(page.hidden_rows), set(page.hidden_columns)) == ({3}, {4})
    assert (old.name, old.hidden) == ("4月", True)


def test_entities_in_an_xml_spreadsheet_are_refused() -> None:
    """A document type may define anything; in a page it is harmless."""
    book = BOOK.format(encoding="utf-8").replace("<?mso", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><?mso')
    assert fault_of(book.encode()) is Fault.HOSTILE
