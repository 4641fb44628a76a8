"""The check of a wording: everything at once, without any month's data."""

from pathlib import Path

import pytest

from pipeline.circular import glossary
from pipeline.circular.checking import check_wording
from pipeline.formats.writings import Writing

TEMPLATES = Path(__file__).parents[2] / "templates"
HEAD = "标题：{{ 标题 }}\n主送：{{ 主送 }}\n署名：{{ 署名 }}\n成文日期：{{ 成文日期 }}\n"
PARTS = {"建议.txt": "（一）{{ 督办单位 }}要整改。"}


def found(source: str, **more: str) -> list[list[str]]:
    """The findings of a wording that has all its elements: place and code."""
    return [
        [each.where.cell, each.code] for each in check_wording(Writing("通报.txt", HEAD + source), {**PARTS, **more})
    ]


def test_the_shipped_wordings_are_well() -> None:
    """Nothing is to be said of them."""
    texts = {each.name: each.read_text("utf-8") for each in TEMPLATES.glob("*.txt")}
    parts = {"建议.txt": texts["建议.txt"]}
    assert check_wording(Writing("通报.txt", texts["通报.txt"]), parts) == ()
    names = (*glossary.NAMES, *glossary.BRIEF)
    assert check_wording(Writing("汇报提纲.txt", texts["汇报提纲.txt"]), names=names, whole=False) == ()


def test_every_wrong_name_is_told_with_its_place_and_the_nearest() -> None:
    """Also within a list that is empty this month, in a branch that no month has taken, and in an included part."""
    source = (
        "{% for 事项 in 滞后事项 %}{{ 事项.进站 }}{% endfor %}\n"
        "{% if 年底 %}{{ 任务书 }}{% endif %}{% include '建议.txt' %}"
    )
    wrong = check_wording(Writing("通报.txt", HEAD + source), {"建议.txt": "{{ 督办单位们 }}"})
    assert [[str(each.where), each.code, each.message] for each in wrong] == [
        ["通报.txt › 第 5 行", "W119", "没有“进站”这个名称，是不是“进展”。"],
        ["通报.txt › 第 6 行", "W119", "没有“任务书”这个名称，是不是“任务数”。"],
        ["建议.txt › 第 1 行", "W119", "没有“督办单位们”这个名称，是不是“督办单位”。"],
    ]
    assert found("{% for 事项 in 滞后事项 %}{{ 事项.进展 }}{% endfor %}{% if 年底 %}{{ 任务数 }}{% endif %}") == []


def test_a_paragraph_is_told_for_a_manuscript() -> None:
    """The line of the text is of no use to who wrote it in Word."""
    (wrong,) = check_wording(Writing("通报.docx", HEAD + "{{ 任务书 }}项", (1, 2, 3, 4, 9)))
    assert str(wrong.where) == "通报.docx › 第 9 段"
    assert wrong.where.raw == "{{ 任务书 }}项"


def test_every_figure_typed_by_hand_is_told() -> None:
    """All of a line, though some tag beside it cannot be read."""
    assert found("完成率80.5%，超过12项。\n（一）甲\n{{ 月 ，}}第3期") == [
        ["第 7 行", "W119"],
        ["第 5 行", "W101"],
        ["第 7 行", "W101"],
    ]


@pytest.mark.parametrize("element", ["标题", "主送", "署名", "成文日期"])
def test_an_element_that_is_missing_is_told(element: str) -> None:
    """By its name; one in a branch is there."""
    kept = "\n".join(line for line in HEAD.split("\n") if not line.startswith(element))
    assert [each.message for each in check_wording(Writing("通报.txt", kept))] == [f"没有“{element}：”这一行。"]
    branch = f"{kept}\n{{% if 年底 %}}{element}：甲{{% endif %}}"
    assert check_wording(Writing("通报.txt", branch)) == ()
    comment = f"{kept}\n{{# {element}：甲 #}}"
    assert [each.code for each in check_wording(Writing("通报.txt", comment))] == ["W118"]


def test_an_annex_that_no_month_has_is_told() -> None:
    """The program's own and those that a tag names are not."""
    assert found("附件：会议通知") == [["第 5 行", "W102"]]
    assert found("附件：进度滞后事项清单\n附件：{{ 附件[0] }}") == []


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("{{ 滞后事项|length }}项", "数出来的数没有出处"),
        ("{% for 事 in 滞后事项 %}{{ loop.index }}.{{ 事.名称 }}{% endfor %}", "数出来的数没有出处"),
        ("{% set 数 = 滞后事项|length %}{{ 数 }}", "数出来的数没有出处"),
        ("{{ 任务数 * 2 }}", "不能计算"),
        ("{{ 任务数 > 2 }}", "只有是和否"),
        ("{{ 月 if 年底 else 年底 }}", "只有是和否"),
        ("{{ 附件|map('upper')|join }}", "没有“upper”这个过滤器"),
        ("{% for 事 in 滞后事项 %}{{ loop.indx }}{% endfor %}", "没有“indx”这个名称，是不是“index”"),
        ("{% for 事 in 滞后事项 %}{{ 事.进站 }}{% endfor %}{% endfi %}", "没有“进站”这个名称，是不是“进展”"),
        ("{% if 年底 %}甲{% endfi %}", "没有“endfi”这个标签，是不是“endif”"),
    ],
)
def test_what_no_month_could_print_is_told_beforehand(source: str, told: str) -> None:
    """Also where the list is empty this month, and where another tag cannot be read."""
    wrong = check_wording(Writing("通报.txt", HEAD + source), PARTS)
    assert any(told in each.message for each in wrong)


@pytest.mark.parametrize(
    "source",
    [
        "{% if 滞后事项|length > 3 and not 年底 %}多{% endif %}",
        "{% for 事 in 滞后事项 %}{% if loop.first or 事.名称 != loop.previtem.名称 %}甲{% endif %}{% endfor %}",
        "{% for 事 in 滞后事项 %}{% if loop.index <= 3 and 事.差距 > 10 %}{{ 事.名称 }}{% endif %}{% endfor %}",
        "{{ '共' ~ 任务数 ~ '项' }}{{ 月 if 年底 else 月份 }}",
    ],
)
def test_counts_and_conditions_may_be_asked(source: str) -> None:
    """What only steers needs no source."""
    assert found(source) == []
