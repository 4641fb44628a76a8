"""From lines to the elements of a document."""

import pytest

from pipeline.circular.elements import elements, ordinal, rounds_apart
from pipeline.document import Evidence, Role, Span
from pipeline.formats.figures import Line
from pipeline.formats.templates import render

FIGURE = Span("12", Evidence(how="计数"))


def lines(text: str) -> list[Line]:
    return [(Span(line),) for line in text.splitlines()]


def told(text: str) -> list[tuple[str, str, str]]:
    """Each paragraph of the text: its role, its lead, the rest."""
    return [(p.role.value, p.lead, p.text.removeprefix(p.lead)) for p in elements(lines(text)).text]


def test_marked_lines_are_elements_and_all_others_paragraphs() -> None:
    """标题、主送 and the others stand on lines of their own, with either colon, in any order."""
    head = "标题：关于甲的通报\n主送: 各责任单位\n\n　　正文。\n附件：表一\n附件：表二\n"
    found = elements(lines(head + "署名：某委\n成文日期：2023年6月5日\n附注：公开\n抄送：区政府办"))
    assert found.title == "关于甲的通报"
    assert found.addressees == "各责任单位"
    assert [p.text for p in found.text] == ["正文。"]
    assert found.annexes == ("表一", "表二")
    assert (found.signature, found.date, found.note, found.copies) == ("某委", "2023年6月5日", "公开", "区政府办")


def test_rounds_of_a_loop_typed_into_one_line_are_lines_of_their_own() -> None:
    """Where each begins with an ordinal or a mark; a loop within a sentence stays one."""
    for typed in ("（一）{{ 名 }}。", "附件：{{ 名 }}", "1.{{ 名 }}"):
        loop = f"前{{% for 名 in 各项 %}}{typed}{{% endfor %}}"
        assert [line for line in printed(loop) if line] == ["前", *(typed.replace("{{ 名 }}", one) for one in "甲乙")]
    assert printed("前{% for 名 in 各项 %}{{ 名 }}，{% endfor %}（一）后") == ["前甲，乙，（一）后"]


def printed(source: str) -> list[str]:
    return render(rounds_apart(source), {"各项": ["甲", "乙"]}, name="通报.txt").text.split("\n")


def test_ordinals_are_counted_anew_on_each_level() -> None:
    """Whatever the template wrote, levels count from one below each heading; absent sections leave no gap."""
    assert told("一、甲\n三、乙\n（五）丙\n(二)丁\n1、戊\n7.己\n（9）庚\n七、辛\n（一）壬") == [
        ("一级标题", "", "一、甲"),
        ("一级标题", "", "二、乙"),
        ("二级标题", "", "（一）丙"),
        ("二级标题", "", "（二）丁"),
        ("三级标题", "", "1.戊"),
        ("三级标题", "", "2.己"),
        ("四级标题", "", "（1）庚"),
        ("一级标题", "", "三、辛"),
        ("二级标题", "", "（一）壬"),
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("（一）老旧小区改造。全年目标200个。", ("二级标题", "（一）老旧小区改造。", "全年目标200个。")),
        ("（一）规范报送", ("二级标题", "", "（一）规范报送")),
        ("（一）" + "甲" * 40 + "。余下的话。", ("正文", "", "（一）" + "甲" * 40 + "。余下的话。")),
        ("（一）各单位要按时报送数据。", ("正文", "", "（一）各单位要按时报送数据。")),
        ("13个责任单位已报送。", ("正文", "", "13个责任单位已报送。")),
        ("1.5亿元已到位。", ("正文", "", "1.5亿元已到位。")),
        ("一是抓进度。", ("正文", "", "一是抓进度。")),
    ],
)
def test_a_short_heading_runs_on_into_its_sentence(line: str, expected: tuple[str, str, str]) -> None:
    """Only a short heading is a lead; a sentence with an ordinal is text, and so is what begins with a figure."""
    assert told(line) == [expected]


def test_a_lead_never_swallows_a_figure() -> None:
    """A figure keeps its evidence: a heading with one in it stays in spans."""
    (found,) = elements([(Span("（一）完成"), FIGURE, Span("项。余下的话。"))]).text
    assert (found.role, found.lead, found.spans[2]) == (Role.BODY, "", FIGURE)


def test_figures_of_the_data_give_no_structure() -> None:
    """A figure or a quotation at the start of a line is never taken for an ordinal or a mark."""
    quoted = Span("一、标题：假的", Evidence(how="引文"))
    found = elements([(quoted, Span("。")), (Span("标题：真的"),)])
    assert found.title == "真的"
    assert [(p.role, p.text) for p in found.text] == [(Role.BODY, "一、标题：假的。")]


def test_ordinals_read_as_people_write_them() -> None:
    """Chinese numerals up to ninety-nine."""
    assert [ordinal(Role.HEADING_1, n) for n in (1, 10, 11, 20, 99)] == ["一、", "十、", "十一、", "二十、", "九十九、"]
