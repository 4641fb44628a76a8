"""Mails of a month are fetched (收信): from the mailbox into the folder of what came in, each once and whole."""

import hashlib
import os
import re
from collections.abc import Callable, Collection
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pipeline import publishing
from pipeline.addresses import addresses
from pipeline.delivery.journal import Journal
from pipeline.delivery.mailbox import Envelope, LostError, Mailbox, opened
from pipeline.delivery.posting import SECONDS, Server
from pipeline.disk import WAITING, settled
from pipeline.findings import PipelineError
from pipeline.formats.mails import sender
from pipeline.gathering import register_in_use
from pipeline.names import clean
from pipeline.period import Period
from pipeline.settings import Mail as Mailing
from pipeline.settings import Settings
from pipeline.workspace import Workspace

JOURNAL = "收信记录.jsonl"
UNTIL_DAY = 15
"""A month's mails are those that arrive from its first day to this day of the month after, by the server's date."""

_UNFIT = re.compile(r"[^\w.@（）-]+")
_IDENTITY = ("message-id", "date", "from", "subject")


@dataclass(slots=True)
class Fetched:
    """What a look into the mailbox came to; a mail is named by its day, sender and subject.

    ``known`` had been fetched before, ``notices`` are bounces and receipts, ``empty`` are mails of units without a
    file, ``strangers`` come from addresses that the register does not have, ``heavy`` are too large. ``broken`` tells
    why the look ended early.
    """

    saved: list[str] = field(default_factory=list)
    known: int = 0
    notices: int = 0
    letters: int = 0
    empty: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    heavy: list[str] = field(default_factory=list)
    broken: str = ""


def server_of(mail: Mailing, password: Callable[[str], str]) -> Server:
    """The server that the settings name, with the password of its user; a :class:`PipelineError` where they do not."""
    user = mail.imap_user or mail.user
    if not (mail.imap_host and user):
        raise PipelineError("还没有设收信的邮箱。请在 inputs/settings.toml 的 [mail] 里填 imap_host 和 user。")
    return Server(mail.imap_host, mail.imap_port, mail.imap_security, user, password(user))


def fetch(
    workspace: Workspace,
    period: Period,
    server: Server,
    *,
    everybody: bool = False,
    heard: Callable[[str], None] = lambda _: None,
    seconds: float = SECONDS,
) -> Fetched:
    """Fetch a month's mails that are not here yet; nothing in the mailbox changes.

    Mails with a file are taken: those of the units' addresses, or, as the settings or ``everybody`` say, all. One that
    an earlier fetch took for the month before or after is not taken twice. What came is whole when a connection
    breaks; the next fetch takes the rest. A :class:`PipelineError` where the mailbox cannot be opened.
    """
    settings = workspace.settings()
    senders = None if everybody or settings.mail.fetch_from == "all" else _senders(workspace, period)
    folder = workspace.fetched(period)
    workspace.require(workspace.inputs, "工作区", "请到工作区里运行。")
    with ExitStack() as held:
        held.enter_context(publishing.alone(workspace.outputs))
        journals = [Journal(workspace.mails(each) / JOURNAL) for each in (period, period + -1, period + 1)]
        heard("连接邮箱")
        box = held.enter_context(opened(server, settings.mail.imap_folder, seconds))
        fetching = _Fetching(box, folder, journals, senders, settings, heard)
        return fetching.all(period.first_day, date((period + 1).year, (period + 1).month, UNTIL_DAY + 1))


@dataclass(slots=True)
class _Fetching:
    """One look into the mailbox."""

    box: Mailbox
    folder: Path
    journals: list[Journal]
    senders: Collection[str] | None
    settings: Settings
    heard: Callable[[str], None]
    result: Fetched = field(default_factory=Fetched)

    def all(self, since: date, before: date) -> Fetched:
        lines = [line for journal in self.journals for line in journal.lines]
        uids = {line.get("uid", "") for line in lines if line.get("validity") == self.box.validity}
        marks = {line.get("mark", "") for line in lines}
        try:
            found = self.box.uids(since, before)
            unknown = [uid for uid in found if uid not in uids]
            self.result.known = len(found) - len(unknown)
            for envelope in self.box.envelopes(unknown):
                self._one(envelope, marks)
        except LostError as fault:
            self.result.broken = f"收到一半连接断了（{str(fault)[:120]}）。已经收下的都是完整的，再运行一次会收其余的。"
        except OSError as fault:
            raise PipelineError(
                f"写不进 {self.folder.name} 文件夹（{publishing.reason(fault)}）。请检查磁盘空间和权限后再运行。"
            ) from fault
        return self.result

    def _one(self, envelope: Envelope, marks: set[str]) -> None:
        """Decide on one mail by its head alone, and fetch it where it is wanted."""
        mark, name = self._mark(envelope), _told(envelope)
        if mark in marks:
            self.result.known += 1
        elif envelope.head.kind == "multipart/report":
            self.result.notices += 1
        elif self.senders is not None and sender(envelope.head) not in self.senders:
            self._stranger(envelope, name)
        elif not envelope.has_files:
            self.result.empty.append(name)
        elif envelope.size > self.settings.limits.file_bytes:
            self.result.heavy.append(name)
        else:
            self._take(envelope, mark, name)
            marks.add(mark)

    def _stranger(self, envelope: Envelope, name: str) -> None:
        """A mail of somebody else is named where it has a file; others are only counted."""
        if envelope.has_files:
            self.result.strangers.append(name)
        else:
            self.result.letters += 1

    def _take(self, envelope: Envelope, mark: str, name: str) -> None:
        self.heard(f"收取 {name}")
        path = self.folder / f"{_file_name(envelope)} {mark[:10]}.eml"
        if not path.exists() and not self._poured(envelope, path):
            self.result.heavy.append(name)
            return
        self.journals[0].add(validity=self.box.validity, uid=envelope.uid, mark=mark, file=path.name)
        self.result.saved.append(path.name)

    def _poured(self, envelope: Envelope, path: Path) -> bool:
        """Write the mail beside its place and move it there once it is whole; ``False`` where it is too large."""
        path.parent.mkdir(parents=True, exist_ok=True)
        waiting = path.with_name(WAITING)
        try:
            with waiting.open("wb") as file:
                is_whole = self.box.pour(envelope.uid, file, envelope.size, self.settings.limits.file_bytes)
                file.flush()
                os.fsync(file.fileno())
            if is_whole:
                waiting.replace(path)
                settled(path.parent)
            return is_whole
        finally:
            waiting.unlink(missing_ok=True)

    def _mark(self, envelope: Envelope) -> str:
        """What makes a mail this one: its Message-ID with its date, sender and subject; without one, its place."""
        parts = [envelope.head.header(name) for name in _IDENTITY]
        if not parts[0]:
            parts.append(f"{self.box.validity} {envelope.uid}".encode())
        return hashlib.sha256(b"\n".join(parts)).hexdigest()


def _told(envelope: Envelope) -> str:
    """A mail as it is named to a person, on one line: 2023-05-29 jtj@example.cn 5月进展."""
    day = envelope.arrived.isoformat() if envelope.arrived else "日期不明"
    subject = clean(envelope.head.text_header("subject"))[:60] or "无主题"
    return f"{day} {clean(sender(envelope.head))[:60] or '发件人不明'} {subject}"


def _file_name(envelope: Envelope) -> str:
    """The same as a file name: letters, digits and a few signs, short enough for every system."""
    day = envelope.arrived.isoformat() if envelope.arrived else "日期不明"
    subject = _UNFIT.sub("_", clean(envelope.head.text_header("subject")))[:24] or "无主题"
    return f"{day} {_UNFIT.sub('_', sender(envelope.head))[:30] or '发件人不明'} {subject}"


def _senders(workspace: Workspace, period: Period) -> Collection[str]:
    """The units' addresses; a :class:`PipelineError` where the register has none."""
    register = register_in_use(workspace, period.year, "再收信")
    found = {each.casefold() for unit in register.units for each in addresses(unit.mail)[0]}
    if not found:
        raise PipelineError(
            "目标任务台账的“责任单位”表里一个邮箱都没有，不知道收谁的信。"
            "请填上各单位的邮箱，或者加 --all，带附件的都收。"
        )
    return found
