"""The parts of a mail or a saved web page (MIME): headers as bytes, since senders write them in every way."""

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from urllib.parse import unquote_to_bytes

from pipeline.formats.encodings import named
from pipeline.formats.faults import Fault, Unreadable

_BLANK_LINE = re.compile(rb"(?:\A|\n)\r?\n|\r\r")
_HEADER = re.compile(rb"(?m)^([!-9;-~]+):[ \t]*((?:[^\r\n]|\r?\n[ \t])*)")
_LINE_BREAK = re.compile(rb"\r?\n")
_SPACES = b" \t\r\n\v\f"
_FOLD = re.compile(rb"\r?\n[ \t]+")
_PARAMETER = re.compile(rb';\s*([\w*.-]+)\s*=\s*("(?:[^"\\]|\\.)*+"|[^;]*)')
_SECTION = re.compile(r"\*(\d*)(\*?)$")
_LONGEST_HEADERS = 1_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its headers in order, names in small letters, and its body as it was sent.

    Bodies are views into the whole: parts within parts, of a mail of 60 MB, would be copied at every step.
    """

    headers: tuple[tuple[str, bytes], ...]
    body: memoryview

    @classmethod
    def read(cls, data: bytes | memoryview) -> "Part":
        """Split headers from body; a part without a blank line is all headers."""
        view = memoryview(data)
        found = _BLANK_LINE.search(view)
        end = found.end() if found else len(view)
        headers = _HEADER.findall(bytes(view[: min(end, _LONGEST_HEADERS)]))
        return cls(
            tuple((name.decode("ascii").lower(), _FOLD.sub(b" ", value).strip()) for name, value in headers),
            view[end:],
        )

    def header(self, name: str) -> bytes:
        """The first header of a name, as it was sent; empty where there is none."""
        return next((value for each, value in self.headers if each == name), b"")

    @property
    def kind(self) -> str:
        """``text/html``; plain text where nothing is said."""
        given = self.header("content-type").partition(b";")[0].strip().lower()
        return given.decode("ascii", "ignore") or "text/plain"

    @property
    def name(self) -> str:
        """The file name, however it is written: RFC 2231, RFC 2047, raw UTF-8 or GBK; empty where there is none."""
        return self._parameter("content-disposition", "filename") or self._parameter("content-type", "name")

    @property
    def charset(self) -> str:
        """The encoding that the header tells for a text; empty where it tells none."""
        return self._raw_parameter("content-type", "charset").decode("ascii", "ignore")

    @property
    def is_attachment(self) -> bool:
        """Sent as a file of its own, not as the text or a picture within it."""
        disposition = self.header("content-disposition").strip().lower()
        return disposition.startswith(b"attachment") or bool(self.name and not self.header("content-id"))

    def parts(self, most: int) -> Iterator["Part"]:
        """The parts of a multipart, in order; more than ``most`` refuse the file.

        A last part whose closing boundary is missing was cut off: :class:`Unreadable` after the parts before it.
        """
        boundary = self._raw_parameter("content-type", "boundary")
        if not boundary:
            return
        line = re.compile(rb"(?:\A|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r?\n|\Z)")
        start: int | None = None
        for number, found in enumerate(line.finditer(self.body)):
            if number > most:
                raise Unreadable(Fault.TOO_LARGE)
            if start is not None:
                yield Part.read(_body(self.body, start, found.start()))
            start = None if found[1] else found.end()
            if found[1]:
                return
        raise Unreadable(Fault.DAMAGED)

    def content(self) -> bytes:
        """The body as it was before it was sent; base64 that is cut off or altered is damage."""
        encoding = self.header("content-transfer-encoding").strip().lower()
        if encoding == b"base64":
            try:
                return base64.b64decode(bytes(self.body).translate(None, _SPACES), validate=True)
            except binascii.Error as fault:
                raise Unreadable(Fault.DAMAGED) from fault
        return quopri.decodestring(self.body) if encoding == b"quoted-printable" else bytes(self.body)

    def text_header(self, name: str) -> str:
        """A header as a person reads it."""
        return words(self.header(name))

    def _raw_parameter(self, header: str, name: str) -> bytes:
        for key, value in _PARAMETER.findall(self.header(header)):
            if key.decode("latin-1").lower() == name:
                return _unquoted(value)
        return b""

    def _parameter(self, header: str, name: str) -> str:
        """A parameter: in numbered or charset-marked sections (RFC 2231), else plain."""
        sections: dict[int, tuple[bytes, bool]] = {}
        plain = b""
        for raw, value in _PARAMETER.findall(self.header(header)):
            key = raw.decode("latin-1").lower()
            if key == name:
                plain = plain or _unquoted(value)
            elif key.startswith(f"{name}*") and (found := _SECTION.search(key.removeprefix(name))):
                marked = bool(found[2]) or not found[1]
                sections[int(found[1][:6] or 0)] = (_unquoted(value), marked)
        if not sections:
            return words(plain)
        charset, pieces = "utf-8", []
        for number in sorted(sections):
            piece, marked = sections[number]
            if marked and number == min(sections) and piece.count(b"'") >= 2:
                told, _, piece = piece.split(b"'", 2)
                charset = told.decode("latin-1") or charset
            pieces.append(unquote_to_bytes(piece) if marked else piece)
        return named(b"".join(pieces), charset)


def _body(data: memoryview, start: int, end: int) -> memoryview:
    """A part between two boundary lines, without the line break that ends the first."""
    found = _LINE_BREAK.match(data, start, end)
    return data[found.end() if found else start : end]


def _unquoted(value: bytes) -> bytes:
    value = value.strip()
    if len(value) > 1 and value.startswith(b'"') and value.endswith(b'"'):
        return re.sub(rb'\\(["\\])', rb"\1", value[1:-1])
    return value


def words(value: bytes) -> str:
    """A header's text: encoded words (RFC 2047, gb2312 that holds GBK too), else raw UTF-8 or GBK."""
    raw = named(value, "utf-8")
    if "=?" not in raw:
        return raw
    try:
        pieces = decode_header(raw)
    except (HeaderParseError, ValueError):
        return raw
    return "".join(piece if isinstance(piece, str) else named(piece, charset or "utf-8") for piece, charset in pieces)
