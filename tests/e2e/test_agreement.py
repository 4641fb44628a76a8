"""The circular, the summary and the report say the same, and say what the sheets say."""

import json
import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from tests.e2e.conftest import Done

TRUTH = json.loads((Path(__file__).parents[1] / "sample_truth.json").read_text("utf-8"))
STATUSES = ("completed", "ahead", "on_pace", "behind", "seriously_behind", "not_reported", "not_due")


def indicators(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every indicator of a report by its id, with its unit."""
    return {
        each["id"]: each | {"unit": task["unit"]}
        for project in report["projects"]
        for task in project["tasks"]
        for each in task["indicators"]
    }


def tenths(value: Fraction) -> str:
    """One decimal, half up, as people print percentages."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(abs(exact * 100).quantize(Decimal("0.1"), ROUND_HALF_UP))


def text_of(path: Path) -> list[str]:
    """Every paragraph of a Word file, those of its tables too."""
    document = docx.Document(str(path))
    cells = [
        paragraph.text
        for table in document.tables
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
    ]
    return [paragraph.text for paragraph in document.paragraphs] + cells


@pytest.mark.parametrize("period", ["2023-03", "2023-04", "2023-05"])
def test_every_indicator_comes_to_the_truth_of_the_sheets(months: dict[str, Done], period: str) -> None:
    """What the sheets were made to say is what the report says: figures, states, statuses, reasons."""
    reported = indicators(months[period].report)
    assert reported.keys() == TRUTH[period].keys()
    for key, true in TRUTH[period].items():
        given = reported[key]
        if "reason" in true:
            assert (key, given["status"], given["reason"]) == (key, "not_reported", true["reason"])
            assert (key, given["done"], given["state"]) == (key, None, None)
        else:
            assert (key, given["done"] or given["state"]) == (key, true.get("done", true["true"]))
        if true["status"] != "?":
            assert (key, given["status"]) == (key, true["status"])
        if "carried" in true:
            assert given["carried"]["done"] == true["carried"]
        if "months_behind" in true:
            assert (key, given["months_behind"]) == (key, true["months_behind"])


@pytest.mark.parametrize("period", ["2023-03", "2023-04", "2023-05"])
def test_every_count_adds_up(months: dict[str, Done], period: str) -> None:
    """At every level the statuses sum to the total, and are what the items themselves say."""
    report = months[period].report
    summary = report["summary"]
    tasks = [task for project in report["projects"] for task in project["tasks"]]
    levels = {"projects": report["projects"], "tasks": tasks, "indicators": list(indicators(report).values())}
    for level, total in (("projects", 15), ("tasks", 20), ("indicators", 39)):
        counts = summary[level]
        assert counts["total"] == total == sum(counts[status] for status in STATUSES) == len(levels[level])
        for status in STATUSES:
            assert counts[status] == sum(each["status"] == status for each in levels[level])
    units = summary["units"]
    assert units["total"] == 13 == units["reported"] + units["missing"]
    files = report["reconciliation"]["files"]
    assert files["seen"] == sum(files[state] for state in ("accepted", "replaced", "refused", "ignored", "duplicate"))


def test_the_summary_workbook_agrees(may: Done) -> None:
    """Each row of 汇总表 has the report's figure, rate, gap and source."""
    page = openpyxl.load_workbook(may.folder / "汇总表.xlsx").worksheets[0]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    top = next(number for number, row in enumerate(rows) if row[0] == "编号")
    heads = {str(head): place for place, head in enumerate(rows[top]) if head}
    found = {str(row[0]): row for row in rows[top + 1 :] if row[0] in indicators(may.report)}
    assert found.keys() == indicators(may.report).keys()

    def column(words: str) -> int:
        return next(place for head, place in heads.items() if words in head)

    for key, given in indicators(may.report).items():
        row = found[key]
        done = row[column("本月累计")]
        if given["done"] is not None:
            assert Decimal(str(done)) == Decimal(given["done"]), key
        else:
            assert not isinstance(done, int | float), key
        rate = row[column("完成率")]
        if given["rate"] is not None:
            exact = Fraction(given["done"]) / Fraction(given["target"])
            assert Decimal(str(rate)) * 100 == Decimal(tenths(exact)), key
        if given["gap"] is not None:
            assert abs(Decimal(str(row[column("差距")])) - Decimal(given["gap"]) * 100) < Decimal("0.051"), key


def test_each_lagging_item_of_the_circular_is_the_reports(may: Done) -> None:
    """Target, figure, rate, gap, months and unit of every sentence are the report's, and none that lags is left out."""
    lagging = {each["name"]: each for each in indicators(may.report).values() if "behind" in each["status"]}
    body = docx.Document(str(may.circular)).paragraphs
    sentence = re.compile(
        r"^（.+?）(?P<name>.+?)。全年目标(?P<target>[\d.]+)(?P<measure>\D+?)(?:以上|以内)?，累计完成(?P<done>[\d.]+)\D+?，"
        r"完成率(?P<rate>[\d.]+)%，低于序时进度(?P<gap>[\d.]+)个百分点(?:，已连续(?P<months>\d+)个月滞后)?。.*（责任单位：(?P<unit>.+?)）。$"
    )
    seen = set()
    for paragraph in body:
        found = sentence.match(paragraph.text)
        if not found:
            continue
        given = lagging[found["name"]]
        rate = Fraction(given["done"]) / Fraction(given["target"])
        seen.add(found["name"])
        assert (found["target"], found["done"], found["unit"]) == (given["target"], given["done"], given["unit"])
        assert found["rate"] == tenths(rate)
        assert found["gap"] == tenths(Fraction(given["gap"]))
        assert int(found["months"] or 1) == given["months_behind"]
    assert seen == {name for name, each in lagging.items() if each["kind"] == "quantity"}
    assert all(any(name in paragraph.text for paragraph in body) for name in lagging)


@pytest.mark.parametrize("period", ["2023-03", "2023-04", "2023-05"])
def test_every_figure_in_the_circular_follows_from_the_report(months: dict[str, Done], period: str) -> None:
    """Every number printed is a figure of the report, follows from it by a printed rule, or is quoted text.

    Allowed are: what the report holds; rates and gaps recomputed here from its figures; counts; the dates of the month;
    the texts of notice and units, which are quoted whole. Anything else would be a figure without a source.
    """
    done = months[period]
    allowed = figures_of(done.report)
    quotes = quoted(done.report)
    strangers = []
    for text in text_of(done.circular):
        rest = text.replace("\n", "")
        for quote in quotes:
            rest = rest.replace(quote, " ")
        strangers += [(number, text) for number in re.findall(r"\d+(?:\.\d+)?", rest) if number not in allowed]
    assert strangers == []


def figures_of(report: dict[str, Any]) -> set[str]:
    year, month = report["period"].split("-")
    allowed = {year, str(int(month)), str(int(month) - 1), report["as_of"][-2:].lstrip("0"), str(int(month) + 1)}
    allowed |= {"10", "30", "7", "12"}  # the thresholds of the printed rule
    allowed |= {"3", "4"}  # the first months of the even and the works' pace, in the printed rule
    for level in report["summary"].values():
        allowed |= {str(count) for count in level.values()}
    for given in indicators(report).values():
        allowed |= {given[key] for key in ("target", "done", "previous") if given[key]}
        allowed |= {str(given["months_behind"]), given["due"][-2:]}
        for key in ("carried", "corrected"):
            if given[key]:
                allowed |= {str(value) for value in given[key].values() if value}
        if given["done"] and given["target"] and given["rate"] is not None:
            allowed.add(tenths(Fraction(given["done"]) / Fraction(given["target"])))
            allowed |= {tenths(Fraction(given[key])) for key in ("pace", "gap") if given[key] is not None}
    kinds = [each["kind"] == "milestone" for each in indicators(report).values()]
    allowed |= {str(sum(kinds)), str(len(kinds) - sum(kinds))}
    for decided in (True, False):
        members = [e for e in indicators(report).values() if (e["kind"] == "milestone") is decided]
        allowed |= {str(sum(e["status"] == s for e in members)) for s in STATUSES}
        allowed |= {str(sum(e["reason"] == r for e in members)) for r in ("missing", "blank", "refused")}
    allowed |= {str(number) for number in range(1, 16)}  # project numbers, annex numbers, notes
    allowed |= _days(report)
    allowed |= {number.lstrip("0") for number in allowed} | {number.removesuffix(".0") for number in allowed}
    return allowed


def _days(report: dict[str, Any]) -> set[str]:
    """The days that the circular may name: the deadline, its date, the third and tenth working day after that."""
    closed = {
        date(2023, 4, 5),
        date(2023, 5, 1),
        date(2023, 5, 2),
        date(2023, 5, 3),
        date(2023, 6, 22),
        date(2023, 6, 23),
    }
    made_up = {date(2023, 4, 23), date(2023, 5, 6), date(2023, 6, 25)}

    def after(day: date, count: int) -> date:
        while count:
            day += timedelta(days=1)
            count -= day in made_up or (day.weekday() < 5 and day not in closed)
        return day

    issued = report["issue"]["date"]
    start = date.fromisoformat(issued) if issued else after(date.fromisoformat(report["as_of"]), 5)
    due = date.fromisoformat(report["as_of"])
    while due in closed or not (due in made_up or due.weekday() < 5):
        due -= timedelta(days=1)
    return {str(day.day) for day in (start, after(start, 3), after(start, 10), due)}


def quoted(report: dict[str, Any]) -> list[str]:
    """Texts that the circular quotes as they are, longest first."""
    texts = {"永川府办发〔2023〕12号", "关于做好2023年区级重点民生实事有关工作的通知", report["issue"]["number"] or ""}
    for project in report["projects"]:
        texts.add(project["name"])
        for task in project["tasks"]:
            texts |= {task["text"], *(each["name"] for each in task["indicators"])}
            for key in ("progress", "problem"):
                texts |= {part for part in re.split(r"[。；;\n]", task[key] or "") if part}
    for inspection in report["inspections"]:
        texts |= {str(value) for value in inspection.values() if value}
    return sorted((text.rstrip("。") for text in texts if text), key=len, reverse=True)
