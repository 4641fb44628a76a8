"""How each indicator stands, as the overview (总览) draws and words it: bar, pace, figures, and their source."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from pipeline.model import Assessment, Comparator, Entry, Kind, Month, Origin, Reason, State, Status, status_words
from pipeline.model.amounts import bounded, done_words, percent, points, target_words
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
class Standing:
    """One indicator: what it is, how it stands, its figures as label and words, and where the first comes from."""

    id: str
    name: str
    unit: str
    sign: Sign
    kind: str
    steps: int
    bar: Bar
    figures: tuple[tuple[str, str], ...]
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
    return {each.id: _standing(each, judging) for each in month.assessments}


def _standing(judged: Assessment, judging: Judging) -> Standing:
    figures, mark, source = tuple(_figures(judged, judging)), sign(judged.status, judged.reason), _source(judged)
    told = "，".join(f"{label}{words}" for label, words in figures)
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


def _figures(judged: Assessment, judging: Judging) -> list[tuple[str, str]]:
    """The figures of an indicator, each with what it is; what has no meaning or is not known is left out."""
    indicator, entry = judged.indicator, judged.entry
    told = [_reached(judged)]
    if judged.target is not None:
        told.append(("目标", target_words(judged.target, indicator.measure, indicator.comparator)))
    elif indicator.sign:
        told.append(("完成标志", indicator.sign))
    if judged.rate is not None:
        told.append(("完成率", bounded(percent(judged.rate), entry.bound if entry else None)))
    if judged.pace is not None:
        told.append(("序时进度", percent(judged.pace)))
    if judged.gap is not None:
        told.append(("比序时进度", _gap(judged.gap, judging)))
    if judged.months_behind > 1:
        in_a_row = judged.months_in_a_row == judged.months_behind
        told.append(("连续滞后" if in_a_row else "累计滞后", f"{judged.months_behind}个月"))
    return [pair for pair in told if pair[1]]


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
