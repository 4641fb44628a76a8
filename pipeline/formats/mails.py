"""Reading mails (.eml): who sent it, when it arrived, and the files that came with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr, parsedate_to_datetime
from typing import TypeAlias

from pipeline.formats.archives import harmless
from pipeline.formats.encodings import marked, named
from pipeline.formats.faults import Fault, Unreadable
from pipeline.formats.mime import Part
from pipeline.formats.workbooks import never_a_table
from pipeline.settings import Limits

_OPENING = re.compile(rb"\s*(?:[!-9;-~]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){2}")
_OF_A_MAIL = (
    b"received",
    b"from",
    b"to",
    b"subject",
    b"return-path",
    b"x-unsent",
    b"message-id",
    b"date",
    b"mime-version",
)
_IN_BRACKETS = re.compile(rb"<([^<>]*)>\s*(?:\([^()<>]*\)\s*)?$")
_DEEPEST = 10
_ASIDE = (Fault.PDF, Fault.PICTURE)

Attachment: TypeAlias = tuple[str, bytes | Unreadable]


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who sent a mail (an address, small letters), and when it was received; ``None`` where no header says so."""

    sender: str = ""
    received: datetime | None = None


def is_mail(data: bytes) -> bool:
    """Whether a file is a mail: header lines that mails have, and no web page saved with its pictures."""
    opening = data[:4096]
    if marked(data) or not _OPENING.match(opening) or re.match(rb"\s*<", opening):
        return False
    part = Part.read(data[:65536].lstrip())
    names = {name.encode() for name, _ in part.headers}
    if not names & set(_OF_A_MAIL):
        return False
    saved_page = part.kind in ("multipart/related", "text/html") and not names & {b"received", b"to", b"message-id"}
    return not saved_page


def envelope(data: bytes) -> Envelope:
    """The sender's address and the time of receipt: that of the topmost Received header, as the own server wrote it."""
    part = Part.read(data[: 1 << 20].lstrip())
    address = sender(part)
    told = part.header("received").rpartition(b";")[2].decode("ascii", "ignore")
    try:
        received = parsedate_to_datetime(told.strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return Envelope(address)
    return Envelope(address, received if received.tzinfo else received.replace(tzinfo=UTC))


def sender(part: Part) -> str:
    """The address that a mail comes from, in small letters; empty where it tells none.

    It is looked for before encoded words are read: a name that spells another address, or holds a comma, stays a name.
    """
    written = part.header("from")
    in_brackets = _IN_BRACKETS.search(written)
    address = in_brackets[1] if in_brackets else parseaddr(written.decode("latin-1"))[1].encode("latin-1")
    return named(address, "utf-8").strip().casefold()


def attachments(data: bytes, limits: Limits) -> Iterator[Attachment]:
    """The files of a mail, in order, each as its name and its bytes, or why it cannot be read; a forwarded mail is one.

    :class:`Unreadable`, which names the mail by subject and sender, where none of them could hold a table.
    """
    mail = Part.read(data.lstrip())
    subject = mail.text_header("subject") or "无主题"
    about = f"主题“{subject}”，发件人{sender(mail) or '不明'}"
    usable = False
    for number, part in enumerate(_leaves(mail, limits, _DEEPEST)):
        if number > limits.members:
            raise Unreadable(Fault.TOO_LARGE, about)
        found = ("没有收完的附件", part) if isinstance(part, Unreadable) else _attachment(part, about)
        if found:
            content = found[1]
            usable = usable or isinstance(content, Unreadable) or never_a_table(content) not in _ASIDE
            yield found
    if not usable:
        raise Unreadable(Fault.NO_ATTACHMENT, about)


def _leaves(part: Part, limits: Limits, depth: int) -> Iterator[Part | Unreadable]:
    """The parts that hold no parts; for one that was cut off, why it cannot be read."""
    if not part.kind.startswith("multipart/"):
        yield part
        return
    if not depth:
        raise Unreadable(Fault.NESTED)
    try:
        for each in part.parts(limits.members):
            yield from _leaves(each, limits, depth - 1)
    except Unreadable as unreadable:
        if unreadable.fault is not Fault.DAMAGED:
            raise
        yield unreadable


def _attachment(part: Part, about: str) -> Attachment | None:
    """The file that a part is; None for the mail's text and the pictures within it."""
    name = _name(part)
    if part.kind == "message/rfc822":
        subject = Part.read(bytes(part.body).lstrip()).text_header("subject").replace("/", "／").replace("\\", "／")
        return name or f"{harmless(subject) or '转发的邮件'}.eml", bytes(part.body)
    if part.kind == "application/ms-tnef" or name.casefold() == "winmail.dat":
        return name or "winmail.dat", Unreadable(Fault.TNEF, about)
    if not part.is_attachment:
        return None
    try:
        return name or "没有名称的附件", part.content()
    except Unreadable as unreadable:
        return name or "没有名称的附件", unreadable


def _name(part: Part) -> str:
    """The attachment's own name, without the folders that it may claim."""
    return harmless(part.name).rpartition("/")[2]
