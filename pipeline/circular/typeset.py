"""A document as data becomes a Word file set to GB/T 9704—2012 (排版).

The elements in their order, each with its blank lines; how each looks is in ``styles``, how wide and high things are
in ``gb9704``.
"""

from collections.abc import Iterator
from dataclasses import replace

from pipeline import gb9704 as gb
from pipeline.circular import across
from pipeline.circular.addressees import with_text_on_first_page
from pipeline.circular.base import package
from pipeline.circular.bulletin import bulletin_head, without_closing
from pipeline.circular.charts import chart_markup
from pipeline.circular.closing import attachment_indent, blanks_before, flows, indents_of, kept_from
from pipeline.circular.copies import FinalCopy
from pipeline.circular.head import red_head
from pipeline.circular.imprint import apart, imprint_markup, letter_imprint
from pipeline.circular.letter import letter_head
from pipeline.circular.markup import Piece, Place, Style, paragraph, printable, run
from pipeline.circular.pages import Page, page_of
from pipeline.circular.parts import Parts
from pipeline.circular.review import ReviewCopy
from pipeline.circular.sections import Lie, Stretch, sectioned
from pipeline.circular.styles import Styles, styles_of
from pipeline.circular.tables import table_markup
from pipeline.circular.titles import title_lines
from pipeline.document import Annex, Chart, Document, Paragraph, Role, Table
from pipeline.settings import Circular

_HEADINGS = (Role.HEADING_1, Role.HEADING_2, Role.HEADING_3, Role.HEADING_4)


def typeset(document: Document, circular: Circular, *, review: bool = False) -> bytes:
    """The document as a .docx: the final copy, or with ``review`` the one with comments (核稿).

    ``circular.layout`` is ``redhead``, ``preprinted`` (the room of the red head kept, nothing red drawn), ``letter``
    (信函格式), ``bulletin`` (督查通报, in a numbered series) or ``meeting`` (neither head nor imprint). The same
    document gives the same bytes.
    """
    page = page_of(circular)
    styles = styles_of(circular, page.line)
    copy = ReviewCopy(printable(document.author)) if review else FinalCopy()
    if circular.layout == "letter":
        page = replace(page, bare=True)
    setting = _Setting(document, circular, styles, page, copy)
    elements = tuple(setting.elements())
    stories = page.stories(styles.page, blank=setting.apart)
    if any(annex.wide for annex in document.annexes):
        stories |= across.stories(page, styles.page)
    return package(
        elements, copy.comments, styles, document.title, document.author, stories=stories, parts=setting.parts
    )


def load() -> None:
    """Load what typesetting needs, ahead of it."""
    import docx  # noqa: F401


class _Setting:
    """One document on its way onto paper: its styles, its page and its copy are the same for all elements."""

    def __init__(self, document: Document, circular: Circular, styles: Styles, page: Page, copy: FinalCopy) -> None:
        self.circular, self.styles, self.page, self.copy = circular, styles, page, copy
        self.official = circular.layout != "meeting"
        self.head = self._head(document)
        if circular.layout == "bulletin" and document.head:
            document = replace(document, body=without_closing(document.body))
        if self.official:
            document = with_text_on_first_page(document, self._room(document), page.line)
        self.document = document
        self.imprint = self._imprint()
        self.apart = bool(self.imprint) and circular.imprint_even_page
        self.parts = Parts()

    def elements(self) -> Iterator[str]:
        yield from sectioned(self._stretches(), self.page, self.styles)

    def _stretches(self) -> Iterator[Stretch]:
        """The text, each annex, and what closes the paper: upright, unless an annex lies across."""
        yield Lie.UPRIGHT, self._text()
        lay = False
        for annex in self.document.annexes:
            yield Lie.ACROSS if annex.wide else Lie.UPRIGHT, self._annex(annex, new_page=annex.wide == lay)
            lay = annex.wide
        yield Lie.APART if self.apart else Lie.UPRIGHT, (*self.imprint, *self._last_pages())

    def _text(self) -> Iterator[str]:
        yield from (piece.markup for piece in self.head)
        yield from self._blanks(gb.TITLE_BLANKS if self.head else 0)
        yield from self._title()
        yield from self._body()

    def _head(self, document: Document) -> list[Piece]:
        if not (self.official and document.head):
            return []
        match self.circular.layout:
            case "letter":
                return letter_head(document.head, self.styles, self.page)
            case "bulletin":
                return bulletin_head(document.head, document.body, self.styles, self.page)
        return red_head(document.head, self.styles, self.page, self.circular.layout == "preprinted")

    def _room(self, document: Document) -> int:
        """What head and title leave of the first page."""
        lines = len(title_lines(document.title)) + gb.ADDRESSEE_BLANKS + (gb.TITLE_BLANKS if self.head else 0)
        return self.page.first_height - sum(piece.height for piece in self.head) - lines * self.page.line

    def _imprint(self) -> list[str]:
        if not (self.official and self.document.imprint):
            return []
        made = letter_imprint if self.circular.layout == "letter" else imprint_markup
        imprint = made(self.document.imprint, self.styles, self.page.sunk)
        if imprint and self.circular.imprint_even_page:
            return apart(imprint, self.page.sunk, self.styles)
        return imprint

    def _title(self) -> Iterator[str]:
        style = self.styles.roles[Role.TITLE]
        runs = run("\n".join(title_lines(self.document.title)), style.face)
        yield paragraph(style, self.copy.headed(runs, self.document.remarks))
        yield from self._blanks(gb.ADDRESSEE_BLANKS)

    def _body(self) -> Iterator[str]:
        body = self.document.body
        room, line = self._room(self.document), self.page.line
        free = flows(body, self.circular.sealed, room // line, self.page.first_height // line)
        kept, last = kept_from(body, free), len(body) - 1
        previous = None
        for place, each in enumerate(body):
            yield from self._blanks(blanks_before(each.role, previous, self.circular.sealed), Place(keep_next=True))
            heads = each.role in _HEADINGS and not each.lead
            yield self._paragraph(each, Place(keep_next=heads or kept <= place < last))
            previous = each.role

    def _annex(self, annex: Annex, *, new_page: bool) -> Iterator[str]:
        """An annex; where it begins a section, that begins the page."""
        label, title = self.styles.roles[Role.ANNEX_LABEL], self.styles.roles[Role.ANNEX_TITLE]
        number = "" if annex.number is None else str(annex.number)
        yield paragraph(label, run(f"附件{number}", label.face), Place(new_page=new_page))
        yield from self._blanks(gb.ANNEX_TITLE_LINE - 2)
        lines = title_lines(annex.title, across.TITLE) if annex.wide else title_lines(annex.title)
        yield paragraph(title, run("\n".join(lines), title.face))
        yield from self._blanks(1)
        for block in annex.blocks:
            if isinstance(block, Table):
                yield table_markup(block, self.styles, self.copy, across.WIDTH if annex.wide else gb.TEXT_WIDTH)
            elif isinstance(block, Chart):
                yield from chart_markup(block, self.styles, self.parts, self.circular.chart, self.document.author)
            else:
                yield self._paragraph(block, Place(keep_lines=block.role is Role.TABLE_NOTE))

    def _last_pages(self) -> Iterator[str]:
        """与上月相比, behind everything that is issued: on new pages, under a title of their own."""
        told = self.copy.last_pages(self.document.changes)
        if told:
            style = self.styles.roles[Role.ANNEX_TITLE]
            yield paragraph(style, run("与上月相比", style.face), Place(new_page=True))
            yield from self._blanks(1)
        for each in told:
            yield self._paragraph(each, Place())

    def _paragraph(self, given: Paragraph, place: Place) -> str:
        """A paragraph of the text. Where a heading runs on into its sentence, only the heading has its font."""
        style = self._style(given)
        face = self.styles.body.face if given.lead else style.face
        return paragraph(style, run(given.lead, style.face) + self.copy.spans(given.spans, face), place)

    def _style(self, given: Paragraph) -> Style:
        style = self.styles.roles[given.role]
        if given.role is Role.ATTACHMENTS:
            return replace(style, indent=attachment_indent(given.text))
        if given.role in (Role.SIGNATURE, Role.DATE):
            return replace(style, indent=indents_of(self.document.body, self.circular.sealed)[given.role])
        return style

    def _blanks(self, count: int, place: Place | None = None) -> Iterator[str]:
        for _ in range(count):
            yield paragraph(self.styles.body, "", place or Place())
