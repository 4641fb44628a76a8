"""Sections (节): stretches of a document that lie one way on the page, one after another.

A section ends with its last paragraph, which carries its properties: a paragraph of its own could fall onto a page
with nothing else on it.
"""

from collections.abc import Iterable, Iterator
from enum import Enum, auto
from itertools import chain, groupby

from pipeline.circular import across
from pipeline.circular.imprint import last_paragraph
from pipeline.circular.pages import Page
from pipeline.circular.styles import Styles


class Lie(Enum):
    """How a stretch lies: upright, across (横排), or on an even page without a number (版记 apart)."""

    UPRIGHT = auto()
    ACROSS = auto()
    APART = auto()


Stretch = tuple[Lie, Iterable[str]]


def sectioned(stretches: Iterable[Stretch], page: Page, styles: Styles) -> Iterator[str]:
    """The elements of all stretches; each section ends with its properties, the last of which come last of all."""
    before: tuple[list[str], str] | None = None
    for lie, alike in groupby(stretches, key=lambda stretch: stretch[0]):
        elements = list(chain.from_iterable(each for _, each in alike))
        if not elements:
            continue
        if before:
            yield from _closed(*before, styles)
        before = elements, _properties(lie, page, follows=before is not None)
    if before:
        elements, properties = before
        yield from elements
        yield from () if _is_paragraph(elements[-1]) else (last_paragraph(styles),)
        yield properties


def _properties(lie: Lie, page: Page, follows: bool) -> str:
    return across.section() if lie is Lie.ACROSS else page.section(follows=follows, unnumbered_even=lie is Lie.APART)


def _closed(elements: list[str], properties: str, styles: Styles) -> Iterator[str]:
    """A section's elements, the last of which is a paragraph with its properties."""
    *others, last = elements
    yield from others
    if _is_paragraph(last):
        opened, end, rest = last.partition("</w:pPr>")
        yield f"{opened}{properties}{end}{rest}"
    else:
        yield last
        yield last_paragraph(styles, properties)


def _is_paragraph(element: str) -> bool:
    return element.startswith("<w:p>")
