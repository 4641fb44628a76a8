"""The shared parts of an .xlsx package: strings in runs, cell formats, comments."""

import re
from dataclasses import dataclass, field

from pipeline.formats.faults import Fault, Unreadable
from pipeline.formats.grid import Form
from pipeline.formats.parts import Attributes, Handler

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff]"
)
"""What nobody sees: control characters, zero-width spaces, marks that turn a line around, and noncharacters."""
_MOST_STRINGS = 1_000_000
_PERCENT_FORMATS = {9, 10}
_DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}


@dataclass(slots=True)
class Rich:
    """Text in runs: what stands, and what is struck out or raised (a footnote's mark) and does not count."""

    text: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    is_struck: bool = False
    in_text: bool = False
    in_phonetic: bool = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "t":
            self.in_text = not self.in_phonetic
        elif name == "r":
            self.is_struck = False
        elif name == "rPh":
            self.in_phonetic = True
        elif name == "strike":
            self.is_struck = attributes.get("val", "1") not in ("0", "false")
        elif name == "vertAlign" and attributes.get("val") in ("superscript", "subscript"):
            self.is_struck = True

    def end(self, name: str) -> None:
        if name == "t":
            self.in_text = False
        elif name == "rPh":
            self.in_phonetic = False
        elif name == "r":
            self.is_struck = False

    def add(self, text: str) -> None:
        if self.in_text:
            (self.struck if self.is_struck else self.text).append(text)

    def result(self) -> tuple[str, str]:
        return unescaped("".join(self.text)), unescaped("".join(self.struck))


class Strings(Handler):
    """The shared strings, each as (text, struck text)."""

    def __init__(self) -> None:
        self.strings: list[tuple[str, str]] = []
        self._rich = Rich()

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "si":
            self._rich = Rich()
        else:
            self._rich.start(name, attributes)

    def end(self, name: str) -> None:
        if name == "si":
            if len(self.strings) >= _MOST_STRINGS:
                raise Unreadable(Fault.TOO_LARGE)
            self.strings.append(self._rich.result())
        else:
            self._rich.end(name)

    def text(self, text: str) -> None:
        self._rich.add(text)


class Styles(Handler):
    """The cell formats: for each, how it shows a number, and whether its font strikes the text out."""

    def __init__(self) -> None:
        self._forms: list[Form] = []
        self._measures: list[str] = []
        self._struck: list[bool] = []
        self._formats: dict[str, str] = {}
        self._fonts: list[bool] = []
        self._inside = ""

    def start(self, name: str, attributes: Attributes) -> None:
        if name in ("fonts", "cellXfs", "cellStyleXfs", "dxfs"):
            self._inside = name
        elif name == "numFmt":
            self._formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "font" and self._inside == "fonts":
            self._fonts.append(False)
        elif name == "strike" and self._inside == "fonts" and self._fonts:
            self._fonts[-1] = attributes.get("val", "1") not in ("0", "false")
        elif name == "xf" and self._inside == "cellXfs":
            key = attributes.get("numFmtId", "0")
            self._forms.append(form_of(key, self._formats.get(key)))
            self._measures.append(measure_of(self._formats.get(key, "")))
            font = attributes.get("fontId", "0")
            self._struck.append(font.isdecimal() and int(font) < len(self._fonts) and self._fonts[int(font)])

    def end(self, name: str) -> None:
        if name == self._inside:
            self._inside = ""

    def form(self, style: str) -> Form:
        """How a style shows a number; an unknown style shows it plainly."""
        return self._forms[int(style)] if style.isdecimal() and int(style) < len(self._forms) else Form.NUMBER

    def measure(self, style: str) -> str:
        """The measure that a style writes behind a number."""
        return self._measures[int(style)] if style.isdecimal() and int(style) < len(self._measures) else ""

    def is_struck(self, style: str) -> bool:
        """Whether a style strikes its whole cell out."""
        return style.isdecimal() and int(style) < len(self._struck) and self._struck[int(style)]


def form_of(number: str, code: str | None) -> Form:
    """How a number format shows a number: by its code, else by its number among the built-in ones."""
    if code is not None:
        bare = re.sub(r'"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]', "", code)
        if "%" in bare:
            return Form.PERCENT
        return Form.DATE if re.search(r"[yYdD年月日]|[hH].*[mM]|[mM]{2,}", bare) else Form.NUMBER
    if number.isdecimal():
        if int(number) in _PERCENT_FORMATS:
            return Form.PERCENT
        if int(number) in _DATE_FORMATS:
            return Form.DATE
    return Form.NUMBER


def measure_of(code: str) -> str:
    """The Chinese words that a plain number format writes behind the number: 公里 of ``0.00"公里"``.

    A format that shows the number scaled down (``0!.0,"万"``) names a measure that what is stored is not in.
    """
    found = re.match(r'(?:General|(?:#,##)?0(?:\.0+)?)(?:_ )?"?([\u4e00-\u9fff]+)"?(?:;|$)', code)
    return found[1] if found else ""


class Comments(Handler):
    """A sheet's comments, by address."""

    def __init__(self) -> None:
        self.comments: dict[str, str] = {}
        self._at = ""
        self._rich = Rich()

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "comment":
            self._at, self._rich = attributes.get("ref", ""), Rich()
        else:
            self._rich.start(name, attributes)

    def end(self, name: str) -> None:
        if name == "comment":
            self.comments[self._at] = self._rich.result()[0]
        else:
            self._rich.end(name)

    def text(self, text: str) -> None:
        self._rich.add(text)


def unescaped(text: str) -> str:
    """The text as a reader sees it: ``_x000D_`` is the character it stands for, line ends are line ends, and what
    nobody sees is gone.
    """
    if "_x" not in text:
        return legible(text)

    def character(found: re.Match[str]) -> str:
        code = int(found[1], 16)
        if code in (9, 10, 13):
            return "\n" if code != 9 else "\t"
        return "" if code < 32 or 0xD800 <= code <= 0xDFFF or code >= 0xFFFE else chr(code)

    return legible(_ESCAPE.sub(character, text))


def legible(text: str) -> str:
    """A text without what nobody sees, its line ends all of one kind."""
    return text if text.isprintable() else _UNSEEN.sub("", _BREAK.sub("\n", text))
