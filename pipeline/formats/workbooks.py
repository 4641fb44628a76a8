"""Any spreadsheet that a person sends → grids of addressed cells, or a refusal that says what to send instead.

The content decides, never the extension.
"""

from pipeline.formats.faults import Fault, Unreadable
from pipeline.formats.grid import Grid
from pipeline.settings import Limits

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_TAR = slice(257, 262)


def read_workbook(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    """The sheets of a workbook, in its own order, hidden ones too; :class:`Unreadable` says why not.

    Each reader is imported only for a file that looks like its own.
    """
    if not data.strip(b"\0"):
        raise Unreadable(Fault.EMPTY if not data else Fault.DAMAGED)
    if len(data) > limits.file_bytes:
        raise Unreadable(Fault.TOO_LARGE)
    if data.startswith(_ZIP):
        return _read_package(data, limits)
    if data.startswith(_OLE):
        from pipeline.formats.legacy import read_xls

        return read_xls(data, limits)
    if (fault := never_a_table(data)) is not None:
        raise Unreadable(fault)
    return _read_text(data, limits)


def never_a_table(data: bytes) -> Fault | None:
    """What a file is that no reader is for: PDF, a picture, an archive of another kind."""
    if data.startswith(b"%PDF"):
        return Fault.PDF
    if data.startswith(_PICTURES) or (data.startswith(b"BM") and data[6:10] == bytes(4)):
        return Fault.PICTURE
    return Fault.ARCHIVE if data.startswith(_ARCHIVES) or data[_TAR] == b"ustar" else None


def _read_package(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    from pipeline.formats.parts import Package

    package = Package(data, limits)
    if "content.xml" in package and "[Content_Types].xml" not in package:
        from pipeline.formats.ods import read_ods

        return read_ods(package, limits)
    from pipeline.formats.ooxml import read_xlsx

    return read_xlsx(package, limits)


def _read_text(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    from pipeline.formats.encodings import is_text

    if not is_text(data):
        raise Unreadable(Fault.CIPHER)
    from pipeline.formats.web import is_web, read_web

    if is_web(data):
        return read_web(data, limits)
    from pipeline.formats.delimited import read_delimited

    return read_delimited(data, limits)
