"""Reading zip archives: names as they were meant, members bounded before anything inflates."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.formats.faults import Fault, Unreadable
from pipeline.settings import Limits

_CHUNK = 1 << 16
_ENTRY = b"PK\x01\x02"
_MOST_ENTRIES = 100_000  # of the archive and of what lies unpacked in it; each costs memory before its name is known
_RATIO_FROM = 1 << 20  # a small member may well be blanks
_HEADER = 30  # bytes before a member's name
_UTF8 = 0x800
_PACKAGES = ("[content_types].xml", "content.xml", "xl/workbook.xml", "word/document.xml")
_UNFIT = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(slots=True)
class Allowance:
    """What one file that was sent may still unpack, archives within it included."""

    unpacked: int
    members: int

    @classmethod
    def of(cls, limits: Limits) -> "Allowance":
        return cls(limits.unpacked_bytes, limits.members)

    def spend(self, unpacked: int, members: int) -> None:
        """Take so much; :class:`Unreadable` where it is more than is left."""
        if unpacked > self.unpacked or members > self.members:
            raise Unreadable(Fault.TOO_LARGE)
        self.unpacked -= unpacked
        self.members -= members


def is_archive(data: bytes) -> bool:
    """Whether a file is a zip of files and no package of an office program."""
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return False
    if data.count(_ENTRY) > _MOST_ENTRIES:
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.replace("\\", "/").lstrip("/").casefold() for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False  # nothing opens it: read_workbook says that it is damaged
    return not names & set(_PACKAGES)


def members(data: bytes, limits: Limits, allowance: Allowance) -> Iterator[tuple[str, bytes | Unreadable]]:
    """The files of an archive, each as its path inside and its bytes, or why it cannot be read.

    :class:`Unreadable` for the archive as a whole, before anything inflates: too large by what it declares (no more
    than that is ever taken from it), overlapping, under a password, or empty.
    """
    if data.count(_ENTRY) > _MOST_ENTRIES:
        raise Unreadable(Fault.TOO_LARGE)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as fault:
        raise Unreadable(Fault.DAMAGED) from fault
    with archive:
        found = [each for each in archive.infolist() if not each.filename.endswith("/")]
        if _overlap(found):
            raise Unreadable(Fault.OVERLAPPED)
        allowance.spend(sum(each.file_size for each in found), len(found))
        wanted = [(name, each) for each in found if (name := _name(each)) and "__MACOSX" not in name.split("/")]
        if not wanted:
            raise Unreadable(Fault.NO_MEMBER)
        if all(each.flag_bits & 1 for _, each in wanted):
            raise Unreadable(Fault.ENCRYPTED)
        for name, each in wanted:
            try:
                yield name, _inflated(archive, each, limits)
            except Unreadable as unreadable:
                yield name, unreadable


def _inflated(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits) -> bytes:
    """A member's bytes, counted as they inflate."""
    if member.flag_bits & 1:
        raise Unreadable(Fault.ENCRYPTED)
    most = limits.file_bytes
    if member.file_size > most:
        raise Unreadable(Fault.TOO_LARGE)
    pieces, size = [], 0
    try:
        with archive.open(member) as stream:
            while piece := stream.read(_CHUNK):
                size += len(piece)
                if size > most or size > max(_RATIO_FROM, member.compress_size * limits.ratio):
                    raise Unreadable(Fault.TOO_LARGE)
                pieces.append(piece)
    except NotImplementedError as fault:
        raise Unreadable(Fault.ARCHIVE) from fault
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as fault:
        raise Unreadable(Fault.DAMAGED) from fault
    return b"".join(pieces)


def _overlap(found: list[zipfile.ZipInfo]) -> bool:
    """Whether members share bytes, as those of a bomb do: no honest program writes that."""
    end = 0
    for each in sorted(found, key=lambda each: each.header_offset):
        if each.header_offset < end:
            return True
        end = each.header_offset + _HEADER + each.compress_size
    return False


def _name(member: zipfile.ZipInfo) -> str:
    """A member's path as it was meant: UTF-8 where the archive says so or it reads so, else GB18030."""
    name = member.orig_filename
    if not member.flag_bits & _UTF8:
        raw = name.encode("cp437")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return harmless(name)


def harmless(name: str) -> str:
    """A path that stays where it is put: without control characters; one that leads outside keeps its last name."""
    parts = [_UNFIT.sub("", part).strip() for part in name.replace("\\", "/").split("/")]
    leads_out = name.startswith(("/", "\\")) or ".." in parts or re.match(r"[A-Za-z]:", name)
    parts = [part for part in parts if part not in ("", ".", "..") and not re.fullmatch(r"[A-Za-z]:", part)]
    return "/".join(parts[-1:] if leads_out else parts)
