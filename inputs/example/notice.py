"""The year's notice (通知) as the office holds it in Word: the published text, set like an official paper."""

import io
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as Word
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from pipeline.formats.packages import repacked

TITLE_FONT, BODY_FONT, HEADING_FONT = "方正小标宋简体", "仿宋_GB2312", "黑体"
WIDTHS = (Mm(13), Mm(32), Mm(84), Mm(27))
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the annex: the project's number and name, the target text as published, the responsible unit."""

    number: int
    project: str
    text: str
    unit: str


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice in its own words, from the title to the annex."""

    title: list[str]
    number: str
    addressees: str
    body: list[str]
    attachment: str
    issuer: str
    date: str
    note: str
    annex_title: str
    headings: list[str]
    projects: tuple[tuple[Row, ...], ...]

    @property
    def tasks(self) -> dict[str, Row]:
        """The annex's rows by task: 1-4 is the fourth row of project 1."""
        return {f"{row.number}-{place}": row for rows in self.projects for place, row in enumerate(rows, start=1)}


def read_notice(path: Path) -> Notice:
    """The published text from its TOML file."""
    words = tomllib.loads(path.read_text(encoding="utf-8"))
    projects = tuple(
        tuple(Row(each["number"], each["name"], task["text"], task["unit"]) for task in each["tasks"])
        for each in words.pop("projects")
    )
    return Notice(**words, projects=projects)


def notice_docx(notice: Notice) -> bytes:
    """The notice as a Word file, the same bytes each time."""
    word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    _write_letter(word, notice)
    _write_annex(word, notice)
    properties = word.core_properties
    properties.title, properties.author = "".join(notice.title), notice.issuer
    properties.created = properties.modified = datetime.strptime(notice.date, "%Y年%m月%d日")  # noqa: DTZ007
    out = io.BytesIO()
    word.save(out)
    return repacked(out.getvalue())


def _write_letter(word: Word, notice: Notice) -> None:
    for line in notice.title:
        _paragraph(word, line, TITLE_FONT, 22, CENTRE)
    _paragraph(word, notice.number, BODY_FONT, 16, CENTRE)
    _paragraph(word, "", BODY_FONT, 16)
    _paragraph(word, notice.addressees, BODY_FONT, 16)
    for line in notice.body:
        _paragraph(word, line, HEADING_FONT if line[1] == "、" else BODY_FONT, 16, indent=32)
    _paragraph(word, "", BODY_FONT, 16)
    _paragraph(word, notice.attachment, BODY_FONT, 16, indent=32)
    _paragraph(word, "", BODY_FONT, 16)
    _paragraph(word, notice.issuer, BODY_FONT, 16, RIGHT)
    _paragraph(word, notice.date, BODY_FONT, 16, RIGHT).paragraph_format.right_indent = Pt(32)
    _paragraph(word, notice.note, BODY_FONT, 16, indent=32)


def _write_annex(word: Word, notice: Notice) -> None:
    _paragraph(word, "附件", HEADING_FONT, 16).paragraph_format.page_break_before = True
    _paragraph(word, notice.annex_title, TITLE_FONT, 22, CENTRE)
    table = word.add_table(rows=1 + len(notice.tasks), cols=4, style="Table Grid")
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, (width, heading) in enumerate(zip(WIDTHS, notice.headings, strict=True)):
        table.columns[column].width = width
        _fill(table.cell(0, column), heading, HEADING_FONT)
    top = 1
    for rows in notice.projects:
        _write_project(table, top, rows)
        top += len(rows)
    for row in table.rows:
        for cell, width in zip(row.cells, WIDTHS, strict=True):
            cell.width = width


def _write_project(table: Table, top: int, rows: tuple[Row, ...]) -> None:
    """One project's rows: 序号 and 项目名称 are merged down over all of its tasks, as the annex has them."""
    for column, text in enumerate((str(rows[0].number), rows[0].project)):
        merged = table.cell(top, column).merge(table.cell(top + len(rows) - 1, column))
        _fill(merged, text, BODY_FONT)
    for place, row in enumerate(rows):
        _fill(table.cell(top + place, 2), row.text, BODY_FONT, WD_ALIGN_PARAGRAPH.JUSTIFY)
        _fill(table.cell(top + place, 3), row.unit, BODY_FONT)


def _fill(cell: _Cell, text: str, font: str, align: WD_ALIGN_PARAGRAPH = CENTRE) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    for surplus in cell.paragraphs[1:]:
        surplus._p.getparent().remove(surplus._p)
    paragraph.alignment = align
    _set_font(paragraph.add_run(text), font, 12)


def _paragraph(
    word: Word, text: str, font: str, size: int, align: WD_ALIGN_PARAGRAPH | None = None, indent: int = 0
) -> Paragraph:
    paragraph = word.add_paragraph()
    paragraph.alignment = align
    layout = paragraph.paragraph_format
    layout.line_spacing, layout.space_after, layout.first_line_indent = Pt(29), Pt(0), Pt(indent)
    _set_font(paragraph.add_run(text), font, size)
    return paragraph


def _set_font(run: Run, font: str, size: int) -> None:
    run.font.name, run.font.size = font, Pt(size)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
