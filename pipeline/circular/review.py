"""The review copy (核稿): the same text, where every figure's comment tells what it comes from.

The comments are Word's own. They carry no date: a month that is run again gives the same bytes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from xml.sax.saxutils import quoteattr

from pipeline.circular.copies import FinalCopy
from pipeline.circular.markup import Face, run
from pipeline.document import Evidence, Paragraph, Span
from pipeline.source import Where

MANY_SOURCES = 12
_FACE = Face("宋体", 21)


class ReviewCopy(FinalCopy):
    """Each figure with evidence is a run with a comment; a doubtful one is highlighted."""

    def __init__(self, author: str) -> None:
        self._author = author
        self._comments: list[str] = []

    @property
    def comments(self) -> Sequence[str]:
        return self._comments

    def spans(self, spans: Sequence[Span], face: Face, doubtful: bool = False, /) -> str:
        return "".join(
            self.noted(super(ReviewCopy, self).spans(tuple(group), _marked(face, evidence, doubtful)), evidence)
            for evidence, group in groupby(spans, key=lambda span: span.evidence)
        )

    def noted(self, markup: str, evidence: Evidence | None, /) -> str:
        return self._hung(markup, tuple(sentences(evidence))) if evidence else markup

    def headed(self, runs: str, remarks: Sequence[str], /) -> str:
        return self._hung(runs, remarks) if remarks else runs

    def last_pages(self, changes: Sequence[Paragraph], /) -> Sequence[Paragraph]:
        """What has changed since last month, which nobody issues."""
        return changes

    def _hung(self, runs: str, lines: Sequence[str]) -> str:
        """Runs with a comment of one paragraph per line hung on them."""
        number = len(self._comments)
        paragraphs = "".join(
            f'<w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>{run(line, _FACE)}</w:p>' for line in lines
        )
        self._comments.append(
            f'<w:comment w:id="{number}" w:author={quoteattr(self._author)} w:initials="核">{paragraphs}</w:comment>'
        )
        return (
            f'<w:commentRangeStart w:id="{number}"/>{runs}<w:commentRangeEnd w:id="{number}"/>'
            f'<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="{number}"/></w:r>'
        )


_COMPUTED = re.compile(r"[=＝÷×−]")


def sentences(evidence: Evidence) -> Iterator[str]:
    """What a comment says of a figure: each source with the text as typed, how it was computed, each doubt."""
    for where in evidence.sources[:MANY_SOURCES]:
        yield _source(where)
    if len(evidence.sources) > MANY_SOURCES:
        yield f"等，共 {len(evidence.sources)} 处。"
    if evidence.how:
        yield f"{'计算' if _COMPUTED.search(evidence.how) else '说明'}：{evidence.how}"
    for doubt in evidence.doubts:
        yield f"存疑：{doubt}"


def _source(where: Where) -> str:
    return f"来源：{where}" + (f"，原文“{where.raw}”" if where.raw else "")


def _marked(face: Face, evidence: Evidence | None, doubtful: bool) -> Face:
    return replace(face, highlighted=True) if doubtful or (evidence and evidence.doubts) else face
