"""Text tables (.csv)."""

import pytest

from pipeline.formats.faults import Fault, Unreadable
from pipeline.formats.grid import Grid
from pipeline.formats.workbooks import read_workbook
from pipeline.settings import Limits
from tests.unit.test_legacy import fault_of

LIMITS = Limits()
TABLE = "序号,目标任务,累计完成,完成率\r\n1,建设“四好农村路”,62,31%\r\n"


def only(data: bytes) -> Grid:
    """The one sheet of a file."""
    (grid,) = read_workbook(data, LIMITS)
    return grid


def rows(grid: Grid) -> list[list[str]]:
    """The texts of a sheet, row by row."""
    return [[cell.text for cell in grid.row(number)] for number in grid.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gbk", "gb18030"])
def test_every_encoding_that_offices_write(encoding: str) -> None:
    """The same table whatever the encoding, with its mark or without."""
    grid = only(TABLE.encode(encoding))
    assert rows(grid) == [["序号", "目标任务", "累计完成", "完成率"], ["1", "建设“四好农村路”", "62", "31%"]]
    assert [cell.form.value for cell in grid.row(2)] == ["number", "text", "number", "percent"]


def test_rare_characters_of_gb18030() -> None:
    """Four-byte characters are whole."""
    assert rows(only("𠮷,1\n㎡,2\n".encode("gb18030"))) == [["𠮷", "1"], ["㎡", "2"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "；"])
def test_the_delimiter_is_what_the_lines_agree_on(delimiter: str) -> None:
    """Commas in the text of one cell delimit nothing when another mark stands in every line."""
    text = "\n".join(
        delimiter.join(row) for row in (["序号", "进展"], ["1", "已开工" if delimiter == "," else "已开工，建成"])
    )
    assert only(text.encode()).right == 2


def test_quotes_line_breaks_and_text_that_is_marked() -> None:
    """A quoted field holds commas, quotes and line breaks; ="45" is 45; a told delimiter is taken."""
    assert rows(only('sep=;\n甲;"一\n""二"";三"\n="45";x\n'.encode())) == [["甲", '一\n"二";三'], ["45", "x"]]


@pytest.mark.parametrize("text", ["6-10", "1,200", "007", "1e5", "", "１２"])
def test_what_could_be_something_else_stays_text(text: str) -> None:
    """Only plain figures become numbers: no day is guessed, no zero dropped."""
    cell = only(f'甲,乙\n"{text}",1\n'.encode()).cells.get((2, 1))
    assert cell is None or cell.form.value == "text"


def test_a_line_in_another_encoding_is_named() -> None:
    """Two files pasted together: refused with the line, since one half would be nonsense."""
    for data, line in (
        (TABLE.encode("gbk") + "2,建设老年食堂,8,10%\n".encode(), 3),
        (TABLE.encode() + "2,建设老年食堂,8,10%\n".encode("gbk"), 3),
    ):
        with pytest.raises(Unreadable) as caught:
            read_workbook(data, LIMITS)
        assert (caught.value.fault, caught.value.detail) == (Fault.MIXED, f"第{line}行")
        assert f"第{line}行" in caught.value.what


def test_a_letter_is_no_table() -> None:
    """Text without columns is named as such; bytes that are no text are not."""
    assert fault_of("您好：\n请查收，谢谢。\n".encode()) is Fault.TEXT
    assert fault_of(bytes(range(256)) * 8) is Fault.CIPHER


def test_limits_hold() -> None:
    """Cells, columns and empty fields are all bounded."""
    assert fault_of(b"1,2\n" * 100, Limits(cells=100)) is Fault.TOO_LARGE
    assert fault_of(b"a,b\n" + b"," * 1_000_000 + b"1\n") is Fault.TOO_LARGE
    assert len(only(b"a,b\n" + b",,\n" * 300_000 + b"1,2\n").cells) == 4
    assert only(("甲,乙\n1," + "长" * 200_000).encode()).cells[2, 2].text == "长" * 200_000
