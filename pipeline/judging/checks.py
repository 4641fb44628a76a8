"""The checks of the judgement as tuples: to add one is a function, its rule beside it, and a line here."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from pipeline.findings import Finding
from pipeline.judging import claims, figures, own_month
from pipeline.judging.cases import Case

Check = Callable[[Case], Iterator[Finding]]
TaskCheck = Callable[[Sequence[Case]], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    figures.fallen,
    own_month.instead,
    own_month.not_added,
    own_month.not_the_sum,
    figures.above_target,
    figures.rate_above_all,
    figures.broken_pieces,
    figures.sudden,
    figures.jump,
    figures.unchanged,
    figures.money_alone,
    claims.undone,
    claims.other_rate,
    claims.not_yet_completed,
    claims.overdue,
    claims.left_blank,
)
TASK_CHECKS: tuple[TaskCheck, ...] = (claims.completed_already, claims.other_verdict, claims.same_words)
RULES = figures.RULES + own_month.RULES + claims.RULES


def checked(cases: Sequence[Case]) -> tuple[Finding, ...]:
    """What every check finds, in the order of the register."""
    found = [finding for case in cases for check in CHECKS for finding in check(case)]
    for _, of_task in groupby(cases, lambda case: case.task.id):
        together = tuple(of_task)
        found.extend(finding for check in TASK_CHECKS for finding in check(together))
    return tuple(found)
