"""Files on the disk (落盘): each is there whole or not at all, and nothing of somebody else's is written over."""

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

WAITING = ".写入.tmp"
"""The name of a file that is not whole yet; a name with a stop before it is never read as one that came in."""


def synced(path: Path, data: bytes) -> None:
    """Write a file where it stands, on the disk when this returns."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def whole(path: Path, data: bytes) -> None:
    """Write a file that is there whole or not at all; an :class:`OSError` names the file itself."""
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(WAITING)
    try:
        synced(waiting, data)
        waiting.replace(path)
    except OSError as fault:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)
        raise OSError(fault.errno, fault.strerror, str(path)) from fault


def replaced(path: Path, data: bytes, is_ours: Callable[[bytes], bool]) -> bool:
    """Write a file whole; ``False``, and nothing written, where one stands that ``is_ours`` does not know."""
    if path.is_symlink() or (path.exists() and not (path.is_file() and is_ours(path.read_bytes()))):
        return False
    whole(path, data)
    return True


def settled(folder: Path) -> None:
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
    errno.ENOENT: "路径不存在",
    errno.ELOOP: "链接指向了自己",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EBUSY: "正被占用",
    errno.EIO: "磁盘读写出错",
}


def reason(fault: OSError) -> str:
    """What the system says of a fault, in Chinese."""
    return _REASONS.get(fault.errno or 0, "系统错误")
