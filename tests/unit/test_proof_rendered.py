"""The printed page measured: right papers keep every place, wrong ones are found where only a page can show it."""

import io
import shutil
import zipfile
from dataclasses import replace

import pytest

from pipeline.circular.proof import Measure, Proof, proof, proof_printed
from pipeline.circular.proofing.printed import upright
from pipeline.circular.proofing.substitutes import is_same
from pipeline.circular.typeset import typeset
from pipeline.document import Role
from pipeline.formats import office, pdf
from pipeline.formats.packages import repacked
from pipeline.formats.pdf import Box, Line, Page
from pipeline.settings import Circular
from tests.unit.foreign import BLANK, CENTRED, INDENTED, SECTION, SENTENCE, fonts, paragraph, pieces, right
from tests.unit.papers import ANNEXES, BODY, CIRCULAR, table, text

MISSING = [tool for tool in ("soffice", *pdf.TOOLS) if shutil.which(tool) is None]
needs_pages = pytest.mark.skipif(bool(MISSING), reason=f"没有安装 {'、'.join(MISSING)}，不看版面")


def printed(data: bytes) -> Proof:
    return proof_printed(data, Circular(), office.pdf_of(data, "通报.docx"))


def seen(found: Proof) -> dict[str, Measure]:
    """The measures of the printed page by what was looked at."""
    return {each.item: each for each in found.measures if each.rendered}


def off(found: Proof) -> list[list[str]]:
    """What the printed page shows to be wrong; fonts that are missing here are not the paper's fault."""
    return [
        [each.clause, each.item, each.verdict.value]
        for each in seen(found).values()
        if each.verdict.value != "met" and each.item != "成版字体"
    ]


@pytest.fixture(scope="module")
def ours() -> Proof:
    return printed(typeset(CIRCULAR, Circular()))


@needs_pages
def test_our_paper_keeps_every_place(ours: Proof) -> None:
    """Type area, 22 by 28, head, red line, title, seal, annexes, imprint and page numbers, on the page itself."""
    assert off(ours) == []
    assert {
        "成版纸张", "成版面数", "成版版心外", "成版天头", "成版订口", "成版版心宽", "成版版心高", "成版每面行数",
        "成版每行字数", "成版机关标志上边缘", "成版红色分隔线位置", "成版红色分隔线宽", "成版标题位置",
        "成版首页正文", "成版署名和成文日期", "成版印章位置", "成版附件1另面", "成版附件1标题位置", "成版附件2标题位置",
        "成版版记", "成版版记末条分隔线", "成版页码", "成版页码与版心距离", "成版页码位置",
    } <= seen(ours).keys()  # fmt: skip


@needs_pages
def test_what_was_measured_is_said_in_millimetres(ours: Proof) -> None:
    """The measures carry what a ruler would show."""
    found = seen(ours)
    assert "排满 22 行" in found["成版每面行数"].measured
    assert "28 个字" in found["成版每行字数"].measured
    assert "距纸顶 262.0 mm" in found["成版版记末条分隔线"].measured
    assert "第 3 行" in found["成版附件1标题位置"].measured


@needs_pages
def test_fonts_that_stand_in_are_named_and_marked(ours: Proof) -> None:
    """A font that is not there is named with the one in its place; then every place is marked as taken with it."""
    for asked, found in ours.substitutes.items():
        assert asked in seen(ours)["成版字体"].measured
        assert found in seen(ours)["成版字体"].measured
        assert not is_same(asked, found)
    marked = "字体已替代" in seen(ours)["成版标题位置"].measured
    assert marked == bool(ours.substitutes)
    assert seen(ours)["成版字体"].verdict.value == ("note" if ours.substitutes else "met")


@needs_pages
def test_a_right_paper_by_another_hand_keeps_every_place() -> None:
    """Set by other means, it prints to the standard as well."""
    assert off(printed(right())) == []


@needs_pages
@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"number": paragraph("永发改〔2023〕38号", CENTRED)}, ["7.2.7", "成版红色分隔线", "error"]),
        ({"title_gap": BLANK * 4}, ["7.3.1", "成版标题位置", "error"]),
        ({"mark_gap": BLANK * 2, "mark": paragraph("永川区发展和改革委员会文件", CENTRED,
                                                   fonts("方正小标宋_GBK", 64, "FF0000"))},
         ["7.2.4", "成版机关标志上边缘", "error"]),
        ({"addressee": paragraph(f"{'各镇人民政府、街道办事处，区政府各部门，' * 22}有关单位：")},
         ["7.3.3", "成版首页正文", "error"]),
        ({"first": paragraph("现将推进情况通报如下。" * 3, '<w:ind w:left="-900" w:firstLine="0"/>')},
         ["7.1", "成版版心外", "error"]),
        ({"annex": "<w:p><w:pPr><w:pageBreakBefore/></w:pPr></w:p>" + paragraph("附件", "", fonts("黑体", 32)) + BLANK},
         ["7.3.7", "成版附件另面", "error"]),
        ({"section": SECTION.replace('r:id="odd"', 'r:id="x1"').replace('r:id="even"', 'r:id="x1"')},
         ["7.5", "成版页码", "warning"]),
        ({"annex_text": "<w:p><w:r><w:br w:type='page'/></w:r></w:p><w:p><w:r><w:br w:type='page'/></w:r></w:p>"},
         ["7.5", "成版版记页和前面空白页的页码", "error"]),
        ({"seal_gap": BLANK * 6}, ["7.3.5.1", "成版印章位置", "note"]),
        ({"signature": paragraph("永川区发展和改革委员会",
                                 '<w:pageBreakBefore/><w:ind w:right="472"/><w:jc w:val="right"/>')},
         ["7.3.5.5", "成版署名和成文日期", "warning"]),
        ({"imprint": pieces()["imprint"].replace('w:yAlign="bottom"', 'w:yAlign="center"')},
         ["7.4.1", "成版版记末条分隔线", "error"]),
        ({"annex_text": "<w:p><w:r><w:br w:type='page'/></w:r></w:p><w:p><w:r><w:br w:type='page'/></w:r></w:p>"},
         ["7.5", "成版面数", "note"]),
        ({"body": paragraph(SENTENCE * 9, INDENTED.replace("<w:ind", '<w:ind w:right="500"')),
          "first": ""},
         ["5.2.1", "成版版心宽", "error"]),
    ],
)  # fmt: skip
def test_what_only_a_page_shows_is_found(changed: dict[str, str], expected: list[str]) -> None:
    """Each is in order as far as one part of the file tells, or hard to tell from it; the page shows it."""
    assert expected in off(printed(right(**changed)))


@needs_pages
def test_an_imprint_that_libreoffice_cannot_place_is_no_error() -> None:
    """A floating table is fixed to the lower edge in the file; LibreOffice passes over that, Word does not."""
    row = "<w:tr><w:tc><w:tcPr><w:tcW w:w='8844' w:type='dxa'/></w:tcPr>{}</w:tc></w:tr>"
    edges = "".join(f'<w:{edge} w:val="single" w:sz="8" w:space="0" w:color="auto"/>' for edge in ("top", "bottom"))
    table = (
        "<w:tbl><w:tblPr><w:tblpPr w:vertAnchor='margin' w:horzAnchor='margin' w:tblpYSpec='bottom'/>"
        f"<w:tblW w:w='8844' w:type='dxa'/><w:tblBorders>{edges}</w:tblBorders></w:tblPr>"
        "<w:tblGrid><w:gridCol w:w='8844'/></w:tblGrid>"
        + row.format(paragraph("抄送：区委办公室。"))
        + row.format(paragraph("永川区发展和改革委员会办公室　　2023年6月5日印发"))
        + "</w:tbl>"
    )
    found = off(printed(right(imprint=table + paragraph(""))))
    assert [verdict for _, item, verdict in found if item == "成版版记末条分隔线"] in (["note"], [])


@needs_pages
def test_a_short_paper_is_measured_by_its_pitch() -> None:
    """Without a full page or a full line, pitch and advance say how many would fit."""
    body = (text(Role.BODY, "现将有关情况通报如下请认真抓好落实。"), *BODY[-3:])
    found = seen(printed(typeset(replace(CIRCULAR, body=body, annexes=()), Circular())))
    assert "合 22 行" in found["成版每面行数"].measured
    assert "合 28 个字" in found["成版每行字数"].measured


@pytest.mark.parametrize(
    ("asked", "found", "same"),
    [
        ("仿宋_GB2312", "FangSong_GB2312", True),
        ("仿宋", "FangSong", True),
        ("仿宋", "FangSong_GB2312", False),
        ("黑体", "SimHei", True),
        ("方正小标宋简体", "FZXBSJW--GB1-0", True),
        ("方正小标宋_GBK", "FZXBSK--GBK1-0", True),
        ("仿宋_GB2312", "NotoSansCJKjp-Regular", False),
        ("宋体", "FZXBSJW--GB1-0", False),
        ("Noto Serif CJK SC", "NotoSerifCJKsc-Bold", True),
        ("", "SimSun", False),
    ],
)
def test_a_font_is_known_by_the_name_it_has_in_a_pdf(asked: str, found: str, same: bool) -> None:
    """Chinese fonts carry Latin names inside; another cut of the same family is another font."""
    assert is_same(asked, found) is same


@needs_pages
def test_pages_that_lie_across_keep_every_place() -> None:
    """Type area, label and numbers of a wide annex, with whatever margins; one that is out of place is found."""
    body = (*BODY[:2], *(text(Role.BODY, "民" * 20),) * 14, *BODY[-3:])
    annex = replace(ANNEXES[0], number=None, blocks=(table((("某项目", 8),) * 2),), wide=True)
    data = typeset(replace(CIRCULAR, body=body, annexes=(annex,)), Circular(margin_mode="compensated"))
    assert off(printed(data)) == []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        document = archive.read("word/document.xml").decode()
    moved = document.replace('w:left="1984"', 'w:left="1384"')
    assert moved != document
    found = printed(repacked(data, {"word/document.xml": moved.encode()}))
    assert ["7.1", "成版版心外", "error"] in off(found)


def test_a_page_on_its_side_is_looked_at_as_it_is_bound() -> None:
    """Its head goes to the left: what stood at the outer left edge stands at the foot."""
    page = Page(2, 297, 210, (Line("—2—", Box(26, 30, 30, 46)),))
    assert upright(page) == Page(2, 210, 297, (Line("—2—", Box(30, 267, 46, 271)),))


@pytest.mark.skipif(not office.is_installed(), reason="没有安装 LibreOffice")
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("通报.html", "<meta charset='utf-8'><h1>关于推进情况的通报</h1><p>各责任单位：</p><p>现将情况通报如下。</p>"),
        ("通报.txt", "关于推进情况的通报\n各责任单位：\n现将情况通报如下。\n"),
    ],
)  # fmt: skip
def test_a_file_that_libreoffice_made_is_measured(name: str, words: str) -> None:
    """Its .docx of a web page or a plain text has other styles and margins; that is found, nothing breaks."""
    made = office.converted(words.encode(), name, "docx:MS Word 2007 XML" if name.endswith("html") else "docx")
    assert ["5.2.1", "天头", "error"] in [[each.clause, each.item, each.verdict.value] for each in proof(made)]
