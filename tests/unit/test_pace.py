"""The pace: the share of the year's target that is planned by a month's end, exactly."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from pipeline.judging.pace import Progress, pace, pieces, planned, progress, target_in
from pipeline.model import Adjustment, Comparator, Indicator, Rhythm
from pipeline.period import Period
from tests.unit.district import DECEMBER, JUNE, MARCH, MAY, milestone, quantity, rate

YEAR = [Period(2023, month) for month in range(1, 13)]
SMALL = 12


def plan(*months: tuple[int, str]) -> tuple[tuple[Period, Decimal], ...]:
    return tuple((Period(2023, month), Decimal(figure)) for month, figure in months)


def over_the_year(indicator: Indicator) -> str:
    """The pace of January to December, with spaces between."""
    assert indicator.target is not None
    return " ".join(str(pace(indicator, indicator.target, month, SMALL)) for month in YEAR)


WORKS: dict[str, Any] = {"rhythm": Rhythm.WORKS, "first": Period(2023, 4)}


@pytest.mark.parametrize(
    ("indicator", "paces"),
    [
        (quantity(), "0 0 1/10 1/5 3/10 2/5 1/2 3/5 7/10 4/5 9/10 1"),
        (quantity(**WORKS), "0 0 0 1/9 2/9 1/3 4/9 5/9 2/3 7/9 8/9 1"),
        (quantity(due=JUNE), "0 0 1/4 1/2 3/4 1 1 1 1 1 1 1"),
        (quantity(due=MARCH), "0 0 1 1 1 1 1 1 1 1 1 1"),
        (quantity(rhythm=Rhythm.ONCE), "0 0 0 0 0 0 0 0 0 0 0 1"),
        (quantity(rhythm=Rhythm.ONCE, due=JUNE), "0 0 0 0 0 1 1 1 1 1 1 1"),
        (quantity(plan=plan((4, "20"), (6, "100"), (12, "200"))), "0 0 0 1/10 1/10 1/2 1/2 1/2 1/2 1/2 1/2 1"),
        (quantity(plan=plan((3, "50"), (6, "250"))), "0 0 1/4 1/4 1/4 1 1 1 1 1 1 1"),
        (quantity(target="10", measure="处"), "0 0 1/10 1/5 3/10 2/5 1/2 3/5 7/10 4/5 9/10 1"),
        (quantity(target="5", measure="套"), "0 0 0 1/5 1/5 2/5 2/5 3/5 3/5 4/5 4/5 1"),
        (quantity(target="12", measure="座"), "0 0 1/12 1/6 1/4 1/3 1/2 7/12 2/3 3/4 5/6 1"),
        (quantity(target="1"), "0 0 0 0 0 0 0 0 0 0 0 1"),
        (quantity(target="13"), "0 0 1/10 1/5 3/10 2/5 1/2 3/5 7/10 4/5 9/10 1"),
        (quantity(target="5", measure="公里"), "0 0 1/10 1/5 3/10 2/5 1/2 3/5 7/10 4/5 9/10 1"),
        (quantity(target="40", measure="%"), "0 0 1/10 1/5 3/10 2/5 1/2 3/5 7/10 4/5 9/10 1"),
        (quantity(target="14", measure="万户"), "0 0 1/10 1/5 3/10 2/5 1/2 3/5 7/10 4/5 9/10 1"),
    ],
    ids="even works june march once once-june plan plan-above ten five twelve one thirteen km percent scaled".split(),
)
def test_the_pace_of_every_month(indicator: Indicator, paces: str) -> None:
    """Even from first to due, by the plan where there is one, in whole pieces for small targets, never above 1."""
    assert over_the_year(indicator) == paces


def test_a_plan_holds_until_its_next_month() -> None:
    """Whatever the order of the plan's months, the last one reached counts; before the first it is nothing."""
    indicator = quantity(plan=plan((9, "150"), (4, "20")))
    assert [planned(indicator, Period(2023, month)) for month in (3, 4, 8, 9, 11)] == [0, 20, 20, 150, 150]


def test_rate_and_gap_are_exact() -> None:
    """70 of 200 in May is 35/100 against 3/10, a gap of exactly 5 points."""
    got = progress(quantity(), Decimal(200), MAY, Decimal(70), SMALL)
    assert got == Progress(Fraction(35, 100), Fraction(3, 10), Fraction(5, 100))


@pytest.mark.parametrize(
    ("indicator", "done", "shares"),
    [
        (rate(), "85", Progress()),
        (milestone(), None, Progress()),
        (quantity(target="0"), "3", Progress()),
        (quantity(), None, Progress(pace=Fraction(3, 10))),
        (quantity(comparator=Comparator.AT_MOST), "50", Progress(Fraction(1, 4), Fraction(3, 10), None)),
    ],
    ids=["rate", "milestone", "nothing-to-reach", "nothing-reported", "ceiling"],
)
def test_shares_that_have_no_meaning_are_missing(indicator: Indicator, done: str | None, shares: Progress) -> None:
    """Rates and milestones have no shares, an unreported quantity only its pace, a ceiling no gap."""
    assert progress(indicator, indicator.target, MAY, Decimal(done) if done else None, SMALL) == shares


def test_an_adjusted_target_holds_from_its_month() -> None:
    """600 until May, 500 from June, 450 from September; another indicator's adjustment does not matter."""
    indicator = quantity(target="600")
    changes = [
        Adjustment("1-1-1", Period(2023, 9), Decimal(500), Decimal(450), "二号文"),
        Adjustment("1-1-1", JUNE, Decimal(600), Decimal(500), "一号文"),
        Adjustment("9-9-9", MARCH, Decimal(1), Decimal(2), "别的"),
    ]
    got = [target_in(indicator, changes, Period(2023, month)) for month in (5, 6, 8, 9, 12)]
    assert [target for target, _ in got] == [600, 500, 500, 450, 450]
    assert [change.document if change else "" for _, change in got] == ["", "一号文", "一号文", "二号文", "二号文"]


def test_months_before_an_adjustment_keep_the_old_target() -> None:
    """Also where the register already shows the new one."""
    change = Adjustment("1-1-1", JUNE, Decimal(600), Decimal(500), "一号文")
    assert target_in(quantity(target="500"), [change], MAY) == (Decimal(600), None)


def test_only_counting_words_come_in_pieces() -> None:
    """个 and 万户 count pieces (1.5万户 are 15000), 公里 and % do not."""
    assert pieces(Decimal("2.5"), "个") == Fraction(5, 2)
    assert pieces(Decimal("1.5"), "万户") == 15000
    assert pieces(Decimal("2.5"), "公里") is None
    assert pieces(Decimal("2.5"), "%") is None


def test_a_due_month_before_first_is_all_planned_at_once() -> None:
    """A register that names an impossible first month does not divide by nothing."""
    assert pace(quantity(first=DECEMBER, due=MARCH), Decimal(200), MAY, SMALL) == 1
