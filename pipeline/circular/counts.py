"""The counting sentences: each count with its unit, the parts adding up to the whole, empty parts left out."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from decimal import Decimal

from pipeline.document import Evidence
from pipeline.formats.figures import Figure, Phrase, joined, phrase
from pipeline.model import TOLD_WORDS, Assessment, Month, UnitReport, Verdict, status_words

_NAMED_ITEMS = 3


def counted(names: Collection[str], how: str = "逐项计数") -> Figure:
    """How many there are, telling which."""
    return Figure(str(len(names)), Evidence(how=f"{how}：{'、'.join(names)}" if names else how), Decimal(len(names)))


def distribution(judged: Sequence[Assessment | Verdict]) -> Phrase:
    """What follows 20项任务: 中，已完成1项，进度较快3项…; 均未报送 where all stand alike."""
    groups: dict[str, list[str]] = defaultdict(list)
    for each in judged:
        groups[status_words(each)].append(each.id)
    told = [words for words in TOLD_WORDS if words in groups]
    if len(told) == 1:
        return phrase("均" if len(judged) > 1 else "", told[0])
    return phrase("中，", joined([phrase(words, counted(groups[words]), "项") for words in told], "，"))


def reporting(month: Month, named: bool) -> Phrase:
    """What follows 13个责任单位: who reported, who did so late, who did not; with names where the office wants them."""
    units = month.units
    sent, missing = _those(units, lambda each: each.reported), _those(units, lambda each: not each.reported)
    late, returned = _those(units, lambda each: bool(each.late)), _those(units, lambda each: each.returned)
    every = "均" if len(units) > 1 else ""
    parts = [_part(words, names, named) for words, names in (("迟报", late), ("退回核实", returned)) if names]
    of_these = phrase("，其中", joined(parts, "，")) if parts else Phrase()
    if not sent:
        return phrase(f"{every}未报送")
    if not missing:
        on_time = all(each.late is False for each in units)
        return phrase(f"{every}已{'按时' if on_time else ''}报送", of_these)
    mark = "；" if parts else "，"
    return phrase("中，已报送", counted(sent, "已报送"), "个", of_these, mark, _part("未报送", missing, named))


def grouped(judged: Iterable[Assessment], named: bool) -> Phrase:
    """How many indicators, and whose: 2项指标（区残联：渝馨家园；区教委：心理辅导室覆盖率）."""
    groups: dict[str, list[str]] = defaultdict(list)
    for each in judged:
        groups[each.unit].append(each.indicator.name)
    names = [name for group in groups.values() for name in group]
    total = phrase(counted(names), "项指标")
    if not named or not names:
        return total
    if len(names) <= _NAMED_ITEMS:
        told = [phrase(f"{unit}：{'、'.join(group)}") for unit, group in groups.items()]
        return phrase(total, "（", joined(told, "；"), "）")
    return phrase(total, "（", joined([phrase(unit, counted(group), "项") for unit, group in groups.items()]), "）")


def _those(units: Iterable[UnitReport], wanted: Callable[[UnitReport], bool]) -> list[str]:
    return [each.name for each in units if wanted(each)]


def _part(words: str, names: Sequence[str], named: bool) -> Phrase:
    return phrase(words, counted(names, words), "个", f"（{'、'.join(names)}）" if named else "")
