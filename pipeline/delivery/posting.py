"""Sending mails (寄送) over SMTP: TLS is verified, each address gets its own answer, and every fault has a sentence."""

import smtplib
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from enum import Enum, auto

from pipeline.names import clean

_LONGEST_ANSWER = 120
_MAILBOX_FULL = b"5.2.2"  # RFC 3463
SECONDS = 60
"""How long one answer of a server is waited for."""
_WHILE_IT_READS = 10
"""So many times as long for the answer to a mail's content (RFC 5321, 4.5.3.2.6): giving up early sends it twice."""


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server: ``security`` is ``tls`` from the first byte on, or ``starttls``; never none.

    ``trust`` holds the certificates to believe in; without one, those that the system trusts.
    """

    host: str
    port: int
    security: str
    user: str
    password: str
    trust: ssl.SSLContext | None = None

    @property
    def context(self) -> ssl.SSLContext:
        return self.trust or ssl.create_default_context()


class Fate(Enum):
    """What became of a letter: the server took it, will never take it so, says later, or could not be spoken with."""

    SENT = auto()
    REFUSED = auto()
    LATER = auto()
    BROKEN = auto()


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to one address, as it travels; ``note`` writes down that it is about to go, and that it has gone."""

    sender: str
    address: str
    data: bytes
    note: Callable[[Fate | None], None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one letter, and why, with what to do."""

    fate: Fate
    sentence: str = ""


IN_DOUBT = "发到一半连接断了，不知道服务器收下没有。再运行一次会用同一编号重发，收件人的邮箱多半认得出重复。"


class UnreachableError(Exception):
    """The server cannot be used at all: one sentence that says why and what to do."""


def post(
    letters: Sequence[Letter],
    server: Server,
    *,
    waits: Sequence[float],
    heard: Callable[[str], None],
    seconds: float = SECONDS,
) -> Iterator[tuple[int, Answer]]:
    """Send letters, one after another; each is answered once, by its number, when its fate is settled.

    Those that the server wants later (greylisting) are tried again after each of ``waits``, in seconds. A connection
    that breaks costs the letter that was under way; the next has a new one. A server that cannot be used leaves the
    rest unsent.
    """
    rest = list(range(len(letters)))
    later: dict[int, Answer] = {}
    for wait in (0.0, *waits):
        if not rest:
            break
        if wait:
            heard(f"服务器请稍后再试的有{len(rest)}封，等{wait:g}秒")
            time.sleep(wait)
        later = {}
        for number, answer in _round(letters, rest, server, heard, seconds):
            if answer.fate is Fate.LATER:
                later[number] = answer
            else:
                yield number, answer
        rest = list(later)
    yield from later.items()


def _round(
    letters: Sequence[Letter], rest: Sequence[int], server: Server, heard: Callable[[str], None], seconds: float
) -> Iterator[tuple[int, Answer]]:
    """One try for each of some letters, over as few connections as hold."""
    waiting = list(rest)
    while waiting:
        try:
            with _connected(server, letters[waiting[0]].sender, seconds) as smtp:
                while waiting:
                    number = waiting.pop(0)
                    heard(f"发送 {letters[number].address}")
                    answer = _sent(smtp, letters[number])
                    yield number, answer
                    if smtp.sock is None:  # the server has hung up
                        break
        except UnreachableError as fault:
            yield from ((number, Answer(Fate.BROKEN, str(fault))) for number in waiting)
            return


@contextmanager
def _connected(server: Server, sender: str, seconds: float) -> Iterator[smtplib.SMTP]:
    """A connection that is encrypted and logged in; ``UnreachableError`` where there can be none."""
    domain = sender.rpartition("@")[2]
    with ExitStack() as opened:
        try:
            if server.security == "tls":
                smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                    server.host, server.port, domain, timeout=seconds, context=server.context
                )
            else:
                smtp = smtplib.SMTP(server.host, server.port, domain, timeout=seconds)
            opened.callback(smtp.close)
            if server.security != "tls":
                smtp.starttls(context=server.context)
            if server.user:
                smtp.login(server.user, server.password)
        except (OSError, UnicodeError) as fault:
            raise UnreachableError(no_connection(fault, f"{server.host}:{server.port}")) from fault
        yield smtp
        with suppress(OSError):
            smtp.quit()


def _sent(smtp: smtplib.SMTP, letter: Letter) -> Answer:
    try:
        smtp.ehlo_or_helo_if_needed()
        limit = smtp.esmtp_features.get("size", "").strip()
        if limit.isdigit() and 0 < int(limit) < len(letter.data):
            return Answer(Fate.REFUSED, _too_large(len(letter.data), int(limit)))
        answer = _handed_over(smtp, letter)
    except OSError as fault:
        smtp.close()
        return Answer(Fate.BROKEN, f"连接断了，这一封没有发出（{_told(fault)}）。请再运行一次，只发没有发成的。")
    if answer.fate in (Fate.REFUSED, Fate.LATER):
        with suppress(OSError):  # it has hung up, which the next letter will see
            smtp.rset()
    return answer


def _handed_over(smtp: smtplib.SMTP, letter: Letter) -> Answer:
    """The transaction of one letter; that it goes is noted before its content leaves, that it has gone right after."""
    options = [f"size={len(letter.data)}"] if smtp.has_extn("size") else []
    code, said = smtp.mail(letter.sender, options)
    if code != 250:
        return _refusal(code, said, f"发件人 {letter.sender} 不被接受", "sender 应与登录的 user 是同一个邮箱")
    code, said = smtp.rcpt(letter.address)
    if code not in (250, 251):
        return _refusal(code, said, "收件地址不被接受", "请核对这个邮箱")
    letter.note(None)
    try:
        with _patient(smtp):
            code, said = smtp.data(letter.data)
    except smtplib.SMTPDataError as refused:
        code, said = refused.smtp_code, _bytes(refused.smtp_error)
    except OSError:
        smtp.close()
        return Answer(Fate.BROKEN, IN_DOUBT)
    if 200 <= code < 300:
        letter.note(Fate.SENT)
        return Answer(Fate.SENT)
    if not 400 <= code < 600:  # no answer that SMTP knows
        smtp.close()
        return Answer(Fate.BROKEN, IN_DOUBT)
    answer = _refusal(code, said, "邮件被退回", "可能被当作垃圾邮件，请从网页邮箱发草稿")
    letter.note(answer.fate)
    return answer


@contextmanager
def _patient(smtp: smtplib.SMTP) -> Iterator[None]:
    """For as long as this holds, answers are waited for longer."""
    assert smtp.sock is not None
    usual = smtp.sock.gettimeout()
    smtp.sock.settimeout(usual and usual * _WHILE_IT_READS)
    yield
    smtp.sock.settimeout(usual)


def _refusal(code: int, said: bytes, what: str, mend: str) -> Answer:
    if code == 552 and not said.startswith(_MAILBOX_FULL):
        return Answer(
            Fate.REFUSED, f"邮件太大，服务器不收（{_quoted(code, said)}）。请改发压缩后的附件，或从网页邮箱发。"
        )
    if code == 552:
        return Answer(Fate.REFUSED, f"收件人的邮箱满了（{_quoted(code, said)}）。请联系收件人清理，或换一个邮箱。")
    if 400 <= code < 500:
        return Answer(Fate.LATER, f"服务器请稍后再发（{_quoted(code, said)}）。请过一刻钟再运行一次，只发没有发成的。")
    return Answer(Fate.REFUSED, f"{what}（{_quoted(code, said)}）。{mend}。")


def _quoted(code: int, said: bytes) -> str:
    try:
        text = said.decode("utf-8")
    except UnicodeDecodeError:
        text = said.decode("gb18030", "replace")
    return f"{code} {clean(text)[:_LONGEST_ANSWER]}".strip()


def _too_large(size: int, limit: int) -> str:
    return f"邮件有{size / 1e6:.1f}兆，服务器最多收{limit / 1e6:.1f}兆，没有发。请改发压缩后的附件，或从网页邮箱发。"


def no_connection(fault: Exception, place: str) -> str:
    """Why a mail server cannot be used, and what to do, in a sentence."""
    match fault:
        case smtplib.SMTPAuthenticationError():
            said = _quoted(fault.smtp_code, _bytes(fault.smtp_error))
            told = f"登录 {place} 没有成功（{said}）。"
            return f"{told}QQ、163 邮箱要用授权码，不是登录密码；请在网页邮箱的设置里开通后重试。"
        case UnicodeError():
            return f"登录 {place} 没有成功：用户名或授权码里有汉字或全角字符。请改成半角后重试。"
        case smtplib.SMTPNotSupportedError():
            return f"{place} 不支持加密或登录，没有连接。请核对 settings.toml 里 [mail] 的 port 和 security。"
        case ssl.SSLCertVerificationError():
            told = f"{place} 的证书核对不上（{clean(fault.verify_message)}），没有连接。"
            return f"{told}请核对服务器地址；不要在不可信的网络上收发。"
        case ssl.SSLError():
            told = f"和 {place} 建立不了加密连接。请核对 [mail] 的端口和加密方式："
            return f"{told}465、993 端口用 tls，587、143 端口用 starttls。"
        case socket.gaierror():
            return f"找不到服务器 {place}。请核对 settings.toml 里 [mail] 的地址，并检查网络。"
        case TimeoutError():
            return f"{place} 很久没有应答。请检查网络和端口后再运行一次。"
        case ConnectionRefusedError():
            return f"{place} 拒绝连接。请核对 settings.toml 里 [mail] 的地址和端口。"
        case smtplib.SMTPResponseException():
            said = _quoted(fault.smtp_code, _bytes(fault.smtp_error))
            return f"{place} 现在不收信（{said}）。请过一刻钟再运行一次；总是这样的，请问邮箱的管理员。"
        case _:
            return f"和 {place} 连接不上（{_told(fault)}）。请检查网络后再运行一次。"


def _told(fault: Exception) -> str:
    if isinstance(fault, smtplib.SMTPServerDisconnected):
        return "对方没有应答，或者挂断了"
    return clean(str(fault))[:_LONGEST_ANSWER]


def _bytes(said: bytes | str) -> bytes:
    return said if isinstance(said, bytes) else said.encode("utf-8", "replace")
