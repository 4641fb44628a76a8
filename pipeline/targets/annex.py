"""The annex's table (附件目标任务表) → its rows.

Offices draw the same table in many ways: cells merged over the tasks of a project or merely left empty, the header
repeated on every page, columns in another order, section rows, several units in one cell.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.formats.words import WordCell, WordTable
from pipeline.quantities import numeral

_COLUMNS = (
    ("number", re.compile(r"序号|编号|项目编号")),
    ("support", re.compile(r"配合|协同|协办|协助|参与")),
    ("leader", re.compile(r"领导|责任人")),
    ("unit", re.compile(r"(?:责任|牵头|主办|实施|主管|承办|负责)(?:单位|部门|主体)|^责任$")),
    (
        "text",
        re.compile(
            r"目标任务|工作目标|任务目标|年度目标|目标|建设内容|工作内容|实施内容|主要内容|具体内容|工作任务|任务|事项内容"
        ),
    ),
    ("project", re.compile(r"项目|名称|事项|实事")),
)
"""What a heading means, tried in this order: 配合单位 before 责任单位, 目标任务 before 项目."""


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """A row of the annex (项任务): its project, the target text as published, who leads and who helps."""

    number: int
    project: str
    text: str
    unit: str
    support: tuple[str, ...] = ()
    leader: str = ""


def read_annex(tables: Sequence[WordTable], faults: list[str]) -> tuple[AnnexRow, ...]:
    """The rows of the one table that is the annex; what is wrong is added to ``faults``, all of it."""
    found = [(table, header) for table in tables if (header := _header(table)) is not None]
    if not found:
        faults.append("没有找到附件目标任务表（表头应有“目标任务”和“责任单位”）")
        return ()
    if len(found) > 1:
        faults.append(f"有 {len(found)} 个表都像目标任务表，请只留一个")
        return ()
    table, header = found[0]
    rows = _rows(table, header, faults)
    if not rows:
        faults.append("附件目标任务表里没有任务")
    return tuple(rows)


def _header(table: WordTable) -> int | None:
    """The row that heads the table: it names at least the targets and the units."""
    for at, row in enumerate(table.rows[:4]):
        if {"text", "unit"} <= _meanings(row).keys():
            return at
    return None


def _meanings(row: Sequence[WordCell]) -> dict[str, int]:
    """Which column is what; the first column that fits a meaning has it."""
    meanings: dict[str, int] = {}
    for column, cell in enumerate(row):
        heading = re.sub(r"\s", "", cell.text)
        for meaning, words in _COLUMNS:
            if heading and len(heading) <= 20 and words.search(heading):
                meanings.setdefault(meaning, column)
                break
    return meanings


def _rows(table: WordTable, header: int, faults: list[str]) -> list[AnnexRow]:
    columns = _meanings(table.rows[header])
    heading = _texts(table.rows[header])
    rows: list[AnnexRow] = []
    number, project = 0, ""
    for at, row in enumerate(table.rows[header + 1 :], header + 1):
        if _texts(row) == heading or _is_aside(row, columns):
            continue
        place = f"附件表第 {at + 1} 行"
        number, project = _project(row, columns, number, project, place, faults)
        text, unit = _target_text(_cell(row, columns, "text")), _cell(row, columns, "unit")
        units = _units(unit)
        if rows and _continues(table.rows, at, columns["text"]):
            extra = tuple(each for each in units if each != rows[-1].unit and each not in rows[-1].support)
            rows[-1] = replace(rows[-1], support=(*rows[-1].support, *extra))
            continue
        if not text:
            faults.append(f"{place}没有目标任务")
        if not units:
            faults.append(f"{place}（{text[:12] or project}）没有责任单位")
        if text and units:
            support = (*units[1:], *_units(_cell(row, columns, "support")))
            rows.append(AnnexRow(number, project, text, units[0], support, _cell(row, columns, "leader")))
    return rows


def _project(
    row: Sequence[WordCell], columns: dict[str, int], number: int, project: str, place: str, faults: list[str]
) -> tuple[int, str]:
    """The project's number and name; an empty cell means the project of the row above."""
    given, name = _cell(row, columns, "number"), re.sub(r"\s", "", _cell(row, columns, "project"))
    if not given and (not name or name == project):
        return number, project
    if not given:  # no numbers in this table, or one forgotten
        return number + 1, name
    value = numeral(re.sub(r"[、.．()（）\s]", "", given))
    if value is None or value != int(value):
        faults.append(f"{place}的序号“{given}”不是数字")
        return number, name or project
    if int(value) == number:
        return number, name or project
    if not name and "project" in columns:
        faults.append(f"{place}没有项目名称")
    return int(value), name


def _cell(row: Sequence[WordCell], columns: dict[str, int], meaning: str) -> str:
    column = columns.get(meaning)
    return row[column].text.strip() if column is not None and column < len(row) else ""


def _texts(row: Sequence[WordCell]) -> list[str]:
    return [re.sub(r"\s", "", cell.text) for cell in row]


def _is_aside(row: Sequence[WordCell], columns: dict[str, int]) -> bool:
    """Empty rows, totals, and section rows (一、城乡建设) that hold one text and no task."""
    held = {re.sub(r"\s", "", cell.text) for cell in row} - {""}
    if not held or any(re.match(r"(?:合计|总计|小计|备注|注[:：])", text) for text in held):
        return True
    spread = len(row) > 1 and len(held) == 1 and all(cell.text.strip() for cell in row)
    lone = len(held) == 1 and not _cell(row, columns, "text") and not _cell(row, columns, "unit")
    return spread or (lone and bool(re.match(r"[（(]?[一二三四五六七八九十]+[）)、.．]?", min(held))))


def _continues(rows: Sequence[Sequence[WordCell]], at: int, column: int) -> bool:
    """Whether a target's cell is merged with the one above, so that this row only names a further unit."""
    cell = rows[at][column] if column < len(rows[at]) else None
    return cell is not None and cell.row < at and bool(cell.text.strip())


def _target_text(text: str) -> str:
    """A target's text on one line: a line that begins with a number starts a sentence, others run on."""
    joined = ""
    for line in (each.strip() for each in text.split("\n")):
        starts = re.match(r"[（(]?[0-9一二三四五六七八九十]{1,2}[）).．、]", line)
        joined += ("；" if joined and starts and joined[-1] not in "。；;：:！，、" else "") + line
    return joined


def _units(text: str) -> tuple[str, ...]:
    """The units of a cell, the leading one first, each once."""
    text = re.sub(r"(?:牵头|责任|主办|配合|协同|协办)(?:单位|部门)?[:：]", "、", text)
    names = (
        re.sub(r"[（(](?:牵头|主办|配合|协办|等)[）)]|\s", "", each) for each in re.split(r"[\n、，,；;/]|\s{2,}", text)
    )
    return tuple(dict.fromkeys(name for name in names if name and name not in ("—", "-", "/")))
