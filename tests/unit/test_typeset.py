"""Setting a document: what stands in the .docx."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.enum.section import WD_SECTION_START
from docx.oxml.ns import qn

from pipeline import gb9704 as gb
from pipeline.circular.addressees import line_count
from pipeline.circular.closing import attachment_indent, closing_indents
from pipeline.circular.head import fitted
from pipeline.circular.markup import hundredths
from pipeline.circular.styles import styles_of
from pipeline.circular.typeset import typeset
from pipeline.document import Document, Head, Imprint, Role
from pipeline.settings import Circular
from tests.unit.layouts import LETTER, MANY, MARKED, SERIES, addressed
from tests.unit.papers import BODY, CIRCULAR, text

FONTS = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")
P_ORDER = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs overflowPunct autoSpaceDE "
    "autoSpaceDN snapToGrid spacing ind jc outlineLvl rPr"
).split()
R_ORDER = "rStyle rFonts color spacing w sz szCs highlight".split()


def parts(data: bytes) -> dict[str, str]:
    """The text of every part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def opened(document: Document = CIRCULAR, **settings: Any) -> Any:
    return docx.Document(io.BytesIO(typeset(document, Circular(**settings))))


def texts(word: Any) -> list[str]:
    return [paragraph.text for paragraph in word.paragraphs]


def named(word: Any, style: str) -> list[Any]:
    """The paragraphs of a style."""
    return [paragraph for paragraph in word.paragraphs if paragraph.style.style_id == style]


def attributes(paragraph: Any, path: str) -> dict[str, str]:
    """The attributes of a property of a paragraph."""
    found = paragraph._p.find("/".join(qn(f"w:{name}") for name in ("pPr", *path.split("/"))))
    return {} if found is None else {key.rpartition("}")[2]: value for key, value in found.attrib.items()}


def faces(word: Any) -> Iterator[Any]:
    """The properties of every run and every paragraph mark, in text, tables and footers."""
    section = word.sections[0]
    for root in (word.element.body, section.footer._element, section.even_page_footer._element):
        yield from (element.find(qn("w:rPr")) for element in root.iter(qn("w:r"), qn("w:pPr")))


def test_the_same_document_gives_the_same_bytes() -> None:
    """Nothing of the clock or of chance is in the file."""
    assert typeset(CIRCULAR, Circular()) == typeset(CIRCULAR, Circular())
    assert typeset(CIRCULAR, Circular(), review=True) == typeset(CIRCULAR, Circular(), review=True)


def test_the_page_is_the_standards() -> None:
    """A4, the type area of 156 by 225 mm, 22 lines of 28 characters."""
    word = opened()
    section = word.sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    body = next(each for each in named(word, "Normal") if each.text)
    assert attributes(body, "spacing") == {"before": "0", "after": "0", "line": "579", "lineRule": "exact"}
    assert gb.TEXT_HEIGHT // gb.LINE_PITCH == 22
    assert gb.TEXT_WIDTH // gb.CHARACTER_PITCH == 28


def test_every_run_names_its_font_for_every_script() -> None:
    """汉字, figures and quotation marks are in the font that the element has; paragraph marks too."""
    for face in faces(opened()):
        names = {face.find(qn("w:rFonts")).get(qn(name)) for name in FONTS}
        assert len(names) == 1
        assert names <= {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"}


def test_no_theme_decides_a_font() -> None:
    """Neither a theme part nor a theme's font is in the package."""
    found = parts(typeset(CIRCULAR, Circular()))
    assert not any("theme/" in name for name in found)
    assert not any("asciiTheme" in content or "eastAsiaTheme" in content for content in found.values())


def test_properties_stand_in_the_order_of_the_schema() -> None:
    """Word refuses what stands in another order."""
    for document in (CIRCULAR, replace(CIRCULAR, head=None)):
        for element in opened(document).element.body.iter(qn("w:pPr"), qn("w:rPr")):
            order = P_ORDER if element.tag == qn("w:pPr") else R_ORDER
            places = [order.index(child.tag.rpartition("}")[2]) for child in element]
            assert places == sorted(places)


def test_the_head_stands_in_its_lines() -> None:
    """Mark, two blank lines, number with the red line, two blank lines, title, one blank line, addressee."""
    assert texts(opened())[:9] == [
        "重庆市永川区发展和改革委员会文件",
        "",
        "",
        "永川发改〔2023〕38号",
        "",
        "",
        "关于2023年5月区级\n重点民生实事推进情况的通报",
        "",
        "各责任单位：",
    ]


def test_the_red_line_is_four_millimetres_below_the_number() -> None:
    """It is as wide as the type area and red."""
    number = named(opened(), "IssueNumber")[-1]
    assert attributes(number, "pBdr/bottom") == {"val": "single", "sz": "12", "space": "11", "color": "FF0000"}
    assert (attributes(number, "ind")["left"], attributes(number, "ind")["right"]) == ("0", "0")


@pytest.mark.parametrize("length", [2, 8, 16, 24, 40])
def test_a_mark_of_any_length_stays_on_one_line(length: int) -> None:
    """It is narrowed, then made smaller, and fills no more than the type area."""
    mark = "重" * length
    face = fitted(styles_of(Circular()).mark, mark).face
    width = hundredths(mark) * face.size * 10 * face.scale // 10_000
    assert gb.TEXT_WIDTH * 0.9 < width <= gb.TEXT_WIDTH or face.size == gb.MARK_SIZE


def test_preprinted_paper_keeps_the_room_and_draws_nothing_red() -> None:
    """The lines below the head stand where they stand on drawn paper."""
    drawn, preprinted = opened(), opened(layout="preprinted")
    assert texts(preprinted)[1:] == texts(drawn)[1:]
    assert texts(preprinted)[0] == ""
    assert "FF0000" not in preprinted.element.body.xml
    mark = attributes(preprinted.paragraphs[0], "spacing")
    assert mark == attributes(drawn.paragraphs[0], "spacing")


def test_a_meeting_paper_has_neither_head_nor_imprint() -> None:
    """It begins with its title."""
    found = texts(opened(layout="meeting"))
    assert found[0].startswith("关于2023年5月")
    assert not any("印发" in line or "〔2023〕38号" in line for line in found)


@pytest.mark.parametrize(
    ("role", "style", "font"),
    [
        (Role.HEADING_1, "Heading1", "黑体"),
        (Role.HEADING_2, "Heading2", "楷体_GB2312"),
        (Role.HEADING_3, "Heading3", "仿宋_GB2312"),
        (Role.HEADING_4, "Heading4", "仿宋_GB2312"),
        (Role.BODY, "Normal", "仿宋_GB2312"),
    ],
)
def test_each_level_has_its_font(role: Role, style: str, font: str) -> None:
    """黑体, 楷体, then 仿宋, all of size 3 and two characters in."""
    word = opened(replace(CIRCULAR, body=(text(role, "某级标题或文字"),)))
    paragraph = next(each for each in named(word, style) if each.text == "某级标题或文字")
    run = paragraph.runs[0]
    assert run._r.find(qn("w:rPr")).find(qn("w:rFonts")).get(qn("w:eastAsia")) == font
    assert run.font.size.pt == 16
    assert attributes(paragraph, "ind")["firstLineChars"] == "200"
    assert attributes(paragraph, "ind")["firstLine"] == "630"


def test_a_heading_that_runs_on_has_its_font_alone() -> None:
    """（一）老旧住宅增设电梯。 is in 楷体, the sentence after it in 仿宋."""
    paragraph = named(opened(), "Heading2")[0]
    fonts = [run._r.find(qn("w:rPr")).find(qn("w:rFonts")).get(qn("w:eastAsia")) for run in paragraph.runs]
    assert fonts == ["楷体_GB2312", "仿宋_GB2312"]
    assert paragraph.runs[0].text == "（一）老旧住宅增设电梯。"


@pytest.mark.parametrize(
    ("line", "left", "hanging"),
    [
        ("附件：永川区重点民生实事推进情况表", 500, 300),
        ("附件：1.永川区重点民生实事推进情况表", 600, 400),
        ("2.进度滞后事项清单", 600, 100),
        ("10.进度滞后事项清单", 650, 150),
    ],
)
def test_attachment_names_align(line: str, left: int, hanging: int) -> None:
    """附件 is two characters in; a name's further lines and the next names stand under the first name."""
    indent = attachment_indent(line)
    assert (indent.left, -indent.first) == (left, hanging)


@pytest.mark.parametrize(
    ("name", "date", "sealed", "expected"),
    [
        ("永川区发改委", "2023年6月5日", True, (400, 400)),
        ("重庆市永川区发展改革委", "2023年6月5日", True, (150, 400)),
        ("重庆市永川区发展和改革委员会", "2023年6月5日", True, (0, 400)),
        ("重庆市永川区发展和改革委员会", "2023年6月5日", False, (200, 800)),
        ("永川区发改委", "2023年6月5日", False, (200, 0)),
        ("区发改委", "2023年12月25日", False, (700, 200)),
        ("区发改委", "2023年6月　日", False, (650, 200)),
    ],
)
def test_issuer_and_date_stand_by_their_lengths(name: str, date: str, sealed: bool, expected: tuple[int, int]) -> None:
    """Sealed: date four characters in, issuer centred over it. Unsealed: by which of the two is longer."""
    issuer, dated = closing_indents(name, date, sealed)
    assert (issuer.right, dated.right) == expected


@pytest.mark.parametrize("name", ["重庆市永川区发展和改革委员会", "永川区发改委", "区发改委"])
def test_an_unsealed_date_starts_two_characters_after_its_issuer(name: str) -> None:
    """Whatever their lengths, the date's first character is two to the right of the issuer's first."""
    date = "2023年12月25日"
    issuer, dated = closing_indents(name, date, sealed=False)
    assert (issuer.right + hundredths(name)) - (dated.right + hundredths(date)) == 200


@pytest.mark.parametrize(("sealed", "blanks"), [(True, 2), (False, 1)])
def test_blank_lines_before_the_issuer(sealed: bool, blanks: int) -> None:
    """A seal needs the room of two lines; without one, a line is blank."""
    found = texts(opened(sealed=sealed))
    place = found.index("重庆市永川区发展和改革委员会")
    assert found[place - blanks - 1 : place] == ["2.进度滞后事项清单", *[""] * blanks]


def test_issuer_and_date_stay_with_the_text() -> None:
    """From the last paragraph of the text to the last line of the closing, each is kept with the next."""
    word = opened()
    start = texts(word).index(BODY[-6].text)
    end = texts(word).index("（此件公开发布）")
    kept = [paragraph.paragraph_format.keep_with_next for paragraph in word.paragraphs[start : end + 1]]
    assert kept == [True] * (end - start) + [None]
    assert word.paragraphs[start - 1].paragraph_format.keep_with_next is None


@pytest.mark.parametrize(("lines", "kept"), [(5, True), (7, True), (9, False), (20, False), (23, True), (30, False)])
def test_a_long_last_paragraph_breaks_where_the_closing_fits_under_its_end(lines: int, kept: bool) -> None:
    """Kept with the closing it would move whole and leave half a page empty; else it is kept, and so are short ones."""
    long = text(Role.BODY, "民" * (28 * lines - 2))
    word = opened(replace(CIRCULAR, body=(BODY[0], long, *BODY[-3:]), annexes=()))
    place = texts(word).index(long.text)
    assert bool(word.paragraphs[place].paragraph_format.keep_with_next) == kept
    assert word.paragraphs[place + 1].paragraph_format.keep_with_next


def test_an_unsealed_date_stays_on_the_page_under_an_issuer_of_two_lines() -> None:
    """It starts two characters right of the issuer's first line, which begins at the left edge."""
    issuer, dated = closing_indents("某" * 40, "2023年6月5日", sealed=False)
    assert (issuer.right, dated.right) == (200, 2800 - 200 - hundredths("2023年6月5日"))


def test_a_bulletins_long_issuer_has_a_line_of_its_own() -> None:
    """Where issuer and date do not fit on one line over the red line; else they share it."""
    for name, lines in (("某" * 19, ["某" * 19, "\t2023年6月5日"]), ("某" * 18, [f"\t{'某' * 18}\t2023年6月5日"])):
        body = tuple(text(Role.SIGNATURE, name) if each.role is Role.SIGNATURE else each for each in BODY)
        word = opened(replace(CIRCULAR, body=body, head=Head("督查通报", "", issue="第5期")), layout="bulletin")
        found = texts(word)
        assert found[found.index("第5期") + 2 :][: len(lines)] == lines


@pytest.mark.parametrize(("characters", "framed"), [(450, True), (700, False)])
def test_copies_that_no_page_holds_go_over_pages(characters: int, framed: bool) -> None:
    """A frame higher than the page would run over its edge; the printer's line is at the foot in any case."""
    imprint = replace(CIRCULAR.imprint or Imprint("", "", ""), copies="镇" * characters)
    word = opened(replace(CIRCULAR, imprint=imprint))
    found = {line[:3]: paragraph for line, paragraph in zip(texts(word), word.paragraphs, strict=True)}
    assert (found["抄送："]._p.pPr.find(qn("w:framePr")) is not None) == framed
    assert found["重庆市"]._p.pPr.find(qn("w:framePr")) is not None


def test_an_annex_starts_a_page_with_its_title_on_the_third_line() -> None:
    """附件1 in 黑体 at the left edge, a blank line, the centred title."""
    word = opened()
    place = texts(word).index("附件1")
    label, blank, title = word.paragraphs[place : place + 3]
    assert attributes(label, "pageBreakBefore") == {}
    assert label.paragraph_format.page_break_before
    assert blank.text == ""
    assert title.text.replace("\n", "") == CIRCULAR.annexes[0].title
    assert attributes(title, "jc") == {"val": "center"}


def test_a_single_annex_has_no_number() -> None:
    """Its label is 附件 alone."""
    word = opened(replace(CIRCULAR, annexes=(replace(CIRCULAR.annexes[0], number=None),)))
    assert [line for line in texts(word) if line.startswith("附件") and "：" not in line] == ["附件"]


def test_the_imprint_is_framed_on_the_edge_of_the_type_area() -> None:
    """Rules of 0.35, 0.25 and 0.35 mm as wide as the type area, in one frame with the lines between them."""
    word = opened()
    framed = [paragraph for paragraph in word.paragraphs if attributes(paragraph, "framePr")]
    frame = {
        "w": "8844",
        "wrap": "notBeside",
        "vAnchor": "margin",
        "hAnchor": "margin",
        "xAlign": "left",
        "yAlign": "bottom",
    }
    assert all(attributes(paragraph, "framePr") == frame for paragraph in framed)
    assert [(paragraph.text[:3], attributes(paragraph, "spacing")["line"]) for paragraph in framed] == [
        ("", "20"),
        ("抄送：", "579"),
        ("", "14"),
        ("重庆市", "579"),
        ("", "20"),
    ]
    assert [attributes(paragraph, "shd").get("fill") for paragraph in framed] == ["000000", None] * 2 + ["000000"]
    assert not attributes(word.paragraphs[-1], "framePr")


def test_the_imprint_ends_its_sentences() -> None:
    """抄送 has its colon and full stop, the date its 印发, whether the office wrote them or not."""
    for copies, printed in (("区委办公室", "2023年6月5日"), ("抄送：区委办公室。", "2023年6月5日印发")):
        found = texts(opened(replace(CIRCULAR, imprint=Imprint(copies, "区发展改革委办公室", printed))))
        assert found[-5:-1] == ["抄送：区委办公室。", "", "区发展改革委办公室\t2023年6月5日印发", ""]


def test_an_imprint_without_copies_has_two_rules() -> None:
    """No thin rule stands alone."""
    word = opened(replace(CIRCULAR, imprint=Imprint("", "区发展改革委办公室", "2023年6月5日")))
    assert len([paragraph for paragraph in word.paragraphs if attributes(paragraph, "framePr")]) == 3


def test_page_numbers_stand_outside() -> None:
    """Right on odd pages, left on even ones, one character in, as a complete field between dashes."""
    word = opened()
    assert word.settings.odd_and_even_pages_header_footer
    section = word.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        assert paragraph.text == "— 1 —"
        assert attributes(paragraph, "jc") == {"val": side}
        assert attributes(paragraph, "ind")[side] == "280"
        kinds = [each.get(qn("w:fldCharType")) for each in paragraph._p.iter(qn("w:fldChar"))]
        assert kinds == ["begin", "separate", "end"]


def test_the_file_tells_nothing_of_its_making() -> None:
    """Title and author are the office's, the date is fixed, no comments part is in the final copy."""
    word = opened()
    core = word.core_properties
    assert (core.title, core.author, core.comments) == (CIRCULAR.title, CIRCULAR.author, "")
    assert core.created == core.modified
    found = parts(typeset(CIRCULAR, Circular()))
    assert not any("comment" in name or "python" in content for name, content in found.items())
    assert "commentReference" not in found["word/document.xml"]


def test_a_stray_control_character_does_not_stop_the_month() -> None:
    """It is left out; everything around it is printed."""
    word = opened(replace(CIRCULAR, body=(text(Role.BODY, "甲\x00乙\x0b丙<丁>&戊"),)))
    assert "甲乙丙<丁>&戊" in texts(word)


def test_the_fonts_are_the_offices() -> None:
    """Names from the settings, whatever they are."""
    word = opened(body_font="方正仿宋_GBK")
    assert "仿宋_GB2312" not in word.element.body.xml


def test_a_paper_without_number_or_annexes_is_set() -> None:
    """What a document lacks leaves no trace."""
    bare = Document("关于推进情况的通报", None, (text(Role.BODY, "一切正常。"),))
    assert texts(opened(bare)) == ["关于推进情况的通报", "", "一切正常。"]
    numbered = replace(bare, head=Head("某委文件", "某发〔2023〕　号"))
    assert "某发〔2023〕　号" in texts(opened(numbered))


def test_serial_number_and_urgency_stand_over_the_mark() -> None:
    """A line each, flush left; what they take is taken off the room above the mark."""
    word, plain = opened(MARKED), opened()
    assert texts(word)[:3] == ["000001", "特急", "重庆市永川区发展和改革委员会文件"]
    assert texts(word)[3:] == texts(plain)[1:]
    mark, alone = (attributes(named(each, "Mark")[0], "spacing")["before"] for each in (word, plain))
    assert int(alone) - int(mark) == 2 * gb.LINE_PITCH


def test_a_letter_bears_the_name_alone() -> None:
    """Without 文件; number right and serial number left on one line; no imprint but 抄送."""
    found = texts(opened(LETTER, layout="letter"))
    assert found[0] == "重庆市永川区发展和改革委员会"
    assert found[7:9] == ["000001\t永川发改函〔2023〕38号", "特急"]
    assert found[-2].startswith("抄送：")
    assert not any("印发" in line for line in found)


def test_a_letter_without_copies_has_no_imprint() -> None:
    """Nothing stands at its foot, and no empty frame."""
    bare = replace(LETTER, imprint=Imprint("", "区发展改革委办公室", "2023年6月5日"), annexes=())
    assert texts(opened(bare, layout="letter"))[-1] == "（此件公开发布）"


def test_a_bulletins_issuer_and_date_stand_in_its_head() -> None:
    """Over the red line, and not again under the text; an issue without a number is left open."""
    found = texts(opened(SERIES, layout="bulletin"))
    assert found[:5] == ["督查通报", "", "第5期", "", "\t重庆市永川区发展和改革委员会\t2023年6月5日"]
    assert not any(line in ("重庆市永川区发展和改革委员会", "2023年6月5日") for line in found)
    unnumbered = texts(opened(replace(SERIES, head=Head("督查通报", "")), layout="bulletin"))
    assert unnumbered[2] == "第　期"


def test_long_addressees_move_to_the_imprint() -> None:
    """主送 stands over 抄送; short ones, and those of a paper without an imprint, stay."""
    moved = texts(opened(MANY))
    sent = next(place for place, line in enumerate(moved) if line.startswith("主送：各镇"))
    assert moved[sent].endswith("有关单位。")
    assert moved[sent + 1].startswith("抄送：")
    assert moved[8].startswith("按照")
    for word in (opened(addressed("有关单位")), opened(MANY, layout="meeting"), opened(replace(MANY, imprint=None))):
        assert not any(line.startswith("主送：") for line in texts(word))


@pytest.mark.parametrize(
    ("words", "lines"),
    [("镇" * 28, 1), ("镇" * 29, 2), ("镇" * 28 + "：", 2), ("镇" * 27 + "（镇", 2), ("a" * 56, 1), ("a" * 57, 2)],
)
def test_lines_are_counted_from_characters(words: str, lines: int) -> None:
    """28 汉字 a line, half-width ones count half; a closing mark takes the character before it along."""
    assert line_count(words) == lines


def test_an_imprint_of_its_own_section_starts_an_even_page() -> None:
    """The text's section ends before it; its own footers are empty."""
    word = opened(imprint_even_page=True)
    first, last = word.sections
    assert last.start_type == WD_SECTION_START.EVEN_PAGE
    assert [last.footer.paragraphs[0].text, last.even_page_footer.paragraphs[0].text] == ["", ""]
    assert first.footer.paragraphs[0].text == "— 1 —"
    assert len(opened(imprint_even_page=True, layout="meeting").sections) == 1


def test_page_numbers_in_the_middle_or_none() -> None:
    """As the office has set."""
    for setting, align, words in (("centre", "center", "— 1 —"), ("none", "right", "")):
        section = opened(page_number=setting).sections[0]
        for footer in (section.footer, section.even_page_footer):
            assert footer.paragraphs[0].text == words
            assert words == "" or attributes(footer.paragraphs[0], "jc") == {"val": align}
