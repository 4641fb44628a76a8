"""The check of a wording (文稿检查): everything that is wrong with it at once, without any month's data."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from pipeline.circular.elements import MARK
from pipeline.circular.glossary import NAMES, Name, known_names
from pipeline.circular.names import LAGGING_TITLE, REPORTING_TITLE
from pipeline.circular.typing_habits import visible
from pipeline.circular.wording import NO_SUCH_ANNEX, hand_typed
from pipeline.findings import Finding, Rule, Severity
from pipeline.formats.templates import faults
from pipeline.formats.writings import Fault, Writing
from pipeline.source import Where

NO_ELEMENT = Rule(
    "W118",
    Severity.WARNING,
    "文稿缺少一个要素",
    "没有“{element}：”这一行。",
    "{mend}",
)
TAG = Rule(
    "W119",
    Severity.ERROR,
    "文稿里的名称或标签写错了",
    "{reason}。",
    "改正之前不能用它做通报；可用的名称见 tongbao wording names。",
)
RULES = (NO_ELEMENT, TAG)

_MENDS = {
    "标题": "没有标题就做不成通报，请补上；Word 文稿里也可以把标题居中排在最前面。",
    "主送": "请补上；确实不写主送机关的，可以不管。",
    "署名": "请补上；督查通报等文末不署名的，可以不管。",
    "成文日期": "请补上；督查通报等日期在版头的，可以不管。",
}


def check_wording(
    writing: Writing,
    parts: Mapping[str, str] = MappingProxyType({}),
    names: Sequence[Name] = NAMES,
    *,
    whole: bool = True,
) -> tuple[Finding, ...]:
    """What is wrong or doubtful in a wording and in the ``parts`` that it may include, by place.

    Tags and names in every branch, loop and part; figures typed by hand; elements that are missing; annexes that the
    program does not make; and of a Word manuscript what could not be honoured. Where the wording is not the ``whole``
    circular but a part of it, no element is missing.
    """
    known = known_names(names)
    found = [*writing.findings, *_tags(writing, faults(writing, known, parts)), *hand_typed(writing)]
    if whole:
        found += [*_missing(writing), *_annexes(writing)]
    for name, text in parts.items():
        part = Writing(name, text)
        found += [*_tags(part, faults(part, known)), *hand_typed(part)]
    return tuple(found)


def wrong_tag(writing: Writing, fault: Fault) -> Finding:
    """A fault of a tag as a finding, with the place and the words that stand there."""
    where = Where(writing.name, "", writing.place(fault.line), writing.first_words(fault.line))
    return TAG.at(where, reason=fault.reason)


def _tags(writing: Writing, found: Sequence[Fault]) -> Iterator[Finding]:
    for fault in found:
        yield wrong_tag(writing, fault)


def _missing(writing: Writing) -> Iterator[Finding]:
    there = {found[1] for line in _lines(writing) if (found := MARK.match(line))}
    for element, mend in _MENDS.items():
        if element not in there:
            yield NO_ELEMENT.at(Where(writing.name), element=element, mend=mend)


def _annexes(writing: Writing) -> Iterator[Finding]:
    """Names of annexes that no month has; one that the program puts in can only be judged in its month."""
    for number, line in enumerate(_lines(writing), 1):
        mark = MARK.match(line)
        name = line[mark.end() :].strip() if mark and mark[1] == "附件" else ""
        if name and "{{" not in name and name not in (LAGGING_TITLE, REPORTING_TITLE):
            yield NO_SUCH_ANNEX.at(Where(writing.name, "", writing.place(number), line), name=name)


def _lines(writing: Writing) -> list[str]:
    return visible(writing.source).split("\n")
