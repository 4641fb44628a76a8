"""A circular passage by passage (逐段): paragraphs and rows of tables, as a reader sees them, whoever saved the file.

Looks, spaces and the breaks of a title mean nothing. Ordinals are counted anew wherever a text is set, so they tell no
difference either.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.circular.elements import written_ordinal
from pipeline.document import Chart, Document, Paragraph, Role, Table

if TYPE_CHECKING:
    from pipeline.formats.words import WordText

ROW, ASIDE = "表格行", "版头版记"
"""What a row of a table is, and what the layout adds, beside the roles of paragraphs."""

MOVABLE = (Role.ADDRESSEE, Role.SIGNATURE, Role.DATE)
"""What a layout may set in head or imprint, too."""

_SPACE = re.compile(r"\s+")
_TRIMMINGS = re.compile(r"抄送|主送|印发|第期|\W+")


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph or row: what it is, its text, and where a person finds it.

    ``at`` is its place in the document's body; ``figured`` tells that it holds figures of the data, ``numbered`` that
    Word prints a number before it which is not in its text.
    """

    role: str
    text: str
    place: str = ""
    at: int | None = None
    figured: bool = False
    numbered: bool = False

    @property
    def key(self) -> str:
        """What tells whether two passages say the same."""
        text = _SPACE.sub("", self.text)
        return text if self.role == ROW else text.removeprefix(written_ordinal(text))


def printed(document: Document) -> tuple[Passage, ...]:
    """What the program prints of a document, without head and imprint, which depend on the layout."""
    return tuple(each for each in _printed(document) if each.key)


def _printed(document: Document) -> Iterator[Passage]:
    yield Passage(Role.TITLE, document.title.replace("\n", ""))
    for at, paragraph in enumerate(document.body):
        yield _paragraph(paragraph, at)
    for annex in document.annexes:
        yield Passage(Role.ANNEX_LABEL, f"附件{'' if annex.number is None else annex.number}")
        yield Passage(Role.ANNEX_TITLE, annex.title.replace("\n", ""))
        for block in annex.blocks:
            if isinstance(block, Table):
                yield from _rows(block)
            elif isinstance(block, Paragraph):
                yield _paragraph(block)


def _paragraph(paragraph: Paragraph, at: int | None = None) -> Passage:
    figured = any(span.evidence for span in paragraph.spans)
    return Passage(paragraph.role, paragraph.text, at=at, figured=figured)


def _rows(table: Table) -> Iterator[Passage]:
    """The header and every row; a merged cell stands in each of its rows."""
    yield Passage(ROW, _row(column.heading for column in table.columns))
    above: list[str] = []
    for row in table.rows:
        above = [above[place] if cell.continues else cell.text for place, cell in enumerate(row)]
        yield Passage(ROW, _row(above), figured=True)


def _row(cells: Iterable[str]) -> str:
    return "｜".join(cells)


def read(word: "WordText", document: Document, *known: Iterable[Passage]) -> tuple[Passage, ...]:
    """What a Word file says, without empty paragraphs; what the layout adds to the document is :data:`ASIDE`.

    The passages of the ``known`` versions are never taken for the layout's, as often as they stand there: an issuer's
    name at the end is its signature, and once more at the head it is the layout's mark.
    """
    left, words = Counter[str](), _aside(document)
    for version in known:
        left |= Counter(each.key for each in version)
    found: list[Passage] = []
    for each in reversed([each for each in _read(word, _bars(document)) if each.key]):
        left[each.key] -= 1
        aside = left[each.key] < 0 and _is_aside(each.key, words)
        found.append(replace(each, role=ASIDE) if aside else each)
    return tuple(reversed(found))


def _read(word: "WordText", bars: Collection[str]) -> Iterator[Passage]:
    """Every paragraph and row but those of a chart that is drawn as a table: its bars are the data's."""
    from pipeline.formats.words import WordParagraph

    paragraphs = tables = 0
    for block in word.blocks:
        if isinstance(block, WordParagraph):
            paragraphs += bool(block.text.strip())
            yield Passage("", block.text.strip(), f"第{paragraphs}段", numbered=block.numbered)
        else:
            tables += 1
            if bars and all(row and _SPACE.sub("", row[0].text) in bars for row in block.rows[1:]):
                continue
            for number, row in enumerate(block.rows, 1):
                yield Passage(ROW, _row(cell.text for cell in row), f"第{tables}张表第{number}行")


def _bars(document: Document) -> Collection[str]:
    """What the bars of the document's charts stand for."""
    charts = [block for annex in document.annexes for block in annex.blocks if isinstance(block, Chart)]
    return {_SPACE.sub("", bar.label) for chart in charts for bar in chart.bars}


def _aside(document: Document) -> Sequence[str]:
    """The words that the layout sets in head and imprint, the longest first."""
    head, imprint = document.head, document.imprint
    texts = [*((head.mark, head.number, head.copy, head.urgency, head.issue) if head else ())]
    texts += [*((imprint.copies, imprint.printer, imprint.printed, imprint.addressees) if imprint else ())]
    texts += [each.text.rstrip("：:") for each in document.body if each.role in MOVABLE]
    texts += [block.title for annex in document.annexes for block in annex.blocks if isinstance(block, Chart)]
    return sorted({_SPACE.sub("", text) for text in texts if text.strip()}, key=lambda text: (-len(text), text))


def _is_aside(key: str, words: Sequence[str]) -> bool:
    """Whether nothing is left of a passage without those words."""
    for word in words:
        key = key.replace(word, "")
    return not _TRIMMINGS.sub("", key)
