"""A document as data becomes a Word file set to GB/T 9704—2012 (排版).

The elements in their order, each with its blank lines; how each looks is in ``styles``, how wide and high things are
in ``gb9704``.
"""

from collections.abc import Iterator
from dataclasses import replace

from pipeline import gb9704 as gb
from pipeline.circular.base import package
from pipeline.circular.closing import attachment_indent, blanks_before, indents_of, kept_from
from pipeline.circular.copies import FinalCopy
from pipeline.circular.head import head_markup
from pipeline.circular.imprint import imprint_markup, last_paragraph
from pipeline.circular.markup import Place, Style, paragraph, run
from pipeline.circular.review import ReviewCopy
from pipeline.circular.styles import Styles, styles_of
from pipeline.circular.tables import table_markup
from pipeline.circular.titles import title_lines
from pipeline.document import Annex, Document, Paragraph, Role, Table
from pipeline.settings import Circular

_HEADINGS = (Role.HEADING_1, Role.HEADING_2, Role.HEADING_3, Role.HEADING_4)


def typeset(document: Document, circular: Circular, *, review: bool = False) -> bytes:
    """The document as a .docx: the final copy, or with ``review`` the one with comments (核稿).

    ``circular.layout`` is ``redhead``, ``preprinted`` (the room of the red head kept, nothing red drawn) or
    ``meeting`` (neither head nor imprint). The same document gives the same bytes.
    """
    styles = styles_of(circular)
    copy = ReviewCopy(document.author) if review else FinalCopy()
    elements = tuple(_Setting(document, circular, styles, copy).elements())
    return package(elements, copy.comments, styles, document.title, document.author)


class _Setting:
    """One document on its way onto paper: its styles and its copy are the same for all elements."""

    def __init__(self, document: Document, circular: Circular, styles: Styles, copy: FinalCopy) -> None:
        self.document, self.circular, self.styles, self.copy = document, circular, styles, copy
        self.official = circular.layout != "meeting"

    def elements(self) -> Iterator[str]:
        yield from self._head()
        yield from self._title()
        yield from self._body()
        for annex in self.document.annexes:
            yield from self._annex(annex)
        if self.official and self.document.imprint:
            yield from imprint_markup(self.document.imprint, self.styles)
        elif self.document.annexes:
            yield last_paragraph(self.styles)

    def _head(self) -> Iterator[str]:
        if self.official and self.document.head:
            yield from head_markup(self.document.head, self.styles, self.circular.layout == "preprinted")
            yield from self._blanks(gb.TITLE_BLANKS)

    def _title(self) -> Iterator[str]:
        style = self.styles.roles[Role.TITLE]
        runs = run("\n".join(title_lines(self.document.title)), style.face)
        yield paragraph(style, self.copy.headed(runs, self.document.remarks))
        yield from self._blanks(gb.ADDRESSEE_BLANKS)

    def _body(self) -> Iterator[str]:
        body = self.document.body
        kept, last = kept_from(body), len(body) - 1
        previous = None
        for place, each in enumerate(body):
            yield from self._blanks(blanks_before(each.role, previous, self.circular.sealed), Place(keep_next=True))
            heads = each.role in _HEADINGS and not each.lead
            yield self._paragraph(each, Place(keep_next=heads or kept <= place < last))
            previous = each.role

    def _annex(self, annex: Annex) -> Iterator[str]:
        label, title = self.styles.roles[Role.ANNEX_LABEL], self.styles.roles[Role.ANNEX_TITLE]
        number = "" if annex.number is None else str(annex.number)
        yield paragraph(label, run(f"附件{number}", label.face), Place(new_page=True))
        yield from self._blanks(gb.ANNEX_TITLE_LINE - 2)
        yield paragraph(title, run("\n".join(title_lines(annex.title)), title.face))
        yield from self._blanks(1)
        for block in annex.blocks:
            if isinstance(block, Table):
                yield table_markup(block, self.styles, self.copy)
            else:
                yield self._paragraph(block, Place(keep_lines=block.role is Role.TABLE_NOTE))

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
