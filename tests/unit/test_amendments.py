"""Figures of issued circulars that were wrong: told by the next one, never put right silently."""

from decimal import Decimal

import pytest

from pipeline.model import Correction, Month, MonthFacts, State
from pipeline.source import Where
from tests.unit.district import APRIL, MARCH, before, found, judged, milestone, quantity, register, said

PLACE = Where("本月事项.xlsx", "更正", "B2", "28")


def fix(value: str | State = "28", **more: object) -> Correction:
    """April's figure of 1-1-1 should have been 28."""
    figure = None if isinstance(value, State) else Decimal(value)
    state = value if isinstance(value, State) else None
    return Correction(**({"indicator": "1-1-1", "value": figure, "state": state, "reason": "重复计算", "where": PLACE,
                          "period": APRIL} | more))  # type: ignore[arg-type]  # fmt: skip


def may(*fixes: Correction, done: str = "60") -> Month:
    """May, after 20 in March and 52 in April."""
    past = {"1-1-1": before("20", "52")}
    facts = MonthFacts(corrections=fixes)
    return judged(register(quantity()), [said(quantity(), done)], past=past, facts=facts)


def test_a_wrong_figure_is_told_and_compared_with_no_more() -> None:
    """The finding names both figures; May's 30 is no fall from April's 28; May's own figure is untouched."""
    month = may(fix(), done="30")
    (wrong,) = month.amendments
    assert (wrong.was.done, wrong.correction.value) == (Decimal(52), Decimal(28))
    assert found(month) == [["B2", "J108"]]
    assert "4月通报中“老旧小区改造”为52个，应为28个（重复计算）" in month.findings[0].message
    judged_as = month.assessment("1-1-1")
    assert (judged_as.done, judged_as.corrected, judged_as.previous and judged_as.previous.done) == (
        Decimal(30), None, Decimal(28)
    )  # fmt: skip
    assert found(may(done="30"), "J2") == [["G5", "J201"]]


def test_what_is_carried_on_is_the_right_figure_with_its_source() -> None:
    """Nothing came in May: April's 28 is carried, from the correction."""
    past = {"1-1-1": before("20", "52")}
    month = judged(register(quantity()), submissions=[], past=past, facts=MonthFacts(corrections=(fix(),)))
    carried = month.assessment("1-1-1").carried
    assert carried
    assert (carried.done, carried.amended and carried.amended.where) == (Decimal(28), PLACE)


def test_a_milestone_may_have_been_told_wrong() -> None:
    """April said done, and it was not: May's 推进中 is no contradiction then."""
    past = {"1-1-1": before(State.DONE)}
    facts = MonthFacts(corrections=(fix(State.IN_PROGRESS),))
    month = judged(register(milestone()), [said(milestone(), State.IN_PROGRESS)], past=past, facts=facts)
    assert found(month) == [["B2", "J108"]]


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ((fix("52"),), []),
        ((fix(indicator="9-9-9"),), ["J103"]),
        ((fix(period=MARCH + -1),), ["J109"]),
        ((fix(State.DONE),), ["J105"]),
        ((fix("28"), fix("29")), ["J104", "J108"]),
    ],
    ids=["right-already", "no-such-indicator", "never-run", "no-figure", "twice"],
)
def test_what_can_go_wrong_with_it(given: tuple[Correction, ...], codes: list[str]) -> None:
    """What matches nothing is found; what the ledger holds already needs no word."""
    month = may(*given)
    assert [each.code for each in month.findings] == codes
    assert len(month.amendments) == codes.count("J108")
