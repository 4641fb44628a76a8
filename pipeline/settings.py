"""What an office sets once (设置): ``inputs/settings.toml`` read into frozen nouns.

Every fault is told at once, each with its key. What a clerk changes often lives in workbooks instead.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, get_args, get_type_hints

from pipeline.findings import PipelineError, Severity


@dataclass(frozen=True, slots=True)
class Office:
    """The issuing office and what its papers say of it."""

    district: str = "永川区"
    name: str = "重庆市永川区发展和改革委员会"
    short: str = "区发展改革委"
    mark: str = "重庆市永川区发展和改革委员会文件"
    bulletin_mark: str = "督查通报"
    printer: str = "重庆市永川区发展和改革委员会办公室"
    addressees: str = "各责任单位"
    approved_addressees: str = "各镇人民政府、街道办事处，区政府各部门，有关单位"
    copies: str = ""
    contact: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class Judging:
    """The thresholds of judgement, in percentage points; ``serious_from`` is a month of the year."""

    ahead: int = 10
    behind: int = 10
    serious: int = 30
    serious_from: int = 7
    small_target: int = 12
    rate_tolerance: str = "0.5"
    far_above: int = 1000
    above: int = 150
    jump: int = 50
    money_ahead: int = 30
    severities: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Escalation:
    """From how many months of lagging on a unit is reminded (提醒), supervised (督办), called in (约谈); 0 is never."""

    remind: int = 1
    supervise: int = 2
    interview: int = 3


@dataclass(frozen=True, slots=True)
class Deadline:
    """When the month's sheets are due: the last working day, ``grace`` working days later at the latest."""

    grace: int = 0


@dataclass(frozen=True, slots=True)
class Circular:
    """How the circular is worded and laid out. The fonts are names; none is shipped."""

    layout: str = "redhead"
    margin_mode: str = "nominal"
    page_number: str = "odd_even"
    imprint_even_page: bool = False
    sealed: bool = True
    name_missing: bool = True
    wording: str = "通报.txt"
    annex: str = "portrait"
    chart: str = "none"
    reporting_annex: bool = True
    title_font: str = "方正小标宋简体"
    body_font: str = "仿宋_GB2312"
    heading_font: str = "黑体"
    subheading_font: str = "楷体_GB2312"
    number_font: str = "宋体"


@dataclass(frozen=True, slots=True)
class Ledger:
    """Where the ledger is: empty for ``outputs/ledger.db``, else a file or a database address without its password."""

    database: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may be: bytes as sent, bytes once unpacked, members of an archive, cells with content.

    ``depth`` is how many archives and mails may stand one within another; ``ratio`` how many times its packed size a
    member may have. ``seconds`` and ``memory_bytes`` are what reading a file may take.
    """

    file_bytes: int = 64_000_000
    unpacked_bytes: int = 256_000_000
    members: int = 2_000
    depth: int = 3
    ratio: int = 500
    cells: int = 200_000
    seconds: int = 5
    memory_bytes: int = 300_000_000


@dataclass(frozen=True, slots=True)
class Mail:
    """The office's mailbox: how mails leave (SMTP) and come in (IMAP). A password never stands in a file.

    ``recipients`` get the circular, all units where it is empty; ``enclosed`` are files that go with it. ``sender`` is
    ``user`` where it is empty, ``sender_name`` the office, ``imap_user`` the same user. Attachments of more than
    ``attachment_bytes`` are not sent; ``review_days`` working days are given to object; a server that wants a mail
    later gets it again after ``retry_seconds``, then after twice and four times as long.
    """

    host: str = ""
    port: int = 465
    security: str = "tls"
    user: str = ""
    sender: str = ""
    sender_name: str = ""
    recipients: str = ""
    enclosed: str = ""
    attachment_bytes: int = 20_000_000
    review_days: int = 1
    retry_seconds: int = 60
    imap_host: str = ""
    imap_port: int = 993
    imap_security: str = "tls"
    imap_user: str = ""
    imap_folder: str = "INBOX"
    fetch_from: str = "units"


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a workspace."""

    office: Office = Office()
    judging: Judging = Judging()
    escalation: Escalation = Escalation()
    deadline: Deadline = Deadline()
    circular: Circular = Circular()
    ledger: Ledger = Ledger()
    mail: Mail = Mail()
    limits: Limits = Limits()

    @property
    def severities(self) -> dict[str, Severity]:
        """The office's own severities, by code of finding."""
        return {code: Severity(word) for code, word in self.judging.severities.items()}


_LEAST_MEMORY = 100_000_000  # a reader without any file takes a third of it
_ANNEXES = ("portrait", "wide")
_CHARTS = ("none", "native", "picture")
LAYOUTS = ("redhead", "preprinted", "letter", "bulletin", "meeting")
_CHOICES = {
    "layout": LAYOUTS,
    "margin_mode": ("nominal", "compensated"),
    "page_number": ("odd_even", "centre", "none"),
}


def read_settings(text: str, name: str = "settings.toml") -> Settings:
    """The settings that a text writes; a :class:`PipelineError` names every fault with its key."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        place = re.search(r"at line (\d+)", str(fault))
        line = f"第 {place[1]} 行" if place else "末尾"
        raise PipelineError(
            f'{name} {line}的写法不对，读不懂。一行写一项，文字要加英文引号，如 copies = "区政府办公室"。'
        ) from fault
    faults: list[str] = []
    hints = get_type_hints(Settings)
    sections = {each.name: hints[each.name] for each in fields(Settings)}
    for key in sorted(given.keys() - sections.keys()):
        faults.append(f"没有“{key}”这一节，可用的是 {'、'.join(sections)}")
    built = {section: _section(kind, section, given.get(section, {}), faults) for section, kind in sections.items()}
    settings = Settings(**built)
    if not faults:
        faults.extend(_contradictions(settings))
    if faults:
        raise PipelineError(f"{name} 有 {len(faults)} 处要改：" + "；".join(faults) + "。")
    return settings


def decode_settings(data: bytes, name: str = "settings.toml") -> str:
    """The text of a settings file as people save it: UTF-8 with or without a BOM, or GB18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise PipelineError(f"{name} 的文字编码认不出来，请用记事本另存为 UTF-8 编码。")


def _section(kind: Any, section: str, given: object, faults: list[str]) -> Any:
    if not isinstance(given, dict):
        faults.append(f"“{section}”应是一节，写成 [{section}]")
        return kind()
    hints = get_type_hints(kind)
    known = {each.name: each for each in fields(kind)}
    values: dict[str, Any] = {}
    for key, value in given.items():
        if _SECRET.search(key):
            faults.append(
                f"[{section}] {key} 不能写在这里：密码（授权码）放在环境变量 TONGBAO_SMTP_PASSWORD、"
                "TONGBAO_IMAP_PASSWORD 或系统的钥匙串里，不写进文件"
            )
        elif key not in known:
            faults.append(f"[{section}] 没有“{key}”，可用的是 {'、'.join(known)}")
        elif not _fits(value, hints[key]):
            written = json.dumps(value, ensure_ascii=False, default=str)
            faults.append(f"[{section}] {key} 的值 {written} 不对，应为{_TYPES[_plain(hints[key])]}")
        else:
            values[key] = value
    assert all(each.default is not MISSING or each.default_factory is not MISSING for each in known.values())
    return kind(**values)


_TYPES = {
    str: "一行文字（加英文引号）",
    int: "整数",
    bool: " true 或 false",
    Mapping: '一节，每行写成 V101 = "warning" 的样子',
}
_MAY_BE_EMPTY = ("copies", "contact", "telephone", "database")


_SECRET = re.compile(r"passw|pwd|secret|密码|授权码", re.IGNORECASE)
_SECURITIES = ("tls", "starttls")
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f]")


def _plain(hint: Any) -> Any:
    return Mapping if get_args(hint) else hint


def _fits(value: object, hint: Any) -> bool:
    kind = _plain(hint)
    if kind is Mapping:
        return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
    return type(value) is kind and not (isinstance(value, str) and _UNPRINTED.search(value))


def _contradictions(settings: Settings) -> list[str]:
    faults = []
    judging = settings.judging
    for section in (settings.office, settings.circular):
        for each in fields(section):
            if getattr(section, each.name) == "" and each.name not in _MAY_BE_EMPTY:
                faults.append(f"[{type(section).__name__.lower()}] {each.name} 不能空着，用默认值请删去这一行")
    for code, word in judging.severities.items():
        if not re.fullmatch(r"[A-Z]\d{3}", code):
            faults.append(f"[judging.severities] “{code}”不是编号，编号如 V101，见 tongbao explain --all")
        if word not in tuple(Severity):
            faults.append(f"[judging.severities] {code} 的值“{word}”不对，应为 error、warning 或 note")
    if not 0 < judging.behind < judging.serious <= 100:
        faults.append("[judging] behind 应大于 0、小于 serious，serious 不超过 100")
    if not 0 < judging.ahead <= 100:
        faults.append("[judging] ahead 应在 1 至 100 之间")
    if not 1 <= judging.serious_from <= 12:
        faults.append("[judging] serious_from 应是月份 1 至 12")
    if not 100 < judging.above < judging.far_above:
        faults.append("[judging] above 应大于 100、小于 far_above")
    if not 0 < judging.money_ahead <= 100:
        faults.append("[judging] money_ahead 应在 1 至 100 之间")
    if judging.jump <= 0:
        faults.append("[judging] jump 应大于 0")
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", judging.rate_tolerance):
        faults.append('[judging] rate_tolerance 应是数字，如 "0.5"')
    if judging.small_target < 0:
        faults.append("[judging] small_target 不能小于 0")
    steps = settings.escalation
    months = [each for each in (steps.remind, steps.supervise, steps.interview) if each]
    if months != sorted(set(months)) or any(not 1 <= each <= 12 for each in months):
        faults.append("[escalation] remind、supervise、interview 应依次增大，在 1 至 12 之间，不用的一级写 0")
    if not 0 <= settings.deadline.grace <= 30:
        faults.append("[deadline] grace 应在 0 至 30 之间")
    for key, choices in _CHOICES.items():
        if (chosen := getattr(settings.circular, key)) not in choices:
            faults.append(f"[circular] {key} 的值“{chosen}”不对，应为 {'、'.join(choices)}")
    for key, allowed in (("annex", _ANNEXES), ("chart", _CHARTS)):
        if (value := getattr(settings.circular, key)) not in allowed:
            faults.append(f"[circular] {key} 的值“{value}”不对，应为 {'、'.join(allowed)}")
    faults.extend(_mail_faults(settings.mail))
    if settings.ledger.database.startswith("sqlite:") and not settings.ledger.database.startswith("sqlite:///"):
        faults.append("[ledger] database 应写文件的路径，如 outputs/ledger.db，或数据库服务器的地址")
    for limit in fields(Limits):
        if getattr(settings.limits, limit.name) <= 0:
            faults.append(f"[limits] {limit.name} 应大于 0")
    if 0 < settings.limits.memory_bytes < _LEAST_MEMORY:
        faults.append(f"[limits] memory_bytes 应不小于 {_LEAST_MEMORY}")
    return faults


def _mail_faults(mail: Mail) -> list[str]:
    faults = []
    for key in ("security", "imap_security"):
        if (value := getattr(mail, key)) not in _SECURITIES:
            faults.append(f"[mail] {key} 的值“{value}”不对，应为 {'、'.join(_SECURITIES)}；不加密的连接不用")
    for key in ("port", "imap_port"):
        if not 0 < getattr(mail, key) < 65536:
            faults.append(f"[mail] {key} 应在 1 至 65535 之间")
    if mail.fetch_from not in ("units", "all"):
        faults.append(f"[mail] fetch_from 的值“{mail.fetch_from}”不对，应为 units、all")
    if mail.attachment_bytes <= 0:
        faults.append("[mail] attachment_bytes 应大于 0")
    if not 1 <= mail.review_days <= 30:
        faults.append("[mail] review_days 应在 1 至 30 之间")
    if not 0 <= mail.retry_seconds <= 3600:
        faults.append("[mail] retry_seconds 应在 0 至 3600 之间")
    return faults
