"""The proof: what it finds in our own papers, in broken ones, and in those of others."""

import io
import json
import zipfile
from collections import Counter
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from pipeline.circular.proof import Measure, Verdict, proof, proof_json
from pipeline.circular.proofing.elements import level, recognised
from pipeline.circular.proofing.paper import SetParagraph
from pipeline.circular.proofing.readback import read_back
from pipeline.circular.typeset import typeset
from pipeline.document import Head, Role
from pipeline.findings import PipelineError
from pipeline.formats.packages import repacked
from pipeline.gb9704 import Strength
from pipeline.settings import Circular
from tests.unit.papers import BODY, CIRCULAR, text

OURS = typeset(CIRCULAR, Circular())


def broken(old: str, new: str) -> bytes:
    """Our paper with one thing in its text changed."""
    with zipfile.ZipFile(io.BytesIO(OURS)) as archive:
        content = archive.read("word/document.xml").decode()
    assert old in content
    return repacked(OURS, {"word/document.xml": content.replace(old, new).encode()})


def told(measures: tuple[Measure, ...]) -> list[list[str]]:
    """What is not as it should be: clause, item, verdict."""
    return [[each.clause, each.item, each.verdict.value] for each in measures if each.verdict is not Verdict.MET]


def text_of(paragraph: SetParagraph | None) -> str:
    return paragraph.text if paragraph else ""


def of(measures: tuple[Measure, ...], item: str) -> Measure:
    return next(each for each in measures if each.item == item)


@pytest.mark.parametrize("layout", ["redhead", "preprinted", "meeting"])
@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.parametrize("review", [True, False])
def test_our_papers_are_to_the_standard(layout: str, sealed: bool, review: bool) -> None:
    """Whatever the layout, not one measure is off; a review copy's comments are told."""
    measures = proof(typeset(CIRCULAR, Circular(layout=layout, sealed=sealed), review=review))
    assert told(measures) == ([["7.1", "修订和批注", "note"]] if review else [])
    assert len(measures) > 60


def test_the_head_and_the_imprint_are_measured() -> None:
    """A red head's measures are among them, and those of the imprint and the page numbers."""
    clauses = Counter(each.clause for each in proof(OURS))
    assert {"5.1", "5.2.1", "7.2.4", "7.2.5", "7.2.7", "7.3.1", "7.3.7", "7.4.1", "7.4.3", "7.5", "8"} <= clauses.keys()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('w:w="11906" w:h="16838"', 'w:w="11906" w:h="16700"', [["5.1", "纸张", "error"], ["5.2.1", "版心高", "error"],
         ["5.2.3", "每面行数", "warning"]]),
        ('w:top="2098"', 'w:top="1440"', [["5.2.1", "天头", "error"], ["5.2.1", "版心高", "error"],
         ["5.2.3", "每面行数", "warning"]]),
        ('w:left="1588"', 'w:left="1530"', [["5.2.1", "订口", "error"]]),
        ('<w:t>15件民生', '<w:t>15件｛｛民生', [["7.3.3", "模板标记", "note"]]),
        ("〔2023〕38号", "[2023]038号", [["7.2.5", "发文字号", "error"]]),
        ("〔2023〕38号", "〔2023〕第38号", [["7.2.5", "发文字号", "error"]]),
        ('w:space="11" w:color="FF0000"', 'w:space="1" w:color="FF0000"', [["7.2.7", "红色分隔线位置", "error"]]),
        ('w:space="11" w:color="FF0000"', 'w:space="11" w:color="000000"', [["7.2.7", "红色分隔线颜色", "error"]]),
        ("各责任单位：</w:t>", "各责任单位:</w:t>", [["7.3.2", "主送机关末尾", "error"]]),
        ("2.进度滞后事项清单</w:t>", "2.进度滞后事项清单。</w:t>",
         [["7.3.4", "附件名称末尾", "error"], ["7.3.7", "附件名称", "error"]]),
        ("<w:t>2023年6月5日</w:t>", "<w:t>2023年06月05日</w:t>",
         [["7.3.5.4", "成文日期", "error"]]),
        ("<w:t>2023年6月5日</w:t>", "<w:t>二〇二三年六月五日</w:t>",
         [["7.3.5.4", "成文日期", "error"], ["7.3.5.1", "署名和成文日期排布", "warning"]]),
        ("<w:t>附件2</w:t>", "<w:t>附件2：</w:t>", [["7.3.7", "附件2：序号", "error"]]),
        ("<w:pageBreakBefore/>", "", [["7.3.7", "附件1另面", "error"], ["7.3.7", "附件2另面", "error"]]),
        ('w:yAlign="bottom"', 'w:yAlign="top"', [["7.4.1", "版记位置", "error"]]),
        ('w:line="14"', 'w:line="60"', [["7.4.1", "中间分隔线粗", "warning"]]),
        ("日印发</w:t>", "日 印发完毕</w:t>", [["7.4.3", "印发机关和印发日期", "warning"]]),
        ('<w:gridCol w:w="520"/>', '<w:gridCol w:w="920"/>', [["8", "表格宽", "note"]]),
        ("<w:tblHeader/>", "", [["8", "表格表头", "note"]]),
        ("<w:t>二、进展", "<w:t>（二）进展", [["7.3.3", "二级标题字体", "warning"]]),
    ],
)  # fmt: skip
def test_each_thing_that_is_broken_is_found(old: str, new: str, expected: list[list[str]]) -> None:
    """One change, and exactly its measures are off; only what is laid down is an error."""
    assert told(proof(broken(old, new))) == expected


@pytest.mark.parametrize(
    ("style", "old", "new", "expected"),
    [
        ("Title", '<w:jc w:val="center"/>', '<w:jc w:val="left"/>', ["7.3.1", "标题排布", "error"]),
        ("Title", 'w:eastAsia="方正小标宋简体"', 'w:eastAsia="黑体"', ["7.3.1", "标题字体", "warning"]),
        ("Title", '<w:sz w:val="44"/>', '<w:sz w:val="36"/>', ["7.3.1", "标题字号", "warning"]),
        ("Heading1", 'w:eastAsia="黑体"', 'w:eastAsia="宋体"', ["7.3.3", "一级标题字体", "warning"]),
        ("Mark", 'w:val="FF0000"', 'w:val="0000FF"', ["7.2.4", "发文机关标志颜色", "warning"]),
        ("IssueNumber", '<w:jc w:val="center"/>', '<w:jc w:val="left"/>', ["7.2.5", "发文字号排布", "error"]),
        ("Addressee", 'w:firstLineChars="0" w:firstLine="0"', 'w:firstLine="630"', ["7.3.2", "主送机关排布", "error"]),
        ("IssueDate", 'w:right="1260"', 'w:right="0"', ["7.3.5.1", "署名和成文日期排布", "warning"]),
        (
            "IssueNote",
            'w:firstLineChars="200" w:firstLine="630"',
            'w:firstLineChars="0" w:firstLine="0"',
            ["7.3.6", "附注排布", "error"],
        ),
        ("AnnexLabel", 'w:eastAsia="黑体"', 'w:eastAsia="仿宋_GB2312"', ["7.3.7", "附件1字体", "error"]),
        ("AnnexTitle", '<w:jc w:val="center"/>', '<w:jc w:val="both"/>', ["7.3.7", "附件1标题排布", "error"]),
        ("Attachments", 'w:left="1890"', 'w:left="630"', ["7.3.4", "附件名称回行", "error"]),
        ("Copies", '<w:sz w:val="28"/>', '<w:sz w:val="32"/>', ["7.4.2", "版记字号", "warning"]),
    ],
)
def test_each_element_is_found_by_what_it_is(style: str, old: str, new: str, expected: list[str]) -> None:
    """The paragraphs of one style are set wrongly: the measure of that element is off."""
    with zipfile.ZipFile(io.BytesIO(OURS)) as archive:
        pieces = archive.read("word/document.xml").decode().split("<w:p>")
    changed = [
        piece.replace(old, new).replace('w:rightChars="400" ', "") if f'"{style}"' in piece else piece
        for piece in pieces
    ]
    assert changed != pieces
    assert expected in told(proof(repacked(OURS, {"word/document.xml": "<w:p>".join(changed).encode()})))


@pytest.mark.parametrize(
    ("part", "old", "new", "expected"),
    [
        ("word/footer1.xml", '<w:jc w:val="right"/>', '<w:jc w:val="center"/>', ["7.5", "单页码位置", "error"]),
        ("word/footer2.xml", 'w:left="280"', 'w:left="0"', ["7.5", "双页码位置", "error"]),
        ("word/footer1.xml", "— ", "- ", ["7.5", "单页码形式", "warning"]),
        ("word/footer1.xml", "宋体", "Times New Roman", ["7.5", "单页码字体", "warning"]),
        ("word/footer1.xml", "PAGE", "DATE", []),
        ("word/settings.xml", "<w:evenAndOddHeaders/>", "", ["7.5", "单双页页码", "error"]),
        ("word/document.xml", 'w:footer="1429"', 'w:footer="397"', ["7.5", "页码与版心距离", "error"]),
    ],
)
def test_page_numbers_are_measured(part: str, old: str, new: str, expected: list[str]) -> None:
    """Side, indent, dashes, font, distance; a footer without a number is not taken for one."""
    with zipfile.ZipFile(io.BytesIO(OURS)) as archive:
        content = archive.read(part).decode()
    content = content.replace('w:leftChars="100" ', "").replace(old, new)
    found = proof(repacked(OURS, {part: content.encode()}))
    if expected:
        assert told(found) == [expected]
    else:
        assert "单页码位置" not in [each.item for each in found]


def test_blank_lines_are_counted() -> None:
    """A paper whose blank lines were taken out breaks the rules that count them."""
    word: Any = docx.Document(io.BytesIO(OURS))
    for paragraph in word.paragraphs:
        if not paragraph.text and paragraph.style.style_id in ("Normal", "IssueNumber"):
            paragraph._p.getparent().remove(paragraph._p)
    out = io.BytesIO()
    word.save(out)
    assert [item for _, item, verdict in told(proof(out.getvalue())) if verdict == "error"] == [
        "发文字号位置",
        "标题位置",
        "主送机关位置",
        "附件说明位置",
        "附件1标题位置",
        "附件2标题位置",
    ]


def test_levels_that_are_skipped_are_a_warning() -> None:
    """The standard allows four levels in order; 一、 then 1. leaves one out."""
    body = (text(Role.HEADING_1, "一、总体情况"), text(Role.HEADING_3, "1.分项情况"), *BODY[-2:])
    found = proof(typeset(replace(CIRCULAR, body=body, annexes=()), Circular()))
    assert ["7.3.3", "层次序数", "warning"] in told(found)
    assert of(found, "层次序数").measured == "“1.分项情况”越级"


def test_a_long_title_in_one_line_is_told() -> None:
    """Word would leave one character on the last line."""
    title = "重" * 21
    found = proof(broken("关于2023年5月区级</w:t><w:br/><w:t>重点民生实事推进情况的通报", title))
    assert of(found, "标题末行").verdict is Verdict.ERROR
    assert of(found, "标题末行").measured == "1 字"


def test_names_of_attachments_are_compared_with_the_annexes() -> None:
    """One word of difference is told with both names."""
    found = proof(broken("<w:t>进度滞后事项清单</w:t>", "<w:t>滞后事项清单</w:t>"))
    assert of(found, "附件名称").measured == "“进度滞后事项清单”与 “滞后事项清单”不同"


def test_colours_other_than_black_are_told() -> None:
    """A red word in the text is an error; the red mark is not."""
    found = proof(_coloured())
    assert told(found) == [["5.2.4", "文字颜色", "error"]]
    assert "C00000" in of(found, "文字颜色").measured


def _coloured() -> bytes:
    word = docx.Document(io.BytesIO(OURS))
    word.paragraphs[9].runs[0].font.color.rgb = RGBColor(0xC0, 0, 0)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def test_a_paper_made_by_hand_is_understood() -> None:
    """Other styles, 28 pt lines, typed spaces, centred page number: each element is recognised and measured."""
    measures = proof(_by_hand())
    errors = [[each.clause, each.item] for each in measures if each.is_error]
    assert errors == [["7.2.5", "发文字号"], ["7.2.7", "红色分隔线"], ["7.3.1", "标题位置"], ["7.5", "单页码位置"]]
    assert of(measures, "每面行数").measured == "每面 22 行（行距 28 磅）"
    assert of(measures, "每行字数").measured == "每行 27 个字"
    assert of(measures, "自然段缩进").verdict is Verdict.MET
    assert of(measures, "署名和成文日期排布").verdict is Verdict.MET


def _by_hand() -> bytes:
    """A paper as an office types it in Word, with spaces for indents."""
    word: Any = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(37),
        Mm(35),
        Mm(28),
        Mm(26),
    )
    for line, font, size, centred in (
        ("永川区发展改革委文件", "方正小标宋_GBK", 42, True),
        ("", "仿宋", 16, False),
        ("", "仿宋", 16, False),
        ("永川发改[2023]38号", "仿宋", 16, True),
        ("", "仿宋", 16, False),
        ("关于五月推进情况的通报", "方正小标宋_GBK", 22, True),
        ("", "仿宋", 16, False),
        ("各责任单位：", "仿宋", 16, False),
        ("　　现将推进情况通报如下。", "仿宋", 16, False),
        ("　　一、总体情况", "黑体", 16, False),
        ("　　进展总体顺利。", "仿宋", 16, False),
        ("", "仿宋", 16, False),
        ("", "仿宋", 16, False),
        (f"{'　' * 17}永川区发展改革委", "仿宋", 16, False),
        (f"{'　' * 18}2023年6月5日", "仿宋", 16, False),
    ):
        paragraph = word.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(28)
        paragraph.paragraph_format.space_after = Pt(0)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(line)
        run.font.size = Pt(size)
        run.font.name = font
        run._r.rPr.rFonts.set(qn("w:eastAsia"), font)
        if size == 42:
            run.font.color.rgb = RGBColor(0xFF, 0, 0)
            paragraph.paragraph_format.space_before = Mm(35)
            paragraph.paragraph_format.line_spacing = Pt(42)
    _page_field(section.footer.paragraphs[0])
    section.footer_distance = Mm(24)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _page_field(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run("— ")
    field = run._r.makeelement(qn("w:instrText"), {})
    field.text = " PAGE "
    run._r.append(field)
    paragraph.add_run("1 —")


def test_an_empty_paper_is_measured_as_far_as_it_goes() -> None:
    """Word's own empty document: Letter paper and its margins are told, nothing is invented."""
    out = io.BytesIO()
    docx.Document().save(out)
    measures = proof(out.getvalue())
    assert ["5.1", "纸张", "error"] in told(measures)
    assert [each.item for each in measures if each.clause.startswith("7.2")] == []


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04broken", OURS[: len(OURS) // 2]])
def test_what_is_no_docx_is_refused(data: bytes) -> None:
    """One sentence says what to do."""
    with pytest.raises(PipelineError, match=r"另存为 \.docx"):
        proof(data)


def test_a_workbook_is_refused() -> None:
    """A zip package of another kind is no Word file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(PipelineError):
        proof(out.getvalue())


def test_the_offices_own_font_is_right() -> None:
    """A body font of another name is a warning, unless the settings name it."""
    own = Circular(body_font="FZFS")
    data = typeset(CIRCULAR, own)
    assert [item for _, item, _ in told(proof(data))] == ["正文字体", "版记字体"]
    assert told(proof(data, own)) == []


def test_a_theme_that_wins_over_a_name_is_told() -> None:
    """Word takes the theme's font where a run names both."""
    found = told(
        proof(broken('w:eastAsia="仿宋_GB2312" w:cs', 'w:eastAsiaTheme="minorEastAsia" w:eastAsia="仿宋_GB2312" w:cs'))
    )
    assert ["5.2.2", "中文字体", "note"] in found


def test_the_proof_as_data() -> None:
    """版式核验.json: plain values, the verdicts counted, Chinese kept."""
    plain = proof_json(proof(OURS))
    assert plain["summary"]["error"] == plain["summary"]["warning"] == plain["summary"]["note"] == 0
    assert plain["summary"]["met"] == len(plain["measures"])
    assert plain["measures"][0] == {
        "clause": "5.1",
        "strength": "规定",
        "item": "纸张",
        "expected": "A4，210 mm×297 mm",
        "measured": "210.0 mm×297.0 mm",
        "verdict": "met",
        "rendered": False,
    }
    assert json.loads(json.dumps(plain, ensure_ascii=False)) == plain


def test_only_what_is_laid_down_can_be_an_error() -> None:
    """Verdicts follow the strength of the clause."""
    for each in (*proof(_by_hand()), *proof(broken('w:sz w:val="32"', 'w:sz w:val="28"'))):
        if each.verdict is not Verdict.MET:
            wanted = {Strength.RULE: Verdict.ERROR, Strength.PRACTICE: Verdict.NOTE}.get(each.strength, Verdict.WARNING)
            assert each.verdict is wanted


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("一、总体情况", 1),
        ("（一）老旧住宅增设电梯。全年目标60台，累计完成33台，完成率55.0%，超过序时进度25.0个百分点，位居前列。", 2),
        ("1.分项情况", 3),
        ("（1）某项", 4),
        ("1.5公里的道路已经完工", 0),
        ("15件民生实事共分解为20项目标任务", 0),
        ("1.某项的说明写得很长很长，一直写到超过四十个字，所以它不是标题而是列举的一条，正文就该用仿宋体。", 0),
    ],
)
def test_headings_are_told_by_their_ordinals(line: str, expected: int) -> None:
    """1.5公里 is a figure; a long item of a list is no heading."""
    assert level(line) == expected


def test_every_element_of_our_paper_is_recognised() -> None:
    """By its words and place alone: no style's name is asked."""
    elements = recognised(read_back(broken('<w:pStyle w:val="Title"/>', "")))
    assert text_of(elements.mark) == "重庆市永川区发展和改革委员会文件"
    assert text_of(elements.number) == "永川发改〔2023〕38号"
    assert [each.text for each in elements.title] == ["关于2023年5月区级\n重点民生实事推进情况的通报"]
    assert text_of(elements.addressee) == "各责任单位："
    assert [level for level, _ in elements.headings] == [1, 1, 2, 2, 1, *[2] * 6]
    assert len(elements.attachments) == 2
    assert text_of(elements.signature) == "重庆市永川区发展和改革委员会"
    assert text_of(elements.date) == "2023年6月5日"
    assert text_of(elements.note) == "（此件公开发布）"
    assert [annex.name for annex in elements.annexes] == [annex.title for annex in CIRCULAR.annexes]
    assert [each.text[:2] for each in elements.imprint] == ["抄送", "重庆"]


def test_an_open_number_and_date_pass() -> None:
    """A number and a day that are still to be filled in are left blank, not wrong."""
    body = (*BODY[:-2], text(Role.DATE, "2023年6月　日"))
    opened = replace(
        CIRCULAR, head=Head(CIRCULAR.head.mark if CIRCULAR.head else "", "永川发改〔2023〕　号"), body=body
    )
    assert told(proof(typeset(opened, Circular()))) == []
