"""The month as judged: statuses with their reasons, what is carried, and what a task and a project come to."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from pipeline.findings import Finding, Rule, Severity
from pipeline.model import (
    Adjustment,
    Assessment,
    Carried,
    Correction,
    FileState,
    Indicator,
    MonthFacts,
    Past,
    Reason,
    Rhythm,
    State,
    Status,
    tally,
)
from pipeline.period import Period
from pipeline.settings import Judging, Settings
from pipeline.source import Where
from tests.unit.district import (
    APRIL,
    DECEMBER,
    JUNE,
    MAY,
    before,
    found,
    judged,
    milestone,
    quantity,
    rate,
    register,
    said,
    sent,
)

NOT_A_NUMBER = Rule("V101", Severity.ERROR, "不是数字", "“{raw}”不是数字。", "请填数字。")
HOMES = quantity()
BOOK = register(HOMES)
PLACE = Where("区住房城乡建委.xlsx", "进展表", "G5", "约九成")


def wrong(where: Where = PLACE, unit: str = "区住房城乡建委", indicator: str = "1-1-1") -> Finding:
    return NOT_A_NUMBER.at(where, unit=unit, indicator=indicator)


def words(judgement: Assessment) -> str:
    """The status, with its reason after a colon."""
    return judgement.status.value + (f":{judgement.reason.value}" if judgement.reason else "")


def test_a_reported_figure_with_all_that_is_known_of_it() -> None:
    """70 of 200 in May after 52 in April: 35% against 30%, five points ahead of pace."""
    (got,) = judged(BOOK, [said(HOMES, "70")], past={"1-1-1": before("30", "52")}).assessments
    assert (got.status, got.reason, got.done) == (Status.ON_PACE, None, Decimal(70))
    assert (got.rate, got.pace, got.gap) == (Fraction(7, 20), Fraction(3, 10), Fraction(1, 20))
    assert got.previous == Past(APRIL, Status.ON_PACE, Decimal(52))
    assert (got.carried, got.months_behind) == (None, 0)


# --- why nothing is reported ------------------------------------------------------------------------------------------


def test_missing_blank_and_refused_are_three_things() -> None:
    """The unit sent nothing; it sent an empty cell, or no row; an error keeps the figure out, or its file."""
    unread = [sent("区住房城乡建委", state=FileState.REFUSED)]
    assert words(judged(BOOK, [], submissions=[]).assessments[0]) == "not_reported:missing"
    assert words(judged(BOOK, [said(HOMES, None)]).assessments[0]) == "not_reported:blank"
    assert words(judged(BOOK, []).assessments[0]) == "not_reported:blank"
    assert words(judged(BOOK, [said(HOMES, None)], findings=[wrong()]).assessments[0]) == "not_reported:refused"
    assert words(judged(BOOK, [], submissions=unread).assessments[0]) == "not_reported:refused"


def test_another_months_sheet_is_nothing_for_this_month() -> None:
    """Its unit is missing, and so is what it was asked for; beside a sheet of this month the other changes nothing."""
    april = sent("区住房城乡建委", "4月.xlsx", state=FileState.REFUSED, period=APRIL)
    month = judged(BOOK, [], submissions=[april])
    assert (month.units[0].reported, words(month.assessments[0])) == (False, "not_reported:missing")
    both = judged(BOOK, [], submissions=[april, sent("区住房城乡建委")])
    assert (both.units[0].reported, words(both.assessments[0])) == (True, "not_reported:blank")


def test_an_office_note_that_cannot_be_used_leaves_the_units_figure() -> None:
    """The note is found wrong; the unit's 70 counts."""
    note = wrong(Where("本月事项.xlsx", "更正", "B2"), unit="")
    assert words(judged(BOOK, [said(HOMES, "70")], findings=[note]).assessments[0]) == "on_pace"


def test_the_last_known_figure_is_carried_never_counted() -> None:
    """52 of April stands beside the blank, with its month; done, rate and gap are missing, the pace is known."""
    (got,) = judged(BOOK, [said(HOMES, None)], past={"1-1-1": before("30", "52", None)}).assessments
    assert got.carried == Carried(Period(2023, 3), Decimal(52))
    assert (got.done, got.rate, got.gap, got.pace) == (None, None, None, Fraction(3, 10))


def test_an_error_keeps_the_figure_out() -> None:
    """Also a figure that was read: the entry keeps its place and words, and loses its value."""
    entry = said(HOMES, "70", progress="已完工70个")
    (got,) = judged(BOOK, [entry], findings=[wrong()]).assessments
    assert words(got) == "not_reported:refused"
    assert got.entry == replace(entry, done=None)


def test_the_offices_severities_apply_before_anything_is_judged() -> None:
    """An error made a warning lets the figure in, a warning made an error keeps it out."""
    lenient = Settings(judging=Judging(severities={"V101": "warning"}))
    strict = Settings(judging=Judging(severities={"J204": "error"}))
    assert words(judged(BOOK, [said(HOMES, "70")], findings=[wrong()], settings=lenient).assessments[0]) == "on_pace"
    assert words(judged(BOOK, [said(HOMES, "500")]).assessments[0]) == "completed"
    assert words(judged(BOOK, [said(HOMES, "500")], settings=strict).assessments[0]) == "not_reported:refused"


@pytest.mark.parametrize(
    "finding",
    [
        wrong(indicator=""),
        wrong(indicator="9-9-9"),
        wrong(unit="区交通局"),
        wrong(Where("旧.xlsx", "进展表", "G5")),
    ],
    ids=["of-no-indicator", "of-another", "in-another-units-sheet", "in-a-replaced-file"],
)
def test_errors_that_do_not_touch_the_figure(finding: Finding) -> None:
    """One unit's fault never changes another's figure, nor does a file that has been replaced."""
    files = [sent("区住房城乡建委"), sent("区住房城乡建委", "旧.xlsx", state=FileState.REPLACED)]
    assert words(judged(BOOK, [said(HOMES, "70")], findings=[finding], submissions=files).assessments[0]) == "on_pace"


def test_two_figures_wait_for_a_word() -> None:
    """Two cells that disagree keep the indicator out."""
    month = judged(BOOK, [said(HOMES, "70"), said(HOMES, "75", cell="G9")])
    assert words(month.assessments[0]) == "not_reported:refused"
    assert found(month, "J1") == [["G5", "J101"]]


def test_a_fall_waits_for_a_word() -> None:
    """A cumulative figure below last month's is out until the office confirms it."""
    past = {"1-1-1": before("52")}
    assert words(judged(BOOK, [said(HOMES, "18")], past=past).assessments[0]) == "not_reported:refused"
    fix = MonthFacts(corrections=(Correction("1-1-1", Decimal(18), "核减重复统计"),))
    (got,) = judged(BOOK, [said(HOMES, "18")], past=past, facts=fix).assessments
    assert (words(got), got.done, got.corrected, got.replaced) == (
        "behind",
        Decimal(18),
        fix.corrections[0],
        said(HOMES, "18"),
    )


def test_what_the_office_has_put_right_weighs_as_a_warning() -> None:
    """The figure goes in, the finding stays for the record, the unit is not sent its sheet again."""
    fix = MonthFacts(corrections=(Correction("1-1-1", Decimal(70), "电话核实"),))
    month = judged(BOOK, [said(HOMES, None)], findings=[wrong()], facts=fix)
    assert words(month.assessments[0]) == "on_pace"
    assert [(each.code, each.severity) for each in month.findings if each.code == "V101"] == [
        ("V101", Severity.WARNING)
    ]
    assert not month.units[0].returned


def test_a_replaced_files_error_weighs_as_a_warning() -> None:
    """The unit has sent a better one."""
    files = [sent("区住房城乡建委"), sent("区住房城乡建委", "旧.xlsx", state=FileState.REPLACED)]
    old = wrong(Where("旧.xlsx", "进展表", "G5"), indicator="")
    month = judged(BOOK, [said(HOMES, "70")], findings=[old], submissions=files)
    assert [each.severity for each in month.findings if each.code == "V101"] == [Severity.WARNING]


# --- not due ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "statuses"),
    [
        (quantity(), "not_due not_reported not_reported not_reported"),
        (quantity(first=JUNE), "not_due not_due not_due not_reported"),
        (quantity(rhythm=Rhythm.ONCE), "not_due not_due not_due not_reported"),
        (rate(), "not_due not_due not_due not_reported"),
        (milestone(rhythm=Rhythm.ONCE, due=MAY), "not_due not_due not_reported not_reported"),
    ],
    ids=["even", "later", "once", "rate", "once-in-may"],
)
def test_nothing_reported_where_nothing_is_due(indicator: Indicator, statuses: str) -> None:
    """January, March, May, December without a word: whether the unit sent a sheet or not."""
    for files in ([], [sent("区住房城乡建委")]):
        got = [
            judged(register(indicator), [], period=Period(2023, month), submissions=files).assessments[0]
            for month in (1, 3, 5, 12)
        ]
        assert " ".join(each.status.value for each in got) == statuses
        assert [each.reason is None for each in got] == [each.status is Status.NOT_DUE for each in got]


def test_what_is_reported_early_is_judged() -> None:
    """A survey half done, a coverage measured before December, works begun before their month."""
    assert words(judged(register(rate()), [said(rate(), "62")]).assessments[0]) == "on_pace"
    once = quantity(rhythm=Rhythm.ONCE)
    assert words(judged(register(once), [said(once, "40")]).assessments[0]) == "ahead"
    later = quantity(first=JUNE)
    assert words(judged(register(later), [said(later, "10")]).assessments[0]) == "on_pace"


def test_a_refused_figure_is_not_called_not_due() -> None:
    """Something was reported, and it is wrong."""
    assert words(judged(register(rate()), [said(rate(), None)], findings=[wrong()]).assessments[0]) == (
        "not_reported:refused"
    )


# --- completed stays completed ----------------------------------------------------------------------------------------


COMPLETED = {"1-1-1": before("200", status=Status.COMPLETED)}


def test_completed_stays_completed_when_left_blank_or_unreported() -> None:
    """Nothing is done anew and there is no reason; April's figure is carried, and it counts as reported."""
    for entries, files in ([said(HOMES, None)], [sent("区住房城乡建委")]), ([], []):
        month = judged(BOOK, entries, submissions=files, past=COMPLETED)
        (got,) = month.assessments
        assert (words(got), got.done, got.carried) == ("completed", None, Carried(APRIL, Decimal(200)))
        assert (got.is_reported, month.units[0].filled) == (True, 1)


def test_completed_stays_completed_month_after_month() -> None:
    """The month that was carried itself carries on from the last figure."""
    past = {"1-1-1": (*before("200", until=Period(2023, 3), status=Status.COMPLETED), Past(APRIL, Status.COMPLETED))}
    (got,) = judged(BOOK, [], past=past).assessments
    assert (words(got), got.carried) == ("completed", Carried(Period(2023, 3), Decimal(200)))


def test_a_milestone_done_stays_done() -> None:
    """Its state is carried."""
    library = milestone()
    past = {"1-1-1": before(State.DONE, status=Status.COMPLETED)}
    (got,) = judged(register(library), [], past=past).assessments
    assert (words(got), got.carried) == ("completed", Carried(APRIL, None, State.DONE))


def test_a_lower_or_refused_figure_ends_it() -> None:
    """198 after 200 falls, and is refused; so is 约九成; a coverage that falls is judged anew."""
    assert words(judged(BOOK, [said(HOMES, "198")], past=COMPLETED).assessments[0]) == "not_reported:refused"
    assert words(judged(BOOK, [said(HOMES, None)], findings=[wrong()], past=COMPLETED).assessments[0]) == (
        "not_reported:refused"
    )
    met = {"1-1-1": before("92", status=Status.COMPLETED)}
    assert words(judged(register(rate()), [said(rate(), "85")], past=met).assessments[0]) == "on_pace"


def test_a_refusal_in_between_ends_it() -> None:
    """What was refused in April is not completed in May by silence."""
    past = {"1-1-1": (*before("200", until=Period(2023, 3), status=Status.COMPLETED), Past(APRIL, Status.NOT_REPORTED))}
    assert words(judged(BOOK, [said(HOMES, None)], past=past).assessments[0]) == "not_reported:blank"


def test_a_raised_target_ends_it() -> None:
    """200 of 200 is not 200 of 260."""
    book = register(HOMES, adjustments=(Adjustment("1-1-1", MAY, Decimal(200), Decimal(260), "新文"),))
    assert words(judged(book, [said(HOMES, None)], past=COMPLETED).assessments[0]) == "not_reported:blank"


# --- how long it has lagged -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before_may", "figure", "months"),
    [
        ((), "10", 1),
        ((("behind", 1),), "10", 2),
        ((("behind", 1), ("seriously_behind", 2)), "10", 3),
        ((("behind", 1), ("on_pace", 0)), "10", 1),
        ((("behind", 2),), "70", 0),
        ((("behind", 2),), None, 2),
        ((("behind", 2), ("not_reported", 2)), "10", 3),
    ],
    ids=["first", "second", "third", "anew", "caught-up", "silent", "after-silence"],
)
def test_months_behind(before_may: tuple[tuple[str, int], ...], figure: str | None, months: int) -> None:
    """Each month behind adds one, a month on pace ends it, a month without a figure neither adds nor resets."""
    past = tuple(
        Past(MAY + (position - len(before_may)), Status(status), Decimal(5), months_behind=count)
        for position, (status, count) in enumerate(before_may)
    )
    assert judged(BOOK, [said(HOMES, figure)], past={"1-1-1": past}).assessments[0].months_behind == months


def test_the_month_itself_and_later_ones_are_no_past() -> None:
    """Whoever hands in May or June for May is not listened to."""
    past = {"1-1-1": (*before("52"), *before("199", "200", until=JUNE))}
    (got,) = judged(BOOK, [said(HOMES, "70")], past=past).assessments
    assert (words(got), got.previous) == ("on_pace", Past(APRIL, Status.ON_PACE, Decimal(52)))


# --- targets, tasks, projects -----------------------------------------------------------------------------------------


def test_an_adjusted_target_is_the_one_that_is_judged_by() -> None:
    """70 of 100 is ahead in May; in April the same register still asks for 200."""
    change = Adjustment("1-1-1", MAY, Decimal(200), Decimal(100), "永川府办〔2023〕31号")
    book = register(HOMES, adjustments=(change,))
    (may,) = judged(book, [said(HOMES, "70")]).assessments
    (april,) = judged(book, [said(HOMES, "70", period=APRIL)], period=APRIL).assessments
    assert (may.target, may.rate, may.adjusted, words(may)) == (Decimal(100), Fraction(7, 10), change, "ahead")
    assert (april.target, april.rate, april.adjusted, words(april)) == (Decimal(200), Fraction(7, 20), None, "ahead")


def test_tasks_and_projects_take_their_worst() -> None:
    """Two tasks of one project: behind beside completed, and what is not due left out."""
    homes, survey = quantity(), quantity("1-1-2", rhythm=Rhythm.ONCE)
    lifts, library = quantity("1-2-1"), milestone("2-1-1")
    month = judged(
        register(homes, survey, lifts, library),
        [said(homes, "10"), said(lifts, "200"), said(library, State.IN_PROGRESS)],
    )
    assert [(each.id, each.status.value) for each in month.tasks] == [
        ("1-1", "behind"),
        ("1-2", "completed"),
        ("2-1", "on_pace"),
    ]
    assert [(each.id, each.status.value) for each in month.projects] == [("1", "behind"), ("2", "on_pace")]


def test_a_task_is_missing_only_if_its_unit_sent_nothing() -> None:
    """One unit is silent, another left its cell empty."""
    homes, roads = quantity(), quantity("2-1-1")
    month = judged(register(homes, roads), [said(roads, None)], submissions=[sent("区交通局")])
    assert [each.reason for each in month.tasks] == [Reason.MISSING, Reason.BLANK]
    assert [each.reason for each in month.projects] == [Reason.MISSING, Reason.BLANK]


EVERYTHING: Mapping[str, Indicator] = {
    "even": quantity("1-1-1", "1000"),
    "km": quantity("1-1-2", "200", "公里"),
    "pieces": quantity("1-2-1", "20", "座"),
    "rate": rate("2-1-1", "90"),
    "milestone": milestone("2-1-2"),
    "standing": milestone("3-1-1", rhythm=Rhythm.STANDING),
}


def test_a_year_that_stops_at_95_percent_is_never_on_pace_in_december() -> None:
    """Every counted thing at 95%, every milestone under way: behind in December, all but the standing duty."""
    entries = [
        said(
            each,
            str(each.target * Decimal("0.95")) if each.target else State.IN_PROGRESS,
            period=DECEMBER,
            cell=f"G{row}",
        )
        for row, each in enumerate(EVERYTHING.values(), start=5)
    ]
    month = judged(register(*EVERYTHING.values()), entries, period=DECEMBER)
    assert {name: judgement.status.value for name, judgement in zip(EVERYTHING, month.assessments, strict=True)} == {
        "even": "behind",
        "km": "behind",
        "pieces": "behind",
        "rate": "behind",
        "milestone": "behind",
        "standing": "on_pace",
    }
    assert [each.status.value for each in month.projects] == ["behind", "behind", "on_pace"]


@pytest.mark.parametrize("figures", ["70 18 约 空 -", "- - - - -", "200 200 200 200 200"])
def test_statuses_always_add_up(figures: str) -> None:
    """Whatever came in, every indicator, task and project has one status, and the counts make the total."""
    names = ("1-1-1", "1-1-2", "1-2-1", "2-1-1", "3-1-1")
    indicators = [quantity(name) for name in names]
    entries, findings = [], []
    for row, (indicator, figure) in enumerate(zip(indicators, figures.split(), strict=True), start=5):
        if figure == "-":
            continue
        entry = said(indicator, figure if figure.isdigit() else None, cell=f"G{row}")
        entries.append(entry)
        if figure == "约":
            findings.append(wrong(entry.where, entry.unit, indicator.id))
    month = judged(register(*indicators), entries, findings=findings)
    assert tally(month.assessments).total() == 5
    assert (tally(month.tasks).total(), tally(month.projects).total()) == (4, 3)


def test_running_again_gives_the_same_month() -> None:
    """The day of the run changes nothing but the note on the deadline."""
    entries = [said(HOMES, "70")]
    once, again = (judged(BOOK, entries, today=day) for day in (date(2023, 7, 1), date(2025, 1, 1)))
    assert once == again
