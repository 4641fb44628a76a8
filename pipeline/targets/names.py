"""What every figure counts, in the sentence's own words (指标名称)."""

import re
from collections.abc import Sequence

from pipeline.quantities import Comparator
from pipeline.targets.clauses import Clause, Figure
from pipeline.targets.phrases import is_action, noun_after, noun_before, verbs_before
from pipeline.targets.verbs import VERB
from pipeline.targets.views import Placed, Role
from pipeline.targets.vocabulary import AGES, ATTRIBUTE, FITTED, PLACE, PROGRESS

_EACH_ONE = re.compile(rf"(?:各|分别|均)(?:自|各)?(?:{VERB}|为|有|至少)*\s*$")
_PAID = re.compile(r"(?:分别)?[由从]?每[人户]每?|(?:分别)?提高[到至]")
"""Where the name of a payment ends: 低保标准*由每人每月636元提高到*717元."""
_WHO_ENDS = re.compile(rf"的|(?<=..)(?:免费)?(?:{VERB})")
"""Where the name of those who are meant ends: 老年人*免费体检*."""
_AND = re.compile(r"、|以及|(?<=[一-龥”）])(?:和|与|及)(?=[一-龥“（])")


def names_of(placed: Sequence[Placed], clauses: Sequence[Clause]) -> tuple[tuple[str, ...], ...]:
    """The names for every figure: one, or several where 各 and 分别 distribute a figure over the nouns before it."""
    named: list[tuple[str, ...]] = []
    waiting: list[str] = []
    for index, here in enumerate(placed):
        listed = _listed(here.figure)
        bare = sum(1 for other in placed[index + 1 :] if other.clause == here.clause and _is_bare(other.figure))
        if listed and bare + 1 == len(listed):
            named.append((listed[0],))
            waiting = listed[1:]
        elif listed:
            named.append(tuple(listed))
        elif waiting and _is_bare(here.figure):
            named.append((waiting.pop(0),))
        else:
            named.append((_name(index, placed, clauses),))
    return tuple(named)


def _is_bare(figure: Figure) -> bool:
    """Whether no noun of its own stands beside a figure."""
    return not noun_before(figure.before) and not noun_after(figure.after)


def _listed(figure: Figure) -> list[str]:
    """What 各、分别 or 均 distribute over: A和B各增 → A, B; 新建、改建公厕各 → both; empty where there are not two."""
    found = _EACH_ONE.search(figure.before)
    if not found:
        return []
    before = figure.before[: found.start()]
    nouns = [noun for noun in _AND.split(noun_before(before)) if noun]
    if len(nouns) == 1:
        nouns = [verb + nouns[0] for verb in verbs_before(before)]
    return [noun + noun_after(figure.after) for noun in nouns] if len(nouns) > 1 else []


def _name(index: int, placed: Sequence[Placed], clauses: Sequence[Clause]) -> str:
    """The words near a figure: the noun behind it, else the one before it, else what the clauses before are about."""
    here = placed[index]
    figure = here.figure
    before, after = noun_before(figure.before), noun_after(_after(index, placed))
    if figure.amount.unit in ("%", ""):
        name = before + after if after == "增长" or not before else before
    elif after and not is_action(after) and (len(after) > 2 or not before or here.role is not Role.TARGET):
        name = after
    else:
        name = before + after
    if here.role in (Role.BENEFIT, Role.SCOPE):
        place = re.match(PLACE, figure.after) if here.role is Role.SCOPE else None
        name = place.group(0) if place else _WHO_ENDS.split(name)[0]
    if not name or is_action(name) or _describes(name, here, clauses):
        owner = _owner(index, placed, clauses)
        counts_else = owner.endswith("率") and figure.amount.unit != "%"  # 覆盖率90%，培训50名: people are no rate
        name = (_done_to(figure.before) if counts_else else owner) + name
    if figure.amount.unit.startswith("元"):
        name = next(filter(None, (_PAID.split(each)[0] for each in (name, _owner(index, placed, clauses)))), name)
    if figure.amount.unit in AGES:
        name = f"{name}年龄"
    return name or figure.amount.unit or figure.amount.published


def _done_to(before: str) -> str:
    """The last thing that is done before a figure, for one that has no noun: 力争*培训*不少于50名."""
    return next(iter(re.findall(VERB, before)[::-1]), "")


def _after(index: int, placed: Sequence[Placed]) -> str:
    """The words behind a figure, looking past what stands between: 7万名35—64岁妇女, 1—2个街区."""
    here = placed[index]
    for other in placed[index:]:
        looks_past = other is here or other.role is Role.SCOPE or _closes_range(other.figure, here.figure)
        if other.clause != here.clause or not looks_past:
            break
        if other.figure.after:
            return other.figure.after
    return placed[index].figure.after


def _closes_range(figure: Figure, other: Figure) -> bool:
    """Whether a figure is the upper bound of a range that the other opens."""
    comparators = other.amount.comparator, figure.amount.comparator
    is_range = comparators == (Comparator.AT_LEAST, Comparator.AT_MOST) and figure.amount.unit == other.amount.unit
    return is_range and not other.after and not figure.before


def _describes(name: str, here: Placed, clauses: Sequence[Clause]) -> bool:
    """Whether a short attribute needs its owner: 云谷幼儿园+占地, 云谷幼儿园+标准班, 云谷幼儿园+工程量."""
    before = here.figure.before
    attribute = here.role is Role.SPEC and (ATTRIBUTE.search(before) or FITTED.match(clauses[here.clause].text))
    share = here.figure.amount.unit == "%" and PROGRESS.search(before)
    return bool(share) or bool(attribute and len(name) <= 5)


def _owner(index: int, placed: Sequence[Placed], clauses: Sequence[Clause]) -> str:
    """What the words around are about: the noun of the figure before, of the clause before, or of the figure after."""
    here = placed[index]
    if here.figure.bracketed:
        return noun_before(clauses[here.clause].text[: here.figure.at].rpartition("（")[0])
    for other in reversed(placed[:index]):
        if other.clause == here.clause and (noun := _noun(other)):
            return noun
    for number in range(here.clause - 1, -1, -1):
        if clauses[number].sentence != clauses[here.clause].sentence:
            break
        held = [other for other in placed[:index] if other.clause == number]
        if not held:
            return re.split(r"按|由|以", noun_before(clauses[number].text))[0]
        about = [other for other in held if other.role is not Role.SPEC or not ATTRIBUTE.search(other.figure.before)]
        alike = [other for other in reversed(about) if other.figure.amount.unit == here.figure.amount.unit]
        named = (noun for other in (*alike, *about) if not _is_fitting(other, clauses) and (noun := _noun(other)))
        if noun := next(named, ""):
            return noun
    sentence = clauses[here.clause].sentence
    later = (other for other in placed[index + 1 :] if clauses[other.clause].sentence == sentence)
    return next((noun for other in later if (noun := _noun(other))), "")


def _noun(placed: Placed) -> str:
    return noun_before(placed.figure.before) or noun_after(placed.figure.after)


def _is_fitting(placed: Placed, clauses: Sequence[Clause]) -> bool:
    return placed.role is Role.SPEC and bool(FITTED.match(clauses[placed.clause].text))
