"""The files that came in for a month (收件): a folder → files, bounded; links that lead outside are not followed."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.findings import Finding, Rule, Severity
from pipeline.formats.faults import Fault, Unreadable
from pipeline.formats.mails import Envelope
from pipeline.formats.ooxml_shared import legible
from pipeline.settings import Limits
from pipeline.source import Where

MONTH_FACTS = "本月事项.xlsx"

NOT_OPENED = Rule(
    "F101", Severity.ERROR, "文件读不了", "这个文件读不了（没有权限，或磁盘出错），未采用。", "请检查文件后再运行。"
)
OUTSIDE = Rule(
    "F102", Severity.WARNING, "链接指向文件夹之外", "这是一个指向别处的链接，没有读取。", "请把文件本身放进来。"
)
PARTIAL = Rule("F103", Severity.WARNING, "没有下载完的文件", "这是没有下载完的文件，没有读取。", "请重新下载后放进来。")
RULES = (NOT_OPENED, OUTSIDE, PARTIAL)

_JUNK_NAMES = {"thumbs.db", "desktop.ini", ".ds_store", "说明.md", "说明.txt", "readme.md"}
_JUNK_PREFIXES = ("~$", ".~", "._", ".", "~wrl")
_PARTIAL_SUFFIXES = (".crdownload", ".part", ".download", ".td", ".tmp")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as it came in: its path below the month's folder, its bytes and their hash.

    ``data`` is ``None`` for a file that is left unread: ``refused``, or named in ``finding``, or junk. ``envelopes``
    are those of the mails that it came in, the outermost first.
    """

    file: str
    sha256: str
    data: bytes | None = None
    refused: Unreadable | None = None
    finding: Finding | None = None
    envelopes: tuple[Envelope, ...] = ()

    @property
    def is_junk(self) -> bool:
        """Left behind by programs (lock files, thumbnails): never a submission."""
        return self.data is None and self.refused is None and self.finding is None


def incoming(folder: Path, limits: Limits) -> Iterator[Incoming]:
    """Every file of a month's folder, folders inside it too, in the order of their paths, one at a time in memory.

    No file where there is no such folder yet.
    """
    root = folder.resolve()
    seen: set[str] = set()
    for path in sorted(_files(folder), key=lambda each: each.relative_to(folder).as_posix()):
        name = path.relative_to(folder).as_posix()
        if name == MONTH_FACTS:
            continue
        shown = told = _told(name)
        while told in seen:  # two names that look the same
            told = f"{shown}（{len(seen)}）"
        seen.add(told)
        yield _read(path, told, root, limits)


def _told(name: str) -> str:
    """A file's name as it can be read and printed: bytes that are no UTF-8 are GBK, on one line, nothing unseen."""
    raw = name.encode("utf-8", "surrogateescape")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", "replace")
    return " ".join(legible(text).split("\n")).replace("\t", " ")


def _files(folder: Path) -> Iterator[Path]:
    """The files below a folder; links to folders are not entered, so a loop of links ends."""
    for path in folder.iterdir() if folder.exists() else ():
        if path.is_dir() and not path.is_symlink():
            if path.name != "__MACOSX":
                yield from _files(path)
        else:
            yield path


def unwanted(file: str) -> Incoming | None:
    """A file that its name tells to be no submission: junk, or a download that never ended; None for any other."""
    lowered = file.replace("!", "/").rpartition("/")[2].casefold()
    if lowered.endswith(_PARTIAL_SUFFIXES) and not lowered.startswith("~"):
        return Incoming(file, "", finding=PARTIAL.at(Where(file)))
    return Incoming(file, "") if lowered in _JUNK_NAMES or lowered.startswith(_JUNK_PREFIXES) else None


def _read(path: Path, name: str, root: Path, limits: Limits) -> Incoming:
    if (left := unwanted(name)) is not None:
        return left
    try:
        target = path.resolve()
        if not target.is_relative_to(root):
            return Incoming(name, "", finding=OUTSIDE.at(Where(name)))
        if not target.is_file():  # a pipe, a socket, a broken link
            return Incoming(name, "", finding=NOT_OPENED.at(Where(name)))
        if target.stat().st_size > limits.file_bytes:
            return Incoming(name, "", refused=Unreadable(Fault.TOO_LARGE))
        data = target.read_bytes()
    except (OSError, RuntimeError):  # a loop of links is a RuntimeError
        return Incoming(name, "", finding=NOT_OPENED.at(Where(name)))
    return Incoming(name, hashlib.sha256(data).hexdigest(), data)
