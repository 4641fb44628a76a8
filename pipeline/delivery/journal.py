"""What has been sent and fetched (收发记录): lines that are on disk before anything else is done.

One JSON object a line, only ever added to. A line that a power cut has torn is the last one, and counts as not written;
one that is whole but for its end counts, as an editor may have left it so.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from pipeline.disk import reason, settled
from pipeline.findings import PipelineError


class Journal:
    """The lines of one file, read once and added to; the file begins with the first line that is added."""

    def __init__(self, path: Path) -> None:
        """A :class:`PipelineError` for a file that is damaged within: what it says of the past is not to be guessed."""
        self._path = path
        data = path.read_bytes() if path.exists() else b""
        last = data[data.rfind(b"\n") + 1 :]
        counted = data if _is_line(last) else data[: len(data) - len(last)]
        self._size = len(counted) if last else None
        self._before = b"\n" if counted and not counted.endswith(b"\n") else b""
        try:
            self.lines: list[Mapping[str, str]] = [_line(each) for each in counted.splitlines() if each.strip()]
        except ValueError as fault:
            raise PipelineError(
                f"{path.name} 被改坏了，看不出哪些邮件已经收发过。请从备份恢复；确实不要这些记录的，把它移走再运行。"
            ) from fault

    def add(self, **line: str) -> None:
        """Add a line, on disk when this returns; a :class:`PipelineError` where it cannot be written."""
        try:
            self._write((json.dumps(line, ensure_ascii=False) + "\n").encode())
        except OSError as fault:
            raise PipelineError(
                f"写不进 {self._path.name}（{reason(fault)}），记不下收发了什么，停在这里。请检查磁盘和权限后再运行。"
            ) from fault
        self.lines.append(line)

    def _write(self, line: bytes) -> None:
        begun = self._path.exists()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if self._size is not None:
            os.truncate(self._path, self._size)
        with self._path.open("ab") as file:
            file.write(self._before + line)
            file.flush()
            os.fsync(file.fileno())
        self._size, self._before = None, b""
        if not begun:
            settled(self._path.parent)


def _is_line(raw: bytes) -> bool:
    try:
        return bool(_line(raw))
    except ValueError:
        return False


def _line(raw: bytes) -> Mapping[str, str]:
    line = json.loads(raw)
    if not (isinstance(line, dict) and all(isinstance(each, str) for each in line.values())):
        raise ValueError(raw)
    return line
