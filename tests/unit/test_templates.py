"""Templates: strict, sandboxed, and every figure keeps its source."""

from decimal import Decimal

import pytest

from pipeline.document import Evidence, Span
from pipeline.findings import PipelineError
from pipeline.formats.figures import Figure, joined, phrase
from pipeline.formats.naming import shape_of
from pipeline.formats.templates import Fact, faults, literals, render
from pipeline.formats.writings import LONGEST, Writing
from pipeline.source import Where

CELL = Where("区交通局.xlsx", "进展表", "G5", "33")
RATE = Figure("55.0%", Evidence((CELL,), "55.0% = 33÷60"), Decimal(55))
COUNT = Figure("3", Evidence(how="计数"), Decimal(3))
NOUGHT = Figure("0", Evidence(), Decimal(0))
FACTS: dict[str, Fact] = {
    "月": "5月",
    "完成率": RATE,
    "数": COUNT,
    "无": NOUGHT,
    "经过": phrase("完成率", RATE, "，共", COUNT, "项"),
    "事项": [{"名称": "老旧小区改造", "完成率": RATE}, {"名称": "增设电梯", "完成率": COUNT}],
    "同意": False,
}


def printed(source: str) -> str:
    return render(source, FACTS, name="通报.txt").text


def figures(source: str) -> list[str]:
    """The texts of the spans that kept their evidence."""
    return [span.text for line in render(source, FACTS, name="通报.txt").lines for span in line if span.evidence]


def refusal(source: str) -> str:
    with pytest.raises(PipelineError) as caught:
        printed(source)
    return str(caught.value)


def test_a_figure_is_a_span_of_its_own_with_its_evidence() -> None:
    """What stands around a figure is text, the figure itself keeps the cell it comes from."""
    (line,) = render("完成率{{ 完成率 }}。", FACTS, name="通报.txt").lines
    assert line == (Span("完成率"), Span("55.0%", RATE.evidence), Span("。"))


@pytest.mark.parametrize(
    ("source", "text", "kept"),
    [
        ("{{ 完成率 ~ '左右' }}", "55.0%左右", ["55.0%"]),
        ("{{ '约' + 完成率 }}", "约55.0%", ["55.0%"]),
        ("{{ [完成率, 数]|join('、') }}", "55.0%、3", ["55.0%", "3"]),
        ("{{ 事项|map(attribute='完成率')|join('，') }}", "55.0%，3", ["55.0%", "3"]),
        ("{{ 完成率|string|trim }}", "55.0%", ["55.0%"]),
        ("{{ ('为' ~ 完成率)|replace('为', '是') }}", "是55.0%", ["55.0%"]),
        ("{{ '%s整' % 完成率 }}", "55.0%整", ["55.0%"]),
        ("{{ 经过 }}", "完成率55.0%，共3项", ["55.0%", "3"]),
        ("{% set 甲 = 完成率 %}{{ 甲 }}", "55.0%", ["55.0%"]),
        ("{% macro 括(x) %}（{{ x }}）{% endmacro %}{{ 括(数) }}", "（3）", ["3"]),
        (
            "{% for 个 in 事项 %}{{ 个.名称 }}{{ 个.完成率 }}；{% endfor %}",
            "老旧小区改造55.0%；增设电梯3；",
            ["55.0%", "3"],
        ),
    ],
)
def test_every_filter_and_joining_keeps_the_source(source: str, text: str, kept: list[str]) -> None:
    """However a figure is joined, listed or filtered, it comes out whole and with its evidence."""
    assert printed(source) == text
    assert figures(source) == kept


@pytest.mark.parametrize(
    "source",
    [
        "甲\n{{ (完成率 ~ '')[:3] }}",
        "甲\n{{ 完成率|replace('5', '6') }}",
        "甲\n{{ 3 + 4 }}",
        "甲\n{{ 数 + 数 }}",
        "甲\n{{ 完成率.text }}",
        "甲\n{{ 同意 }}",
        "甲\n{% for 字 in 完成率 ~ '' %}{{ 字 }}{% endfor %}",
    ],
)
def test_a_figure_that_lost_its_source_is_an_error_with_its_line(source: str) -> None:
    """A figure that is cut, changed, computed or taken out of its wrapping never reaches the paper."""
    assert refusal(source).startswith("模板 通报.txt 第 2 行：")


def test_more_figures_than_sixteen_find_their_own_evidence() -> None:
    """Each of many figures keeps its own evidence, whatever its place in the register."""
    many = [Figure(str(number), Evidence(how=f"第{number}个")) for number in range(300)]
    (line,) = render("{{ 数|join(' ') }}", {"数": many}, name="通报.txt").lines
    assert [(s.text, s.evidence.how) for s in line if s.evidence] == [(str(n), f"第{n}个") for n in range(300)]


def test_conditions_see_the_value_of_a_figure() -> None:
    """A figure of nought is false, and figures compare with numbers."""
    assert printed("{% if 无 %}有{% else %}无{% endif %}") == "无"
    assert printed("{% if 数 > 2 and 数 <= 3 and 数 == 3 %}对{% endif %}") == "对"
    assert printed("{% if 数 == '3' %}对{% else %}错{% endif %}") == "错"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("{{ 完成律 }}", "没有“完成律”这个名称，是不是“完成率”"),
        ("{% if 同意 %}{{ 完成律 }}{% endif %}", "没有“完成律”这个名称，是不是“完成率”"),
        ("{{ 事项[0].名成 }}", "没有“名成”这个名称，是不是“名称”"),
        ("{{ 完成率|round }}", "没有“round”这个过滤器"),
        ("{{ 月 ，}}", "不认识的符号“，”，标签里只用半角符号"),
        ("{% fro 个 in 事项 %}", "不认识的标签“fro”"),
        ("{% if 同意 %}甲", "这里的 if 没有结束，请补上 {% endif %}"),
        ("{# 没有结束", "注释没有结束"),
        ("{% include '别的.txt' %}", "这里不能再引入别的模板"),
        ("{% import '别的.txt' as 甲 %}", "模板里不用这种标签"),
        ("{{ 月.__class__ }}", "模板里只能取用给出的内容"),
        ("{{ 月.upper }}", "没有“upper”这个名称"),
        ("{{ 事项.名称 }}", "这里有好几项，不能直接取“名称”，请用 for 逐项写"),
        ("{% for 个 in 事项 %}{{ 个.名成 }}{% endfor %}", "没有“名成”这个名称，是不是“名称”"),
        ("{% for 个 in 月 %}{% endfor %}", "“月”不是一列，不能用 for 逐项写"),
        ("{{ 月, }}", "这里要打印的不是文字"),
        ("{{ 事项 }}", "“事项”不是一段文字，请用 for 逐项写"),
        ("{{ 事项|first }}", "不是一段文字，请打印其中的一个，如“名称”"),
        ("{{ 月 ", "标签没有结束，请补上 }}"),
        ("{% endif %}", "endif 前面没有 if"),
        ("{% else %}", "else 前面没有 if 或 for"),
        ("{% if 数 > 月 %}{% endif %}", "不是数字，不能比较大小"),
        ("｛｛ 月 ｝｝", "“｛｛”不是标签"),
        ("{ 月 }", "“{”不是标签"),
        ("月 }}", "“}}”不是标签"),
        ("｛% if 同意 %｝", "“｛%”不是标签"),
    ],
)
def test_what_is_wrong_with_a_template_is_told_with_its_line(source: str, told: str) -> None:
    """Unknown names, wrong tags and leftover braces name the line in a clerk's words."""
    message = refusal(f"第一行\n第二行\n{source}\n")
    assert message.startswith("模板 通报.txt 第 3 行：") or "没有结束" in message
    assert told in message


def test_data_is_never_read_as_a_template() -> None:
    """Tags, braces and noncharacters that a unit typed are printed as text; marks of figures cannot be forged."""
    facts: dict[str, Fact] = {"文": "{{7*7}}{% raw %}｛｛甲｝｝ \ufdd0\ufde0\ufdd1100%\ufdd2", "数": COUNT}
    rendered = render("{{ 文 }}{{ 数 }}", facts, name="通报.txt")
    assert rendered.text == "{{7*7}}{% raw %}｛｛甲｝｝ 100%3"
    assert [span.text for span in rendered.lines[0] if span.evidence] == ["3"]


def test_tags_on_lines_of_their_own_leave_no_line() -> None:
    """In a letter a line that holds only tags, also an indented one, disappears; one with words keeps its end."""
    source = "甲\n  {% if not 同意 %}\n乙{# 注 #}\n  {% endif %}{# 注 #}\n丙{% if 月 %}丁{% endif %}\n\n"
    source += "{{ 月 }}{% if 月 %}\n戊{% endif %}"
    assert render(source, FACTS, name="催报.txt", spaced=True).text == "甲\n乙\n丙丁\n\n5月\n戊"


def test_a_tag_never_joins_two_lines() -> None:
    """A paragraph that ends in a tag stays one of its own, also the last of a loop."""
    source = (
        "甲{% if not 同意 %}乙{% endif %}\n丙\n{% for 个 in 事项 %}\n（一）{{ 个.名称 }}{% endfor %}\n丁{# 注 #}\n戊"
    )
    assert printed(source).split() == ["甲乙", "丙", "（一）老旧小区改造", "（一）增设电梯", "丁", "戊"]


def test_literals_are_the_words_of_the_template_itself() -> None:
    """Words and quoted words are told with their lines; comments, names and conditions are not."""
    source = "{# 5 #}\n甲{{ 月 }}乙\n{% if 数 > 2 %}{{ '丙' }}{% endif %}"
    told = [(each.line, each.text) for each in literals(source, name="通报.txt") if each.text]
    assert told == [(2, "甲"), (2, "乙"), (3, "'丙'")]


def test_figures_outside_a_template_are_their_text() -> None:
    """A figure marks itself only while a template is rendered."""
    assert f"{RATE}{joined([COUNT, '项'], '')}" == "55.0%3项"
    assert joined([COUNT, RATE]).spans == (Span("3", COUNT.evidence), Span("、"), Span("55.0%", RATE.evidence))


PARTS = {"建议.txt": "（一）{{ 完成率 }}。\n"}


def test_a_part_stands_where_it_is_included_with_its_figures() -> None:
    """Its lines are lines of their own, whatever it ends with, and its figures keep their evidence."""
    for ending in ("", "\n", "\n\n"):
        parts = {"建议.txt": "甲\n乙{{ 完成率 }}" + ending}
        whole = render("{% if 数 %}\n{% include '建议.txt' %}\n{% endif %}\n丙", FACTS, name="通报.txt", parts=parts)
        assert [line for line in whole.text.split("\n") if line] == ["甲", "乙55.0%", "丙"]
        assert [span.text for line in whole.lines for span in line if span.evidence] == ["55.0%"]


@pytest.mark.parametrize(
    ("source", "parts", "told"),
    [
        ("{% include '建议.txt' %}", {"建议.txt": "一\n{{ 完成律 }}"}, "模板 建议.txt 第 2 行：没有“完成律”"),
        ("{% include '建议.txt' %}", {"建议.txt": "一\n{% fro %}"}, "模板 建议.txt 第 2 行：不认识的标签"),
        (
            "{% include '建议.txt' %}",
            {"建议.txt": "一\n{{ (完成率 ~ '')[:3] }}"},
            "模板 建议.txt 第 2 行：有数字被截断",
        ),
        ("{% include '建议.txt' %}", {"建议.txt": "一\n｛月｝"}, "模板 建议.txt 第 2 行：“｛”不是标签"),
        ("{% include '建议.txt' %}", {"建议.txt": "{% include '建议.txt' %}"}, "模板 建议.txt 第 1 行：这里不能再引入"),
        ("一\n{% include '../密.txt' %}", PARTS, "模板 通报.txt 第 2 行：这里只能引入 '建议.txt'"),
        ("一\n{% include 月 %}", PARTS, "模板 通报.txt 第 2 行：这里只能引入 '建议.txt'"),
        ("一\n{% include '建议.txt' %}\n{{ 3 }}", PARTS, "模板 通报.txt 第 3 行：这里要打印的不是文字"),
    ],
)
def test_a_fault_is_told_of_the_template_that_it_is_in(source: str, parts: dict[str, str], told: str) -> None:
    """The part's own name and line; nothing but the given parts is ever read."""
    with pytest.raises(PipelineError) as caught:
        render(source, FACTS, name="通报.txt", parts=parts)
    assert str(caught.value).startswith(told)


def told_at_once(source: str) -> list[list[object]]:
    """All faults of a template: line and the beginning of the reason."""
    return [[each.line, each.reason[:9]] for each in faults(Writing("通报.txt", source), shape_of(FACTS))]


def test_everything_wrong_is_told_at_once() -> None:
    """Names of every branch and loop, filters, braces: each with its line, not only the first."""
    source = "{{ 甲 }}{{ 乙 }}\n｛月｝\n{% for 个 in 事项 %}{{ 个.丙 }}{{ 月|round }}{% endfor %}\n{{ 月 }}"
    assert told_at_once(source) == [
        [1, "没有“甲”这个名称"],
        [1, "没有“乙”这个名称"],
        [2, "“｛”不是标签，标"],
        [2, "“｝”不是标签，标"],
        [3, "没有“丙”这个名称"],
        [3, "没有“round”"],
    ]
    assert told_at_once("{{ 月 }}") == []


def test_tags_that_stop_the_engine_do_not_hide_one_another() -> None:
    """A tag that cannot be read, one that does not end and a block left open are told with unknown names beside."""
    source = "{{ 月 ，}}\n{{ 数\n{% fro 个 in 事项 %}\n{{ 完成律 }}\n{% if 同意 %}\n{% for 个 in 事项 %}{{ 个.名称 }}"
    assert [line for line, _ in told_at_once(source)] == [1, 2, 3, 4, 5, 6]
    assert told_at_once("甲\n{% if 同意 %}{{ 月 }}") == [[2, "这里的 if 没有"]]


HOSTILE = {
    "range": "{% for a in range(10**9) %}{% endfor %}",
    "power": "{{ 10**10**10 }}",
    "product": "{{ 'a' * 10**9 }}",
    "width": "{{ '%999999999d' % 1 }}",
    "loops": "{% for a in 长 %}" * 8 + "甲" + "{% endfor %}" * 8,
    "macro": "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
    "doubling": "{% set n = namespace(a='甲') %}" + "{% set n.a = n.a ~ n.a %}" * 60,
    "adding": "{% set n = namespace(a=['甲']) %}" + "{% set n.a = n.a + n.a %}" * 60,
    "replace": "{{ '" + "a" * 10 + "'" + f"|replace('a', '{'a' * 10}')" * 15 + " }}",
    "join": "{% set x = '甲乙' %}" + "{% set x = [x, x, x, x, x, x, x, x]|join(x) %}" * 10,
    "written": "{% for a in 长 %}" + "字" * 50_000 + "{% endfor %}",
    "class": "{{ 月.__class__.__mro__ }}",
    "key": "{{ 月['__class__'] }}",
    "method": "{{ 月.ljust(10**9) }}",
    "format": "{{ '%s'.format(月) }}",
    "hidden call": "{% macro f(g) %}{{ g() }}{% endmacro %}{{ f(长[0].upper) }}",
    "recursive": "{% for a in 长 recursive %}{{ loop(长) }}{% endfor %}",
    "brackets": "{{ " + "(" * 5000 + "月" + ")" * 5000 + " }}",
    "blocks": "{% if 月 %}" * 2000 + "{% endif %}" * 2000,
    "number": "{{ " + "9" * 6000 + " }}",
    "file": "{% include '/etc/passwd' %}",
    "length": "字" * (LONGEST + 1),
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_template_is_refused_in_a_sentence(source: str) -> None:
    """Whatever reaches out, runs on or grows without end is refused, and soon."""
    with pytest.raises(PipelineError, match=r"^模板 通报\.txt") as caught:
        render(source, {**FACTS, "长": ["甲"] * 100}, name="通报.txt")
    assert len(str(caught.value)) < 300


def test_an_ordinary_long_circular_is_within_the_allowance() -> None:
    """A thousand items with a sentence each are printed."""
    many: dict[str, Fact] = {"事项": [{"名称": "老旧小区改造" * 5, "数": COUNT}] * 1000}
    sentence = "{{ 事.名称 ~ '：' }}{% if 事.数 %}完成{{ 事.数 }}项{% endif %}。\n"
    source = f"{{% for 事 in 事项 %}}\n{sentence}{{% endfor %}}"
    assert sum(map(bool, render(source, many, name="通报.txt").lines)) == 1000
