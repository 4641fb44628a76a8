"""The parts of a package, streamed: bounded bytes, no entities, local names whatever the prefix."""

import io
import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from xml.parsers import expat

from pipeline.formats.faults import Fault, Unreadable
from pipeline.settings import Limits

Attributes = dict[str, str]
_CHUNK = 1 << 16
_MOST_ELEMENTS = 2_000_000  # of one package, formatted blanks left out: ten for each of the cells that it may hold
_MOST_CHARACTERS = 16_000_000  # of text in one package, shared strings included
_BLANKS = re.compile(
    rb'(?:<c r="[^<>/]*+/>)+(?=<c r=")|'
    rb'(?:<row r="(?:[^<>/]*+/>|[^<>]*+>(?:<c [^<>/]*+/>)*+</row>))+(?=<row r=")'
)
"""Cells and rows that are only formatted, followed by one that tells its own place: a column formatted to the bottom
is a million of them, which costs a second this way instead of ten."""
_NO_MEMORY = 1  # expat's own number
_DAMAGE = (
    expat.ExpatError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,  # an encoding of several bytes, a number of thousands of digits
    LookupError,  # an encoding that nobody knows
)


class Handler:
    """What a part's reader overrides; names come without namespace."""

    def start(self, name: str, attributes: Attributes) -> None:
        """An element opens."""

    def end(self, name: str) -> None:
        """An element closes."""

    def text(self, text: str) -> None:
        """Character data, in pieces."""


class Package:
    """An opened zip package whose parts are read by name, whatever their case or slashes."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as fault:
            raise Unreadable(Fault.DAMAGED) from fault
        members = self._zip.infolist()
        if len(members) > limits.members:
            raise Unreadable(Fault.TOO_LARGE)
        self._members: dict[str, zipfile.ZipInfo] = {}
        for member in members:
            name = _key(member.filename)
            if name in self._members:  # two parts of one name: readers differ on which they take
                raise Unreadable(Fault.DAMAGED)
            self._members[name] = member
        self._left = limits.unpacked_bytes
        self._toll = _Toll()

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._members

    def parse(self, name: str, handler: Handler, *, is_sheet: bool = False) -> None:
        """Stream a part through a handler, a sheet without its formatted blanks; a part that is not there is damage."""
        member = self._members.get(_key(name))
        if member is None:
            raise Unreadable(Fault.DAMAGED)
        if member.flag_bits & 1:
            raise Unreadable(Fault.ENCRYPTED)
        parser = _parser(handler, toll=self._toll)
        rest = b""  # of a sheet, the row that has only begun
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    self._left -= len(chunk)  # what really inflates; the declared size may lie
                    if self._left < 0:
                        raise Unreadable(Fault.TOO_LARGE)
                    if is_sheet:
                        whole = rest + chunk
                        cut = whole.rfind(b"<row ", -_CHUNK)
                        chunk, rest = (whole[:cut], whole[cut:]) if cut > 0 else (whole, b"")
                        chunk = _BLANKS.sub(b"", chunk)
                    parser.Parse(chunk, False)
                parser.Parse(rest, True)
        except _DAMAGE as fault:
            raise _verdict(fault) from fault

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: id → (the last word of the type, the target part). External targets are left out."""
        folder, file = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{file}.rels")
        if name not in self:
            return {}
        found = _Relations(folder)
        self.parse(name, found)
        return found.relations


class _Relations(Handler):
    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.relations: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "").replace("\\", "/")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(self.folder, target))
        self.relations[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], path)


def parse_document(data: bytes, handler: Handler, encoding: str | None = None) -> None:
    """Parse XML that is a file of its own, in its own encoding or a given one."""
    parser = _parser(handler, encoding)
    try:
        for start in range(0, len(data), _CHUNK):
            parser.Parse(data[start : start + _CHUNK], False)
        parser.Parse(b"", True)
    except _DAMAGE as fault:
        raise _verdict(fault) from fault


def _verdict(fault: Exception) -> Exception:
    """What a failure to parse says of the file; memory that ran out says nothing of it."""
    if isinstance(fault, expat.ExpatError) and fault.code == _NO_MEMORY:
        return MemoryError()
    return Unreadable(Fault.DAMAGED)


def _key(name: str) -> str:
    return re.sub("/+", "/", name.replace("\\", "/")).lstrip("/").casefold()


class _Toll:
    """How many elements and characters may still come: elements without content cost time, long texts memory."""

    def __init__(self) -> None:
        self.elements = _MOST_ELEMENTS
        self.characters = _MOST_CHARACTERS

    def element(self) -> None:
        self.elements -= 1
        if self.elements < 0:
            raise Unreadable(Fault.TOO_LARGE)

    def text(self, text: str) -> None:
        self.characters -= len(text)
        if self.characters < 0:
            raise Unreadable(Fault.TOO_LARGE)


def _parser(handler: Handler, encoding: str | None = None, toll: _Toll | None = None) -> expat.XMLParserType:
    toll = toll or _Toll()
    parser = expat.ParserCreate(encoding, namespace_separator=" ")
    parser.buffer_text = True

    def start(name: str, attributes: Attributes) -> None:
        toll.element()
        handler.start(
            name.rpartition(" ")[2],
            {key.rpartition(" ")[2]: value for key, value in attributes.items()} if attributes else attributes,
        )

    def end(name: str) -> None:
        handler.end(name.rpartition(" ")[2])

    def text(data: str) -> None:
        toll.text(data)
        handler.text(data)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> None:
    raise Unreadable(Fault.HOSTILE)
