"""The wording from a Word manuscript: what is read, and what is told that could not be."""

import io
import zipfile

import pytest

from pipeline.circular.manuscript import read_manuscript
from pipeline.findings import PipelineError
from pipeline.formats.writings import Writing

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OTHERS = (
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def manuscript(*paragraphs: str, **parts: str) -> Writing:
    """A manuscript of these paragraphs as markup; ``parts`` are further parts by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        body = "".join(paragraphs)
        package.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}" {OTHERS}><w:body>{body}</w:body></w:document>'
        )
        for name, content in parts.items():
            package.writestr(f"word/{name}.xml", f'<w:{name} xmlns:w="{W}">{content}</w:{name}>')
    return read_manuscript(out.getvalue(), "通报.docx")


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str, properties: str = "") -> str:
    """A paragraph; what is no markup is a run of text."""
    inner = "".join(each if each.startswith("<") else run(each) for each in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def centred(text: str) -> str:
    return p(text, properties='<w:jc w:val="center"/>')


def told(found: Writing) -> list[list[str]]:
    return [[each.where.cell, each.code] for each in found.findings]


# --- what is typed ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (p("{", "{ 任", "务数 }", "}项"), "{{ 任务数 }}项"),
        (p("｛｛ 任务数 ｝｝项"), "{{ 任务数 }}项"),
        (p("｛％ if 同意 ％｝甲｛% endif %｝"), "{% if 同意 %}甲{% endif %}"),
        (p("{% include “建议.txt” %}"), "{% include '建议.txt' %}"),
        (p("{% include ‘建议.txt’ %}"), "{% include '建议.txt' %}"),
        (p("{{ 事项|join（“，”）}}（五）"), "{{ 事项|join('，')}}（五）"),
        (p("{{\u00a0任务数\u3000}}\u00a0项"), "{{ 任务数 }} 项"),
        (p("{{ 任务<w:br/>数 }}").replace("任务<w:br/>", "任务</w:t><w:br/><w:t>"), "{{ 任务 数 }}"),
        (p("\u200b甲\ufeff乙"), "甲乙"),
        (p("<w:r><w:tab/></w:r>", "　　甲"), "甲"),
        (p("甲</w:t><w:br/><w:t>乙"), "甲\n乙"),
        (p("｛# 说明 #｝甲"), "{# 说明 #}甲"),
        (p("他说“好”，（一）"), "他说“好”，（一）"),
    ],
)
def test_what_word_makes_of_typing_is_undone(typed: str, read: str) -> None:
    """Split runs, full-width and curly marks, odd spaces, soft breaks: tags as they were meant, words as they stand."""
    assert manuscript(p("标题：甲"), typed).source == f"标题：甲\n{read}"


def test_lines_know_their_paragraph() -> None:
    """Empty paragraphs do not count; a soft break makes two lines of one paragraph."""
    found = manuscript(p("标题：甲"), p(), p("一</w:t><w:br/><w:t>二"), p("三"))
    assert [found.place(line) for line in (1, 3, 4, 5)] == ["第 1 段", "第 2 段", "第 2 段", "第 3 段"]


# --- the elements without marks ---------------------------------------------------------------------------------------


def test_a_circular_without_marks_is_recognised() -> None:
    """Centred at the head the title, over two paragraphs too; then addressees, annexes, issuer, date and note."""
    found = manuscript(
        centred("关于2023年5月"),
        centred("推进情况的通报"),
        p("各责任单位："),
        p("现将情况通报如下："),
        p("附件：1.甲表"),
        p("2.乙表"),
        p("区发展改革委"),
        p("2023年6月　日"),
        p("（此件公开发布）"),
        p("抄送：区政府办公室。"),
    )
    assert found.source.split("\n") == [
        "标题：关于2023年5月",
        "标题：推进情况的通报",
        "主送：各责任单位：",
        "现将情况通报如下：",
        "附件：甲表",
        "附件：乙表",
        "署名：区发展改革委",
        "成文日期：2023年6月　日",
        "附注：（此件公开发布）",
        "抄送：区政府办公室。",
    ]
    assert told(found) == []


def test_the_last_annex_is_no_issuer() -> None:
    """Where no issuer is named, the line before the date is what it is."""
    found = manuscript(p("标题：甲"), p("正文。"), p("附件：1.表一"), p("　　　2.表二"), p("2023年6月5日"))
    assert found.source.split("\n")[2:] == ["附件：表一", "附件：表二", "成文日期：2023年6月5日"]


def test_a_manuscript_without_a_paragraph_has_no_wording() -> None:
    """Empty, or a table only: told, never a crash."""
    assert (manuscript().source, told(manuscript())) == ("", [])
    assert told(manuscript("<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>")) == [["第 1 段之前", "W113"]]


def test_marks_go_before_what_is_guessed() -> None:
    """Where an element is marked, nothing else is taken for it; the opening sentence is no addressee."""
    found = manuscript(centred("甲"), p("标题：乙"), p("现将情况通报如下："), p("署名：丙"), p("{{ 成文日期 }}"))
    assert found.source.split("\n") == ["甲", "标题：乙", "现将情况通报如下：", "署名：丙", "成文日期：{{ 成文日期 }}"]


def test_control_tags_and_comments_are_no_title() -> None:
    """They stand before the title as they may in a text template."""
    found = manuscript(p("{# 说明"), p("标题 #}"), p("{% if 同意 %}"), centred("甲"), p("{% endif %}"), p("各单位："))
    assert found.source.split("\n")[3:] == ["标题：甲", "{% endif %}", "主送：各单位："]


def test_a_style_may_centre_the_title() -> None:
    """The paragraph's own setting goes before its style's."""
    style = '<w:style w:styleId="T"><w:pPr><w:jc w:val="center"/></w:pPr></w:style>'
    styled, own = '<w:pStyle w:val="T"/>', '<w:pStyle w:val="T"/><w:jc w:val="left"/>'
    found = manuscript(p("甲", properties=styled), p("乙", properties=own), styles=style)
    assert found.source == "标题：甲\n乙"


# --- what cannot be honoured ------------------------------------------------------------------------------------------

LIST = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>'
)
BOX = (
    "<w:r><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></wps:txbx>"
    "</w:drawing></w:r>"
)
NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        (p("甲", f"<w:ins>{run('乙')}</w:ins>"), "W110", "插入“乙”"),
        (p("甲", "<w:del><w:r><w:delText>丙</w:delText></w:r></w:del>"), "W110", "删去“丙”"),
        (p("甲", properties=NUMBERED), "W111", "直接键入“一、”"),
        (p("甲", BOX), "W112", "文本框“框内”"),
        (p("甲", "<w:r><w:drawing><pic:pic/></w:drawing></w:r>"), "W112", "图片"),
        (p("甲", "<m:oMath/>"), "W112", "公式"),
        (p("甲") + f"<w:tbl><w:tr><w:tc>{p('格')}</w:tc></w:tr></w:tbl>", "W113", "第一格是“格”"),
        (p("甲", "<w:r><w:footnoteReference/></w:r>"), "W114", "脚注"),
        (p("甲", "<w:r><w:endnoteReference/></w:r>"), "W114", "尾注"),
        (p("甲", "<w:r><w:commentReference/></w:r>"), "W114", "批注"),
        (p("甲", "<w:r><w:instrText> DATE \\@ yyyy</w:instrText></w:r>"), "W116", "DATE"),
        (p("甲", run("密", "<w:vanish/>")), "W117", "“密”"),
    ],
)
def test_what_is_no_plain_text_is_told_with_its_paragraph(typed: str, code: str, words: str) -> None:
    """Each kind once, where it stands, with the first words of its paragraph."""
    found = manuscript(p("标题：甲"), typed, numbering=LIST)
    (finding,) = found.findings
    assert [finding.where.cell, finding.code] == ["第 2 段之后" if code == "W113" else "第 2 段", code]
    assert finding.where.raw.startswith("格" if code == "W113" else "甲")
    assert words in f"{finding.message}{finding.suggestion}"


@pytest.mark.parametrize(
    "typed",
    [
        p("甲", run("乙", '<w:rPrChange w:author="某"/>')),  # W110: only the looks were changed
        p("甲", properties='<w:numPr><w:numId w:val="0"/></w:numPr>'),  # W111: taken out of its list
        p(properties=NUMBERED),  # W111: nothing stands there
        p("甲", "<w:r><w:drawing><wps:wsp/></w:drawing></w:r>"),  # W112: a mere line
        p("甲", "<w:bookmarkStart/>"),  # W114
        p("甲", f"<w:hyperlink>{run('乙')}</w:hyperlink>", "<w:r><w:instrText>HYPERLINK a</w:instrText></w:r>"),  # W116
        p("甲", run("乙", '<w:vanish w:val="0"/>')),  # W117
    ],
)
def test_looks_alone_are_nothing_to_tell(typed: str) -> None:
    """Formatting is ignored in silence."""
    assert told(manuscript(p("标题：甲"), typed, numbering=LIST)) == []


def test_numbers_are_told_as_word_prints_them() -> None:
    """Counted on, level within level, so that a person knows what to type."""
    second = NUMBERED.replace('ilvl w:val="0"', 'ilvl w:val="1"')
    typed = [p("甲", properties=NUMBERED), p("乙", properties=second), p("丙", properties=NUMBERED)]
    found = manuscript(p("标题：甲"), *typed, numbering=LIST.replace("decimal", "chineseCounting"))
    assert [each.suggestion[8:] for each in found.findings] == [
        "直接键入“一、”。",
        "直接键入“一.一”。",
        "直接键入“二、”。",
    ]


@pytest.mark.parametrize(
    ("shape", "printed"),
    [("decimal", "2"), ("chineseCountingThousand", "二"), ("decimalEnclosedCircle", "②"), ("upperRoman", "II"),
     ("lowerLetter", "b"), ("chineseLegalSimplified", "贰"), ("ideographTraditional", "乙"),
     ("decimalFullWidth", "２"), ("decimalZero", "02"), ("unheardOf", "2")],
)  # fmt: skip
def test_numbers_of_every_shape_are_told_as_they_look(shape: str, printed: str) -> None:
    """Also where a list begins anew with a number of its own."""
    lists = LIST.replace("chineseCounting", shape).replace(
        '<w:abstractNumId w:val="0"/>',
        '<w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="2"/></w:lvlOverride>',
    )
    (found,) = manuscript(p("标题：甲"), p("乙", properties=NUMBERED), numbering=lists).findings
    assert f"“{printed}、”" in found.message


def test_the_edges_of_the_pages_are_told() -> None:
    """Words in headers and footers are; page numbers are not."""
    number = p("— ", "<w:r><w:instrText>PAGE</w:instrText></w:r>", "1", " —")
    assert told(manuscript(p("标题：甲"), header1=p("内部资料"), footer1=number)) == [["页眉", "W115"]]
    assert told(manuscript(p("标题：甲"), footer1=number)) == []


def test_the_head_and_imprint_of_an_issued_paper_are_left_out() -> None:
    """Who makes the manuscript from last month's paper is told that the program sets them."""
    found = manuscript(
        centred("某某委员会文件"),
        centred("某发改〔2023〕5号"),
        centred("关于甲的通报"),
        p("正文。"),
        p("某办公室 2023年6月5日印发"),
    )
    assert found.source == "标题：关于甲的通报\n正文。"
    assert told(found) == [["第 1 段", "W115"], ["第 2 段", "W115"], ["第 5 段", "W115"]]


# --- hostile files ----------------------------------------------------------------------------------------------------


def test_a_hostile_file_is_refused_in_a_sentence() -> None:
    """A bomb of spaces, an entity behind a long comment, a file that is no Word document."""
    with pytest.raises(PipelineError, match="过大"):
        manuscript(p(" " * 9_000_000))
    with pytest.raises(PipelineError, match="文字超过"):
        manuscript(*[p("甲乙丙丁戊己庚")] * 30_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        entity = f'<!--{"x" * 5000}--><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        package.writestr("word/document.xml", f'{entity}<w:document xmlns:w="{W}"><w:body/></w:document>')
    with pytest.raises(PipelineError, match="不允许的内容"):
        read_manuscript(out.getvalue(), "通报.docx")
    with pytest.raises(PipelineError, match=r"不是 \.docx"):
        read_manuscript(b"%PDF", "通报.docx")
