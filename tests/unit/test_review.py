"""The review copy: comments that tell where each figure comes from."""

import io
from dataclasses import replace
from typing import Any

import docx
from docx.oxml.ns import qn

from pipeline.circular.review import MANY_SOURCES, sentences
from pipeline.circular.typeset import typeset
from pipeline.document import Annex, Document, Evidence, Paragraph, Role, Span, TableCell
from pipeline.settings import Circular
from pipeline.source import Where
from tests.unit.papers import BODY, CIRCULAR, LIFTS, table


def reviewed(document: Document = CIRCULAR) -> Any:
    return docx.Document(io.BytesIO(typeset(document, Circular(), review=True)))


def of(*spans: Span) -> Document:
    """A document of one paragraph, with nothing else to comment on."""
    return replace(CIRCULAR, body=(Paragraph(Role.BODY, spans),), annexes=(), remarks=())


def comments(word: Any) -> list[str]:
    return [comment.text for comment in word.comments]


def commented(word: Any) -> list[str]:
    """The text that each comment hangs on, in order of the comments."""
    found: dict[str, str] = {}
    open_: set[str] = set()
    for element in word.element.body.iter(qn("w:commentRangeStart"), qn("w:commentRangeEnd"), qn("w:t")):
        number = element.get(qn("w:id"))
        if element.tag == qn("w:commentRangeStart"):
            open_.add(number)
            found[number] = ""
        elif element.tag == qn("w:commentRangeEnd"):
            open_.remove(number)
        else:
            for each in open_:
                found[each] += element.text
    return [found[number] for number in sorted(found, key=int)]


def test_a_figure_carries_its_cell_its_text_and_its_sum() -> None:
    """File, sheet and cell, the text as typed, how it was computed."""
    word = reviewed(of(Span("完成率"), Span("55.0%", Evidence((LIFTS,), "33÷60=55.0%")), Span("。")))
    assert commented(word) == ["55.0%"]
    assert comments(word) == ["来源：区规划自然资源局.xlsx › 进展表 › G5，原文“33台”\n计算：33÷60=55.0%"]


def test_a_doubtful_figure_is_highlighted() -> None:
    """A doubt is told in the comment and marked in the text; a sound figure is not marked."""
    doubted, sound = Evidence((LIFTS,), "", ("与文字说明不一致。",)), Evidence((LIFTS,))
    word = reviewed(of(Span("402", doubted), Span("户，"), Span("33", sound), Span("台")))
    paragraph = next(each for each in word.paragraphs if each.text == "402户，33台")
    assert [(run.text, run.font.highlight_color is not None) for run in paragraph.runs if run.text] == [
        ("402", True),
        ("户，", False),
        ("33", False),
        ("台", False),
    ]
    assert comments(word)[0].endswith("存疑：与文字说明不一致。")


def test_a_row_has_one_comment() -> None:
    """The evidence of a cell hangs on the cell as a whole."""
    word = reviewed(replace(CIRCULAR, body=(), remarks=(), annexes=(Annex(None, "表", (table((("甲", 2),)),)),)))
    assert commented(word) == ["4050米", "4050米"]
    assert "D10" in comments(word)[0]
    assert "D11" in comments(word)[1]


def test_a_doubtful_cell_is_marked_even_where_it_is_empty() -> None:
    """A comment hangs on an empty cell; a doubtful one with text is highlighted."""
    empty = TableCell(evidence=Evidence(how="未报送"))
    doubted = TableCell(((Span("待核实"),),), evidence=Evidence(doubts=("不是数字。",)))
    given = table((("甲", 1),))
    row = (*given.rows[0][:3], empty, doubted, *given.rows[0][5:])
    word = reviewed(
        replace(CIRCULAR, body=(), remarks=(), annexes=(Annex(None, "表", (replace(given, rows=(row,)),)),))
    )
    assert commented(word) == ["", "待核实"]
    assert comments(word) == ["说明：未报送", "存疑：不是数字。"]
    assert word.element.body.xml.count("w:highlight") == 1


def test_what_is_open_stands_at_the_head() -> None:
    """The remarks about the whole document are the first comment, on the title."""
    word = reviewed()
    assert comments(word)[0] == "成文日期待定。\n区农业农村委未报送。"
    assert commented(word)[0].startswith("关于2023年5月")


def test_the_words_are_those_of_the_final_copy() -> None:
    """Comments change nothing that is printed."""
    final = docx.Document(io.BytesIO(typeset(CIRCULAR, Circular())))
    assert [each.text for each in reviewed().paragraphs] == [each.text for each in final.paragraphs]


def test_comments_carry_no_date() -> None:
    """The clock is not asked; the author is the office."""
    for comment in reviewed().comments:
        assert comment.timestamp is None
        assert comment.author == CIRCULAR.author


def test_the_final_copy_hides_nothing() -> None:
    """No comment, no mark, and figures are not runs of their own."""
    final = docx.Document(io.BytesIO(typeset(CIRCULAR, Circular())))
    assert len(list(final.comments)) == 0
    assert "highlight" not in final.element.body.xml
    figures = next(each for each in final.paragraphs if each.text == BODY[6].text)
    assert len(figures.runs) == 2


def test_a_total_of_many_cells_is_cut_short() -> None:
    """A dozen places are named, then how many there are."""
    evidence = Evidence(tuple(Where("甲.xlsx", "表", f"G{row}") for row in range(1, 40)))
    told = list(sentences(evidence))
    assert len(told) == MANY_SOURCES + 1
    assert told[-1] == "等，共 39 处。"
    assert list(sentences(Evidence((LIFTS,)))) == ["来源：区规划自然资源局.xlsx › 进展表 › G5，原文“33台”"]


def test_what_a_unit_typed_is_quoted_safely() -> None:
    """Angle brackets, line feeds and control characters in a cell do not break the comment."""
    odd = Where("甲.xlsx", "表", "G5", "<约>\x07九成\n&“多”")
    word = reviewed(of(Span("9", Evidence((odd,)))))
    assert comments(word) == ["来源：甲.xlsx › 表 › G5，原文“<约>九成\n&“多””"]
