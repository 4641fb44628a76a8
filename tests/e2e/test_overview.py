"""总览.html of the sample month against report.json: every number on the page is the report's."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from pipeline.circular.rule import rule_sentence
from pipeline.delivery.overview import overview
from pipeline.ledger import open_ledger
from pipeline.model import TOLD, Reason, Status
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.e2e.conftest import ROOT, Done

TEMPLATE = (ROOT / "templates" / "总览.html").read_text("utf-8")
NUMBER = re.compile(r"\d+(?:\.\d+)?")


@pytest.fixture(scope="module")
def page(months: dict[str, Done]) -> ElementTree.Element:
    """May's page as a tree; its script and style, which are no words of it, are left out."""
    may = months["2023-05"]
    workspace = Workspace(may.folder.parents[1])
    with open_ledger(workspace.ledger(Settings()), writing=False) as ledger:
        trend = ledger.history(2023)
    text = overview(may.month, trend, Settings(), TEMPLATE, rule=rule_sentence(may.month, Settings())).decode()
    text = re.sub(r"<(script|style)>.*?</\1>", "", text, flags=re.DOTALL)
    text = re.sub(r"<(meta|input)([^>]*)>", r"<\1\2/>", text.replace("<!DOCTYPE html>", "")).replace(" hidden ", " ")
    return ElementTree.fromstring(text)


def words(element: ElementTree.Element) -> str:
    return "".join(element.itertext())


def of_class(page: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (each for each in page.iter() if name in each.get("class", "").split())


def percent(share: str) -> str:
    """A share of the report as the page prints it."""
    return "100%" if share == "1" else "0%" if share == "0" else f"{tenth(share)}%"


def tenth(share: str) -> Decimal:
    return (abs(Decimal(share)) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


def indicators(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {i["id"]: i | {"unit": t["unit"]} for p in report["projects"] for t in p["tasks"] for i in t["indicators"]}


def status_words(judged: dict[str, Any]) -> str:
    return Reason(judged["reason"]).words if judged["reason"] else Status(judged["status"]).words


def stacked(box: ElementTree.Element) -> dict[str, int]:
    """The parts of a stacked bar as it is worded: 滞后 → 5."""
    told = next(of_class(box, "parts"))
    return {(each[0].tail or ""): int(words(each[1])) for each in told}


def as_words(summary: dict[str, int]) -> dict[str, int]:
    """A summary of the report, what is not reported taken together, parts of nothing left out."""
    return {status.value: summary[status.value] for status in TOLD if summary[status.value]}


def by_status(parts: dict[str, int]) -> dict[str, int]:
    told: dict[str, int] = {}
    for word, count in parts.items():
        status = next((each for each in Status if each.words == word), Status.NOT_REPORTED)
        told[status.value] = told.get(status.value, 0) + count
    return told


def test_counts_are_the_reports(page: ElementTree.Element, may: Done) -> None:
    """Projects, tasks, indicators and units, with their parts."""
    counts = next(of_class(page, "counts"))
    summary = may.report["summary"]
    for box, key in zip(counts, ("projects", "tasks", "indicators"), strict=True):
        assert words(next(of_class(box, "total"))).startswith(str(summary[key]["total"]))
        assert by_status(stacked(box)) == as_words(summary[key])
    units = summary["units"]
    assert NUMBER.findall(words(next(of_class(page, "reporting")))) == [
        str(units[key]) for key in ("total", "reported", "missing", "late", "returned")
    ]


def test_every_indicator_has_its_bar(page: ElementTree.Element, may: Done) -> None:
    """Name, unit, status, figures and their source; the bar's length and the pace's place are the report's shares."""
    told = indicators(may.report)
    rows = {str(row.get("id")).removeprefix("i-"): row for row in of_class(page, "indicator")}
    assert list(rows) == list(told)
    for name, row in rows.items():
        judged = told[name]
        figures = words(next(of_class(row, "figures")))
        assert (row.get("data-unit"), row.get("data-status")) == (judged["unit"], status_words(judged))
        assert words(next(row.iter("h4"))) == judged["name"]
        said = [(judged["rate"], "完成率", percent), (judged["pace"], "序时进度", percent)]
        for share, label, written in said:
            assert (label in figures) == (share is not None)
            assert share is None or written(share) in figures
        if judged["gap"] is not None:
            gap = judged["gap"]
            expected = "持平" if gap == "0" else f"{'低' if gap.startswith('-') else '高'}{tenth(gap)}个百分点"
            assert expected in figures
        for figure in (judged["done"], judged["target"], (judged["carried"] or {}).get("done")):
            assert figure is None or f"{figure}{judged['measure']}" in figures
        if judged["source"] and judged["source"]["cell"] and not judged["corrected"]:
            assert f"{judged['source']['file']} › " in figures
            assert judged["source"]["cell"] in figures
        bar = next(of_class(row, "bar"))
        if judged["rate"] is not None:
            drawn = [each.get("width") for each in of_class(bar, judged["status"])]
            assert drawn == [f"{_across(judged['rate'])}%"]
        if judged["pace"] is not None:
            assert [each.get("x1") for each in of_class(bar, "pace")] == [f"{_across(judged['pace'])}%"]


def _across(share: str) -> Decimal:
    place = min(Decimal(share) * 80, Decimal(100)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Decimal(f"{place:f}".rstrip("0").rstrip(".")) if place else Decimal(0)


def test_the_year_is_what_the_months_reported(page: ElementTree.Element, months: dict[str, Done]) -> None:
    """Each month's counts are those of its own report."""
    year = next(of_class(page, "year"))
    assert [words(each) for each in year.iter("dt")] == ["3月", "4月", "5月"]
    for box, done in zip(year.iter("dd"), months.values(), strict=True):
        assert by_status(stacked(box)) == as_words(done.report["summary"]["indicators"])


def test_every_finding_is_listed(page: ElementTree.Element, may: Done) -> None:
    """Message, mend, code and place of each, the gravest first."""
    listed = [words(each) for each in of_class(page, "finding")]
    assert len(listed) == len(may.report["findings"])
    for each in may.report["findings"]:
        assert any(each["message"] + each["suggestion"] in text and each["code"] in text for text in listed)
    assert f"核查问题（{len(listed)}条）" in words(page)


def test_every_number_is_the_reports(page: ElementTree.Element, months: dict[str, Done]) -> None:
    """No number stands on the page, in its texts or hovering, that the reports and the printed rule do not give."""
    known = set(NUMBER.findall(rule_sentence(months["2023-05"].month, Settings())))
    for done in months.values():
        report = done.report
        known |= set(NUMBER.findall(str(report)))
        for each in indicators(report).values():
            for share in (each["rate"], each["pace"], each["gap"]):
                known |= set(NUMBER.findall(percent(share.lstrip("-")))) if share is not None else set()
        known |= {str(count) for count in range(1, 1 + report["summary"]["indicators"]["total"])}
    said = " ".join(filter(None, (text for each in page.iter() for text in (each.text, each.tail))))
    labels = " ".join(each.get("aria-label", "") + " " + each.get("title", "") for each in page.iter())
    assert set(NUMBER.findall(f"{said} {labels}")) <= known


def test_the_template_is_shipped() -> None:
    """A workspace without templates has the page's."""
    assert Workspace(Path("/nowhere")).template("总览.html") == TEMPLATE
