"""Fonts and sizes of an element (clauses 5.2.2, 7.3.3): a family by its names, or the office's own font."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline import gb9704 as gb
from pipeline.circular.proofing.measure import Measure, excerpt, matches, measure
from pipeline.circular.proofing.paper import SetParagraph, SetRun
from pipeline.gb9704 import Form, Number
from pipeline.settings import Circular

_SIZES = {104: "52 磅", 44: "2 号", 32: "3 号", 28: "4 号", 24: "小 4 号", 21: "5 号"}


@dataclass(frozen=True, slots=True)
class Fonts:
    """The office's fonts: what its settings name is of the family, whatever it is called."""

    circular: Circular

    def belongs(self, font: str, family: Form) -> bool:
        return matches(family, font) or font == self._own(family)

    def _own(self, family: Form) -> str:
        return {
            gb.FANGSONG: self.circular.body_font,
            gb.XIAOBIAOSONG: self.circular.title_font,
            gb.HEITI: self.circular.heading_font,
            gb.KAITI: self.circular.subheading_font,
            gb.SONGTI: self.circular.number_font,
        }[family]


def face(
    item: str, runs: Iterable[SetRun], fonts: Fonts, family: Form, size: Number | None, *, figures: bool = False
) -> Iterator[Measure]:
    """Font and size of all runs of an element; the first that differs is named.

    The font is that of its 汉字, or of its ``figures``.
    """
    printed = [run for run in runs if run.text.strip()]
    if not printed:
        return
    named = [run.latin if figures and run.text.strip().isdigit() else run.font for run in printed]
    wrong = next((place for place, font in enumerate(named) if not fonts.belongs(font, family)), None)
    seen = named[0] if wrong is None else _told(printed[wrong], named[wrong] or "没有指定")
    yield measure(family, f"{item}字体", seen, wrong is None)
    if size is None:
        return
    odd = next((run for run in printed if run.size != size), None)
    words = _size((odd or printed[0]).size)
    yield measure(size, f"{item}字号", _told(odd, words) if odd else words, odd is None)


def runs_of(paragraphs: Iterable[SetParagraph]) -> Iterator[SetRun]:
    for paragraph in paragraphs:
        yield from paragraph.runs


def _told(run: SetRun, what: str) -> str:
    return f"{excerpt(run.text.strip())}为 {what}"


def _size(half_points: int) -> str:
    return _SIZES.get(half_points, f"{half_points / 2:g} 磅")
