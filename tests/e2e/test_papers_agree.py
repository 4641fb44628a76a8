"""What the further papers print is the report's too: wide annex, charts, who reported, the brief, the changes."""

import io
import re
import shutil
import zipfile
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.table import Table
from lxml import etree

from pipeline import packing
from pipeline.period import Period
from pipeline.workspace import Workspace
from tests.e2e.conftest import TODAY, Done, run
from tests.e2e.test_agreement import figures_of, indicators, quoted, tenths, text_of

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture(scope="module")
def wide(months: dict[str, Done], tmp_path_factory: pytest.TempPathFactory) -> Done:
    """May once more over the same ledger, with the annex across the page and a native chart."""
    root = tmp_path_factory.mktemp("wide") / "w"
    shutil.copytree(months["2023-05"].folder.parents[1], root)
    settings = root / "inputs" / "settings.toml"
    text = settings.read_text("utf-8")
    for was, now in (('annex = "portrait"', 'annex = "wide"'), ('chart = "none"', 'chart = "native"')):
        assert was in text
        text = text.replace(was, now)
    settings.write_text(text, "utf-8")
    return run(root, "2023-05")


def strangers(texts: list[str], report: dict[str, Any]) -> list[tuple[str, str]]:
    """The numbers that neither stand in the report nor follow from it nor are quoted, each with its line."""
    allowed, quotes = figures_of(report), quoted(report)
    found = []
    for text in texts:
        rest = text.replace("\n", "")
        for quote in quotes:
            rest = rest.replace(quote, " ")
        found += [(number, text) for number in _NUMBER.findall(rest) if number not in allowed]
    return found


def table_headed(path: Path, *heads: str) -> Table:
    """The one table of a paper whose first row has these heads."""
    tables = docx.Document(str(path)).tables
    (found,) = [each for each in tables if set(heads) <= {cell.text for cell in each.rows[0].cells}]
    return found


def day_words(day: str) -> str:
    given = date.fromisoformat(day)
    return f"{given.month}月{given.day}日"


def test_every_figure_of_the_wide_annex_follows_from_the_report(wide: Done) -> None:
    """Across the page as well as along it."""
    assert strangers(text_of(wide.circular), wide.report) == []


def test_who_reported_when_is_the_reports(may: Done) -> None:
    """Each unit's row has the report's state, day and number of files; the note has its deadline."""
    table = table_headed(may.circular, "责任单位", "报送时间", "报送件数")
    heads = [cell.text for cell in table.rows[0].cells]
    rows = [dict(zip(heads, (cell.text for cell in row.cells), strict=True)) for row in table.rows[1:]]
    assert len(rows) == len(may.report["units"]) == 13
    for row, unit in zip(rows, may.report["units"], strict=True):
        counted = sum(file["state"] in ("accepted", "replaced", "refused") for file in unit["files"])
        assert row["责任单位"] == unit["name"]
        assert row["报送时间"].strip("—") == (day_words(unit["received"]) if unit["received"] else "")
        assert row["报送件数"].strip("—") == (str(counted) if unit["state"] == "reported" else "")
    notes = [text for text in text_of(may.circular) if "报送截止日是" in text]
    assert [day_words(may.report["deadline"]) in note for note in notes] == [True]


def test_the_charts_show_the_reports_rates(wide: Done) -> None:
    """Done and pace of every quantity that was reported are the annex's own, to the same place."""
    with zipfile.ZipFile(wide.circular) as package:
        names = [each for each in package.namelist() if re.fullmatch(r"word/charts/chart\d*\.xml", each)]
        charts = [etree.fromstring(package.read(name)) for name in names]
    shown = [float(value.text or "") for chart in charts for value in chart.iterfind(f".//{_CHART}val//{_CHART}v")]
    counted = [each for each in indicators(wide.report).values() if each["kind"] == "quantity"]
    rates = [Fraction(each["done"]) / Fraction(each["target"]) for each in counted if each["rate"]]
    paces = [Fraction(each["pace"]) for each in counted if each["pace"] is not None]
    expected = {float(tenths(value)) for value in (*rates, *paces)}
    assert shown
    assert set(shown) <= expected
    assert {float(tenths(value)) for value in rates} <= set(shown)


def test_every_figure_of_the_brief_follows_from_the_report(wide: Done) -> None:
    """汇报提纲 says nothing of its own."""
    root = wide.folder.parents[1]
    list(packing.pack_month(Workspace(root), Period(2023, 5), today=TODAY, heard=lambda _: None))
    with zipfile.ZipFile(wide.folder / "会议材料（2023年5月）.zip") as pack:
        brief = docx.Document(io.BytesIO(pack.read("汇报提纲（2023年5月）.docx")))
    lines = [paragraph.text for paragraph in brief.paragraphs]
    assert any(_NUMBER.search(line) for line in lines)
    assert strangers(lines, wide.report) == []


def test_every_figure_of_the_changes_follows_from_the_report(may: Done) -> None:
    """What has changed since last month, at the end of the review copy."""
    review = docx.Document(str(may.folder / "核稿.docx"))
    lines = [paragraph.text for paragraph in review.paragraphs]
    changes = [line for line in lines if any(change in line for change in may.report["changes"])]
    assert len(changes) >= len(may.report["changes"]) > 0
    assert strangers(changes, may.report) == []
