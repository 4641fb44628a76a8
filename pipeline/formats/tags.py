"""The tags of a template, looked at one by one: braces, marks left open, blocks that do not close.

The engine stops at the first fault that it meets; a person wants all of them at once. So where a template as a whole
cannot be read, each tag is read alone.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING

from pipeline.formats.sandbox import environment, no_such, reason
from pipeline.formats.writings import Fault, Literal, Writing

if TYPE_CHECKING:
    from jinja2 import nodes

MOST_TOLD = 300
"""More faults of a kind than this are told once these are put right."""

_OPENING = r"\{[{%#]"
_TAG = re.compile(rf"\{{#.*?(?:#\}}|\Z)|\{{\{{(?:(?!{_OPENING}).)*?\}}\}}|\{{%(?:(?!{_OPENING}).)*?%\}}", re.DOTALL)
_BRACE = re.compile(r"[{｛][{｛%％#]?|[%％#]?[}｝]{1,2}")
_WORD = re.compile(r"\{%[-+]?\s*(\w+)\s*(.*?)\s*[-+]?%\}", re.DOTALL)
_BLOCKS = ("if", "for", "macro", "call", "with", "filter", "raw", "set")
_BETWEEN = {"elif": ("if",), "else": ("if", "for")}


def literals(writing: Writing) -> Iterator[Literal]:
    """The words of the template itself, line by line, outside and inside its tags; comments are left out."""
    from jinja2 import TemplateSyntaxError

    try:
        pieces = [
            (line, text)
            for line, kind, text in environment().lex(writing.source, writing.name)
            if kind in ("data", "string")
        ]
    except (TemplateSyntaxError, ValueError, RecursionError):
        pieces = [(1, _untagged(writing.source))]
    for line, text in pieces:
        for offset, piece in enumerate(text.split("\n")):
            yield Literal(line + offset, piece)


def brace_faults(writing: Writing) -> Iterator[Fault]:
    """No official paper has braces: one that stands in the words is a tag typed wrong, often in full width."""
    for literal in literals(writing):
        for found in _BRACE.finditer(literal.text):
            words = f"“{found[0]}”不是标签，标签要用半角的 {{{{ }}}} 或 {{% %}}，并且成对"
            yield Fault(literal.line, words)


def syntax_faults(writing: Writing) -> Iterator[Fault]:
    """Every tag that cannot be read, and every block that is not closed; nothing where all can be read."""
    whole = fault_of(writing.source)
    if whole is None:
        return
    faults = list(islice(chain(_alone(writing.source), _unpaired(writing.source)), MOST_TOLD))
    yield from faults
    if not faults and not any(True for _ in brace_faults(writing)):
        yield whole


def single_tags(source: str) -> Iterator[tuple[int, str]]:
    """Each tag, made whole where it begins a block, with its line; comments and ends of blocks are left out."""
    for found in _TAG.finditer(source):
        tag = found[0] if not found[0].startswith("{%") else _completed(found[0])
        if tag and not tag.endswith("#}"):
            yield _line(source, found.start()), tag


def _alone(source: str) -> Iterator[Fault]:
    """The tags that are wrong in themselves, and those that never end."""
    for line, tag in single_tags(source):
        if fault := fault_of(tag):
            yield Fault(line + fault.line - 1, fault.reason)
    for found in re.finditer(r"\{[{%]", _TAG.sub(_blank, source)):
        end = {"{{": "}}", "{%": "%}"}[found[0]]
        yield Fault(_line(source, found.start()), f"标签没有结束，请补上 {end}")


def _completed(tag: str) -> str:
    """A tag of a block as a block of its own; empty for one that only closes or divides."""
    found = _WORD.fullmatch(tag)
    if found is None:
        return tag
    word, rest = found[1], found[2]
    if word == "else" or word.startswith("end"):
        return ""
    if word == "elif":
        return f"{{% if {rest} %}}{{% endif %}}"
    return f"{tag}{{% end{word} %}}" if _opens(word, rest) else tag


def _opens(word: str, rest: str) -> bool:
    return word in _BLOCKS and not (word == "set" and "=" in rest)


def _unpaired(source: str) -> Iterator[Fault]:
    """Blocks without an end, ends without a block."""
    open_blocks: list[tuple[int, str]] = []
    for found in _TAG.finditer(source):
        tag = _WORD.fullmatch(found[0])
        if tag is None:
            continue
        line, word = _line(source, found.start()), tag[1]
        inner = open_blocks[-1][1] if open_blocks else ""
        if _opens(word, tag[2]):
            open_blocks.append((line, word))
        elif word in _BETWEEN and inner not in _BETWEEN[word]:
            yield Fault(line, f"{word} 前面没有 if" if word == "elif" else "else 前面没有 if 或 for")
        elif word.startswith("end") and word[3:] not in _BLOCKS:
            yield Fault(line, no_such("标签", word, [f"end{each}" for each in _BLOCKS]))
        elif word.startswith("end"):
            if word[3:] in (each for _, each in open_blocks):
                while open_blocks[-1][1] != word[3:]:
                    yield _open(*open_blocks.pop())
                open_blocks.pop()
            else:
                yield Fault(line, f"{word} 前面没有 {word[3:]}")
    for each in open_blocks:
        yield _open(*each)


def _open(line: int, word: str) -> Fault:
    return Fault(line, f"这里的 {word} 没有结束，请补上 {{% end{word} %}}")


def fault_of(source: str) -> Fault | None:
    """What the engine says of a text, None where it can read it."""
    tree = read(source)
    return tree if isinstance(tree, Fault) else None


@lru_cache(maxsize=4)
def read(source: str) -> "nodes.Template | Fault":
    """A text as the engine reads it, or what the engine says of it."""
    from jinja2 import TemplateSyntaxError

    try:
        return environment().parse(source)
    except TemplateSyntaxError as fault:
        return Fault(fault.lineno, reason(fault))
    except (ValueError, RecursionError, MemoryError):  # numbers or brackets beyond all measure
        return Fault(1, reason(RecursionError()))


def _untagged(source: str) -> str:
    """The text without its tags, and without what only begins one, in as many lines."""
    return re.sub(r"\{[{%].*", "", _TAG.sub(_blank, source))


def _blank(tag: re.Match[str]) -> str:
    """As many places in as many lines."""
    return re.sub(r"[^\n]", " ", tag[0])


def _line(source: str, place: int) -> int:
    return source.count("\n", 0, place) + 1
