"""The names that a wording may use: the code's facts, the templates' comments and the explanations are the same."""

import re
from pathlib import Path
from typing import Any

import pytest

from pipeline.circular.facts import facts
from pipeline.circular.glossary import CIRCULAR, DEMANDS, NAMES, Name
from pipeline.formats.naming import Sort
from pipeline.model import Inspection, MonthFacts
from pipeline.settings import Settings
from tests.unit.wording_months import STEADY, mixed, month

TEMPLATES = Path(__file__).parents[2] / "templates"


def test_every_fact_is_explained_and_nothing_else() -> None:
    """In the order of the listing or not: the same names."""
    assert sorted(each.name for each in NAMES) == sorted(facts(mixed(), Settings()))


@pytest.mark.parametrize("name", [each for each in NAMES if each.fields], ids=lambda each: each.name)
def test_the_names_within_a_list_are_explained(name: Name) -> None:
    """Each thing of a list has the fields that are explained, in any month that has one."""
    seen = MonthFacts(inspections=(Inspection(None, "某处", "1-1", "停工", ""),))
    behind = {**STEADY, "1-1-1": "1"}
    months = (mixed(), month(), month(told=behind, facts=seen))
    things: list[Any] = [thing for each in months for thing in facts(each, Settings())[name.name]]  # type: ignore[union-attr]
    for thing in things:
        assert sorted(thing) == sorted(each.name for each in name.fields)
    assert things or name.name in ("更正", "督办事项", "约谈事项")


def test_what_can_only_be_asked_is_told_so() -> None:
    """Yes or no is a flag, a list is a list, all else is words."""
    now = facts(mixed(), Settings())
    flags = [each.name for each in NAMES if each.sort is Sort.FLAG]
    assert flags == [each.name for each in NAMES if isinstance(now[each.name], bool)]
    lists = [each.name for each in NAMES if each.sort is Sort.LIST]
    assert lists == [each.name for each in NAMES if isinstance(now[each.name], list)]


@pytest.mark.parametrize(("file", "names"), [("通报.txt", CIRCULAR), ("建议.txt", DEMANDS)])
def test_the_templates_head_lists_the_same_names(file: str, names: tuple[Name, ...]) -> None:
    """The comment at the head of a shipped template names every one, those within lists too."""
    head = (TEMPLATES / file).read_text("utf-8").split("#}")[0]
    words = set(re.findall(r"[\u4e00-\u9fff]+", head))
    within = {field.name for each in names for field in each.fields}
    assert {each.name for each in names} | within <= words
    rows = [
        line.split() for line in head.split("\n") if re.fullmatch(r"  [\u4e00-\u9fff]+(?: [\u4e00-\u9fff]+)+", line)
    ]
    assert {word for row in rows for word in row} <= {each.name for each in names}
    assert rows
