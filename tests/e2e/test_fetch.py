"""The whole way round: a unit answers by mail, `tongbao fetch` takes it in, `tongbao run` reads it."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.delivery.mail import Attachment, Mail, Purpose, Sender, eml
from pipeline.period import Period
from pipeline.workspace import Workspace
from tests.e2e.conftest import ROOT, run, workspace_at
from tests.mail_servers import PASSWORD, USER, Post, certificate, imap_server

MAY = Period(2023, 5)
ROADS = "jtj@example.cn"
SHEET = "区交通局2023年5月进展.xlsx"


def fetched(place: Workspace, post: Post) -> "subprocess.CompletedProcess[str]":
    """`tongbao fetch` in a process of its own, with the tests' certificate as the system's."""
    return subprocess.run(
        [sys.executable, "-m", "pipeline", "--workspace", str(place.root), "fetch", "2023-05"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, "TONGBAO_IMAP_PASSWORD": PASSWORD, "SSL_CERT_FILE": str(post.held.chain)},
        check=False,
    )


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    """The sample workspace; what the roads office sent for May is not there yet."""
    root = workspace_at(tmp_path / "w")
    shutil.move(root / "inputs" / "2023" / "05" / SHEET, tmp_path / SHEET)
    return Workspace(root)


def test_a_unit_answers_by_mail(place: Workspace, tmp_path: Path) -> None:
    """Missing before, reported after, on the day the mail came in, with its figure from the mail's attachment."""
    before = {each["name"]: each for each in run(place.root, "2023-05").report["units"]}
    assert before["区交通局"]["state"] == "missing"
    mail = Mail(
        MAY, Purpose.CIRCULAR, "", (USER,), "5月进展", "请查收。", (Attachment(SHEET, (tmp_path / SHEET).read_bytes()),)
    )
    received = b"Received: from mx by imap; Tue, 30 May 2023 10:00:00 +0800\r\n"
    with imap_server(certificate(tmp_path)) as post:
        settings = place.inputs / "settings.toml"
        text = settings.read_text("utf-8").replace('imap_host = ""', 'imap_host = "127.0.0.1"')
        text = text.replace('imap_user = ""', f'imap_user = "{USER}"').replace("993\n", f"{post.relay.port}\n", 1)
        settings.write_text(text, "utf-8")
        sent_on = datetime(2023, 5, 30, 2, 0, tzinfo=UTC)
        post.put(received + eml(mail, Sender(ROADS, "区交通局"), sent_on), sent_on)
        done = fetched(place, post)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        assert "收下1封" in done.stdout
        assert "收下0封" in fetched(place, post).stdout
    after = {each["name"]: each for each in run(place.root, "2023-05").report["units"]}
    roads = after["区交通局"]
    assert (roads["state"], roads["late"], roads["evidence"]) == ("reported", False, "mail")
    assert roads["files"][0]["name"].startswith("邮件/2023-05-30 jtj@example.cn 5月进展")
    assert roads["files"][0]["received"] == "2023-05-30T10:00:00+08:00"


def test_without_a_mailbox_it_says_what_to_fill_in(place: Workspace) -> None:
    """No server in the settings: one sentence, exit code 2, nothing written."""
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "--workspace", str(place.root), "fetch", "2023-05"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "imap_host" in done.stderr
