"""Mails as data, as bytes and as drafts: what every mail program shows, and what a stranger's text cannot do."""

import email
import email.policy
import re
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from pathlib import PureWindowsPath
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.addresses import addresses
from pipeline.delivery.drafts import files_of
from pipeline.delivery.mail import Attachment, Mail, Purpose, Sender, eml, message_id
from pipeline.formats.mails import attachments, envelope
from pipeline.formats.mime import Part
from pipeline.names import file_name
from pipeline.period import Period
from pipeline.settings import Limits

MAY = Period(2023, 5)
SENDER = Sender("fgw@example.cn", "重庆市永川区发展和改革委员会")
AT = datetime(2023, 6, 5, 9, 30, tzinfo=UTC)
LONG = "关于2023年5月区级重点民生实事推进情况的通报（含附件一至附件三，请各单位认真对照落实）.docx"


def a_mail(**changed: object) -> Mail:
    """A return to one unit, with something else where the test says so."""
    usual: dict[str, object] = {
        "period": MAY,
        "purpose": Purpose.RETURN,
        "unit": "区交通局",
        "to": ("jtj@example.cn",),
        "subject": "请修改后重报：2023年5月重点民生实事进展情况（区交通局）",
        "body": "区交通局：\n\n请改正。\n",
        "attachments": (Attachment(LONG, b"PK\x03\x04 a workbook"),),
    }
    return Mail(**{**usual, **changed})  # type: ignore[arg-type]


def parsed(data: bytes) -> EmailMessage:
    """As the standard library's present reader takes it; a defect of the format fails the test."""
    found = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    assert [defect for part in found.walk() for defect in part.defects] == []
    return found


@pytest.mark.parametrize(
    "name", ["退回修改（区交通局）.xlsx", LONG, "report.pdf", "a b.xlsx", "𬭎㎡镕喆.docx", "附件" * 30 + ".xlsx"]
)
def test_attachment_names_are_read_by_every_reader(name: str) -> None:
    """Our own reader, the standard library's two, and one that knows RFC 2047 only: all see the same name and bytes."""
    data = eml(a_mail(attachments=(Attachment(name, b"content"),)), SENDER, AT)
    assert list(attachments(data, Limits())) == [(name, b"content")]
    modern = parsed(data)
    part = next(modern.iter_attachments())
    assert (part.get_filename(), part.get_payload(decode=True)) == (name, b"content")
    whole = email.message_from_bytes(data, policy=email.policy.compat32).get_payload()
    assert isinstance(whole, list)
    old = whole[1]
    assert isinstance(old, Message)
    plain = re.search(r'filename="([^"]*)"', old["content-disposition"])
    for written in (old.get_filename(), old.get_param("name"), plain and plain[1]):
        assert str(make_header(decode_header(str(written)))) == name
    extended = re.search(r"filename\*=UTF-8''(\S+)", old["content-disposition"])
    assert extended
    assert unquote(extended[1]) == name


@pytest.mark.parametrize("name", [LONG, "附件" * 100 + ".xlsx", "📊" * 200 + ".docx", "a" * 300, "x." + "件" * 200])
def test_no_line_is_longer_than_mail_allows(name: str) -> None:
    """RFC 5322: 998 bytes at the very most, else 78; RFC 2047: 76 where encoded words stand; ASCII throughout."""
    data = eml(a_mail(attachments=(Attachment(name, b"x" * 5000),), subject=name), SENDER, AT)
    lines = data.split(b"\r\n")
    assert data.isascii()
    assert b"\n" not in data.replace(b"\r\n", b"")
    extended = [each for each in lines if each.startswith(b" filename*=")]  # one line: QQ does not join several
    assert [len(each) <= 998 for each in extended] == [True]
    assert max(len(each) for each in lines if each not in extended) <= 78
    assert max(len(each) for each in lines if b"=?" in each) <= 76
    part = next(parsed(data).iter_attachments())
    assert (part.get_filename(), part.get_payload(decode=True)) == (file_name(name), b"x" * 5000)


def test_a_file_has_one_name_in_the_mail_and_beside_it() -> None:
    """Names that some system cannot hold are made fit for both alike; what is fit stays."""
    for name in (LONG, "a/b.xlsx", "附件" * 100 + ".xlsx", "CON.xlsx"):
        mail = a_mail(attachments=(Attachment(name, b"1"),))
        beside = list(files_of(mail, SENDER))[-1].rpartition("/")[2]
        assert [each for each, _ in attachments(eml(mail, SENDER), Limits())] == [beside]


def test_a_mail_says_what_it_was_given() -> None:
    """Subject, body, sender and addresses come out as they went in."""
    mail = parsed(eml(a_mail(to=("a@example.cn", "b@example.cn")), SENDER, AT))
    assert mail["subject"] == a_mail().subject
    assert mail["from"].addresses[0].display_name == SENDER.name
    assert [each.addr_spec for each in mail["to"].addresses] == ["a@example.cn", "b@example.cn"]
    body = mail.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == a_mail().body
    assert mail["date"].datetime == AT
    assert "x-unsent" not in mail


def test_a_draft_is_unsent_and_has_no_date() -> None:
    """X-Unsent opens it ready to send; the same mail gives the same bytes, another content another boundary."""
    draft = eml(a_mail(), SENDER)
    assert draft.startswith(b"X-Unsent: 1\r\n")
    assert (b"\r\nDate:" in draft, b"Message-ID" in draft) == (False, False)
    assert draft == eml(a_mail(), SENDER)
    assert eml(a_mail(body="别的话\n"), SENDER).count(re.findall(rb'boundary="(.*)"', draft)[0]) == 0


def test_the_message_id_is_that_of_the_content() -> None:
    """The same for the same content at any time and to anyone; another for other words, files or names of files."""
    same = {message_id(mail, SENDER) for mail in (a_mail(), a_mail(to=("other@example.cn",)))}
    assert len(same) == 1
    others = (
        a_mail(body="改了"),
        a_mail(subject="改了"),
        a_mail(attachments=()),
        a_mail(attachments=(Attachment(LONG, b"other"),)),
        a_mail(attachments=(Attachment("other.docx", b"PK\x03\x04 a workbook"),)),
        a_mail(period=Period(2023, 6)),
    )
    assert len({message_id(each, SENDER) for each in others} | same) == 7


_HOSTILE = "标题\r\nBcc: all@example.cn\r\n\r\n<script>\x00\x0b\u2028X-A: b\x85c"


def test_no_text_writes_a_header_of_its_own() -> None:
    """Line breaks of every kind, quotes and commas in subject, unit, sender and file names stay words."""
    mail = a_mail(
        subject=_HOSTILE,
        unit="a\r\nBcc: x@y.cn",
        body="\r\n.\r\nBcc: body@example.cn\r\n--boundary--\r\n",
        attachments=(Attachment('../a";\r\n filename="b.exe', b""), Attachment("\r\n\r\n.xlsx", b"")),
    )
    sender = Sender("fgw@example.cn", 'A", <evil@example.cn>\r\nBcc: x@y.cn')
    for data in (eml(mail, sender, AT), eml(mail, sender)):
        read = parsed(data)
        assert read["bcc"] is None
        assert read["x-a"] is None
        assert [each.addr_spec for each in read["from"].addresses] == ["fgw@example.cn"]
        assert len(list(read.iter_attachments())) == 2
        assert not any(set("\r\n/\\") & set(part.get_filename() or "") for part in read.iter_attachments())


@given(st.text(), st.text(), st.text(min_size=1))
def test_any_text_makes_a_sound_mail(subject: str, body: str, name: str) -> None:
    """Whatever people and strangers type: two parts, our headers only, and readers that agree."""
    data = eml(a_mail(subject=subject, body=body, attachments=(Attachment(name, b"1"),)), SENDER, AT)
    read = parsed(data)
    assert set(read.keys()) == {"Date", "Message-ID", "From", "To", "Subject", "MIME-Version", "Content-Type"}
    assert len(list(read.iter_parts())) == 2
    shown = Part.read(data).header("subject").decode("ascii")
    assert Part.read(data).text_header("subject") == str(make_header(decode_header(shown)))


@pytest.mark.parametrize(
    ("written", "good", "wrong"),
    [
        ("a@b.cn", ("a@b.cn",), ()),
        ("a@b.cn、c@d.cn；e@f.cn，g@h.cn", ("a@b.cn", "c@d.cn", "e@f.cn", "g@h.cn"), ()),
        ("a@b.cn;c@d.cn e@f.cn\ng@h.cn", ("a@b.cn", "c@d.cn", "e@f.cn", "g@h.cn"), ()),
        ("ａｂｃ＠ｑｑ．ｃｏｍ", ("abc@qq.com",), ()),
        ("12345@qq。com", ("12345@qq.com",), ()),
        ("张三 <a@b.cn>；李四<c@d.cn>", ("a@b.cn", "c@d.cn"), ()),
        ("a@b.cn、a@b.cn", ("a@b.cn",), ()),
        ("", (), ()),
        ("没有", (), ("没有",)),
        ("a@b.cn、023-4980", ("a@b.cn",), ("023-4980",)),
        ("a@b", (), ("a@b",)),
        ("a@b..cn", (), ("a@b..cn",)),
        ("a..b@c.cn", (), ("a..b@c.cn",)),
        ("用户@例子.cn", (), ("用户@例子.cn",)),
        ("a@b@c.cn", (), ("a@b@c.cn",)),
        ("<a@b.cn>\r\nBcc: x@y.cn", ("a@b.cn", "x@y.cn"), ("Bcc:",)),
        ("x" * 65 + "@b.cn", (), ("x" * 65 + "@b.cn",)),
        ('"a b"@c.cn', (), ('"a', 'b"@c.cn')),
    ],
)  # fmt: skip
def test_addresses_as_people_write_them(written: str, good: tuple[str, ...], wrong: tuple[str, ...]) -> None:
    """Several, in full-width signs, with names; what is no address is named."""
    assert addresses(written) == (good, wrong)


@given(st.text())
def test_what_passes_for_an_address_is_plain(written: str) -> None:
    """No blank, no line break, no bracket and nothing beyond ASCII is ever in one."""
    for each in addresses(written)[0]:
        assert each.isascii()
        assert not set(' \r\n\t<>",;:()') & set(each)


@pytest.mark.parametrize("unit", ["../../etc", "区/教委", "a\\b", "CON:", '"*?<>|', "", "..", "局\n委", "局" * 200])
def test_a_draft_stays_in_its_folder(unit: str) -> None:
    """Whatever a unit or a file is called, a draft's files are named for every system, below one folder."""
    mail = a_mail(unit=unit, attachments=(Attachment(f"../../{unit}.xlsx", b"1"), Attachment(f"{unit}/x.xlsx", b"2")))
    files = files_of(mail, SENDER)
    assert len(files) == 5
    for name in files:
        parts = PureWindowsPath(name).parts
        assert ".." not in parts
        assert 1 <= len(parts) <= 2
        assert not any(set('\\/:*?"<>|\r\n') & set(part) or part.endswith((".", " ")) for part in parts)
        assert all(len(part.encode()) <= 255 for part in parts)


def test_different_names_never_share_a_file() -> None:
    """What had to be changed carries a mark of what it was; what is fit stays as it is."""
    assert file_name("区/教委") != file_name("区_教委")
    assert file_name("区_教委") == "区_教委"
    assert file_name("局" * 100) != file_name("局" * 101)
    assert file_name(LONG) == LONG


@pytest.mark.parametrize("name", ["CON", "aux.xlsx", "nul.tar.gz", "Com1.docx", "LPT9"])
def test_devices_of_windows_are_no_file_names(name: str) -> None:
    """CON.xlsx would be the console there; CONTRACT.xlsx is a file like any other."""
    assert not re.match(r"(?i)(con|aux|nul|com1|lpt9)(\.|$)", file_name(name))
    assert file_name(f"{name[:3]}TRACT.xlsx") == f"{name[:3]}TRACT.xlsx"


def test_the_folder_beside_the_eml_is_for_pasting() -> None:
    """收件人.txt and 正文.txt open in any editor, the attachment stands as it is."""
    files = files_of(a_mail(to=("a@example.cn", "b@example.cn")), SENDER)
    assert list(files) == [
        "退回（区交通局）.eml",
        "退回（区交通局）/收件人.txt",
        "退回（区交通局）/正文.txt",
        f"退回（区交通局）/{LONG}",
    ]
    assert files["退回（区交通局）/收件人.txt"].decode("utf-8-sig").split() == ["a@example.cn；", "b@example.cn"]
    assert files["退回（区交通局）/正文.txt"].decode("utf-8-sig").startswith("主题：请修改后重报")
    nobody = files_of(a_mail(to=()), SENDER)
    assert "没有邮箱" in nobody["退回（区交通局）/收件人.txt"].decode("utf-8-sig")


def test_our_own_reader_sees_our_own_mail() -> None:
    """What we send is read by what reads what units send."""
    assert envelope(eml(a_mail(), SENDER, AT)).sender == "fgw@example.cn"
