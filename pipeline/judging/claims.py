"""Checks of a unit's words (自评、完成率、进展文字) against its figure. Pure functions, each with its rule."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from string import ascii_uppercase

from pipeline.findings import Finding, Rule, Severity
from pipeline.judging.cases import Case, month_words, percent
from pipeline.judging.statuses import claim, denies_completion
from pipeline.model import Kind, Rhythm, State, Status

UNDONE = Rule(
    "J202",
    Severity.WARNING,
    "已完成的事项又报未完成",
    "“{name}”{when}报的是已完成，本月又报“{state}”。",
    "请核实究竟是否完成。",
)
OTHER_RATE = Rule(
    "J206",
    Severity.WARNING,
    "完成率与累计数不符",
    "“{name}”完成率填的是{given}，按累计{done}、全年目标{target}计算是{rate}，通报按算得的列示。",
    "请核对累计数和完成率哪个有误。",
)
NOT_YET_COMPLETED = Rule(
    "J207",
    Severity.WARNING,
    "自评已完成而所填未到",
    "“{name}”自评“{claim}”，所填却是“{done}”{goal}，通报以所填为准。",
    "请核实是否真已完成；已完成的，请把累计数或状态改过来。",
)
COMPLETED_ALREADY = Rule(
    "J208",
    Severity.WARNING,
    "所填已达到而自评未完成",
    "“{name}”自评“{claim}”，所填“{done}”却已达到完成的要求{goal}，通报以所填为准。",
    "请核实所填是否含在建、拟建的部分。",
)
OVERDUE = Rule(
    "J209",
    Severity.WARNING,
    "到期未完成",
    "“{name}”应在{due}底前完成，截至{now}底仍是“{state}”。",
    "请了解原因和预计完成时间；其实已完成的，请单位改报“已完成”。",
)
OTHER_VERDICT = Rule(
    "J211",
    Severity.WARNING,
    "自评与测算不一致",
    "“{name}”自评“{claim}”，按完成率{rate}、序时进度{pace}测算为“{status}”，通报以测算为准。",
    "请与单位沟通，确认数据无误。",
)
LEFT_BLANK = Rule(
    "J214",
    Severity.WARNING,
    "已报送但未填",
    "{unit_name}报了表，但“{name}”没有填。",
    "请补填截至{now}底的{wanted}；确无进展的，照填上月的。",
)
SAME_WORDS = Rule(
    "J216",
    Severity.NOTE,
    "进展文字与上月相同",
    "任务{task_id}的进展情况与{when}一字不差。",
    "请提醒单位按本月情况更新。",
)
RULES = (UNDONE, OTHER_RATE, NOT_YET_COMPLETED, COMPLETED_ALREADY, OVERDUE, OTHER_VERDICT, LEFT_BLANK, SAME_WORDS)


def undone(case: Case) -> Iterator[Finding]:
    """A milestone that was done does not become undone."""
    if case.corrected or not (case.entry and case.last):
        return
    if case.last.state is State.DONE and case.entry.state in (State.NOT_STARTED, State.IN_PROGRESS):
        yield case.finding(UNDONE, when=month_words(case.last.period), state=case.entry.state.words)


def other_rate(case: Case) -> Iterator[Finding]:
    """The unit's own rate is compared with the computed one; the computed one is printed."""
    rate, given = case.progress.rate, case.entry.reported_rate if case.entry else None
    if rate is None or given is None or case.corrected:
        return
    if abs(Fraction(given) - rate) * 100 > Fraction(case.thresholds.rate_tolerance):
        yield case.finding(OTHER_RATE, given=percent(Fraction(given)), rate=percent(rate))


def not_yet_completed(case: Case) -> Iterator[Finding]:
    """A unit says completed where its figure, or its state, says otherwise."""
    if case.status not in (None, Status.COMPLETED) and claim(case.said) is Status.COMPLETED:
        yield case.finding(NOT_YET_COMPLETED, claim=case.said)


def overdue(case: Case) -> Iterator[Finding]:
    """A milestone that is not done by the end of its due month, a standing duty excepted."""
    indicator, entry = case.indicator, case.entry
    if indicator.kind is not Kind.MILESTONE or indicator.rhythm is Rhythm.STANDING or not (entry and entry.state):
        return
    if case.period >= indicator.due and entry.state is not State.DONE:
        yield case.finding(OVERDUE, due=month_words(indicator.due), state=entry.state.words)


def left_blank(case: Case) -> Iterator[Finding]:
    """The unit reported, but not this. What is complete, not due or told of already is left in peace."""
    if case.status or case.mentioned or case.unread or case.was_completed:
        return
    if case.report.reported and case.is_awaited:
        yield case.finding(LEFT_BLANK, wanted="累计数" if case.indicator.is_counted else "进展情况")


def completed_already(of_task: Sequence[Case]) -> Iterator[Finding]:
    """A unit says that it lags, or is still at it, where everything in that row is complete. A rate may go on."""
    for row in _rows(of_task):
        if any(case.status is not Status.COMPLETED or case.indicator.kind is Kind.RATE for case in row):
            continue
        for case in row:
            if claim(case.said) is Status.BEHIND or denies_completion(case.said):
                yield case.finding(COMPLETED_ALREADY, claim=case.said)


def other_verdict(of_task: Sequence[Case]) -> Iterator[Finding]:
    """The unit's own 滞后 or 正常 against the computed status; both stay on record, the computed one counts.

    A word for a row of several indicators is a word for the worst of them: 滞后 is borne out by any that lags.
    """
    for row in _rows(of_task):
        lags = any(case.status and case.status.lags for case in row)
        for case in row:
            own, rate, pace = claim(case.said), case.progress.rate, case.progress.pace
            if case.status in (None, Status.COMPLETED) or case.progress.gap is None or rate is None or pace is None:
                continue
            if (own is Status.BEHIND and not lags) or (own is Status.ON_PACE and case.status.lags):
                yield case.finding(
                    OTHER_VERDICT, claim=case.said, rate=percent(rate), pace=percent(pace), status=case.status.words
                )


def same_words(of_task: Sequence[Case]) -> Iterator[Finding]:
    """A task whose words are last month's to the letter, though something of it is still to be done."""
    told = [case for case in of_task if case.progress_text]
    if not told or all(case.status is Status.COMPLETED for case in of_task):
        return
    if all(case.last_month and case.progress_text == "".join(case.last_month.progress.split()) for case in told):
        first = told[0]
        yield SAME_WORDS.at(
            first.where,
            unit=first.task.unit,
            task=first.task.id,
            indicator=first.indicator.id if len(told) == 1 else "",
            task_id=first.task.id,
            when=month_words(first.period + -1),
        )


def _rows(of_task: Sequence[Case]) -> Iterator[tuple[Case, ...]]:
    """The cases that one row of a sheet speaks for together, with one word for all of them."""
    for _, row in groupby(
        of_task, lambda case: (case.where.file, case.where.sheet, case.where.cell.lstrip(ascii_uppercase))
    ):
        yield tuple(row)
