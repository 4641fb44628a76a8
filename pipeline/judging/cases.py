"""A case: one indicator in one month, with all that the checks and the judgement want to know of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pipeline.findings import Finding, Rule
from pipeline.judging import pace
from pipeline.judging.merge import Merged, figure_words, has_figure
from pipeline.judging.pace import Progress
from pipeline.judging.statuses import is_awaited, meets, status_of
from pipeline.model import (
    Adjustment,
    Correction,
    Entry,
    FileState,
    Indicator,
    Kind,
    Past,
    Register,
    State,
    Status,
    Task,
    UnitReport,
)
from pipeline.period import Period
from pipeline.quantities import half_up
from pipeline.settings import Judging
from pipeline.source import NOWHERE, Where


@dataclass(frozen=True, slots=True)
class Case:
    """One indicator in one month.

    ``status`` is what the figure means if it is let in, ``None`` where there is none. ``past`` holds the earlier months
    of the year, oldest first. ``mentioned`` tells that an earlier finding on its own unit already speaks of it, or of
    its task where no row was about it.
    """

    period: Period
    task: Task
    indicator: Indicator
    target: Decimal | None
    adjusted: Adjustment | None
    entry: Entry | None
    corrected: Correction | None
    replaced: Entry | None
    past: tuple[Past, ...]
    progress: Progress
    status: Status | None
    report: UnitReport
    mentioned: bool
    thresholds: Judging

    @property
    def last(self) -> Past | None:
        """The last earlier month that has a figure (or a milestone's state)."""
        return next((each for each in reversed(self.past) if each.done is not None or each.state is not None), None)

    @property
    def last_month(self) -> Past | None:
        """The month just before, if it is recorded."""
        return next((each for each in self.past if each.period == self.period + -1), None)

    @property
    def fallen_from(self) -> Past | None:
        """The last earlier month with a higher cumulative figure, which the office has not put right."""
        entry, last = self.entry, self.last
        if self.indicator.kind is not Kind.QUANTITY or self.corrected or not (entry and last):
            return None
        return last if entry.done is not None and last.done is not None and entry.done < last.done else None

    @property
    def months_behind(self) -> int:
        """For how many months it has lagged until now, not counting those in between that have no figure."""
        return self.past[-1].months_behind if self.past else 0

    @property
    def months_in_a_row(self) -> int:
        """How many months just before this one it lagged, without a gap between them."""
        lagging = {each.period for each in self.past if each.status.lags}
        return next(count for count in range(13) if self.period + (-1 - count) not in lagging)

    @property
    def was_completed(self) -> bool:
        """Whether it stood completed and its last known figure still meets the target of this month."""
        if not (self.past and self.past[-1].status is Status.COMPLETED and self.last):
            return False
        return meets(self.indicator, self.target, self.last.done, self.last.state)

    @property
    def is_awaited(self) -> bool:
        return is_awaited(self.indicator, self.period)

    @property
    def where(self) -> Where:
        return self.entry.where if self.entry else NOWHERE

    @property
    def said(self) -> str:
        """The unit's own word for its progress, unless the office has put the figure right meanwhile."""
        if self.corrected or not self.entry:
            return ""
        state = self.entry.state if self.indicator.is_counted else None
        return self.entry.verdict or (state.words if state else "")

    @property
    def progress_text(self) -> str:
        """The unit's 进展情况 without its spaces, to be compared."""
        return "".join(self.entry.progress.split()) if self.entry else ""

    @property
    def unread(self) -> bool:
        """Whether nothing is known of it because a file that its unit sent for this month could not be used."""
        refused = (each for each in self.report.files if each.state is FileState.REFUSED)
        return self.entry is None and any(each.period in (None, self.period) for each in refused)

    def words(self, done: Decimal | None, state: State | None = None) -> str:
        """A figure of this indicator as people say it: 70个."""
        return figure_words(self.indicator, done, state)

    def finding(self, rule: Rule, **facts: object) -> Finding:
        """A finding about this case; every sentence may name the indicator, its figure, its target and the month."""
        entry, target = self.entry, self.words(self.target)
        given: dict[str, Any] = {
            "name": self.indicator.name,
            "unit_name": self.task.unit,
            "done": self.words(entry.done, entry.state) if entry else "",
            "target": target,
            "goal": f"（全年目标{target}）" if self.target is not None and self.indicator.is_counted else "",
            "now": month_words(self.period),
        }
        return rule.at(
            self.where, unit=self.task.unit, task=self.task.id, indicator=self.indicator.id, **(given | facts)
        )


def percent(share: Fraction) -> str:
    """A share as it is read out: 0.35 is 35.0%."""
    return f"{half_up(share * 100, 1)}%"


def month_words(period: Period) -> str:
    """A month of this year as it is read out: 5月."""
    return f"{period.month}月"


def cases(
    period: Period,
    register: Register,
    merged: Mapping[str, Merged],
    past: Mapping[str, tuple[Past, ...]],
    reports: Iterable[UnitReport],
    found: Iterable[Finding],
    thresholds: Judging,
) -> tuple[Case, ...]:
    """Every indicator of the register, in its order, as a case of this month."""
    by_unit = {each.name: each for each in reports}
    spoken = {(each.unit, each.indicator or each.task) for each in found}
    return tuple(
        _case(
            period,
            register,
            task,
            indicator,
            merged[indicator.id],
            past.get(indicator.id, ()),
            by_unit[task.unit],
            spoken,
            thresholds,
        )
        for task in register.tasks()
        for indicator in task.indicators
    )


def _case(
    period: Period,
    register: Register,
    task: Task,
    indicator: Indicator,
    merged: Merged,
    past: tuple[Past, ...],
    report: UnitReport,
    spoken: set[tuple[str, str]],
    thresholds: Judging,
) -> Case:
    target, adjusted = pace.target_in(indicator, register.adjustments, period)
    entry = merged.entry
    done = entry.done if entry else None
    progress = pace.progress(indicator, target, period, done, thresholds.small_target)
    status = None
    if entry and has_figure(indicator, entry):
        status = status_of(indicator, target, period, entry, progress, thresholds)
    return Case(
        period=period,
        task=task,
        indicator=indicator,
        target=target,
        adjusted=adjusted,
        entry=entry,
        corrected=merged.corrected,
        replaced=merged.replaced,
        past=tuple(each for each in past if each.period < period),
        progress=progress,
        status=status,
        report=report,
        mentioned=(task.unit, indicator.id) in spoken or (entry is None and (task.unit, task.id) in spoken),
        thresholds=thresholds,
    )
