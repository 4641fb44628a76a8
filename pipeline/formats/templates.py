"""The door of Jinja2: wordings (模板) with facts put in, where every figure keeps its source.

A template is plain text written by the office; what units sent is only ever put in as facts, never read as a template.
It may include (include) the parts that are given with it, and nothing else.
Templates run strictly and in a sandbox: an unknown name, a wrong tag or a brace left over is an error with its line.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from pipeline.findings import PipelineError
from pipeline.formats.figures import (
    AlteredFigureError,
    Figure,
    Line,
    Phrase,
    Words,
    marking,
    markless,
    unmarked_lines,
    unmarked_spans,
)

if TYPE_CHECKING:
    from jinja2 import Template, nodes
    from jinja2.sandbox import SandboxedEnvironment

Fact: TypeAlias = "bool | Words | Sequence[Fact] | Mapping[str, Fact]"
"""What a template may be given: words, figures, yes or no, and lists and tables of them."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a template became: lines of spans, a figure in a span of its own."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return "\n".join("".join(span.text for span in line) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Literal:
    """A piece of text that the template itself writes, and its line."""

    line: int
    text: str


def render(
    source: str, facts: Mapping[str, Fact], *, name: str, parts: Mapping[str, str] = MappingProxyType({})
) -> Rendered:
    """The template ``source`` with the facts put in; ``parts`` are the templates, by name, that it may include.

    :class:`PipelineError` where a name is unknown, a tag is wrong, a brace is left over or a figure was altered; its
    message tells the name of the template, or of the part, and the line.
    """
    writing = _Writing(name, source)
    writings = (writing, *(_Writing(part, text) for part, text in parts.items()))
    for each in writings:
        _refuse_braces(each)
        _refuse_faulty(each, facts, parts if each is writing else {})
    template = _template(writing, parts)
    with marking():
        try:
            return Rendered(tuple(unmarked_lines(template.render(_cleaned(facts)))))
        except Exception as fault:  # whatever a template can do wrong is told with its line
            failing, line = _failing(fault, writings)
            raise failing.fault(line, _reason(fault)) from fault


def literals(source: str, *, name: str) -> Iterator[Literal]:
    """The words of the template itself, line by line, outside and inside its tags; comments are left out."""
    from jinja2 import TemplateSyntaxError

    try:
        for line, kind, text in _environment().lex(source, name):
            if kind in ("data", "string"):
                for offset, piece in enumerate(text.split("\n")):
                    yield Literal(line + offset, piece)
    except TemplateSyntaxError as fault:
        raise _Writing(name, source).fault(fault.lineno, _reason(fault)) from fault


# --- the strict environment -------------------------------------------------------------------------------------------

_FILTERS = ("join", "first", "last", "length", "count", "default", "list", "reject", "select", "rejectattr",
            "selectattr", "map", "replace", "trim", "string")  # fmt: skip
"""The filters that move words about; one that takes them apart, rounds or converts would lose a figure's source."""


@cache
def _environment() -> "SandboxedEnvironment":
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Unknown(StrictUndefined):
        """A name that a table of facts does not have."""

        __slots__ = ()

        @property
        def _undefined_message(self) -> str:
            known = self._undefined_obj if isinstance(self._undefined_obj, Mapping) else ()
            return _no_such("名称", str(self._undefined_name), [str(each) for each in known])

    class Office(ImmutableSandboxedEnvironment):
        """What the office's templates may do: nothing but put words and whole figures together."""

        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
            return not isinstance(obj, Figure | Phrase) and super().is_safe_attribute(obj, attr, value)

    environment = Office(undefined=Unknown, finalize=_finalize, autoescape=False, trim_blocks=True, lstrip_blocks=True)
    environment.filters = {name: environment.filters[name] for name in _FILTERS}
    environment.globals = {"namespace": environment.globals["namespace"]}
    return environment


class UnprintableError(ValueError):
    """A value that has no words, or a number without a source."""


def _finalize(value: object) -> str:
    """What one ``{{ … }}`` prints: words, or figures that are still whole."""
    from jinja2 import Undefined

    if not isinstance(value, str | Figure | Phrase | Undefined):
        raise UnprintableError("这里要打印的不是文字，也不是有出处的数字")
    text = str(value)
    unmarked_spans(text)
    return text


def _template(writing: "_Writing", parts: Mapping[str, str]) -> "Template":
    from jinja2 import FunctionLoader, Template

    def part(name: str) -> tuple[str, str, None]:
        """A part ends its last line: the engine drops one line end, and what follows begins a line of its own."""
        return f"{parts[name].rstrip()}\n\n", name, None

    environment = _environment().overlay(loader=FunctionLoader(part))
    code = environment.compile(writing.source, name=writing.name, filename=writing.name)
    return Template.from_code(environment, code, environment.globals)


def _refuse_faulty(writing: "_Writing", facts: Mapping[str, Fact], parts: Mapping[str, str]) -> None:
    """Everything is checked before anything is rendered, also where no branch leads this month."""
    from jinja2 import TemplateSyntaxError

    environment = _environment()
    try:
        tree = environment.parse(writing.source, writing.name)
        _refuse_unknown(tree, facts, parts, writing)
        environment.compile(tree)
    except TemplateSyntaxError as fault:
        raise writing.fault(fault.lineno, _reason(fault)) from fault


def _refuse_unknown(
    tree: "nodes.Template", facts: Mapping[str, Fact], parts: Mapping[str, str], writing: "_Writing"
) -> None:
    """Tags, filters and names, each with its line."""
    from jinja2 import meta, nodes

    environment = _environment()
    for tag in tree.find_all((nodes.FilterBlock, nodes.Import, nodes.FromImport, nodes.Extends)):
        raise writing.fault(tag.lineno, "模板里不用这种标签，可用的是 if、for、set、macro 和 include")
    for tag in tree.find_all(nodes.Include):
        if not (isinstance(tag.template, nodes.Const) and tag.template.value in parts):
            raise writing.fault(tag.lineno, _not_included(parts))
    for used in tree.find_all(nodes.Filter):
        if used.name not in environment.filters:
            raise writing.fault(used.lineno, _no_such("过滤器", used.name, _FILTERS))
    for tested in tree.find_all(nodes.Test):
        if tested.name not in environment.tests:
            raise writing.fault(tested.lineno, _no_such("判断", tested.name, tuple(environment.tests)))
    unknown = meta.find_undeclared_variables(tree) - facts.keys() - environment.globals.keys()
    for name in tree.find_all(nodes.Name):
        if name.name in unknown:
            raise writing.fault(name.lineno, _no_such("名称", name.name, tuple(facts)))


_BRACE = re.compile(r"[{｛][{｛%％#]?|[%％#]?[}｝]{1,2}")


def _refuse_braces(writing: "_Writing") -> None:
    """No official paper has braces: one that stands in the words is a tag typed wrong, often in full width."""
    for literal in literals(writing.source, name=writing.name):
        if found := _BRACE.search(literal.text):
            reason = f"“{found[0]}”不是标签，标签要用半角的 {{{{ }}}} 或 {{% %}}，并且成对"
            raise writing.fault(literal.line, reason)


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


# --- errors -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Writing:
    """A template as its author sees it: the file's name and its lines."""

    name: str
    source: str

    def fault(self, line: int, reason: str) -> PipelineError:
        """An error that tells the line and repeats it; line 0 where none can be told."""
        lines = self.source.splitlines()
        if not 0 < line <= len(lines):
            return PipelineError(f"模板 {self.name}：{reason}。")
        return PipelineError(f"模板 {self.name} 第 {line} 行：{reason}。这一行是：{lines[line - 1].strip()}")


def _no_such(what: str, given: str, known: Sequence[str]) -> str:
    reason = f"没有“{given}”这个{what}"
    if near := get_close_matches(given, known, n=1, cutoff=0.3):
        return f"{reason}，是不是“{near[0]}”"
    return f"{reason}，可用的是 {'、'.join(known)}" if known else reason


def _not_included(parts: Mapping[str, str]) -> str:
    if not parts:
        return "这里不能再引入别的模板"
    return "这里只能引入 " + "、".join(f"'{each}'" for each in parts)


def _failing(fault: BaseException, writings: Sequence[_Writing]) -> tuple[_Writing, int]:
    """The template that was running when the fault arose, and its line; line 0 where none was."""
    by_name = {each.name: each for each in writings}
    failing, line, trace = writings[0], 0, fault.__traceback__
    while trace:
        if running := by_name.get(trace.tb_frame.f_code.co_filename):
            failing, line = running, trace.tb_lineno
        trace = trace.tb_next
    return failing, line


_SYNTAX = (
    (r"unexpected char '(.)'", "不认识的符号“{}”，标签里只用半角符号"),
    (r"unknown tag '(.+?)'", "不认识的标签“{}”"),
    (r"Unexpected end of template", "有 if 或 for 没有结束，请补上 {{% endif %}} 或 {{% endfor %}}"),
    (r"Missing end of comment", "注释没有结束，请补上 #}}"),
)


def _reason(fault: Exception) -> str:
    """What went wrong, in a clerk's words."""
    from jinja2 import TemplateSyntaxError, UndefinedError
    from jinja2.exceptions import SecurityError

    match fault:
        case TemplateSyntaxError():
            for pattern, words in _SYNTAX:
                if found := re.search(pattern, fault.message or ""):
                    return words.format(*found.groups())
            return "标签写得不对，请对照自带的模板检查"
        case UnprintableError() | AlteredFigureError() | UndefinedError():
            return str(fault)
        case SecurityError():
            return "模板里只能取用给出的内容，不能调用别的东西"
        case _:
            return "这里算不出来，请检查名称和写法"
