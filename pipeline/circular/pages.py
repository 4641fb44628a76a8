"""The page (页面): margins and line pitch by the office's reading of the standard, sections, page numbers.

The standard measures the white edges to the characters; Word's margins end at the lines, which are higher. Most
offices set 37 and 35 mm as margins all the same (``nominal``); who reads it by the letter lowers both by the gap above
the first characters (``compensated``). The type area is the same in both.
"""

from dataclasses import dataclass, replace

from pipeline import gb9704 as gb
from pipeline.circular.markup import Face, Indent, Style, look, paragraph, run
from pipeline.settings import Circular

HEADER_EDGE = 851
ODD, EVEN, BLANK = "footer1", "footer2", "footer3"


@dataclass(frozen=True, slots=True)
class Page:
    """A document's page, in twips.

    ``numbering`` is ``odd_even``, ``centre`` or ``none``; a letter's first page is ``bare``: without a number.
    """

    top: int = gb.MARGIN_TOP
    bottom: int = gb.MARGIN_BOTTOM
    line: int = gb.LINE_PITCH
    numbering: str = "odd_even"
    bare: bool = False

    @property
    def raised(self) -> int:
        """How far above the type area the first line begins."""
        return gb.MARGIN_TOP - self.top

    @property
    def sunk(self) -> int:
        """How far below the type area the last line may end."""
        return gb.MARGIN_BOTTOM - self.bottom

    @property
    def first_height(self) -> int:
        """What the first page has for text."""
        return gb.PAPER_HEIGHT - self.top - self.bottom

    def section(self, *, follows: bool = False, unnumbered_even: bool = False) -> str:
        """The properties of a section: the first one, or one that ``follows``; or an even page without a number.

        The grid is of lines only: a grid of characters would override the characters' spacing.
        """
        footers = (BLANK, BLANK) if unnumbered_even else (ODD, EVEN)
        first = self.bare and not follows and not unnumbered_even
        stories = _reference("first", BLANK) if first else ""
        stories += _reference("default", footers[0]) + _reference("even", footers[1])
        return (
            f"<w:sectPr>{stories}"
            + ('<w:type w:val="evenPage"/>' if unnumbered_even else "")
            + f'<w:pgSz w:w="{gb.PAPER_WIDTH}" w:h="{gb.PAPER_HEIGHT}"/>'
            f'<w:pgMar w:top="{self.top}" w:right="{gb.MARGIN_RIGHT}" w:bottom="{self.bottom}" '
            f'w:left="{gb.MARGIN_LEFT}" w:header="{HEADER_EDGE}" w:footer="{gb.FOOTER_EDGE}" w:gutter="0"/>'
            + ("<w:titlePg/>" if first else "")
            + f'<w:docGrid w:type="lines" w:linePitch="{self.line}"/></w:sectPr>'
        )

    def stories(self, style: Style, *, blank: bool = False) -> dict[str, str]:
        """Footers by name, as markup of their paragraphs; ``style`` is that of page numbers."""
        one = gb.PAGE_NUMBER_INDENT * 100
        empty = paragraph(style)
        sides = {ODD: ("right", Indent(right=one)), EVEN: ("left", Indent(left=one))}
        found = {}
        for name, (align, indent) in sides.items():
            if self.numbering == "centre":
                align, indent = "center", Indent()
            placed = replace(style, align=align, indent=indent)
            found[name] = empty if self.numbering == "none" else paragraph(placed, _number(style.face))
        if blank or self.bare:
            found[BLANK] = empty
        return found


def page_of(circular: Circular) -> Page:
    """The page that the settings ask for."""
    if circular.margin_mode == "compensated":
        return Page(gb.COMPENSATED_TOP, gb.COMPENSATED_BOTTOM, gb.COMPENSATED_PITCH, circular.page_number)
    return Page(numbering=circular.page_number)


def _reference(pages: str, name: str) -> str:
    return f'<w:footerReference w:type="{pages}" r:id="{name}"/>'


def _number(face: Face) -> str:
    """The page number between two dashes. Its field is written out whole: WPS shows nothing of a shorter one."""
    return "".join(
        (
            run("— ", face),
            _field(face, '<w:fldChar w:fldCharType="begin"/>'),
            _field(face, '<w:instrText xml:space="preserve"> PAGE </w:instrText>'),
            _field(face, '<w:fldChar w:fldCharType="separate"/>'),
            run("1", face),
            _field(face, '<w:fldChar w:fldCharType="end"/>'),
            run(" —", face),
        )
    )


def _field(face: Face, content: str) -> str:
    return f"<w:r>{look(face)}{content}</w:r>"
