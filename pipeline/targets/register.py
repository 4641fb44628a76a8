"""The reviewed register (目标任务台账): workbook ⇄ :class:`Register`.

Whatever a person wrote wrong in it is told at once, each fault with its cell: nothing is judged on a register that is
half understood.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pipeline.findings import Finding, PipelineError
from pipeline.formats.faults import Unreadable
from pipeline.formats.grid import Grid
from pipeline.formats.sheets import Column
from pipeline.formats.workbooks import read_workbook
from pipeline.model import Adjustment, Indicator, Kind, Notice, Project, Register, Rhythm, Task, Unit
from pipeline.names import file_name
from pipeline.period import Period
from pipeline.quantities import numeral
from pipeline.settings import Limits
from pipeline.targets import book
from pipeline.targets.review import unsettled
from pipeline.targets.sheet_rows import Row, month_of, rows_of


def write_register(drafted: "Proposal") -> bytes:
    """The workbook of a proposed register, with its doubts beside the indicators; the same bytes each time."""
    return book.register_book(drafted.register, drafted.doubts, drafted.left_out)


def read_register(name: str, data: bytes, limits: Limits | None = None) -> Register:
    """The register that a workbook holds; a :class:`PipelineError` names every fault with its cell."""
    return read_reviewed(name, data, limits)[0]


def read_reviewed(name: str, data: bytes, limits: Limits | None = None) -> tuple[Register, tuple[Finding, ...]]:
    """As :func:`read_register`, with what is still open in it (待核) as findings."""
    try:
        grids = {grid.name.strip(): grid for grid in read_workbook(data, limits or Limits())}
    except Unreadable as fault:
        raise PipelineError(f"{name} 读不了：{fault.fault.what}，请用备份恢复，或重新从通知生成。") from fault
    return _register(name, grids), unsettled(name, grids)


def _register(name: str, grids: book.Grids) -> Register:
    faults: list[str] = []
    missing = [sheet for sheet in (book.TARGETS, book.NOTICE, book.UNITS) if sheet not in grids]
    if missing:
        raise PipelineError(f"{name} 缺少工作表{'、'.join(f'“{sheet}”' for sheet in missing)}，请从备份恢复后再运行。")
    year, notice = _notice(grids[book.NOTICE], faults)
    units = tuple(_units(grids[book.UNITS], faults))
    projects = _projects(grids[book.TARGETS], year, [unit.name for unit in units], faults)
    register = Register(year, notice, projects, units)
    ids = {indicator.id for indicator in register.indicators()}
    register = replace(
        register,
        adjustments=tuple(_adjustments(grids.get(book.ADJUSTMENTS), name, year, ids, faults)),
        holidays=dict(_holidays(grids.get(book.HOLIDAYS), faults)),
    )
    if faults:
        raise PipelineError(f"{name} 有 {len(faults)} 处要改：" + "；".join(faults) + "。请改正后再运行。")
    return register


def _headings(columns: Sequence[Column], optional: Sequence[str] = ()) -> tuple[str, ...]:
    return tuple(column.heading for column in columns if column.heading not in optional)


def _notice(grid: Grid, faults: list[str]) -> tuple[int, Notice]:
    rows = {row.text("项目"): row for row in rows_of(grid, ("项目", "内容"), faults)}
    said = {line: rows[line].text("内容") if line in rows else "" for line in book.NOTICE_LINES}
    for line in ("年份", "标题", "发文字号"):
        if not said[line]:
            faults.append(f"工作表“{grid.name}”没有填{line}")
    year = 1900
    if said["年份"]:
        if re.fullmatch(r"20[0-9]{2}", said["年份"]):
            year = int(said["年份"])
        else:
            rows["年份"].fault("内容", f"年份“{said['年份']}”不对，请写成 2023")
    dated = rows["成文日期"].day("内容") if "成文日期" in rows else None
    title, number, issuer = said["标题"], said["发文字号"], said["发文机关"]
    return year, Notice(title, number, issuer, dated, said["主送机关"], said["附件标题"])


def _units(grid: Grid, faults: list[str]) -> Iterator[Unit]:
    names: dict[str, str] = {}
    for row in rows_of(grid, _headings(book.UNIT_COLUMNS, ("专人", "分管领导")), faults):
        unit = Unit(
            row.needed("单位名称"),
            _listed(row.text("其他名称")),
            row.text("专人") or row.text("联系人"),
            row.text("邮箱"),
            row.text("联系电话"),
            row.text("分管领导"),
        )
        if unit.name and file_name(unit.name) != unit.name:
            row.fault("单位名称", f'“{unit.name[:60]}”作不了文件名（太长，或有 / \\ : * ? " < > | 等字符），请改写')
        for name in (unit.name, *unit.aliases):
            if name in names and name:
                heading = "单位名称" if name == unit.name else "其他名称"
                row.fault(heading, f"“{name}”已经是{names[name]}的名称，两个单位不能同名")
            names.setdefault(name, unit.name)
        yield unit


def _listed(text: str) -> tuple[str, ...]:
    return tuple(each for part in re.split(r"[、，,；;\n]", text) if (each := part.strip()))


def _projects(grid: Grid, year: int, units: Sequence[str], faults: list[str]) -> tuple[Project, ...]:
    """Projects and tasks in the order of their first rows; rows of one task must say the same of it."""
    projects: dict[int, Project] = {}
    tasks: dict[str, Task] = {}
    seen: dict[str, str] = {}
    optional = ("分管领导", "待核", "备注")
    for row in rows_of(grid, _headings(book.TARGET_COLUMNS, optional), faults):
        id = row.text("编号")
        parts = re.fullmatch(r"([1-9][0-9]*)-([1-9][0-9]*)-([1-9][0-9]*)", id)
        if not parts:
            row.fault("编号", f"编号“{id}”不对，请写成 1-4-2" if id else "没有填编号")
            continue
        if id in seen:
            row.fault("编号", f"编号 {id} 与{seen[id]}重复")
            continue
        seen[id] = row.place("编号")
        number, task_id = int(parts[1]), id.rpartition("-")[0]
        if row.text("序号") and row.figure("序号") != number:
            row.fault("序号", f"序号“{row.text('序号')}”与编号 {id} 对不上")
        project = projects.setdefault(number, Project(number, row.needed("项目名称")))
        _agrees(row, "项目名称", project.name)
        task = tasks.setdefault(task_id, _task(row, task_id, number, units))
        _agrees(row, "目标任务", task.text)
        _agrees(row, "责任单位", task.unit)
        _agrees(row, "配合单位", "、".join(task.support))
        tasks[task_id] = replace(task, indicators=(*task.indicators, _indicator(row, id, year)))
    if not tasks and not faults:
        faults.append(f"工作表“{grid.name}”里没有指标")
    return tuple(
        replace(project, tasks=tuple(task for task in tasks.values() if task.project == project.number))
        for project in projects.values()
    )


def _agrees(row: Row, heading: str, first: str) -> None:
    text = "、".join(_listed(row.text(heading))) if heading == "配合单位" else row.text(heading)
    if text != first and text:
        row.fault(heading, f"{heading}与同一项的前一行不一样")


def _task(row: Row, id: str, project: int, units: Sequence[str]) -> Task:
    unit, support = row.needed("责任单位"), _listed(row.text("配合单位"))
    for heading, name in (("责任单位", unit), *(("配合单位", each) for each in support)):
        if name and name not in units:
            close = get_close_matches(name, units, 1, 0.5)
            row.fault(heading, f"{heading}“{name}”不在“责任单位”表里" + (f"，您是不是指{close[0]}" if close else ""))
    return Task(id, project, row.needed("目标任务"), unit, support, leader=row.text("分管领导"))


def _indicator(row: Row, id: str, year: int) -> Indicator:
    row.needed("类型")
    kind = row.choice("类型", book.KINDS) or Kind.QUANTITY
    target, comparator = row.figure("目标值"), row.choice("比较", book.COMPARATORS)
    if kind is Kind.MILESTONE:
        if row.text("目标值"):
            row.fault("目标值", "定性指标不填目标值")
    else:
        for heading in ("目标值", "比较", "计量单位"):
            row.needed(heading)
        if target is not None and target <= 0:
            row.fault("目标值", f"目标值“{row.text('目标值')}”应大于 0")
    due = row.month("完成月", year) or Period(year, 12)
    first = row.month("起始月", year) or min(Period(year, 1), due)
    if first > due:
        row.fault("起始月", f"起始月 {first} 晚于完成月 {due}")
    plan, steps = _plan(row, year)
    return Indicator(
        id=id,
        name=row.needed("指标名称"),
        kind=kind,
        rhythm=row.choice("节奏", book.RHYTHMS) or Rhythm.EVEN,
        comparator=comparator if kind is not Kind.MILESTONE else None,
        target=target if kind is not Kind.MILESTONE else None,
        measure=row.text("计量单位"),
        first=first,
        due=due,
        plan=plan,
        steps=steps,
        sign=row.text("完成标志"),
    )


if TYPE_CHECKING:
    from pipeline.targets.proposal import Proposal

_STEP = re.compile(r"(?P<month>[^：:=]+?)\s*[：:=]\s*(?P<figure>[^（(]+?)\s*(?P<dated>[（(]通知[）)])?")


def _plan(row: Row, year: int) -> tuple[tuple[tuple[Period, Decimal], ...], tuple[Period, ...]]:
    """年度计划: months that grow with figures that never fall."""
    plan: list[tuple[Period, Decimal]] = []
    steps: list[Period] = []
    for part in filter(None, re.split(r"[；;\n]", row.text("年度计划"))):
        found = _STEP.fullmatch(part.strip())
        month = month_of(found["month"], year) if found else None
        figure = numeral(found["figure"]) if found else None
        if not found or month is None or figure is None:
            row.fault("年度计划", f"年度计划“{part.strip()}”看不懂，请写成“6月：100；9月：300”")
            continue
        if plan and month <= plan[-1][0]:
            row.fault("年度计划", f"年度计划的月份应从早到晚，“{part.strip()}”排错了")
        elif plan and figure < plan[-1][1]:
            row.fault("年度计划", f"年度计划是累计数，不应下降：“{part.strip()}”比前一个月小")
        plan.append((month, figure))
        if found["dated"]:
            steps.append(month)
    return tuple(plan), tuple(steps)


def _adjustments(grid: Grid | None, name: str, year: int, ids: set[str], faults: list[str]) -> Iterator[Adjustment]:
    for row in rows_of(grid, _headings(book.ADJUSTMENT_COLUMNS), faults) if grid else ():
        for heading in _headings(book.ADJUSTMENT_COLUMNS):
            row.needed(heading)
        id, since = row.text("编号"), row.month("起始月", year)
        old, new = row.figure("原目标值"), row.figure("新目标值")
        if id and id not in ids:
            row.fault("编号", f"编号“{id}”不在“目标任务”表里")
        if since and old is not None and new is not None:
            yield Adjustment(id, since, old, new, row.text("依据文件"), row.where("新目标值", name))


def _holidays(grid: Grid | None, faults: list[str]) -> Iterator[tuple[date, bool]]:
    for row in rows_of(grid, _headings(book.HOLIDAY_COLUMNS, ("说明",)), faults) if grid else ():
        day, off = row.day("日期"), row.choice("安排", book.DAYS)
        row.needed("日期")
        row.needed("安排")
        if day and off is not None:
            yield day, off
