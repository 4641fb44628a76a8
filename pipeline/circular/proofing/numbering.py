"""Automatic numbers (自动编号): what Word prints before a paragraph and does not write into its text."""

import re
from collections.abc import Callable
from typing import Any

from pipeline.circular.markup import NAMESPACE
from pipeline.circular.proofing.paper import whole

Element = Any

_W = f"{{{NAMESPACE}}}"
_CHINESE = ("chineseCounting", "chineseCountingThousand", "ideographDigital", "taiwaneseCountingThousand")
_DEEPEST = 9
_LARGEST = 9_999


class Numbering:
    """The numbers of a document, given out in the order of its paragraphs."""

    def __init__(self, part: Element | None) -> None:
        levels = {} if part is None else {
            each.get(f"{_W}abstractNumId"): _levels(each) for each in part.findall(f"{_W}abstractNum")
        }  # fmt: skip
        self._lists: dict[str, tuple[str, dict[int, Element]]] = {}
        for each in () if part is None else part.findall(f"{_W}num"):
            abstract = _value(each, "abstractNumId")
            own = {
                whole(over.get(f"{_W}ilvl"), 0): level
                for over in each.findall(f"{_W}lvlOverride")
                if (level := over.find(f"{_W}lvl")) is not None
            }
            self._lists[each.get(f"{_W}numId")] = (abstract, levels.get(abstract, {}) | own)
        self._counts: dict[str, list[int]] = {}

    def level(self, number: str, depth: int) -> Element | None:
        """The definition of a level of a list: its indents, the font of its number."""
        return self._lists.get(number, ("", {}))[1].get(depth)

    def next(self, number: str, depth: int) -> str:
        """The number of the next paragraph of a list, as it is printed; bullets and what is unknown give nothing."""
        abstract, levels = self._lists.get(number, ("", {}))
        if depth not in levels or not 0 <= depth < _DEEPEST:
            return ""
        counts = self._counts.setdefault(abstract, [0] * _DEEPEST)
        for above in range(depth):
            counts[above] = counts[above] or _start(levels.get(above))
        counts[depth] = counts[depth] + 1 if counts[depth] else _start(levels[depth])
        counts[depth + 1 :] = [0] * (_DEEPEST - depth - 1)
        if _value(levels[depth], "numFmt") == "bullet":
            return ""
        pattern = _value(levels[depth], "lvlText")
        return re.sub(
            r"%([1-9])", lambda found: _written(levels.get(int(found[1]) - 1), counts[int(found[1]) - 1]), pattern
        )


def _levels(abstract: Element) -> dict[int, Element]:
    return {whole(each.get(f"{_W}ilvl"), 0): each for each in abstract.findall(f"{_W}lvl")}


def _start(level: Element | None) -> int:
    return whole(_value(level, "start"), 1)


def _written(level: Element | None, count: int) -> str:
    kind = _value(level, "numFmt")
    written: Callable[[int], str] = chinese if kind in _CHINESE else str
    return written(count) if 0 < count <= _LARGEST else str(count)


def chinese(count: int) -> str:
    """A number as 汉字 count it: 十二, 二十, 一百零三."""
    digits, places = "零一二三四五六七八九", ("", "十", "百", "千")
    text = "".join(
        digits[int(digit)] + (places[place] if digit != "0" else "")
        for place, digit in zip(range(len(str(count)) - 1, -1, -1), str(count), strict=True)
    )
    text = re.sub("零+", "零", text).rstrip("零")
    return text.removeprefix("一") if text.startswith("一十") else text


def _value(element: Element | None, name: str) -> str:
    child = None if element is None else element.find(f"{_W}{name}")
    return "" if child is None else child.get(f"{_W}val", "")
