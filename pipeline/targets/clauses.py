"""A target text as clauses (分句) with the figures that stand in them.

Brackets and quotation marks hold together: a comma inside them separates nothing. Figures inside quotation marks are
names (“15分钟生活圈”), figures inside brackets explain the figure before (10座（其中新建6座）).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.quantities import Amount, Comparator, amounts
from pipeline.targets.designations import is_name
from pipeline.targets.phrases import noun_before
from pipeline.targets.verbs import VERB
from pipeline.targets.vocabulary import AGES

_OPEN, _CLOSE = "（(“《〈「【[", "）)”》〉」】]"
_SENTENCE_ENDS = "。；;！!？?\n"
_CLAUSE_ENDS = "，,：:—"
_ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}是|[（(][0-9一二三四五六七八九十]{1,2}[）)]|[0-9]{1,2}[.．、](?![0-9])|[①-⑳])\s*"
)
_RANGE = re.compile(r"\s*(?:-|－|–|—|—+|~|～|至|到)\s*")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its surroundings: the words of its own part of the clause before and after it."""

    amount: Amount
    before: str
    after: str
    at: int
    """Where it begins in its clause, comparators included."""
    bracketed: bool = False

    @property
    def end(self) -> int:
        return self.at + self.amount.end - self.amount.start


@dataclass(frozen=True, slots=True)
class Clause:
    """What stands between two commas. ``sentence`` counts the sentences; ``end`` is the mark that closes it."""

    text: str
    sentence: int
    end: str = ""
    figures: tuple[Figure, ...] = ()


def clauses_of(text: str) -> tuple[Clause, ...]:
    """The clauses of a text in reading order, each with its figures."""
    found = []
    sentence = 0
    for start, stop, end in _pieces(text):
        if piece := _ORDINAL.sub("", text[start:stop].strip()):
            found.append(Clause(piece, sentence, end, _figures(piece)))
        if end in _SENTENCE_ENDS:
            sentence += 1
    return tuple(found)


def _pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, stop and closing mark of every clause; marks inside brackets, quotes and 1,500 close nothing."""
    start = depth = 0
    for at, char in enumerate(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(depth - 1, 0)
        elif char in _SENTENCE_ENDS or (
            char in _CLAUSE_ENDS and not depth and not _between_digits(text, at) and not _ranges(text, at)
        ):
            yield start, at, char
            start, depth = at + 1, 0
    yield start, len(text), "。"


def _between_digits(text: str, at: int) -> bool:
    return 0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1].isdigit()


def _ranges(text: str, at: int) -> bool:
    """Whether a dash stands between two figures (200元—300元) and so separates no clauses."""
    return text[at] == "—" and text[at + 1 :].lstrip("—")[:1].isdigit()


def _figures(clause: str) -> tuple[Figure, ...]:
    """The figures of one clause, ranges as two, each with the words that belong to it."""
    bracketed: list[Figure] = []
    outer = clause
    for bracket in re.finditer(r"（[^（）]*）|\([^()]*\)", clause):
        start, end = bracket.start() + 1, bracket.end() - 1
        inside = [] if clause[start:end] in ("含", "函") else _plain_figures(clause[start:end])
        bracketed += [replace(each, at=each.at + start, bracketed=True) for each in inside]
        if inside:
            outer = outer[: start - 1] + " " * (end - start + 2) + outer[end + 1 :]
    return tuple(sorted((*_plain_figures(outer), *bracketed), key=lambda figure: figure.at))


def _plain_figures(text: str) -> list[Figure]:
    masked = _without_names(text)
    found = [each for each in _ranges_joined(list(amounts(masked)), masked) if not is_name(each, masked)]
    figures: list[Figure] = []
    before = text[: found[0].start] if found else ""
    for index, amount in enumerate(found):
        last = index == len(found) - 1
        between = text[amount.end :] if last else text[amount.end : found[index + 1].start]
        after, following = (between, "") if last else _shared(amount, before, between)
        figures.append(Figure(_bound(amount, before, after), before.strip(), after.strip(), amount.start))
        before = following
    return figures


_FOR_WHOM = re.compile(r"(?:等|的|在|于|每|(?:对|为|给|向)(?:[^，、]{0,6}[区市县州省镇乡校院])?)\s*$")
"""What stands before a figure whose noun follows it: 为全区7万名*老人*, 6个*街道*."""


def _shared(amount: Amount, before: str, between: str) -> tuple[str, str]:
    """Split the words between two figures: the first one's noun, and the words before the second.

    What stands behind an age (65岁以上*老年人免费体检*3万人) is said of both.
    """
    if _RANGE.fullmatch(between):
        return "", ""
    if amount.unit in AGES:
        return between, between
    if found := re.match(r"\s*(?:、|和|及|与|以及|并)\s*", between):
        return "", between[found.end() :]
    if re.search(r"(?:的|内|里|中)\s*$", between) or _FOR_WHOM.search(before):
        return between, ""
    if not noun_before(between) or ("、" not in between and noun_before(before)):
        return "", between
    if found := re.search(r"(?:和|及|与|以及|并)\s*$", between):
        return between[: found.start()], ""
    after, mark, following = between.rpartition("、")
    if mark:
        return after, following
    if found := re.search(rf"(?:和|及|与|以及|并)((?:{VERB})[^和及与]*)$", between):
        return between[: found.start()], found[1]
    return between, ""


def _bound(amount: Amount, before: str, after: str) -> Amount:
    """The figure with a comparator that stands apart from it: 不低于总数的30%, 20个小区以上."""
    if amount.comparator is Comparator.EQUAL:
        if re.search(r"(?:不低于|不少于|至少)[^，、0-9]{1,10}$", before) or re.search(r"^[^，、的]{1,8}以上$", after):
            return replace(amount, comparator=Comparator.AT_LEAST)
        if re.search(r"(?:不超过|不高于|控制在)[^，、0-9]{1,10}$", before):
            return replace(amount, comparator=Comparator.AT_MOST)
    return amount


def _without_names(text: str) -> str:
    """The text with the content of quotation marks and book-title marks blanked out, at the same places."""
    return re.sub(r"“[^“”]*”|《[^《》]*》|「[^「」]*」", lambda quoted: "□" * len(quoted.group(0)), text)


def _ranges_joined(found: list[Amount], text: str) -> Iterator[Amount]:
    """Give the first figure of a range its measure: 200—300元 is at least 200元 and at most 300元."""
    closing = False
    for index, amount in enumerate(found):
        after = found[index + 1] if index + 1 < len(found) else None
        joins = after is not None and after.unit and _RANGE.fullmatch(text[amount.end : after.start])
        if joins and after is not None and amount.unit in ("", after.unit) and not _ordinal(amount, text):
            scale, word = (amount.scale, amount.scale_word) if amount.scale > 1 else (after.scale, after.scale_word)
            yield replace(
                amount,
                scale=scale,
                scale_word=word,
                unit=after.unit,
                comparator=Comparator.AT_LEAST,
                published=plain_published(amount) + word + after.unit if not amount.unit else amount.published,
            )
            closing = True
        else:
            yield replace(amount, comparator=Comparator.AT_MOST) if closing else amount
            closing = False


def plain_published(amount: Amount) -> str:
    """The figure's digits and multiplier as printed, without comparator and measure."""
    return format(amount.number, "f")


def _ordinal(amount: Amount, text: str) -> bool:
    return text[max(amount.at - 1, 0) : amount.at] == "第"
