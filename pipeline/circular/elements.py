"""From the lines of a wording to the elements of a document, by the marks that the standard and the trade know.

Elements that are no body text stand on lines of their own (标题：…, 主送：…, 附件：…). The ordinals of the body, 一、
（一） 1. （1）, give the levels of its headings (GB/T 9704—2012, clause 7.3.3) and are counted anew, so that a section
that is absent this month leaves no gap.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pipeline.document import Paragraph, Role, Span
from pipeline.formats.figures import Line

LONGEST_LEAD = 30
"""A heading that runs on into its sentence is at most this long; more is a sentence with an ordinal."""

MARK = re.compile(r"(标题|主送|附件|署名|成文日期|附注|抄送)[：:]\s*")
_NUMERALS = "〇一二三四五六七八九"
_ORDINALS = (
    (Role.HEADING_1, re.compile(r"[一二三四五六七八九十]+、\s*")),
    (Role.HEADING_2, re.compile(r"[（(][一二三四五六七八九十]+[）)]\s*")),
    (Role.HEADING_3, re.compile(r"\d{1,2}[.．、](?!\d)\s*")),
    (Role.HEADING_4, re.compile(r"[（(]\d{1,2}[）)]\s*")),
)
_LEVELS = tuple(role for role, _ in _ORDINALS)
_BEGINS = "|".join(pattern.pattern for pattern in (MARK, *(pattern for _, pattern in _ORDINALS)))
_ROUND = re.compile(rf"\{{%[-+]?\s*for\b(?:(?!%\}}).){{0,300}}%\}}(?=[ \t　]*(?:{_BEGINS}))")


@dataclass(frozen=True, slots=True)
class Elements:
    """The elements of a wording, in reading order where it matters."""

    title: str = ""
    addressees: str = ""
    text: tuple[Paragraph, ...] = ()
    annexes: tuple[str, ...] = ()
    signature: str = ""
    date: str = ""
    note: str = ""
    copies: str = ""


@dataclass(slots=True)
class _Gathered:
    marked: dict[str, list[str]] = field(default_factory=dict)
    text: list[Line] = field(default_factory=list)


def elements(lines: Iterable[Line]) -> Elements:
    """The elements that the lines of a wording make up; blank lines and indents mean nothing."""
    gathered = _Gathered()
    for line in filter(None, map(_trimmed, lines)):
        found = None if line[0].evidence else MARK.match(line[0].text)
        if found:
            rest = "".join(span.text for span in _after(line, found.end())).strip()
            gathered.marked.setdefault(found[1], []).append(rest)
        else:
            gathered.text.append(line)
    marked = {mark: tuple(filter(None, texts)) for mark, texts in gathered.marked.items()}
    return Elements(
        title="".join(marked.get("标题", ())),
        addressees="".join(marked.get("主送", ())),
        text=tuple(paragraphs(gathered.text)),
        annexes=marked.get("附件", ()),
        signature="".join(marked.get("署名", ())),
        date="".join(marked.get("成文日期", ())),
        note="".join(marked.get("附注", ())),
        copies="，".join(marked.get("抄送", ())),
    )


def rounds_apart(source: str) -> str:
    """A template whose loops begin a line with every round that begins with a mark or an ordinal.

    Typed into one paragraph, ``{% for … %}（一）…{% endfor %}`` would else make one paragraph of all.
    """
    return _ROUND.sub(r"\g<0>{{ '\\n' }}", source)


def ordinal(role: Role, number: int) -> str:
    """The ordinal of a heading: 一、 （一） 1. （1）."""
    match role:
        case Role.HEADING_1:
            return f"{_chinese(number)}、"
        case Role.HEADING_2:
            return f"（{_chinese(number)}）"
        case Role.HEADING_3:
            return f"{number}."
    return f"（{number}）"


def written_ordinal(text: str) -> str:
    """The ordinal that a line begins with, as it was written; empty for a paragraph."""
    return next((found[0] for _, pattern in _ORDINALS if (found := pattern.match(text))), "")


def written_level(text: str) -> Role | None:
    """The level of heading that the ordinal of a line gives; None for a paragraph."""
    return next((role for role, pattern in _ORDINALS if pattern.match(text)), None)


def paragraphs(lines: Iterable[Line]) -> Iterator[Paragraph]:
    """The paragraphs of the text, one for each line, with the levels of their ordinals counted anew."""
    counts = dict.fromkeys(_LEVELS, 0)
    for line in lines:
        role, end = _level(line)
        if role is None:
            yield Paragraph(Role.BODY, line)
            continue
        for level in _LEVELS[_LEVELS.index(role) + 1 :]:
            counts[level] = 0
        counts[role] += 1
        yield _heading(role, ordinal(role, counts[role]), _after(line, end))


def _level(line: Line) -> tuple[Role | None, int]:
    """The level that a line's ordinal gives; an ordinal that is a figure of the data is none."""
    if not line[0].evidence:
        for role, pattern in _ORDINALS:
            if found := pattern.match(line[0].text):
                return role, found.end()
    return None, 0


def _heading(role: Role, number: str, rest: Line) -> Paragraph:
    """A heading, a heading that runs on into its sentence, or a sentence that only bears an ordinal."""
    whole = "".join(span.text for span in rest)
    stop = whole.find("。") + 1
    if (not stop and len(whole) <= LONGEST_LEAD) or role is Role.HEADING_1:
        return Paragraph(role, (Span(number), *rest))
    plain = "".join(span.text for span in rest[: _figures_begin(rest)])
    if 0 < stop < len(whole) and stop <= min(LONGEST_LEAD, len(plain)) and role is Role.HEADING_2:
        return Paragraph(role, _after(rest, stop), number + whole[:stop])
    return Paragraph(Role.BODY if role is Role.HEADING_2 else role, (Span(number), *rest))


def _figures_begin(line: Line) -> int:
    return next((place for place, span in enumerate(line) if span.evidence), len(line))


def _after(line: Line, start: int) -> Line:
    """A line without its first characters."""
    kept: list[Span] = []
    for span in line:
        text = span.text[start:]
        start = max(start - len(span.text), 0)
        if text:
            kept.append(replace(span, text=text))
    return tuple(kept)


def _trimmed(line: Line) -> Line:
    """A line without the spaces around it, also the two wide ones that people indent with."""
    spans = list(line)
    while spans and not spans[0].text.strip():
        del spans[0]
    while spans and not spans[-1].text.strip():
        del spans[-1]
    if spans:
        spans[0] = replace(spans[0], text=spans[0].text.lstrip())
        spans[-1] = replace(spans[-1], text=spans[-1].text.rstrip())
    return tuple(spans)


def _chinese(number: int) -> str:
    """1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    lead = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens]}十"
    return lead + (_NUMERALS[ones] if ones or not tens else "")
