"""Whether a PDF still is as the program made it (封签): only such a file may be made anew.

The seal is a comment behind the end of the file, which readers pass over: a hash of everything before it. A PDF from
another hand has none, and one that was signed, annotated or saved again no longer fits.
"""

import hashlib
from pathlib import Path

from pipeline import disk

_SEAL = b"%tongbao-sha256 "
_LENGTH = len(_SEAL) + 64 + 1


def sealed(data: bytes) -> bytes:
    """The PDF with its seal."""
    whole = data if data.endswith(b"\n") else data + b"\n"
    return whole + _line(whole)


def is_sealed(data: bytes) -> bool:
    """Whether nobody has changed a PDF since it was sealed; ``False`` for any other file."""
    return data[-_LENGTH:] == _line(data[:-_LENGTH])


def replaced(path: Path, data: bytes) -> bool:
    """Write a sealed PDF whole; ``False``, and nothing written, where another one stands that is not ours."""
    return disk.replaced(path, data, is_sealed)


def _line(data: bytes) -> bytes:
    return _SEAL + hashlib.sha256(data).hexdigest().encode() + b"\n"
