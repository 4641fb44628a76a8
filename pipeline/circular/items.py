"""One indicator in the circular (事项): its figures in print, each with the cells and the sums it comes from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from pipeline.circular.excerpts import printable
from pipeline.document import Evidence
from pipeline.findings import Severity
from pipeline.formats.figures import Figure
from pipeline.model import (
    Assessment,
    Bound,
    Carried,
    Comparator,
    Entry,
    Indicator,
    Kind,
    Month,
    Origin,
    Status,
    Task,
)
from pipeline.model.amounts import bounded, done_words, percent, points, target_words
from pipeline.model.paced import pace_words
from pipeline.period import Period
from pipeline.quantities import plain
from pipeline.settings import Judging, Settings
from pipeline.source import NOWHERE, Where


@dataclass(frozen=True, slots=True)
class Item:
    """An assessment with what its wording needs: its task, its month, the thresholds, the doubts about it."""

    judged: Assessment
    task: Task
    period: Period
    thresholds: Judging
    doubts: tuple[str, ...] = ()

    @property
    def indicator(self) -> Indicator:
        return self.judged.indicator

    @property
    def entry(self) -> Entry | None:
        return self.judged.entry

    @property
    def name(self) -> str:
        return printable(self.indicator.name)

    @property
    def bound(self) -> Bound | None:
        return self.entry.bound if self.entry else None

    @property
    def is_due(self) -> bool:
        """Whether its due month has come."""
        return self.period >= self.indicator.due

    @property
    def is_ceiling(self) -> bool:
        """Whether its target is not to be exceeded (以内、不超过): it does not add up to a part of the year."""
        return self.indicator.comparator is Comparator.AT_MOST

    @property
    def misses_step(self) -> bool:
        """Whether it lags in a month that the notice itself dates for it."""
        return self.judged.status.lags and self.period in self.indicator.steps

    @property
    def value(self) -> Decimal | None:
        """The cumulative figure: this month's, or the last one known where none is counted this month."""
        last = self.judged.carried
        return self.judged.done if self.judged.done is not None or last is None else last.done

    @property
    def share(self) -> Fraction | None:
        """The part of the target that is done; of a completed one that was left blank, by its last known figure."""
        target = self.judged.target
        if self.judged.rate is not None or self.value is None or not target or self.indicator.kind is not Kind.QUANTITY:
            return self.judged.rate
        return Fraction(self.value) / Fraction(target)

    @property
    def target(self) -> Figure | None:
        """The year's target as published, or as adjusted (目标调整); a milestone has none."""
        value, change = self.judged.target, self.judged.adjusted
        if value is None:
            return None
        words = target_words(value, self.indicator.measure, self.indicator.comparator)
        if change is None:
            return Figure(words, Evidence(how=f"取自目标任务台账，{printable(self.task.text)}"), value)
        document = f"（{printable(change.document)}）" if change.document else ""
        how = f"自{change.since.words}起由{plain(change.old)}调整为{plain(change.new)}{document}"
        return Figure(words, Evidence(_known(change.where), how), value)

    @property
    def former_target(self) -> Figure | None:
        """The target that held before it was adjusted."""
        change = self.judged.adjusted
        if change is None:
            return None
        words = target_words(change.old, self.indicator.measure, self.indicator.comparator)
        return Figure(words, Evidence(_known(change.where), "调整前的目标"), change.old)

    @property
    def set_aside(self) -> Figure | None:
        """The figure that the unit had reported, where the office has corrected it."""
        old = self.judged.replaced
        if old is None or old.done is None:
            return None
        words = done_words(old.done, self.indicator.measure, old.bound)
        return Figure(words, Evidence(_known(old.where), "更正前报送的数据"), old.done)

    @property
    def done(self) -> Figure | None:
        """The cumulative figure: what the unit reported, what the office corrected it to, or the last one known."""
        if self.value is None:
            return None
        return Figure(done_words(self.value, self.indicator.measure, self.bound), self.reported, self.value)

    @property
    def rate(self) -> Figure | None:
        """The share of the target that is done (完成率); never capped."""
        share, done, target = self.share, self.done, self.target
        if share is None or done is None or target is None:
            return None
        words = percent(share)
        how = f"{words} = {done.text}÷{target.text}"
        return Figure(bounded(words, self.bound), self._computed(how), _decimal(share * 100))

    @property
    def pace(self) -> Figure | None:
        """The share that was planned by now (序时进度)."""
        share = self.judged.pace
        if share is None:
            return None
        how = f"{percent(share)} = {pace_words(self.judged, self.period)}"
        return Figure(percent(share), Evidence(how=how), _decimal(share * 100))

    @property
    def gap(self) -> Figure | None:
        """How far done and planned are apart, in percentage points without sign, from exact shares."""
        gap, rate, pace = self.judged.gap, self.share, self.pace
        if gap is None or rate is None or pace is None:
            return None
        words = points(gap, self.thresholds.ahead, self.thresholds.behind, self.thresholds.serious)
        how = f"完成率{percent(rate)}与序时进度{pace.text}之差，按精确值相减后四舍五入；{pace.evidence.how}"
        return Figure(f"约{words}" if self.bound else words, self._computed(how), _decimal(gap * 100))

    @property
    def months_behind(self) -> Figure:
        """For how many months it lags, this one included; months without a figure in between are passed over."""
        count = self.judged.months_behind
        how = f"台账记录以前各月滞后{count - 1}个月，加上本月" if count > 1 else "本月滞后"
        return Figure(str(count), Evidence(how=how), Decimal(count))

    @property
    def lags_in_a_row(self) -> bool:
        """Whether these months follow one upon the other."""
        return self.judged.months_in_a_row == self.judged.months_behind

    @property
    def carried(self) -> Figure | None:
        """The last known figure, which is not counted this month."""
        last = self.judged.carried
        if last is None or last.done is None:
            return None
        evidence = _of_the_past(last, "不计入本月")
        return Figure(done_words(last.done, self.indicator.measure, None), evidence, last.done)

    @property
    def reported(self) -> Evidence:
        """Where the reported figure or state stands."""
        judged, entry = self.judged, self.entry
        if judged.corrected:
            return Evidence(_known(judged.corrected.where, *self._replaced), self._correction(), self.doubts)
        if entry is None or entry.is_empty:
            last = judged.carried
            return replace(_of_the_past(last) if last else Evidence(), doubts=self.doubts)
        how = "取自进展情况的文字" if entry.origin is Origin.PROSE else ""
        return Evidence(_known(entry.where), how, self.doubts)

    def _computed(self, how: str) -> Evidence:
        """Evidence of a figure that follows from the reported one."""
        reported = self.reported
        return Evidence(reported.sources, "；".join(filter(None, (how, reported.how))), self.doubts)

    @property
    def _replaced(self) -> tuple[Where, ...]:
        return (self.judged.replaced.where,) if self.judged.replaced else ()

    def _correction(self) -> str:
        correction, old = self.judged.corrected, self.judged.replaced
        if correction is None:
            return ""
        was = f"，原报“{printable(old.where.raw)}”" if old and old.where.raw else ""
        told = "，".join(filter(None, (correction.reason, correction.basis, correction.by)))
        return f"按更正取数{was}：{printable(told)}"


def items(month: Month, settings: Settings) -> tuple[Item, ...]:
    """Every indicator of the month, in the order of the register."""
    tasks = {task.id: task for task in month.register.tasks()}
    doubts = _doubts(month)
    return tuple(
        Item(judged, tasks[judged.task], month.period, settings.judging, doubts.get(judged.id, ()))
        for judged in month.assessments
    )


def lagging(everything: Iterable[Item]) -> tuple[Item, ...]:
    """What lags: seriously first, then by the gap; what has no gap comes last."""
    return tuple(sorted((each for each in everything if each.judged.status.lags), key=_how_far))


def _how_far(item: Item) -> tuple[bool, Fraction]:
    gap = item.judged.gap
    return item.judged.status is not Status.SERIOUSLY_BEHIND, Fraction(1) if gap is None else gap


def _doubts(month: Month) -> dict[str, tuple[str, ...]]:
    """What people should look at, by indicator; notes for the record are no doubts."""
    told: dict[str, tuple[str, ...]] = {}
    for finding in month.findings:
        if finding.indicator and finding.severity is not Severity.NOTE:
            told[finding.indicator] = (*told.get(finding.indicator, ()), f"{finding.message}[{finding.code}]")
    return told


def _of_the_past(last: Carried, *more: str) -> Evidence:
    """Where an earlier month's figure comes from: the ledger, or what the office has since put right in it."""
    said = f"台账记录的{last.period.words}数据" if last.amended is None else f"按更正取{last.period.words}数据"
    return Evidence(_known(last.amended.where) if last.amended else (), "，".join((said, *more)))


def _known(*places: Where) -> tuple[Where, ...]:
    return tuple(each for each in places if each != NOWHERE)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / value.denominator
