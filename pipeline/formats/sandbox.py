"""Jinja2 as an office's templates may use it: strict, without reach, and bounded in time and memory.

A template puts words and whole figures together and does nothing else. Everything that it builds (text, lists, rounds
of a loop) is paid from one allowance, so that no template, however it is written, runs away.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Sized
from contextlib import contextmanager
from contextvars import ContextVar
from difflib import get_close_matches
from functools import cache, wraps
from typing import TYPE_CHECKING, Any

from pipeline.formats.figures import AlteredFigureError, Figure, Phrase, unmarked_spans

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

FILTERS = ("join", "first", "last", "length", "count", "default", "list", "reject", "select", "rejectattr",
           "selectattr", "map", "replace", "trim", "string")  # fmt: skip
"""The filters that move words about; one that takes them apart, rounds or converts would lose a figure's source."""

_ALLOWANCE = 2_000_000
_LONGEST = 200_000
_PLACEHOLDERS = re.compile(r"(?:[^%]|%s|%%)*")
_SPENT = "_spent"

_left: ContextVar["list[int] | None"] = ContextVar("_left", default=None)


class UnprintableError(ValueError):
    """A value that has no words, or a number without a source."""


class RefusedError(ValueError):
    """What a template may not do, or not so much of it; the message is for its author."""


@contextmanager
def allowance() -> Iterator[None]:
    """While it lasts, what a template builds is counted."""
    token = _left.set([_ALLOWANCE])
    try:
        yield
    finally:
        _left.reset(token)


@cache
def environment() -> "SandboxedEnvironment":
    """What the office's templates run in."""
    from jinja2 import StrictUndefined, nodes, pass_context
    from jinja2.runtime import LoopContext, Macro
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from jinja2.utils import Namespace
    from jinja2.visitor import NodeTransformer

    class Unknown(StrictUndefined):
        """A name that a table of facts does not have."""

        __slots__ = ()

        @property
        def _undefined_message(self) -> str:
            if not isinstance(self._undefined_name, str):
                return "这里要取的一项没有，请先用 if 判断有没有"
            known = self._undefined_obj if isinstance(self._undefined_obj, Mapping) else ()
            return no_such("名称", str(self._undefined_name), [str(each) for each in known])

    class Metered(NodeTransformer):
        """Each loop, joining, slice and written word goes through the count."""

        def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
            rounds = sum(1 for each in node.body for _ in each.find_all(nodes.Node)) + 1
            self.generic_visit(node)
            node.iter = nodes.Filter(node.iter, _SPENT, [nodes.Const(rounds)], [], None, None, lineno=node.lineno)
            return node

        def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
            self.generic_visit(node)
            listed = nodes.List(node.nodes, lineno=node.lineno)
            return nodes.Filter(listed, "join", [], [], None, None, lineno=node.lineno)

        def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802
            self.generic_visit(node)
            if not isinstance(node.arg, nodes.Slice):
                return node
            return nodes.Filter(node, _SPENT, [], [], None, None, lineno=node.lineno)

        def visit_TemplateData(self, node: nodes.TemplateData) -> nodes.Node:  # noqa: N802
            return nodes.Const(node.data, lineno=node.lineno)

    class Office(ImmutableSandboxedEnvironment):
        """Nothing but put words and whole figures together."""

        intercepted_binops = frozenset(("+", "*", "**", "%"))

        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
            return not isinstance(obj, Figure | Phrase) and super().is_safe_attribute(obj, attr, value)

        def is_safe_callable(self, obj: Any) -> bool:
            return isinstance(obj, Macro) or obj is Namespace or isinstance(getattr(obj, "__self__", None), LoopContext)

        def call(self, *given: Any, **named: Any) -> Any:  # the first two are the context and what is called
            return _spent(super().call(*given, **named), 1)

        def call_binop(self, _: Any, operator: str, left: Any, right: Any) -> Any:
            return _added(left, right) if operator == "+" else _formatted(operator, left, right)

        def _generate(self, source: nodes.Template, *given: Any, **named: Any) -> str:
            return super()._generate(Metered().visit(source), *given, **named)

    office = Office(
        undefined=Unknown,
        finalize=pass_context(_finalize),  # seen when it runs, never folded when it is compiled
        autoescape=False,
        optimized=False,
    )
    own: dict[str, Callable[..., Any]] = {"join": _join, "replace": _replace}
    office.filters = {name: own.get(name) or _metered(office.filters[name]) for name in FILTERS} | {_SPENT: _spent}
    office.globals = {"namespace": office.globals["namespace"]}
    return office


def _finalize(_: object, value: object) -> str:
    """What one ``{{ … }}`` prints: words, or figures that are still whole."""
    from jinja2 import Undefined

    if not isinstance(value, str | Figure | Phrase | Undefined):
        raise UnprintableError("这里要打印的不是文字，也不是有出处的数字")
    text = _text(value)
    unmarked_spans(text)
    return text


# --- the count --------------------------------------------------------------------------------------------------------


def _spend(count: int, size: int = 0) -> None:
    left = _left.get()
    if left is not None:
        left[0] -= count
        if left[0] < 0 or size > _LONGEST:
            raise RefusedError("这里写出的文字太长，或者循环太多，超过了上限，请检查 for 和 macro")


def _spent(value: Any, each: int = 1) -> Any:
    """The value itself, once it is paid for; what has no length yet is made a list."""
    from jinja2 import Undefined

    if not isinstance(value, Sized | Undefined) and isinstance(value, Iterator):
        value = tuple(value)
    if isinstance(value, Sized) and not isinstance(value, Undefined):
        _spend((len(value) + 1) * each, len(value))
    else:
        _spend(each)
    return value


def _text(value: object) -> str:
    text = str(value)
    _spend(len(text) + 1, len(text))
    return text


def _metered(used: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(used)
    def metered(*given: Any, **named: Any) -> Any:
        return _spent(used(*given, **named))

    return metered


def _join(value: Any, d: str = "", attribute: str | None = None) -> str:
    """The filter ``join``: every piece is paid for before they are put together."""
    from jinja2.filters import make_attrgetter

    pick = make_attrgetter(environment(), attribute) if attribute is not None else None
    between, pieces = str(d), []
    for each in value:
        _spend(len(between))
        pieces.append(_text(pick(each) if pick else each))
    return between.join(pieces)


def _replace(value: Any, old: str, new: str, count: int = -1) -> str:
    """The filter ``replace``."""
    text, old, new = _text(value), str(old), str(new)
    found = text.count(old)
    _spend(found * len(new), found * len(new))
    return text.replace(old, new, count)


def _added(left: Any, right: Any) -> Any:
    _spend(sum(len(each) for each in (left, right) if isinstance(each, Sized)))
    return left + right


def _formatted(operator: str, left: Any, right: Any) -> str:
    """``'共%s项' % 件数``; any other sum would make a figure without a source, or more text than can be held."""
    if operator != "%" or not isinstance(left, str) or not _PLACEHOLDERS.fullmatch(left):
        raise RefusedError("模板里不能计算，数字只能原样打印")
    return left % (tuple(map(_text, right)) if isinstance(right, tuple) else _text(right))


# --- what went wrong, in a clerk's words ------------------------------------------------------------------------------


def no_such(what: str, given: str, known: Sequence[str]) -> str:
    """That something does not exist, with the nearest that does."""
    reason = f"没有“{given}”这个{what}"
    if near := get_close_matches(given, known, n=1, cutoff=0.3):
        return f"{reason}，是不是“{near[0]}”"
    return f"{reason}，可用的是 {'、'.join(known)}" if known else reason


_SYNTAX = (
    (r"unexpected char '(.)'", "不认识的符号“{}”，标签里只用半角符号"),
    (r"unknown tag '(.+?)'", "不认识的标签“{}”"),
    (r"Unexpected end of template", "有 if 或 for 没有结束，请补上 {{% endif %}} 或 {{% endfor %}}"),
    (r"Missing end of comment", "注释没有结束，请补上 #}}"),
)


def reason(fault: Exception) -> str:
    """What went wrong, in a clerk's words."""
    from jinja2 import TemplateSyntaxError, UndefinedError
    from jinja2.exceptions import SecurityError

    match fault:
        case TemplateSyntaxError():
            for pattern, words in _SYNTAX:
                if found := re.search(pattern, fault.message or ""):
                    return words.format(*found.groups())
            return "标签写得不对，请对照自带的模板检查"
        case UnprintableError() | AlteredFigureError() | UndefinedError() | RefusedError():
            return str(fault)
        case SecurityError():
            return "模板里只能取用给出的内容，不能调用别的东西"
        case TypeError():
            return "这里有一项是空的或者不是数字，不能比较大小，也不能计算；请先判断有没有，如“差距 and 差距 > 20”"
        case RecursionError():
            return "这里写得太长或者套得太深，请写得简单些"
        case _:
            return "这里算不出来，请检查名称和写法"
