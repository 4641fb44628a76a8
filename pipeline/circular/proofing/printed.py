"""A document as it is printed (成版): which rows its paragraphs take on which page, and what ink stands there."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from statistics import median

from pipeline import gb9704 as gb
from pipeline.circular.proofing.elements import Elements
from pipeline.circular.proofing.measure import Measure, measure
from pipeline.circular.proofing.paper import SetParagraph
from pipeline.formats.pdf import Box, Ink, Page, Pdf
from pipeline.gb9704 import Form, Number

TOP, LEFT = gb.MARGIN_TOP / gb.MILLIMETRE, gb.MARGIN_LEFT / gb.MILLIMETRE
BOTTOM, RIGHT = TOP + gb.TEXT_HEIGHT / gb.MILLIMETRE, LEFT + gb.TEXT_WIDTH / gb.MILLIMETRE
PITCH = gb.LINE_PITCH / gb.MILLIMETRE

_SAME_ROW = 1.5
_TALLEST_ROW = 20.0
_FURNITURE = 3  # rows of a page's foot and head that may interrupt a paragraph
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of text across a page."""

    page: int
    text: str
    box: Box


@dataclass(frozen=True)
class Printed:
    """The printed document beside the one that was set."""

    pdf: Pdf
    elements: Elements
    substitutes: dict[str, str] = field(default_factory=dict)
    """Fonts that were asked for and not there, each with the one that stands in."""
    numbering: str = "odd_even"
    """Where the office has its page numbers: ``odd_even`` as the standard, ``centre`` or ``none``."""

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """All rows in the order of reading."""
        return tuple(row for page in self.pdf.pages for row in _rows(page))

    def page(self, number: int) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.page == number)

    @cached_property
    def inks(self) -> dict[int, Ink]:
        """The ink of each upright page; a wide table's page lies on its side and is looked at by its text alone."""
        return {page.number: self.pdf.ink(page.number) for page in self.pdf.pages if page.width <= page.height}

    @cached_property
    def red(self) -> Ink:
        """The red ink of the first page."""
        return self.pdf.red(1)

    @cached_property
    def _places(self) -> dict[int, tuple[Row, ...]]:
        return dict(_placed(self.elements, self.rows))

    def rows_of(self, paragraph: SetParagraph | None) -> tuple[Row, ...]:
        """The rows of a paragraph; none where it could not be found again."""
        return self._places.get(id(paragraph), ())

    @cached_property
    def text(self) -> tuple[Row, ...]:
        """The rows of the text proper."""
        return tuple(row for each in self.elements.text for row in self.rows_of(each))

    @cached_property
    def pitch(self) -> float:
        """From one row of the text to the next; the standard's where there are no two on a page."""
        steps = [
            after.box.middle - before.box.middle
            for before, after in zip(self.text, self.text[1:], strict=False)
            if before.page == after.page
        ]
        return median(steps) if steps else PITCH

    def ink_of(self, row: Row) -> Box:
        """Where a row's characters really stand: its band of ink, else the box that its font claims."""
        bands = self.inks[row.page].bands if row.page in self.inks else ()
        inked = (band for band in bands if band.top <= row.box.middle <= band.bottom)
        return next((band for band in inked if band.bottom - band.top <= _TALLEST_ROW), row.box)

    def tolerance(self, exact: float, substituted: float) -> float:
        """How far off a place may be, in millimetres: further where other fonts stand in."""
        return substituted if self.substitutes else exact

    def counted(self, fact: Number | Form, item: str, seen: str, met: bool, expected: str = "") -> Measure:
        """A measure of the printed pages that does not hang on which fonts were there."""
        return replace(measure(fact, f"成版{item}", seen, met, expected), rendered=True)

    def measured(self, fact: Number | Form, item: str, seen: str, met: bool, expected: str = "") -> Measure:
        """A measure of the printed page, marked where its place was taken with other fonts than those asked for."""
        return self.counted(fact, item, f"{seen}（字体已替代）" if self.substitutes else seen, met, expected)


def upright(page: Page) -> Page:
    """A page as it is bound: one that is wider than high is turned, its head to the left."""
    if page.width <= page.height:
        return page
    turned = (
        replace(line, box=Box(line.box.top, page.width - line.box.right, line.box.bottom, page.width - line.box.left))
        for line in page.lines
    )
    return Page(page.number, page.height, page.width, tuple(sorted(turned, key=lambda line: line.box.top)))


def tolerated(fact: Number | Form, millimetres: float) -> str:
    """What is expected, with what it may be off by."""
    return f"{fact.words}（容差 {millimetres:g} mm）"


def plain(text: str) -> str:
    """A text to find again what was printed of it: without spaces, in the plainest form of its characters."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def _rows(page: Page) -> Iterator[Row]:
    """The lines of a page, those at one height joined into one row."""
    joined: list[list[tuple[str, Box]]] = []
    for line in sorted(page.lines, key=lambda line: line.box.middle):
        if joined and line.box.middle - joined[-1][-1][1].middle < _SAME_ROW:
            joined[-1].append((line.text, line.box))
        else:
            joined.append([(line.text, line.box)])
    for parts in joined:
        parts.sort(key=lambda part: part[1].left)
        boxes = [box for _, box in parts]
        yield Row(
            page.number,
            "".join(text for text, _ in parts),
            Box(
                boxes[0].left,
                min(box.top for box in boxes),
                max(box.right for box in boxes),
                max(box.bottom for box in boxes),
            ),
        )


def _placed(elements: Elements, rows: Sequence[Row]) -> Iterator[tuple[int, tuple[Row, ...]]]:
    """Each paragraph with its rows, found one after another: what was printed follows what was set."""
    words = [plain(row.text) for row in rows]
    cursor = 0
    for paragraph in _in_order(elements):
        wanted = plain(paragraph.text)
        spans = ((at, _end(wanted, words, at)) for at in range(cursor, len(rows)) if _begins(wanted, words[at]))
        start, end = next(((start, end) for start, end in spans if end), (cursor, cursor))
        if end > start:
            yield id(paragraph), tuple(row for row in rows[start:end] if plain(row.text) in wanted)
            cursor = end


def _in_order(elements: Elements) -> Iterable[SetParagraph]:
    imprint = elements.imprint if elements.imprint_table else ()
    return (*(each for each in elements.paper.paragraphs if each.text), *imprint)


def _begins(wanted: str, word: str) -> bool:
    return bool(word) and (wanted.startswith(word) if len(word) < len(wanted) else word == wanted)


def _end(wanted: str, words: Sequence[str], start: int) -> int:
    """Where a text ends that begins with a row, 0 where it does not go on; a page's foot may stand in between."""
    rest, missed = wanted, 0
    for at in range(start, len(words)):
        if rest.startswith(words[at]):
            rest, missed = rest[len(words[at]) :], 0
        else:
            missed += 1
        if not rest:
            return at + 1
        if missed > _FURNITURE:
            return 0
    return 0
