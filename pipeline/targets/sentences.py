"""A target sentence as quantities and milestones (目标语句)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.model import Comparator, Kind
from pipeline.period import Period
from pipeline.quantities import split_measure
from pipeline.targets.clauses import Clause, Figure, clauses_of
from pipeline.targets.dates import due_in
from pipeline.targets.milestones import milestones_of
from pipeline.targets.names import names_of
from pipeline.targets.phrases import starts_with_verb
from pipeline.targets.roles import roles_of
from pipeline.targets.views import Placed, Role
from pipeline.targets.vocabulary import PROGRESS, RATIO_NAME


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure of a target sentence.

    ``value`` and ``measure`` are in the base (14万户 is 140000 户, 6000万元 is 60000000 元); ``published`` is the
    figure with its measure as printed. ``due`` is the month that the sentence names for it.
    ``said`` are the words that it stands in, from the verb that governs it.
    """

    name: str
    comparator: Comparator
    value: Decimal
    measure: str
    role: Role
    published: str
    due: Period | None = None
    kind: Kind = Kind.QUANTITY
    said: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a target text promises: its quantities of every role, and its qualitative commitments as written."""

    quantities: tuple[Quantity, ...]
    milestones: tuple[str, ...]


def parse_target(text: str, *, year: int | None = None) -> tuple[Quantity, ...]:
    """The quantities of a target text, in reading order.

    ``year`` is the year of the notice: it gives 10月底前 its year; without it such a ``due`` stays ``None``.
    """
    return parse_task(text, year=year).quantities


def parse_task(text: str, *, year: int | None = None) -> Parsed:
    """The quantities and the milestones of a target text; ``year`` as for :func:`parse_target`."""
    clauses = clauses_of(text)
    placed = roles_of(clauses)
    quantities = tuple(
        Quantity(
            name=name,
            comparator=_comparator(here, placed),
            value=here.figure.amount.value,
            measure=_measure(here.figure, clauses[here.clause]),
            role=here.role,
            published=_published(here.figure),
            due=_due(here, clauses, year),
            kind=_kind(here.figure, name),
            said=_said(here.clause, clauses),
        )
        for here, names in zip(placed, names_of(placed, clauses), strict=True)
        for name in names
    )
    return Parsed(quantities, milestones_of(clauses, placed))


def _comparator(here: Placed, placed: Sequence[Placed]) -> Comparator:
    """A comparator before the first figure of a list (不少于200场、400场) binds the whole list."""
    own = here.figure.amount.comparator
    if own is not Comparator.EQUAL:
        return own
    for other in reversed(placed[: placed.index(here)]):
        if other.clause != here.clause or other.figure.bracketed != here.figure.bracketed:
            break
        leading = re.match(r"不|至少", other.figure.amount.published)
        if leading and other.figure.amount.comparator is not Comparator.EQUAL:
            return other.figure.amount.comparator
    return own


def _measure(figure: Figure, clause: Clause) -> str:
    """The base measure; 每人每月500元 and 月均500元/人 are in 元/人·月."""
    unit = figure.amount.unit
    said = clause.text[: figure.at]
    if unit == "元" and (each := re.search(r"每人每(月|年|天|次)", said)):
        return f"元/人·{each[1]}"
    if unit == "元/人" and (mean := re.search(r"(月|年)均|每(?:人每)?(月|年)", said)):
        return f"元/人·{mean[1] or mean[2]}"
    return unit


def _published(figure: Figure) -> str:
    """The figure and its measure as printed, without comparator words."""
    text = figure.amount.published
    start = re.search(r"[0-9０-９零〇一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾]", text)
    text = text[start.start() :] if start else text
    return re.sub(r"\s*(?:（[含函]）|\([含函]\))?(?:[及或]?以上|以内|以下|之内|左右|上下|余)$", "", text)


def _kind(figure: Figure, name: str) -> Kind:
    """Percentages, ratios and standards do not accumulate, save the share of works done."""
    unit = split_measure(figure.amount.unit)[1]
    if unit == "%" and PROGRESS.search(figure.before):
        return Kind.QUANTITY
    return Kind.RATE if unit in ("%", "个百分点") or "元/" in unit or RATIO_NAME.search(name) else Kind.QUANTITY


def _said(number: int, clauses: Sequence[Clause]) -> str:
    """The clause of a figure, from the clause before that has its verb: 建设体育文化公园1个，口袋公园6个."""
    start = number
    while (
        start and clauses[start - 1].sentence == clauses[number].sentence and not starts_with_verb(clauses[start].text)
    ):
        start -= 1
    start = start if starts_with_verb(clauses[start].text) else number
    return "，".join(clause.text for clause in clauses[start : number + 1])


def _due(here: Placed, clauses: Sequence[Clause], year: int | None) -> Period | None:
    """The last date before the figure in its clause, or that the clause names, or the sentence before it."""
    own = clauses[here.clause]
    if due := due_in(own.text[: here.figure.at], year):
        return due
    for clause in reversed(clauses[: here.clause + 1]):
        if clause.sentence != own.sentence:
            break
        if due := due_in(clause.text, year):
            return due
    return None
