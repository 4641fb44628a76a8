"""`tongbao send` over the sample month: drafts, what goes over a real server, and never twice."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from pathlib import Path

import docx
import pytest

from pipeline.composing import USUAL, Outgoing, lacking, outgoing
from pipeline.delivery.mail import Purpose
from pipeline.delivery.posting import Fate, Server
from pipeline.findings import PipelineError
from pipeline.formats.mails import attachments
from pipeline.period import Period
from pipeline.sending import JOURNAL, Outcome, Posting, send, write
from pipeline.settings import Limits
from pipeline.workspace import Workspace
from tests.e2e.conftest import ROOT, TODAY, Done
from tests.e2e.test_commands import hashes, tongbao
from tests.mail_servers import PASSWORD, USER, Certificate, Office, certificate, smtp_server

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")  # TLS is there from the first byte on
MAY = Period(2023, 5)
ROADS, FARMS = "jtj@example.cn", "nyw@example.cn"
AT = datetime(2023, 6, 5, 9, 30, tzinfo=UTC)
MAILS = {"通报", "退回（区交通局）", "催报（区农业农村委）", "催报（区城市管理局）"}


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """The keyring of whoever runs the tests is left alone."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@pytest.fixture
def place(may: Done, tmp_path: Path) -> Workspace:
    """The sample workspace after May was run, with a mailbox in its settings."""
    shutil.copytree(may.folder.parents[1], tmp_path / "w")
    with (tmp_path / "w" / "inputs" / "settings.toml").open("r+", encoding="utf-8") as file:
        text = (
            file.read().replace('\nuser = ""', f'\nuser = "{USER}"').replace("retry_seconds = 60", "retry_seconds = 0")
        )
        file.seek(0)
        file.write(text)
        file.truncate()
    return Workspace(tmp_path / "w")


def written(place: Workspace, purposes: tuple[Purpose, ...] = USUAL) -> Outgoing:
    return outgoing(place, MAY, today=TODAY, purposes=purposes, heard=lambda _: None)


def sent(place: Workspace, server: Server, *, again: bool = False, only: tuple[Purpose, ...] = USUAL) -> list[Outcome]:
    """Write the drafts and send them."""
    going = written(place, only)
    theirs = write(place, MAY, going, only)
    return list(send(place, MAY, going, Posting(server, AT, (), 20_000_000, again), held=theirs))


def fates(outcomes: list[Outcome]) -> list[Fate]:
    return [each.answer.fate for each in outcomes]


def circular_of(place: Workspace) -> Path:
    return next(place.papers(MAY).glob("*通报.docx"))


# --- drafts -----------------------------------------------------------------------------------------------------------


def test_drafts_from_the_command_line(place: Workspace) -> None:
    """The circular, the return, the reminders: an .eml and a folder each; the inputs and papers stay as they were."""
    before = hashes(place.root)
    done = tongbao(place.root, "send", "2023-05")
    assert (done.returncode, done.stderr) == (0, "")
    folder = place.mails(MAY)
    assert (
        {path.stem for path in folder.glob("*.eml")}
        == MAILS
        == {path.name for path in folder.iterdir() if path.is_dir()}
    )
    after = hashes(place.root)
    assert {name: after[name] for name in before} == before
    return_eml = (folder / "退回（区交通局）.eml").read_bytes()
    assert return_eml.startswith(b"X-Unsent: 1\r\n")
    assert list(attachments(return_eml, Limits())) == [
        ("退回修改（区交通局）.xlsx", (place.papers(MAY) / "退回" / "区交通局.xlsx").read_bytes())
    ]
    assert (folder / "退回（区交通局）" / "收件人.txt").read_text("utf-8-sig").strip() == ROADS
    text = (folder / "退回（区交通局）" / "正文.txt").read_text("utf-8-sig")
    assert "四好农村路的累计完成填的是“约九成”" in text
    assert "截止日是5月31日" in (folder / "催报（区农业农村委）" / "正文.txt").read_text("utf-8-sig")
    assert (folder / "通报" / circular_of(place).name).read_bytes() == circular_of(place).read_bytes()


def test_drafting_twice_gives_the_same_bytes(place: Workspace) -> None:
    """Nothing in a draft depends on when it was written."""
    assert write(place, MAY, written(place), USUAL) == ()
    first = hashes(place.mails(MAY))
    assert write(place, MAY, written(place), USUAL) == ()
    assert hashes(place.mails(MAY)) == first


def test_a_draft_that_a_person_changed_is_theirs(place: Workspace) -> None:
    """It is never overwritten, and not sent by us either; one that is not wanted any more goes unless it is theirs."""
    write(place, MAY, written(place), USUAL)
    text = place.mails(MAY) / "退回（区交通局）" / "正文.txt"
    text.write_text("请看：", "utf-8")
    assert write(place, MAY, written(place), USUAL) == ("退回（区交通局）/正文.txt",)
    assert text.read_text("utf-8") == "请看："
    empty = Outgoing((), written(place).sender)
    write(place, MAY, empty, USUAL)
    assert [path.name for path in sorted(place.mails(MAY).rglob("*")) if path.is_file()] == [".草稿.json", "正文.txt"]


def test_dry_run_writes_nothing(place: Workspace) -> None:
    """It tells each mail with its address and its files."""
    before = hashes(place.root)
    done = tongbao(place.root, "send", "2023-05", "--dry-run", "--only", "退回")
    assert done.returncode == 0
    assert hashes(place.root) == before
    for word in ("共1封", "退回（区交通局）", ROADS, "退回修改（区交通局）.xlsx"):
        assert word in done.stdout


def test_a_unit_without_an_address_still_has_its_draft(place: Workspace) -> None:
    """The draft is there to be sent by hand, and the missing or wrong address is told."""
    going = written(place, (Purpose.RETURN,))
    mail = going.mails[0]
    assert lacking(mail) == ()
    assert "没有邮箱" in lacking(replace(mail, to=(), wrong=("023-498",)))[1]
    assert "“023-498”不是邮箱" in lacking(replace(mail, to=(), wrong=("023-498",)))[0]
    assert write(place, MAY, replace(going, mails=(replace(mail, to=()),)), (Purpose.RETURN,)) == ()
    assert (place.mails(MAY) / "退回（区交通局）.eml").is_file()


def test_review_shows_each_unit_its_verdict(place: Workspace, may: Done) -> None:
    """Each unit that reported: its indicators as report.json has them, to object by the next working day."""
    done = tongbao(place.root, "send", "2023-05", "--review")
    assert done.returncode == 0, done.stderr
    drafts = {path.stem: path.with_suffix("") for path in place.mails(MAY).glob("*.eml")}
    assert len(drafts) == may.report["summary"]["units"]["reported"] == 12
    going = outgoing(place, MAY, today=date(2023, 6, 2), purposes=(Purpose.REVIEW,), heard=lambda _: None)
    body = next(each.body for each in going.mails if each.unit == "区教委")
    assert "于6月5日下班前" in body  # the second of June was a Friday
    assert "累计26名" in body
    assert "结论：进度较快" in body
    units = {task["unit"]: task for project in may.report["projects"] for task in project["tasks"]}
    for mail in going.mails:
        assert all(one["name"] in mail.body for one in units[mail.unit]["indicators"])


def test_the_month_must_stand_as_it_was_run(place: Workspace) -> None:
    """A file that came in since, an edited report, a month that was never run: run it first."""
    source = next((place.received(MAY)).glob("区残联*"))
    data = source.read_bytes()
    source.unlink()
    with pytest.raises(PipelineError, match=r"有变化.*tongbao run 2023-05"):
        written(place)
    source.write_bytes(data)
    assert written(place).mails
    report = place.papers(MAY) / "report.json"
    report.write_text(report.read_text("utf-8") + " ", "utf-8")
    with pytest.raises(PipelineError, match="不是上次运行写出的样子"):
        written(place)
    with pytest.raises(PipelineError, match="2023年6月还没有做过"):
        outgoing(place, Period(2023, 6), today=TODAY, purposes=USUAL, heard=lambda _: None)


def test_the_clerks_own_circular_goes_out(place: Workspace) -> None:
    """An edited circular goes as it stands; with comments or changes left in it, it does not go at all."""
    path = circular_of(place)
    document = docx.Document(str(path))
    document.paragraphs[5].add_run("（已校）")
    document.save(str(path))
    going = written(place, (Purpose.CIRCULAR,))
    assert going.mails[0].attachments[0].data == path.read_bytes()
    assert "人改过的" in going.remarks[0]
    beside = path.with_name(path.name.replace(".docx", "（新稿）.docx"))
    assert tongbao(place.root, "run", "2023-05").returncode == 1
    going = written(place, (Purpose.CIRCULAR,))
    assert beside.is_file()
    assert going.mails[0].attachments[0].data == path.read_bytes()
    assert "不是后来另存的" in going.remarks[0]
    document.add_comment(document.paragraphs[5].runs[0], "再想想")
    document.save(str(path))
    going = written(place, (Purpose.CIRCULAR,))
    assert (going.mails, len(going.withheld)) == ((), 1)


def test_never_the_review_copy(place: Workspace) -> None:
    """核稿 goes with no mail, neither by name nor in the circular's place."""
    settings = place.inputs / "settings.toml"
    settings.write_text(settings.read_text("utf-8").replace('enclosed = ""', 'enclosed = "核稿.docx"'), "utf-8")
    assert "核稿" in written(place, (Purpose.CIRCULAR,)).withheld[0]
    shutil.copy(place.papers(MAY) / "核稿.docx", place.papers(MAY) / "核稿（新稿）.docx")
    text = settings.read_text("utf-8")
    settings.write_text(text.replace('"核稿.docx"', '"核稿（新稿）.docx"'), "utf-8")
    assert "核稿除外" in written(place, (Purpose.CIRCULAR,)).withheld[0]
    settings.write_text(text, "utf-8")
    shutil.copy(place.papers(MAY) / "核稿.docx", circular_of(place))
    settings.write_text(settings.read_text("utf-8").replace('enclosed = "核稿.docx"', ""), "utf-8")
    assert "批注" in written(place, (Purpose.CIRCULAR,)).withheld[0]


# --- sent -------------------------------------------------------------------------------------------------------------


def test_every_mail_is_sent_once(place: Workspace, held: Certificate) -> None:
    """All at the first time, none at the second; each has its date, its Message-ID, and no X-Unsent."""
    office = Office()
    with smtp_server(office, held) as server:
        assert set(fates(sent(place, server))) == {Fate.SENT}
        assert len(office.taken) == 13 + 1 + 2
        assert all(each.before for each in sent(place, server))
        assert all(each.before for each in sent(place, server, again=True))
    assert len(office.taken) == 16
    for _, data in office.taken:
        mail = message_from_bytes(data)
        assert mail["date"] == "Mon, 05 Jun 2023 09:30:00 +0000"
        assert mail["message-id"]
        assert mail["x-unsent"] is None


def test_changed_content_goes_only_when_asked(place: Workspace, held: Certificate) -> None:
    """Another wording is another mail to people who have had one: told, and sent with --again."""
    office, wording = Office(), place.root / "templates" / "邮件催报.txt"
    with smtp_server(office, held) as server:
        sent(place, server, only=(Purpose.REMINDER,))
        wording.parent.mkdir(exist_ok=True)
        wording.write_text("主题：请尽快报送（{{ 单位 }}）\n\n{{ 催报 }}\n", "utf-8")
        told = sent(place, server, only=(Purpose.REMINDER,))
        assert fates(told) == [Fate.REFUSED] * 2
        assert "--again" in told[0].answer.sentence
        assert fates(sent(place, server, only=(Purpose.REMINDER,), again=True)) == [Fate.SENT] * 2
    assert len(office.taken) == 4


def test_what_did_not_go_goes_the_next_time(place: Workspace, held: Certificate) -> None:
    """A refusal, a greylisting and a dropped connection leave three unsent; the next run sends these three."""
    answers = {ROADS: "550 no", "zjw@example.cn": "451 later"}
    office = Office(at_rcpt=answers.get, at_data=lambda to: "drop" if to == "wlw@example.cn" else None)
    with smtp_server(office, held) as server:
        first = sent(place, server, only=(Purpose.CIRCULAR,))
        assert sorted(each.address for each in first if each.answer.fate is not Fate.SENT) == [
            ROADS,
            "wlw@example.cn",
            "zjw@example.cn",
        ]
        office.at_rcpt = office.at_data = lambda _: None
        second = sent(place, server, only=(Purpose.CIRCULAR,))
    assert sum(not each.before for each in second) == 3
    assert len(office.addresses) == len(set(office.addresses)) == 13


def test_a_mail_too_large_is_named_and_kept(place: Workspace, held: Certificate) -> None:
    """Beyond attachment_bytes nothing leaves; the draft stays for the mailbox on the web."""
    office = Office()
    with smtp_server(office, held) as server:
        going = written(place, (Purpose.CIRCULAR,))
        told = list(send(place, MAY, going, Posting(server, AT, (), 1000)))
    assert [each.answer.fate for each in told] == [Fate.REFUSED]
    assert "attachment_bytes" in told[0].answer.sentence
    assert office.asked == []


def test_a_changed_draft_is_not_sent(place: Workspace, held: Certificate) -> None:
    """What a person has changed they send themselves: nobody gets the other text behind their back."""
    office = Office()
    write(place, MAY, written(place), USUAL)
    (place.mails(MAY) / "退回（区交通局）" / "正文.txt").write_text("请看：", "utf-8")
    with smtp_server(office, held) as server:
        told = sent(place, server, only=(Purpose.RETURN,))
    assert "草稿被人改过" in told[0].answer.sentence
    assert office.taken == []


def run_smtp(place: Workspace, server: Server, held: Certificate) -> "subprocess.Popen[str]":
    """`tongbao send --smtp` in a process of its own, with the tests' certificate as the system's."""
    settings = place.inputs / "settings.toml"
    text = settings.read_text("utf-8").replace('\nhost = ""', f'\nhost = "{server.host}"')
    settings.write_text(text.replace("\nport = 465", f"\nport = {server.port}"), "utf-8")
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", "--workspace", str(place.root), "send", "2023-05", "--smtp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, "TONGBAO_SMTP_PASSWORD": PASSWORD, "SSL_CERT_FILE": str(held.chain)},
    )


def test_a_run_that_is_killed_sends_only_the_rest(place: Workspace, held: Certificate) -> None:
    """Killed while the fifth mail is under way: the next run sends it and what is left, nobody gets a mail twice."""
    counted: list[str] = []

    def slow(to: str) -> str | None:
        counted.append(to)
        if len(counted) == 5:
            os.kill(first.pid, signal.SIGKILL)
            return "drop"
        return None

    office = Office(at_data=slow)
    with smtp_server(office, held) as server:
        first = run_smtp(place, server, held)
        first.communicate(timeout=60)
        assert first.returncode == -signal.SIGKILL
        assert len(office.taken) == 4
        lines = [json.loads(line) for line in (place.mails(MAY) / JOURNAL).read_text("utf-8").splitlines()]
        assert [each["state"] for each in lines] == ["sending", "sent"] * 4 + ["sending"]
        office.at_data = lambda _: None
        second = run_smtp(place, server, held)
        out, err = second.communicate(timeout=60)
    assert (second.returncode, err) == (0, "")
    assert "发出12封，以前已发4封，没有发成0封" in out
    ids = [(to, message_from_bytes(data)["message-id"]) for to, data in office.taken]
    assert len(ids) == len(set(ids)) == 16


def test_the_command_line_tells_what_failed(place: Workspace, held: Certificate) -> None:
    """One address refused: exit code 1, the sentence with what to do, and the password nowhere."""
    office = Office(at_rcpt=lambda to: "550 unknown" if to == FARMS else None)
    with smtp_server(office, held) as server:
        done = run_smtp(place, server, held)
        out, _ = done.communicate(timeout=60)
    assert done.returncode == 1
    assert f"催报（区农业农村委） → {FARMS}：没有发成：收件地址不被接受（550 unknown）" in out
    assert not any(PASSWORD.encode() in path.read_bytes() for path in place.root.rglob("*") if path.is_file())


def test_without_a_password_nothing_is_written(place: Workspace) -> None:
    """The environment or the keyring, or one sentence; a password in the settings is refused."""
    settings = place.inputs / "settings.toml"
    text = settings.read_text("utf-8").replace('\nhost = ""', '\nhost = "127.0.0.1"')
    settings.write_text(text, "utf-8")
    done = tongbao(
        place.root,
        "send",
        "2023-05",
        "--smtp",
        TONGBAO_SMTP_PASSWORD="",
    )
    assert done.returncode == 2
    assert "TONGBAO_SMTP_PASSWORD" in done.stderr
    assert not place.mails(MAY).exists()
    settings.write_text(text.replace("[mail]", '[mail]\npassword = "x"', 1), "utf-8")
    done = tongbao(place.root, "send", "2023-05")
    assert "[mail] password 不能写在这里" in done.stderr


def test_two_runs_at_once_send_once(place: Workspace, held: Certificate) -> None:
    """The second waits for the first, and finds everything sent."""
    office = Office()
    with smtp_server(office, held) as server:
        both = [run_smtp(place, server, held)]
        time.sleep(0.1)
        both.append(run_smtp(place, server, held))
        ended = [each.communicate(timeout=90) for each in both]
    assert [each.returncode for each in both] == [0, 0], ended
    assert len(office.taken) == 16
