"""What units wrote, made fit to be printed."""

import time

import pytest

from pipeline.circular.excerpts import Excerpt, excerpt, masked, printable, reason


@pytest.mark.parametrize("nothing", ["", "无", "/", "——", "暂无。", "无存在问题", "没有发现问题", "正常", " \u3000\n"])
def test_a_text_that_says_nothing_is_empty(nothing: str) -> None:
    """无 and its kin are no reason."""
    assert reason(nothing, 100) == Excerpt()


def test_a_text_that_only_begins_like_nothing_is_kept() -> None:
    """没有资金 is a reason."""
    assert reason("没有资金", 100).text == "没有资金"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("主要原因是：征地未完成。", "征地未完成"),
        ("存在问题：资金未到位", "资金未到位"),
        ("因连续降雨 影响 12 户", "连续降雨影响12户"),
        ("由于管线迁改", "管线迁改"),
        ("因地制宜调整方案", "因地制宜调整方案"),
        ("问题较多，正在梳理", "问题较多，正在梳理"),
    ],
)
def test_a_reason_goes_on_after_its_lead(typed: str, told: str) -> None:
    """Words that would say 主要原因是 once more are left out, all others stay the unit's own."""
    assert reason(typed, 100).text == told


@pytest.mark.parametrize(
    "typed", ["正常推进，无问题", "目前正常推进", "正按计划推进。", "无；", "本月无", "有序推进，暂无问题"]
)
def test_that_all_is_well_is_no_reason(typed: str) -> None:
    """主要原因是正常推进 would be nonsense."""
    assert reason(typed, 100) == Excerpt()


@pytest.mark.parametrize("typed", ["没有按计划推进", "未正常推进", "推进困难", "资金问题", "存在困难", "无资金"])
def test_what_says_something_is_a_reason(typed: str) -> None:
    """However short it is."""
    assert reason(typed, 100).text == typed


def test_a_long_text_is_cut_at_the_end_of_a_sentence() -> None:
    """Whole sentences only; a text without one in reach is left to the sheet."""
    assert excerpt("征地未完成。" + "后续" * 60, 100) == Excerpt("征地未完成")
    assert excerpt("虽已开工，" * 30, 100) == Excerpt("", overlong=True)
    assert excerpt("甲" * 100, 100) == Excerpt("甲" * 100)


def test_personal_data_is_left_out_and_told() -> None:
    """Identity, mobile and landline numbers never reach a circular; other figures do."""
    told = excerpt("住户张某（510231199001011234，13812345678，023-49812345）拆除2023年10月所建12345678平方米", 100)
    assert told.text == "住户张某（（证件号码略），（电话略），（电话略））拆除2023年10月所建12345678平方米"
    assert told.hidden
    assert masked("５１０２３１１９９００１０１１２３Ｘ") == "（证件号码略）"


def test_what_paper_cannot_hold_is_removed() -> None:
    """Control, direction and zero-width characters go; rare characters, private ones and tags stay."""
    assert printable("甲\x00\u202e乙\u200b丙\ufdd0_x000D_丁\r\n戊") == "甲乙丙；丁；戊"
    assert printable("𠮷\ue000{{7*7}} & <w:t>") == "𠮷\ue000{{7*7}} & <w:t>"
    assert printable("GB 9704　标准\t文本") == "GB 9704标准文本"


def test_hostile_texts_cost_nothing() -> None:
    """Two hundred thousand characters of anything are read in a moment."""
    started = time.perf_counter()
    for text in ("，" * 200_000 + "甲", " " * 200_000 + "甲", "1" * 200_000, "\n" * 200_000, "（" * 200_000):
        reason(text, 100)
    assert time.perf_counter() - started < 5
