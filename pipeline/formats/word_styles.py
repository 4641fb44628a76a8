"""What a paragraph of Word gets from its styles and lists: whether it is centred, and the number printed before it.

A number of an automatic list stands nowhere in the text. It is worked out here as Word prints it, so that a person can
be told what to type in its place.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NUMERALS = "〇一二三四五六七八九"
_CHINESE = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
            "ideographDigital", "taiwaneseCountingThousand")  # fmt: skip
_SIGNS = {
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇", "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉", "chineseLegalSimplified": "壹贰叁肆伍陆柒捌玖拾",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸", "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz", "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
}  # fmt: skip
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_DEEPEST = 20
_HEADING_LEVEL = 9  # Word has no more levels in a list


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: how its numbers look and where they begin; ``legal`` writes those above it in digits."""

    shape: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False


@dataclass(slots=True)
class Styles:
    """The styles and lists of one document, and how far each list has been counted."""

    styles: Mapping[str, etree._Element] = field(default_factory=dict)
    lists: Mapping[str, Mapping[int, _Level]] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    inherited: dict[tuple[str, str], etree._Element | None] = field(default_factory=dict)
    default: str = ""

    def is_centred(self, paragraph: etree._Element) -> bool:
        """Whether a paragraph stands in the middle, by itself or by its style."""
        found = self._property(paragraph, "jc")
        return found is not None and found.get(_W + "val") == "center"

    def number(self, paragraph: etree._Element) -> str | None:
        """The number that Word prints before a paragraph; None where there is none, empty where it is a mere bullet."""
        found = self._property(paragraph, "numPr")
        if found is None:
            return None
        id, level = _value(found, "numId"), int(_digits(_value(found, "ilvl")))
        if id == "0":
            return None
        levels = self.lists.get(id, {})
        self.counts[id, level] = self.counts.get((id, level), levels.get(level, _Level()).start - 1) + 1
        for deeper in range(level + 1, _HEADING_LEVEL):
            self.counts.pop((id, deeper), None)
        return self._printed(id, level, levels)

    def _printed(self, id: str, level: int, levels: Mapping[int, _Level]) -> str:
        one = levels.get(level)
        if one is None or one.shape in ("bullet", "none"):
            return ""

        def at(found: re.Match[str]) -> str:
            above = int(found[1]) - 1
            level = levels.get(above, _Level())
            return _written(self.counts.get((id, above), level.start), "decimal" if one.legal else level.shape)

        return re.sub(r"%([1-9])", at, one.text).strip()

    def _property(self, paragraph: etree._Element, name: str) -> etree._Element | None:
        """A property of a paragraph: its own, else that of its style, or of the style which that one rests on."""
        own = paragraph.find(f"{_W}pPr/{_W}{name}")
        style = _value(paragraph.find(f"{_W}pPr"), "pStyle") or self.default
        if own is not None or style not in self.styles:
            return own
        if (style, name) not in self.inherited:
            self.inherited[style, name] = self._inherited(style, name)
        return self.inherited[style, name]

    def _inherited(self, style: str, name: str) -> etree._Element | None:
        for _ in range(_DEEPEST):
            if style not in self.styles:
                break
            found = self.styles[style].find(f"{_W}pPr/{_W}{name}")
            if found is not None:
                return found
            style = _value(self.styles[style], "basedOn")
        return None


def read_styles(styles: etree._Element | None, numbering: etree._Element | None) -> Styles:
    """The styles and lists from the parts that hold them."""
    by_id = {} if styles is None else {each.get(_W + "styleId", ""): each for each in styles.iter(_W + "style")}
    default = next(
        (id for id, each in by_id.items() if each.get(_W + "type") == "paragraph" and each.get(_W + "default") == "1"),
        "",
    )
    return Styles(by_id, {} if numbering is None else _lists(numbering), default=default)


def _lists(numbering: etree._Element) -> dict[str, dict[int, _Level]]:
    abstract = {
        each.get(_W + "abstractNumId", ""): {int(_digits(level.get(_W + "ilvl", ""))): _level(level) for level in each}
        for each in numbering.iter(_W + "abstractNum")
    }
    lists = {}
    for each in numbering.iter(_W + "num"):
        levels = dict(abstract.get(_value(each, "abstractNumId"), {}))
        for change in each.iter(_W + "lvlOverride"):
            at, start = int(_digits(change.get(_W + "ilvl", ""))), _value(change, "startOverride")
            own = change.find(_W + "lvl")
            levels[at] = _level(own) if own is not None else levels.get(at, _Level())
            if start:
                levels[at] = replace(levels[at], start=int(_digits(start)))
        lists[each.get(_W + "numId", "")] = levels
    return lists


def _level(level: etree._Element) -> _Level:
    shape, text, start = (_value(level, name) for name in ("numFmt", "lvlText", "start"))
    return _Level(shape or "decimal", text, int(_digits(start or "1")), level.find(_W + "isLgl") is not None)


def _written(number: int, shape: str) -> str:
    """A number as a list of that shape prints it; as digits where it is none that people write in official papers."""
    if shape in _CHINESE and 0 < number < 100:
        tens, ones = divmod(number, 10)
        lead = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens]}十"
        return lead + (_NUMERALS[ones] if ones or not tens else "")
    if 0 < number <= len(_SIGNS.get(shape, "")):
        return _SIGNS[shape][number - 1]
    if shape in ("lowerRoman", "upperRoman") and 0 < number < 40:
        roman = "X" * (number // 10) + _ROMAN[number % 10]
        return roman if shape == "upperRoman" else roman.lower()
    if shape == "decimalFullWidth":
        return str(number).translate(_WIDE)
    return f"{number:02}" if shape == "decimalZero" else str(number)


def _value(element: etree._Element | None, name: str) -> str:
    found = None if element is None else element.find(_W + name)
    return "" if found is None else found.get(_W + "val", "")


def _digits(value: str) -> str:
    """A whole number as written; 0 for anything else."""
    return value if value.isascii() and value.isdigit() and len(value) < 5 else "0"
