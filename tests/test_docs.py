"""The clerks' page of commands and files (命令和文件) against what there is: nothing is missing, nothing is made up."""

import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import click

from pipeline.cli import tongbao
from pipeline.settings import Settings

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "命令和文件.md").read_text("utf-8")
MANUAL = (ROOT / "docs" / "使用说明.md").read_text("utf-8")


def commands(command: click.Command, name: str) -> Iterator[tuple[str, set[str]]]:
    """Every command by its whole name, with its options."""
    if isinstance(command, click.Group):
        for word, inner in command.commands.items():
            yield from commands(inner, f"{name} {word}")
    else:
        yield name, {each for one in command.params for each in one.opts if each.startswith("--")}


def test_every_command_has_its_row() -> None:
    """Each command and each of its options stands in its rows; no row tells of another."""
    rows = [line for line in PAGE.splitlines() if line.startswith("| `tongbao ")]
    told = dict(commands(tongbao, "tongbao"))
    for name, options in told.items():
        row = "".join(each for each in rows if each.startswith(f"| `{name}"))
        assert row, name
        assert {each for each in options if each not in row} == set(), name
    assert [row for row in rows if not any(row.startswith(f"| `{name}") for name in told)] == []


def test_no_option_is_made_up() -> None:
    """Whatever looks like an option on the two pages is one."""
    known = {each for _, options in commands(tongbao, "tongbao") for each in options}
    said = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE + MANUAL))
    assert said - known == {"--workspace"}


def test_every_setting_has_its_part() -> None:
    """The table of settings is the parts of Settings, in their order."""
    parts = [each.name for each in fields(Settings) if is_dataclass(getattr(Settings(), each.name))]
    told = re.findall(r"^\| `\[([a-z.]+)\]`", PAGE, re.MULTILINE)
    assert sorted(each for each in told if "." not in each) == sorted(parts)
    assert {each for each in re.findall(r"`\[([a-z.]+)\]", MANUAL) if each not in told} == set()


def test_every_key_of_the_report_has_its_row() -> None:
    """The table of report.json is the properties of its schema."""
    schema = json.loads((ROOT / "docs" / "report.schema.json").read_text("utf-8"))
    table = PAGE.split("## report.json")[1].split("## Python")[0]
    told = [each for line in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for each in re.findall(r"`(\w+)`", line)]
    assert sorted(told) == sorted(schema["properties"])


def test_every_template_is_told() -> None:
    """Each template that is shipped stands among the files, and no other."""
    shipped = {each.name for each in (ROOT / "templates").iterdir()}
    assert {each for each in shipped if f"templates/{each} " not in PAGE} == set()
    assert set(re.findall(r"templates/(\w+\.(?:txt|html))", PAGE + MANUAL)) <= shipped


def test_the_contents_lead_somewhere() -> None:
    """Every place that the manual's contents name is a heading, and every heading is named there."""
    places = {
        re.sub(r"[^\w\- ]", "", heading).replace(" ", "-").lower()
        for heading in re.findall(r"^## (.+)$", MANUAL, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#(.+?)\)", MANUAL)) == places
