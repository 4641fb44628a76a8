"""The month's own figure where a cumulative one is asked for."""

from decimal import Decimal

import pytest

from pipeline.model import Correction, MonthFacts, Reason
from pipeline.source import Where
from tests.unit.district import before, found, judged, quantity, register, said


def of(
    done: str, last: str | None, *, corrected: bool = False, progress: str = "", monthly: Decimal | None = None
) -> list[list[str]]:
    """What is found of 老旧小区改造 in May, after April's figure."""
    fix = (Correction("1-1-1", Decimal(done), "核实", where=Where("本月事项.xlsx", "更正", "B2")),) if corrected else ()
    past = {"1-1-1": before(last)} if last else {}
    facts = MonthFacts(corrections=fix)
    return found(
        judged(
            register(quantity()), [said(quantity(), done, progress=progress, monthly=monthly)], past=past, facts=facts
        ),
        "J2",
    )


@pytest.mark.parametrize(
    "words", ["本月完成18个。", "5月完成18个", "1-4月完成52个，当月新完工18个", "5月份新开工3个、完工18个"]
)
def test_less_than_before_and_the_months_own(words: str) -> None:
    """April stood at 52, May says 18, which the prose gives as this month's: told as that, and kept out."""
    assert of("18", "52", progress=words) == [["G5", "J218"]]
    month = judged(register(quantity()), [said(quantity(), "18", progress=words)], past={"1-1-1": before("52")})
    assert month.assessment("1-1-1").reason is Reason.REFUSED


def test_the_column_of_the_month_tells_it_as_well() -> None:
    """18 this month, 18 in all, 52 before."""
    assert of("18", "52", monthly=Decimal(18)) == [["G5", "J218"]]


@pytest.mark.parametrize(
    "words", ["", "截至5月底完成18个", "1-5月完工18个", "本月底累计18个", "本月完成20个", "本月完成18公里"]
)
def test_less_than_before_for_another_reason(words: str) -> None:
    """Nothing says that it is the month's own: a cumulative figure that fell, as ever."""
    assert of("18", "52", progress=words) == [["G5", "J201"]]


def test_not_less_yet_the_months_own() -> None:
    """10 until April and 18 in May make 28, not 18: a warning, the figure goes in."""
    assert of("18", "10", progress="本月完成18个") == [["G5", "J219"]]
    assert of("18", "10", monthly=Decimal(18)) == [["G5", "J219"]]


def test_the_months_own_may_be_all_of_it() -> None:
    """Nothing before, nothing known before, nothing this month, or confirmed by the office."""
    assert of("18", "0", progress="本月完成18个") == []
    assert of("18", None, progress="本月完成18个") == []
    assert of("0", "0", monthly=Decimal(0)) == []
    assert of("18", "52", progress="本月完成18个", corrected=True) == []


def test_last_months_figure_and_this_months_make_the_sum() -> None:
    """52 and 8 are 60: 65 is told, 60 is not; without last month's figure nothing is compared."""
    assert of("65", "52", monthly=Decimal(8)) == [["G5", "J220"]]
    assert of("60", "52", monthly=Decimal(8)) == []
    assert of("65", None, monthly=Decimal(8)) == []
    assert of("65", "52", monthly=Decimal(8), corrected=True) == []
