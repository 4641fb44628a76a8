"""Figures in prose, read against the task's own indicators."""

import pytest

from pipeline.intake.prose import in_measure, read_prose
from pipeline.model import Indicator
from pipeline.period import Period
from pipeline.quantities import plain
from tests.unit.intake_cases import quantity

HOUSES = [quantity("1", "困难重度残疾人家庭无障碍改造", "633", "户")]
CANTEENS = [quantity("1", "村（社区）老年食堂", "8", "个"), quantity("2", "养老助餐点", "23", "个")]
WORK = [quantity("1", "云谷幼儿园工程量", "40", "%")]
OLD = [quantity("1", "老旧小区改造", "200", "个")]


@pytest.mark.parametrize(
    ("text", "indicators", "read"),
    [
        ("截至5月底，累计完成402户改造。", HOUSES, {"1": "402"}),
        ("已改造402户，计划6月改造100户。", HOUSES, {"1": "402"}),
        ("本月改造60户，累计完成402户。", HOUSES, {"1": "402"}),
        ("全年目标633户，已改造402户。", HOUSES, {"1": "402"}),
        ("已改造402户，其中本月60户。", HOUSES, {"1": "402"}),
        ("预计6月底完成500户。", HOUSES, {}),
        ("本月改造60户。", HOUSES, {}),
        ("有序推进。", HOUSES, {}),
        ("已改造402户，又改造420户。", HOUSES, {}),
        ("建成老年食堂3个、养老助餐点6个。", CANTEENS, {"1": "3", "2": "6"}),
        ("建成3个老年食堂、6个养老助餐点。", CANTEENS, {"1": "3", "2": "6"}),
        ("建成养老助餐点6个。", CANTEENS, {"2": "6"}),
        ("累计建成9个。", CANTEENS, {}),
        ("云谷幼儿园累计完成工程量12%。", WORK, {"1": "12"}),
        ("完成投资800万元，占年度计划的30%。", WORK, {}),
        ("涉及6个街道，施工队伍已进场。", OLD, {}),
        ("已完成改造34个。", OLD, {"1": "34"}),
        ("累计完成改造1,034个。", OLD, {"1": "1034"}),
        ("完成老旧小区改造200个。", OLD, {}),
        ("已全部完成老旧小区改造200个。", OLD, {"1": "200"}),
        ("老旧小区改造200个，目前完工34个。", OLD, {"1": "34"}),
        ("已开工老旧小区改造72个，完工20个。", OLD, {"1": "20"}),
        ("老旧小区改造涉及楼栋300个。", OLD, {}),
        ("已完成200个老旧小区改造的10%。", OLD, {}),
        ("尚未改造老旧小区120个。", OLD, {}),
        ("老旧小区改造不超过34个。", OLD, {}),
        ("截至4月底，累计改造老旧小区21个；5月完成13个。", OLD, {}),
        ("2022年累计改造老旧小区150个。", OLD, {}),
        ("6月底累计完成老旧小区改造60个。", OLD, {}),
        ("今年以来累计改造老旧小区34个。", OLD, {"1": "34"}),
        ("老年食堂、养老助餐点分别建成3个、6个。", CANTEENS, {}),
    ],
)
def test_what_a_text_states(text: str, indicators: list[Indicator], read: dict[str, str]) -> None:
    """Plans, targets, the month's own figures and other things' figures are not the cumulative figure."""
    found = read_prose(text, indicators, Period(2023, 5))
    assert {key: plain(in_measure(found[key], each)) for each in indicators if (key := each.id) in found} == read
