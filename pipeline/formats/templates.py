"""The door of Jinja2: wordings (模板) with facts put in, where every figure keeps its source.

A template is plain text written by the office; what units sent is only ever put in as facts, never read as a template.
It may include (include) the parts that are given with it, and nothing else.
Templates run strictly and in a sandbox: an unknown name, a wrong tag or a brace left over is an error with its line.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from pipeline.formats.figures import (
    Figure,
    Line,
    Phrase,
    Words,
    marking,
    markless,
    unmarked_lines,
)
from pipeline.formats.naming import Known, name_faults, shape_of
from pipeline.formats.sandbox import allowance, environment, reason
from pipeline.formats.tags import MOST_TOLD, brace_faults, syntax_faults
from pipeline.formats.tags import literals as literals_of
from pipeline.formats.writings import LONGEST, Fault, Literal, Writing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Template

Fact: TypeAlias = "bool | Words | Sequence[Fact] | Mapping[str, Fact]"
"""What a template may be given: words, figures, yes or no, and lists and tables of them."""

_TAG = r"\{%(?:(?!%\}).)*%\}|\{#(?:(?!#\}).)*#\}"
_WORDS_THEN_TAG = re.compile(rf"^(?!(?:[ \t]*(?:{_TAG}))*[ \t]*$).*[^-+\n](?=[%#]\}}[ \t]*$)", re.MULTILINE)
"""A line of words that ends in a tag, up to its last mark: the engine would drop the line's end, and ``+`` keeps it."""

_NO_PARTS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a template became: lines of spans, a figure in a span of its own."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return "\n".join("".join(span.text for span in line) for line in self.lines)


def render(
    source: str | Writing,
    facts: Mapping[str, Fact],
    *,
    name: str = "",
    parts: Mapping[str, str] = _NO_PARTS,
    known: Mapping[str, Known] | None = None,
    spaced: bool = False,
) -> Rendered:
    """The template ``source`` with the facts put in; ``parts`` are the templates, by name, that it may include.

    ``known`` tells what each name stands for, so that a wrong one is found also within a list that is empty this month;
    without it, that is read off the facts. Where a text is ``spaced``, as a letter, its empty lines mean something, and
    a line of nothing but tags leaves none.

    :class:`PipelineError` where a name is unknown, a tag is wrong, a brace is left over or a figure was altered; its
    message tells the name of the template, or of the part, and the line.
    """
    writing = source if isinstance(source, Writing) else Writing(name, source)
    writings = (writing, *(Writing(part, text) for part, text in parts.items()))
    shape = {**shape_of(facts), **(known or {})}
    for each in writings:
        for fault in _seen(each, shape, parts if each is writing else _NO_PARTS):
            raise each.fault(fault.line, fault.reason)
    with marking(), allowance():
        try:
            return Rendered(tuple(unmarked_lines(_template(writing, parts, spaced).render(_cleaned(facts)))))
        except Exception as fault:  # whatever a template can do wrong is told with its line
            failing, line = _failing(fault, writings)
            raise failing.fault(line, reason(fault)) from fault


def faults(
    writing: Writing, known: Mapping[str, Known | None], parts: Mapping[str, str] = _NO_PARTS
) -> tuple[Fault, ...]:
    """Everything that is wrong with a template, by line, also where no branch leads this month.

    ``known`` tells what each name stands for, ``parts`` what may be included.
    """
    found = _seen(writing, known, parts)
    if not found:
        try:
            environment().compile(writing.source, name=writing.name)
        except Exception as fault:  # what can be read, yet not be run: nested beyond all measure
            return (Fault(0, reason(fault)),)
    return found


def _seen(writing: Writing, known: Mapping[str, Known | None], parts: Mapping[str, str]) -> tuple[Fault, ...]:
    """What is seen to be wrong without running it."""
    if len(writing.source) > LONGEST:
        return (Fault(0, f"文字超过{LONGEST}字，不是一份通报的模板"),)
    found = [*syntax_faults(writing), *islice(brace_faults(writing), MOST_TOLD)]
    try:
        found += islice(name_faults(writing, known, tuple(parts)), MOST_TOLD)
    except RecursionError as fault:
        found.append(Fault(0, reason(fault)))
    return tuple(sorted(dict.fromkeys(found), key=lambda each: each.line))


def literals(source: str | Writing, *, name: str = "") -> "Iterator[Literal]":
    """The words of the template itself, line by line, outside and inside its tags; comments are left out."""
    return literals_of(source if isinstance(source, Writing) else Writing(name, source))


def _template(writing: Writing, parts: Mapping[str, str], spaced: bool) -> "Template":
    from jinja2 import FunctionLoader, Template

    def part(name: str) -> tuple[str, str, None]:
        """A part ends its last line: the engine drops one line end, and what follows begins a line of its own."""
        return f"{parts[name].rstrip()}\n\n", name, None

    office = environment().overlay(loader=FunctionLoader(part), trim_blocks=spaced, lstrip_blocks=spaced)
    source = _WORDS_THEN_TAG.sub(r"\g<0>+", writing.source) if spaced else writing.source
    code = office.compile(source, name=writing.name, filename=writing.name)
    return Template.from_code(office, code, office.globals)


def _cleaned(fact: Any) -> Any:
    """The facts without noncharacters."""
    match fact:
        case str():
            return markless(fact)
        case Figure():
            return replace(fact, text=markless(fact.text).replace("\n", ""))
        case Phrase():
            return Phrase(tuple(_cleaned(part) for part in fact.parts))
        case Mapping():
            return {key: _cleaned(value) for key, value in fact.items()}
        case Sequence():
            return tuple(_cleaned(each) for each in fact)
        case _:
            return fact


def _failing(fault: BaseException, writings: Sequence[Writing]) -> tuple[Writing, int]:
    """The template that was running when the fault arose, and its line; line 0 where none was."""
    by_name = {each.name: each for each in writings}
    failing, line, trace = writings[0], 0, fault.__traceback__
    while trace:
        if running := by_name.get(trace.tb_frame.f_code.co_filename):
            failing, line = running, trace.tb_lineno
        trace = trace.tb_next
    return failing, line
