"""The notice as published: how it is cited, and its annex row by row."""

import io
from datetime import date

import pytest
from docx import Document

from pipeline.findings import PipelineError
from pipeline.model import Notice
from pipeline.targets.annex import AnnexRow
from pipeline.targets.notice import read_notice
from tests.unit.notice_2023 import HEADER, LETTER, ROWS, add_table, as_text, as_word

NOTICE = Notice(
    "关于做好2023年区级重点民生实事有关工作的通知",
    "永川府办发〔2023〕12号",
    "重庆市永川区人民政府办公室",
    date(2023, 2, 17),
    "各镇人民政府、街道办事处，区政府各部门，有关单位",
    "永川区2023年重点民生实事工作目标任务",
)
PARK = ("1", "增绿添园", "建设口袋公园6个。", "区城市管理局")
ROAD = ("2", "农村路", "建设农村路200公里。", "区交通局")


def rows(*given: tuple[str, ...], header: tuple[str, ...] = HEADER) -> list[AnnexRow]:
    """The annex rows of a text notice with this table."""
    return list(read_notice("notice.txt", as_text(given, header)).rows)


def faults(data: bytes, name: str = "notice.txt") -> str:
    with pytest.raises(PipelineError) as raised:
        read_notice(name, data)
    return str(raised.value)


@pytest.mark.parametrize(
    "data",
    [
        as_text(),
        as_text().decode().encode("gb18030"),
        b"\xef\xbb\xbf" + as_text().replace(b"\n", b"\r\n"),
        as_word(),
        as_word(merged=False),
    ],
    ids=["txt", "gbk", "bom-crlf", "merged", "blank"],
)
def test_the_2023_notice(data: bytes) -> None:
    """Its citation and its 20 rows under 15 projects are the same from text and from Word, however it was saved."""
    published = read_notice("notice", data)
    assert published.notice == NOTICE
    assert [(row.text, row.unit) for row in published.rows] == [(text, unit) for *_, text, unit in ROWS]
    assert [row.number for row in published.rows] == [1] * 4 + [2, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11, 11, 12, 13, 14, 15]
    assert {row.number: row.project for row in published.rows} == {int(n): name for n, name, *_ in ROWS if n}


def test_tabs_cut_off_at_the_ends_of_lines() -> None:
    """An editor that strips the tabs of empty cells does not move the others."""
    stripped = b"\n".join(line.rstrip() if line.strip() else b"" for line in as_text().split(b"\n"))
    assert read_notice("notice.txt", stripped).rows == read_notice("notice.txt", as_text()).rows


def test_rows_copied_from_a_spreadsheet() -> None:
    """A row on one line, its cells parted by tabs, is read too."""
    lines = "\n".join("\t".join(row) for row in (HEADER, PARK, ROAD))
    assert [row.unit for row in read_notice("n.txt", (LETTER + lines).encode()).rows] == ["区城市管理局", "区交通局"]


def test_columns_in_another_order() -> None:
    """What a column is follows from its heading, not from its place."""
    header = ("序号", "责任单位", "配合单位", "工作任务", "事项名称", "分管领导")
    assert rows(("1", "区教委", "区财政局", "建设学校1所。", "教育", "张三"), header=header) == [
        AnnexRow(1, "教育", "建设学校1所。", "区教委", ("区财政局",), "张三")
    ]


@pytest.mark.parametrize(
    "cell", ["区教委、区财政局", "区教委\n区财政局", "牵头单位：区教委\n配合单位：区财政局", "区教委（牵头），区财政局"]
)
def test_several_units_in_one_cell(cell: str) -> None:
    """The first unit leads and the rest support, whatever parts them."""
    (row,) = rows((*PARK[:3], cell))
    assert (row.unit, row.support) == ("区教委", ("区财政局",))


def test_header_repeated_sections_and_totals() -> None:
    """A header on the next page, a section row, a total and an empty row are no tasks."""
    section = ("一、城乡建设", "", "", "")
    assert [row.number for row in rows(section, PARK, HEADER, ROAD, ("", "", "", ""), ("合计", "2", "", ""))] == [1, 2]


def test_a_section_row_merged_over_the_table() -> None:
    """A row whose one cell spans all columns heads what follows."""
    word = Document()
    for line in LETTER.split("\n"):
        word.add_paragraph(line)
    table = word.add_table(0, 4)
    add_table(table, (HEADER, ("教育", "", "", ""), PARK))
    table.cell(1, 0).merge(table.cell(1, 3)).text = "教育"
    out = io.BytesIO()
    word.save(out)
    assert [row.project for row in read_notice("n.docx", out.getvalue()).rows] == ["增绿添园"]


def test_a_target_merged_over_two_units() -> None:
    """Where one target stands beside two unit cells, the second unit supports the first."""
    word = Document()
    for line in LETTER.split("\n"):
        word.add_paragraph(line)
    table = word.add_table(0, 4)
    add_table(table, (HEADER, PARK, ("", "", "", "区财政局")), merged=True)
    table.cell(1, 2).merge(table.cell(2, 2)).text = PARK[2]
    out = io.BytesIO()
    word.save(out)
    (row,) = read_notice("n.docx", out.getvalue()).rows
    assert (row.text, row.unit, row.support) == (PARK[2], "区城市管理局", ("区财政局",))


def test_a_table_without_numbers() -> None:
    """Projects are counted by their names where the table has no numbers."""
    header = HEADER[1:]
    found = rows(PARK[1:], ("", "建设广场1个。", "区城市管理局"), ROAD[1:], header=header)
    assert [(row.number, row.project) for row in found] == [(1, "增绿添园"), (1, "增绿添园"), (2, "农村路")]


def test_numbered_lines_of_a_target_are_sentences() -> None:
    """Lines that begin with a number become sentences; lines that merely wrap run on."""
    (row,) = rows((*PARK[:2], "1.建设口袋公园\n6个\n2.改造广场2个。", PARK[3]))
    assert row.text == "1.建设口袋公园6个；2.改造广场2个。"


def test_a_title_that_names_its_issuer() -> None:
    """The issuer before 关于 belongs to the issuer, not to the title; Chinese numerals date as well."""
    letter = LETTER.replace(" 关于", "重庆市永川区人民政府办公室关于").replace("2023年2月17日", "二〇二三年二月十七日")
    assert read_notice("n.txt", as_text(letter=letter)).notice == NOTICE


def test_everything_wrong_is_told_at_once() -> None:
    """A row without unit, one without target and a missing number come in one message that promises nothing written."""
    said = faults(
        as_text(
            (PARK, ("2", "路", "建设路1条。", ""), ("3", "桥", "", "区交通局")),
            letter=LETTER.replace("永川府办发〔2023〕12号", ""),
        )
    )
    assert "有 3 处要改" in said
    for words in ("第 3 行（建设路1条。）没有责任单位", "第 4 行没有目标任务", "没有找到发文字号", "没有写出任何文件"):
        assert words in said


def test_a_notice_without_annex() -> None:
    """A letter alone has no targets."""
    assert "没有找到附件目标任务表" in faults(LETTER.encode())


def test_two_tables_that_could_be_the_annex() -> None:
    """Nobody guesses which of two tables counts; a table without units is not one of them."""
    word = Document()
    for line in LETTER.split("\n"):
        word.add_paragraph(line)
    add_table(word.add_table(0, 2), (("联系人", "电话"), ("张三", "123")))
    add_table(word.add_table(0, 4), (HEADER, PARK))
    once, twice = io.BytesIO(), io.BytesIO()
    word.save(once)
    add_table(word.add_table(0, 4), (HEADER, ROAD))
    word.save(twice)
    assert len(read_notice("n.docx", once.getvalue()).rows) == 1
    assert "有 2 个表都像目标任务表" in faults(twice.getvalue(), "n.docx")


def test_a_number_that_is_none() -> None:
    """A project number that cannot be read is named with its row."""
    assert "附件表第 2 行的序号“甲”不是数字" in faults(as_text((("甲", *PARK[1:]),)))
