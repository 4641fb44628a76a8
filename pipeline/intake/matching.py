"""Which row is which task (对应): by project, unit and target text, never by row number alone."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from pipeline.model import Indicator, Task
from pipeline.quantities import amounts

_NOT_WORDS = re.compile(r"[\W_]+")
_SURE = 0.55  # share of a text's pairs of characters that must be shared to take it for the task's
_CLEARLY = 0.12  # how far ahead of the next best
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


def are_keys(texts: Iterable[str], tasks: Sequence[Task]) -> bool:
    """Whether a column holds keys of our own forms: each one stands for something in ``tasks``, the sender's own.

    Other tables number their rows as they like (1-1, 1.2, A3); one number that is nothing of the sender's shows it.
    """
    return all(_keyed(text, tasks) for text in texts if text)


def match_row(subject: Subject, tasks: Sequence[Task], projects: Mapping[int, str]) -> Match:
    """The task among ``tasks`` that a row is about; ``projects`` are their names by number."""
    worded = _by_words(subject, tasks, projects)
    keyed = _keyed(subject.key, tasks)
    return _by_key(subject, keyed, worded) if keyed else worded


def plain_key(text: str) -> str:
    """A key as a keyboard may have written it (１－４—1), for comparing only."""
    return _DASHES.sub("-", unicodedata.normalize("NFKC", text)).strip(" '")


def _keyed(key: str, tasks: Iterable[Task]) -> Keyed | None:
    """What a row's key stands for: a row of our own form carries the id of an indicator or of a whole task."""
    wanted = plain_key(key)
    for task in tasks if wanted else ():
        if task.id == wanted:
            return task, task.indicators
        for indicator in task.indicators:
            if indicator.id == wanted:
                return task, (indicator,)
    return None


def _by_key(subject: Subject, keyed: Keyed, worded: Match) -> Match:
    """What a key says, where the row's own words agree or say too little.

    Rows may have been sorted without their key, and a unit's own numbers may happen to be ids.
    """
    task, indicators = keyed
    has_words = any(plain_words(text) for text in (subject.project, subject.task, subject.indicator))
    if not has_words or task in worded.rivals:
        return Match(task, indicators)
    both = tuple(each for each in indicators if each in worded.indicators)
    if not both or _names_a_sibling(subject, task, both):
        return Match(contradicted=keyed)
    return replace(worded, indicators=both)


def _names_a_sibling(subject: Subject, task: Task, indicators: Sequence[Indicator]) -> bool:
    """Whether a row is clearly more like the name of another indicator of the task than like any of these."""
    text = subject.indicator or (subject.task if _is_part(subject.task, task) else "")
    mine = max(likeness(text, each.name) for each in indicators)
    others = (likeness(text, each.name) for each in task.indicators if each not in indicators)
    return max(others, default=0.0) - mine >= _CLEARLY


def _is_part(text: str, task: Task) -> bool:
    """Whether a text is that of a row of its own for a part of a task."""
    words = plain_words(text)
    return bool(words) and len(words) < 0.75 * len(plain_words(task.text))


def _by_words(subject: Subject, tasks: Sequence[Task], projects: Mapping[int, str]) -> Match:
    has_words = any(_names_a_thing(text) for text in (subject.task, subject.indicator))
    if not has_words and not any(likeness(subject.project, name) >= _SURE for name in projects.values()):
        subject = replace(subject, project="", task=subject.project)  # its 项目名称 is no project's but the task's own
    elif subject.indicator and not subject.project and any(sameness(subject.task, n) > 0.9 for n in projects.values()):
        subject = replace(subject, project=subject.task, task="")  # its 目标任务 is the project's, 具体任务 the task's
    scored = sorted(
        ((_score(subject, task, projects[task.project]), position) for position, task in enumerate(tasks)),
        key=lambda pair: (-pair[0], pair[1]),
    )
    if not scored or scored[0][0] < _SURE:
        return Match()
    best = tasks[scored[0][1]]
    rivals = tuple(tasks[position] for score, position in scored[1:] if scored[0][0] - score < _CLEARLY)
    if rivals:
        return Match(rivals=(best, *rivals))
    return Match(best, _indicators(subject, best), altered=_is_altered(subject, best))


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
    if _is_part(subject.task, task):  # it speaks for the indicators whose names it holds
        held = tuple(
            each for each in task.indicators if likeness(each.name, _without_longer(each, subject.task, task)) >= 0.75
        )
        if held:
            return held
    if subject.measure:
        measured = tuple(each for each in task.indicators if each.measure == subject.measure)
        if len(measured) == 1:
            return measured
    return task.indicators


def _without_longer(indicator: Indicator, text: str, task: Task) -> str:
    """A text without the longer names that hold an indicator's own: 路灯电缆线 does not speak of 路灯."""
    for each in task.indicators:
        if each.name != indicator.name and indicator.name in each.name:
            text = text.replace(each.name, "，")
    return text


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
