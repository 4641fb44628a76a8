"""Why a file cannot be read (拒收的原因), and what its sender should do."""

from enum import Enum


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
    SLOW = ("文件结构太复杂，在限定时间内读不完", "请只保留本月的工作表，另存为.xlsx后重新报送")
    HEAVY = ("读取这个文件要占用的内存太多", "请删去图片、多余的工作表和格式后重新报送")
    FATAL = ("读取这个文件时程序中断", "请用表格软件打开后另存为.xlsx，核对无误后重新报送")
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
        super().__init__(fault, detail)  # as given, so that it comes whole out of another process
        self.fault = fault
        self.detail = detail

    def __str__(self) -> str:
        return self.what

    @property
    def what(self) -> str:
        """What is wrong, with the place or the mail that it is about."""
        return f"{self.fault.what}（{self.detail}）" if self.detail else self.fault.what
