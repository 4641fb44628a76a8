"""How one indicator stands, in words and in figures."""

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.circular.items import Item, items
from pipeline.circular.progress import gap_words, standing
from pipeline.model import Bound, Correction, MonthFacts, Origin, State
from pipeline.period import Period
from pipeline.settings import Settings
from tests.unit.wording_months import month, register

MARCH, MAY, JULY, SEPTEMBER, DECEMBER = (Period(2023, number) for number in (3, 5, 7, 9, 12))

HOMES = """
1 老城有机更新
1-1 区住房城乡建委 实施老旧小区改造。
1-1-1 老旧小区改造 {} {}
"""


def one(value: str, target: str = ">=200个", rhythm: str = "even", period: Period = MAY, **more: object) -> Item:
    """One indicator that reports one value."""
    made = month(period, {"1-1-1": value}, book=register(HOMES.format(target, rhythm)), more={"1-1-1": more})
    return items(made, Settings())[0]


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (one("34"), "全年目标200个以上，累计完成34个，完成率17.0%，低于序时进度13.0个百分点"),
        (one("100"), "全年目标200个以上，累计完成100个，完成率50.0%，超过序时进度20.0个百分点"),
        (one("60"), "全年目标200个以上，累计完成60个，完成率30.0%，与序时进度持平"),
        (one("200"), "全年目标200个以上，累计完成200个，提前完成全年任务"),
        (one("209"), "全年目标200个以上，累计完成209个，完成率104.5%，提前完成全年任务"),
        (one("209", period=DECEMBER), "全年目标200个以上，累计完成209个，完成率104.5%，完成全年任务"),
        (one("0"), "全年目标200个以上，累计完成0个，完成率0%，低于序时进度30.0个百分点"),
        (one("30", period=JULY), "全年目标200个以上，累计完成30个，完成率15.0%，低于序时进度35.0个百分点，严重滞后"),
        (one("180", period=DECEMBER), "全年目标200个以上，累计完成180个，完成率90.0%，未完成全年任务，差10.0个百分点"),
        (one("199", period=DECEMBER), "全年目标200个以上，累计完成199个，完成率99.5%，未完成全年任务，差0.5个百分点"),
        (one("80", "=100个", "even 6", JULY),
         "全年目标100个，累计完成80个，完成率80.0%，未按期（6月底前）完成，差20.0个百分点"),
        (one("34", bound=Bound.ABOUT), "全年目标200个以上，累计完成约34个，完成率约17.0%，低于序时进度约13.0个百分点"),
        (one("34", bound=Bound.AT_LEAST),
         "全年目标200个以上，累计完成34个以上，完成率17.0%以上，低于序时进度约13.0个百分点"),
        (one("12", "=40%", "works"), "全年目标40%，累计完成12%，完成率30.0%，超过序时进度7.8个百分点"),
        (one("88", "率>=90%"), "目标90%以上，目前为88%"),
        (one("92", "率>=90%"), "目标90%以上，目前为92%，已达到目标"),
        (one("88", "率>=90%", period=DECEMBER), "目标90%以上，目前为88%，未达到目标"),
        (one("8", "<=10个"), "全年目标10个以内，目前为8个，在控制目标以内"),
        (one("12", "<=10个"), "全年目标10个以内，目前为12个，已超出控制目标"),
        (one("12", "<=10个", period=MARCH), "全年目标10个以内，目前为12个，已超出控制目标"),
        (one("6", "率<=5%"), "目标5%以内，目前为6%，已超出控制目标"),
        (one("5", "率<=5%", period=DECEMBER), "目标5%以内，目前为5%，在控制目标以内"),
        (one("完成", "做"), "已完成"),
        (one("在建", "做", "even 8", SEPTEMBER), "应于8月底前完成，目前推进中"),
        (one("在建", "做", verdict="滞后"), "目前推进中，责任单位自评滞后"),
    ],
)  # fmt: skip
def test_how_an_item_stands_in_words(item: Item, words: str) -> None:
    """Target with its comparator, done, rate and gap, each only where it means something."""
    assert standing(item).text == words


def planned(value: str, steps: tuple[Period, ...] = (), rhythm: str = "even", plan: str = "100") -> Item:
    """One indicator of 200个 with a plan for May that the notice may itself date."""
    book = register(HOMES.format("=200个", rhythm))
    (task,) = book.projects[0].tasks
    indicator = replace(task.indicators[0], plan=((MAY, Decimal(plan)), (DECEMBER, Decimal(200))), steps=steps)
    book = replace(book, projects=(replace(book.projects[0], tasks=(replace(task, indicators=(indicator,)),)),))
    return items(month(told={"1-1-1": value}, book=book), Settings())[0]


def test_a_missed_step_says_why_so_small_a_gap_is_a_lag() -> None:
    """Half a point below the plan is no lag, but in a month that the notice dates it is."""
    assert standing(planned("99")).text.endswith("低于序时进度0.5个百分点")
    assert standing(planned("99", (MAY,))).text.endswith("低于序时进度0.5个百分点，未达到通知明确的5月底节点")
    assert standing(planned("100", (MAY,))).text.endswith("与序时进度持平")


def test_a_one_time_thing_with_a_plan_is_told_by_it() -> None:
    """Without a plan nothing is said of a pace before its month."""
    assert standing(planned("60", rhythm="once")).text.endswith("完成率30.0%，低于序时进度20.0个百分点")
    assert standing(one("60", "=200个", "once")).text.endswith("完成率30.0%")


@pytest.mark.parametrize(
    ("target", "value", "period", "words"),
    [
        ("<=10个", "12", MAY, "超出目标"),
        ("率<=5%", "6", MAY, "超出目标"),
        ("率<=5%", "6", DECEMBER, "超出目标"),
        ("率>=90%", "88", DECEMBER, "未达到目标"),
        ("做", "在建", DECEMBER, "应于年底前完成"),
        ("=200个", "100", DECEMBER, "50.0个百分点"),
    ],
)
def test_what_stands_where_a_gap_has_no_meaning(target: str, value: str, period: Period, words: str) -> None:
    """A ceiling is exceeded, also a rate's; it never falls short of a plan."""
    assert gap_words(one(value, target, period=period)).text == words


def test_a_corrected_state_says_so_where_it_lags_too() -> None:
    """The office's word is told apart from the unit's."""
    put_right = Correction("1-1-1", None, "现场核实", state=State.IN_PROGRESS)
    book = register(HOMES.format("做", "works"))
    made = month(DECEMBER, {"1-1-1": "完成"}, book=book, facts=MonthFacts(corrections=(put_right,)))
    assert standing(items(made, Settings())[0]).text == "应于年底前完成，目前推进中（已核实更正）"


@pytest.mark.parametrize(
    ("done", "target", "rate"),
    [
        ("49", "=400个", "12.3%"),
        ("34", "=600个", "5.7%"),
        ("1999", "=2000个", "99.95%"),
        ("399", "=400个", "99.8%"),
        ("9999", "=10000个", "99.99%"),
        ("1", "=5000个", "0.02%"),
        ("2001", "=2000个", "100.1%"),
        ("1", "=3公里", "33.3%"),
    ],
)
def test_rates_are_rounded_half_up_and_never_become_whole(done: str, target: str, rate: str) -> None:
    """One decimal, half up; what is not all of it is never printed as 100%, what is something never as nothing."""
    figure = one(done, target).rate
    assert figure is not None
    assert figure.text == rate


def test_a_gap_comes_from_exact_shares() -> None:
    """130 of 600 against two ninths is 0.6 points, though the printed shares differ by 0.5."""
    item = one("130", "=600个", "works")
    assert standing(item).text == "全年目标600个，累计完成130个，完成率21.7%，低于序时进度0.6个百分点"
    assert item.pace is not None
    assert item.pace.text == "22.2%"


def test_a_gap_is_not_rounded_onto_a_threshold() -> None:
    """A gap of 9.96 points is on pace and must not read as the ten points that are a lag."""
    item = one("2004", "=10000人")
    assert item.judged.status.words == "基本按序时推进"
    assert "低于序时进度9.96个百分点" in standing(item).text


def test_a_figure_from_the_text_says_so() -> None:
    """What was read out of the prose is marked as such beside its cell."""
    done = one("34", origin=Origin.PROSE).done
    assert done is not None
    assert (str(done.evidence.sources[0]), done.evidence.how) == (
        "区住房城乡建委.xlsx › 进展表 › G5",
        "取自进展情况的文字",
    )


@pytest.mark.parametrize(
    ("target", "plan", "period", "how"),
    [
        ("=200个", "", MAY, "30.0% = 3÷10，自3月起按月均衡，至12月共10个月"),
        ("=8个", "", MAY, "25.0% = 应累计完成2个÷8个（3÷10，自3月起按月均衡，至12月共10个月，按整数计）"),
        ("=200个", "50", MAY, "25.0% = 应累计完成50个÷200个，按年度计划"),
        ("=200个", "", DECEMBER, "100% = 已到完成时限，应全部完成"),
    ],
)
def test_the_pace_tells_how_it_was_counted(target: str, plan: str, period: Period, how: str) -> None:
    """Even months, whole pieces, a registered plan, or the due month."""
    book = register(HOMES.format(target, "even"))
    (task,) = book.projects[0].tasks
    indicator = replace(task.indicators[0], plan=((Period(2023, 4), Decimal(plan)),) if plan else ())
    book = replace(book, projects=(replace(book.projects[0], tasks=(replace(task, indicators=(indicator,)),)),))
    pace = items(month(period, {"1-1-1": "1"}, book=book), Settings())[0].pace
    assert pace is not None
    assert pace.evidence.how == how
