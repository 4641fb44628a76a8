"""What of a person's changes is taken over (接过来): words, and never a figure that the data does not carry.

What is taken over gets the program's own layout, and ordinals are counted anew.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.circular.edits import Difference, Edit, Kind
from pipeline.circular.elements import paragraphs, written_ordinal
from pipeline.circular.passages import Passage, printed
from pipeline.document import Document, Evidence, Paragraph, Role, Span
from pipeline.formats.figures import Line
from pipeline.quantities import amounts
from pipeline.source import Where

_HEADINGS = (Role.HEADING_1, Role.HEADING_2, Role.HEADING_3, Role.HEADING_4)
_TEXT = (Role.BODY, *_HEADINGS)
_TAKEABLE = (Role.TITLE, Role.ADDRESSEE, *_TEXT, Role.SIGNATURE, Role.NOTE)
_NEEDED = (Role.TITLE, Role.SIGNATURE)
_ELSEWHERE: Mapping[str, str] = {Role.ATTACHMENTS: "附件名称随附件走", Role.DATE: "成文日期在本月事项里填"}
_DIGITS = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)*")
_SHARES = re.compile(r"百分之.|[一二两三四五六七八九]成半?(?![立为本功果效员])|一半|过半|半数|翻番|翻[一两]番")
_COUNTED = re.compile(r"[〇零一二三四五六七八九十百千两]{2,}|[二三四五六七八九十两][年月日号天周倍次]")
"""Numerals of more than one character, 三日, 两次: figures, too, though they count nothing that is measured."""

_BRACES = re.compile(r"[{}｛｝]")
_QUOTED = 60


def weighed(
    differences: Sequence[Difference], theirs: Sequence[Passage], now: Sequence[Passage]
) -> tuple[Difference, ...]:
    """The differences, each of the person's with what hinders its being taken over."""
    numbered = {each.place for each in theirs if each.numbered}
    first = tuple(
        replace(each, hindrance=_hindrance(each, now, numbered)) if each.kind.is_persons else each
        for each in differences
    )
    return _without_losses(_without_repeats(_without_orphans(_without_losses(first), now), now))


def _hindrance(each: Difference, now: Sequence[Passage], numbered: set[str]) -> str:
    """Why a change cannot be taken over by itself; empty where it can."""
    if each.hindrance:
        return each.hindrance
    if each.at is None:
        return "原来的位置已经没有了"
    passage = now[each.at]
    if each.kind is Kind.ADDED:
        if passage.role not in (Role.ADDRESSEE, *_TEXT) or passage.at is None:
            return "不在正文里"
    elif passage.role not in _TAKEABLE:
        return _ELSEWHERE.get(passage.role, "附件由数据生成")
    elif passage.figured:
        return "这一段里有数据"
    elif each.kind is Kind.REMOVED and passage.role in _NEEDED:
        return "通报不能没有这一项"
    if each.place in numbered:
        return "用了自动编号"
    if _BRACES.search(each.theirs):
        return "有花括号，公文里不用"
    more = _more_figures(each.theirs, each.was)
    return f"多出了数字“{more}”" if more else ""


def _more_figures(theirs: str, was: str) -> str:
    """The first figure of a text that the program did not print there in the same order; empty where there is none."""
    printed = iter(_figures(was))
    return next((each for each in _figures(theirs) if each not in printed), "")


def _figures(text: str) -> Iterator[str]:
    """Every figure of a text but its ordinal: digits, 汉字 numerals before a measure (一个 apart), shares in words."""
    text = text[len(written_ordinal(text)) :]
    found = [(each.start(), each[0]) for pattern in (_DIGITS, _SHARES, _COUNTED) for each in pattern.finditer(text)]
    for amount in amounts(text):
        if not _DIGITS.match(text, amount.at) and amount.value != 1:
            found.append((amount.at, text[amount.at : amount.end]))
    end = 0
    for at, words in sorted(found, key=lambda each: (each[0], -len(each[1]))):
        if at >= end:
            end = at + len(words)
            yield words


def _without_orphans(differences: tuple[Difference, ...], now: Sequence[Passage]) -> tuple[Difference, ...]:
    """A heading goes only with all that stands below it: what stays would pass to the section before."""
    gone = {each.at for each in differences if each.kind is Kind.REMOVED and not each.hindrance}
    kept = set()
    follower: str = ""
    for at in range(len(now) - 1, -1, -1):
        role = now[at].role
        if at in gone and role in _HEADINGS and follower in _TEXT and not _closes(follower, role):
            kept.add(at)
        if at not in gone or at in kept:
            follower = role
    return tuple(
        replace(each, hindrance="下面还有没删的段落") if each.kind is Kind.REMOVED and each.at in kept else each
        for each in differences
    )


def _closes(follower: str, heading: str) -> bool:
    """Whether what follows ends a heading's section: a heading of its own level or above."""
    levels = list(_HEADINGS)
    return follower in levels and levels.index(Role(follower)) <= levels.index(Role(heading))


def _without_repeats(differences: tuple[Difference, ...], now: Sequence[Passage]) -> tuple[Difference, ...]:
    """What is added is not taken over where the program's own text says it: half of a passage that was split."""
    gone = {each.at for each in differences if each.kind in (Kind.CHANGED, Kind.REMOVED) and not each.hindrance}
    standing = [passage.key for at, passage in enumerate(now) if at not in gone]

    def repeats(each: Difference) -> bool:
        key = Passage("", each.theirs).key
        return each.kind is Kind.ADDED and not each.hindrance and any(key in other for other in standing)

    return tuple(replace(each, hindrance="程序的段落里已有这些话") if repeats(each) else each for each in differences)


def _without_losses(differences: tuple[Difference, ...]) -> tuple[Difference, ...]:
    """What was moved or joined to where it cannot be taken over stays where the program has it."""
    lost = [Passage("", each.theirs).key for each in differences if each.kind.is_persons and each.hindrance]

    def is_lost(each: Difference) -> bool:
        key = Passage("", each.was).key
        return each.kind is Kind.REMOVED and not each.hindrance and any(key in other for other in lost)

    return tuple(
        replace(each, hindrance="这些话所在的新位置接不过来") if is_lost(each) else each for each in differences
    )


# --- taking over ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Taken:
    """What is taken over, by places of the body; ``title`` where the title is."""

    changed: dict[int, Difference] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)
    added: dict[int, list[Difference]] = field(default_factory=dict)
    title: str = ""


def merged(document: Document, edit: Edit) -> Document:
    """The document with what can be taken over of a person's changes; its title, too, where it was changed."""
    taken = _taken(printed(document), edit)
    if taken == _Taken():
        return document
    before: list[Paragraph] = []
    text: list[tuple[Line, Evidence | None]] = []
    after: list[Paragraph] = []
    for at, paragraph in enumerate(document.body):
        theirs = taken.changed.get(at)
        if paragraph.role in _TEXT:
            if theirs:
                text.append(_line(theirs, edit.file))
            elif at not in taken.removed:
                text.append(((*_led(paragraph), *paragraph.spans), None))
        elif at not in taken.removed:
            said = replace(paragraph, spans=_marked(theirs, edit.file)) if theirs else paragraph
            (after if text else before).append(said)
        text += [_line(each, edit.file) for each in taken.added.get(at, ())]
    made = paragraphs([line for line, _ in text])
    body = [_with(paragraph, evidence) for paragraph, (_, evidence) in zip(made, text, strict=True)]
    return replace(document, title=taken.title or document.title, body=(*before, *body, *after))


def _taken(now: Sequence[Passage], edit: Edit) -> _Taken:
    taken = _Taken()
    for each in filter(edit.is_taken, edit.differences):
        passage = now[each.at or 0]
        if passage.role == Role.TITLE:
            taken.title = "".join(each.theirs.split())
        elif passage.at is None:
            continue
        elif each.kind is Kind.ADDED:
            taken.added.setdefault(passage.at, []).append(each)
        elif each.kind is Kind.REMOVED:
            taken.removed.add(passage.at)
        else:
            taken.changed[passage.at] = each
    return taken


def _led(paragraph: Paragraph) -> Line:
    return (Span(paragraph.lead),) if paragraph.lead else ()


def _line(each: Difference, file: str) -> tuple[Line, Evidence]:
    """A person's passage as a line of the wording, and where it comes from."""
    return (Span(each.theirs),), _evidence(each, file)


def _marked(each: Difference, file: str) -> tuple[Span, ...]:
    return (Span(each.theirs, _evidence(each, file)),)


def _evidence(each: Difference, file: str) -> Evidence:
    """What the review copy says of a passage that was taken over."""
    was = f"，程序原来写的是“{each.was[:_QUOTED]}{'…' if len(each.was) > _QUOTED else ''}”" if each.was else ""
    return Evidence((Where(file, "", each.place),), f"人工修改{was}")


def _with(paragraph: Paragraph, evidence: Evidence | None) -> Paragraph:
    """The paragraph with one evidence for all that is a person's; its ordinal is not."""
    if evidence is None:
        return paragraph
    spans = (
        span if written_ordinal(span.text) == span.text else replace(span, evidence=evidence)
        for span in paragraph.spans
    )
    return replace(paragraph, spans=tuple(spans))
