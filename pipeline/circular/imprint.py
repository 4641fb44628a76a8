"""The imprint (版记, clause 7.4): at the foot of the type area on the last page.

Its paragraphs share one frame, which Word, WPS and LibreOffice set on the lower edge of the type area; LibreOffice
leaves a floating table in the text. The rules are paragraphs filled with black, as high as the rule is thick: a
border is only as wide as its paragraph's indents leave it, and LibreOffice drops borders inside a frame.
"""

from dataclasses import replace

from pipeline import gb9704 as gb
from pipeline.circular.markup import Place, look, paragraph, run
from pipeline.circular.styles import Styles
from pipeline.document import Imprint

_FRAME = (
    f'<w:framePr w:w="{gb.RULE_WIDTH}" w:wrap="notBeside" w:vAnchor="margin" w:hAnchor="margin" w:xAlign="left" '
    'w:yAlign="bottom"/>'
)


def imprint_markup(imprint: Imprint, styles: Styles) -> list[str]:
    """The imprint's paragraphs, and after them the one that the frame is anchored to."""
    copies = _copies(imprint.copies, styles) if imprint.copies else []
    return [
        _rule(gb.RULE_THICK, styles),
        *copies,
        _printer(imprint, styles),
        _rule(gb.RULE_THICK, styles),
        last_paragraph(styles),
    ]


def last_paragraph(styles: Styles) -> str:
    """A paragraph of one point: what a document ends with after a table or a frame."""
    return paragraph(styles.rule)


def _copies(copies: str, styles: Styles) -> list[str]:
    text = f"抄送：{copies.removeprefix('抄送：').rstrip('。')}。"
    return [
        paragraph(styles.copies, run(text, styles.copies.face), Place(frame=_FRAME)),
        _rule(gb.RULE_THIN, styles),
    ]


def _printer(imprint: Imprint, styles: Styles) -> str:
    """Printer left, date right: a tab stop one character before the edge, never spaces."""
    style = styles.printer
    stop = gb.TEXT_WIDTH - style.face.pitch
    printed = run(imprint.printed.removesuffix("印发") + "印发", style.face) if imprint.printed else ""
    tab = f"<w:r>{look(style.face)}<w:tab/></w:r>" if printed else ""
    place = Place(frame=_FRAME, tabs=f'<w:tab w:val="right" w:pos="{stop}"/>')
    return paragraph(style, run(imprint.printer, style.face) + tab + printed, place)


def _rule(thickness: int, styles: Styles) -> str:
    return paragraph(replace(styles.rule, line=thickness), "", Place(frame=_FRAME, fill="000000"))
