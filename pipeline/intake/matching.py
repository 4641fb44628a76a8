"""Which row is which task (对应): by project, unit and target text, never by row number alone."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TypeAlias

from pipeline.model import Indicator, Register, Task
from pipeline.quantities import amounts

_NOT_WORDS = re.compile(r"[\W_]+")
_SURE = 0.55  # share of a text's pairs of characters that must be shared to take it for the task's
_CLEARLY = 0.12  # how far ahead of the next best
_SAME = 0.75  # share of the pairs of both texts that must be shared to take them for one name
_DASHES = re.compile("[‐-―−－—]")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a row is about, in its own words."""

    project: str
    task: str
    indicator: str
    measure: str
    key: str = ""


Keyed: TypeAlias = tuple[Task, tuple[Indicator, ...]]
"""What a key stands for: a task, and all its indicators or one of them."""


@dataclass(frozen=True, slots=True)
class Match:
    """The task that a row is about, and the indicators of it that the row speaks for; both empty when unknown.

    ``rivals`` are the tasks that fit as well: then none is chosen. ``altered`` says that the row's target text differs
    from the published one in more than its punctuation. ``contradicted`` is what the row's key stands for where its
    words name something else: then none is chosen either.
    """

    task: Task | None = None
    indicators: tuple[Indicator, ...] = ()
    rivals: tuple[Task, ...] = ()
    altered: bool = False
    contradicted: Keyed | None = None


@lru_cache(maxsize=4096)
def plain_words(text: str) -> str:
    """A text without punctuation, spaces and widths, for comparing only."""
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text)).casefold()


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    words = plain_words(text)
    return frozenset(words[i : i + 2] for i in range(len(words) - 1)) or frozenset((words,))


def likeness(one: str, other: str) -> float:
    """How much of the shorter text's pairs of characters the longer has, between 0 and 1. Used to choose, not shown."""
    if not plain_words(one) or not plain_words(other):
        return 0.0
    small, large = sorted((_pairs(one), _pairs(other)), key=len)
    return len(small & large) / len(small)


def sameness(one: str, other: str) -> float:
    """How much of both texts' pairs of characters is shared: 1 only for texts of the same words."""
    first, second = _pairs(one), _pairs(other)
    return 2 * len(first & second) / (len(first) + len(second))


def match_row(subject: Subject, tasks: Sequence[Task], register: Register) -> Match:
    """The task among ``tasks`` that a row is about."""
    keyed = _keyed(subject.key, chain(tasks, register.tasks()))
    if keyed:
        return _by_key(subject, keyed, tasks, register)
    names = {project.number: project.name for project in register.projects}
    scored = sorted(
        ((_score(subject, task, names[task.project]), position) for position, task in enumerate(tasks)),
        key=lambda pair: (-pair[0], pair[1]),
    )
    if not scored or scored[0][0] < _SURE:
        return Match()
    best = tasks[scored[0][1]]
    rivals = tuple(tasks[position] for score, position in scored[1:] if scored[0][0] - score < _CLEARLY)
    if rivals:
        return Match(rivals=(best, *rivals))
    return Match(best, _indicators(subject, best), altered=_is_altered(subject, best))


def _keyed(key: str, tasks: Iterable[Task]) -> Keyed | None:
    """What a row's key stands for: a row of our own form carries the id of an indicator or of a whole task."""
    wanted = _DASHES.sub("-", unicodedata.normalize("NFKC", key)).strip(" '")
    for task in tasks if wanted else ():
        if task.id == wanted:
            return task, task.indicators
        for indicator in task.indicators:
            if indicator.id == wanted:
                return task, (indicator,)
    return None


def _by_key(subject: Subject, keyed: Keyed, tasks: Sequence[Task], register: Register) -> Match:
    """What a key says, unless the row's own words say something else: rows were sorted without their hidden column."""
    task, indicators = keyed
    if _names_another_task(subject.task, task, register) or _names_another(subject.indicator, indicators, register):
        return Match(contradicted=keyed)
    return Match(task, indicators) if task in tasks else Match()


def _names_another_task(text: str, task: Task, register: Register) -> bool:
    if not _names_a_thing(text) or plain_words(text) == plain_words(task.text):
        return False
    mine = likeness(text, task.text)
    others = (likeness(text, other.text) for other in register.tasks() if other.id != task.id)
    return mine < _SURE or max(others, default=0.0) - mine >= _CLEARLY


def _names_another(text: str, indicators: Sequence[Indicator], register: Register) -> bool:
    """Whether a text is clearly the name of another indicator; one that the office has renamed since is none."""
    words, ids = plain_words(text), {each.id for each in indicators}
    if not words or any(words == plain_words(each.name) for each in indicators):
        return False
    mine = max((sameness(text, each.name) for each in indicators), default=0.0)
    others = (sameness(text, each.name) for each in register.indicators() if each.id not in ids)
    best = max(others, default=0.0)
    return best >= _SAME and best - mine >= _CLEARLY


def _score(subject: Subject, task: Task, project: str) -> float:
    """The task's text decides; the project's name helps where the text is short, and stands in where there is none."""
    of_project = likeness(subject.project, project) if subject.project else 0.0
    words = next((text for text in (subject.task, subject.indicator) if _names_a_thing(text)), "")
    of_task = max((likeness(words, text) for text in (task.text, *_names(task))), default=0.0) if words else 0.0
    if not words:
        return of_project
    if subject.project and of_project < 0.5:
        of_task -= 0.2
    return of_task + 0.15 * of_project


def _names_a_thing(text: str) -> bool:
    """Whether a text is more than a figure with its measure: 10处 in a 年度任务 column names no task."""
    for amount in amounts(text):
        text = text.replace(amount.published, "")
    return len(plain_words(text)) >= 2


def _names(task: Task) -> tuple[str, ...]:
    return tuple(indicator.name for indicator in task.indicators)


def _indicators(subject: Subject, task: Task) -> tuple[Indicator, ...]:
    """The indicators of a task that a row speaks for: those it names, else those of its measure, else all."""
    if len(task.indicators) == 1:
        return task.indicators
    if subject.indicator:
        named = _named(subject.indicator, task.indicators)
        if named:
            return named
    words = plain_words(subject.task)
    if words and len(words) < 0.75 * len(plain_words(task.text)):
        # A row of its own for a part of the task: it speaks for the indicators whose names it holds.
        held = tuple(each for each in task.indicators if likeness(each.name, subject.task) >= 0.75)
        if held:
            return held
    if subject.measure:
        measured = tuple(each for each in task.indicators if each.measure == subject.measure)
        if len(measured) == 1:
            return measured
    return task.indicators


def _named(text: str, indicators: Sequence[Indicator]) -> tuple[Indicator, ...]:
    """The indicators that a text names: several whole names (体育文化公园、口袋公园), else the one it clearly means."""
    words = plain_words(text)
    names = [plain_words(each.name) for each in indicators if plain_words(each.name) in words]
    whole = tuple(
        each
        for each in indicators
        if (name := plain_words(each.name)) in words and not any(name != other and name in other for other in names)
    )
    if len(whole) > 1:
        return whole
    scored = sorted(((sameness(text, each.name), each.id) for each in indicators), reverse=True)
    if scored[0][0] < 0.5 or (len(scored) > 1 and scored[0][0] - scored[1][0] < _CLEARLY):
        return ()
    return tuple(each for each in indicators if each.id == scored[0][1])


def _is_altered(subject: Subject, task: Task) -> bool:
    """Whether a whole target text has other digits than the published one: shortening is no alteration."""
    if likeness(subject.task, task.text) < 0.6:
        return False
    given = set(re.findall(r"\d+(?:\.\d+)?", unicodedata.normalize("NFKC", subject.task)))
    published = set(re.findall(r"\d+(?:\.\d+)?", unicodedata.normalize("NFKC", task.text)))
    return bool(given - published)
