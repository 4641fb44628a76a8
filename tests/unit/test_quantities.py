"""Figures in Chinese text: numerals, multipliers, comparators, measures."""

from decimal import Decimal

import pytest

from pipeline.quantities import amounts, factor, numeral, plain, split_measure


def read(text: str) -> list[str]:
    """Every figure of a text as comparator, value and base measure."""
    return [f"{each.comparator}{plain(each.value)}{each.unit}" for each in amounts(text)]


@pytest.mark.parametrize(
    ("token", "value"),
    [
        ("7000", "7000"),
        ("７０００", "7000"),
        ("1,234.5", "1234.5"),
        ("1.2万", "12000"),
        ("2万5", "25000"),
        ("三百九十七", "397"),
        ("叁佰玖拾柒", "397"),
        ("两百零五", "205"),
        ("一千五", "1500"),
        ("一千零五", "1005"),
        ("二〇二三", "2023"),
        ("三千八百六十万", "38600000"),
        ("一亿零三百万", "103000000"),
        ("一百零五", "105"),
        ("一点五", "1.5"),
        ("十", "10"),
    ],
)
def test_numerals(token: str, value: str) -> None:
    """Digits of any width and Chinese numerals are numbers, exactly."""
    assert numeral(token) == Decimal(value)


@pytest.mark.parametrize("token", ["38,60", "1_000", "Infinity", "约九成", "", "个", "1.2.3", "点五", "IO(X)"])
def test_what_is_no_numeral(token: str) -> None:
    """Malformed separators, Python's own spellings and words are no numbers."""
    assert numeral(token) is None


@pytest.mark.parametrize("token", ["三四百", "二三十", "一两百", "五六", "四百零", "一" * 6000, "9" * 6000])
def test_a_guess_is_no_numeral(token: str) -> None:
    """三四百 is three or four hundred; what is longer than any figure is none."""
    assert numeral(token) is None


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("改建路灯170组，更换电缆线8100米", ["=170组", "=8100米"]),
        ("200个以上老旧小区", [">=200个"]),
        ("不少于 50名", [">=50名"]),
        ("达到 90%以上", [">=90%"]),
        ("60周岁（含）以上", [">=60周岁"]),
        ("100余场、20多个", [">=100场", ">=20个"]),
        ("控制在5%以内", ["<=5%"]),
        ("控制在1.8左右", ["~1.8"]),
        ("约4300平方米", ["~4300平方米"]),
        ("14万户、1.02万人、0.3亿元", ["=140000户", "=10200人", "=30000000元"]),
        ("3条29公里", ["=3条", "=29公里"]),
        ("三百九十七户", ["=397户"]),
        ("每人500元/人/月", ["=500元/人·月"]),
        ("６个月", ["=6个月"]),
    ],
)
def test_amounts(text: str, figures: list[str]) -> None:
    """A figure has its value in the base, its measure, and the comparator before or behind it."""
    assert read(text) == figures


@pytest.mark.parametrize("text", ["四好农村路", "第二十三所小学", "百姓、千家万户、百场演出", "进一步", "万众一心"])
def test_numerals_inside_words(text: str) -> None:
    """Chinese numerals without a measure, ordinals and bare 百、千、万 count nothing."""
    assert read(text) == []


@pytest.mark.parametrize("text", ["签约30个", "预约30个", "节约30个", "最近30个", "附近30个"])
def test_words_that_end_like_a_comparator(text: str) -> None:
    """签约 is not 约 and 附近 is not 近."""
    assert read(text) == ["=30个"]


def test_where_a_figure_stands() -> None:
    """The places of an amount frame its comparator and its measure; ``at`` is where the digits begin."""
    text = "培训教师不少于 50名。"
    (amount,) = amounts(text)
    assert (text[amount.start : amount.end], text[amount.at], amount.published) == ("不少于 50名", "5", "不少于 50名")


@pytest.mark.parametrize(
    ("given", "wanted", "ratio"),
    [
        ("万元", "元", "10000"),
        ("亿元", "万元", "10000"),
        ("公里", "米", "1000"),
        ("米", "公里", "0.001"),
        ("人", "名", "1"),
        ("％", "%", "1"),
        ("户", "套", None),
        ("人次", "人", None),
        ("", "个", None),
    ],
)
def test_measures_convert_only_within_a_family(given: str, wanted: str, ratio: str | None) -> None:
    """Lengths, areas and money convert; counting words never do."""
    assert factor(given, wanted) == (None if ratio is None else Decimal(ratio))


def test_measures_with_a_multiplier() -> None:
    """万元 is ten thousand 元; 万 alone is a measure of its own."""
    assert [split_measure(each) for each in ("万元", "公里", "万")] == [(10_000, "元"), (1, "公里"), (1, "万")]


@pytest.mark.parametrize(
    ("value", "text"), [("1E+4", "10000"), ("70.00", "70"), ("0.350", "0.35"), ("-0.0", "0"), ("1200", "1200")]
)
def test_plain_figures(value: str, text: str) -> None:
    """No exponent, no trailing zeros, no negative zero."""
    assert plain(Decimal(value)) == text
