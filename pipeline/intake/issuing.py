"""本月事项的发文表: how the circular is numbered, dated and marked. What is classified is refused."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from pipeline import gb9704 as gb
from pipeline.findings import Finding, PipelineError, Rule, Severity
from pipeline.formats.grid import Cell, Grid
from pipeline.model import Issue
from pipeline.source import Where

BAD_NUMBER = Rule(
    "M105",
    Severity.ERROR,
    "发文字号不合规范",
    "发文字号填的是“{raw}”，应是机关代字、六角括号括入的年份和序号，如 永川发改〔2023〕38号；没有采用。",
    "请改正发文字号。",
)
BAD_COPY = Rule(
    "M180",
    Severity.ERROR,
    "份号不是六位数字",
    "份号填的是“{raw}”，应是六位阿拉伯数字，如 000001；没有采用。",
    "请改正份号，不编份号的空着。",
)
BAD_URGENCY = Rule(
    "M181",
    Severity.ERROR,
    "紧急程度不合规范",
    "紧急程度填的是“{raw}”，公文只标“特急”或者“加急”；没有采用。",
    "请填特急或者加急，不急的空着。",
)
BAD_SERIAL = Rule(
    "M182",
    Severity.ERROR,
    "期号看不懂",
    "期号填的是“{raw}”，应是 5 或者 第5期 这样的写法；没有采用。",
    "请改正期号，不编期号的空着。",
)
RULES = (BAD_NUMBER, BAD_COPY, BAD_URGENCY, BAD_SERIAL)

_NUMBER = re.compile(r"^[^〔〕\s]+〔\d{4}〕[1-9]\d*号$")
_SERIAL = re.compile(
    r"^([^\d〔〕第]{0,20}(?:〔\d{4}〕|\d{4}年)?)(?:第?([1-9]\d{0,3})期?|第([一二三四五六七八九十百]+)期)$"
)
_SECRET_ROW = re.compile(r"密级|保密期限")
_NOT_SECRET = ("", "无", "非密", "不涉密", "公开", "/", "-", "—")
_SECRET = re.compile(r"^(绝密|机密|秘密)$|(绝密|机密|秘密)\s*[★☆]")
_YES = ("是", "已同意", "同意", "有", "√", "TRUE")

Dated = Callable[[Cell, str], date | None]
"""Reads a cell as a date, with what the date is called; tells what is none."""


def read_issue(grid: Grid, file: str, dated: Dated) -> tuple[Issue, tuple[Finding, ...]]:
    """The issue of a sheet with a name in the first column and what it is in the second, and what is wrong in it.

    A :class:`PipelineError` for anything that is marked as a state secret.
    """
    _refuse_secrets(grid, file)
    given = {_name(grid, row): cell for row in grid.rows if (cell := grid.own(row, 2))}
    findings: list[Finding] = []

    def taken(names: tuple[str, ...], rule: Rule, read: Callable[[Cell], str]) -> str:
        cell = _first(given, names)
        value = read(cell) if cell else ""
        if cell and cell.text.strip() and not value:
            findings.append(rule.at(Where(file, grid.name, cell.address, cell.text)))
        return value

    day, note = _first(given, ("成文日期",)), _first(given, ("附注",))
    issue = Issue(
        number=taken(("文号", "发文字号"), BAD_NUMBER, _number),
        serial=taken(("期号",), BAD_SERIAL, _serial),
        dated=dated(day, "成文日期") if day else None,
        note=note.text.strip().strip("（）()") if note else "",
        approved=any(each.text.strip() in _YES for name, each in given.items() if name == "经区政府同意"),
        copy=taken(("份号",), BAD_COPY, _copy),
        urgency=taken(("紧急程度",), BAD_URGENCY, _urgency),
    )
    return issue, tuple(findings)


def _first(given: Mapping[str, Cell], names: tuple[str, ...]) -> Cell | None:
    return next((given[name] for name in names if name in given), None)


def _name(grid: Grid, row: int) -> str:
    return re.sub(r"\s", "", grid.text(row, 1)).rstrip("：:")


def _number(cell: Cell) -> str:
    return cell.text.strip() if _NUMBER.match(cell.text.strip()) else ""


def _serial(cell: Cell) -> str:
    """第5期, however it is typed."""
    found = _SERIAL.match(re.sub(r"\s", "", cell.text))
    return f"{found[1]}第{found[2] or found[3]}期" if found else ""


def _copy(cell: Cell) -> str:
    """Six digits. A number cell has lost the zeros before its first figure."""
    text = cell.text.strip()
    padded = text.zfill(6) if cell.value is not None and text.isascii() and text.isdigit() else text
    return padded if re.match(gb.COPY_FORM, padded) and int(padded) else ""


def _urgency(cell: Cell) -> str:
    text = cell.text.strip()
    return text if re.match(gb.URGENCY_FORM, text) else ""


def _refuse_secrets(grid: Grid, file: str) -> None:
    for row in grid.rows:
        for cell in grid.row(row):
            text = cell.text.strip()
            filled = cell.column > 1 and _SECRET_ROW.search(_name(grid, row)) and text not in _NOT_SECRET
            if filled or _SECRET.search(text) or _SECRET.search(cell.comment.strip()):
                raise PipelineError(
                    f"{file} 的“{grid.name}”表标了密级（{cell.address}），本软件不处理涉密材料："
                    "请把这份材料从这台计算机上的工作中撤出，按保密规定办理。"
                )
