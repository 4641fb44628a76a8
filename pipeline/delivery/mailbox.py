"""The mailbox (收信) over IMAP: looked into and never touched; nothing is marked, moved or deleted.

The folder is opened with EXAMINE and mails are read with PEEK, so that neither the server nor a person can tell. After
the login the program says who it is (ID, RFC 2971): without that, 163.com answers ``Unsafe Login``.
"""

import imaplib
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from pipeline.delivery.posting import SECONDS, Server, no_connection
from pipeline.findings import PipelineError
from pipeline.formats.mime import Part
from pipeline.names import clean

if TYPE_CHECKING:
    from imap_tools import BaseMailBox

_Said: TypeAlias = bytes | tuple[bytes, bytes]
_CHUNK = 1 << 20
_AT_ONCE = 100
"""So many mails are asked about in one breath: each question costs a journey to the server."""
_HEADERS = ("message-id", "date", "from", "subject", "content-type")
_PARTS = f"(UID INTERNALDATE RFC822.SIZE BODYSTRUCTURE BODY.PEEK[HEADER.FIELDS ({' '.join(_HEADERS).upper()})])"
_QUOTED = re.compile(rb'"(?:[^"\\]|\\.)*+"')
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_ARRIVED = re.compile(rb'INTERNALDATE "\s?(\d{1,2})-([A-Za-z]{3})-(\d{4})')
_FILES = re.compile(rb'"(?:attachment|filename|name)["*;]|"message" "rfc822"|"ms-tnef"', re.IGNORECASE)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_ID = '("name" "tongbao" "version" "1.0")'


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is known of a mail before it is fetched; ``arrived`` is the day by the server's own clock."""

    uid: str
    size: int
    arrived: date | None
    head: Part
    has_files: bool


class LostError(Exception):
    """A connection that was open has broken, or the server says what it should not."""


class Mailbox:
    """One folder of a mailbox, opened to be looked at. Made by :func:`opened`."""

    def __init__(self, box: "BaseMailBox", validity: str) -> None:
        self._box = box
        self.validity = validity
        """The number under which the server's UIDs hold (UIDVALIDITY)."""

    def uids(self, since: date, before: date) -> tuple[str, ...]:
        """The mails that arrived from a day on, before another, in their order."""
        from imap_tools import AND
        from imap_tools.errors import ImapToolsError

        try:
            found = self._box.uids(AND(date_gte=since, date_lt=before), charset=None)
        except (OSError, imaplib.IMAP4.error, ImapToolsError) as fault:
            raise LostError(clean(str(fault))) from fault
        return tuple(sorted(found, key=int))

    def envelopes(self, uids: Sequence[str]) -> Iterator[Envelope]:
        """What mails are; those that have gone meanwhile are left out."""
        for first in range(0, len(uids), _AT_ONCE):
            for answer in _answers(self._fetched(",".join(uids[first : first + _AT_ONCE]), _PARTS)):
                if envelope := _envelope(answer):
                    yield envelope

    def pour(self, uid: str, file: BinaryIO, size: int, most: int) -> bool:
        """Write a mail of about this ``size`` into a file, a piece at a time.

        ``False``, and no more read, where it is more than ``most``. Servers may give less than is asked for, or tell a
        wrong size: only a piece that is empty, or the last of what was told, ends it.
        """
        poured = 0
        while poured <= most:
            said = self._fetched(uid, f"(BODY.PEEK[]<{poured}.{_CHUNK}>)")
            piece = next((each[1] for each in said if isinstance(each, tuple)), b"")
            file.write(piece)
            poured += len(piece)
            if not poured:
                raise LostError("服务器没有给出邮件的内容")
            if not piece or (len(piece) < _CHUNK and poured >= size):
                return poured <= most
        return False

    def _fetched(self, uid: str, parts: str) -> list[_Said]:
        try:
            status, said = self._box.client.uid("FETCH", uid, parts)
        except (OSError, imaplib.IMAP4.error) as fault:
            raise LostError(clean(str(fault))) from fault
        if status != "OK":
            raise LostError(f"FETCH {status}")
        return [each for each in said if each]


def _answers(said: Sequence[_Said]) -> Iterator[list[_Said]]:
    """What a server says of several mails, mail by mail: literals come in pairs, a line of its own ends each answer."""
    answer: list[_Said] = []
    for each in said:
        answer.append(each)
        if isinstance(each, bytes):
            yield answer
            answer = []


def _envelope(answer: Sequence[_Said]) -> Envelope | None:
    """What an answer tells of a mail; ``None`` for one about something else. What a sender wrote stands in quotes."""
    told = b" ".join(each if isinstance(each, bytes) else each[0] for each in answer)
    plain = _QUOTED.sub(b'""', told)
    uid, size, arrived = _UID.search(plain), _SIZE.search(plain), _ARRIVED.search(told)
    if not (uid and size):
        return None
    head = next((each[1] for each in answer if isinstance(each, tuple) and b"HEADER" in each[0].upper()), b"")
    day = arrived and date(int(arrived[3]), _MONTHS.index(arrived[2].decode().lower()) + 1, int(arrived[1]))
    return Envelope(uid[1].decode(), int(size[1]), day, Part.read(head), bool(_FILES.search(told)))


@contextmanager
def opened(server: Server, folder: str, seconds: float = SECONDS) -> Iterator[Mailbox]:
    """A mailbox folder, opened read-only; a :class:`PipelineError` where it cannot be, in a sentence."""
    from imap_tools import BaseMailBox, MailBox, MailBoxStartTls
    from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError

    place = f"{server.host}:{server.port}"
    with ExitStack() as open_ones:
        try:
            kind = MailBox if server.security == "tls" else MailBoxStartTls
            box: BaseMailBox = kind(server.host, server.port, seconds, ssl_context=server.context)
            open_ones.callback(_closed, box)
            box.login(server.user, server.password, initial_folder=None)
            with suppress(imaplib.IMAP4.error):  # a server that does not know it
                box.client.xatom("ID", _ID)
            box.folder.set(folder, readonly=True)
        except (MailboxLoginError, imaplib.IMAP4.abort) as fault:
            raise PipelineError(
                f"登录 {place} 没有成功（{clean(str(fault))[:120]}）。"
                "QQ、163 邮箱要用授权码，不是登录密码；请在网页邮箱的设置里开通 IMAP 后重试。"
            ) from fault
        except MailboxFolderSelectError as fault:
            raise PipelineError(
                f"打不开邮箱里的文件夹“{folder}”（{clean(str(fault))[:120]}）。请核对 [mail] 的 imap_folder。"
            ) from fault
        except (OSError, UnicodeError, ImapToolsError, imaplib.IMAP4.error) as fault:
            raise PipelineError(no_connection(fault, place)) from fault
        validity = (box.client.response("UIDVALIDITY")[1] or [None])[0]
        yield Mailbox(box, validity.decode("ascii", "replace") if validity else "")


def _closed(box: "BaseMailBox") -> None:
    with suppress(OSError, imaplib.IMAP4.error):
        box.client.logout()
    with suppress(OSError):
        box.client.shutdown()
