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
    ("money", re.compile(r"投资|资金|经费|预算")),
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
"""What a heading means, tried in this order: 项目总投资 before 项目, 配合单位 before 责任单位, 目标任务 before 项目."""


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """A row of the annex (项任务): its project, the target text as published, who leads and who helps.

    ``guessed`` says that the annex names several units without saying which of them leads: the first is taken.
    """

    number: int
    project: str
    text: str
    unit: str
    support: tuple[str, ...] = ()
    leader: str = ""
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class _Header:
    """The rows that head a table, by number, and which column is what."""

    rows: range
    columns: dict[str, int]


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
    if not rows and not faults:
        faults.append("附件目标任务表里没有任务")
    return tuple(rows)


def _header(table: WordTable) -> _Header | None:
    """The rows that head the table: one that names at least the targets and the units, and what is split below it."""
    for at, row in enumerate(table.rows[:4]):
        columns = _meanings(row)
        if {"text", "unit"} <= columns.keys():
            end = at + 1
            while end < len(table.rows) and _splits(table.rows[end], at, columns["text"]):
                columns |= _meanings(table.rows[end])
                end += 1
            return _Header(range(at, end), columns)
    return None


def _splits(row: Sequence[WordCell], header: int, column: int) -> bool:
    """Whether a row still belongs to the header: 责任单位 above, 牵头单位 and 配合单位 below."""
    if column < len(row) and row[column].row <= header and row[column].text.strip():
        return True  # the heading above reaches down into it
    held = [cell for cell in row if cell.text.strip()]
    blank = column >= len(row) or not row[column].text.strip()
    return blank and bool(held) and len(_meanings(held)) == len(held)


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


def _rows(table: WordTable, header: _Header, faults: list[str]) -> list[AnnexRow]:
    columns = header.columns
    headings = [_texts(table.rows[at]) for at in header.rows]
    rows: list[AnnexRow] = []
    number, project, before, new_section = 0, "", 0, False
    for at, row in enumerate(table.rows[header.rows.stop :], header.rows.stop):
        if _texts(row) in headings or _is_aside(row, columns):
            continue
        if _is_section(row, columns):
            new_section = True
            continue
        place = f"附件表第 {at + 1} 行"
        above, (number, project) = number, _project(row, columns, number, project, place, faults)
        if new_section and number <= above and _cell(row, columns, "number"):
            before = rows[-1].number if rows else 0  # the section counts from 1 again, its projects go on
        elif number != above and any(each.number == number + before for each in rows):
            faults.append(f"{place}的序号 {number} 前面已经有了")
        new_section = False
        text = _target_text(_cell(row, columns, "text"))
        units, told = _units(_cell(row, columns, "unit"))
        if rows and _continues(table.rows, at, columns["text"]):
            extra = tuple(each for each in units if each != rows[-1].unit and each not in rows[-1].support)
            rows[-1] = replace(
                rows[-1], support=(*rows[-1].support, *extra), guessed=rows[-1].guessed or (bool(extra) and not told)
            )
            continue
        if not text:
            faults.append(f"{place}没有目标任务")
        if not units:
            faults.append(f"{place}（{text[:12] or project}）没有责任单位")
        if text and units:
            support = (*units[1:], *_units(_cell(row, columns, "support"))[0])
            leader, guessed = _cell(row, columns, "leader"), len(units) > 1 and not told
            helping = tuple(each for each in dict.fromkeys(support) if each != units[0])
            rows.append(AnnexRow(number + before, project, text, units[0], helping, leader, guessed))
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
    """Empty rows, totals and notes: no task."""
    held = {re.sub(r"\s", "", cell.text) for cell in row} - {""}
    total = any(re.match(r"(?:合计|总计|小计|备注|注[:：])", text) for text in held)
    return not held or (total and (len(held) == 1 or not _cell(row, columns, "unit")))


def _is_section(row: Sequence[WordCell], columns: dict[str, int]) -> bool:
    """A row that heads the rows below it (一、市级重点民生实事): a text across the table, or a title and no task."""
    held = [text for text in dict.fromkeys(_texts(row)) if text]
    if len(row) > 1 and len(held) == 1 and all(cell.text.strip() for cell in row):
        return True
    if _cell(row, columns, "text") or _cell(row, columns, "unit"):
        return False
    counted = re.match(r"[（(]?[一二三四五六七八九十]+(?:[）)、.．]|$)", held[0])
    return bool(counted) and (len(held) == 1 or bool(_cell(row, columns, "number")))


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


_LEADS = r"牵头|责任|主办"
_HELPS = r"配合|协同|协办"


def _units(text: str) -> tuple[tuple[str, ...], bool]:
    """The units of a cell, the leading one first, each once; and whether the cell itself says which leads."""
    told = bool(re.search(rf"(?:{_LEADS}|{_HELPS})(?:单位|部门)?[:：]|[（(](?:{_LEADS}|{_HELPS})[）)]", text))
    parted = re.sub(rf"(?:{_LEADS}|{_HELPS})(?:单位|部门)?[:：]", "、", text)
    leading = re.search(rf"(?:^|[、，,；;\n\s])([^、，,；;\n\s]+?)[（(](?:{_LEADS})[）)]", text)
    names = [
        re.sub(rf"[（(](?:{_LEADS}|{_HELPS}|等)[）)]|\s", "", each)
        for each in (*([leading[1]] if leading else []), *re.split(r"[\n、，,；;/]|\s{2,}", parted))
    ]
    return tuple(dict.fromkeys(name for name in names if name and name not in ("—", "-", "/"))), told
