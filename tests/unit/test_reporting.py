"""Who reported and when: deadlines, evidence, and what is asked of the missing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from pipeline.findings import Rule, Severity
from pipeline.judging.reporting import deadline
from pipeline.model import Evidence, FileState, Month, MonthFacts, Receipt, Submission, UnitReport
from pipeline.period import Period
from pipeline.settings import Deadline, Settings
from pipeline.source import Where
from tests.unit.district import APRIL, MAY, before, found, judged, quantity, register, said, sent

BEIJING = timezone(timedelta(hours=8))
HOMES, ROADS = quantity(), quantity("2-1-1")
BOOK = register(HOMES, ROADS)
UNIT = "区住房城乡建委"
HOLIDAYS = {
    date(2023, 4, 29): True,
    date(2023, 4, 30): True,
    date(2023, 5, 1): True,
    date(2023, 5, 2): True,
    date(2023, 5, 3): True,
    date(2023, 4, 23): False,
    date(2023, 5, 6): False,
}


@pytest.mark.parametrize(
    ("period", "grace", "day"),
    [
        ("2023-05", 0, "2023-05-31"),
        ("2023-04", 0, "2023-04-28"),
        ("2023-04", 1, "2023-05-04"),
        ("2023-04", 3, "2023-05-06"),
        ("2023-09", 0, "2023-09-29"),
        ("2023-12", 0, "2023-12-29"),
        ("2023-12", 2, "2024-01-02"),
        ("2024-02", 0, "2024-02-29"),
    ],
)
def test_the_deadline_is_the_last_working_day(period: str, grace: int, day: str) -> None:
    """Before weekends and the May holiday; grace counts working days, a worked Saturday among them."""
    assert deadline(Period.parse(period), HOLIDAYS, grace) == date.fromisoformat(day)


def reported(
    *files: Submission, receipts: Sequence[Receipt] = (), period: Period = MAY, settings: Settings | None = None
) -> UnitReport:
    """What is known of the reporting of 区住房城乡建委."""
    month = judged(
        BOOK, submissions=files, facts=MonthFacts(receipts=tuple(receipts)), period=period, settings=settings
    )
    return month.units[0]


def mailed(day: int, hour: int = 9, name: str = "") -> Submission:
    return sent(UNIT, name, received=datetime(2023, 5 if day > 5 else 6, day, hour, tzinfo=BEIJING))


@pytest.mark.parametrize(
    ("files", "is_reported"),
    [
        ((sent(UNIT),), True),
        ((sent(UNIT, state=FileState.REFUSED),), True),
        ((sent(UNIT, period=MAY),), True),
        ((sent(UNIT, period=APRIL, state=FileState.REFUSED),), False),
        ((sent(UNIT, period=APRIL),), True),
        ((sent(UNIT, state=FileState.IGNORED),), False),
        ((sent("", "认不出.xlsx", state=FileState.REFUSED),), False),
        ((sent("区交通局"),), False),
        ((), False),
    ],
    ids=["accepted", "refused", "of-may", "of-april", "of-both", "ignored", "of-nobody", "of-another", "nothing"],
)
def test_reported_once_a_file_for_the_month_arrived(files: tuple[Submission, ...], is_reported: bool) -> None:
    """Even a refused one, or one with sheets of both months; never another month's, an ignored or an unknown one."""
    assert reported(*files).reported is is_reported


def test_who_is_missing_is_asked_for() -> None:
    """An error of the unit, without a place: there is none."""
    month = judged(BOOK, [said(HOMES, "70")], submissions=[sent(UNIT)], past={"1-1-1": before("52")})
    assert [(each.code, each.unit, each.severity, str(each.where)) for each in month.findings] == [
        ("J301", "区交通局", Severity.ERROR, "")
    ]
    assert str(month.findings[0]) == "区交通局还没有报送2023年5月的进展表。报送截止日是5月31日，请尽快补报。[J301]"


@pytest.mark.parametrize(
    ("files", "receipts", "late", "evidence", "day"),
    [
        ((mailed(31),), (), False, Evidence.MAIL, "2023-05-31"),
        ((mailed(1),), (), True, Evidence.MAIL, "2023-06-01"),
        ((replace(mailed(1), filled=date(2023, 5, 30)),), (date(2023, 5, 30),), True, Evidence.MAIL, "2023-06-01"),
        ((sent(UNIT, filled=date(2023, 6, 2)),), (date(2023, 5, 30),), True, Evidence.SHEET, "2023-06-02"),
        ((sent(UNIT, filled=date(2023, 4, 27)),), (date(2023, 5, 30),), False, Evidence.NOTE, "2023-05-30"),
        ((sent(UNIT),), (date(2023, 6, 1),), True, Evidence.NOTE, "2023-06-01"),
        ((sent(UNIT),), (), None, Evidence.NONE, None),
        ((), (date(2023, 5, 30),), None, Evidence.NONE, None),
        ((mailed(30), mailed(2, name="更正.xlsx")), (), False, Evidence.MAIL, "2023-05-30"),
        ((sent(UNIT, received=datetime(2023, 5, 31, 17, tzinfo=UTC)),), (), True, Evidence.MAIL, "2023-06-01"),
    ],
    ids="mail mail-late mail-first sheet old-date note nothing no-file first-counts in-utc".split(),
)
def test_late_only_by_evidence(
    files: tuple[Submission, ...], receipts: tuple[date, ...], late: bool | None, evidence: Evidence, day: str | None
) -> None:
    """The mail, else the sheet's own date, else the office's note; without any of them nobody is late."""
    got = reported(*files, receipts=[Receipt(UNIT, each) for each in receipts])
    assert (got.late, got.evidence) == (late, evidence)
    assert got.received == (date.fromisoformat(day) if day else None)


def test_grace_makes_late_on_time() -> None:
    """One working day of grace moves the deadline to 1 June."""
    assert reported(mailed(1), settings=Settings(deadline=Deadline(grace=1))).late is False
    assert reported(mailed(2), settings=Settings(deadline=Deadline(grace=1))).late is True


def test_who_was_late_is_told_with_the_evidence() -> None:
    """As a warning; who was in time is not."""
    month = judged(BOOK, [], submissions=[mailed(1), sent("区交通局", filled=date(2023, 5, 30))])
    assert found(month, "J30") == [[UNIT, "J302"]]
    assert "6月1日才报送，截止日是5月31日（依据：邮件收到时间）" in str(month.findings[-1])


def notes(month: Month) -> list[str]:
    return [each.code for each in month.findings if each.severity is Severity.NOTE]


def test_before_the_deadline_has_passed_there_is_a_note() -> None:
    """On the day itself it has not; the day after it has."""
    past = {"1-1-1": before("52")}
    days = (date(2023, 5, 20), date(2023, 5, 31), date(2023, 6, 1))
    assert [notes(judged(BOOK, past=past, today=day)) for day in days] == [["J303"], ["J303"], []]


def test_a_receipt_without_a_file_is_told() -> None:
    """The office noted that it came, but it is not in the folder."""
    note = Receipt("区交通局", date(2023, 5, 30), where=Where("本月事项.xlsx", "收件登记", "B3"))
    facts = MonthFacts(receipts=(note,))
    assert found(judged(BOOK, submissions=[sent(UNIT)], facts=facts), "J304") == [["B3", "J304"]]
    assert found(judged(BOOK, facts=facts), "J304") == []


SHEET = Rule("S103", Severity.ERROR, "缺栏", "缺一栏。", "请补。")
DOUBT = Rule("V202", Severity.WARNING, "不一致", "不一致。", "请核实。")


@pytest.mark.parametrize(
    ("rule", "unit", "file", "returned"),
    [
        (SHEET, UNIT, f"{UNIT}.xlsx", True),
        (DOUBT, UNIT, f"{UNIT}.xlsx", False),
        (SHEET, "区交通局", f"{UNIT}.xlsx", False),
        (SHEET, UNIT, "旧.xlsx", False),
        (SHEET, UNIT, "本月事项.xlsx", False),
        (SHEET, UNIT, "", False),
    ],
    ids=["error", "warning", "of-another", "in-a-replaced-file", "in-the-offices-own", "nowhere"],
)
def test_returned_is_who_has_an_error_in_what_it_sent(rule: Rule, unit: str, file: str, returned: bool) -> None:
    """Errors in its own live files, nothing else."""
    files = [sent(UNIT), sent("区交通局"), sent(UNIT, "旧.xlsx", state=FileState.REPLACED)]
    month = judged(BOOK, [], submissions=files, findings=[rule.at(Where(file), unit=unit)])
    assert month.units[0].returned is returned


def test_a_figure_that_the_judgement_refuses_goes_back_too() -> None:
    """A fall is found here, in the unit's own cell."""
    month = judged(BOOK, [said(HOMES, "18")], past={"1-1-1": before("52")})
    assert [each.returned for each in month.units] == [True, False]


def test_units_and_their_indicators_are_counted() -> None:
    """Two indicators of which one is filled in; the parts make the whole."""
    book = register(HOMES, quantity("1-1-2"), ROADS)
    month = judged(book, [said(HOMES, "70")], submissions=[sent(UNIT), sent(UNIT, "又一份.xlsx")])
    assert [(each.name, each.reported, each.filled, each.total) for each in month.units] == [
        (UNIT, True, 1, 2),
        ("区交通局", False, 0, 1),
    ]
    assert [each.file for each in month.units[0].files] == [f"{UNIT}.xlsx", "又一份.xlsx"]
    assert month.deadline == date(2023, 5, 31)


def test_only_units_that_lead_a_task_report() -> None:
    """A unit that merely supports is not missing; one that the register forgot to list is there all the same."""
    one = register(HOMES, ROADS)
    book = replace(one, units=(*one.units[:1], replace(one.units[0], name="区财政局")))
    assert [each.name for each in judged(book).units] == [UNIT, "区交通局"]
