"""Mails (.eml) as they come in."""

import base64
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path

import pytest

from pipeline.formats.faults import Fault, Unreadable
from pipeline.formats.mails import attachments, envelope, is_mail
from pipeline.intake.receiving import Intake, receive
from pipeline.intake.senders import Roster
from pipeline.settings import Limits
from tests.unit.intake_cases import MAY, REGISTER, figures, receive_files, workbook
from tests.unit.test_archives import archive, states

LIMITS = Limits()
CHINA = timezone(timedelta(hours=8))
TABLE = "序号 | 目标任务 | 累计完成\n1 | 建设“四好农村路”200公里 | 62"
RECEIVED = (
    b"Received: from a (b [1.2.3.4]) by mx.gov.cn with SMTP id 1; \r\n\tTue, 30 May 2023 09:12:00 +0800 (CST)\r\n"
    b"Received: from c by b; Mon, 29 May 2023 23:00:00 +0800\r\n"
)


def mail(
    disposition: bytes, data: bytes = b"x,y\n1,2\n", head: bytes = RECEIVED, kind: bytes = b"application/x"
) -> bytes:
    """A mail with one attachment, its headers written byte by byte."""
    body = base64.encodebytes(data)
    return (
        head + b"From: =?gb2312?B?" + base64.b64encode("交通局".encode("gbk")) + b"?= <Road@YC.gov.cn>\r\n"
        b"Subject: " + "5月报表".encode("gbk") + b"\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="b1"\r\n\r\n--b1\r\nContent-Type: text/plain\r\n\r\nhello\r\n'
        b"--b1\r\nContent-Type: " + kind + b"\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Disposition: " + disposition + b"\r\n\r\n" + body + b"\r\n--b1--\r\n"
    )


def names(data: bytes) -> list[str]:
    """The names of a mail's attachments."""
    return [name for name, _ in attachments(data, LIMITS)]


def encoded(text: str, charset: str, label: str | None = None) -> bytes:
    """A text as an encoded word."""
    return b"=?" + (label or charset).encode() + b"?B?" + base64.b64encode(text.encode(charset)) + b"?="


@pytest.mark.parametrize(
    "disposition",
    [
        b"attachment; filename*=UTF-8''%E4%BA%A4%E9%80%9A%E3%8E%A1%E8%A1%A8.xlsx",
        b"attachment; filename*0*=UTF-8''%E4%BA%A4%E9%80%9A;\r\n filename*1*=%E3%8E%A1%E8%A1%A8;\r\n filename*2=.xlsx",
        b'attachment; filename="' + encoded("交通㎡表.xlsx", "utf-8") + b'"',
        b'attachment; filename="' + encoded("交通㎡表.xlsx", "gb18030") + b'"',
        b'attachment; filename="' + encoded("交通㎡表.xlsx", "gb18030", "gb2312") + b'"',
        b'attachment;\r\n\tfilename="'
        + encoded("交通", "gbk", "GBK")
        + b"\r\n "
        + encoded("㎡表.xlsx", "gbk", "GBK")
        + b'"',
        b'attachment; filename="' + "交通㎡表.xlsx".encode("gbk") + b'"',
        b'attachment; filename="' + "交通㎡表.xlsx".encode() + b'"',
        b"attachment; filename=" + "交通㎡表.xlsx".encode("gbk"),
        b'attachment; filename="..\\\\..\\\\' + "交通㎡表.xlsx".encode("gbk") + b'"',
    ],
    ids=[
        "2231",
        "2231 in parts",
        "utf-8 word",
        "gb18030 word",
        "gb2312 word",
        "two words",
        "gbk",
        "utf-8",
        "bare",
        "outside",
    ],
)
def test_attachment_names_in_every_writing(disposition: bytes) -> None:
    """However a sender writes the name, people read the name that it has."""
    assert names(mail(disposition)) == ["交通㎡表.xlsx"]


def test_the_name_may_stand_with_the_type() -> None:
    """Some senders name the file in its type only."""
    kind = b'application/octet-stream; name="' + encoded("表.xlsx", "utf-8") + b'"'
    assert names(mail(b"attachment", kind=kind)) == ["表.xlsx"]


def test_when_it_arrived_and_who_sent_it() -> None:
    """The topmost Received header counts, in any zone; without one nobody knows, whatever Date says."""
    data = mail(b"attachment; filename=a.csv")
    assert envelope(data).received == datetime(2023, 5, 30, 9, 12, tzinfo=CHINA)
    assert envelope(data).sender == "road@yc.gov.cn"
    assert envelope(mail(b"attachment", head=b"Date: Tue, 30 May 2023 09:12:00 +0800\r\n")).received is None
    assert envelope(mail(b"attachment", head=b"Received: from a; on some day\r\n")).received is None


def receive_with_addresses(folder: Path) -> Intake:
    """A month's folder, read with a register that knows two units' addresses."""
    addresses = {"区交通局": "road@yc.gov.cn；b@yc.gov.cn", "区民政局": "civil@yc.gov.cn"}
    units = tuple(replace(unit, mail=addresses.get(unit.name, "")) for unit in REGISTER.units)
    return receive(folder, MAY, replace(REGISTER, units=units), LIMITS, lambda _: None)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("jtj@example.cn", "jtj@example.cn"),
        ("JTJ@Example.cn", "jtj@example.cn"),
        ('"张,三" <jtj@example.cn>', "jtj@example.cn"),
        (f"{encoded('张三, 交通局', 'utf-8').decode()} <jtj@example.cn>", "jtj@example.cn"),
        ("jtj@example.cn (张三)", "jtj@example.cn"),
        (f"{encoded('jtj@example.cn', 'utf-8').decode()} <evil@example.com>", "evil@example.com"),
        (f"{encoded('<jtj@example.cn>,', 'utf-8').decode()} <evil@example.com>", "evil@example.com"),
        ("=?utf-8?Q?<jtj@example.cn>?= <evil@example.com>", "evil@example.com"),
        ("jtj@example.cn <evil@example.com>", "evil@example.com"),
        ("jtj@example.cn <evil@example.com> (x)", "evil@example.com"),
        ("", ""),
    ],
)
def test_a_name_is_never_taken_for_an_address(written: str, address: str) -> None:
    """Whatever the sender's name spells, also in encoded words: only what stands as the address is one."""
    assert envelope(f"From: {written}\r\nSubject: x\r\n\r\n".encode("gb18030")).sender == address


def test_an_address_that_units_share_is_nobodys() -> None:
    """Two units with one mailbox: the sheet itself has to say whose it is. Full-width signs and names do no harm."""
    first, second, third = REGISTER.units[:3]
    roster = Roster(
        replace(
            REGISTER,
            units=(
                replace(first, mail="all@example.cn；own＠example．cn"),
                replace(second, mail="ALL@example.cn"),
                replace(third, mail="张三 <third@example.cn>"),
            ),
        )
    )
    assert roster.by_address("all@example.cn") is None
    assert [unit and unit.name for unit in map(roster.by_address, ("own@example.cn", "third@example.cn"))] == [
        first.name,
        third.name,
    ]


def test_the_senders_address_tells_whose_it_is(tmp_path: Path) -> None:
    """Before the file's name, after what the sheet itself says; a contradiction is told."""
    (tmp_path / "邮件.eml").write_bytes(mail(b"attachment; filename=a.xlsx", workbook(TABLE)))
    got = receive_with_addresses(tmp_path)
    assert states(got) == {"邮件.eml!a.xlsx": "accepted"}
    assert [(each.unit, each.received) for each in got.submissions] == [
        ("区交通局", datetime(2023, 5, 30, 9, 12, tzinfo=CHINA))
    ]
    assert (figures(got), got.findings) == ({"2-1-1": "62"}, ())
    (tmp_path / "邮件.eml").rename(tmp_path / "民政局.eml")
    assert [(f.code, f.unit) for f in receive_with_addresses(tmp_path).findings] == [("F112", "区交通局")]
    (tmp_path / "民政局.eml").write_bytes(
        mail(b"attachment; filename=a.xlsx", workbook(f"填报单位：区民政局\n{TABLE}"))
    )
    other = receive_with_addresses(tmp_path)
    assert other.submissions[0].unit == "区民政局"
    assert "F114" in [f.code for f in other.findings]


def test_a_forwarded_mail_is_opened_and_its_sender_counts(tmp_path: Path) -> None:
    """The unit's own mail inside a colleague's: whose address is a unit's tells sender and time."""
    inner = mail(b"attachment; filename=a.xlsx", workbook(TABLE))
    outer = (
        b"Received: from x by y; Mon, 5 Jun 2023 10:00:00 +0800\r\nFrom: clerk@office.gov.cn\r\nSubject: Fwd\r\n"
        b"Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\nContent-Type: message/rfc822\r\n\r\n"
        + inner
        + b"\r\n--o--\r\n"
    )
    (tmp_path / "转发.eml").write_bytes(outer)
    got = receive_with_addresses(tmp_path)
    assert states(got) == {"转发.eml!5月报表.eml!a.xlsx": "accepted"}
    assert (got.submissions[0].unit, got.submissions[0].received) == (
        "区交通局", datetime(2023, 5, 30, 9, 12, tzinfo=CHINA),
    )  # fmt: skip


def test_what_the_standard_library_writes(tmp_path: Path) -> None:
    """A mail with a zip, a picture and a PDF: the table inside counts, the rest is noted."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.cn", "c@d.cn", "关于报送5月民生实事进展情况的报告"
    message.set_content("请查收")
    message.add_attachment(
        archive(("区交通局.xlsx", workbook(TABLE))), maintype="application", subtype="zip", filename="五月材料.zip"
    )
    message.add_attachment(b"\x89PNG\r\n", maintype="image", subtype="png", filename="现场.png")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="盖章.pdf")
    got = receive_files(tmp_path, 邮件__eml=message.as_bytes())
    assert states(got) == {
        "邮件.eml!五月材料.zip!区交通局.xlsx": "accepted",
        "邮件.eml!现场.png": "ignored",
        "邮件.eml!盖章.pdf": "ignored",
    }
    assert [(f.code, f.severity.value) for f in got.findings] == [("F104", "note")] * 2
    assert got.submissions[0].received is None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"From: a@b.cn\nSubject: report\n\nsee the table in the text\n", ["没有表格附件", "report", "a@b.cn"]),
        (mail(b"attachment; filename=winmail.dat"), ["winmail.dat", "5月报表"]),
        (mail(b"attachment; filename=a.png", b"\x89PNG"), ["没有表格附件", "5月报表"]),
        (mail(b"attachment; filename=a.xlsx", workbook(TABLE))[:-400], ["损坏"]),
        (mail(b"attachment; filename=a.xlsx").replace(b"eCx5", b"e*x5"), ["损坏"]),
    ],
    ids=["no attachment", "winmail", "picture only", "cut off", "altered"],
)
def test_mails_without_a_usable_attachment(tmp_path: Path, data: bytes, words: list[str]) -> None:
    """Each is refused with what is wrong, the mail named by subject and sender where it has nothing else."""
    got = receive_files(tmp_path, 区交通局__eml=data)
    (finding,) = [f for f in got.findings if f.code == "F110"]
    assert all(word in finding.message for word in words)
    assert finding.unit == "区交通局"


def test_what_is_no_mail() -> None:
    """A saved page has headers too; a text may start with a word and a colon."""
    page = b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
    assert not is_mail(page)
    assert not is_mail("填报单位：区交通局\n填报人：甲\n".encode())
    assert not is_mail(b"a:b,1\nc:d,2\n")
    assert not is_mail(workbook(TABLE))
    assert is_mail(mail(b"attachment"))


def test_mails_nested_without_end_are_refused() -> None:
    """Multiparts within multiparts end somewhere."""
    data = b"From: a@b.cn\r\nSubject: x\r\n"
    for level in range(50):
        data += f"Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n".encode()
    with pytest.raises(Unreadable) as caught:
        list(attachments(data + "".join(f"\r\n--b{level}--\r\n" for level in range(49, -1, -1)).encode(), LIMITS))
    assert caught.value.fault is Fault.NESTED
