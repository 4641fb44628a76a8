"""A circular passage by passage (逐段): paragraphs and rows of tables, as a reader sees them, whoever saved the file.

Looks, spaces and the breaks of a title mean nothing. Ordinals are counted anew wherever a text is set, so they tell no
difference either.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.circular.elements import written_level, written_ordinal
from pipeline.document import Chart, Document, Paragraph, Role, Table

if TYPE_CHECKING:
    from pipeline.formats.words import WordText

ROW, ASIDE, MOVED = "表格行", "版头版记", "移入版头版记"
"""What a row of a table is, what the layout adds, and what it moves there, beside the roles of paragraphs."""

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

    def is_like(self, other: "Passage") -> bool:
        """Whether two passages say the same on the same level; a number that Word itself prints tells none."""
        return self.key == other.key and (self.level == other.level or self.numbered or other.numbered)

    @property
    def level(self) -> Role | None:
        """The level of heading that its ordinal gives."""
        return None if self.role == ROW else written_level(self.text)


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
    """What a Word file says, without empty paragraphs; what the layout adds to the document is
    :data:`ASIDE`, what it moves to its edges :data:`MOVED`.

    The passages of the ``known`` versions are never taken for the layout's, as often as they stand there: an issuer's
    name at the end is its signature, and once more at the head it is the layout's mark.
    """
    left, aside = Counter[str](), _Aside(document)
    for version in known:
        left |= Counter(each.key for each in version)
    found: list[Passage] = []
    for each in reversed([each for each in _read(word, _bars(document)) if each.key]):
        left[each.key] -= 1
        found.append(each if left[each.key] >= 0 else replace(each, role=aside.role(each)))
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


class _Aside:
    """The words of a document that stand in head and imprint: the layout's own, and those of the text moved there."""

    def __init__(self, document: Document) -> None:
        head, imprint = document.head, document.imprint
        own = [block.title for annex in document.annexes for block in annex.blocks if isinstance(block, Chart)]
        own += [head.mark, head.number, head.copy, head.urgency, head.issue] if head else []
        own += [imprint.copies, imprint.printer, imprint.printed] if imprint else []
        moved = [each.text.rstrip("：:") for each in document.body if each.role in MOVABLE]
        moved += [imprint.addressees] if imprint else []
        self._own = [_SPACE.sub("", text) for text in own]
        self._all = [*self._own, *(_SPACE.sub("", text) for text in moved)]
        self._letter = _SPACE.sub("", head.mark).removesuffix("文件") if head else ""

    def role(self, passage: Passage) -> str:
        """What a passage is that no version of the text has; a letter's mark goes without 文件."""
        if passage.key == self._letter or _is_of(passage.key, self._own):
            return ASIDE
        return MOVED if _is_of(passage.key, self._all) else passage.role


def _is_of(key: str, words: Iterable[str]) -> bool:
    """Whether nothing is left of a passage without those words, the longest taken out first."""
    for word in sorted(filter(None, words), key=lambda word: (-len(word), word)):
        key = key.replace(word, "")
    return not _TRIMMINGS.sub("", key)
