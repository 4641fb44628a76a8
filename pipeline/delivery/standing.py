"""How each indicator stands, as the overview (总览) draws and words it: bar, pace, figures, and their source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from pipeline.model import Assessment, Comparator, Entry, Kind, Month, Origin, Reason, State, Status, status_words
from pipeline.model.amounts import bounded, done_words, percent, points, target_words
from pipeline.model.paced import pace_words
from pipeline.period import Period
from pipeline.quantities import half_up, plain
from pipeline.settings import Judging

GOAL = Fraction(80)
"""Where 100% of the target stands on a bar, in percent of its width: what is over-fulfilled has room beyond."""

_MARKS = {
    Status.COMPLETED: "√",
    Status.AHEAD: "▲",
    Status.ON_PACE: "●",
    Status.BEHIND: "▼",
    Status.SERIOUSLY_BEHIND: "×",
    Status.NOT_REPORTED: "○",
    Status.NOT_DUE: "－",
}
_REASON_MARKS = {Reason.MISSING: "○", Reason.BLANK: "□", Reason.REFUSED: "？"}
_SIGN = "完成标志"
_REGISTER = "取自目标任务台账。"
_STEPS = {State.NOT_STARTED: 0, State.IN_PROGRESS: 1, State.DONE: 2}


@dataclass(frozen=True, slots=True)
class Sign:
    """A status as it is shown: the name of its colour, its word, and a mark that also tells it in black and white."""

    key: str
    words: str
    mark: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, in percent of its width, as text: what is done, where the pace stands, both empty where there is none.

    ``over`` tells that more is done than the bar has room for; ``past`` that it draws an earlier month's figure.
    """

    done: str = ""
    pace: str = ""
    over: bool = False
    past: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure in words: what it is, how it reads, and where it comes from."""

    label: str
    words: str
    source: str

    @property
    def said(self) -> str:
        """The figure as a part of a sentence: 累计34个; a milestone's sign is told apart from its name."""
        return f"{self.label}{'：' if self.label == _SIGN else ''}{self.words}"


@dataclass(frozen=True, slots=True)
class Standing:
    """One indicator: what it is, how it stands, its figures, and where what is done comes from."""

    id: str
    name: str
    unit: str
    sign: Sign
    kind: str
    steps: int
    bar: Bar
    figures: tuple[Shown, ...]
    source: str
    spoken: str


def sign(status: Status, reason: Reason | None = None) -> Sign:
    """The sign of a status; what is not reported is told apart by its reason."""
    if status is Status.NOT_REPORTED and reason:
        return Sign(status.value, reason.words, _REASON_MARKS[reason])
    return Sign(status.value, status.words, _MARKS[status])


SIGNS = {
    each.words: each
    for each in (
        *(sign(status) for status in Status if status is not Status.NOT_REPORTED),
        *(sign(Status.NOT_REPORTED, reason) for reason in Reason),
    )
}
"""Every sign by its word."""


def standings(month: Month, judging: Judging) -> Mapping[str, Standing]:
    """How every indicator of a month stands, by its id, in the order of the register."""
    return {each.id: _standing(each, month.period, judging) for each in month.assessments}


def _standing(judged: Assessment, period: Period, judging: Judging) -> Standing:
    figures, mark, source = (
        tuple(_figures(judged, period, judging)),
        sign(judged.status, judged.reason),
        _source(judged),
    )
    told = "，".join(each.said for each in figures)
    return Standing(
        id=judged.id,
        name=judged.indicator.name,
        unit=judged.unit,
        sign=mark,
        kind=judged.indicator.kind.value,
        steps=_steps(judged),
        bar=_bar(judged),
        figures=figures,
        source=source,
        spoken=f"{judged.indicator.name}：{mark.words}。{told}。{source}",
    )


# --- the bar ----------------------------------------------------------------------------------------------------------


def across(share: Fraction) -> str:
    """A share of the target as a place on the bar, in percent of its width; never beyond it."""
    return plain(half_up(max(Fraction(0), min(share * GOAL, Fraction(100))), 2))


def _bar(judged: Assessment) -> Bar:
    """A quantity against its pace, a rate against its target; last known figures are drawn, and drawn otherwise."""
    pace = "" if judged.pace is None else across(judged.pace)
    last = judged.carried.done if judged.carried else None
    done = last if judged.done is None else judged.done
    if done is None or not judged.target:
        return Bar(pace=pace)
    share = Fraction(done) / Fraction(judged.target)
    return Bar(across(share), pace, share * GOAL > 100, judged.done is None)


def _steps(judged: Assessment) -> int:
    """How far a milestone is, of two steps: under way, done."""
    if judged.status is Status.COMPLETED:
        return 2
    return _STEPS[judged.entry.state] if judged.entry and judged.entry.state else 0


# --- the words --------------------------------------------------------------------------------------------------------


def _figures(judged: Assessment, period: Period, judging: Judging) -> Iterator[Shown]:
    """The figures of an indicator; what has no meaning or is not known is left out."""
    indicator, bound = judged.indicator, judged.entry.bound if judged.entry else None
    label, done = _reached(judged)
    if done:
        yield Shown(label, done, _source(judged))
    target = "" if judged.target is None else target_words(judged.target, indicator.measure, indicator.comparator)
    if target:
        yield Shown("目标", target, _set(judged))
    elif indicator.sign:
        yield Shown(_SIGN, indicator.sign, _REGISTER)
    if judged.rate is not None:
        yield Shown(
            "完成率",
            bounded(percent(judged.rate), bound),
            f"{done}÷{plain(judged.target or Decimal(0))}{indicator.measure}。",
        )
    if judged.pace is not None:
        yield Shown("序时进度", percent(judged.pace), f"{pace_words(judged, period)}。")
    if judged.gap is not None:
        how = "完成率减序时进度，按精确值相减后四舍五入。"
        yield Shown("比序时进度" if judged.gap else "与序时进度", _gap(judged.gap, judging), how)
    if judged.months_behind > 1:
        in_a_row = judged.months_in_a_row == judged.months_behind
        how = f"台账记录以前各月滞后{judged.months_behind - 1}个月，加上本月。"
        yield Shown("连续滞后" if in_a_row else "累计滞后", f"{judged.months_behind}个月", how)


def _set(judged: Assessment) -> str:
    """Where a target comes from: the register, or what it was changed to."""
    change = judged.adjusted
    if change is None:
        return _REGISTER
    document = f"（{change.document}）" if change.document else ""
    return f"{_REGISTER[:-1]}，自{change.since.words}起由{plain(change.old)}调整为{plain(change.new)}{document}。"


def _gap(gap: Fraction, judging: Judging) -> str:
    if not gap:
        return "持平"
    return f"{'高' if gap > 0 else '低'}{points(gap, judging.ahead, judging.behind, judging.serious)}个百分点"


def _reached(judged: Assessment) -> tuple[str, str]:
    """The figure or the state of this month, else the last one known with its month."""
    indicator, entry, last = judged.indicator, judged.entry, judged.carried
    adds_up = indicator.kind is Kind.QUANTITY and indicator.comparator is not Comparator.AT_MOST
    label = "累计" if adds_up else "目前"
    if entry and entry.done is not None:
        return label, done_words(entry.done, indicator.measure, entry.bound)
    if entry and entry.state is not None:
        return label, entry.state.words
    if last is None:
        return label, ""
    said = done_words(last.done, indicator.measure, None) if last.done is not None else ""
    return f"{last.period.month}月底", said or (last.state.words if last.state else "")


def _source(judged: Assessment) -> str:
    """Where the figure comes from: its cell with the text as typed, the office's correction, an earlier month."""
    entry, last = judged.entry, judged.carried
    if judged.corrected:
        why = "，".join(filter(None, (judged.corrected.reason, judged.corrected.basis, judged.corrected.by)))
        was = f"原报“{judged.replaced.where.raw}”。" if judged.replaced and judged.replaced.where.raw else ""
        return f"出处：{_cell(judged)}，按更正取数（{why}）。{was}"
    if entry and not entry.is_empty:
        prose = "（取自文字）" if entry.origin is Origin.PROSE else ""
        return f"出处：{entry.where}{prose}{_typed(entry)}。"
    place = f"（{entry.where}{_typed(entry)}）" if entry and str(entry.where) else ""
    why = f"本月{status_words(judged)}{place}"
    return f"出处：台账记录的{last.period.words}数据；{why}，不计入本月统计。" if last else f"{why}，没有数据。"


def _cell(judged: Assessment) -> str:
    return str(judged.corrected.where) if judged.corrected and str(judged.corrected.where) else "本月事项"


def _typed(entry: Entry) -> str:
    return f"，填写“{entry.where.raw}”" if entry.where.raw else ""
