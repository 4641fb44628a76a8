"""Fonts that stand in for others (替代字体): what the file asks for and what its pages were really printed with."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline import gb9704 as gb
from pipeline.circular.proofing.elements import Elements
from pipeline.circular.proofing.measure import Measure
from pipeline.circular.proofing.paper import SetParagraph
from pipeline.circular.proofing.printed import Printed, plain
from pipeline.formats.pdf import Piece

_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_MOST_PIECES = 3_000  # of a long table, the first pages tell
_INNER_NAMES = {  # what the usual fonts call themselves in a PDF
    "仿宋": "FangSong",
    "仿宋_GB2312": "FangSong_GB2312",
    "楷体": "KaiTi",
    "楷体_GB2312": "KaiTi_GB2312",
    "黑体": "SimHei",
    "宋体": "SimSun",
    "新宋体": "NSimSun",
    "等线": "DengXian",
    "微软雅黑": "MicrosoftYaHei",
    "方正小标宋简体": "FZXBSJW",
    "方正小标宋_GBK": "FZXBSK",
    "方正仿宋简体": "FZFSJW",
    "方正仿宋_GBK": "FZFSK",
    "方正楷体简体": "FZKTJW",
    "方正楷体_GBK": "FZKTK",
    "方正黑体简体": "FZHTJW",
    "方正黑体_GBK": "FZHTK",
    "华文仿宋": "STFangsong",
    "华文楷体": "STKaiti",
    "华文中宋": "STZhongsong",
    "Times New Roman": "TimesNewRomanPS",
}


def measures(printed: Printed) -> Iterator[Measure]:
    """Which font stands in for which; met where all are those that the file names."""
    by_found: dict[str, list[str]] = {}
    for asked, found in printed.substitutes.items():
        by_found.setdefault(found, []).append(asked)
    told = "；".join(f"{'、'.join(asked)} 由 {found} 替代" for found, asked in by_found.items())
    yield printed.counted(gb.FONT_PRINTED, "字体", told or "都是文件指定的字体", not told)


def substitutes(elements: Elements, pieces: Iterable[Piece]) -> dict[str, str]:
    """Fonts of 汉字 that were asked for, each with the font that most of its text was printed in instead."""
    asked = {font: "\n".join(texts) for font, texts in _asked(elements).items()}
    found: dict[str, Counter[str]] = {font: Counter() for font in asked}
    for piece in list(pieces)[:_MOST_PIECES]:
        for words in _HAN.findall(plain(piece.text)):
            for font, text in asked.items():
                if words in text:
                    found[font][piece.font] += len(words)
    most = {font: counted.most_common(1)[0][0] for font, counted in found.items() if counted}
    return {font: printed for font, printed in most.items() if not is_same(font, printed)}


def is_same(asked: str, printed: str) -> bool:
    """Whether a PDF's name of a font is that of the font asked for: the usual ones have Latin names in there."""
    name = _letters(_INNER_NAMES.get(asked, asked))
    inner = _letters(printed)
    return bool(name) and (inner == name or re.match(rf"{re.escape(name)}(?!gb2312)", inner) is not None)


def _letters(name: str) -> str:
    return re.sub(r"[^0-9a-z\u4e00-\u9fff]", "", name.casefold())


def _asked(elements: Elements) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for paragraph in _all(elements):
        for run in paragraph.runs:
            if run.font and _HAN.search(run.text):
                texts.setdefault(run.font, []).append(plain(run.text))
    return texts


def _all(elements: Elements) -> Iterator[SetParagraph]:
    yield from elements.paper.paragraphs
    for table in elements.paper.tables:
        yield from table.paragraphs
