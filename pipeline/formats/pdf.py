"""The door of poppler (看 PDF): where lines and ink stand on its pages, in millimetres, and in which fonts."""

import html
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from pipeline.findings import PipelineError

TOOLS = ("pdftotext", "pdftoppm", "pdftohtml")
"""The programs of poppler that are asked."""

_DPI = 150
_PIXEL = 25.4 / _DPI
_POINT = 25.4 / 72
_SECONDS = 120
_CORNERS = r'xMin="(-?[\d.]+)" yMin="(-?[\d.]+)" xMax="(-?[\d.]+)" yMax="(-?[\d.]+)"'
_DARK = bytes(value < 130 for value in range(256))
_BRIGHT = bytes(value > 150 for value in range(256))
_RULE = 0.97  # of what lies between its ends, a rule's row of pixels is inked
_SHORTEST_RULE, _THICKEST_RULE = 60.0, 1.5


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in millimetres from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, without the spaces between its words, and where it stands."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its size and its lines from the top down."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Ink:
    """What is printed on a page: ``bands`` are rows of ink without a white row between, ``rules`` long lines."""

    bands: tuple[Box, ...]
    rules: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text and the name of the font that it is printed in."""

    page: int
    text: str
    font: str


def is_installed() -> bool:
    """Whether all of poppler's programs are there."""
    return all(map(shutil.which, TOOLS))


class Pdf:
    """A PDF to be looked at. A :class:`PipelineError` says that poppler is missing or the PDF cannot be read."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """All pages with their lines."""
        found = self._asked("pdftotext", "-bbox-layout").decode("utf-8", "replace").split("<page ")[1:]
        return tuple(_page(number, markup) for number, markup in enumerate(found, 1))

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """All texts with their fonts."""
        return tuple(
            _pieces(self._asked("pdftohtml", "-xml", "-i", "-stdout", "-fontfullname").decode("utf-8", "replace"))
        )

    def ink(self, page: int) -> Ink:
        """All ink of a page that is dark."""
        width, pixels = _picture(self._printed(page, "-gray"), 1)
        return _ink([pixels[start : start + width].translate(_DARK) for start in range(0, len(pixels), width)])

    def red(self, page: int) -> Ink:
        """The red ink of a page."""
        width, pixels = _picture(self._printed(page), 3)
        return _ink([_red(pixels[start : start + width]) for start in range(0, len(pixels), width)])

    def _printed(self, page: int, *options: str) -> bytes:
        return self._asked("pdftoppm", "-r", str(_DPI), "-f", str(page), "-l", str(page), *options)

    def _asked(self, tool: str, *options: str) -> bytes:
        """What a tool says of the PDF."""
        program = shutil.which(tool)
        if program is None:
            raise PipelineError(
                f"这里没有装 poppler（缺 {tool}），不能量 PDF。"
                "请安装 poppler（Debian、Ubuntu 上是 apt install poppler-utils）后再试。"
            )
        with tempfile.TemporaryDirectory(prefix="tongbao-", ignore_cleanup_errors=True) as folder:
            path = Path(folder) / "paper.pdf"
            path.write_bytes(self._data)
            last = ("-",) if tool == "pdftotext" else ()
            try:
                done = subprocess.run(
                    [program, *options, str(path), *last],
                    capture_output=True,
                    timeout=_SECONDS,
                    cwd=folder,
                    check=False,
                )
            except subprocess.TimeoutExpired as fault:
                raise PipelineError(f"{tool} 看这份 PDF 超过 {_SECONDS} 秒没有完成，已停止。") from fault
            except OSError as fault:
                raise PipelineError(f"这里的 {tool} 不能运行。请重新安装 poppler（poppler-utils）后再试。") from fault
        if done.returncode:
            raise PipelineError(f"{tool} 读不懂这份 PDF，不能量版面。请重新生成 PDF 后再试。")
        return done.stdout


def _page(number: int, markup: str) -> Page:
    size = re.match(r'width="([\d.]+)" height="([\d.]+)"', markup)
    width, height = (float(size[place]) * _POINT for place in (1, 2)) if size else (0.0, 0.0)
    return Page(number, width, height, tuple(sorted(_lines(markup), key=lambda line: (line.box.top, line.box.left))))


def _lines(markup: str) -> Iterator[Line]:
    for found in re.finditer(rf"<line {_CORNERS}>(.*?)</line>", markup, re.S):
        words = "".join(html.unescape(word) for word in re.findall(r"<word[^>]*>(.*?)</word>", found[5], re.S))
        left, top, right, bottom = (float(found[place]) * _POINT for place in (1, 2, 3, 4))
        yield Line(words, Box(left, top, right, bottom))


def _pieces(markup: str) -> Iterator[Piece]:
    fonts = {
        found[1]: found[2].partition("+")[2] or found[2]
        for found in re.finditer(r'<fontspec id="(\d+)"[^>]*? family="([^"]*)"', markup)
    }
    for number, page in enumerate(re.split(r"<page ", markup)[1:], 1):
        for found in re.finditer(r'<text [^>]*?font="(\d+)"[^>]*>(.*?)</text>', page, re.S):
            yield Piece(number, html.unescape(re.sub(r"<[^>]+>", "", found[2])), fonts.get(found[1], ""))


def _picture(data: bytes, channels: int) -> tuple[int, bytes]:
    """Bytes to a row, and the rows: what pdftoppm prints after three lines of text."""
    _, size, _, pixels = data.split(b"\n", 3)
    return int(size.split()[0]) * channels, pixels


def _red(row: bytes) -> bytes:
    """Which pixels of a row are red: bright in the first channel, dark in the others."""
    channels = (row[0::3].translate(_BRIGHT), row[1::3].translate(_DARK), row[2::3].translate(_DARK))
    red, green, blue = (int.from_bytes(each, "big") for each in channels)
    return (red & green & blue).to_bytes(len(channels[0]), "big")


def _ink(rows: list[bytes]) -> Ink:
    """Bands and rules of a picture whose pixels are 1 where there is ink."""
    spans = [(row.find(1), row.rfind(1), row.count(1)) for row in rows]
    bands = tuple(_joined([left >= 0 for left, _, _ in spans], spans))
    ruled = [
        left >= 0 and (right - left) * _PIXEL > _SHORTEST_RULE and ink > _RULE * (right - left)
        for left, right, ink in spans
    ]
    rules = tuple(box for box in _joined(ruled, spans) if box.bottom - box.top < _THICKEST_RULE)
    return Ink(bands, rules)


def _joined(wanted: list[bool], spans: list[tuple[int, int, int]]) -> Iterator[Box]:
    """Neighbouring rows as one rectangle each."""
    edges = [place for place, (before, after) in enumerate(pairwise([False, *wanted, False])) if before != after]
    for first, end in zip(edges[0::2], edges[1::2], strict=True):
        left = min(left for left, _, _ in spans[first:end])
        right = max(right for _, right, _ in spans[first:end])
        yield Box(left * _PIXEL, first * _PIXEL, (right + 1) * _PIXEL, end * _PIXEL)
