"""Breaking a title into lines (标题回行): by words, balanced, in the shape of a trapezium or a diamond (梯形、菱形).

Word would fill each line to its end and leave 情况 apart from 通报; the standard asks for whole words, symmetry and a
shape, so the lines are broken here. A short list of the trade's words stands in for a dictionary: what it does not
know may still be broken, only less willingly.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline import gb9704 as gb
from pipeline.circular.markup import hundredths
from pipeline.quantities import MEASURES

CAPACITY = gb.TEXT_WIDTH * 100 // (gb.SIZE_2 * 10)

_TERMS = (
    "重点民生实事 民生实事 推进情况 进展情况 完成情况 落实情况 有关情况 目标任务 工作目标 责任单位 滞后事项 事项清单 "
    "有关工作 重点工作 工作建议 一览表 情况表 汇总表 明细表 区级 市级 县级 全区 全市 全年 截至 关于 做好 进度 清单 "
    "任务 情况 工作 事项 项目 单位 办公室 委员会 发展和改革委员会 人民政府 上半年 下半年 季度 年度 督查 检查 台账 "
    "建设 改造 整治 设施 体育 教育 医疗 卫生 就业 创业 服务 安全 监测 城乡 群众 推进 落实 完成 印发 办法 方案 计划"
).split()
_GENRES = "通报 通知 通告 公告 公报 决定 决议 命令 意见 报告 请示 批复 议案 纪要 函".split()
_NUMERAL = r"[0-9０-９]+(?:[.．,，][0-9０-９]+)*"
_MEASURE = "|".join(map(re.escape, ("年度", "年", "月份", "月", "日", "号", "季度", *MEASURES)))
_ATOM = re.compile(
    r"《[^《》]*》|〔[^〔〕]*〕|（[^（）]*）|“[^“”]*”"
    rf"|第?(?:{_NUMERAL}(?:{_MEASURE})?)+|第[一二三四五六七八九十百]+(?:{_MEASURE}|期|批|次)"
    rf"|的(?:{'|'.join(_GENRES)})"
    + "".join(f"|{term}" for term in sorted(_TERMS, key=len, reverse=True))
    + r"|[A-Za-z]+|."
)
_NEVER_FIRST = "的了和与及或、，。；：！？）》〕”’…—"
_NEVER_LAST = ("（", "《", "〔", "“", "关于", "和", "与", "及", "在", "对", "做好", "截至")
_WILLING = ("关于", "（", "《")

_UNKNOWN = 90_000
_NOT_SHAPED = 10_000_000


def title_lines(text: str, capacity: int = CAPACITY) -> tuple[str, ...]:
    """A title's lines, each at most ``capacity`` hundredths of a character wide.

    As few lines as fit. A line feed in the text is the office's own break and stands.
    """
    if "\n" in text:
        return tuple(line for line in text.split("\n") if line)
    if hundredths(text) <= capacity:
        return (text,)
    atoms = tuple(_atoms(text, capacity))
    fewest = -(-hundredths(text) // capacity)
    for count in range(fewest, len(atoms) + 1):
        found = list(_broken(atoms, count, capacity))
        if found:
            return min(found, key=_cost)
    return (text,)


def shape(lines: tuple[str, ...]) -> str:
    """What the lines of a title look like: 一行, 二行, 梯形, 菱形, or 其他."""
    widths = [hundredths(line) for line in lines]
    steps = [after - before for before, after in pairwise(widths)]
    if len(lines) <= 2:
        return "一行" if len(lines) < 2 else "二行"
    if all(step >= 0 for step in steps) or all(step <= 0 for step in steps):
        return "梯形"
    top = widths.index(max(widths))
    return "菱形" if _rises_to(widths, top) else "其他"


def _rises_to(widths: list[int], top: int) -> bool:
    rising, falling = widths[: top + 1], widths[top:]
    return rising == sorted(rising) and falling == sorted(falling, reverse=True)


def _atoms(text: str, capacity: int) -> Iterator[str]:
    """What is never broken: bracketed text, a number with its measure, a word; else a single character."""
    for found in _ATOM.finditer(text):
        atom = found[0]
        if hundredths(atom) > capacity:
            yield atom[0]
            yield from _atoms(atom[1:], capacity)
        else:
            yield atom


def _broken(atoms: tuple[str, ...], count: int, capacity: int) -> Iterator[tuple[str, ...]]:
    """Every way to set the atoms on ``count`` lines that breaks no hard rule."""
    rest = hundredths("".join(atoms))
    if rest > count * capacity:
        return
    if count == 1:
        if rest >= gb.TITLE_LAST_LINE * 100:
            yield ("".join(atoms),)
        return
    width = 0
    for end in range(1, len(atoms)):
        width += hundredths(atoms[end - 1])
        if width > capacity:
            return
        if width >= gb.TITLE_LAST_LINE * 100 and _breaks(atoms[end - 1], atoms[end]):
            for lines in _broken(atoms[end:], count - 1, capacity):
                yield ("".join(atoms[:end]), *lines)


def _breaks(before: str, after: str) -> bool:
    return after[0] not in _NEVER_FIRST and before not in _NEVER_LAST


def _cost(lines: tuple[str, ...]) -> int:
    widths = [hundredths(line) for line in lines]
    mean = sum(widths) // len(widths)
    uneven = sum((width - mean) ** 2 for width in widths)
    unwilling = sum(_UNKNOWN for before, after in pairwise(lines) if not _willing(before, after))
    return uneven + unwilling + (_NOT_SHAPED if shape(lines) == "其他" else 0)


def _willing(before: str, after: str) -> bool:
    """Whether a break falls where a reader pauses: at a word's edge, as far as words are known."""
    if after.startswith(_WILLING) or before.endswith(("》", "）", "〕", "、", "”")):
        return True
    first = _ATOM.match(after)
    *_, last = _ATOM.finditer(before)
    return first is not None and (len(first[0]) > 1 or len(last[0]) > 1)
