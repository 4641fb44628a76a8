"""report.json says everything of a month, in the shape that its schema promises."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from pipeline.findings import Rule, Severity
from pipeline.model import (
    Adjustment,
    Bound,
    Correction,
    FileState,
    Inspection,
    Issue,
    Month,
    MonthFacts,
    Rhythm,
    State,
    Status,
)
from pipeline.report import Outputs, dumps, register_json, report
from pipeline.source import Where
from tests.unit.district import APRIL, MAY, before, judged, milestone, quantity, rate, register, said, sent

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "report.schema.json").read_text(encoding="utf-8"))
OUTPUTS = Outputs(
    "关于2023年5月区级重点民生实事推进情况的通报.docx",
    "核稿.docx",
    "汇总表.xlsx",
    "问题清单.xlsx",
    ("退回/区交通局.xlsx",),
    "关于2023年5月区级重点民生实事推进情况的通报",
)
NOT_A_NUMBER = Rule("V101", Severity.ERROR, "不是数字", "累计完成填的是“{raw}”，不是数字。", "请只填数字。")

HOMES, LIFTS, SURVEY = quantity(), quantity("1-1-2", "12", "台"), quantity("1-2-1", rhythm=Rhythm.ONCE)
ROADS, COVER, LIBRARY = quantity("2-1-1", "3000", "公里"), rate("3-1-1"), milestone("3-2-1")
ADJUSTED = Adjustment("2-1-1", MAY, Decimal(3000), Decimal(2000), "永川府办〔2023〕31号")
BOOK = register(HOMES, LIFTS, SURVEY, ROADS, COVER, LIBRARY, adjustments=(ADJUSTED,))


def may() -> Month:
    """Everything that a report can hold: corrected, adjusted, refused, missing, late, a file of each kind."""
    wrong = Where("区住房城乡建委.xlsx", "进展表", "G6", "约九成")
    received = datetime(2023, 6, 1, 9, 12, tzinfo=timezone(timedelta(hours=8)))
    return judged(
        BOOK,
        [
            said(
                HOMES,
                "70",
                progress="已完工70个。",
                problem="管线资料缺失",
                reported_rate=Decimal("0.350"),
                verdict="正常",
            ),
            said(LIFTS, None, where=wrong, progress="已完工70个。", next_step="抓紧施工"),
            said(ROADS, "660.50", bound=Bound.ABOUT),
        ],
        submissions=[
            sent("区住房城乡建委", received=received),
            sent("区交通局", filled=date(2023, 5, 30), period=MAY),
            sent("", "说明.txt", state=FileState.IGNORED),
            sent("区交通局", "旧.xlsx", state=FileState.REPLACED),
        ],
        findings=[
            NOT_A_NUMBER.at(wrong, unit="区住房城乡建委", task="1-1", indicator="1-1-2", also=[Where("又一份.xlsx")])
        ],
        past={"1-1-1": before("52"), "1-1-2": before("3"), "3-2-1": before(State.IN_PROGRESS)},
        facts=MonthFacts(
            issue=Issue("永川发改〔2023〕38号", "", date(2023, 6, 5)),
            corrections=(
                Correction("1-1-1", Decimal("70.10"), "电话核实", "", "周敏", date(2023, 6, 2), Where("本月事项.xlsx")),
            ),
            inspections=(Inspection(date(2023, 5, 18), "中山路", "1-1", "未回填", "6月10日前回填"),),
        ),
    )


def reported(month: Month | None = None, outputs: Outputs = OUTPUTS) -> dict[str, Any]:
    """The report as a reader finds it: after a round trip through its text."""
    data: dict[str, Any] = json.loads(dumps(report(month or may(), outputs)))
    return data


def indicator(data: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = (
        each
        for project in data["projects"]
        for task in project["tasks"]
        for each in task["indicators"]
        if each["id"] == name
    )
    return dict(found)


def strict(schema: Any) -> Any:
    """The schema with no other keys allowed than those it names; readers must bear others, writers make none."""
    if isinstance(schema, dict):
        closed = {key: strict(value) for key, value in schema.items()}
        return closed | ({"additionalProperties": False} if "properties" in schema else {})
    return [strict(each) for each in schema] if isinstance(schema, list) else schema


def faults(data: dict[str, Any]) -> list[str]:
    validator = Draft202012Validator(strict(SCHEMA), format_checker=FormatChecker())
    return [f"{each.json_path}: {each.message}" for each in validator.iter_errors(data)]


def test_the_schema_is_a_schema() -> None:
    """Of JSON Schema 2020-12, with nothing misspelt in it."""
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("outputs", [OUTPUTS, Outputs()], ids=["run", "check"])
def test_a_report_is_what_its_schema_promises(outputs: Outputs) -> None:
    """Every key, no other, each of its kind: with outputs, and from a check that made none."""
    assert faults(reported(outputs=outputs)) == []


def test_months_of_every_kind_keep_to_the_schema() -> None:
    """Nothing came in; everything is complete; a milestone was done before."""
    nothing = judged(BOOK, submissions=[])
    done = judged(BOOK, [said(LIBRARY, State.DONE)], past={"3-2-1": before(State.DONE, status=Status.COMPLETED)})
    carried = judged(BOOK, [], past={"3-2-1": before(State.DONE, status=Status.COMPLETED)})
    for month in (nothing, done, carried, judged(BOOK, period=APRIL)):
        assert faults(reported(month)) == []


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Every object that the schema describes."""
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            yield schema
        for each in schema.values():
            yield from objects(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from objects(each)


def test_the_schema_asks_for_every_key() -> None:
    """Every key of every object is required: what is missing is null, never left out."""
    assert len(list(objects(SCHEMA))) > 20
    for each in objects(SCHEMA):
        assert each["required"] == list(each["properties"])
    data = reported()
    assert all(faults({name: value for name, value in data.items() if name != key}) for key in data)


def test_figures_are_plain_and_in_their_own_measure() -> None:
    """660.50 is "660.5", the target is the one of this month, 0.350 is "0.35"; shares have six places at most."""
    roads = indicator(reported(), "2-1-1")
    assert {key: roads[key] for key in ("done", "bound", "target", "measure", "rate", "pace", "gap")} == {
        "done": "660.5",
        "bound": "~",
        "target": "2000",
        "measure": "公里",
        "rate": "0.33025",
        "pace": "0.3",
        "gap": "0.03025",
    }
    assert roads["adjusted"] == {"old": "3000", "from": "2023-05", "document": "永川府办〔2023〕31号"}
    assert indicator(reported(), "1-1-1")["reported_rate"] == "0.35"


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(2, 3), "0.666667"),
        (Fraction(-1, 3), "-0.333333"),
        (Fraction(1, 2_000_000), "0.000001"),
        (Fraction(-1, 10_000_000), "0"),
        (Fraction(1), "1"),
        (Fraction(12345, 100), "123.45"),
    ],
)
def test_shares_are_rounded_half_up(share: Fraction, text: str) -> None:
    """To six places, without trailing zeros, and no negative nothing."""
    month = may()
    judgement = replace(month.assessments[0], gap=share)
    assert indicator(reported(replace(month, assessments=(judgement, *month.assessments[1:]))), "1-1-1")["gap"] == text


def test_a_correction_shows_what_it_replaced() -> None:
    """70 became 70.1, by whom, when and why; the source is the office's own."""
    homes = indicator(reported(), "1-1-1")
    assert (homes["done"], homes["origin"], homes["source"]["file"]) == ("70.1", "correction", "本月事项.xlsx")
    assert homes["corrected"] == {"from": "70", "reason": "电话核实", "by": "周敏", "date": "2023-06-02"}
    assert (homes["previous"], homes["previous_period"]) == ("52", "2023-04")


def test_a_refused_figure_is_null_with_its_text_and_what_was_known() -> None:
    """约九成 stays as it was typed; April's 3 is carried, never in done."""
    lifts = indicator(reported(), "1-1-2")
    assert {key: lifts[key] for key in ("done", "rate", "status", "reason", "carried")} == {
        "done": None,
        "rate": None,
        "status": "not_reported",
        "reason": "refused",
        "carried": {"done": "3", "state": None, "period": "2023-04"},
    }


def test_an_indicator_without_an_entry_has_an_empty_source() -> None:
    """The keys are there, the text as typed is null."""
    assert indicator(reported(), "3-1-1")["source"] == {"file": "", "sheet": "", "cell": "", "raw": None}


def test_a_task_speaks_in_its_indicators_words_once() -> None:
    """The same progress text of two indicators is one; others are joined in their order."""
    task = reported()["projects"][0]["tasks"][0]
    assert (task["progress"], task["problem"], task["next_step"]) == ("已完工70个。", "管线资料缺失", "抓紧施工")


def test_every_summary_adds_up() -> None:
    """The statuses to the total; reported and missing to the units; files to those seen; indicators to theirs."""
    data = reported()
    for name in ("projects", "tasks", "indicators"):
        counts = dict(data["summary"][name])
        assert counts.pop("total") == sum(counts.values())
    assert [data["summary"][name]["total"] for name in ("projects", "tasks", "indicators")] == [3, 5, 6]
    assert data["summary"]["units"] == {"total": 3, "reported": 2, "missing": 1, "late": 1, "returned": 1}
    assert data["reconciliation"] == {
        "files": {"seen": 4, "accepted": 2, "replaced": 1, "refused": 0, "ignored": 1, "duplicate": 0},
        "indicators": {"total": 6, "reported": 2, "not_reported": 2, "not_due": 2},
    }


def test_findings_have_their_place_and_further_places() -> None:
    """File, sheet, cell and text as typed; whom and what it concerns."""
    first = reported()["findings"][0]
    assert first == {
        "code": "V101",
        "severity": "error",
        "message": "累计完成填的是“约九成”，不是数字。",
        "suggestion": "请只填数字。",
        "unit": "区住房城乡建委",
        "task": "1-1",
        "indicator": "1-1-2",
        "source": {"file": "区住房城乡建委.xlsx", "sheet": "进展表", "cell": "G6", "raw": "约九成"},
        "also": [{"file": "又一份.xlsx", "sheet": "", "cell": "", "raw": ""}],
    }


def test_units_tell_when_and_by_what_evidence() -> None:
    """A mail on 1 June is late; a file's time keeps its zone; a silent unit is missing and neither late nor not."""
    homes, roads, schools = reported()["units"]
    assert (homes["state"], homes["late"], homes["evidence"], homes["returned"]) == ("reported", True, "mail", True)
    assert homes["files"][0]["received"] == "2023-06-01T09:12:00+08:00"
    assert [each["received"] for each in (homes, roads, schools)] == ["2023-06-01", "2023-05-30", None]
    assert [each["state"] for each in roads["files"]] == ["accepted", "replaced"]
    assert reported()["deadline"] == "2023-05-31"
    assert (roads["late"], roads["evidence"], [each["name"] for each in roads["files"]]) == (
        False,
        "sheet",
        ["区交通局.xlsx", "旧.xlsx"],
    )
    assert (schools["state"], schools["late"], schools["indicators"]) == ("missing", None, {"total": 2, "reported": 0})


def test_the_issue_and_what_is_still_open() -> None:
    """Number and date where the office has set them, null where not; the title always."""
    assert reported()["issue"] == {
        "title": "关于2023年5月区级重点民生实事推进情况的通报",
        "number": "永川发改〔2023〕38号",
        "date": "2023-06-05",
    }
    assert reported(replace(may(), issue=Issue()), Outputs())["issue"] == {
        "title": "关于2023年5月区级重点民生实事推进情况的通报",
        "number": None,
        "date": None,
    }


def test_the_text_is_stable_and_chinese() -> None:
    """The same month gives the same bytes; nothing is escaped; the keys keep their order."""
    text = dumps(report(may(), OUTPUTS))
    assert text == dumps(report(may(), OUTPUTS))
    assert "老旧小区改造" in text
    assert "\\u" not in text
    assert text.endswith("}\n")
    assert list(json.loads(text))[:5] == ["schema", "period", "as_of", "deadline", "issue"]


def test_the_register_has_the_same_structure_without_what_is_reported() -> None:
    """Its keys are those of the report, in the same order, as far as they go."""
    book, data = register_json(BOOK), reported()
    assert list(book) == ["notice", "projects"]
    assert (book["notice"]["number"], book["notice"]["date"]) == ("永川府办发〔2023〕12号", "2023-02-17")
    task, same = book["projects"][0]["tasks"][0], data["projects"][0]["tasks"][0]
    assert list(task) == ["id", "text", "unit", "support", "indicators"]
    facts = task["indicators"][0]
    assert facts == {key: same["indicators"][0][key] for key in facts}
    assert list(facts) == ["id", "name", "kind", "rhythm", "comparator", "target", "measure", "due"]
