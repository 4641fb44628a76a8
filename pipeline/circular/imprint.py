"""The imprint (版记, clause 7.4): at the foot of the type area on the last page.

Its paragraphs share one frame, which Word, WPS and LibreOffice set on the lower edge of the page's text; LibreOffice
leaves a floating table in the text. The rules are paragraphs filled with black, as high as the rule is thick: a
border is only as wide as its paragraph's indents leave it, and LibreOffice drops borders inside a frame.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline import gb9704 as gb
from pipeline.circular.markup import Place, hundredths, paragraph, run, tab
from pipeline.circular.styles import Styles
from pipeline.document import Imprint

_FRAME = (
    f'<w:framePr w:w="{gb.RULE_WIDTH}" w:wrap="notBeside" w:vAnchor="margin" w:hAnchor="margin" w:xAlign="left" '
    'w:yAlign="bottom"/>'
)
_FRAMED = Place(frame=_FRAME)
_MOST_FRAMED = gb.LINES - 3
"""So many lines of names leave room on the page for the printer's line and the rules."""
_MARGIN, _PAGE = 'w:vAnchor="margin"', 'w:vAnchor="page"'


def apart(imprint: Iterable[str], sunk: int, styles: Styles) -> list[str]:
    """The imprint for a page of its own, set from the paper's lower edge.

    LibreOffice puts the lower edge of the text elsewhere in a section that starts on an even page.
    """
    *framed, last = (each.replace(_MARGIN, _PAGE) for each in imprint)
    lift = _lifted(gb.MARGIN_BOTTOM - sunk, styles)
    return [*framed, *(each.replace(_MARGIN, _PAGE) for each in lift), last]


def imprint_markup(imprint: Imprint, styles: Styles, sunk: int = 0) -> list[str]:
    """The imprint's paragraphs, and after them the one that the frame is anchored to.

    ``sunk`` is how far the page's text may end below the type area, whose edge the last rule lies on.
    """
    copied = list(_copied(imprint, styles))
    return [
        _rule(gb.RULE_THICK, styles, _place(imprint, styles)),
        *copied,
        *([_rule(gb.RULE_THIN, styles)] if copied else ()),
        _printer(imprint, styles),
        _rule(gb.RULE_THICK, styles),
        *_lifted(sunk, styles),
        last_paragraph(styles),
    ]


def letter_imprint(imprint: Imprint, styles: Styles, sunk: int = 0) -> list[str]:
    """A letter's imprint: without rules, printer and date; nothing at all where nobody is named."""
    copied = list(_copied(imprint, styles))
    return [*copied, *_lifted(sunk, styles), last_paragraph(styles)] if copied else []


def last_paragraph(styles: Styles, section: str = "") -> str:
    """A paragraph of no height to speak of: what a document or section ends with after a table or a frame."""
    return paragraph(replace(styles.rule, line=gb.RULE_THIN), place=Place(section=section))


def _copied(imprint: Imprint, styles: Styles) -> Iterator[str]:
    """Whom it goes to, where that was too long for the first page, and whom it is copied to; no rule between them."""
    place = _place(imprint, styles)
    for text in _copied_to(imprint):
        yield paragraph(styles.copies, run(text, styles.copies.face), place)


def _copied_to(imprint: Imprint) -> Iterator[str]:
    for label, names in (("主送：", imprint.addressees), ("抄送：", imprint.copies)):
        if names:
            yield f"{label}{names.removeprefix(label).rstrip('。：:')}。"


def _place(imprint: Imprint, styles: Styles) -> Place:
    """In the frame; what is higher than a page goes over pages as text does, and only what follows it is framed."""
    face, indent = styles.copies.face, styles.copies.indent
    room = gb.TEXT_WIDTH * 100 // face.pitch - indent.left - indent.right
    lines = sum(-(-hundredths(text) // room) for text in _copied_to(imprint))
    return _FRAMED if lines <= _MOST_FRAMED else Place()


def _printer(imprint: Imprint, styles: Styles) -> str:
    """Printer left, date right: a tab stop one character before the edge, never spaces."""
    style = styles.printer
    stop = gb.TEXT_WIDTH - style.face.pitch
    printed = run(imprint.printed.removesuffix("印发") + "印发", style.face) if imprint.printed else ""
    place = Place(frame=_FRAME, tabs=f'<w:tab w:val="right" w:pos="{stop}"/>')
    return paragraph(style, run(imprint.printer, style.face) + (tab(style.face) if printed else "") + printed, place)


def _rule(thickness: int, styles: Styles, place: Place = _FRAMED) -> str:
    return paragraph(replace(styles.rule, line=thickness), "", replace(place, fill="000000"))


def _lifted(sunk: int, styles: Styles) -> list[str]:
    return [paragraph(replace(styles.rule, line=sunk), place=Place(frame=_FRAME))] if sunk else []
