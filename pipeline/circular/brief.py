"""The brief for the meeting (汇报提纲): what is said aloud in three minutes, on one page.

It is worded by a template of its own, with the names of the circular's. What does not fit is shortened by rule, step
by step: fewer items and fewer units by name, then items without their reasons; the counts stay whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline import gb9704 as gb
from pipeline.circular.addressees import line_count
from pipeline.circular.elements import elements, rounds_apart
from pipeline.circular.excerpts import printable
from pipeline.circular.facts import facts
from pipeline.circular.items import Item, items
from pipeline.circular.progress import standing
from pipeline.circular.titles import title_lines
from pipeline.document import Document, Evidence, Paragraph, Role
from pipeline.findings import PipelineError
from pipeline.formats.figures import Figure, phrase
from pipeline.formats.templates import Fact, render
from pipeline.model import Month, Status
from pipeline.settings import Settings

LINES = int(gb.LINES)
"""What one page holds, the title and the blank line below it included."""

_INDENT = "　　"


@dataclass(frozen=True, slots=True)
class _Limits:
    """How much is told: what goes well and what lags by name, units by name, whether with the reasons for lagging."""

    bright: int
    behind: int
    units: int
    reasons: bool = True


_STEPS = (
    _Limits(3, 3, 5),
    _Limits(2, 3, 2),
    _Limits(2, 2, 1),
    _Limits(2, 3, 2, reasons=False),
    _Limits(2, 2, 1, reasons=False),
    _Limits(1, 1, 1, reasons=False),
)


@dataclass(frozen=True, slots=True)
class Brief:
    """The brief as a document, and whether it fits on its one page."""

    document: Document
    fits: bool


def brief(month: Month, settings: Settings, template: str, *, template_name: str = "汇报提纲.txt") -> Brief:
    """The brief of a month in the words of a template, shortened until it fits on a page.

    Where even the shortest form is longer, as an office may have worded it, that form is given and told not to fit.
    :class:`PipelineError` names the template's line where it cannot be used.
    """
    known, everything = facts(month, settings), items(month, settings)
    for limits in _STEPS:
        document = _document(_told(known, everything, limits), settings, template, template_name)
        if lines(document) <= LINES:
            return Brief(document, True)
    return Brief(document, False)


def lines(document: Document) -> int:
    """How many lines of the page a document without annexes takes: its title, a blank line, its text."""
    return len(title_lines(document.title)) + 1 + sum(line_count(_indented(each)) for each in document.body)


def _indented(paragraph: Paragraph) -> str:
    return paragraph.text if paragraph.role is Role.ADDRESSEE else _INDENT + paragraph.text


def _document(known: Mapping[str, Fact], settings: Settings, template: str, name: str) -> Document:
    found = elements(render(rounds_apart(template), known, name=name).lines)
    if not found.title:
        raise PipelineError(f"模板 {name} 没有“标题：”这一行，请补上。")
    return Document(found.title, None, found.text, author=settings.office.short)


def _told(known: Mapping[str, Fact], everything: Sequence[Item], limits: _Limits) -> dict[str, Fact]:
    """The circular's facts with their lists cut short."""
    return {
        **{name: _few(fact, limits.units) if name.endswith("单位") else fact for name, fact in known.items()},
        **_bright(everything, limits),
        **_behind(known, limits),
    }


def _bright(everything: Sequence[Item], limits: _Limits) -> dict[str, Fact]:
    """What is completed, then what is furthest ahead."""
    done = [each for each in everything if each.judged.status is Status.COMPLETED]
    ahead = [each for each in everything if each.judged.status is Status.AHEAD]
    best = (*done, *sorted(ahead, key=lambda each: -(each.judged.gap or 0)))[: limits.bright]
    more = len(done) + len(ahead) > len(best)
    return {
        "较快事项": [_fast(each) for each in best],
        "亮点列出数": _count(len(best), "已完成的和超过序时进度最多的指标") if more else "",
    }


def _fast(item: Item) -> dict[str, Fact]:
    """One item; that a target is met exactly is said without its rate."""
    rate = "" if item.rate is None or item.share == 1 else item.rate
    return {"名称": item.name, "进展": standing(item), "完成率": rate, "责任单位": printable(item.task.unit)}


def _behind(known: Mapping[str, Fact], limits: _Limits) -> dict[str, Fact]:
    """The first of what lags; 列出数 tells how many, where there are more."""
    behind = known["滞后事项"]
    assert isinstance(behind, Sequence)
    told: list[Fact] = []
    for item in behind[: limits.behind]:
        assert isinstance(item, Mapping)
        told.append(item if limits.reasons else {**item, "原因": "", "原因过长": False})
    more = len(behind) > len(told)
    return {
        "滞后事项": told,
        "列出数": _count(len(told), "滞后最重的指标") if more else "",
    }


def _few(fact: Fact, most: int) -> Fact:
    """A list of units by name: the first of them, and how many there are."""
    if not isinstance(fact, str):
        return fact
    names = fact.split("、")
    if len(names) <= most:
        return fact
    return phrase("、".join(names[:most]), "等", _count(len(names), f"逐个计数：{fact}"), "个单位")


def _count(number: int, how: str) -> Figure:
    return Figure(str(number), Evidence(how=how), Decimal(number))


def unknown_figures(document: Document, text: str) -> Iterator[str]:
    """The figures of units' sheets that a brief says and another text does not: each once, as printed."""
    said = dict.fromkeys(span.text for span in document.spans() if span.evidence and span.evidence.sources)
    return (figure for figure in said if figure not in text)
