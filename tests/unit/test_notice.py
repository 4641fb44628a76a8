"""The notice as published: how it is cited, and its annex row by row."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from docx import Document

from pipeline.findings import PipelineError
from pipeline.model import Notice
from pipeline.targets.annex import AnnexRow
from pipeline.targets.notice import read_notice
from pipeline.targets.proposal import propose
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


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def para(content: str) -> str:
    return f"<w:p>{content}</w:p>"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(content: str, properties: str = "") -> str:
    """A cell with this text, or with these runs."""
    inside = content if content.startswith("<") else run(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside if inside.startswith('<w:p>') else para(inside)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    drawn = "".join(each if each.startswith("<w:tc>") else cell(each) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{drawn}</w:tr>"


def drawn(*tables: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A .docx made by hand: the letter, then tables of these rows."""
    letter = "".join(para(run(line)) for line in LETTER.split("\n"))
    body = letter + "".join(each if each.startswith("<w:sdt>") else f"<w:tbl>{each}</w:tbl><w:p/>" for each in tables)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
        for name, text in (parts or {}).items():
            package.writestr(name, text)
    return out.getvalue()


def read(*tables: str) -> list[AnnexRow]:
    return list(read_notice("notice.docx", drawn(*tables)).rows)


RESTART, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
HEAD = row(*HEADER)
PARK_ROW = AnnexRow(1, PARK[1], PARK[2], PARK[3])


def test_word_cells_merged_by_word_itself() -> None:
    """A number and a name merged down over two tasks belong to both; one that is merely empty does too."""
    merged = HEAD + row(cell("1", RESTART), cell("增绿添园", RESTART), PARK[2], PARK[3])
    merged += row(cell("", GOES_ON), cell("", GOES_ON), "建设广场1个。", "区交通局")
    blank = HEAD + row(*PARK) + row("", "", "建设广场1个。", "区交通局")
    assert read(merged) == read(blank) == [PARK_ROW, AnnexRow(1, "增绿添园", "建设广场1个。", "区交通局")]


def test_a_word_header_repeated_over_pages() -> None:
    """A header that Word repeats is one row; one that somebody copied onto the next page is no task either."""
    repeated = row(*HEADER, properties="<w:tblHeader/>")
    assert [each.number for each in read(repeated + row(*PARK) + HEAD + row(*ROAD))] == [1, 2]


def test_a_header_of_two_rows() -> None:
    """责任单位 above and 牵头单位 and 配合单位 below are one header, whether its cells are merged or left empty."""
    top = [cell(each, RESTART) for each in HEADER[:3]]
    first = row(*top, cell("责任单位", '<w:gridSpan w:val="2"/>'))
    task = row(*PARK[:3], "区城市管理局", "区财政局、区交通局")
    expected = [replace(PARK_ROW, support=("区财政局", "区交通局"))]
    assert read(first + row(*(cell("", GOES_ON),) * 3, "牵头单位", "配合单位") + task) == expected
    assert read(first + row("", "", "", "牵头单位", "配合单位") + task) == expected


@pytest.mark.parametrize(
    ("units", "guessed"),
    [
        (para(run("区城市管理局")) + para(run("区财政局")), True),
        ("<w:r><w:t>区城市管理局</w:t><w:br/><w:t>区财政局</w:t></w:r>", True),
        (run("区城市管理局、区财政局"), True),
        (run("区财政局（配合）、区城市管理局（牵头）"), False),
        (para(run("牵头单位：区城市管理局")) + para(run("配合单位：区财政局")), False),
    ],
    ids=["paragraphs", "breaks", "commas", "in-brackets", "labels"],
)
def test_several_units_in_a_word_cell(units: str, guessed: bool) -> None:
    """The first leads and the rest support; where the annex does not say so itself, a person is asked to look."""
    data = drawn(HEAD + row(*PARK[:3], cell(units)))
    published = read_notice("notice.docx", data)
    assert list(published.rows) == [replace(PARK_ROW, support=("区财政局",), guessed=guessed)]
    doubts = [doubt for _, doubt in propose(published, 2023).doubts]
    assert any("谁牵头" in doubt for doubt in doubts) is guessed


def test_columns_of_leading_and_helping_units() -> None:
    """牵头单位 leads and 配合单位 helps, wherever they stand; nobody helps himself, and nothing is guessed."""
    header = ("牵头单位", "配合单位", "序号", "项目名称", "目标任务")
    found = read(row(*header) + row("区城市管理局", "区财政局、区城市管理局", "1", "增绿添园", PARK[2]))
    assert found == [replace(PARK_ROW, support=("区财政局",))]


def test_a_column_of_investments() -> None:
    """Money beside the targets is neither a project nor a target, whatever its heading."""
    for money in ("项目总投资（万元）", "年度投资目标（万元）", "资金来源"):
        header = row("序号", money, *HEADER[1:])
        assert read(header + row("1", "1200", *PARK[1:]) + row("", "合计", "3400", "", "")) == [PARK_ROW]


def test_sections_of_a_word_table() -> None:
    """A section is a row across the table, or a title in its first cells; its projects may count from 1 again."""
    across = row(cell("一、市级重点民生实事", '<w:gridSpan w:val="4"/>'))
    first = row("二、区级重点民生实事（1件）", "", "", "")
    numbered = row("三", "其他", "", "")
    bridge = row("1", "桥", "建设桥1座。", "区交通局")
    found = read(HEAD + across + row(*PARK) + row(*ROAD) + first + bridge + numbered + row("2", *ROAD[1:]))
    assert [(each.number, each.project) for each in found] == [(1, "增绿添园"), (2, "农村路"), (3, "桥"), (4, "农村路")]


def test_a_number_used_twice() -> None:
    """Two projects with one number in one section are told; nobody renumbers them silently."""
    table = HEAD + row(*PARK) + row(*ROAD) + row("1", "桥", "建设桥1座。", "区交通局")
    assert "附件表第 4 行的序号 1 前面已经有了" in faults(drawn(table), "n.docx")


def test_a_target_that_begins_like_a_total() -> None:
    """Only a row without a unit is a total."""
    assert len(read(HEAD + row(*PARK[:2], "总计改造公厕10座。", PARK[3]) + row("合计", "1", "", ""))) == 1


def test_what_was_inserted_with_tracking_is_read() -> None:
    """Tracked insertions count, down to a whole row; tracked deletions do not, down to a whole row."""
    tracked = f"<w:del><w:r><w:delText>5</w:delText></w:r></w:del><w:ins>{run('6')}</w:ins>"
    amended = run("建设口袋公园") + tracked + run("个。")
    gone = row("9", "旧", "建设旧园1个。", "区交通局", properties="<w:del/>")
    added = row(*(cell(f"<w:ins>{run(each)}</w:ins>") for each in ROAD), properties="<w:ins/>")
    table = HEAD + row(*PARK[:2], cell(amended), PARK[3]) + gone + added
    assert read(table) == [PARK_ROW, AnnexRow(2, *ROAD[1:])]


def test_content_controls_are_read() -> None:
    """Controls around a word, a cell, a row and the whole table hide nothing."""

    def control(content: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    number = control(run("6"))
    text = cell(run("建设口袋公园") + number + run("个。"))
    first = f"<w:tr>{cell('1')}{control(cell('增绿添园'))}{text}{cell(PARK[3])}</w:tr>"
    table = f"<w:tbl>{HEAD}{first}{control(row(*ROAD))}</w:tbl>"
    assert read(control(table)) == [PARK_ROW, AnnexRow(2, *ROAD[1:])]


def test_rows_without_unit_in_word() -> None:
    """Every row without a unit is told by its place in the table, all at once."""
    said = faults(drawn(HEAD + row(*PARK[:3], "") + row(*ROAD[:3], "—")), "n.docx")
    assert "n.docx 有 2 处要改" in said
    assert "附件表第 2 行（建设口袋公园6个。）没有责任单位；附件表第 3 行（建设农村路200公里。）没有责任单位" in said


def test_damaged_and_protected_notices() -> None:
    """A cut-off file and one with a password are told in one sentence; one that is only locked for editing is read."""
    whole = drawn(HEAD + row(*PARK))
    locked = f'<w:settings xmlns:w="{W}"><w:documentProtection w:edit="readOnly" w:enforcement="1"/></w:settings>'
    cipher = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    for data, words in ((whole[: len(whole) // 2], "已损坏"), (cipher, "打开密码")):
        said = faults(data, "notice.docx")
        assert words in said
        assert said.count("。") == 1
    protected = read_notice("n.docx", drawn(HEAD + row(*PARK), parts={"word/settings.xml": locked}))
    assert list(protected.rows) == [PARK_ROW]
