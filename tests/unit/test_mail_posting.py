"""Sending over real SMTP servers on loopback: verified TLS, every answer a server can give, each mail once."""

import dataclasses
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from functools import partial
from pathlib import Path

import pytest

from pipeline.delivery.journal import Journal
from pipeline.delivery.mail import Attachment, Mail, Purpose, Sender, eml, message_id
from pipeline.delivery.posting import Answer, Fate, Letter, Server, post
from pipeline.delivery.selecting import note, sent_before
from pipeline.findings import PipelineError
from pipeline.period import Period
from tests.mail_servers import USER, Certificate, Office, certificate, free_port, smtp_server

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")  # TLS is there from the first byte on

AT = datetime(2023, 6, 5, 9, 30, tzinfo=UTC)
SENDER = Sender(USER, "永川区发展改革委")
THREE = ("a@example.cn", "b@example.cn", "c@example.cn")


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate(tmp_path_factory.mktemp("certificate"))


def letters(*to: str, notes: list[tuple[str, Fate | None]] | None = None, size: int = 10) -> list[Letter]:
    """A letter to each address; what is noted of them is gathered."""
    kept = notes if notes is not None else []
    mail = Mail(Period(2023, 5), Purpose.CIRCULAR, "", to, "通报", ".开头有点\n", (Attachment("通.docx", b"x" * size),))
    return [Letter(USER, each, eml(mail, SENDER, AT), lambda fate, each=each: kept.append((each, fate))) for each in to]  # type: ignore[misc]


def posted(some: list[Letter], server: Server, waits: tuple[float, ...] = (), seconds: float = 5) -> dict[str, Answer]:
    """What became of each letter, by its address."""
    answers = post(some, server, waits=waits, heard=_silent, seconds=seconds)
    return {some[number].address: answer for number, answer in answers}


def _silent(_: str) -> None:
    pass


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_mails_arrive_byte_for_byte(held: Certificate, security: str) -> None:
    """Over TLS from the start and over STARTTLS, logged in, one transaction for each address."""
    office = Office()
    some = letters(*THREE)
    with smtp_server(office, held, security) as server:
        assert {each.fate for each in posted(some, server).values()} == {Fate.SENT}
    assert [to for to, _ in office.taken] == [(each,) for each in THREE]
    assert {data for _, data in office.taken} == {some[0].data}
    assert message_from_bytes(office.taken[0][1])["x-unsent"] is None


def test_it_is_noted_before_and_after(held: Certificate) -> None:
    """That a letter is about to go is known before its content leaves, that it has gone right after."""
    notes: list[tuple[str, Fate | None]] = []
    office = Office(answered=lambda to: notes.append((to, Fate.LATER)))
    with smtp_server(office, held) as server:
        posted(letters("a@example.cn", notes=notes), server)
    assert notes == [("a@example.cn", None), ("a@example.cn", Fate.LATER), ("a@example.cn", Fate.SENT)]


def test_one_refusal_costs_one_letter(held: Certificate) -> None:
    """550 for one address: told with the server's words, never noted as handed over; the others get theirs."""
    notes: list[tuple[str, Fate | None]] = []
    office = Office(at_rcpt=lambda to: "550 5.1.1 User unknown\x07" if to.startswith("b") else None)
    with smtp_server(office, held) as server:
        answers = posted(letters(*THREE, notes=notes), server)
    assert [each.fate for each in answers.values()] == [Fate.SENT, Fate.REFUSED, Fate.SENT]
    assert "550 5.1.1 User unknown）。请核对这个邮箱" in answers["b@example.cn"].sentence
    assert "b@example.cn" not in [to for to, _ in notes]


@pytest.mark.parametrize(
    ("said", "fate", "word"),
    [
        ("554 DT:SPM 163 smtp", Fate.REFUSED, "垃圾邮件"),
        ("552 too big", Fate.REFUSED, "邮件太大"),
        ("552 5.2.2 over quota", Fate.REFUSED, "收件人的邮箱满了"),
        ("451 try later", Fate.LATER, "过一刻钟再运行"),
    ],
)
def test_refusals_of_the_content(held: Certificate, said: str, fate: Fate, word: str) -> None:
    """After DATA: spam, size and later are told apart, and the next letter goes."""
    office = Office(at_data=lambda to: said if to.startswith("a") else None)
    with smtp_server(office, held) as server:
        answers = posted(letters(*THREE), server)
    assert answers["a@example.cn"].fate is fate
    assert word in answers["a@example.cn"].sentence
    assert office.addresses == ["b@example.cn", "c@example.cn"]


def test_greylisting_is_waited_for(held: Certificate) -> None:
    """451 twice, then taken: the letter goes with the third try, the others went at once."""
    asked: list[str] = []

    def greylist(to: str) -> str | None:
        asked.append(to)
        return "451 4.7.1 Greylisted" if to.startswith("b") and asked.count(to) < 3 else None

    office = Office(at_rcpt=greylist)
    with smtp_server(office, held) as server:
        answers = posted(letters(*THREE), server, (0.01, 0.01, 0.01))
    assert {each.fate for each in answers.values()} == {Fate.SENT}
    assert office.addresses == ["a@example.cn", "c@example.cn", "b@example.cn"]


def test_greylisting_without_end_is_told(held: Certificate) -> None:
    """After the last try the letter is left for another run, and said to be."""
    office = Office(at_rcpt=lambda _: "451 Greylisted")
    with smtp_server(office, held) as server:
        answers = posted(letters("a@example.cn"), server, (0.01,))
    assert answers["a@example.cn"].fate is Fate.LATER
    assert len(office.asked) == 2


def test_a_server_that_hangs_up_politely_is_called_again(held: Certificate) -> None:
    """421 costs nobody a letter: it is tried again, over a new connection."""
    asked: list[str] = []

    def busy(to: str) -> str | None:
        asked.append(to)
        return "421 Too many connections" if asked.count(to) == 1 and to.startswith("b") else None

    office = Office(at_rcpt=busy)
    with smtp_server(office, held) as server:
        answers = posted(letters(*THREE), server, (0.01,))
    assert {each.fate for each in answers.values()} == {Fate.SENT}


def test_a_dropped_connection_leaves_one_in_doubt(held: Certificate) -> None:
    """The server is gone after DATA: that letter is in doubt and said to be, the next has a new connection."""
    notes: list[tuple[str, Fate | None]] = []
    office = Office(at_data=lambda to: "drop" if to.startswith("b") else None)
    with smtp_server(office, held) as server:
        answers = posted(letters(*THREE, notes=notes), server)
    assert [answers[each].fate for each in THREE] == [Fate.SENT, Fate.BROKEN, Fate.SENT]
    assert "不知道服务器收下没有" in answers["b@example.cn"].sentence
    assert [fate for to, fate in notes if to == "b@example.cn"] == [None]


def test_a_server_that_reads_slowly_is_not_given_up(held: Certificate) -> None:
    """A content is judged for longer than an answer takes: whoever hangs up then sends it twice."""

    def slow(_: str) -> None:
        time.sleep(2.5)

    office = Office(at_data=slow)
    with smtp_server(office, held) as server:
        answers = posted(letters("a@example.cn"), server, seconds=1)
    assert answers["a@example.cn"].fate is Fate.SENT
    assert office.addresses == ["a@example.cn"]


def test_a_journal_that_cannot_be_written_stops_everything(held: Certificate, tmp_path: Path) -> None:
    """Nothing is handed over that could not be noted first, and nobody is told that the connection broke."""
    (tmp_path / "folder").write_text("a file in the folder's place", "utf-8")
    office, mail = Office(), Mail(Period(2023, 5), Purpose.CIRCULAR, "", ("a@example.cn",), "通报", "请查收。\n")
    journal = Journal(tmp_path / "folder" / "发送记录.jsonl")
    noted = partial(note, journal, mail, SENDER, "a@example.cn", AT)
    with smtp_server(office, held) as server, pytest.raises(PipelineError, match=r"写不进 发送记录\.jsonl"):
        posted([Letter(USER, "a@example.cn", eml(mail, SENDER, AT), noted)], server)
    assert office.taken == []


def test_a_server_that_is_full_is_told_in_its_words() -> None:
    """421 for a greeting: every letter is left, with the server's own words and not the program's."""

    def turn_away(listening: socket.socket) -> None:
        with listening.accept()[0] as client:
            client.sendall(b"421 4.7.0 busy\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        busy = threading.Thread(target=turn_away, args=(listening,))
        busy.start()
        server = Server("127.0.0.1", listening.getsockname()[1], "starttls", USER, "x")
        answers = posted(letters("a@example.cn"), server)
        busy.join()
    assert answers["a@example.cn"].fate is Fate.BROKEN
    assert "现在不收信（421 4.7.0 busy）" in answers["a@example.cn"].sentence


def test_a_mail_beyond_the_servers_size_is_not_begun(held: Certificate) -> None:
    """SIZE is read first: nothing is handed over, and both sizes are told."""
    office = Office()
    with smtp_server(office, held, size=5000) as server:
        answers = posted(letters("a@example.cn", size=20000), server)
    assert answers["a@example.cn"].fate is Fate.REFUSED
    assert "最多收0.0兆" in answers["a@example.cn"].sentence
    assert office.asked == []


def test_a_wrong_password_is_told_with_what_to_do(held: Certificate) -> None:
    """No letter goes; the sentence speaks of the 授权码 and never shows the password."""
    office = Office()
    with smtp_server(office, held) as server:
        answers = posted(letters(*THREE), dataclasses.replace(server, password="geheim"))
    assert {each.fate for each in answers.values()} == {Fate.BROKEN}
    assert all("授权码" in each.sentence and "geheim" not in each.sentence for each in answers.values())


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(held: Certificate, security: str) -> None:
    """The system's own trust does not hold the tests' certificate: not even the login is spoken."""
    office = Office()
    with smtp_server(office, held, security) as server:
        answers = posted(letters("a@example.cn"), dataclasses.replace(server, trust=None))
    assert "证书核对不上" in answers["a@example.cn"].sentence
    assert office.asked == []


def test_a_certificate_of_another_server_is_refused(tmp_path: Path) -> None:
    """A trusted certificate for another name is none for this one."""
    other = certificate(tmp_path, "smtp.163.com")
    with smtp_server(Office(), other) as server:
        answers = posted(letters("a@example.cn"), server)
    assert "证书核对不上" in answers["a@example.cn"].sentence


def test_the_wrong_kind_of_encryption_is_told(held: Certificate) -> None:
    """tls at a port that wants starttls ends in a sentence with the ports, and sends nothing."""
    with smtp_server(Office(), held, "starttls") as server:
        answers = posted(letters("a@example.cn"), dataclasses.replace(server, security="tls"))
    assert "587" in answers["a@example.cn"].sentence


@pytest.mark.parametrize(("host", "word"), [("127.0.0.1", "拒绝连接"), ("no-such-server.invalid", "找不到服务器")])
def test_nobody_there(host: str, word: str) -> None:
    """No server at the port, no such name: one sentence for every letter."""
    server = Server(host, free_port(), "tls", USER, "x", ssl.create_default_context())
    assert all(word in each.sentence for each in posted(letters(*THREE), server).values())


def test_an_honest_default_verifies() -> None:
    """Without a trust of its own a server is checked by name and by certificate."""
    context = Server("smtp.163.com", 465, "tls", USER, "x").context
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED


# --- the journal ------------------------------------------------------------------------------------------------------


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    return tmp_path / "邮件" / "发送记录.jsonl"  # type: ignore[return-value]


def a_return(body: str = "请改正。") -> Mail:
    return Mail(Period(2023, 5), Purpose.RETURN, "区交通局", ("jtj@example.cn",), "请修改", body)


def test_what_was_sent_is_known_the_next_time(path: Path) -> None:
    """By content and address; another content is known to be another, another address to be new."""
    note(Journal(path), a_return(), SENDER, "JTJ@example.cn", AT, None)
    assert sent_before(Journal(path), a_return(), "jtj@example.cn").in_doubt
    note(Journal(path), a_return(), SENDER, "jtj@example.cn", AT, Fate.SENT)
    journal = Journal(path)
    assert sent_before(journal, a_return(), "jtj@example.cn").same
    assert sent_before(journal, a_return("别的话"), "jtj@example.cn").other == "2023-06-05T09:30:00+00:00"
    assert not sent_before(journal, a_return(), "new@example.cn").same
    assert journal.lines[0]["message_id"] == message_id(a_return(), SENDER)


def test_a_refused_mail_is_not_in_doubt(path: Path) -> None:
    """What the server answered with no is neither sent nor doubtful."""
    journal = Journal(path)
    note(journal, a_return(), SENDER, "jtj@example.cn", AT, None)
    note(journal, a_return(), SENDER, "jtj@example.cn", AT, Fate.REFUSED)
    found = sent_before(journal, a_return(), "jtj@example.cn")
    assert (found.same, found.in_doubt, found.other) == (False, False, "")


def test_a_torn_line_is_none(path: Path) -> None:
    """A power cut leaves half a line: it counts as not written, and the next line stands alone."""
    journal = Journal(path)
    note(journal, a_return(), SENDER, "jtj@example.cn", AT, None)
    with path.open("ab") as file:
        file.write(b'{"state": "sent", "key')
    again = Journal(path)
    assert len(again.lines) == 1
    note(again, a_return(), SENDER, "jtj@example.cn", AT, Fate.SENT)
    assert [each["state"] for each in Journal(path).lines] == ["sending", "sent"]


def test_a_last_line_without_its_end_counts(path: Path) -> None:
    """An editor that drops the last line break does not make a mail unsent; the next line stands on its own."""
    journal = Journal(path)
    journal.add(state="sent", to="a")
    path.write_bytes(path.read_bytes().removesuffix(b"\n"))
    journal = Journal(path)
    assert [each["to"] for each in journal.lines] == ["a"]
    journal.add(state="sent", to="b")
    assert [each["to"] for each in Journal(path).lines] == ["a", "b"]


@pytest.mark.parametrize("damage", [b"not json\n", b"[]\n", b'{"state": 1}\n', b"\xff\xfe\n"])
def test_a_damaged_journal_sends_nothing(path: Path, damage: bytes) -> None:
    """What cannot be read might have said that something was sent: a sentence, never a guess."""
    path.parent.mkdir()
    path.write_bytes(damage + b'{"state": "sent"}\n')
    with pytest.raises(PipelineError, match=r"发送记录\.jsonl 被改坏了"):
        Journal(path)
