"""Any spreadsheet that a person sends → grids of addressed cells, or a refusal that says what to send instead.

The content decides, never the extension.
"""

from enum import Enum

from pipeline.formats.grid import Grid
from pipeline.settings import Limits


class Fault(Enum):
    """Why a file cannot be read as a workbook: what it is, and what the sender should do."""

    EMPTY = ("文件是空的（0字节）", "请重新发送")
    ENCRYPTED = ("文件加了打开密码", "请去掉密码后重新报送")
    CIPHER = ("文件内容不是表格，可能是加密软件加密后的密文", "请解密后重新报送")
    OLD = ("文件是旧版格式（.xls或.et）", "请另存为.xlsx后重新报送")
    ODS = ("文件是.ods格式", "请另存为.xlsx后重新报送")
    WORD = ("文件是Word文档，不是表格", "请把数据填在.xlsx表格里报送")
    PDF = ("文件是PDF，不是表格", "请报送.xlsx表格")
    PICTURE = ("文件是图片，不是表格", "请报送.xlsx表格")
    ARCHIVE = ("文件是压缩包", "请解压后把里面的表格逐个报送")
    WEB = ("文件内容是网页或XML，不是真正的表格", "请用表格软件打开后另存为.xlsx")
    TEXT = ("文件是纯文本（如.csv）", "请用表格软件打开后另存为.xlsx")
    MAIL = ("文件是整封邮件", "请把邮件附件里的表格存出来报送")
    DAMAGED = ("文件已损坏，打不开", "请在自己电脑上确认能打开后重新发送")
    TOO_LARGE = ("文件过大，超出读取上限", "请删去图片和多余的工作表后重新报送")
    HOSTILE = ("文件含有不允许的内容（XML实体定义）", "请用表格软件打开后另存为.xlsx")

    @property
    def what(self) -> str:
        return self.value[0]

    @property
    def mend(self) -> str:
        return self.value[1]


class Unreadable(Exception):  # noqa: N818  (it is a verdict on a file, not an error of the program)
    """A file that is not read, and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.what)
        self.fault = fault


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")


def read_workbook(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    """The sheets of a workbook, in its own order, hidden ones too; :class:`Unreadable` says why not."""
    if not data.strip(b"\0"):
        raise Unreadable(Fault.EMPTY if not data else Fault.DAMAGED)
    if len(data) > limits.file_bytes:
        raise Unreadable(Fault.TOO_LARGE)
    if not data.startswith(b"PK\x03\x04"):
        raise Unreadable(_foreign(data))
    from pipeline.formats.ooxml import read_xlsx  # only a sheet that looks like one pays for the reader

    return read_xlsx(data, limits)


def _foreign(data: bytes) -> Fault:
    """What a file is that is no zip package."""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return Fault.ENCRYPTED
        if "WordDocument".encode("utf-16-le") in data:
            return Fault.WORD
        return Fault.OLD
    if data.startswith(b"%PDF"):
        return Fault.PDF
    if data.startswith(_PICTURES):
        return Fault.PICTURE
    if data.startswith(_ARCHIVES):
        return Fault.ARCHIVE
    opening = data[:2048].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if opening.startswith((b"<html", b"<!doctype", b"<?xml", b"<table", b"mime-version")):
        return Fault.WEB
    if opening.startswith((b"received:", b"from:", b"return-path:", b"x-unsent:", b"subject:", b"date:", b"to:")):
        return Fault.MAIL
    return Fault.TEXT if _is_text(data[:4096]) else Fault.CIPHER


def _is_text(sample: bytes) -> bool:
    """Whether bytes read as text: UTF-16 with its mark, else UTF-8 or GB18030 without control characters."""
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):  # the sample may end inside a character
            try:
                text = sample[: len(sample) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return not any(c < " " and c not in "\t\r\n" for c in text)
    return False
