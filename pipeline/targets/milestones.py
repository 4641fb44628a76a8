"""Promises without a figure (定性事项): a person must say yes or no to them."""

import re
from collections.abc import Sequence

from pipeline.targets.clauses import Clause
from pipeline.targets.dates import names_date
from pipeline.targets.phrases import noun_before, starts_with_verb
from pipeline.targets.verbs import VERB
from pipeline.targets.views import Placed, Role
from pipeline.targets.vocabulary import ACTION_NOUN, ELABORATION, FITTED, OUTCOME, PROGRESS, QUALITY

_ENDS = re.compile(rf"(?:{ACTION_NOUN})(?:项目|工程|工作|任务|行动)?$")
_INSIDE = re.compile(rf"[一-龥]{{2,}}(?:都|全部|全面|均|共同)?(?:{VERB})[一-龥“]{{2,}}")
_RESULT = re.compile(r"(?:实现|确保|做到|形成|达到|力争实现|推动实现|基本实现|率先实现|争取|建立健全)")
_INTRODUCES = re.compile(r"(?!常态化)(?:.*(?:行动|计划|工程|建设|利用|活动|改革|试点|”))$")
_HOST = re.compile(rf"(?:针对|对|为)(?!.*(?:{VERB}))")


def milestones_of(clauses: Sequence[Clause], placed: Sequence[Placed]) -> tuple[str, ...]:
    """The qualitative commitments, as written, in reading order.

    A clause that promises something and holds no target figure is one. A clause of result (实现愿接尽接) joins the
    promise before it, unless that one is counted; a share of works (工程量40%) takes the promise before it in, and a
    programme's name (实施放心家政行动) is explained by the figures that follow it.
    """
    counted = {each.clause for each in placed if each.role is Role.TARGET}
    found: dict[int, str] = {}
    date = ""
    for number, clause in enumerate(clauses):
        first = not number or clauses[number - 1].sentence != clause.sentence
        dated = names_date(clause.text)
        date = dated.group(0) if dated else "" if first else date
        if number in counted:
            if _takes_in(number, placed):
                _drop_last(found, number, clauses)
            continue
        last = _last(found, number, clauses)
        if _RESULT.match(clause.text) and not first:
            if last is not None and not any(last < each < number for each in counted):
                found[last] += f"，{clause.text}"
            elif QUALITY.search(clause.text):
                found[number] = clause.text
        elif _promises(number, first, clauses, placed) and not _introduces(number, clauses, counted):
            found[number] = clause.text if dated else date + clause.text
    return tuple(found.values())


def _promises(number: int, first: bool, clauses: Sequence[Clause], placed: Sequence[Placed]) -> bool:
    clause = clauses[number]
    text = re.sub(r"（[^（）]*）$", "", clause.text)
    if clause.end in (":", "：") or ELABORATION.match(text) or (not first and OUTCOME.match(text)):
        return False
    if not first and number and clauses[number - 1].figures and _HOST.match(clauses[number - 1].text):
        return False
    if any(each.clause == number and each.role is Role.BENEFIT for each in placed) or "内容为" in text:
        return False
    if any(each.clause == number and _explains(each) for each in placed):
        return bool(starts_with_verb(text)) and not FITTED.match(text)
    if starts_with_verb(text):
        return bool(noun_before(text)) or bool(QUALITY.search(text))
    return bool(_ENDS.search(text) or QUALITY.search(text) or _INSIDE.search(text))


def _explains(each: Placed) -> bool:
    """Whether a figure makes its clause an explanation: sizes and beneficiaries, not ages or how often."""
    scope = each.role is Role.SCOPE or each.figure.bracketed
    return not scope and each.figure.amount.unit not in ("次", "种")


def _introduces(number: int, clauses: Sequence[Clause], counted: set[int]) -> bool:
    """Whether a programme is named and then counted in the next clause."""
    following = number + 1 in counted and clauses[number + 1].sentence == clauses[number].sentence
    return following and bool(_INTRODUCES.match(clauses[number].text))


def _takes_in(number: int, placed: Sequence[Placed]) -> bool:
    """Whether the clause counts the share of the works that were promised before it."""
    here = [each.figure for each in placed if each.clause == number]
    return any(figure.amount.unit == "%" and PROGRESS.search(figure.before) for figure in here)


def _last(found: dict[int, str], number: int, clauses: Sequence[Clause]) -> int | None:
    """The last promise of the same sentence."""
    within = [each for each in found if clauses[each].sentence == clauses[number].sentence]
    return within[-1] if within else None


def _drop_last(found: dict[int, str], number: int, clauses: Sequence[Clause]) -> None:
    last = _last(found, number, clauses)
    if last is not None:
        del found[last]
