"""The year so far (走势): how many indicators stood where month by month, and each one's line against its pace."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from pipeline.delivery.standing import SIGNS, Sign, sign
from pipeline.model import TOLD_WORDS, Assessment, Month, Verdict, status_words
from pipeline.model.amounts import percent
from pipeline.model.history import History, Recorded
from pipeline.period import Period
from pipeline.quantities import half_up, plain

WIDTH, HEIGHT = 132, 34
"""The size of a line's drawing, in pixels."""

_MARGIN = 5
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a stacked bar: its sign, how many, and where it lies, in percent of the bar."""

    sign: Sign
    count: int
    start: str
    width: str


@dataclass(frozen=True, slots=True)
class Stack:
    """A stacked bar: what it counts, the whole, and its parts, which add up to it; empty parts are left out."""

    label: str
    total: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """One month of a line: its place, its sign, and what it says."""

    x: str
    y: str
    sign: Sign
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator through the year: what is done (solid), the pace (dashed), one sign for each month.

    ``done`` and ``pace`` are the points of the drawing; an indicator without shares has only its dots, on one level.
    """

    done: str
    pace: str
    dots: tuple[Dot, ...]
    spoken: str


def stack(label: str, judged: Iterable[Assessment | Verdict]) -> Stack:
    """How many stand where."""
    return _stack(label, Counter(status_words(each) for each in judged))


def months(month: Month, trend: Sequence[History]) -> tuple[Stack, ...]:
    """The indicators of every recorded month up to this one, counted as they were judged then."""
    counts: dict[Period, Counter[str]] = {}
    for row in trend:
        for each in _before(row, month.period):
            counts.setdefault(each.period, Counter())[sign(each.status, each.reason).words] += 1
    past = tuple(_stack(f"{period.month}月", counts[period]) for period in sorted(counts))
    return (*past, stack(f"{month.period.month}月", month.assessments))


def lines(month: Month, trend: Sequence[History]) -> Mapping[str, Line]:
    """The line of every indicator of the month, by its id."""
    past = {row.indicator: tuple(_before(row, month.period)) for row in trend}
    return {each.id: _line((*past.get(each.id, ()), _now(each, month.period))) for each in month.assessments}


def _before(row: History, period: Period) -> Iterator[Recorded]:
    """What is recorded of the months before this one: the month itself is told by the month, a later one never."""
    return (each for each in row.months if each.period < period)


def _now(judged: Assessment, period: Period) -> Recorded:
    state = judged.entry.state if judged.entry else None
    return Recorded(period, judged.status, judged.reason, judged.done, state, judged.rate, judged.pace)


def _stack(label: str, counts: Counter[str]) -> Stack:
    total, before, parts = counts.total(), 0, []
    for words in TOLD_WORDS:
        if count := counts[words]:
            parts.append(Part(SIGNS[words], count, _percent(before, total), _percent(count, total)))
            before += count
    return Stack(label, total, tuple(parts))


def _percent(part: int, whole: int) -> str:
    return plain(half_up(Fraction(100 * part, whole), 3))


def _line(recorded: Sequence[Recorded]) -> Line:
    known = [share for each in recorded for share in (each.rate, each.pace) if share is not None]
    scale = max(*known, Fraction(1)) if known else None
    done = [(_x(each.period.month), _y(each.rate, scale)) for each in recorded if each.rate is not None]
    pace = [(_x(each.period.month), _y(each.pace, scale)) for each in recorded if each.pace is not None]
    dots = tuple(_dots(recorded, scale))
    return Line(_points(done), _points(pace), dots, "；".join(dot.words for dot in dots))


def _dots(recorded: Sequence[Recorded], scale: Fraction | None) -> Iterator[Dot]:
    """One for each month; one without a share stays as high as the one before: what is not known is not nothing."""
    share: Fraction | None = None
    for each in recorded:
        share = share if each.rate is None else each.rate
        yield Dot(_x(each.period.month), _y(share, scale), sign(each.status, each.reason), _words(each))


def _points(places: Sequence[tuple[str, str]]) -> str:
    return " ".join(f"{x},{y}" for x, y in places)


@cache
def _x(month: int) -> str:
    """Where a month stands, January at the left edge and December at the right."""
    return plain(half_up(_MARGIN + Fraction((month - 1) * (WIDTH - 2 * _MARGIN), _MONTHS - 1), 1))


def _y(share: Fraction | None, scale: Fraction | None) -> str:
    """The height of a share; the foot of the drawing before the first one, its middle where there is none at all."""
    if scale is None:
        return plain(half_up(Fraction(HEIGHT, 2), 1))
    room = HEIGHT - 2 * _MARGIN
    return plain(half_up(HEIGHT - _MARGIN - (share or Fraction(0)) / scale * room, 1))


def _words(each: Recorded) -> str:
    """One month in words: 4月 完成率12.0%、序时进度20.0%（滞后）."""
    if each.rate is not None:
        said = f"完成率{percent(each.rate)}"
    elif each.done is not None:
        said = plain(each.done)
    else:
        said = each.state.words if each.state else ""
    pace = f"序时进度{percent(each.pace)}" if each.pace is not None else ""
    told = "、".join(filter(None, (said, pace)))
    return f"{each.period.month}月{' ' if told else ''}{told}（{sign(each.status, each.reason).words}）"
