"""What a reader sees of a Word document."""

import io
import zipfile

import pytest
from docx import Document

from pipeline.findings import PipelineError
from pipeline.formats.word_extras import Extra, Found
from pipeline.formats.words import WordParagraph, WordTable, read_word

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(body: str, prolog: str = "") -> bytes:
    """A .docx with this body."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", f'{prolog}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
    return out.getvalue()


def said(body: str) -> list[str]:
    """The paragraphs of a body."""
    return [block.text for block in read_word(word(body)).blocks if isinstance(block, WordParagraph)]


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"


def table(*rows: str) -> list[list[tuple[str, int, int]]]:
    """A table's cells as text and origin."""
    body = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    (block,) = read_word(word(body)).blocks
    assert isinstance(block, WordTable)
    return [[(each.text, each.row, each.column) for each in row] for row in block.rows]


def test_insertions_are_read_and_deletions_are_not() -> None:
    """Tracked insertions, content controls, links and moved-to text are seen; deleted and moved-away text is not."""
    paragraph = (
        f"<w:p>{run('建设')}<w:ins>{run('公园')}</w:ins><w:del><w:r><w:delText>广场</w:delText></w:r></w:del>"
        f"<w:sdt><w:sdtContent>{run('6')}</w:sdtContent></w:sdt><w:hyperlink>{run('个')}</w:hyperlink>"
        f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('。')}</w:moveTo></w:p>"
    )
    assert said(paragraph) == ["建设公园6个。"]
    assert read_word(word(paragraph)).revised
    assert not read_word(word(f"<w:p>{run('建设')}</w:p>")).revised


def test_what_word_hides_is_left_out() -> None:
    """Field codes, hidden runs and the copy of a text box for older programs are no text; a field's result is."""
    assert said(
        f"<w:p><w:r><w:instrText>PAGE</w:instrText></w:r>{run('第3页')}"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r></w:p>'
    ) == ["第3页显"]


def test_text_boxes_stand_beside_the_text() -> None:
    """A text box is told apart, once, though Word stores it twice."""
    inside = f"<w:txbxContent><w:p>{run('框内')}</w:p></w:txbxContent>"
    body = (
        f"<w:p>{run('正文')}<w:r><mc:AlternateContent "
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{inside}</mc:Choice><mc:Fallback>{inside}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    found = read_word(word(body))
    assert found.blocks == (WordParagraph("正文", extras=(Found(Extra.BOX, "框内"),)),)
    assert found.boxes == ("框内",)


def test_tabs_breaks_and_numbers() -> None:
    """Tabs and line breaks are kept; a number that only Word prints is noted."""
    body = "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p>"
    assert said(body) == ["甲\t乙\n丙"]
    numbered = read_word(word(f"<w:p><w:pPr><w:numPr/></w:pPr>{run('甲')}</w:p><w:p>{run('乙')}</w:p>")).blocks
    assert numbered == (WordParagraph("甲", numbered=True), WordParagraph("乙"))


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    """Where the mark between two paragraphs is deleted, a reader sees one."""
    deleted = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    assert said(f"<w:p>{deleted}{run('前半')}</w:p><w:p>{run('后半')}</w:p>") == ["前半后半"]


def test_merged_cells_stand_in_every_place_they_cover() -> None:
    """A vertical merge is the same cell in each row, a horizontal one in each column, older ways of merging too."""
    assert table(
        cell("一", '<w:vMerge w:val="restart"/>') + cell("甲"),
        cell("", "<w:vMerge/>") + cell("乙"),
        cell("合计", '<w:gridSpan w:val="2"/>'),
        cell("左", '<w:hMerge w:val="restart"/>') + cell("", "<w:hMerge/>"),
    ) == [
        [("一", 0, 0), ("甲", 0, 1)],
        [("一", 0, 0), ("乙", 1, 1)],
        [("合计", 2, 0), ("合计", 2, 0)],
        [("左", 3, 0), ("左", 3, 0)],
    ]


def test_a_cell_that_is_merely_empty_stays_empty() -> None:
    """An empty cell under a full one is not its continuation."""
    assert table(cell("一") + cell("甲"), cell("") + cell("乙"))[1] == [("", 1, 0), ("乙", 1, 1)]


def test_lines_nested_tables_and_deleted_rows() -> None:
    """A cell's paragraphs are lines, a table inside it gives lines, a deleted row is not there, an indented one is."""
    inner = f"<w:tbl><w:tr>{cell('甲')}{cell('乙')}</w:tr></w:tbl>"
    two = f"<w:tc><w:p>{run('区教委')}</w:p>{inner}<w:p>{run('区财政局')}</w:p></w:tc>"
    deleted = f"<w:trPr><w:del/></w:trPr>{cell('删去')}"
    indented = f'<w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("右")}'
    assert table(two, deleted, indented) == [[("区教委\n甲\t乙\n区财政局", 0, 0)], [("", 1, 0), ("右", 1, 1)]]


def test_a_file_of_word_itself_is_read() -> None:
    """What python-docx writes, merged cells included, comes back as paragraphs and a table."""
    document = Document()
    document.add_paragraph("标题")
    made = document.add_table(2, 2)
    made.cell(0, 0).merge(made.cell(1, 0)).text = "一"
    out = io.BytesIO()
    document.save(out)
    paragraph, block = read_word(out.getvalue()).blocks
    assert paragraph == WordParagraph("标题")
    assert isinstance(block, WordTable)
    assert block.rows[1][0] is block.rows[0][0]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (b"\xd0\xcf\x11\xe0 old", "旧版 .doc"),
        (b"%PDF-1.4", "不是 .docx"),
        (b"", "不是 .docx"),
        (word("<w:p/>")[:60], "已损坏"),
        (word("<w:p>"), "已损坏"),
        (word("", '<!DOCTYPE w [<!ENTITY a "aa">]>'), "不允许的内容"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(data: bytes, words: str) -> None:
    """A password, an old format, a foreign or broken file, an entity: one sentence that names the file and a mend."""
    with pytest.raises(PipelineError, match=words) as raised:
        read_word(data, "通知.docx")
    assert str(raised.value).startswith("通知.docx")
    assert str(raised.value).count("。") == 1


def test_a_workbook_is_not_a_word_file() -> None:
    """A zip package without Word's main part is told as such."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(PipelineError, match="不是 Word 文档"):
        read_word(out.getvalue())
