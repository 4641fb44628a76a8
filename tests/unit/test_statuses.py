"""What a figure means at the end of a month, and what a unit's own word claims."""

from decimal import Decimal
from typing import Any

import pytest

from pipeline.judging.pace import progress
from pipeline.judging.statuses import claim, denies_completion, is_awaited, status_of, worst
from pipeline.model import Comparator, Indicator, Reason, Rhythm, State, Status
from pipeline.period import Period
from pipeline.settings import Judging
from tests.unit.district import DECEMBER, JUNE, MARCH, MAY, milestone, quantity, rate, said

SHORT = {
    Status.COMPLETED: "done",
    Status.AHEAD: "ahead",
    Status.ON_PACE: "pace",
    Status.BEHIND: "behind",
    Status.SERIOUSLY_BEHIND: "SERIOUS",
}
MONTHS = (1, 3, 6, 7, 11, 12)


def status(indicator: Indicator, figure: str | State, month: int, verdict: str = "", **thresholds: int) -> str:
    period, rules = Period(2023, month), Judging(**thresholds)  # type: ignore[arg-type]
    entry = said(indicator, figure, period=period, verdict=verdict)
    shares = progress(indicator, indicator.target, period, entry.done, rules.small_target)
    return SHORT[status_of(indicator, indicator.target, period, entry, shares, rules)]


def over_the_year(indicator: Indicator, figure: str | State, verdict: str = "") -> str:
    """The status of one and the same figure in January, March, June, July, November and December."""
    return " ".join(status(indicator, figure, month, verdict) for month in MONTHS)


ONCE = {"rhythm": Rhythm.ONCE}
CEILING = {"comparator": Comparator.AT_MOST}
ABOUT = {"comparator": Comparator.ABOUT}
STEPS: dict[str, Any] = {"plan": ((JUNE, Decimal(100)), (DECEMBER, Decimal(200))), "steps": (JUNE, DECEMBER)}
RATE_PLAN: dict[str, Any] = {"plan": ((JUNE, Decimal(60)), (DECEMBER, Decimal(90)))}


@pytest.mark.parametrize(
    ("indicator", "figure", "statuses"),
    [
        #                                          1    3      6      7       11      12
        (quantity(), "0", "pace pace behind SERIOUS SERIOUS SERIOUS"),
        (quantity(), "60", "ahead ahead behind behind SERIOUS SERIOUS"),
        (quantity(), "190", "ahead ahead ahead ahead pace behind"),
        (quantity(), "200", "done done done done done done"),
        (quantity(), "260", "done done done done done done"),
        (quantity(**ABOUT), "200", "done done done done done done"),
        (quantity(**ABOUT), "199", "ahead ahead ahead ahead pace behind"),
        (quantity(target="10", measure="处"), "9", "ahead ahead ahead ahead pace behind"),
        (quantity(target="1", measure="所"), "0", "pace pace pace pace pace behind"),
        (quantity(due=JUNE), "190", "ahead ahead behind behind behind behind"),
        (quantity(due=JUNE), "0", "pace pace behind SERIOUS SERIOUS SERIOUS"),
        (quantity(due=MARCH), "190", "ahead behind behind behind behind behind"),
        (quantity(**ONCE), "0", "pace pace pace pace pace SERIOUS"),
        (quantity(**ONCE), "50", "ahead ahead ahead ahead ahead SERIOUS"),
        (quantity(target="40", measure="%"), "38", "ahead ahead ahead ahead pace behind"),
        (quantity(**STEPS), "99", "ahead ahead behind pace pace SERIOUS"),
        (quantity(**STEPS), "100", "ahead ahead pace pace pace SERIOUS"),
        (quantity(**CEILING), "200", "pace pace pace pace pace done"),
        (quantity(**CEILING), "201", "pace pace behind behind behind behind"),
        (rate(), "95", "done done done done done done"),
        (rate(), "85.5", "pace pace pace pace pace behind"),
        (rate(**RATE_PLAN), "59", "pace pace behind behind behind behind"),
        (rate(**RATE_PLAN), "60", "pace pace pace pace pace behind"),
        (rate(target="5", **CEILING), "4", "pace pace pace pace pace done"),
        (rate(target="5", **CEILING), "6", "pace pace behind behind behind behind"),
        (milestone(), State.DONE, "done done done done done done"),
        (milestone(), State.IN_PROGRESS, "pace pace pace pace pace behind"),
        (milestone(), State.NOT_STARTED, "pace pace pace pace pace behind"),
        (milestone(due=JUNE), State.IN_PROGRESS, "pace pace behind behind behind behind"),
        (milestone(rhythm=Rhythm.STANDING), State.IN_PROGRESS, "pace pace pace pace pace pace"),
        (milestone(rhythm=Rhythm.STANDING), State.DONE, "done done done done done done"),
    ],
)
def test_one_figure_through_the_year(indicator: Indicator, figure: str | State, statuses: str) -> None:
    """The same figure is ahead early, behind later, and from its due month on never on pace."""
    assert over_the_year(indicator, figure) == statuses


@pytest.mark.parametrize(
    "indicator",
    [
        quantity(target="2000"),
        quantity(target="2000", rhythm=Rhythm.WORKS, first=Period(2023, 4)),
        quantity(target="2000", measure="公里"),
        quantity(target="40", measure="%"),
        rate(),
    ],
    ids=["even", "works", "km", "share-of-works", "rate"],
)
def test_a_year_in_which_everything_stops_at_95_percent_ends_behind(indicator: Indicator) -> None:
    """On pace or ahead up to November, missed in December: five points short is no year on pace."""
    assert indicator.target is not None
    figure = str(indicator.target * Decimal("0.95"))
    november, december = (status(indicator, figure, month) for month in (11, 12))
    assert (november, december) == ("pace", "behind")


@pytest.mark.parametrize(
    ("done", "month", "expected"),
    [
        ("80", 5, "ahead"),  # 40% against 30%: exactly +10
        ("79", 5, "pace"),
        ("41", 5, "pace"),
        ("40", 5, "behind"),  # 20% against 30%: exactly -10
        ("40", 7, "SERIOUS"),  # 20% against 50%: exactly -30
        ("41", 7, "behind"),
        ("20", 6, "behind"),  # 10% against 40%: -30, but June
    ],
)
def test_thresholds_count_at_exactly_their_points(done: str, month: int, expected: str) -> None:
    """高于10个百分点及以上, 低于10个百分点及以上, 低于30个百分点及以上, the last from July on."""
    assert status(quantity(), done, month) == expected


def test_thresholds_are_the_offices_own() -> None:
    """Settings move each of them."""
    assert status(quantity(), "70", 5, ahead=5) == "ahead"
    assert status(quantity(), "50", 5, behind=5) == "behind"
    assert status(quantity(), "0", 5, serious_from=5) == "SERIOUS"
    assert status(quantity(target="20"), "2", 5, behind=5, small_target=12) == "behind"


def test_thirds_are_not_rounded() -> None:
    """One third of 3 000 户 by June, evenly from April: 23.33…% is exactly 10 points below 33.33…%, on the dot."""
    indicator = quantity(target="3000", measure="户", rhythm=Rhythm.WORKS, first=Period(2023, 4))
    assert status(indicator, "700", 6) == "behind"
    assert status(indicator, "701", 6) == "pace"


def test_nothing_is_behind_in_its_first_month() -> None:
    """A plan, a step or a ceiling missed in the month in which it begins is no lag yet; the month after it is."""
    indicator = quantity(plan=((MARCH, Decimal(100)), (DECEMBER, Decimal(200))), steps=(MARCH,))
    assert [status(indicator, "0", month) for month in (3, 4)] == ["pace", "behind"]


def test_the_units_own_lag_makes_a_milestone_behind() -> None:
    """滞后 is taken at its word, 未滞后 too; a finished thing is finished whatever the word."""
    assert status(milestone(), State.IN_PROGRESS, 5, "滞后") == "behind"
    assert status(milestone(), State.IN_PROGRESS, 5, "进度严重滞后") == "behind"
    assert status(milestone(), State.IN_PROGRESS, 5, "未滞后") == "pace"
    assert status(milestone(), State.DONE, 5, "滞后") == "done"
    assert status(milestone(rhythm=Rhythm.STANDING), State.IN_PROGRESS, 12, "滞后") == "behind"


def test_a_units_word_never_moves_a_figure() -> None:
    """A quantity is judged by its figure alone."""
    assert status(quantity(), "70", 5, "滞后") == "pace"
    assert status(quantity(), "10", 5, "正常推进") == "behind"


@pytest.mark.parametrize(
    ("word", "claimed"),
    [
        ("滞后", Status.BEHIND),
        ("进展缓慢", Status.BEHIND),
        ("低于序时进度", Status.BEHIND),
        ("未达序时", Status.BEHIND),
        ("未达序", Status.BEHIND),
        ("达序", Status.ON_PACE),
        ("未达到序时进度", Status.BEHIND),
        ("不滞后", Status.ON_PACE),
        ("不存在滞后", Status.ON_PACE),
        ("没有滞后情况", Status.ON_PACE),
        ("无明显滞后", Status.ON_PACE),
        ("未有滞后", Status.ON_PACE),
        ("未出现延期", Status.ON_PACE),
        ("存在滞后", Status.BEHIND),
        ("无严重滞后", Status.BEHIND),
        ("慢于计划", Status.BEHIND),
        ("未按期完成", Status.BEHIND),
        ("不能按时完成", Status.BEHIND),
        ("工期延后", Status.BEHIND),
        ("正常推进", Status.ON_PACE),
        ("按序时推进", Status.ON_PACE),
        ("超序时", Status.ON_PACE),
        ("已完成", Status.COMPLETED),
        ("已 完成", Status.COMPLETED),
        ("全部完成", Status.COMPLETED),
        ("完成", Status.COMPLETED),
        ("完工", Status.COMPLETED),
        ("未完成", None),
        ("已竣工", Status.COMPLETED),
        ("按期完成", Status.COMPLETED),
        ("已全部完成，不存在滞后", Status.COMPLETED),
        ("基本完成", None),
        ("尚未全部完成", None),
        ("待完工", None),
        ("拟于6月完工", None),
        ("预计12月底完成", None),
        ("力争年底前全部完成", None),
        ("主体完工", None),
        ("", None),
        ("见附件", None),
    ],
)
def test_what_a_units_word_claims(word: str, claimed: Status | None) -> None:
    """Completion, a lag or normal progress; 基本完成 is not completion, a denied lag is none."""
    assert claim(word) is claimed


def test_words_that_deny_completion() -> None:
    """推进中 and 未完成 do, 正常 does not."""
    assert [denies_completion(word) for word in ("推进中", "未完成", "正常", "已完成")] == [True, True, False, False]


@pytest.mark.parametrize(
    ("indicator", "awaited"),
    [
        (quantity(), "2 no, 3 yes, 5 yes, 12 yes"),
        (milestone(first=JUNE), "2 no, 3 no, 5 no, 12 yes"),
        (quantity(**ONCE), "2 no, 3 no, 5 no, 12 yes"),
        (quantity(due=MAY, **ONCE), "2 no, 3 no, 5 yes, 12 yes"),
        (rate(), "2 no, 3 no, 5 no, 12 yes"),
        (milestone(rhythm=Rhythm.STANDING), "2 no, 3 yes, 5 yes, 12 yes"),
    ],
)
def test_when_a_figure_is_awaited(indicator: Indicator, awaited: str) -> None:
    """From its first month; a one-time thing and a rate in their due month."""
    got = [f"{month} {'yes' if is_awaited(indicator, Period(2023, month)) else 'no'}" for month in (2, 3, 5, 12)]
    assert ", ".join(got) == awaited


def test_the_worst_part_decides() -> None:
    """From seriously behind to completed; what is not due is left out unless all of it is."""
    order = [
        Status.SERIOUSLY_BEHIND,
        Status.BEHIND,
        Status.NOT_REPORTED,
        Status.ON_PACE,
        Status.AHEAD,
        Status.COMPLETED,
    ]
    for position, status in enumerate(order):
        parts = [(each, None) for each in order[position:]] + [(Status.NOT_DUE, None)]
        assert worst("1", parts).status is status
    assert worst("1", [(Status.NOT_DUE, None)]).status is Status.NOT_DUE


@pytest.mark.parametrize(
    ("reasons", "reason"),
    [
        ((Reason.MISSING, Reason.MISSING), Reason.MISSING),
        ((Reason.MISSING, Reason.BLANK), Reason.BLANK),
        ((Reason.BLANK, Reason.REFUSED, Reason.MISSING), Reason.REFUSED),
    ],
)
def test_missing_is_said_only_where_everything_is(reasons: tuple[Reason, ...], reason: Reason) -> None:
    """未报送 of a task or a project means that nothing at all was sent for what is unreported."""
    parts = [(Status.NOT_REPORTED, each) for each in reasons]
    assert worst("1", parts).reason is reason
    assert worst("1", [*parts, (Status.BEHIND, None)]).reason is None
