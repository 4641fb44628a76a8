"""Writing that survives a power cut (落盘): a file is there whole or not at all."""

import os
from pathlib import Path

WAITING = ".写入.tmp"
"""The name of a file that is not whole yet; a name with a stop before it is never read as one that came in."""


def whole(path: Path, data: bytes) -> None:
    """Write a file that is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(WAITING)
    with waiting.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(path)


def settled(folder: Path) -> None:
    """Bring a folder's own entries to disk, where the system knows how."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
