"""One row of a plan form: the figures of its months → a cumulative plan, or what is wrong with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from pipeline.findings import Finding, Rule
from pipeline.formats.grid import Cell, Form
from pipeline.model import Comparator, Indicator
from pipeline.period import Period
from pipeline.quantities import numeral, plain
from pipeline.source import Where
from pipeline.targets import plan_faults as faults

_BLANKS = ("-", "—", "——", "/", "无")


@dataclass(frozen=True, slots=True)
class Curve:
    """Whose plan is read: the file and sheet, the unit, the indicator and the target that its year ends with."""

    file: str
    sheet: str
    unit: str
    task: str
    indicator: Indicator
    goal: Decimal | None

    def at(self, rule: Rule, cell: Cell, **facts: Any) -> Finding:
        """A finding of this row at a cell."""
        where, indicator = Where(self.file, self.sheet, cell.address, cell.text.strip()), self.indicator
        facts |= {"name": indicator.name, "measure": indicator.measure}
        return rule.at(where, unit=self.unit, task=self.task, indicator=indicator.id, **facts)


def curve_of(
    curve: Curve, cells: Mapping[Period, Cell]
) -> tuple[tuple[tuple[Period, Decimal], ...], tuple[Finding, ...]]:
    """The plan without the months that only repeat the one before, and the faults; with any fault there is no plan."""
    filled = {month: cells[month] for month in sorted(cells) if cells[month].text.strip() not in _BLANKS}
    wrong = tuple(_misplaced(curve, filled))
    figures = {month: figure for month, cell in filled.items() if (figure := _figure(cell, curve)) is not None}
    wrong += tuple(
        curve.at(faults.NOT_A_NUMBER, cell, month=_said(month))
        for month, cell in filled.items()
        if month not in figures and _has(curve.indicator, month)
    )
    if not wrong and filled:
        wrong = (*_falls(curve, filled, figures), *_steps(curve, filled, figures), *_end(curve, filled, figures))
    return (() if wrong else tuple(_turns(curve.indicator, figures))), wrong


def _said(month: Period) -> str:
    return f"{month.month}月"


def _has(indicator: Indicator, month: Period) -> bool:
    """Whether an indicator is planned for a month at all."""
    return indicator.is_counted and indicator.first <= month <= indicator.due


def _figure(cell: Cell, curve: Curve) -> Decimal | None:
    """A cumulative figure in the indicator's measure; the measure itself may stand behind it."""
    measure = curve.indicator.measure
    if cell.form is Form.PERCENT and isinstance(cell.value, Decimal):
        figure = cell.value * 100 if measure == "%" else None
    elif isinstance(cell.value, Decimal):
        figure = cell.value
    else:
        text = cell.text.strip().replace("％", "%")
        figure = numeral(text.removesuffix(measure).strip())
    return figure if figure is None or figure >= 0 else None


def _misplaced(curve: Curve, filled: Mapping[Period, Cell]) -> Iterator[Finding]:
    indicator = curve.indicator
    for month, cell in filled.items():
        if not _has(indicator, month):
            span = f"这项指标从{indicator.first.words}到{indicator.due.words}"
            why = span if indicator.is_counted else "这项指标没有数量"
            yield curve.at(faults.OUTSIDE, cell, month=_said(month), why=why)


def _falls(curve: Curve, filled: Mapping[Period, Cell], figures: Mapping[Period, Decimal]) -> Iterator[Finding]:
    for before, month in pairwise(figures):
        if figures[month] < figures[before]:
            former = plain(figures[before])
            yield curve.at(faults.FALLING, filled[month], month=_said(month), before=_said(before), former=former)


def _steps(curve: Curve, filled: Mapping[Period, Cell], figures: Mapping[Period, Decimal]) -> Iterator[Finding]:
    """What the notice itself dates stands."""
    given = dict(curve.indicator.plan)
    for step in curve.indicator.steps:
        if figures.get(step) != given[step]:
            cell = filled.get(step) or next(iter(filled.values()))
            raw = filled[step].text.strip() if step in filled else "空"
            yield curve.at(faults.STEP_CHANGED, cell, month=_said(step), given=plain(given[step]), raw=raw)


def _end(curve: Curve, filled: Mapping[Period, Cell], figures: Mapping[Period, Decimal]) -> Iterator[Finding]:
    """The last figure is the target; 以上 may be passed, 以内 need not be used up."""
    last, goal, comparator = max(figures), curve.goal, curve.indicator.comparator
    reached = goal is None or figures[last] == goal
    if goal is not None and comparator is Comparator.AT_LEAST:
        reached = figures[last] >= goal
    elif goal is not None and comparator is Comparator.AT_MOST:
        reached = figures[last] <= goal
    if not reached and goal is not None:
        yield curve.at(faults.MISSES_TARGET, filled[last], month=_said(last), goal=plain(goal))


def _turns(indicator: Indicator, figures: Mapping[Period, Decimal]) -> Iterator[tuple[Period, Decimal]]:
    """The months in which the plan grows, and those that the notice dates: a value holds until the next."""
    held = Decimal(0)
    for month, figure in figures.items():
        if figure != held or month in indicator.steps:
            yield month, figure
        held = figure
