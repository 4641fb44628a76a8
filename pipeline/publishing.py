"""Papers reach their folder whole (落盘): staged beside it, then moved one by one as a manifest says.

The manifest is the ledger's; it is the commit point. What it names is moved after it, and a run that dies between is
finished by the next command. Files that no manifest names are never touched.
"""

import errno
import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from pipeline.findings import PipelineError


def digest(data: bytes) -> str:
    """The hash by which a file is known."""
    return hashlib.sha256(data).hexdigest()


def hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    """The hash of each file by its path: what a manifest holds."""
    return {name: digest(data) for name, data in files.items()}


def is_theirs(folder: Path, name: str, manifest: Mapping[str, str]) -> bool:
    """Whether a file of that name stands there that is not as the program left it: never to be overwritten."""
    path = folder / name
    return path.is_file() and digest(path.read_bytes()) != manifest.get(name)


def stage(files: Mapping[str, bytes], folder: Path) -> None:
    """Write all papers beside the month's folder, on disk before anything else is said."""
    waiting = staging(folder)
    try:
        _remove(waiting)
        for name, data in files.items():
            path = waiting / _safe(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        _sync(waiting)
    except OSError as fault:
        _remove(waiting)
        raise PipelineError(
            f"写不进输出文件夹 {folder.name}（{_reason(fault)}）。请检查磁盘空间和权限后重新运行。"
        ) from fault


def publish(folder: Path, manifest: Mapping[str, str], former: Iterable[str] = ()) -> None:
    """Move what the manifest names from the staging folder to its place; drop what only a former manifest named.

    Moving a paper twice does no harm: one that is no longer staged is there already.
    """
    waiting = staging(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in manifest:
            source, target = waiting / _safe(name), folder / _safe(name)
            if source.is_file():
                target.parent.mkdir(parents=True, exist_ok=True)
                os.replace(source, target)  # noqa: PTH105  (Path.replace hides which of the two names failed)
        for name in former:
            if name not in manifest:
                (folder / _safe(name)).unlink(missing_ok=True)
        _sync(folder)
    except OSError as fault:
        raise PipelineError(
            f"写不进 {folder.name} 里的文件（{_reason(fault)}），可能正被 Word 或 WPS 打开。"
            "请关闭后再运行一次，没有写完的会接着写完。"
        ) from fault
    _remove(waiting)


def staging(folder: Path) -> Path:
    """Where a month's papers wait: beside their folder, so that moving them is one step of the same disk."""
    return folder.parent / f".{folder.name}.tmp"


def _safe(name: str) -> str:
    """A path that stays below its folder; the program itself made the name, so anything else is its own fault."""
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or PurePosixPath(name).is_absolute():
        raise ValueError(name)
    return name


def _remove(folder: Path) -> None:
    if not folder.is_dir():
        return
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()
    folder.rmdir()


def _sync(folder: Path) -> None:
    """Bring a folder's own entries to disk, where the system knows how."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘只读",
    errno.EEXIST: "同名文件挡住了",
    errno.ENOTDIR: "路径被文件占用",
    errno.EISDIR: "路径被文件夹占用",
}


def _reason(fault: OSError) -> str:
    return _REASONS.get(fault.errno or 0, "系统错误")
