"""What was sent, merged onto the register: one entry for each indicator, or none.

The office's corrections (更正) override what a unit sent. Two places that contradict one another are never added up
and never picked from: the finding names both, and the figure waits.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.findings import Finding, Rule, Severity
from pipeline.model import Correction, Entry, FileState, Indicator, Kind, Origin, Register, State, Submission, Task
from pipeline.period import Period
from pipeline.quantities import plain
from pipeline.source import Where

TWO_FIGURES = Rule(
    "J101",
    Severity.ERROR,
    "两处数值不一致",
    "“{name}”报了两个不同的数：{places}，无法判断以哪个为准，本月暂不采用。",
    "请核实后只保留一个；如是重报，请在文件名中注明“更正”。",
)
NOT_ITS_UNIT = Rule(
    "J102",
    Severity.WARNING,
    "由其他单位报送",
    "“{name}”由{owner}负责，{sender}也报了{figure}，未采用。",
    "请两家单位对接，由{owner}统一报送。",
)
NO_SUCH_INDICATOR = Rule(
    "J103",
    Severity.ERROR,
    "更正对不上指标",
    "更正中的“{indicator_text}”在目标任务台账中找不到，这条更正没有生效。",
    "请照目标任务台账填写指标编号。",
)
CORRECTED_TWICE = Rule(
    "J104",
    Severity.WARNING,
    "同一指标更正两次",
    "“{name}”有{count}条更正，按最后一条{figure}计入。",
    "请删去作废的更正。",
)
NOTHING_TO_CORRECT_WITH = Rule(
    "J105",
    Severity.ERROR,
    "更正的内容用不上",
    "“{name}”的更正值填的是“{raw}”，应填{wanted}，这条更正没有生效。",
    "请改正后重新运行。",
)
RULES = (TWO_FIGURES, NOT_ITS_UNIT, NO_SUCH_INDICATOR, CORRECTED_TWICE, NOTHING_TO_CORRECT_WITH)


@dataclass(frozen=True, slots=True)
class Merged:
    """One indicator's entry; with the office's correction and the entry that it set aside, where there is one."""

    entry: Entry | None = None
    corrected: Correction | None = None
    replaced: Entry | None = None


def has_figure(indicator: Indicator, entry: Entry) -> bool:
    """Whether an entry says what its indicator asks for: a figure, or a milestone's state."""
    return (entry.done if indicator.is_counted else entry.state) is not None


def merge(
    period: Period,
    register: Register,
    entries: Iterable[Entry],
    submissions: Iterable[Submission],
    corrections: Sequence[Correction],
    spoken: Iterable[Finding] = (),
) -> tuple[Mapping[str, Merged], tuple[Finding, ...]]:
    """One :class:`Merged` for every indicator of the register, and what was found on the way.

    The order in which files and rows arrive does not matter. Entries of files that were replaced, of other months and
    of units that do not lead the task are set aside; ``spoken`` are the findings that already tell so.
    """
    aside = {each.file for each in submissions if each.state is not FileState.ACCEPTED}
    current: dict[str, list[Entry]] = {}
    for each in entries:
        if each.period == period and each.where.file not in aside:
            current.setdefault(each.indicator, []).append(each)
    told = {each.where for each in spoken}
    found: list[Finding] = []
    merged: dict[str, Merged] = {}
    for task in register.tasks():
        for indicator in task.indicators:
            mine = sorted(current.get(indicator.id, ()), key=_place)
            found.extend(_strangers(task, indicator, mine, told))
            entry = _one(indicator, [each for each in mine if each.unit in ("", task.unit)])
            found.extend(_conflict(task, indicator, mine))
            usable, complaints = correction(indicator, task, [c for c in corrections if c.indicator == indicator.id])
            found.extend(complaints)
            merged[indicator.id] = _corrected(period, task, indicator, entry, usable) if usable else Merged(entry)
    found.extend(
        NO_SUCH_INDICATOR.at(each.where, indicator_text=each.indicator)
        for each in corrections
        if each.indicator not in merged
    )
    return merged, tuple(found)


def figure_words(indicator: Indicator, done: Decimal | None, state: State | None) -> str:
    """A figure or a state as people say it: 70个, 推进中."""
    if done is not None and indicator.is_counted:
        return f"{plain(done)}{indicator.measure}"
    return state.words if state else "空白"


def _place(entry: Entry) -> tuple[bool, str, str, int, str]:
    where = entry.where
    return (entry.origin is not Origin.CELL, where.file, where.sheet, len(where.cell), where.cell)


def _one(indicator: Indicator, mine: Sequence[Entry]) -> Entry | None:
    """The first entry that says something; else the first that says anything in words; else the first."""
    return next(
        (each for each in mine if has_figure(indicator, each)),
        next((each for each in mine if each.progress), mine[0] if mine else None),
    )


def _conflict(task: Task, indicator: Indicator, mine: Sequence[Entry]) -> Iterator[Finding]:
    told = [each for each in mine if has_figure(indicator, each) and each.unit in ("", task.unit)]
    values = {each.done if indicator.is_counted else each.state for each in told}
    if len(values) > 1:
        places = "；".join(f"{each.where}为{figure_words(indicator, each.done, each.state)}" for each in told)
        yield TWO_FIGURES.at(
            told[0].where,
            unit=task.unit,
            task=task.id,
            indicator=indicator.id,
            also=[each.where for each in told[1:]],
            name=indicator.name,
            places=places,
        )


def _strangers(task: Task, indicator: Indicator, mine: Sequence[Entry], told: set[Where]) -> Iterator[Finding]:
    for each in mine:
        if each.unit not in ("", task.unit) and has_figure(indicator, each) and each.where not in told:
            yield NOT_ITS_UNIT.at(
                each.where,
                unit=each.unit,
                task=task.id,
                indicator=indicator.id,
                name=indicator.name,
                owner=task.unit,
                sender=each.unit,
                figure=figure_words(indicator, each.done, each.state),
            )


def correction(
    indicator: Indicator, task: Task, mine: Sequence[Correction]
) -> tuple[Correction | None, tuple[Finding, ...]]:
    """The correction that holds, the last of several, and what is wrong with them."""
    usable = [each for each in mine if (each.value if indicator.is_counted else each.state) is not None]
    wanted = "所处状态" if indicator.kind is Kind.MILESTONE else "更正后的累计数"
    found = [
        NOTHING_TO_CORRECT_WITH.at(each.where, task=task.id, indicator="", name=indicator.name, wanted=wanted)
        for each in mine
        if each not in usable
    ]
    if len(usable) > 1:
        last = usable[-1]
        found.append(
            CORRECTED_TWICE.at(
                last.where,
                task=task.id,
                indicator=indicator.id,
                also=[each.where for each in usable[:-1]],
                name=indicator.name,
                count=len(usable),
                figure=figure_words(indicator, last.value, last.state),
            )
        )
    return (usable[-1] if usable else None), tuple(found)


def _corrected(period: Period, task: Task, indicator: Indicator, entry: Entry | None, correction: Correction) -> Merged:
    """The unit's entry, its words as they are, with the office's figure in it."""
    base = entry or Entry(indicator.id, period, unit=task.unit)
    corrected = replace(
        base,
        done=correction.value if indicator.is_counted else None,
        state=None if indicator.is_counted else correction.state,
        bound=None,
        origin=Origin.CORRECTION,
        where=correction.where,
    )
    return Merged(corrected, correction, entry)
