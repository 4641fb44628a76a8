"""The year's notice (通知) as published → its citation and the rows of its annex.

A .docx carries the annex as a Word table; a .txt as copied from the district's site carries each cell on a line of its
own that begins with a tab, rows parted by empty lines, empty cells for what is merged on paper.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.findings import PipelineError
from pipeline.formats.words import WordCell, WordTable, read_word
from pipeline.model import Notice
from pipeline.quantities import numeral
from pipeline.settings import decode_settings
from pipeline.targets.annex import AnnexRow, read_annex


@dataclass(frozen=True, slots=True)
class PublishedNotice:
    """What a notice says: how it is cited, and its annex row by row."""

    notice: Notice
    rows: tuple[AnnexRow, ...]


_NUMBER = re.compile(r"[一-龥]{2,14}[〔\[【（(]\s*(20[0-9]{2})\s*[〕\]】）)]\s*第?\s*([0-9]{1,4})\s*号")
_KINDS = "通知|意见|方案|决定|通告|公告|函|计划|清单"
_DATE = re.compile(
    r"^(?P<year>[0-9]{4}|[二〇○零一三四五六七八九]{4})年(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,2})月(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3})日$"
)
_LABEL = re.compile(r"^附\s*件\s*[0-9一二三四五六七八九]?\s*[:：]?$")
_LISTED = re.compile(r"^附\s*件\s*[:：]\s*(?:[0-9]{1,2}\s*[.．、]\s*)?(?P<title>\S.*)$")


def read_notice(name: str, data: bytes) -> PublishedNotice:
    """The notice of a .docx or .txt; a :class:`PipelineError` names everything that is wrong with it at once."""
    lines, tables = _word(name, data) if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0") else _text(name, data)
    faults: list[str] = []
    rows = read_annex(tables, faults)
    notice = _head(lines, faults)
    if faults:
        raise PipelineError(
            f"{name} 有 {len(faults)} 处要改：" + "；".join(faults) + "。请改正后再运行，目前没有写出任何文件。"
        )
    return PublishedNotice(notice, rows)


def _word(name: str, data: bytes) -> tuple[list[str], list[WordTable]]:
    """The paragraphs before the last table and the tables of a Word document."""
    blocks = read_word(data, name).blocks
    tables = [block for block in blocks if isinstance(block, WordTable)]
    end = max((at for at, block in enumerate(blocks) if isinstance(block, WordTable)), default=len(blocks))
    lines = [line for block in blocks[:end] if not isinstance(block, WordTable) for line in block.text.split("\n")]
    return lines, tables


def _text(name: str, data: bytes) -> tuple[list[str], list[WordTable]]:
    """The lines before the first tabbed one, and the tabbed ones as a table."""
    lines = decode_settings(data, name).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = next((at for at, line in enumerate(lines) if line.startswith("\t") or line.count("\t") > 1), len(lines))
    groups: list[list[str]] = [[]]
    for line in lines[start:]:
        if line.count("\t") > 1 and line.strip():  # a whole row on one line, as copied from a spreadsheet
            groups += [line.split("\t"), []]
        elif line.startswith("\t"):
            groups[-1].append(line[1:])
        elif line.strip() and groups[-1]:
            groups[-1][-1] += f"\n{line}"
        elif not line:
            groups.append([])
    rows = [group for group in groups if any(cell.strip() for cell in group)]
    width = max(map(len, rows), default=0)
    padded = [[""] * (width - len(row)) + row for row in rows]  # editors cut off the tabs of empty first cells
    table = WordTable(
        tuple(
            tuple(WordCell(cell.strip(), at, column) for column, cell in enumerate(row))
            for at, row in enumerate(padded)
        )
    )
    return lines[:start], [table] if rows else []


def _head(lines: Sequence[str], faults: list[str]) -> Notice:
    """What the circular cites: title, number, issuer, date, addressees, the annex's title."""
    said = [line for each in lines if (line := re.sub(r"[\s　]+", " ", each).strip())]
    prefix, title, after = _title(said)
    numbers = [found for line in said if (found := _NUMBER.search(line))]
    dated_at = max((at for at, line in enumerate(said) if _DATE.match(line.replace(" ", ""))), default=None)
    dated = _date(said[dated_at]) if dated_at is not None else None
    signed = said[dated_at - 1].strip() if dated_at else ""
    if not title:
        faults.append("没有找到标题（“关于……的通知”）")
    if not numbers:
        faults.append("没有找到发文字号（如“永川府办发〔2023〕12号”）")
    if dated is None:
        faults.append("没有找到成文日期（如“2023年2月17日”）")
    return Notice(
        title=title,
        number=re.sub(r"\s", "", numbers[0].group(0)) if numbers else "",
        issuer=signed if signed and not re.search(r"[，。：；]", signed) else prefix,
        dated=dated,
        addressees=next((line[:-1] for line in said[after:] if line.endswith((":", "："))), ""),
        annex_title=_annex_title(said),
    )


def _title(said: Sequence[str]) -> tuple[str, str, int]:
    """The issuer before 关于, the title from 关于 on, and the line after it; the title may run over several lines."""
    for at, line in enumerate(said):
        if "关于" not in line or line.endswith(("，", "。", "：")):
            continue
        for end in range(at + 1, min(at + 6, len(said) + 1)):
            joined = "".join(said[at:end]).replace(" ", "")
            if re.search(rf"(?:{_KINDS})$", joined):
                issuer, _, rest = joined.partition("关于")
                return issuer or _before(said, at), f"关于{rest}", end
    return "", "", 0


def _before(said: Sequence[str], at: int) -> str:
    """The issuer on the line before the title, if that is what stands there."""
    line = said[at - 1] if at else ""
    return line if re.search(r"(?:政府|办公室|委员会|局)$", line) else ""


def _date(line: str) -> date | None:
    found = _DATE.match(line.replace(" ", ""))
    if not found:
        return None
    year, month, day = (numeral(found[part]) for part in ("year", "month", "day"))
    try:
        return date(int(year or 0), int(month or 0), int(day or 0))
    except ValueError:
        return None


def _annex_title(said: Sequence[str]) -> str:
    """The title above the annex's table, else the one that the notice lists after 附件：."""
    for at in range(len(said) - 1, -1, -1):
        if _LABEL.match(said[at]):
            if title := "".join(said[at + 1 :]).replace(" ", ""):
                return title
            break
    return next((found["title"].strip() for line in said if (found := _LISTED.match(line))), "")
