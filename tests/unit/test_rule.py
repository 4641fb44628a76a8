"""The rule of judgement, as it is printed under the annex."""

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.circular.rule import rule_sentence
from pipeline.period import Period
from pipeline.settings import Judging, Settings
from tests.unit.wording_months import month, register

MAY, JUNE, DECEMBER = Period(2023, 5), Period(2023, 6), Period(2023, 12)

HOMES = """
1 老城有机更新
1-1 区住房城乡建委 实施老旧小区改造。
1-1-1 老旧小区改造 {} {}
"""


EVEN = "高于序时进度10个百分点及以上为进度较快，低于10个百分点及以上为滞后，7月起低于30个百分点及以上为严重滞后"


@pytest.mark.parametrize(
    ("target", "rhythm", "period", "lead"),
    [
        ("=200个", "even", MAY, f"序时进度自3月起按月均衡计算，截至5月底为30.0%；{EVEN}。"),
        ("=200个", "works", MAY, f"序时进度自4月起按月均衡计算，截至5月底为22.2%；{EVEN}。"),
        ("=12个", "even", MAY, f"序时进度自3月起按月均衡计算，截至5月底为30.0%（目标12个及以下的按整数计）；{EVEN}。"),
        ("=12公里", "even", MAY, f"序时进度自3月起按月均衡计算，截至5月底为30.0%；{EVEN}。"),
        ("=200个", "even", Period(2023, 3),
         f"序时进度自3月起按月均衡计算，截至3月底为10.0%；{EVEN}，起算当月不判为滞后。"),
        ("=200个", "even", Period(2023, 1), f"序时进度自3月起按月均衡计算，截至1月底尚未起算；{EVEN}。"),
        ("=200个", "even", DECEMBER,
         "各项完成时限已到，序时进度为100%；到完成时限未完成的为滞后，差30个百分点及以上为严重滞后。"),
        ("=200个", "once", MAY, f"一次性工作按完成月份计；{EVEN}。"),
        ("率>=90%", "even", MAY, "比率指标不计序时进度，到完成时限未达到目标的为滞后。"),
        ("做", "even", MAY, "定性指标到完成时限未完成或者责任单位自评滞后的为滞后。"),
        ("<=200个", "even", MAY, "控制类指标超出目标的为滞后。"),
        ("率<=5%", "even", MAY, "控制类指标超出目标的为滞后。"),
        ("=200个", "even 6", Period(2023, 6), "各项完成时限已到，序时进度为100%；到完成时限未完成的为滞后。"),
        ("=1公里", "even", DECEMBER,
         "各项完成时限已到，序时进度为100%；到完成时限未完成的为滞后，差30个百分点及以上为严重滞后（目标为1的除外）。"),
    ],
)  # fmt: skip
def test_the_rule_tells_only_what_applies(target: str, rhythm: str, period: Period, lead: str) -> None:
    """The printed rule follows from what the list holds and the month it is."""
    made = month(period, {}, book=register(HOMES.format(target, rhythm)))
    assert rule_sentence(made, Settings()) == lead


def test_the_rule_tells_plans_and_the_offices_thresholds() -> None:
    """A registered plan is told, and thresholds are the settings'."""
    book = register(HOMES.format("=200个", "even"))
    (task,) = book.projects[0].tasks
    planned = replace(task.indicators[0], plan=((Period(2023, 6), Decimal(50)),))
    book = replace(book, projects=(replace(book.projects[0], tasks=(replace(task, indicators=(planned,)),)),))
    made = month(told={}, book=book)
    settings = Settings(judging=Judging(ahead=5, behind=15, serious=40, serious_from=9))
    assert rule_sentence(made, settings) == (
        "序时进度按年度计划计算；高于序时进度5个百分点及以上为进度较快，低于15个百分点及以上为滞后，"
        "9月起低于40个百分点及以上为严重滞后。"
    )


def test_the_rule_tells_the_steps_of_the_month_in_which_they_count() -> None:
    """A step that the notice dates is told in its own month only."""
    book = register(HOMES.format("=200个", "even"))
    (task,) = book.projects[0].tasks
    stepped = replace(task.indicators[0], plan=((MAY, Decimal(50)), (DECEMBER, Decimal(200))), steps=(MAY, DECEMBER))
    book = replace(book, projects=(replace(book.projects[0], tasks=(replace(task, indicators=(stepped,)),)),))
    step = "，未达到通知明确的当月节点的为滞后"
    assert [step in rule_sentence(month(each, {}, book=book), Settings()) for each in (MAY, JUNE, DECEMBER)] == [
        True,
        False,
        False,
    ]


def test_a_step_of_the_calendar_differs_from_the_usual() -> None:
    """Other first or due months than most have are told as such."""
    two = HOMES.format("=200个", "even") + "1-1-2 加装 =200个 even 6\n1-1-3 更换 =200个 even\n"
    assert "截至5月底为30.0%（另有起止时间的按其起止时间计）；" in rule_sentence(
        month(told={}, book=register(two)), Settings()
    )
