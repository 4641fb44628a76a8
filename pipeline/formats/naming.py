"""Which names a template uses, and whether there are such: also those of things within a list, in every branch."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from pipeline.formats.sandbox import FILTERS, environment, no_such
from pipeline.formats.tags import read, single_tags
from pipeline.formats.writings import Fault, Writing

if TYPE_CHECKING:
    from jinja2 import nodes


class Sort(StrEnum):
    """What stands behind a name: words or a figure to print, yes or no to ask, a list to go through, one of a list.

    A count is the program's own, as ``length`` and ``loop.index``: it can be asked, and has no source to print it with.
    """

    WORDS = "文字"
    FLAG = "是否"
    COUNT = "计数"
    LIST = "一列"
    THING = "一项"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a name; ``fields`` are the names within each thing of a list."""

    sort: Sort = Sort.WORDS
    fields: Mapping[str, "Known"] = field(default_factory=dict)

    @property
    def one(self) -> "Known":
        """One of a list."""
        return Known(Sort.THING, self.fields) if self.fields else Known()


Names: TypeAlias = Mapping[str, Known]
_Scope: TypeAlias = dict[str, Known | None]  # None: whatever it is, it is not known before it runs

_NOT_CALLED = "模板里只能取用给出的内容，不能调用别的东西"
_OF_THINGS = ("selectattr", "rejectattr", "map", "join")
_SAME_LIST = ("select", "reject", "selectattr", "rejectattr", "list", "default")


def shape_of(facts: Mapping[str, object]) -> dict[str, Known | None]:
    """What can be known of names from what they are now; an empty list tells nothing of its things."""
    return {name: _shape(fact) for name, fact in facts.items()}


def _shape(fact: object) -> Known | None:
    match fact:
        case bool():
            return Known(Sort.FLAG)
        case str():
            return Known()
        case Mapping():
            fields = shape_of(fact)
            return Known(Sort.THING, {name: each or Known() for name, each in fields.items()})
        case Sequence():
            one = _shape(fact[0]) if fact else None
            return Known(Sort.LIST, one.fields) if one else None
        case _:
            return Known()


def name_faults(writing: Writing, known: Mapping[str, Known | None], parts: Sequence[str] = ()) -> Iterator[Fault]:
    """Every tag, filter and name that there is not, with its line."""
    tree = read(writing.source)
    if not isinstance(tree, Fault):
        yield from _Reading({**known}, parts).faults(tree)
        return
    single = [(line, read(tag)) for line, tag in single_tags(writing.source)]
    trees = [(line, tree) for line, tree in single if not isinstance(tree, Fault)]
    scope: _Scope = {**{name: None for _, tree in trees for name in _bound(tree)}, **known}
    for _, tree in trees:
        _Reading(scope, parts).go_through(tree)
    for line, tree in trees:
        for fault in _Reading({**scope}, parts).faults(tree):
            yield Fault(line + fault.line - 1, fault.reason)


def _bound(tree: "nodes.Template") -> Iterator[str]:
    """The names that a template gives itself."""
    from jinja2 import nodes

    for name in tree.find_all(nodes.Name):
        if name.ctx in ("store", "param"):
            yield name.name
    for macro in tree.find_all(nodes.Macro):
        yield macro.name


@dataclass(slots=True)
class _Reading:
    """A walk through one template with the names that are known at each place."""

    scope: _Scope
    parts: Sequence[str]

    def faults(self, node: "nodes.Node") -> Iterator[Fault]:
        """What is wrong at a node and below it; what the node names is known from then on."""
        from jinja2 import nodes

        match node:
            case nodes.For():
                yield from self._for(node)
            case nodes.Macro() | nodes.CallBlock():
                if isinstance(node, nodes.CallBlock):
                    yield from self.faults(node.call)
                else:
                    self.scope[node.name] = None
                inner = self._with({**{each.name: None for each in node.args}, **_IN_MACROS})
                for child in (*node.defaults, *node.body):
                    yield from inner.faults(child)
            case nodes.Assign():
                yield from self.faults(node.node)
                self._take(node.target, self._shape(node.node))
            case nodes.AssignBlock():
                yield from self._all(node.body)
                self._take(node.target, None)
            case nodes.With():
                yield from self._all(node.values)
                inner = self._with({})
                for target, value in zip(node.targets, node.values, strict=True):
                    inner._take(target, self._shape(value))
                yield from inner._all(node.body)
            case nodes.Output():
                for child in node.nodes:
                    yield from self.faults(child)
                    yield from self._printed(child)
            case nodes.Include():
                if not (isinstance(node.template, nodes.Const) and node.template.value in self.parts):
                    yield Fault(node.lineno, _not_included(self.parts))
            case nodes.FilterBlock() | nodes.Import() | nodes.FromImport() | nodes.Extends() | nodes.Block():
                yield Fault(node.lineno, "模板里不用这种标签，可用的是 if、for、set、macro 和 include")
            case nodes.Name():
                if node.ctx == "load" and node.name not in self.scope and node.name not in environment().globals:
                    names = [each for each in self.scope if each != "loop"]
                    yield Fault(node.lineno, no_such("名称", node.name, names))
            case nodes.Filter():
                yield from self._all(node.iter_child_nodes())
                yield from self._filtered(node)
            case nodes.Test():
                yield from self._all(node.iter_child_nodes())
                if node.name not in environment().tests:
                    yield Fault(node.lineno, no_such("判断", node.name, tuple(environment().tests)))
            case nodes.Getattr() | nodes.Getitem():
                yield from self._all(node.iter_child_nodes())
                if (wanted := _wanted(node)) is not None:
                    yield from self._within(self._shape(node.node), wanted, node)
            case _:
                yield from self._all(node.iter_child_nodes())

    def go_through(self, tree: "nodes.Template") -> None:
        """Takes what a loop goes through as known, also beyond its end: where its end is not known."""
        from jinja2 import nodes

        for loop in tree.find_all(nodes.For):
            shape = self._shape(loop.iter)
            if shape and shape.sort is Sort.LIST and isinstance(loop.target, nodes.Name):
                self.scope[loop.target.name] = shape.one

    def _all(self, some: "Sequence[nodes.Node] | Iterator[nodes.Node]") -> Iterator[Fault]:
        for each in some:
            yield from self.faults(each)

    def _with(self, more: Mapping[str, Known | None]) -> "_Reading":
        return _Reading({**self.scope, **more}, self.parts)

    def _for(self, node: "nodes.For") -> Iterator[Fault]:
        yield from self.faults(node.iter)
        shape = self._shape(node.iter)
        if shape and shape.sort is not Sort.LIST:
            yield Fault(node.lineno, f"“{_written(node.iter)}”不是一列，不能用 for 逐项写")
        if node.recursive:
            yield Fault(node.lineno, "for 里不用 recursive")
        one = shape.one if shape and shape.sort is Sort.LIST else None
        inner = self._with({"loop": _loop(one) if one else None})
        inner._take(node.target, one)
        for child in (*([node.test] if node.test else ()), *node.body):
            yield from inner.faults(child)
        yield from self._with({})._all(node.else_)

    def _printed(self, node: "nodes.Expr") -> Iterator[Fault]:
        """What has no words cannot be printed."""
        from jinja2 import nodes

        if isinstance(node, nodes.CondExpr):
            for either in filter(None, (node.expr1, node.expr2)):
                yield from self._printed(either)
        if isinstance(node, nodes.Tuple | nodes.List | nodes.Dict) or (
            isinstance(node, nodes.Const) and not isinstance(node.value, str)
        ):
            yield Fault(node.lineno, "这里要打印的不是文字，也不是有出处的数字")
            return
        if isinstance(
            node, nodes.Sub | nodes.Mul | nodes.Div | nodes.FloorDiv | nodes.Pow | nodes.UnaryExpr
        ) and not isinstance(node, nodes.Not):
            yield Fault(node.lineno, "模板里不能计算，数字只能原样打印")
        shape = self._shape(node)
        if shape and shape.sort is Sort.FLAG:
            yield Fault(node.lineno, f"“{_written(node)}”只有是和否，不能打印，请写成 {{% if %}}")
        elif shape and shape.sort is Sort.COUNT:
            yield Fault(
                node.lineno, "这里数出来的数没有出处，不能打印；有几项请用“滞后数”一类的名称，序号直接写“（一）”"
            )
        elif shape and shape.sort is not Sort.WORDS:
            one = next(iter(shape.fields), "")
            told = f"请打印其中的一个，如“{one}”" if shape.sort is Sort.THING else "请用 for 逐项写"
            yield Fault(node.lineno, f"“{_written(node)}”不是一段文字，{told}")

    def _filtered(self, node: "nodes.Filter") -> Iterator[Fault]:
        from jinja2 import nodes

        mapped = [each.value for each in node.args[:1] if isinstance(each, nodes.Const)] if node.name == "map" else []
        for name in (node.name, *map(str, mapped)):
            if name not in FILTERS:
                yield Fault(node.lineno, no_such("过滤器", name, FILTERS))
        shape = self._shape(node.node) if node.node else None
        named = [each.value for each in node.kwargs if each.key == "attribute"]
        positional = node.args[:1] if node.name in ("selectattr", "rejectattr") else []
        for each in (*named, *positional):
            if node.name in _OF_THINGS and isinstance(each, nodes.Const) and shape and shape.sort is Sort.LIST:
                yield from self._within(shape.one, str(each.value), node)

    def _within(self, shape: Known | None, wanted: str, node: "nodes.Node") -> Iterator[Fault]:
        """Whether something that is known has a name within it."""
        if wanted.startswith("_"):
            yield Fault(node.lineno, _NOT_CALLED)
        elif shape and shape.sort is Sort.LIST:
            yield Fault(node.lineno, f"这里有好几项，不能直接取“{wanted}”，请用 for 逐项写")
        elif shape and wanted not in shape.fields:
            yield Fault(node.lineno, no_such("名称", wanted, tuple(shape.fields)))

    def _take(self, target: "nodes.Node", shape: Known | None) -> None:
        """A name that the template gives itself."""
        from jinja2 import nodes

        if isinstance(target, nodes.Name):
            self.scope[target.name] = shape
        for name in target.find_all(nodes.Name):
            self.scope[name.name] = None

    def _shape(self, node: "nodes.Node") -> Known | None:
        """What is known of a value; None where it shows only when it runs."""
        from jinja2 import nodes

        match node:
            case nodes.Name():
                return self.scope.get(node.name)
            case nodes.Getattr() | nodes.Getitem():
                shape, wanted = self._shape(node.node), _wanted(node)
                if shape is None:
                    return None
                if wanted is not None:
                    return shape.fields.get(wanted) if shape.sort is Sort.THING else None
                if shape.sort is Sort.LIST and isinstance(node, nodes.Getitem):
                    return shape if isinstance(node.arg, nodes.Slice) else shape.one
            case nodes.Compare() | nodes.Not() | nodes.Test():
                return Known(Sort.FLAG)
            case nodes.Const(value=bool()):
                return Known(Sort.FLAG)
            case nodes.Const(value=int() | float()):
                return Known(Sort.COUNT)
            case nodes.Filter() if node.name in ("length", "count"):
                return Known(Sort.COUNT)
            case nodes.Filter() if node.node:
                shape = self._shape(node.node)
                if shape and shape.sort is Sort.LIST:
                    return shape.one if node.name in ("first", "last") else shape if node.name in _SAME_LIST else None
        return None


_OF_LOOPS = {
    **dict.fromkeys(("index", "index0", "revindex", "revindex0", "length", "depth", "depth0"), Known(Sort.COUNT)),
    **dict.fromkeys(("first", "last", "changed"), Known(Sort.FLAG)),
    "cycle": Known(),
}


def _loop(one: Known) -> Known:
    """What a loop tells of itself, where ``one`` is what it goes through."""
    return Known(Sort.THING, {**_OF_LOOPS, "previtem": one, "nextitem": one})


_IN_MACROS: Mapping[str, None] = {"varargs": None, "kwargs": None, "caller": None}


def _wanted(node: "nodes.Node") -> str | None:
    """The name after a full stop, or the one in square brackets."""
    from jinja2 import nodes

    if isinstance(node, nodes.Getattr):
        return node.attr
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
        return node.arg.value
    return None


def _written(node: "nodes.Node") -> str:
    """A name as its author wrote it."""
    from jinja2 import nodes

    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr():
            return f"{_written(node.node)}.{node.attr}"
    return "这里"


def _not_included(parts: Sequence[str]) -> str:
    if not parts:
        return "这里不能再引入别的模板"
    return "这里只能引入 " + "、".join(f"'{each}'" for each in parts)
