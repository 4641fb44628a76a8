"""Whether a workbook still is as the program wrote it (封签): only such a file may be written anew.

The seal is a hash of everything in the package, kept in its document properties. A program that saves the workbook
again writes other bytes, and the seal no longer fits: then a person has had it open, and it is theirs.
"""

import hashlib
import io
import re
import zipfile
import zlib
from pathlib import Path

from pipeline import disk
from pipeline.formats.packages import repacked

_PROPERTIES = "docProps/core.xml"
_SEAL = re.compile(rb"<dc:identifier[^>]*>([^<]*)</dc:identifier>")
_START, _END = b'<dc:identifier xmlns:dc="http://purl.org/dc/elements/1.1/">', b"</dc:identifier>"


def sealed(data: bytes) -> bytes:
    """The workbook with its seal; the same workbook gives the same bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        properties = _SEAL.sub(b"", package.read(_PROPERTIES))
        head, end, tail = properties.rpartition(b"</")
        seal = _START + _hash(package).encode() + _END
    return repacked(data, {_PROPERTIES: head + seal + end + tail})


def is_sealed(data: bytes) -> bool:
    """Whether nobody has saved a file since it was sealed; ``False`` for any other file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            seal = _SEAL.search(package.read(_PROPERTIES))
            return seal is not None and seal[1].decode() == _hash(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, RuntimeError, NotImplementedError):
        return False


def replaced(path: Path, data: bytes) -> bool:
    """Write a sealed workbook whole; ``False``, and nothing written, where one stands that somebody has saved since."""
    return disk.replaced(path, data, is_sealed)


def _hash(package: zipfile.ZipFile) -> str:
    """The hash of all members but the properties, which hold the seal."""
    content = hashlib.sha256()
    for name in sorted(package.namelist()):
        if name != _PROPERTIES:
            content.update(f"{name}\0".encode())
            content.update(hashlib.sha256(package.read(name)).digest())
    return content.hexdigest()
