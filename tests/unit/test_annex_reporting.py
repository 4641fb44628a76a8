"""Who reported, and when as far as something tells it."""

from dataclasses import replace
from datetime import date

from pipeline.circular.annex_reporting import reporting_note, reporting_table
from pipeline.model import Evidence, FileState, Month, Submission, UnitReport
from tests.unit.wording_months import mixed, month


def given(*reports: UnitReport, deadline: date | None = date(2023, 5, 31)) -> Month:
    return replace(month(), units=reports, deadline=deadline)


def sent(name: str, *states: FileState) -> tuple[Submission, ...]:
    return tuple(Submission(f"{name}{place}.xlsx", "", state, name) for place, state in enumerate(states, 1))


def rows(judged: Month) -> list[list[str]]:
    return [[cell.text for cell in row] for row in reporting_table(judged).rows]


def note(judged: Month) -> str:
    found = reporting_note(judged)
    return found.text if found else ""


ON_TIME = UnitReport("区交通局", True, False, False, Evidence.MAIL, date(2023, 5, 30), sent("甲", FileState.ACCEPTED))
LATE = UnitReport("区教委", True, True, True, Evidence.NOTE, date(2023, 6, 6), sent("乙", *[FileState.REFUSED] * 2))
UNKNOWN = UnitReport("区残联", True, None, False, Evidence.NONE, None, sent("丙", FileState.ACCEPTED))
MISSING = UnitReport("区民政局", False)


def test_each_unit_has_a_row() -> None:
    """按时, 迟报, 未报送; where nothing tells when, 已报送 and a dash, never a guess."""
    assert rows(given(ON_TIME, LATE, UNKNOWN, MISSING)) == [
        ["1", "区交通局", "按时", "5月30日", "1", "否"],
        ["2", "区教委", "迟报", "6月6日", "2", "是"],
        ["3", "区残联", "已报送", "—", "1", "否"],
        ["4", "区民政局", "未报送", "—", "—", "—"],
    ]


def test_a_day_without_evidence_is_not_printed() -> None:
    """A day that no mail, no sheet and no note gives is left out."""
    assert rows(given(replace(ON_TIME, evidence=Evidence.NONE)))[0][3] == "—"


def test_every_row_tells_what_it_rests_on() -> None:
    """Also that of a unit of which there is nothing."""
    table = reporting_table(given(ON_TIME, LATE, UNKNOWN, MISSING))
    told = [row[2].lines[0][0].evidence for row in table.rows]
    assert [each.how for each in told if each] == [
        "报送时间与报送截止日相比",
        "报送时间与报送截止日相比",
        "没有报送时间，无从判断是否按时",
        "收到的文件和收件登记里都没有这个单位",
    ]


def test_only_reports_are_counted() -> None:
    """A file sent twice counts once; one that is no report not at all."""
    files = sent("甲", FileState.ACCEPTED, FileState.DUPLICATE, FileState.REPLACED, FileState.IGNORED)
    assert rows(given(replace(ON_TIME, files=files)))[0][4] == "2"


def test_a_year_is_told_where_it_is_another() -> None:
    """December's sheet that came in January."""
    assert rows(given(replace(LATE, received=date(2024, 1, 3))))[0][3] == "2024年1月3日"


def test_times_and_counts_tell_what_they_rest_on() -> None:
    """The review copy names the evidence and the files."""
    _, _, _, when, count, _ = reporting_table(given(LATE)).rows[0]
    told = [span.evidence.how for cell in (when, count) for span in cell.lines[0] if span.evidence]
    assert told == ["依据收件登记", "报送件：乙1.xlsx（未采用）、乙2.xlsx（未采用）"]


def test_the_note_tells_the_deadline_and_the_evidence_there_is() -> None:
    """Only kinds of evidence that some unit has are named."""
    assert note(given(ON_TIME, LATE)) == (
        "注：报送截止日是5月31日；报送时间依据邮件收到时间、收件登记，没有依据的不列。"
    )
    assert note(given(UNKNOWN, deadline=None)) == "注：报送时间没有依据，不列。"
    assert note(given(MISSING)) == "注：报送截止日是5月31日。"
    assert note(given(MISSING, deadline=None)) == ""


def test_a_judged_month_lists_all_its_units() -> None:
    """As many rows as units, and as many 未报送 as are missing."""
    judged = mixed()
    listed = rows(judged)
    assert [row[1] for row in listed] == [each.name for each in judged.units]
    assert [row[1] for row in listed if row[2] == "未报送"] == ["区农业农村委"]
    assert [row[1] for row in listed if row[2] == "迟报"] == ["区文化旅游委"]
