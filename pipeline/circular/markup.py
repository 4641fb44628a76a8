"""Paragraphs and runs as WordprocessingML text, and how wide their characters are.

Word is strict about the order of properties; it is kept here, in one place. A paragraph carries its whole format
itself, not only by its style: pasted into the meeting's materials it must look the same.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from pipeline import gb9704 as gb

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

# What XML cannot hold, and what no reader should print: lines that end unseen, writing that turns round. Cells are
# cleaned where they are read; this is the last line of defence, so that a stray character in a unit's sheet never
# stops the month.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Face:
    """How a run looks: its font, its size in half-points, its colour, its width in percent, whether highlighted.

    The font is named for every script: Word would set 汉字, figures and the quotation marks “” in different fonts
    otherwise, and a theme would win over a name.
    """

    font: str
    size: int = gb.SIZE_3
    colour: str = ""
    scale: int = 100
    highlighted: bool = False

    @property
    def spacing(self) -> int:
        """Twips added after each character: what brings 28 characters of size 3 onto a line."""
        return gb.CHARACTER_SPACING if self.size == gb.SIZE_3 else 0

    @property
    def pitch(self) -> int:
        """The advance of one 汉字 (一字), in twips."""
        return self.size * 10 + self.spacing


@dataclass(frozen=True, slots=True)
class Indent:
    """Indents in hundredths of a character (字), counted in the paragraph's own size; ``first`` < 0 hangs."""

    left: int = 0
    right: int = 0
    first: int = 0

    def markup(self, pitch: int) -> str:
        """``w:ind``: in characters, which follow when the clerk changes the size, and in twips for who reads only them.

        Hanging indents are in twips alone: they must match the text before them, spacing included.
        """
        found = []
        for name, hundredths in (("left", self.left), ("right", self.right), ("firstLine", max(self.first, 0))):
            characters = "" if name == "left" and self.first < 0 else f' w:{name}Chars="{hundredths}"'
            found.append(f'{characters} w:{name}="{_twips(hundredths, pitch)}"')
        if self.first < 0:
            found[2] = f' w:hanging="{_twips(-self.first, pitch)}"'
        return f"<w:ind{''.join(found)}/>"


@dataclass(frozen=True, slots=True)
class Style:
    """How an element of the document is set: the style that Word lists, and the format its paragraphs carry."""

    id: str
    name: str
    face: Face
    align: str = "both"
    indent: Indent = Indent()
    line: int = gb.LINE_PITCH
    outline: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """What sets one paragraph apart from its style: what it stays with, its frame, border, fill, stops and space.

    ``section`` are the properties of the section (w:sectPr) that ends with this paragraph.
    """

    keep_next: bool = False
    keep_lines: bool = False
    new_page: bool = False
    frame: str = ""
    borders: str = ""
    fill: str = ""
    tabs: str = ""
    before: int = 0
    after: int = 0
    section: str = ""


_PLAIN = Place()

# What would break the count of 22 lines and 28 characters: lines moved to the next page so that none stands alone,
# punctuation hanging over the edge, space put between 汉字 and figures, lines pulled to the grid.
_GRID = '<w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'


@lru_cache(1024)
def look(face: Face) -> str:
    """The properties of runs and paragraph marks in a face, in the order of the schema."""
    name = quoteattr(face.font)
    return (
        f'<w:rPr><w:rFonts w:hint="eastAsia" w:ascii={name} w:hAnsi={name} w:eastAsia={name} w:cs={name}/>'
        + (f'<w:color w:val="{face.colour}"/>' if face.colour else "")
        + (f'<w:spacing w:val="{face.spacing}"/>' if face.spacing else "")
        + (f'<w:w w:val="{face.scale}"/>' if face.scale != 100 else "")
        + f'<w:sz w:val="{face.size}"/><w:szCs w:val="{face.size}"/>'
        + ('<w:highlight w:val="yellow"/>' if face.highlighted else "")
        + "</w:rPr>"
    )


def printable(text: str) -> str:
    """A text without what XML cannot hold and nobody should read."""
    return _UNPRINTABLE.sub("", text)


def run(text: str, face: Face) -> str:
    """One run; a line break in the text breaks the line. Empty for an empty text."""
    if not text:
        return ""
    lines = clean(text).replace("\r\n", "\n").replace("\t", " ").split("\n")
    return f"<w:r>{look(face)}{'<w:br/>'.join(map(_text, lines))}</w:r>"


def clean(text: str) -> str:
    """A text without what XML cannot hold and nobody should read."""
    return _UNPRINTABLE.sub("", text)


def tab(face: Face) -> str:
    """A run that goes to the next tab stop: text is set right or indented by stops, never by spaces."""
    return f"<w:r>{look(face)}<w:tab/></w:r>"


def paragraph(style: Style, runs: str = "", place: Place = _PLAIN) -> str:
    """One paragraph in a style; its mark has the style's face too, else an empty line would be of another height."""
    return f"{_opened(style, place)}{runs}</w:p>"


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph whose height is counted before it is set: its style, its runs, its place.

    ``rule`` is what a border under it takes, in twips.
    """

    style: Style
    runs: str = ""
    place: Place = _PLAIN
    rule: int = 0

    @property
    def markup(self) -> str:
        return paragraph(self.style, self.runs, self.place)

    @property
    def height(self) -> int:
        """What it takes of the page, in twips; nothing where it lies in a frame of its own."""
        return 0 if self.place.frame else self.place.before + self.style.line + self.place.after + self.rule


@lru_cache(1024)
def _opened(style: Style, place: Place) -> str:
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style.id}"/>{properties(style, place)}{look(style.face)}{place.section}</w:pPr>'
    )


def properties(style: Style, place: Place = _PLAIN) -> str:
    """The paragraph properties of a style, in the order of the schema, without its name and its mark."""
    return (
        ("<w:keepNext/>" if place.keep_next else "")
        + ("<w:keepLines/>" if place.keep_lines else "")
        + ("<w:pageBreakBefore/>" if place.new_page else "")
        + place.frame
        + '<w:widowControl w:val="0"/>'
        + (f"<w:pBdr>{place.borders}</w:pBdr>" if place.borders else "")
        + (f'<w:shd w:val="clear" w:color="auto" w:fill="{place.fill}"/>' if place.fill else "")
        + (f"<w:tabs>{place.tabs}</w:tabs>" if place.tabs else "")
        + _GRID
        + f'<w:spacing w:before="{place.before}" w:after="{place.after}" w:line="{style.line}" w:lineRule="exact"/>'
        + style.indent.markup(style.face.pitch)
        + f'<w:jc w:val="{style.align}"/>'
        + (f'<w:outlineLvl w:val="{style.outline}"/>' if style.outline is not None else "")
    )


def hundredths(text: str) -> int:
    """The width of a text in hundredths of a character (字): 100 for a full-width one, 50 for a half-width one."""
    return sum(50 if character < "\x80" else 100 for character in text)


def _twips(hundredths: int, pitch: int) -> int:
    return (hundredths * pitch + 50) // 100


def _text(line: str) -> str:
    space = ' xml:space="preserve"' if line != line.strip() else ""
    return f"<w:t{space}>{escape(line)}</w:t>"
