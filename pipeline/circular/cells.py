"""Cells of the annexes' tables (单元格): words and figures on their lines, a dash where there is nothing to tell."""

from pipeline.document import Evidence, Span, TableCell
from pipeline.formats.figures import Words, phrase

ABSENT = "—"
MERGED = TableCell(continues=True)


def cell(*lines: Words | None, evidence: Evidence | None = None) -> TableCell:
    """A cell with these lines, or with a dash; ``evidence`` is that of the cell as a whole."""
    told = tuple(spans for line in lines if (spans := _spans(line)))
    return TableCell(told or (_spans(ABSENT),), evidence=evidence)


def _spans(words: Words | None) -> tuple[Span, ...]:
    return phrase(words).spans
