"""The official document as data (公文): what stands in it, before anyone sets it on a page.

Every printed figure keeps the places it came from, so that the review copy can hang a comment on it and a test can
match it with the report.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pipeline.source import Where


class Role(StrEnum):
    """What a paragraph is, in the words of GB/T 9704—2012 clause 7."""

    TITLE = "标题"
    ADDRESSEE = "主送机关"
    BODY = "正文"
    HEADING_1 = "一级标题"
    HEADING_2 = "二级标题"
    HEADING_3 = "三级标题"
    HEADING_4 = "四级标题"
    ATTACHMENTS = "附件说明"
    SIGNATURE = "发文机关署名"
    DATE = "成文日期"
    NOTE = "附注"
    ANNEX_LABEL = "附件序号"
    ANNEX_TITLE = "附件标题"
    TABLE_NOTE = "表注"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a printed figure is what it is.

    ``sources`` are the cells it comes from (with the text as typed); ``how`` says in words how it was computed, empty
    for a figure that is a cell; ``doubts`` are the findings about it, as sentences.
    """

    sources: tuple[Where, ...] = ()
    how: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text; with ``evidence`` where it is a figure."""

    text: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its role and its text in spans.

    A heading that runs on into its sentence (（一）老旧小区改造。全年目标…) holds the heading in ``lead`` and the rest
    in ``spans``: only the lead takes the heading's font.
    """

    role: Role
    spans: tuple[Span, ...]
    lead: str = ""

    @property
    def text(self) -> str:
        return self.lead + "".join(span.text for span in self.spans)


class Align(StrEnum):
    """How a cell's text is set."""

    CENTRE = "center"
    LEFT = "left"
    JUSTIFY = "both"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its share of the width, and how its cells are set."""

    heading: str
    share: int
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: paragraphs of spans; ``continues`` where it is merged with the cell above.

    ``evidence`` belongs to the cell as a whole (a row's comment); ``doubtful`` marks it in the review copy.
    """

    lines: tuple[tuple[Span, ...], ...] = ()
    continues: bool = False
    evidence: Evidence | None = None

    @property
    def text(self) -> str:
        return "\n".join("".join(span.text for span in line) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header that repeats on every page; each row has a cell for each column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[TableCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: what it stands for, its share done and the share planned by now, in percent.

    ``None`` where there is none; ``remark`` says in words what stands instead (未报送).
    """

    label: str
    done: Decimal | None
    pace: Decimal | None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of progress against pace (进度图), one bar for each indicator, from the top down."""

    title: str
    bars: tuple[Bar, ...]


Block = Paragraph | Table | Chart


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex (附件): ``number`` is ``None`` where it is the only one; ``wide`` ones lie on landscape pages."""

    number: int | None
    title: str
    blocks: tuple[Block, ...]
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The head (版头): the issuer's mark (发文机关标志) and the document number (发文字号).

    ``copy`` is this copy's serial number (份号, six digits) and ``urgency`` 特急 or 加急 (紧急程度), empty where not
    marked; ``issue`` is the issue's number (期号, 第5期) of a circular that comes out in a series.
    """

    mark: str
    number: str
    copy: str = ""
    urgency: str = ""
    issue: str = ""


@dataclass(frozen=True, slots=True)
class Imprint:
    """The imprint (版记): whom it is copied to (抄送), who printed it (印发机关) and when (印发日期).

    ``addressees`` stand here (主送) only where they are too long for the first page.
    """

    copies: str
    printer: str
    printed: str
    addressees: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole official document, in reading order.

    ``remarks`` are what is open, for the head of the review copy; ``changes`` what has changed since last month, one
    paragraph each, for its end. Neither is ever in the final copy.
    """

    title: str
    head: Head | None
    body: tuple[Paragraph, ...]
    annexes: tuple[Annex, ...] = ()
    imprint: Imprint | None = None
    remarks: tuple[str, ...] = ()
    changes: tuple[Paragraph, ...] = ()
    author: str = ""

    def spans(self) -> Iterator[Span]:
        """Every span of the document, in reading order."""
        for paragraph in self.body:
            yield from paragraph.spans
        for annex in self.annexes:
            for block in annex.blocks:
                if isinstance(block, Paragraph):
                    yield from block.spans
                elif isinstance(block, Table):
                    for row in block.rows:
                        for cell in row:
                            for line in cell.lines:
                                yield from line
