"""Figures in Chinese text (数量): numerals, multipliers, comparators and units of measure.

Only the token that is a figure is ever normalised; the text around it is left as it was typed, since NFKC over whole
sentences turns ㎡ into m2 and ① into 1, and numeral conversion turns 四好农村路 into 4好农村路.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Comparator(StrEnum):
    """How a figure binds: exactly, at least (以上、不少于), at most (以内、不超过), about (约、左右)."""

    EQUAL = "="
    AT_LEAST = ">="
    AT_MOST = "<="
    ABOUT = "~"


SCALES = {"": 1, "百": 100, "千": 1000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}

MEASURES = tuple(
    sorted(
        (
            "个 户 人 名 位 座 所 家 台 部 套 张 条 处 栋 幢 间 场 期 节 批 例 种 类 只 组 "
            "片 辆 块 项 件 口 盏 根 樘 把 宗 门 对 桩 岁 天 小时 分钟 次 届 棵 株 亩 米 "
            "公里 千米 平方米 平方公里 平米 ㎡ ㎞ km m² 公顷 立方米 吨 公斤 千克 千瓦 兆瓦 升 "
            "元 人次 户次 批次 场次 课时 学时 周岁 学位 床 % ％ 个百分点 元/人·月 元/人·年 "
            "人（户）次 人(户)次 站 平方 立方 台套 台（套） 公斤 款 支 册 本 篇 份 路 车次 辆次 "
            "件次 枚 面 顶 艘 架 匹 头 杆 道 段 排 层 孔 眼 尾 羽 令 师 个月 个工作日 个小时 "
            "月龄 人份 人/次 剂次 剂 针次 例次 家次 班次 架次 课 班 讲 起 笔 宗次 丛 幅 单 席 "
            "延米 延长米 双公里 千伏安 兆伏安 立方米/日 吨/日 吨/天 微克/立方米 元/人 元/人·天 "
            "元/人·次 元/户 元/户·年 元/月 元/年 元/天 元/次 元/亩 元/平方米 元/生 元/生·年 "
            "元/人/月 元/人/年 元/人月 元/人年 元/人.月 元/人.年 元/月·人 元/年·人 元/月/人 "
            "元/年/人 台(套) 台/套 户/次 批次/千人 张/千人 个/千人 倍"
        ).split(),
        key=lambda word: (-len(word), word),
    )
)
"""The measure words that targets and sheets use, longest first."""

_FAMILIES: tuple[dict[str, Decimal], ...] = (
    {"米": Decimal(1), "公里": Decimal(1000), "千米": Decimal(1000), "km": Decimal(1000), "㎞": Decimal(1000)},
    {
        "平方米": Decimal(1),
        "平米": Decimal(1),
        "㎡": Decimal(1),
        "m²": Decimal(1),
        "平方": Decimal(1),
        "公顷": Decimal(10_000),
        "平方公里": Decimal(1_000_000),
    },
    {"公斤": Decimal(1), "千克": Decimal(1), "吨": Decimal(1000)},
    {"千瓦": Decimal(1), "兆瓦": Decimal(1000)},
    {"人": Decimal(1), "名": Decimal(1), "位": Decimal(1)},
    {"%": Decimal(1), "％": Decimal(1)},
)
"""Measures that convert into one another. Counting words (户、个、座) never do: 户 is not 套."""

WHOLE_PIECES = frozenset(
    ("个 户 人 名 位 座 所 家 台 部 套 张 条 处 栋 幢 间 场 期 只 组 片 辆 块 项 件 口 盏 站").split()
)
"""Measures of things that come in whole pieces (CONTRACT, pace)."""

_WIDE = str.maketrans("０１２３４５６７８９．％＋－（）／", "0123456789.%+-()/")
_DIGITS = {
    c: n
    for n, pair in enumerate(("零〇○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for c in pair
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG = {"万": 10_000, "亿": 100_000_000}
_LONGEST = 40  # characters; what is longer is no figure that anyone reports
_BELOW_TEN_THOUSAND = (
    r"(?:[一二两三四五六七八九壹贰叁肆伍陆柒捌玖][千仟])?"
    r"(?:零?[一二两三四五六七八九壹贰叁肆伍陆柒捌玖]?[百佰])?"
    r"(?:零?[一二三四五六七八九壹贰叁肆伍陆柒捌玖]?[十拾])?"
    r"(?:零?[一二两三四五六七八九壹贰叁肆伍陆柒捌玖])?"
)
_WELL_FORMED = re.compile(rf"(?:(?:{_BELOW_TEN_THOUSAND}亿)?(?:零?{_BELOW_TEN_THOUSAND}万)?零?{_BELOW_TEN_THOUSAND})")
"""Numerals in their places; 三四百 (three or four hundred), 二三十 and 五六 are guesses and no numbers."""

_ARABIC = r"[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+(?:[.．][0-9０-９]+)?|[0-9０-９]+(?:[.．][0-9０-９]+)?"
_CHINESE = (
    r"[零〇一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾]"  # never a bare 百 or 千: 百姓、千家 count nothing
    r"[零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟]*(?:点[零〇一二三四五六七八九]+)?"
)
_UNIT = "|".join(re.escape(word) for word in MEASURES)
_AT_LEAST_BEFORE = r"不少于|不低于|不小于|至少|超过|突破|大于|多于|高于|逾|超|≥|>=|＞|>"
_AT_MOST_BEFORE = r"不超过|不高于|不多于|不大于|小于|低于|控制在|≤|<=|＜|<"
_ABOUT_BEFORE = r"大约|约为|(?<![节预签履契条合])约|将近|(?<![最附邻就靠临])近"
_BEFORE = rf"(?P<ge>{_AT_LEAST_BEFORE})|(?P<le>{_AT_MOST_BEFORE})|(?P<about>{_ABOUT_BEFORE})"
_AMOUNT = re.compile(
    rf"(?:(?:{_BEFORE})[到至]?\s*)?"
    rf"(?:(?P<arabic>{_ARABIC})|(?P<chinese>{_CHINESE}))"
    r"\s*(?P<more1>余|多)?\s*(?P<scale>百万|千万|万|亿)?\s*(?P<more2>余|多)?\s*"
    rf"(?P<unit>{_UNIT})?"
    r"(?:\s*(?P<after>(?:\([含函]\)|（[含函]）)?(?:及|或)?以上|以内|以下(?!简称)|之内|左右|上下(?![班行游])|余))?"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure with its measure as it stands in a text.

    ``number`` is as printed (14 of 14万户) and ``measure`` too (万户); ``value`` and ``unit`` are in the base (140000
    户). ``start`` and ``end`` are places in the text, the comparator's words included.
    """

    number: Decimal
    scale: int
    scale_word: str
    unit: str
    comparator: Comparator
    published: str
    start: int
    end: int
    at: int
    """Where the digits begin, after any comparator."""

    @property
    def value(self) -> Decimal:
        return self.number * self.scale

    @property
    def measure(self) -> str:
        return self.scale_word + self.unit


def numeral(token: str) -> Decimal | None:
    """The number that a whole token writes, in digits (full-width, with thousands separators) or Chinese numerals.

    A multiplier belongs to it: ``1.2万`` is 12000, ``2万5`` is 25000, ``两百零五`` is 205. ``None`` for anything else,
    also for malformed separators (38,60) and for spellings that only Python knows (1_000, Infinity).
    """
    text = token.strip().translate(_WIDE).replace("，", ",")
    if len(text) > _LONGEST:
        return None
    scale = 1
    while text and text[-1] in _BIG and len(text) > 1 and re.fullmatch(r"[-+]?[\d.,]+[万亿]+", text):
        scale *= _BIG[text[-1]]
        text = text[:-1]
    if re.fullmatch(
        r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-+]?\d+(?:\.\d+)?|[-+]?\d(?:\.\d+)?[eE][-+]?\d{1,2}", text, re.ASCII
    ):
        return Decimal(text.replace(",", "")) * scale
    if found := re.fullmatch(r"(\d+(?:\.\d+)?)万(\d)", text, re.ASCII):
        return Decimal(found[1]) * 10_000 + Decimal(found[2]) * 1000
    return _chinese_numeral(text)


def _chinese_numeral(text: str) -> Decimal | None:
    """三百九十七, 叁佰玖拾柒, 两百零五, 一点五, 三千八百六十万; None for what is not a numeral."""
    whole, dot, fraction = text.partition("点")
    if not whole or any(c not in _DIGITS and c not in _TENS and c not in _BIG for c in whole):
        return None
    if dot and not (fraction and all(c in _DIGITS for c in fraction)):
        return None
    if all(c in _DIGITS for c in whole):  # 二〇二三, digit by digit; a lone 三 as well
        if len(whole) == 2 and not any(c in "零〇○" for c in whole):
            return None
        total = int("".join(str(_DIGITS[c]) for c in whole))
    elif not _WELL_FORMED.fullmatch(whole):
        return None
    else:
        total = section = digit = 0
        last_unit = 0
        for c in whole:
            if c in _DIGITS:
                digit = _DIGITS[c]
                if digit == 0:
                    last_unit = 0  # 一千零五 ends in units, 一千五 in hundreds
            elif c in _TENS:
                section += (digit or 1) * _TENS[c]
                digit, last_unit = 0, _TENS[c]
            else:
                total += (section + digit) * _BIG[c]  # 一亿零三百万: the 亿 are counted already
                section, digit, last_unit = 0, 0, _BIG[c]
        total += section + (digit * last_unit // 10 if digit and last_unit > 10 else digit)
    value = Decimal(total)
    if dot:
        value += Decimal("0." + "".join(str(_DIGITS[c]) for c in fraction))
    return value


def amounts(text: str) -> Iterator[Amount]:
    """Every figure in a text, from left to right. Chinese numerals count only before a measure word, not after 第."""
    for found in _AMOUNT.finditer(text):
        token = found["arabic"] or found["chinese"]
        at = found.start("arabic") if found["arabic"] else found.start("chinese")
        if found["chinese"] and (not found["unit"] or (text[max(at - 1, 0) : at] in ("第", "十") and at > 0)):
            continue
        number = numeral(token)
        if number is None:
            continue
        yield Amount(
            number=number,
            scale=SCALES[found["scale"] or ""],
            scale_word=found["scale"] or "",
            unit=_SPELLINGS.get(found["unit"] or "", found["unit"] or ""),
            comparator=_comparator(found),
            published=found.group(0).strip(),
            start=found.start(),
            end=found.end(),
            at=at,
        )


_SPELLINGS = {"％": "%", "㎡": "平方米", "平米": "平方米"} | {
    given: f"元/人·{each}"
    for each in "月年"
    for given in (f"元/人/{each}", f"元/人{each}", f"元/人.{each}", f"元/{each}·人", f"元/{each}/人")
}
"""One spelling for measures that are written in several ways."""


def _comparator(found: re.Match[str]) -> Comparator:
    after = found["after"] or ""
    if after in ("左右", "上下"):  # 控制在1.8左右 is about, though 控制在 alone is at most
        return Comparator.ABOUT
    if found["le"] or after.endswith(("以内", "以下", "之内")):
        return Comparator.AT_MOST
    if found["ge"] or after.endswith(("以上", "余")) or found["more1"] or found["more2"]:
        return Comparator.AT_LEAST
    if found["about"]:
        return Comparator.ABOUT
    return Comparator.EQUAL


def split_measure(measure: str) -> tuple[int, str]:
    """The multiplier and the base of a measure: 万元 is (10000, 元); 公里 is (1, 公里)."""
    for word in ("百万", "千万", "万", "亿"):
        if measure.startswith(word) and len(measure) > len(word):
            return SCALES[word], measure[len(word) :]
    return 1, measure


def factor(given: str, wanted: str) -> Decimal | None:
    """What a figure in one measure is multiplied by to stand in another; ``None`` where they do not convert."""
    given_scale, given_base = split_measure(given)
    wanted_scale, wanted_base = split_measure(wanted)
    ratio = Decimal(given_scale) / Decimal(wanted_scale)
    if given_base == wanted_base:
        return ratio
    for family in _FAMILIES:
        if given_base in family and wanted_base in family:
            return ratio * family[given_base] / family[wanted_base]
    return None


def plain(value: Decimal) -> str:
    """A figure in plain decimal: no exponent, no trailing zeros, no negative zero."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def half_up(value: Fraction, places: int) -> Decimal:
    """An exact share or gap as it is printed, rounded half up (away from zero): 1/6 to three places is 0.167."""
    units = int(abs(value) * 10**places + Fraction(1, 2))  # whole numbers: as long a figure as anyone may type
    return Decimal(f"{'-' if value < 0 and units else ''}{units}E-{places}")
