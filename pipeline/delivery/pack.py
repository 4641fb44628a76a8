"""The meeting's pack (会议材料) as one zip that Windows, macOS and Linux show alike.

Names are UTF-8 and marked so, which Windows Explorer needs to show Chinese; times are a day of the month that is
reported on. The same files give the same bytes. The zip is sealed: its comment holds a hash of its content, by which a
zip that a person has made or changed is known as theirs.
"""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from datetime import date

_SEAL = b"tongbao "
_CHUNK = 1 << 20


def pack(files: Mapping[str, bytes], day: date) -> bytes:
    """One sealed zip of the files, by name and in their order, dated ``day``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            member = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3  # where a zip says that DOS made it, Info-ZIP on Linux takes the names for cp850
            member.external_attr = 0o644 << 16
            made.writestr(member, data)
        made.comment = _SEAL + _hash((name, [data]) for name, data in files.items())
    return out.getvalue()


def is_ours(data: bytes) -> bool:
    """Whether a zip is as the program packed it; ``False`` for any other file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if not packed.comment.startswith(_SEAL):
                return False
            return packed.comment == _SEAL + _hash((name, _chunks(packed, name)) for name in packed.namelist())
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError):
        return False


def _hash(files: Iterable[tuple[str, Iterable[bytes]]]) -> bytes:
    whole = hashlib.sha256()
    for name, chunks in files:
        content = hashlib.sha256()
        for chunk in chunks:
            content.update(chunk)
        whole.update(name.encode() + b"\0" + content.digest())
    return whole.hexdigest().encode()


def _chunks(packed: zipfile.ZipFile, name: str) -> Iterable[bytes]:
    with packed.open(name) as member:
        while chunk := member.read(_CHUNK):
            yield chunk
