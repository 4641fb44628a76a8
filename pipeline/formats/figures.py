"""Figures and words on their way into a text: each figure keeps its source through every joining and filtering."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import total_ordering
from typing import TypeAlias

from pipeline.document import Evidence, Span

Line: TypeAlias = tuple[Span, ...]

_OPEN, _BETWEEN, _CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
_DIGITS = tuple(chr(0xFDE0 + digit) for digit in range(16))
_MARKED = re.compile(f"{_OPEN}([{_DIGITS[0]}-{_DIGITS[-1]}]+){_BETWEEN}([^{_OPEN}{_BETWEEN}{_CLOSE}]*){_CLOSE}")
_NONCHARACTER = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
_NO_EVIDENCE = Evidence()

_printed: ContextVar["list[Figure] | None"] = ContextVar("_printed", default=None)


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A figure as it is printed, with where it comes from.

    Within :func:`marking` the figure marks its text with noncharacters, which no text may hold and no filter of words
    touches; anywhere else it is its text. ``value`` is what a template's ``{% if … %}`` compares.
    """

    text: str
    evidence: Evidence = _NO_EVIDENCE
    value: Decimal | None = None

    __hash__ = None  # type: ignore[assignment]  # equal by value, yet of different sources

    @property
    def span(self) -> Span:
        return Span(self.text, self.evidence)

    def __str__(self) -> str:
        printed = _printed.get()
        if printed is None:
            return self.text
        printed.append(self)
        return f"{_OPEN}{_written(len(printed) - 1)}{_BETWEEN}{self.text}{_CLOSE}"

    def __bool__(self) -> bool:
        return self.value is None or self.value != 0

    def __eq__(self, other: object) -> bool:
        return _number(self) == _number(other) if isinstance(other, Figure | int | Decimal) else NotImplemented

    def __lt__(self, other: object) -> bool:
        return _number(self) < _number(other)

    def __add__(self, other: object) -> str:
        return str(self) + other if isinstance(other, str) else NotImplemented  # 3 beside 3 would read 33

    def __radd__(self, other: object) -> str:
        return other + str(self) if isinstance(other, str) else NotImplemented


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words and figures that stand together."""

    parts: tuple[str | Figure, ...] = ()

    @property
    def spans(self) -> Line:
        return tuple(Span(part) if isinstance(part, str) else part.span for part in self.parts)

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    def __str__(self) -> str:
        return "".join(map(str, self.parts))

    def __bool__(self) -> bool:
        return bool(self.parts)


Words: TypeAlias = str | Figure | Phrase


def phrase(*words: Words | None) -> Phrase:
    """One phrase from words, figures and phrases, in order; what is empty or not there leaves no trace."""
    parts: list[str | Figure] = []
    for each in words:
        if isinstance(each, Phrase):
            parts.extend(each.parts)
        elif each is not None and each != "":
            parts.append(each)
    return Phrase(tuple(parts))


def joined(words: Sequence[Words], mark: str = "、") -> Phrase:
    """Phrases with a mark between them."""
    return phrase(*(part for place, each in enumerate(words) for part in ((mark, each) if place else (each,))))


class AlteredFigureError(ValueError):
    """A figure was cut or changed on its way into the text."""


@contextmanager
def marking() -> Iterator[None]:
    """While it lasts, figures mark themselves in whatever text they are put into."""
    token = _printed.set([])
    try:
        yield
    finally:
        _printed.reset(token)


def unmarked_spans(text: str) -> list[Span]:
    """A marked text in spans, each figure in its own, within :func:`marking`.

    :class:`AlteredFigureError` where a figure is no longer whole.
    """
    printed = _printed.get() or []
    spans: list[Span] = []
    end = 0
    for found in _MARKED.finditer(text):
        figure = printed[_read(found[1])]
        if figure.text != found[2]:
            raise AlteredFigureError(f"数字“{figure.text}”被改成了“{found[2]}”，数字只能原样打印")
        spans += [Span(text[end : found.start()]), figure.span]
        end = found.end()
    spans.append(Span(text[end:]))
    if any(_NONCHARACTER.search(span.text) for span in spans):
        raise AlteredFigureError("有数字被截断，数字只能原样打印")
    return spans


def unmarked_lines(text: str) -> Iterator[Line]:
    """A marked text line by line, in spans."""
    line: list[Span] = []
    for span in unmarked_spans(text):
        first, *more = span.text.split("\n")
        line.append(replace(span, text=first))
        for piece in more:
            yield tuple(each for each in line if each.text)
            line = [replace(span, text=piece)]
    yield tuple(each for each in line if each.text)


def markless(text: str) -> str:
    """A text without noncharacters: only figures may mark."""
    return _NONCHARACTER.sub("", text)


def _written(place: int) -> str:
    digits = _DIGITS[place % 16]
    while place := place // 16:
        digits = _DIGITS[place % 16] + digits
    return digits


def _read(digits: str) -> int:
    place = 0
    for digit in digits:
        place = place * 16 + _DIGITS.index(digit)
    return place


def _number(value: object) -> Decimal:
    if isinstance(value, Figure):
        if value.value is None:
            raise TypeError(f"“{value.text}”不能比较大小")
        return value.value
    if isinstance(value, int | Decimal):
        return Decimal(value)
    raise TypeError(f"数字不能与“{value}”比较大小")
