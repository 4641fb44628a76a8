"""Fetching from a real IMAP server on loopback, behind a relay that is as particular as 163.com."""

import dataclasses
import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from pipeline.delivery.mail import Attachment, Mail, Purpose, Sender, eml
from pipeline.delivery.mailbox import LostError, opened
from pipeline.fetching import Fetched, fetch
from pipeline.findings import PipelineError
from pipeline.formats.mails import attachments
from pipeline.period import Period
from pipeline.settings import Limits
from pipeline.workspace import Workspace
from tests.e2e.conftest import workspace_at
from tests.mail_servers import Certificate, Post, certificate, imap_server

MAY = Period(2023, 5)
ROADS = "jtj@example.cn"


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def post(held: Certificate) -> Iterator[Post]:
    with imap_server(held) as started:
        yield started


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return Workspace(workspace_at(tmp_path))


def at(day: int, month: int = 5) -> datetime:
    return datetime(2023, month, day, 10, 0, tzinfo=UTC)


def a_mail(sender: str = ROADS, subject: str = "5月进展", size: int = 100, name: str = "区交通局5月.xlsx") -> bytes:
    """A unit's mail with one attachment; without one where the size is 0."""
    files = (Attachment(name, b"x" * size),) if size else ()
    mail = Mail(MAY, Purpose.CIRCULAR, "", ("fgw@example.cn",), subject, "请查收。\n", files)
    return eml(mail, Sender(sender, "某人"), at(29))


def saved(place: Workspace) -> list[str]:
    folder = place.fetched(MAY)
    return sorted(each.name for each in folder.iterdir()) if folder.exists() else []


def looked(place: Workspace, post: Post, everybody: bool = False) -> Fetched:
    return fetch(place, MAY, post.server, everybody=everybody, seconds=10)


def test_a_units_mail_is_saved_as_it_is(place: Workspace, post: Post) -> None:
    """Byte for byte, under a name of day, sender and subject, in the month's folder."""
    post.put(a_mail(), at(29))
    found = looked(place, post)
    assert found.saved == saved(place)
    assert re.fullmatch(r"2023-05-29 jtj@example\.cn 5月进展 [0-9a-f]{10}\.eml", found.saved[0])
    assert (place.fetched(MAY) / found.saved[0]).read_bytes() == a_mail()


def test_nothing_in_the_mailbox_changes(place: Workspace, post: Post) -> None:
    """Opened with EXAMINE, read with PEEK: no mark afterwards, and no command that could set one."""
    post.put(a_mail(), at(29))
    before = post.flags()
    looked(place, post)
    assert [each for each in post.flags()[0] if each != "\\Recent"] == [
        each for each in before[0] if each != "\\Recent"
    ]
    said = " ".join(post.relay.commands).upper()
    assert "EXAMINE" in said
    assert not re.search(r"SELECT |STORE|COPY|MOVE|EXPUNGE|APPEND|CREATE|BODY\[|RFC822\)", said)


def test_the_program_says_who_it_is(place: Workspace, post: Post) -> None:
    """ID comes after the login and before the folder: without it the relay answers Unsafe Login, as 163.com does."""
    looked(place, post)
    verbs = [each.split()[1].upper() for each in post.relay.commands]
    assert verbs.index("LOGIN") < verbs.index("ID") < verbs.index("EXAMINE")


def test_each_mail_comes_once(place: Workspace, post: Post) -> None:
    """The second fetch asks for nothing that is here; a copy of a mail, and one fetched for April, stay away too."""
    post.put(a_mail(), at(1))
    assert fetch(place, Period(2023, 4), post.server, seconds=10).saved
    assert (looked(place, post).known, saved(place)) == (1, [])
    post.put(a_mail(subject="又一封"), at(29))
    assert len(looked(place, post).saved) == 1
    post.put(a_mail(subject="又一封"), at(30))
    asked = len(post.relay.commands)
    found = looked(place, post)
    assert (found.saved, found.known) == ([], 3)
    assert "BODY.PEEK[]" not in " ".join(post.relay.commands[asked:])


def test_a_mail_that_was_taken_away_does_not_come_again(place: Workspace, post: Post) -> None:
    """What a person has deleted from the folder is remembered as fetched."""
    post.put(a_mail(), at(29))
    (place.fetched(MAY) / looked(place, post).saved[0]).unlink()
    assert (looked(place, post).saved, saved(place)) == ([], [])


def test_only_the_months_window_is_asked_for(place: Workspace, post: Post) -> None:
    """From the first of May to the 15th of June, the server's own day of receipt."""
    for number, day in enumerate((at(30, 4), at(1), at(15, 6), at(16, 6))):
        post.put(a_mail(subject=f"第{number}封"), day)
    assert [each[:10] for each in looked(place, post).saved] == ["2023-05-01", "2023-06-15"]


def test_what_is_left_in_the_mailbox_is_told(place: Workspace, post: Post) -> None:
    """Strangers with a file and units without one are named, strangers' letters and bounces counted."""
    post.put(a_mail("stranger@qq.com", "推销\r\n 资料"), at(28))
    post.put(a_mail("stranger@qq.com", "问候", size=0), at(28))
    post.put(a_mail(subject="说明", size=0), at(28))
    bounce = (
        b"From: mailer-daemon@example.cn\r\nSubject: failed\r\n"
        b'Content-Type: multipart/report; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: message/rfc822\r\n\r\nTo: x\r\n--b--\r\n"
    )
    post.put(bounce, at(28))
    found = looked(place, post)
    assert (found.saved, found.letters, found.notices) == ([], 1, 1)
    assert found.strangers == ["2023-05-28 stranger@qq.com 推销 资料"]
    assert found.empty == ["2023-05-28 jtj@example.cn 说明"]


def test_everybodys_mails_where_that_is_wanted(place: Workspace, post: Post) -> None:
    """With --all a mail with a file is fetched from anyone."""
    post.put(a_mail("stranger@qq.com"), at(28))
    assert len(looked(place, post, everybody=True).saved) == 1


def test_a_large_mail_is_named_and_not_read(place: Workspace, post: Post) -> None:
    """Its size is asked for first: not a byte of its body is fetched, the others are."""
    (place.inputs / "settings.toml").write_text("[limits]\nfile_bytes = 20000\n", "utf-8")
    post.put(a_mail(subject="大的", size=30000), at(28))
    post.put(a_mail(subject="小的"), at(29))
    found = looked(place, post)
    assert found.heavy == ["2023-05-28 jtj@example.cn 大的"]
    assert len(found.saved) == 1
    assert sum("BODY.PEEK[]" in each for each in post.relay.commands) == 1


def test_a_mail_is_poured_in_pieces_and_never_beyond_its_limit(post: Post) -> None:
    """More than a piece is put together rightly; what turns out larger than it may be is not read on."""
    mail = a_mail(size=2_500_000)
    post.put(mail, at(28))
    with opened(post.server, "INBOX", 10) as box:
        uid = box.uids(at(1).date(), at(31).date())[0]
        whole, part = BytesIO(), BytesIO()
        assert box.pour(uid, whole, len(mail), len(mail))
        assert whole.getvalue() == mail
        asked = len(post.relay.commands)
        assert not box.pour(uid, part, len(mail), 1000)
        assert len(post.relay.commands) == asked + 1


def test_many_mails_are_asked_about_at_once(place: Workspace, post: Post) -> None:
    """One question for all heads, whatever their files are called; each mail is then fetched by its own number."""
    names = ("a.xlsx", "UID 1 RFC822.SIZE 1.xlsx", ") UID 1 (", 'é".xlsx')
    for number, name in enumerate(names):
        post.put(a_mail(subject=f"第{number}封", name=name), at(20 + number))
    assert len(looked(place, post).saved) == len(names)
    asked = [each for each in post.relay.commands if "FETCH" in each]
    assert sum("HEADER.FIELDS" in each for each in asked) == 1
    assert {(place.fetched(MAY) / each).read_bytes() for each in saved(place)} == {
        a_mail(subject=f"第{number}封", name=name) for number, name in enumerate(names)
    }


def test_a_mail_that_goes_meanwhile_is_no_empty_file(post: Post) -> None:
    """A number that the server does not know any more: no head, and lost, never saved as nothing."""
    with opened(post.server, "INBOX", 10) as box:
        assert list(box.envelopes(["999"])) == []
        with pytest.raises(LostError):
            box.pour("999", BytesIO(), 100, 1000)


def test_a_broken_connection_leaves_whole_files(place: Workspace, post: Post) -> None:
    """It breaks within the second mail: the first is whole, nothing half is there, the next fetch takes the rest."""
    for number in range(3):
        post.put(a_mail(subject=f"第{number}封", size=60_000), at(20 + number))
    post.relay.cut_after = 130_000
    broken = looked(place, post)
    assert "连接断了" in broken.broken
    assert len(broken.saved) == 1
    assert saved(place) == broken.saved
    post.relay.cut_after = None
    assert (len(looked(place, post).saved), len(saved(place))) == (2, 3)
    sizes = {hashlib.sha256((place.fetched(MAY) / each).read_bytes()).hexdigest() for each in saved(place)}
    assert sizes == {hashlib.sha256(a_mail(subject=f"第{n}封", size=60_000)).hexdigest() for n in range(3)}


def test_hostile_senders_and_subjects_make_plain_names(place: Workspace, post: Post) -> None:
    """Path separators, line breaks, endless lines: one file below the folder, a name for every system."""
    subject = '../../..\\windows\\ con:*?"<>|\u202e\u0000' + "长" * 500
    post.put(a_mail("..%2f../x/../y@evil.cn", subject), at(28))
    raw = b"From: =?utf-8?B?Li4vLi4v?= <../../etc/passwd>\r\nSubject: \xb9\xfa\xbc\xd2\r\n"
    post.put(raw + a_mail()[a_mail().index(b"MIME-Version") :], at(28))
    found = looked(place, post, everybody=True)
    assert len(found.saved) == 2
    assert sorted(found.saved) == saved(place)
    for name in found.saved:
        assert not set('\\/:*?"<>|\r\n\0') & set(name)
        assert len(name.encode()) < 200
    assert {path.relative_to(place.root).parts[0] for path in place.root.rglob("*.eml")} == {"inputs"}


def test_what_was_saved_is_what_intake_reads(place: Workspace, post: Post) -> None:
    """The attachment comes out of the saved mail under its own name."""
    post.put(a_mail(), at(29))
    path = place.fetched(MAY) / looked(place, post).saved[0]
    assert [name for name, _ in attachments(path.read_bytes(), Limits())] == ["区交通局5月.xlsx"]


def test_a_mailbox_that_cannot_be_opened(place: Workspace, post: Post) -> None:
    """Wrong code, wrong folder, a certificate that nobody vouches for: one sentence each, nothing written."""
    wrong = dataclasses.replace(post.server, password="geheim")
    with pytest.raises(PipelineError, match="授权码") as caught:
        fetch(place, MAY, wrong, seconds=10)
    assert "geheim" not in str(caught.value)
    with pytest.raises(PipelineError, match="证书核对不上"):
        fetch(place, MAY, dataclasses.replace(post.server, trust=None), seconds=10)
    (place.inputs / "settings.toml").write_text('[mail]\nimap_folder = "没有这个"\n', "utf-8")
    with pytest.raises(PipelineError, match=r"没有这个.*imap_folder"):
        fetch(place, MAY, post.server, seconds=10)
    assert saved(place) == []


def test_a_server_that_goes_away_is_lost(post: Post) -> None:
    """What breaks after the folder was opened is told apart from a disk that is full."""
    post.put(a_mail(), at(28))
    with opened(post.server, "INBOX", 10) as box:
        post.relay.cut_after = 0
        with pytest.raises(LostError):
            box.uids(at(1).date(), at(31).date())
