"""A person's changes to an issued circular: told passage by passage, and taken over where no figure is touched."""

import copy
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.text.paragraph import Paragraph as WordParagraph

from pipeline.circular.edits import Edit, examined
from pipeline.circular.edits.following import followed
from pipeline.circular.edits.matching import matched
from pipeline.circular.edits.taking import merged
from pipeline.circular.edits.telling import MOST_TOLD, RULES, told
from pipeline.circular.passages import Passage, printed
from pipeline.circular.typeset import typeset
from pipeline.document import Bar, Chart, Document, Evidence, Paragraph, Role, Span
from pipeline.settings import Circular
from tests.unit.papers import ANNEXES, BODY, CIRCULAR, LIFTS_DONE, cell, text

FILE = "通报.docx"
LAYOUTS = ("redhead", "preprinted", "letter", "bulletin", "meeting")

Change = Callable[[Any], None]


def saved(change: Change = lambda word: None, document: Document = CIRCULAR) -> bytes:
    """The circular as the program writes it, opened, changed and saved by another program."""
    word = docx.Document(io.BytesIO(typeset(document, Circular())))
    change(word)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def of(word: Any, start: str) -> Any:
    """The paragraph that begins with these words."""
    return next(each for each in word.paragraphs if each.text.startswith(start))


def says(start: str, words: str) -> Change:
    """Rewrites one paragraph, as a person does: in the first run, without the others."""

    def change(word: Any) -> None:
        first, *others = of(word, start).runs
        first.text = words
        for each in others:
            each.text = ""

    return change


def gone(start: str) -> Change:
    def change(word: Any) -> None:
        element = of(word, start)._p
        element.getparent().remove(element)

    return change


def after(start: str, words: str) -> Change:
    """Adds a paragraph behind another, in its looks."""

    def change(word: Any) -> None:
        element = of(word, start)._p
        element.addnext(copy.deepcopy(element))
        added = element.getnext()
        runs = WordParagraph(added, word).runs
        runs[0].text = words
        for each in runs[1:]:
            each.text = ""

    return change


def all_of(*changes: Change) -> Change:
    def change(word: Any) -> None:
        for each in changes:
            each(word)

    return change


def edit(change: Change, now: Document = CIRCULAR, former: Document | None = CIRCULAR, *, take: bool = True) -> Edit:
    known = None if former is None else printed(former)
    return examined(FILE, lambda: saved(change, former or now), known, now, take=take)


def codes(found: Edit) -> list[str]:
    return [each.code for each in told([found], found)]


def kinds(found: Edit) -> list[list[str]]:
    return [[each.kind, each.hindrance] for each in found.differences]


def body(document: Document) -> list[str]:
    return [each.text for each in document.body]


def with_body(place: int, paragraph: Paragraph) -> Document:
    """The circular of a later run, in which one paragraph is another."""
    return replace(CIRCULAR, body=(*CIRCULAR.body[:place], paragraph, *CIRCULAR.body[place + 1 :]))


LEAD = "（一）加快推进。"
NEW = "各责任单位要逐项明确责任人，抓紧推进，确保完成。"


# --- what is the same -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_nobody_changed_has_no_differences(layout: str) -> None:
    """Head and imprint are the layout's in each of them, and no passage of the document is missed."""
    data = typeset(CIRCULAR, Circular(layout=layout))
    found = examined(FILE, lambda: data, printed(CIRCULAR), CIRCULAR, take=True)
    assert (found.differences, found.fault, found.unseen) == ((), "", ())


@pytest.mark.parametrize("chart", ["native", "picture"])
def test_a_chart_is_no_passage(chart: str) -> None:
    """Its bars are the data's, even where they are drawn as a table."""
    bars = (Bar("电梯", Decimal(55), Decimal(30)), Bar("口袋公园", None, Decimal(30), "未报送"))
    annex = replace(ANNEXES[1], blocks=(Chart("进度图", bars), *ANNEXES[1].blocks))
    document = replace(CIRCULAR, annexes=(ANNEXES[0], annex))
    data = typeset(document, Circular(chart=chart))
    assert examined(FILE, lambda: data, printed(document), document, take=True).differences == ()


def test_looks_and_spaces_are_no_change() -> None:
    """Another font, a line break in the title and spaces around the words say nothing."""

    def change(word: Any) -> None:
        of(word, "关于2023年5月").runs[0].text = "关于2023年5月区级重点民生\n实事推进情况的通报"
        first = of(word, "一、总体情况").runs[0]
        first.text, first.font.bold = "一、 总体情况 ", True

    assert edit(change).differences == ()


# --- what a person changed --------------------------------------------------------------------------------------------


def test_a_sentence_without_figures_is_taken_over_in_our_layout() -> None:
    """The words are the person's; ordinal, role and lead are set by the program."""
    found = edit(says(LEAD, f"{LEAD}{NEW}"))
    document = merged(CIRCULAR, found)
    paragraph = next(each for each in document.body if each.lead == LEAD)
    assert (kinds(found), codes(found)) == ([["改动", ""]], ["L111"])
    assert (paragraph.role, paragraph.text) == (Role.HEADING_2, LEAD + NEW)
    assert [each for each in body(document) if not each.startswith(LEAD)] == [
        each for each in body(CIRCULAR) if not each.startswith(LEAD)
    ]


def test_without_the_option_it_is_told_and_left() -> None:
    """The document is the program's; the finding says how to keep the words."""
    found = edit(says(LEAD, LEAD + NEW), take=False)
    made = followed(CIRCULAR, [FILE], lambda _: saved(says(LEAD, LEAD + NEW)), _report(CIRCULAR), take=False)
    assert codes(found) == ["L110"]
    assert made.document.body == CIRCULAR.body
    assert "--keep-edits" in made.findings[0].suggestion
    assert "“（一）加快推进。各责任单位要倒排…”" in made.findings[0].message


def test_a_sentence_with_figures_of_the_data_stays_the_programs() -> None:
    """It is listed with what the person wrote, to be made where the figures come from."""
    found = edit(says("（一）老旧住宅", "（一）老旧住宅增设电梯。进展顺利。"))
    assert (kinds(found), codes(found)) == ([["改动", "这一段里有数据"]], ["L112"])
    assert merged(CIRCULAR, found).body == CIRCULAR.body
    (finding,) = told([found], found)
    assert finding.where.raw == "（一）老旧住宅增设电梯。进展顺利。"


@pytest.mark.parametrize(
    ("words", "hindrance"),
    [
        ("各单位要加快推进，确保完成。", ""),
        ("各单位要在12月底前完成。", "多出了数字“12”"),
        ("各单位要在十二个月内完成。", "多出了数字“十二个月”"),
        ("完成率要达到百分之百。", "多出了数字“百分之百”"),
        ("至少完成三成。", "多出了数字“三成”"),
        ("完成率达到９０％。", "多出了数字“９０”"),
        ("一是压实责任，二是形成一个合力。", ""),
    ],
)
def test_no_new_figure_comes_in(words: str, hindrance: str) -> None:
    """Digits, 汉字 numerals with a measure and shares in words; ordinals and 一个 are no figures."""
    assert kinds(edit(says(LEAD, LEAD + words))) == [["改动", hindrance]]
    assert kinds(edit(after("（六）确保实效", f"（七）{words}"))) == [["增加", hindrance]]


def test_a_figure_that_the_program_printed_there_may_stay_but_not_move() -> None:
    """A date in a sentence without data: kept in its order it is no new figure, changed about it is."""
    dated = with_body(8, text(Role.HEADING_2, "6月19日前将措施报区发展改革委。", lead=LEAD))
    kept = edit(says(LEAD, LEAD + "6月19日前务必将措施报来。"), dated, dated)
    turned = edit(says(LEAD, LEAD + "19月6日前务必将措施报来。"), dated, dated)
    assert kinds(kept) == [["改动", ""]]
    assert kinds(turned) == [["改动", "多出了数字“6”"]]


def test_an_added_paragraph_comes_in_at_its_place_and_is_counted() -> None:
    """What follows is counted anew."""
    found = edit(after("（二）规范报送", "（三）加强调度。各责任单位要按月调度。"))
    document = merged(CIRCULAR, found)
    leads = [each.lead for each in document.body if each.lead][3:6]
    assert (codes(found), leads) == (["L111"], ["（二）规范报送。", "（三）加强调度。", "（四）保障要素。"])
    assert "（三）加强调度。各责任单位要按月调度。" in body(document)


def test_a_paragraph_without_figures_stays_deleted() -> None:
    """The ordinals close up; one with figures comes back and is told."""
    document = merged(CIRCULAR, found := edit(gone("（二）规范报送")))
    assert (codes(found), any("规范报送" in each for each in body(document))) == (["L111"], False)
    assert any(each.startswith("（二）保障要素") for each in body(document))
    kept = edit(gone("（二）无障碍改造"))
    assert (codes(kept), merged(CIRCULAR, kept).body) == (["L112"], CIRCULAR.body)


def test_a_heading_goes_only_with_its_section() -> None:
    """Else the paragraphs below it would pass to the section before."""
    alone = edit(gone("二、进展较快的事项"))
    assert kinds(alone) == [["删去", "下面还有没删的段落"]]
    items = ("（一）加快", "（二）规范", "（三）保障", "（四）跟踪", "（五）通报", "（六）确保")
    whole = edit(all_of(gone("三、下一步"), *map(gone, items)))
    assert {each.hindrance for each in whole.differences} == {""}
    assert not any("下一步" in each for each in body(merged(CIRCULAR, whole)))


def test_the_rest_of_a_split_paragraph_is_not_printed_twice() -> None:
    """A sentence with figures is cut in two: it stays whole, and its second half does not come in beside it."""
    second = "超过序时进度25.0个百分点（责任单位：区规划自然资源局）。"
    words = text(Role.HEADING_2, Span("33台", LIFTS_DONE), "，进展顺利，请继续保持。", lead="（一）老旧住宅增设电梯。")
    document = with_body(5, words)
    split = all_of(
        after("（一）老旧住宅", "请继续保持。"), says("（一）老旧住宅", "（一）老旧住宅增设电梯。33台，进展顺利。")
    )
    found = edit(split, document, document)
    assert second not in words.text
    assert kinds(found) == [["改动", "这一段里有数据"], ["增加", "程序的段落里已有这些话"]]


def test_title_addressee_and_date() -> None:
    """Words of title and addressees are taken over; the date belongs to the month's facts; nothing needed can go."""
    found = edit(says("各责任单位", "各镇人民政府，各责任单位："))
    assert body(merged(CIRCULAR, found))[0] == "各镇人民政府，各责任单位："
    titled = edit(says("关于2023年5月", "关于2023年5月重点民生实事推进情况的通报"))
    assert merged(CIRCULAR, titled).title == "关于2023年5月重点民生实事推进情况的通报"
    assert kinds(edit(says("2023年6月5日", "2023年6月")))[0][1] == "成文日期在本月事项里填"
    assert kinds(edit(gone("关于2023年5月"))) == [["删去", "通报不能没有这一项"]]


def test_issuer_and_date_are_missed_though_head_and_imprint_bear_them() -> None:
    """The name is a part of the mark, the day a part of the imprint: neither stands for those under the text."""

    def change(word: Any) -> None:
        for start in ("重庆市永川区发展和改革委员会", "2023年6月5日"):
            element = [each for each in word.paragraphs if each.text == start][-1]._p
            element.getparent().remove(element)

    assert kinds(edit(change)) == [["删去", "通报不能没有这一项"], ["删去", "成文日期在本月事项里填"]]


def test_another_level_of_heading_is_a_change_and_another_number_is_none() -> None:
    """Ordinals are counted anew within their level."""
    found = edit(says("（二）规范报送", "二、规范报送。" + BODY[8].text.removeprefix(BODY[8].lead)))
    assert (kinds(found), codes(found)) == ([["改动", ""]], ["L111"])
    assert any(each.startswith("四、规范报送") for each in body(merged(CIRCULAR, found)))
    assert edit(says("二、进展较快的事项", "五、进展较快的事项")).differences == ()


def test_words_that_were_joined_to_data_are_not_lost() -> None:
    """The passage that they were joined to stays the program's; so they stay where they stood."""
    joined = all_of(says("（二）无障碍", BODY[6].text + LEAD + NEW), gone("（一）加快推进"))
    found = edit(joined, moving := with_body(8, text(Role.HEADING_2, NEW, lead=LEAD)), moving)
    assert kinds(found) == [["改动", "这一段里有数据"], ["删去", "这些话所在的新位置接不过来"]]
    assert merged(moving, found).body == moving.body


def test_a_moved_paragraph_is_told_once() -> None:
    """Taken over where it can be; with data it stays where the program has it."""

    def move(start: str, behind: str) -> Change:
        return lambda word: of(word, behind)._p.addnext(of(word, start)._p)

    (moved,) = told([found := edit(move("（三）保障", "（五）通报"))], found)
    assert (moved.code, moved.where.cell) == ("L111", "第16段")
    assert moved.message == "有人把“（三）保障要素。各责任单位要倒排…”这一段挪到了别处，新稿里已照用。"
    assert any(each.startswith("（五）保障要素") for each in body(merged(CIRCULAR, found)))
    (kept,) = told([found := edit(move("（一）老旧住宅", "（五）通报"))], found)
    assert (kept.code, merged(CIRCULAR, found).body) == ("L112", CIRCULAR.body)


def test_head_and_braces_are_not_taken_over() -> None:
    """The number is the month's; what looks like a tag has no place in an official paper."""
    number = edit(says("永川发改〔2023〕38号", "永川发改〔2023〕39号"))
    assert kinds(number) == [["增加", "版头由程序排，文号在本月事项里填"]]
    assert kinds(edit(after("（三）保障", "请{{ 单位 }}抓紧。"))) == [["增加", "有花括号，公文里不用"]]


def test_a_row_of_an_annex_is_told_with_its_place() -> None:
    """Annexes are made from the data: nothing in them is taken over."""

    def change(word: Any) -> None:
        word.tables[0].cell(1, 4).paragraphs[0].runs[0].text = "暂停推进"

    found = edit(change)
    assert [[each.code, each.where.cell] for each in told([found], found)] == [["L112", "第1张表第2行"]]
    assert "附件由数据生成" in next(told([found], found)).message


# --- what the data changed --------------------------------------------------------------------------------------------

NEWER = with_body(5, text(Role.HEADING_2, "累计完成", Span("34", LIFTS_DONE), "台。", lead="（一）老旧住宅增设电梯。"))


def test_a_figure_that_changed_since_is_told() -> None:
    """The person's file still has the old one."""
    found = edit(says(LEAD, LEAD + NEW), NEWER)
    assert kinds(found) == [["数据变化", ""], ["改动", ""]]
    assert codes(found) == ["L114", "L111"]
    assert body(merged(NEWER, found))[5] == "（一）老旧住宅增设电梯。累计完成34台。"


def test_both_changed_the_same_paragraph() -> None:
    """The program's stands, and both are told; the same change by both is none."""
    found = edit(says("（一）老旧住宅", "（一）老旧住宅增设电梯。进展顺利。"), NEWER)
    assert (codes(found), merged(NEWER, found).body) == (["L113"], NEWER.body)
    assert edit(says("（一）老旧住宅", NEWER.body[5].text), NEWER).differences == ()


def test_an_item_that_came_in_before_turns_no_paragraph_into_another() -> None:
    """（一） has become （二）: that is no change of the paragraph, and the person's words still find it."""
    item = text(Role.HEADING_2, "累计完成", Span("9", LIFTS_DONE), "个。", lead="（一）口袋公园。")
    moved = replace(CIRCULAR.body[8], lead="（二）加快推进。")
    now = replace(
        CIRCULAR, body=(*CIRCULAR.body[:8], replace(item, lead="（一）新的建议。"), moved, *CIRCULAR.body[9:])
    )
    found = edit(says(LEAD, LEAD + NEW), now)
    assert kinds(found) == [["数据变化", ""], ["改动", ""]]
    assert f"（二）加快推进。{NEW}" in body(merged(now, found))


def test_what_the_template_has_learnt_is_no_difference() -> None:
    """A paragraph that the person added, and that the program writes now as well."""
    added = "（三）加强调度。各责任单位要按月调度。"
    learnt = merged(CIRCULAR, edit(after("（二）规范报送", added)))
    assert edit(after("（二）规范报送", added), learnt).differences == ()


# --- the review copy, the report, the limits --------------------------------------------------------------------------


def test_the_review_copy_marks_what_was_taken_over() -> None:
    """A comment with the file, the place and what the program had written; the final copy has the words alone."""
    document = merged(CIRCULAR, edit(says(LEAD, LEAD + NEW)))
    word = docx.Document(io.BytesIO(typeset(document, Circular(), review=True)))
    comment = next(each.text for each in word.comments if "人工修改" in each.text)
    assert comment.startswith(f"来源：{FILE} › 第")
    assert "程序原来写的是“（一）加快推进。各责任单位要倒排工期" in comment
    final = typeset(document, Circular())
    with zipfile.ZipFile(io.BytesIO(final)) as package:
        assert "人工修改" not in package.read("word/document.xml").decode()


def test_the_same_file_is_taken_over_again_the_same() -> None:
    """The record of a run is what the next one compares with: nothing drifts."""
    change = all_of(says(LEAD, LEAD + NEW), gone("（二）规范报送"), after("（三）保障要素", "（四）其他。请遵照执行。"))
    data = saved(change)
    first = followed(CIRCULAR, [FILE], lambda _: data, _report(CIRCULAR), take=True)
    report = {
        "text": [{"role": each.role, "text": each.text} for each in printed(CIRCULAR)],
        "outputs": {"circular": "通报（新稿）.docx"},
        "edits": list(first.record),
    }
    second = followed(CIRCULAR, [FILE], lambda _: data, report, take=True)
    assert second == first
    assert "接过来3段" in first.document.remarks[-1]


def test_the_newest_file_with_a_persons_words_counts() -> None:
    """A newer one that was only saved again does not hide them; the others are told in a sentence."""
    newer, words = "通报（新稿）.docx", says(LEAD, LEAD + NEW)
    lines = [{"role": each.role, "text": each.text} for each in printed(CIRCULAR)]
    report = {"text": lines, "outputs": {"circular": newer}, "edits": [{"file": FILE, "former": lines}]}
    made = followed(CIRCULAR, [FILE, newer], {FILE: saved(words), newer: saved()}.__getitem__, report, take=True)
    assert [each["file"] for each in made.record] == [newer, FILE]
    assert [[each.where.file, each.code] for each in made.findings] == [[FILE, "L111"], [newer, "L119"]]
    assert LEAD + NEW in body(made.document)


def test_unknown_origins_are_told_and_nothing_is_taken_over() -> None:
    """Without what the program had written nobody can tell the person's words from the template's."""
    found = edit(says(LEAD, LEAD + NEW), former=None)
    assert (found.taken, codes(found)) == (False, ["L116", "L110"])


def test_a_flood_of_differences_is_cut_with_a_count() -> None:
    """Ten of a kind are told, the others counted; the record has them all."""
    many = replace(CIRCULAR, body=tuple(text(Role.BODY, f"第{chr(0x4E00 + n)}段文字。") for n in range(40)), annexes=())

    def change(word: Any) -> None:
        for each in word.paragraphs:
            if each.text.endswith("段文字。"):
                each.runs[0].text = f"改{each.text}"

    found = edit(change, many, many)
    assert len(found.differences) == 40
    assert codes(found) == ["L111"] * MOST_TOLD + ["L117"]
    assert "改动30段" in list(told([found], found))[-1].message


def _report(document: Document) -> dict[str, Any]:
    lines = [{"role": each.role, "text": each.text} for each in printed(document)]
    return {"text": lines, "outputs": {"circular": FILE}, "edits": []}


def _raising() -> bytes:
    raise PermissionError


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 70_000_000)
    return out.getvalue()


def _member(content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "word/document.xml",
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            f"<w:body>{content}</w:body></w:document>",
        )
    return out.getvalue()


@pytest.mark.parametrize(
    "given",
    [
        lambda: b"",
        lambda: b"\xd0\xcf\x11\xe0 old",
        lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
        lambda: saved()[:3000],
        lambda: _member("<w:p>")[:-40],
        _bomb,
        lambda: _member("<w:p><w:r><w:t>甲</w:t></w:r></w:p>" * 20_001),
        _raising,
    ],
    ids=["empty", "doc", "password", "cut", "broken", "bomb", "endless", "refused"],
)
def test_a_file_that_cannot_be_read_is_one_finding(given: Callable[[], bytes]) -> None:
    """The month goes on, and what the program had written there is kept for the next run."""
    found = examined(FILE, given, printed(CIRCULAR), CIRCULAR, take=True)
    assert (codes(found), found.differences, found.former) == (["L115"], (), printed(CIRCULAR))
    assert found.fault.endswith("。")


def test_what_stays_unseen_is_told() -> None:
    """Tracked changes count as accepted, and that is said."""

    def change(word: Any) -> None:
        paragraph = of(word, LEAD)._p
        inserted = parse_xml(
            '<w:ins xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:id="900" w:author="周敏">'
            "<w:r><w:t>请抓紧。</w:t></w:r></w:ins>"
        )
        paragraph.append(inserted)

    assert codes(edit(change)) == ["L118", "L111"]


def test_what_stands_beside_the_text_is_told() -> None:
    """Words at the edges of the pages, notes and hidden words are not compared, and that is said."""

    def change(word: Any) -> None:
        word.sections[0].footer.paragraphs[0].add_run("内部资料")
        of(word, LEAD).add_run("（待定）").font.hidden = True

    found = edit(change)
    assert (found.differences, codes(found)) == ((), ["L118"])
    assert found.unseen == ("有隐藏文字、页脚，里面的内容没有比对",)


def test_lines_pair_with_what_is_most_like_them() -> None:
    """In a gap with more lines on one side, the changed one finds itself and the others are added."""
    found = matched(["甲", "加快推进滞后事项", "乙"], ["甲", "全新的一段", "加快推进全部滞后事项", "乙"])
    assert (found.pairs, found.added) == ({0: 0, 1: 2, 2: 3}, {0: [1]})


def test_rows_are_read_as_they_are_printed() -> None:
    """A merged cell stands in each row; header rows are rows."""
    rows = [each for each in printed(replace(CIRCULAR, annexes=ANNEXES[:1])) if each.role == "表格行"]
    assert len(rows) == 21
    assert rows[2].text.startswith("1｜老城有机更新｜")
    assert cell("甲").text == "甲"


def test_every_rule_is_used() -> None:
    """L110 to L119, in order."""
    assert [each.code for each in RULES] == [f"L{number}" for number in range(110, 120)]


def test_evidence_makes_a_passage_figured() -> None:
    """A span with evidence is a figure of the data; a plain one is not."""
    figured, plain = text(Role.BODY, Span("3", Evidence())), text(Role.BODY, "3")
    passages = printed(replace(CIRCULAR, body=(figured, plain), annexes=()))
    assert passages[1:] == (Passage(Role.BODY, "3", at=0, figured=True), Passage(Role.BODY, "3", at=1))
