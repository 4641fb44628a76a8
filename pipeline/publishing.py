"""Papers reach their folder together (落位): staged beside it, then moved one by one as a manifest says.

The manifest is the ledger's; it is the commit point. What it names is moved after it, and a run that dies between is
finished by the next command. Files that no manifest names are never touched.
"""

import hashlib
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from pipeline import disk
from pipeline.disk import reason as reason
from pipeline.findings import PipelineError


def digest(data: bytes) -> str:
    """The hash by which a file is known."""
    return hashlib.sha256(data).hexdigest()


def hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    """The hash of each file by its path: what a manifest holds."""
    return {name: digest(data) for name, data in files.items()}


def is_theirs(folder: Path, name: str, *manifests: Mapping[str, str]) -> bool:
    """Whether something of that name stands there that no manifest knows as it is: never to be overwritten."""
    path = folder / name
    if not path.is_file():
        return os.path.lexists(path)
    return digest(path.read_bytes()) not in {manifest.get(name) for manifest in manifests}


@contextmanager
def alone(outputs: Path, patience: float = 60.0) -> Iterator[None]:
    """One run at a time writes below the outputs; the others wait. A run that dies holds up nobody."""
    try:
        outputs.mkdir(parents=True, exist_ok=True)
        held = _held(outputs, time.monotonic() + patience)
    except OSError as fault:
        raise PipelineError(f"写不进输出文件夹 {outputs.name}（{reason(fault)}）。请处理后重新运行。") from fault
    try:
        yield
    finally:
        _released(held)


def require_room(folder: Path, names: Iterable[str]) -> None:
    """That every paper can be moved to its place, asked before anything is recorded."""
    places = [folder / _safe(name) for name in names]
    for parent in dict.fromkeys((folder, *(place.parent for place in places))):
        if os.path.lexists(parent) and not parent.is_dir():
            raise PipelineError(f"{parent.name} 应是文件夹，现在被同名的文件占用。请把这个文件移走后重新运行。")
        if parent.is_dir() and not os.access(parent, os.W_OK):
            raise PipelineError(f"输出文件夹 {parent.name} 不能写入。请检查文件夹的权限后重新运行。")
    for place in places:
        if place.is_dir():
            raise PipelineError(f"{folder.name} 里的 {place.name} 应是文件，现在被同名的文件夹占用。请移走后重新运行。")


def stage(files: Mapping[str, bytes], folder: Path) -> None:
    """Write all papers beside the month's folder, on disk before anything else is said."""
    waiting = staging(folder)
    try:
        _remove(waiting)
        for name, data in files.items():
            path = waiting / _safe(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            disk.synced(path, data)
        disk.settled(waiting)
    except OSError as fault:
        _remove(waiting)
        raise PipelineError(
            f"写不进输出文件夹 {folder.name}（{reason(fault)}）。请检查磁盘空间和权限后重新运行。"
        ) from fault


def publish(folder: Path, manifest: Iterable[str], former: Iterable[str] = ()) -> None:
    """Move what the manifest names from the staging folder to its place; drop what only a former manifest named.

    Moving a paper twice does no harm: one that is no longer staged is there already.
    """
    waiting, names, name = staging(folder), tuple(manifest), ""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            source, target = waiting / _safe(name), folder / _safe(name)
            if source.is_file():
                target.parent.mkdir(parents=True, exist_ok=True)
                os.replace(source, target)  # noqa: PTH105  (Path.replace hides which of the two names failed)
        for name in former:
            if name not in names:
                _drop(folder, folder / _safe(name))
        disk.settled(folder)
        _remove(waiting)
    except OSError as fault:
        raise PipelineError(
            f"写不进 {folder.name} 里的 {name}（{reason(fault)}），这个文件可能正被 Word 或 WPS 打开。"
            "请关闭后再运行一次，没有写完的会接着写完。"
        ) from fault


def sweep(outputs: Path) -> None:
    """Take away what runs that broke off before they were recorded have staged."""
    for left in outputs.glob(".????-??.tmp"):
        with suppress(OSError):  # it harms nobody
            _remove(left)


def staging(folder: Path) -> Path:
    """Where a month's papers wait: beside their folder, so that moving them is one step of the same disk."""
    return folder.parent / f".{folder.name}.tmp"


def _safe(name: str) -> str:
    """A path that stays below its folder; the program itself made the name, so anything else is its own fault."""
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or PurePosixPath(name).is_absolute():
        raise ValueError(name)
    return name


def _drop(folder: Path, paper: Path) -> None:
    """Take a paper away, and the folders below ``folder`` that it leaves empty."""
    paper.unlink(missing_ok=True)
    for parent in paper.parents:
        if parent == folder:
            break
        with suppress(OSError):  # not empty: something of somebody's is in it
            parent.rmdir()


def _remove(folder: Path) -> None:
    if not folder.is_dir():
        return
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()
    folder.rmdir()


if sys.platform == "win32":  # folders have no locks there, but a file can vanish with the process that holds it

    def _locked(outputs: Path) -> int:
        return os.open(outputs / ".lock", os.O_CREAT | os.O_EXCL | os.O_TEMPORARY)

    def _released(handle: int) -> None:
        os.close(handle)

else:
    import fcntl

    def _locked(outputs: Path) -> int:
        handle = os.open(outputs, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise FileExistsError from None
        except OSError:
            pass  # a share without locks: the ledger's own still keep its record whole
        return handle

    def _released(handle: int) -> None:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_UN)  # a process forked meanwhile must not go on holding it
        os.close(handle)


def _held(outputs: Path, until: float) -> int:
    """The lock of the outputs, tried for again until the time given."""
    while True:
        try:
            return _locked(outputs)
        except FileExistsError:
            if time.monotonic() > until:
                raise PipelineError("另一次运行正在写输出文件夹。请等它结束后重新运行。") from None
            time.sleep(0.05)
