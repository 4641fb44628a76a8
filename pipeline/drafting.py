"""Drafts on disk (起草): what the program wrote it may write anew; what a person has changed stays and is told."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from pipeline.delivery.drafts import files_of
from pipeline.delivery.mail import Mail, Purpose, Sender
from pipeline.disk import settled, whole
from pipeline.findings import PipelineError
from pipeline.publishing import digest, is_theirs, reason

MANIFEST = ".草稿.json"
_Known = Mapping[str, tuple[str, ...]]
"""What the program itself wrote, by name: the hashes that a file may have."""


def write_drafts(folder: Path, mails: Iterable[Mail], sender: Sender, purposes: Iterable[Purpose]) -> tuple[str, ...]:
    """Write the drafts and say which of their files stayed as they were because a person has changed them.

    Drafts of the same ``purposes`` that an earlier run wrote and that are not wanted any more are taken away. The list
    of what is written is on disk before the first file is, so that a run that dies leaves nothing that the next one
    would take for a person's.
    """
    wanted = {name: data for mail in mails for name, data in files_of(mail, sender).items()}
    known = _known(folder)
    theirs = tuple(name for name in wanted if _is_theirs(folder, name, known))
    old = [name for name in known if name not in wanted and _purpose(name) in set(purposes)]
    try:
        both = {name: (*known.get(name, ()), digest(data)) for name, data in wanted.items()}
        _note(folder, {**known, **both})
        for name, data in wanted.items():
            if name not in theirs:
                whole(folder / name, data)
        for name in old:
            if not _is_theirs(folder, name, known):
                _drop(folder, name)
        now = {name: (digest(data),) for name, data in wanted.items()}
        _note(folder, {name: hashes for name, hashes in {**known, **now}.items() if name not in old})
    except OSError as fault:
        raise PipelineError(
            f"写不进邮件文件夹（{reason(fault)}），里面的文件可能正被打开。请关闭后再运行一次。"
        ) from fault
    return theirs


def _purpose(name: str) -> str:
    """What the draft that a file belongs to is for; its name begins with it."""
    return PurePosixPath(name).parts[0].removesuffix(".eml").partition("（")[0]


def _is_theirs(folder: Path, name: str, known: _Known) -> bool:
    return is_theirs(folder, name, *({name: each} for each in known.get(name, ())))


def _known(folder: Path) -> _Known:
    """The list of what was written; empty where it is missing or damaged: then everything there is a person's."""
    try:
        read = json.loads((folder / MANIFEST).read_text("utf-8"))
        return {str(name): tuple(map(str, hashes)) for name, hashes in read.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _note(folder: Path, known: _Known) -> None:
    whole(folder / MANIFEST, json.dumps(known, ensure_ascii=False, indent=0, sort_keys=True).encode())
    settled(folder)


def _drop(folder: Path, name: str) -> None:
    path = folder / name
    path.unlink(missing_ok=True)
    if path.parent != folder:
        with suppress(OSError):  # not empty: something of somebody's is in it
            path.parent.rmdir()
