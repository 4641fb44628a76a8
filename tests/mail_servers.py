"""Real mail servers on loopback with a certificate: SMTP (aiosmtpd), IMAP (pymap, behind a relay with TLS)."""

import contextlib
import ipaddress
import re
import socket
import ssl
import subprocess
import sys
import threading
import time
from asyncio import WriteTransport
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pipeline.delivery.posting import Server

USER, PASSWORD = "fgw@example.cn", "authorisation-code"


@dataclass(frozen=True)
class Certificate:
    """A certificate of 127.0.0.1 that nobody but the tests trusts."""

    chain: Path
    key: Path

    @property
    def serving(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.chain, self.key)
        return context

    @property
    def trusting(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.chain))


def certificate(folder: Path, host: str = "127.0.0.1") -> Certificate:
    """A new self-made certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tests")])
    alternative: x509.GeneralName = (
        x509.IPAddress(ipaddress.ip_address(host)) if host[0].isdigit() else x509.DNSName(host)
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, private = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return Certificate(chain, private)


# --- SMTP -------------------------------------------------------------------------------------------------------------


@dataclass
class Office:
    """What an SMTP server took, and how it answers: each rule gets the address or the mail and gives an answer."""

    taken: list[tuple[tuple[str, ...], bytes]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    at_rcpt: Callable[[str], str | None] = lambda _: None
    at_data: Callable[[str], str | None] = lambda _: None
    answered: Callable[[str], None] = lambda _: None

    @property
    def addresses(self) -> list[str]:
        return [to for given, _ in self.taken for to in given]

    async def handle_RCPT(  # noqa: N802  (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.asked.append(address)
        if refusal := self.at_rcpt(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        to = envelope.rcpt_tos[0]
        refusal = self.at_data(to)
        if refusal == "drop":
            assert isinstance(server.transport, WriteTransport)
            server.transport.abort()
            return "250 OK"
        if refusal:
            return refusal
        assert isinstance(envelope.content, bytes)
        self.taken.append((tuple(envelope.rcpt_tos), envelope.content))
        self.answered(to)
        return "250 taken"


def _authenticated(server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
    good = isinstance(given, LoginPassword) and given.login == USER.encode() and given.password == PASSWORD.encode()
    return AuthResult(success=good, handled=False)


@contextmanager
def smtp_server(office: Office, held: Certificate, security: str = "tls", size: int = 33554432) -> Iterator[Server]:
    """An SMTP server that wants a login; gives what a client has to know of it."""
    usual: dict[str, Any] = {
        "hostname": "127.0.0.1",
        "port": free_port(),
        "auth_required": True,
        "authenticator": _authenticated,
        "data_size_limit": size,
    }
    if security == "tls":
        usual |= {"ssl_context": held.serving, "auth_require_tls": False}
    else:
        usual |= {"tls_context": held.serving, "require_starttls": True}
    controller = Controller(office, **usual)
    controller.start()
    try:
        yield Server("127.0.0.1", usual["port"], security, USER, PASSWORD, held.trusting)
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# --- IMAP -------------------------------------------------------------------------------------------------------------


class Relay:
    """TLS before an IMAP server, as 163.com has it: it notes every command and wants ID before a folder is opened.

    ``cut_after`` breaks the connection when so many bytes of answers have gone by.
    """

    def __init__(self, behind: int, held: Certificate) -> None:
        self.port, self.behind = free_port(), behind
        self.commands: list[str] = []
        self.wants_id = True
        self.cut_after: int | None = None
        self._context = held.serving
        self._listening = socket.create_server(("127.0.0.1", self.port))
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._threads: list[threading.Thread] = []
        self._thread.start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in (self._thread, *self._threads):
            thread.join(5)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(client,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, raw: socket.socket) -> None:
        with (
            contextlib.suppress(OSError),
            self._context.wrap_socket(raw, server_side=True) as client,
            socket.create_connection(("127.0.0.1", self.behind)) as server,
        ):
            lock = threading.Lock()
            back = threading.Thread(target=self._answers, args=(server, client, lock), daemon=True)
            back.start()
            self._commands(client, server, lock)
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            back.join(5)

    def _commands(self, client: ssl.SSLSocket, server: socket.socket, lock: threading.Lock) -> None:
        known, lines = False, client.makefile("rb")
        with lines:
            for line in lines:
                text = line.decode("utf-8", "replace").strip()
                self.commands.append(text)
                tag, _, command = text.partition(" ")
                known = known or command.upper().startswith("ID ")
                if self.wants_id and not known and re.match("SELECT|EXAMINE", command.upper()):
                    with lock:
                        client.sendall(
                            f"{tag} NO SELECT Unsafe Login. Please contact kefu@188.com for help\r\n".encode()
                        )
                    continue
                server.sendall(line)

    def _answers(self, server: socket.socket, client: ssl.SSLSocket, lock: threading.Lock) -> None:
        passed = 0
        with contextlib.suppress(OSError):
            while piece := server.recv(4096):
                passed += len(piece)
                if self.cut_after is not None and passed > self.cut_after:
                    client.shutdown(socket.SHUT_RDWR)
                    return
                with lock:
                    client.sendall(piece)


@dataclass
class Post:
    """An IMAP server with an empty INBOX: mails are put in straight, fetched through the relay."""

    relay: Relay
    held: Certificate
    port: int

    @property
    def server(self) -> Server:
        return Server("127.0.0.1", self.relay.port, "tls", USER, PASSWORD, self.held.trusting)

    def put(self, mail: bytes, at: datetime) -> None:
        """Put a mail into the INBOX as if it had arrived then."""
        with self._inside() as box:
            box.append(mail, "INBOX", dt=at)

    def flags(self) -> list[tuple[str, ...]]:
        """The marks of every mail."""
        with self._inside() as box:
            return [tuple(each.flags) for each in box.fetch(mark_seen=False, headers_only=True)]

    @contextmanager
    def _inside(self) -> Iterator[Any]:
        from imap_tools import MailBoxUnencrypted

        with MailBoxUnencrypted("127.0.0.1", self.port).login(USER, PASSWORD) as box:
            yield box


@contextmanager
def imap_server(held: Certificate) -> Iterator[Post]:
    """pymap in a process of its own, behind the relay."""
    port = free_port()
    command = [Path(sys.executable).with_name("pymap"), "--host", "127.0.0.1", "--port", str(port), "--no-tls"]
    command += ["dict", "--demo-user", USER, "--demo-password", PASSWORD]
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        relay = Relay(port, held)
        try:
            yield Post(relay, held, port)
        finally:
            relay.close()
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        assert process.poll() is None, "pymap has ended"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError("pymap does not answer")
