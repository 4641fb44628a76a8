"""What has been sent and fetched (收发记录): lines that are on disk before anything else is done.

One JSON object a line, only ever added to. A line that a power cut has torn is the last one, and counts as not written.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from pipeline.delivery.writing import settled
from pipeline.findings import PipelineError


class Journal:
    """The lines of one file, read once and added to; the file begins with the first line that is added."""

    def __init__(self, path: Path) -> None:
        """A :class:`PipelineError` for a file that is damaged within: what it says of the past is not to be guessed."""
        self._path = path
        data = path.read_bytes() if path.exists() else b""
        whole, ended, torn = data.rpartition(b"\n")
        self._whole = len(whole + ended) if torn else None
        try:
            self.lines: list[Mapping[str, str]] = [_line(each) for each in whole.splitlines() if each.strip()]
        except ValueError as fault:
            raise PipelineError(
                f"{path.name} 被改坏了，看不出哪些邮件已经收发过。请从备份恢复；确实不要这些记录的，把它移走再运行。"
            ) from fault

    def add(self, **line: str) -> None:
        """Add a line, on disk when this returns."""
        begun = self._path.exists()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if self._whole is not None:
            os.truncate(self._path, self._whole)
            self._whole = None
        with self._path.open("ab") as file:
            file.write((json.dumps(line, ensure_ascii=False) + "\n").encode())
            file.flush()
            os.fsync(file.fileno())
        if not begun:
            settled(self._path.parent)
        self.lines.append(line)


def _line(raw: bytes) -> Mapping[str, str]:
    line = json.loads(raw)
    if not (isinstance(line, dict) and all(isinstance(each, str) for each in line.values())):
        raise ValueError(raw)
    return line
