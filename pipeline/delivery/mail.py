"""One mail (邮件) as data, and as the bytes that travel: headers that every mail program shows rightly.

Attachment names stand in two ways at once: as encoded words (RFC 2047), which QQ and 163 read, and as one unbroken
``filename*`` (RFC 2231), which Outlook reads; the standard library's own continuations show as ``tcmime.bin`` in QQ.
The same mail gives the same bytes: its boundary and its Message-ID come from its content, and a date is set only when
it is sent.
"""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from enum import StrEnum
from urllib.parse import quote

from pipeline.names import clean, file_name
from pipeline.period import Period

_LONGEST_LINE = 76  # of one that has an encoded word (RFC 2047); the longest word is shorter than that by a blank
_KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "zip": "application/zip",
}


class Purpose(StrEnum):
    """What a mail is for: the circular, a return, a reminder, or a unit's own figures to look over before issue."""

    CIRCULAR = "通报"
    RETURN = "退回"
    REMINDER = "催报"
    REVIEW = "核对"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail, by the name that it arrives under."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """What is written to whom: ``unit`` is empty for the circular, which goes to many.

    ``wrong`` is what stands for an address and is none; ``unreached`` are the units that have no address for it.
    """

    period: Period
    purpose: Purpose
    unit: str
    to: tuple[str, ...]
    subject: str
    body: str
    attachments: tuple[Attachment, ...] = ()
    wrong: tuple[str, ...] = ()
    unreached: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """As its draft is called: 退回（区交通局）."""
        return f"{self.purpose}（{self.unit}）" if self.unit else str(self.purpose)

    @property
    def matter(self) -> str:
        """What the mail is about, whatever it says: ``2023-05 退回 区交通局``."""
        return " ".join(filter(None, (str(self.period), self.purpose, self.unit)))

    @property
    def key(self) -> str:
        """The matter and the content as one hash; the addresses are no part of it."""
        content = hashlib.sha256()
        for part in (self.matter, self.subject, self.body, *(one.name for one in self.attachments)):
            content.update(hashlib.sha256(part.encode("utf-8", "replace")).digest())
        for one in self.attachments:
            content.update(hashlib.sha256(one.data).digest())
        return content.hexdigest()


@dataclass(frozen=True, slots=True)
class Sender:
    """Whom mails come from: the address, and the office's name before it."""

    address: str = ""
    name: str = ""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2] or "localhost"


def message_id(mail: Mail, sender: Sender) -> str:
    """The same for the same content, so that a mailbox which gets it twice can tell."""
    return f"<{mail.key[:40]}@{sender.domain}>"


def eml(mail: Mail, sender: Sender, sent_at: datetime | None = None) -> bytes:
    """The mail as it travels; without ``sent_at`` as a draft (X-Unsent), which mail programs open ready to send."""
    boundary = f"=_{mail.key[:32]}"  # neither base64 nor a header has a "=_" at a line's start
    headers = [
        *(
            [f"Date: {format_datetime(sent_at)}", f"Message-ID: {message_id(mail, sender)}"]
            if sent_at
            else ["X-Unsent: 1"]
        ),
        *([f"From: {_named(sender)}"] if sender.address else []),
        *(["To: " + ",\r\n ".join(mail.to)] if mail.to else []),
        f"Subject: {words(mail.subject, beside=len('Subject: '))}",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/mixed; boundary="{boundary}"',
    ]
    parts = [_text(mail.body), *(_attached(each) for each in mail.attachments)]
    lines = ["\r\n".join(headers), "", *(f"--{boundary}\r\n{part}" for part in parts), f"--{boundary}--", ""]
    return "\r\n".join(lines).encode("ascii")


def words(text: str, beside: int) -> str:
    """A header's text: as it is where it is plain, else as encoded words (RFC 2047), folded.

    So many characters stand ``beside`` it on its line.
    """
    text = clean(text)
    if text.isascii() and "=?" not in text and len(text) + beside <= _LONGEST_LINE:
        return text
    return "\r\n ".join(_encoded_words(text, beside))


def _encoded_words(text: str, beside: int) -> Iterator[str]:
    """Encoded words that part no character."""
    most = (_LONGEST_LINE - beside - len(_encoded(b""))) // 4 * 3
    piece = b""
    for character in text:
        if len(piece) + len(character.encode()) > most:
            yield _encoded(piece)
            piece = b""
        piece += character.encode()
    yield _encoded(piece)


def _encoded(piece: bytes) -> str:
    return f"=?utf-8?B?{base64.b64encode(piece).decode()}?="


def _named(sender: Sender) -> str:
    """The name is always an encoded word: no quote, comma or bracket in it can be taken for part of the address."""
    name = clean(sender.name)
    return "\r\n ".join((*_encoded_words(name, len("From: ")), f"<{sender.address}>")) if name else sender.address


def _text(body: str) -> str:
    lines = "\r\n".join(body.encode("utf-8", "replace").decode().splitlines()) + "\r\n"
    return (
        f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{_base64(lines.encode())}"
    )


def _attached(file: Attachment) -> str:
    name = file_name(file.name)
    kind = _KINDS.get(name.rpartition(".")[2].casefold(), "application/octet-stream")
    shown = words(name, beside=len(' filename="";'))
    return (
        f'Content-Type:\r\n {kind};\r\n name="{shown}"\r\n'
        "Content-Transfer-Encoding: base64\r\n"
        f'Content-Disposition: attachment;\r\n filename="{shown}";\r\n'
        f" filename*=UTF-8''{quote(name, safe='')}\r\n\r\n"
        f"{_base64(file.data)}"
    )


def _base64(data: bytes) -> str:
    return base64.encodebytes(data).decode("ascii").replace("\n", "\r\n").removesuffix("\r\n")
