"""A document as it is set (版面): the nouns that measuring speaks of, each with its properties as they hold."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from pipeline import gb9704 as gb
from pipeline.circular.markup import hundredths

Properties = dict[str, dict[str, str]]

_PAGE_FIELD = re.compile(r"(?<![A-Z])PAGE(?![A-Z])")
_LEAST_LINE = 200  # twips: a lower paragraph without text holds a line that is drawn, and is no blank line
_NEARLY = 0.25  # of a line may be missing from a blank line that is set as space


@dataclass(frozen=True, slots=True)
class SetRun:
    """A run as it is set."""

    text: str
    properties: Properties
    instruction: str = ""

    @property
    def font(self) -> str:
        """The font of its 汉字."""
        return self.properties.get("rFonts", {}).get("eastAsia", "")

    @property
    def latin(self) -> str:
        """The font of its figures and letters."""
        return self.properties.get("rFonts", {}).get("ascii", "")

    @property
    def themed(self) -> bool:
        return any(name.lower().endswith("theme") for name in self.properties.get("rFonts", {}))

    @property
    def size(self) -> int:
        """In half-points; Word's own default where nothing says."""
        return whole(self.properties.get("sz", {}).get("val"), 20)

    @property
    def colour(self) -> str:
        return self.properties.get("color", {}).get("val", "auto").upper().replace("AUTO", "auto")

    @property
    def pitch(self) -> int:
        """The advance of one 汉字, in twips, and never none."""
        return max(self.size * 10 + whole(self.properties.get("spacing", {}).get("val"), 0), 1)


@dataclass(frozen=True)
class SetParagraph:
    """A paragraph as it is set: its place among the blocks of the body, its runs, its properties."""

    place: int
    runs: tuple[SetRun, ...]
    properties: Properties
    mark: SetRun
    drawn: bool = False
    """Whether a picture or an object stands in its line."""
    shaped: bool = False
    """Whether a shape, a picture or a text box floats beside it."""
    ends_section: bool = False
    begins_page: bool = False
    """Whether Word last printed it at the head of a page."""
    boxed: str | None = None
    """Where across the page its text box stands (``left``, ``outside``), empty at a distance; none outside of boxes."""

    @cached_property
    def text(self) -> str:
        return "".join(run.text for run in self.runs).strip()

    @property
    def blank(self) -> bool:
        return not self.text and not self.drawn

    @property
    def is_blank_line(self) -> bool:
        """Whether it is nothing but a line that stands empty: neither ruled underneath nor too low for text."""
        return self.blank and not self.border("bottom") and not 0 < self.exact < _LEAST_LINE

    @property
    def is_page_number(self) -> bool:
        """Whether it prints the number of its page."""
        instructions = [run.instruction.upper() for run in self.runs if run.instruction]
        return any(_PAGE_FIELD.search(told) for told in ("".join(instructions), " ".join(instructions)))

    @property
    def face(self) -> SetRun:
        """The run that sets the tone: the longest."""
        return max(self.runs, key=lambda run: len(run.text), default=self.mark)

    @property
    def lead(self) -> SetRun:
        """The first run with text: a heading's, where the sentence runs on."""
        return next((run for run in self.runs if run.text.strip()), self.mark)

    @property
    def align(self) -> str:
        align = self.properties.get("jc", {}).get("val", "left")
        return {"start": "left", "end": "right", "distribute": "both"}.get(align, align)

    @property
    def exact(self) -> int:
        """The exact line pitch in twips, 0 where the line's height follows the text."""
        spacing = self.properties.get("spacing", {})
        return whole(spacing.get("line"), 0) if spacing.get("lineRule") == "exact" else 0

    def space(self, side: str) -> int:
        """The space ``before`` or ``after``, in twips."""
        return whole(self.properties.get("spacing", {}).get(side), 0)

    def indent(self, side: str) -> float:
        """``left``, ``right``, ``firstLine`` or ``hanging`` in characters. What is given in characters goes first."""
        given = self.properties.get("ind", {})
        start = {"left": "start", "right": "end"}.get(side, side)
        in_characters = whole(given.get(f"{side}Chars") or given.get(f"{start}Chars"), 0)
        if in_characters:
            return in_characters / 100
        return whole(given.get(side) or given.get(start), 0) / self.face.pitch

    @property
    def start(self) -> float:
        """Where the first line starts, in characters from the margin."""
        return self.indent("left") + self.indent("firstLine") - self.indent("hanging")

    @property
    def first(self) -> float:
        """Where the first line's text starts: typed spaces indent it as well."""
        typed = "".join(run.text for run in self.runs).replace("\f", "")
        return self.start + hundredths(typed[: len(typed) - len(typed.lstrip())]) / 100

    def right_gap(self, width: int) -> float:
        """The characters between the end of a single line and the right margin, however it was brought there."""
        room = width / self.face.pitch
        length = hundredths(self.text) / 100
        if self.align == "right":
            return self.indent("right")
        if self.align == "center":
            return (room + self.indent("right") - self.indent("left") - length) / 2
        return room - self.first - length

    def has(self, name: str) -> bool:
        """Whether a switch is on."""
        found = self.properties.get(name)
        return found is not None and found.get("val", "true") not in ("0", "false", "off")

    def border(self, edge: str) -> dict[str, str]:
        """A border's attributes; empty where there is none."""
        border = self.properties.get(f"pBdr/{edge}", {})
        return {} if border.get("val", "nil") in ("nil", "none") else border


@dataclass(frozen=True, slots=True)
class SetTable:
    """A table as it is set: its widths in twips as three readers see them, and its rows' switches."""

    place: int
    width: int
    grid: tuple[int, ...]
    rows: tuple[tuple[int, ...], ...]
    header_repeats: bool
    rows_whole: bool
    position: dict[str, str]
    rules: tuple[dict[str, str], ...]
    """The lines over, between and under its rows, each with its border's attributes."""
    paragraphs: tuple[SetParagraph, ...]


@dataclass(frozen=True, slots=True)
class SetSection:
    """A section's page in twips, and its footers by kind (``default``, ``even``, ``first``)."""

    size: dict[str, str]
    margins: dict[str, str]
    grid: dict[str, str]
    footers: dict[str, tuple[SetParagraph, ...]]
    starts: str = ""
    """Where it starts (``evenPage``), empty for the next page."""
    first_differs: bool = False
    """Whether its first page has a header and footer of its own."""
    turned: bool = False
    """Whether its page number stands in a text box whose text is turned (横排页的页码)."""
    restart: str = ""
    """The number that its pages start with again, empty where they go on."""
    headed: bool = False
    """Whether anything stands in its headers."""

    def length(self, of: str) -> int:
        """``w`` and ``h`` of the page, else a margin by its name, the gutter (装订线) counted to the left."""
        gutter = whole(self.margins.get("gutter"), 0) if of == "left" else 0
        return whole(self.size.get(of) or self.margins.get(of), 0) + gutter

    @property
    def lies_across(self) -> bool:
        """Whether its pages lie across (横排)."""
        return self.length("w") > self.length("h")

    @property
    def text_width(self) -> int:
        return self.length("w") - self.length("left") - self.length("right")

    @property
    def text_height(self) -> int:
        return self.length("h") - self.length("top") - self.length("bottom")


@dataclass(frozen=True)
class SetPaper:
    """The whole document as it is set."""

    blocks: tuple[SetParagraph | SetTable, ...]
    sections: tuple[SetSection, ...]
    facing: bool
    boxes: tuple[str, ...] = ()
    """The texts of text boxes, which stand beside the text."""
    open_changes: int = 0
    """Tracked changes and comments that are still in it."""

    @cached_property
    def paragraphs(self) -> tuple[SetParagraph, ...]:
        """The paragraphs outside of tables."""
        return tuple(block for block in self.blocks if isinstance(block, SetParagraph))

    @cached_property
    def tables(self) -> tuple[SetTable, ...]:
        return tuple(block for block in self.blocks if isinstance(block, SetTable))

    def section_at(self, place: int) -> SetSection:
        """The section in which a block stands."""
        ended = bisect_left(self._ends, place)
        return self.sections[min(ended, len(self.sections) - 1)]

    @cached_property
    def _ends(self) -> list[int]:
        return [each.place for each in self.paragraphs if each.ends_section]

    def blanks_before(self, paragraph: SetParagraph) -> int:
        """How many lines stand empty directly before a paragraph: blank ones, or as much space before and after."""
        count, white = 0, paragraph.space("before")
        for place in range(paragraph.place - 1, -1, -1):
            block = self.blocks[place]
            if not (isinstance(block, SetParagraph) and block.is_blank_line):
                white = max(white, block.space("after")) if isinstance(block, SetParagraph) else white
                break
            count += 1
            if block.border("top"):
                break
        return count + int(white / gb.LINE_PITCH + _NEARLY)

    def in_table(self, paragraph: SetParagraph) -> bool:
        return isinstance(self.blocks[paragraph.place], SetTable)


def whole(value: str | None, otherwise: int) -> int:
    """A number as files write it, some with a fraction."""
    try:
        return round(float(value)) if value else otherwise
    except (ValueError, OverflowError):
        return otherwise
