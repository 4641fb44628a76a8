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
    WORD = ("文件是Word文档，不是表格", "请把数据填在.xlsx表格里报送")
    PDF = ("文件是PDF，不是表格", "请报送.xlsx表格")
    PICTURE = ("文件是图片，不是表格", "请报送.xlsx表格")
    ARCHIVE = ("压缩包的格式读不了（只能读.zip）", "请改用.zip压缩，或把里面的表格逐个报送")
    NESTED = ("压缩包里套的压缩包或邮件层数太多", "请解压后把里面的表格逐个报送")
    NO_MEMBER = ("压缩包里没有表格", "请把表格放进去重新报送")
    WEB = ("文件内容是网页或XML，里面没有表格", "请用表格软件打开后另存为.xlsx")
    TEXT = ("文件是纯文本，不是表格", "请用表格软件另存为.xlsx后报送")
    MIXED = ("文件里混用了两种文字编码", "请用表格软件打开，核对没有乱码后另存为.xlsx")
    MAIL = ("文件是Outlook存出的邮件（.msg）", "请把邮件附件里的表格存出来报送")
    NO_ATTACHMENT = ("邮件里没有表格附件", "请把表格作为普通附件（不用超大附件、不贴在正文里）重新发送")
    TNEF = ("邮件的附件是winmail.dat，读不了", "请把邮件格式改为HTML或纯文本，重新发送表格附件")
    DAMAGED = ("文件已损坏，打不开", "请在自己电脑上确认能打开后重新发送")
    TOO_LARGE = ("文件过大，超出读取上限", "请删去图片和多余的工作表后重新报送")
    HOSTILE = ("文件含有不允许的内容（XML实体定义）", "请用表格软件打开后另存为.xlsx")
    OVERLAPPED = ("压缩包的内部结构不正常，可能是恶意文件", "请重新压缩后发送")

    @property
    def what(self) -> str:
        return self.value[0]

    @property
    def mend(self) -> str:
        return self.value[1]


class Unreadable(Exception):  # noqa: N818  (it is a verdict on a file, not an error of the program)
    """A file that is not read, and why; ``detail`` is the place or the mail that the reason is about."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(fault.what)
        self.fault = fault
        self.detail = detail

    @property
    def what(self) -> str:
        """What is wrong, with the place or the mail that it is about."""
        return f"{self.fault.what}（{self.detail}）" if self.detail else self.fault.what


_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_TAR = slice(257, 262)


def read_workbook(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    """The sheets of a workbook, in its own order, hidden ones too; :class:`Unreadable` says why not.

    Each reader is imported only for a file that looks like its own.
    """
    if not data.strip(b"\0"):
        raise Unreadable(Fault.EMPTY if not data else Fault.DAMAGED)
    if len(data) > limits.file_bytes:
        raise Unreadable(Fault.TOO_LARGE)
    if data.startswith(_ZIP):
        return _read_package(data, limits)
    if data.startswith(_OLE):
        from pipeline.formats.legacy import read_xls

        return read_xls(data, limits)
    if (fault := never_a_table(data)) is not None:
        raise Unreadable(fault)
    return _read_text(data, limits)


def never_a_table(data: bytes) -> Fault | None:
    """What a file is that no reader is for: PDF, a picture, an archive of another kind."""
    if data.startswith(b"%PDF"):
        return Fault.PDF
    if data.startswith(_PICTURES) or (data.startswith(b"BM") and data[6:10] == bytes(4)):
        return Fault.PICTURE
    return Fault.ARCHIVE if data.startswith(_ARCHIVES) or data[_TAR] == b"ustar" else None


def _read_package(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    from pipeline.formats.parts import Package

    package = Package(data, limits)
    if "content.xml" in package and "[Content_Types].xml" not in package:
        from pipeline.formats.ods import read_ods

        return read_ods(package, limits)
    from pipeline.formats.ooxml import read_xlsx

    return read_xlsx(package, limits)


def _read_text(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    from pipeline.formats.encodings import is_text

    if not is_text(data):
        raise Unreadable(Fault.CIPHER)
    from pipeline.formats.web import is_web, read_web

    if is_web(data):
        return read_web(data, limits)
    from pipeline.formats.delimited import read_delimited

    return read_delimited(data, limits)
