"""The proof of papers from other hands: what is wrong with them is found, what is right is left alone."""

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

from pipeline.circular.proof import Measure, proof, proof_printed
from pipeline.circular.proofing.elements import recognised
from pipeline.circular.proofing.readback import read_back
from pipeline.findings import PipelineError
from pipeline.formats.packages import repacked
from tests.unit.foreign import (
    BLANK,
    CENTRED,
    FOOTERS,
    INDENTED,
    NAMESPACES,
    SECTION,
    SENTENCE,
    STYLES,
    fonts,
    package,
    paragraph,
    pieces,
    right,
)

MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"


def off(measures: tuple[Measure, ...]) -> list[list[str]]:
    """What is not as it should be: clause, item, verdict."""
    return [[each.clause, each.item, each.verdict.value] for each in measures if each.verdict.value != "met"]


def of(measures: tuple[Measure, ...], item: str) -> Measure:
    return next(each for each in measures if each.item == item)


def altered(old: str, new: str, part: str = "word/document.xml") -> bytes:
    """The right paper with one thing in a part changed."""
    data = right()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read(part).decode()
    assert old in content
    return repacked(data, {part: content.replace(old, new).encode()})


def saved(word: Any) -> bytes:
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def test_a_right_paper_by_another_hand_has_no_fault() -> None:
    """Direct formatting, a chain of styles with other names, sealed, its own imprint: nothing to correct."""
    found = proof_printed(right())
    assert off(found.measures) == []
    assert found.kind == "文件格式"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('w:top="2098"', 'w:top="1440"', ["5.2.1", "天头", "error"]),
        ('w:left="1588" w:header', 'w:left="1800" w:header', ["5.2.1", "订口", "error"]),
        ('w:gutter="0"', 'w:gutter="400"', ["5.2.1", "订口", "error"]),
        ('w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"', ["5.1", "纸张", "error"]),
        ("永发改〔2023〕38号", "永发改[2023]38号", ["7.2.5", "发文字号", "error"]),
        ("永发改〔2023〕38号", "永发改〔2023〕第38号", ["7.2.5", "发文字号", "error"]),
        ("永发改〔2023〕38号", "永发改【2023】38号", ["7.2.5", "发文字号", "error"]),
        ("永发改〔2023〕38号", "永发改〔2023〕038号", ["7.2.5", "发文字号", "error"]),
        ('w:color="FF0000"/></w:pBdr>', 'w:color="000000"/></w:pBdr>', ["7.2.7", "红色分隔线颜色", "error"]),
        ("推进情况的通报<", "推进情况的通报。<", ["7.3.1", "标题末尾", "note"]),
        ("各责任单位：<", "各责任单位:<", ["7.3.2", "主送机关末尾", "error"]),
        ("推进情况通报如下。", "推进情况通报如下,请阅.", ["9", "标点符号", "error"]),
        ("推进情况通报如下。", "推进情况(见附件)通报如下。", ["9", "标点符号", "error"]),
        ("截至5月底", "截至５月底", ["9", "阿拉伯数字", "error"]),
        ("一、总体情况", "1.总体情况", ["7.3.3", "层次序数", "warning"]),
        ("附件：推进情况表", "附件:推进情况表", ["7.3.4", "附件说明", "error"]),
        ("附件：推进情况表", "附件：推进情况表。", ["7.3.4", "附件名称末尾", "error"]),
        ("附件：推进情况表", "附件：进展情况表", ["7.3.7", "附件名称", "error"]),
        (">2023年6月5日<", ">2023年06月05日<", ["7.3.5.4", "成文日期", "error"]),
        (">2023年6月5日<", ">二〇二三年六月五日<", ["7.3.5.4", "成文日期", "error"]),
        (">2023年6月5日<", ">23年6月5日<", ["7.3.5.4", "成文日期", "error"]),
        ("<w:pageBreakBefore/>", "", ["7.3.7", "附件另面", "error"]),
        ("抄送：区委", "抄送:区委", ["7.4.2", "抄送机关", "warning"]),
        ("2023年6月5日印发", "2023年06月05日印发", ["7.4.3", "印发日期", "warning"]),
        ('w:yAlign="bottom"', 'w:yAlign="top"', ["7.4.1", "版记位置", "error"]),
    ],
)  # fmt: skip
def test_a_deviation_is_found_with_its_clause(old: str, new: str, expected: list[str]) -> None:
    """One thing is wrong in a paper that is not ours: its clause, its element, and as grave as the standard says."""
    assert expected in off(proof(altered(old, new)))


@pytest.mark.parametrize(
    ("part", "old", "new", "expected"),
    [
        ("word/styles.xml", "仿宋_GB2312", "宋体", ["5.2.2", "正文字体", "warning"]),
        ("word/styles.xml", 'w:line="579"', 'w:line="560"', ["5.2.3", "版心撑满", "warning"]),
        ("word/styles.xml", 'w:line="579"', 'w:line="600"', ["5.2.3", "每面行数", "warning"]),
        ("word/styles.xml", ' w:lineRule="exact"', "", ["5.2.3", "每面行数", "warning"]),
        ("word/styles.xml", '<w:spacing w:val="-5"/>', "", ["5.2.3", "每行字数", "warning"]),
        ("word/styles.xml", '<w:sz w:val="32"/>', '<w:sz w:val="28"/>', ["5.2.2", "正文字号", "warning"]),
        ("word/styles.xml", "黑体", "楷体", ["7.3.3", "一级标题字体", "warning"]),
        ("word/odd.xml", 'w:jc w:val="right"', 'w:jc w:val="center"', ["7.5", "单页码位置", "error"]),
        ("word/odd.xml", "— ", "- ", ["7.5", "单页码形式", "warning"]),
        ("word/settings.xml", "<w:evenAndOddHeaders/>", "", ["7.5", "单双页页码", "error"]),
    ],
)
def test_what_styles_and_footers_say_is_found(part: str, old: str, new: str, expected: list[str]) -> None:
    """Fonts, sizes and pitches that are inherited through a chain of styles, and page numbers."""
    assert expected in off(proof(altered(old, new, part)))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"title_gap": BLANK}, ["7.3.1", "标题位置", "error"]),
        ({"addressee_gap": ""}, ["7.3.2", "主送机关位置", "error"]),
        ({"addressee": paragraph("各责任单位：", INDENTED)}, ["7.3.2", "主送机关排布", "error"]),
        ({"first": paragraph("现将情况通报如下。")}, ["7.3.3", "自然段缩进", "error"]),
        ({"first": paragraph("　　现将情况通报如下。")}, ["7.3.3", "缩进方式", "note"]),
        ({"first": paragraph("现将情况通报如下。", INDENTED, fonts("仿宋_GB2312", 32, "C00000"))},
         ["5.2.4", "文字颜色", "error"]),
        ({"title": paragraph("关于推进情况的通报", "", fonts("方正小标宋_GBK", 44))}, ["7.3.1", "标题排布", "error"]),
        ({"date": paragraph("2023年6月5日", '<w:jc w:val="center"/>')}, ["7.3.5.1", "署名和成文日期排布", "warning"]),
        ({"annex": paragraph("附件", "<w:pageBreakBefore/>", fonts("黑体", 32))}, ["7.3.7", "附件标题位置", "error"]),
        ({"annex": "", "annex_title": "", "annex_text": "", "section": "".join(
            [pieces()["annex"], pieces()["annex title"], pieces()["annex text"], SECTION])},
         ["7.3.7", "附件和版记", "error"]),
    ],
)  # fmt: skip
def test_what_is_set_wrongly_is_found(changed: dict[str, str], expected: list[str]) -> None:
    """An element that is set otherwise, or stands elsewhere."""
    assert expected in off(proof(right(**changed)))


def test_indents_by_spaces_count_and_are_told() -> None:
    """Typed spaces indent a paragraph as well as the format does: no error, a note."""
    found = proof(right(first=paragraph("　　现将情况通报如下。")))
    assert off(found) == [["7.3.3", "缩进方式", "note"]]


def _numbered() -> bytes:
    """Headings whose 一、 and （一） Word prints itself, from a list."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>'
        f'<w:lvlText w:val="{text}"/><w:pPr><w:ind w:left="0" w:firstLine="630"/></w:pPr></w:lvl>'
        for level, text in enumerate(("%1、", "（%2）"))
    )
    numbering = (
        f'<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    body = paragraph("关于推进情况的通报", CENTRED, fonts("方正小标宋_GBK", 44))
    for level, words in ((0, "总体情况"), (1, "进展"), (1, "问题"), (0, "建议")):
        body += paragraph(words, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>', fonts("黑体"))
    return package(body + SECTION, parts={"word/numbering.xml": ("numbering", numbering)})


def test_automatic_numbers_are_headings() -> None:
    """What Word prints before a paragraph counts as its text: levels and indents come from the list."""
    elements = recognised(read_back(_numbered()))
    assert [(level, each.text) for level, each in elements.headings] == [
        (1, "一、总体情况"),
        (2, "（一）进展"),
        (2, "（二）问题"),
        (1, "二、建议"),
    ]
    assert of(proof(_numbered()), "自然段缩进").verdict.value == "met"
    assert ["7.3.3", "二级标题字体", "warning"] in off(proof(_numbered()))


def test_a_themes_font_is_resolved() -> None:
    """A run that names only the theme's font gets that one, by the document's language."""
    theme = (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:fontScheme>'
        '<a:minorFont><a:latin typeface="Calibri"/><a:ea typeface=""/><a:font script="Hans" typeface="等线"/>'
        '<a:font script="Jpan" typeface="游明朝"/></a:minorFont></a:fontScheme></a:themeElements></a:theme>'
    )
    themed = '<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia"/>'
    body = paragraph("关于推进情况的通报", CENTRED) + paragraph(SENTENCE, INDENTED, themed) + SECTION
    data = package(body, parts={"word/theme/theme1.xml": ("theme", theme)})
    found = proof(data)
    assert "等线" in of(found, "正文字体").measured
    assert ["5.2.2", "中文字体", "note"] in off(found)
    japanese = package(
        body,
        settings='<w:themeFontLang w:eastAsia="ja-JP"/>',
        parts={"word/theme/theme1.xml": ("theme", theme)},
    )
    assert "游明朝" in of(proof(japanese), "正文字体").measured


def test_text_boxes_and_open_changes_are_told() -> None:
    """What stands in a text box was not measured, what is not accepted is still open: both are said."""
    box = (
        "<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent><w:p><w:r>"
        "<w:t>内部资料</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    change = "<w:ins><w:r><w:t>补充一句。</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
    found = proof(right(first=paragraph("现将推进情况通报如下。", INDENTED, more=box + change)))
    assert off(found) == [["7.1", "文本框", "note"], ["7.1", "修订和批注", "note"]]
    assert "内部资料" in of(found, "文本框").measured


@pytest.mark.parametrize("content_type", [MACRO, TEMPLATE])
def test_files_that_word_calls_otherwise_are_read(content_type: str) -> None:
    """.docm and .dotx hold the same text; they are measured like a .docx."""
    assert off(proof(package("".join(pieces().values()), content_type=content_type, footers=FOOTERS))) == []


def test_the_strict_form_is_read() -> None:
    """Strict OOXML names the same things otherwise."""
    data = right()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    strict = {
        name: content.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, content in parts.items()
    }
    assert strict["word/document.xml"] != parts["word/document.xml"]
    assert off(proof(repacked(data, strict))) == []


def _odd_ones() -> dict[str, bytes]:
    """Files that are thin, strange or half broken, and still Word's."""
    plain = docx.Document()
    plain.add_heading("关于推进情况的通报", 0)
    plain.add_paragraph("各责任单位：")
    plain.add_paragraph("现将情况通报如下。", style="List Number")
    table = plain.add_table(2, 2)
    table.cell(0, 0).add_table(1, 1).cell(0, 0).text = "里层"
    spaced = docx.Document()
    spaced.add_paragraph("　　　关于推进情况的通报").alignment = WD_ALIGN_PARAGRAPH.CENTER
    spaced.paragraphs[0].paragraph_format.line_spacing = 1.5
    loop = STYLES + (
        '<w:style w:type="paragraph" w:styleId="x"><w:basedOn w:val="y"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="y"><w:basedOn w:val="x"/></w:style>'
    )
    chain = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(3000)
    )
    sizes = SECTION.replace('w:w="11906"', 'w:w="一"').replace('w:top="2098"', 'w:top="-99.5"')
    return {
        "python-docx": saved(plain),
        "spaces": saved(spaced),
        "empty": package("<w:p/>" + SECTION),
        "nothing": package(""),
        "no section": package(paragraph("关于推进情况的通报", CENTRED) + paragraph(SENTENCE, INDENTED)),
        "no styles": package(paragraph(SENTENCE) + SECTION, styles=""),
        "styles in a circle": package(paragraph(SENTENCE, style="x") + SECTION, styles=loop),
        "a long chain": package(paragraph(SENTENCE, style="s0") + SECTION, styles=chain),
        "missing footers": package(paragraph(SENTENCE) + SECTION.replace('r:id="odd"', 'r:id="none"')),
        "sizes that are no numbers": package(paragraph(SENTENCE) + sizes),
        "sizes without measure": package(
            paragraph(SENTENCE, '<w:ind w:firstLine="1e999"/>', '<w:sz w:val="1"/><w:spacing w:val="-10"/>')
            + paragraph("x", '<w:pBdr><w:bottom w:val="single" w:sz="x" w:space="x"/></w:pBdr>')
            + SECTION
        ),
        "spaces without end": package(paragraph(f"永发改〔2023〕{' ' * 20_000}第{' ' * 20_000}x") + SECTION),
        "only a table": package("<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>" + SECTION),
        "only a label": package(paragraph("附件") + SECTION),
        "broken styles": repacked(right(), {"word/styles.xml": b"<w:styles"}),
        "broken footer": repacked(right(), {"word/odd.xml": b"\x00"}),
    }


@pytest.mark.parametrize("name", _odd_ones())
def test_odd_files_are_measured_as_far_as_they_go(name: str) -> None:
    """No file of Word's stops the proof; page and paper are told of each."""
    found = proof(_odd_ones()[name])
    assert of(found, "纸张").clause == "5.1"


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, zipfile.ZipFile(io.BytesIO(right())) as model:
        for name in model.namelist():
            content = model.read(name)
            archive.writestr(name, content + b" " * 80_000_000 if name == "word/document.xml" else content)
    return out.getvalue()


def _many(piece: str, count: int) -> bytes:
    """The right paper with a body of one piece many times."""
    head = f"<w:document {NAMESPACES}><w:body>"
    return repacked(right(), {"word/document.xml": f"{head}{piece * count}{SECTION}</w:body></w:document>".encode()})


ENTITIES = b'<!DOCTYPE w [<!ENTITY a "aaaa">]><w:document/>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "不是能读的 Word 文件"),
        (b"plain words", "不是能读的 Word 文件"),
        (right()[:900], "不是能读的 Word 文件"),
        (repacked(right(), {"word/document.xml": b"<w:document"}), "不是能读的 Word 文件"),
        (repacked(right(), {"word/document.xml": ENTITIES}), "不是能读的 Word 文件"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧版"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (_bomb(), "过大"),
        (_many("<w:p/>", 3_000_000), "过大"),
        (_many("<w:p/>", 200_001), "过多"),
        (_many(f"<w:p><w:pPr>{SECTION}</w:pPr></w:p>", 2_001), "过多"),
    ],
    ids=["empty", "text", "cut off", "broken", "entities", "old", "locked", "bomb", "tags", "paragraphs", "sections"],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data: bytes, words: str) -> None:
    """The sentence says what the file is and what to do."""
    with pytest.raises(PipelineError, match=words) as refused:
        proof(data)
    assert "另存为 .docx" in str(refused.value)


def test_a_landscape_annex_does_not_change_what_the_text_is_measured_by() -> None:
    """The last section lies on its side; lines and characters are those of the section with the text."""
    wide = SECTION.replace('w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906" w:orient="landscape"')
    ending = f"<w:p><w:pPr>{SECTION}</w:pPr></w:p>"
    found = proof(right(annex=ending + pieces()["annex"], section=wide))
    assert of(found, "每行字数").measured == "每行 28 个字"
    assert of(found, "每面行数").measured.startswith("每面 22 行")
