"""The units' filled plan forms (年度计划表) → plans for their indicators, and what is wrong with them by cell.

What is wrong with one row or file never stops the others. Nothing is guessed: a plan that is faulty stays out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.findings import Finding
from pipeline.formats.faults import Unreadable
from pipeline.formats.grid import Cell, Grid, address
from pipeline.formats.workbooks import read_workbook
from pipeline.model import Indicator, Register, Task
from pipeline.period import Period
from pipeline.settings import Limits
from pipeline.source import NOWHERE, Where
from pipeline.targets import plan_faults as faults
from pipeline.targets.plan_figures import Curve, curve_of
from pipeline.targets.sheet_rows import Row, month_of, rows_of
from pipeline.targets.unit_names import UnitNames, close_to

Files = Sequence[tuple[str, bytes | None]]
"""What came in: each file's name and content; ``None`` where it cannot be opened."""

KEY, NAME, SIGN, REMARK = "编号", "指标名称", "完成标志", "说明"


@dataclass(frozen=True, slots=True)
class Planned:
    """What a unit plans for one indicator: the cumulative ``plan``, or what counts as done (``sign``)."""

    indicator: str
    plan: tuple[tuple[Period, Decimal], ...] = ()
    sign: str = ""
    where: Where = NOWHERE

    @property
    def said(self) -> tuple[tuple[tuple[Period, Decimal], ...], str]:
        return self.plan, self.sign


@dataclass(frozen=True, slots=True)
class Plans:
    """All that the units plan, in the register's order, and what is wrong or missing."""

    planned: tuple[Planned, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_plans(files: Files, register: Register, limits: Limits | None = None) -> Plans:
    """The plans that the filled forms hold. Nothing that a unit can send raises. No files, no findings."""
    reader = _Reader(register, UnitNames(register.units), limits or Limits())
    seen: set[bytes] = set()
    for name, data in sorted(files, key=lambda each: each[0]):
        if data is None:
            reader.findings.append(
                faults.UNREADABLE.at(Where(name), what="文件打不开（没有权限，或磁盘出错）", mend="请检查文件")
            )
        elif data not in seen:
            seen.add(data)
            reader.read(name, data)
    return reader.plans() if files else Plans()


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the forms one by one, collecting plans and faults."""

    register: Register
    names: UnitNames
    limits: Limits
    planned: list[Planned] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    remarks: list[Finding] = field(default_factory=list)
    received: dict[str, str] = field(default_factory=dict)
    """The units whose forms could be read, with the file."""

    def read(self, name: str, data: bytes) -> None:
        """One file: all its sheets that look like a plan form."""
        try:
            grids = read_workbook(data, self.limits)
        except Unreadable as unreadable:
            fault = unreadable.fault
            self.findings.append(faults.UNREADABLE.at(Where(name), what=fault.what, mend=fault.mend))
            return
        tables = [(grid, rows) for grid in grids if (rows := tuple(_plan_rows(grid, self.register.year)))]
        if not tables:
            self.findings.append(faults.NO_TABLE.at(Where(name)))
        for grid, rows in tables:
            self._read_table(name, grid, rows)

    def _read_table(self, file: str, grid: Grid, rows: Sequence[Row]) -> None:
        given = _year(grid, rows[0].number)
        if given is not None and given.value != self.register.year:
            where = Where(file, grid.name, given.cell.address, given.cell.text)
            self.findings.append(faults.OTHER_YEAR.at(where, given=given.value, year=self.register.year))
            return
        unit = self._unit(file, grid, rows)
        if unit:
            self.received.setdefault(unit, file)
            for row in rows:
                self._read_row(file, row, unit)

    def _unit(self, file: str, grid: Grid, rows: Sequence[Row]) -> str:
        """Whose form it is: its 填报单位 line, else the one unit to which all its keys belong."""
        said = _signed(grid, rows[0].number)
        if said:
            if unit := self.names.exact(said.text):
                return unit
            where = Where(file, grid.name, said.address, said.text)
            heard, meant = f"（写的是“{said.text}”）", self.names.meant(said.text)
            self.findings.append(faults.NO_UNIT.at(where, heard=heard, meant=meant))
            return ""
        keys = {_own(row, KEY) for row in rows}
        owners = {task.unit for task in self.register.tasks() if any(each.id in keys for each in task.indicators)}
        if len(owners) == 1:
            return owners.pop()
        self.findings.append(faults.NO_UNIT.at(Where(file, grid.name), heard="", meant=""))
        return ""

    def _read_row(self, file: str, row: Row, unit: str) -> None:
        where = Where(file, row.grid.name, row.place(NAME).rpartition(" ")[2], _own(row, NAME))
        found = self._indicator(row, unit, where)
        if found is None:
            return
        task, indicator = found
        if task.unit != unit:
            self.findings.append(
                faults.OTHERS.at(
                    where, unit=unit, task=task.id, indicator=indicator.id,
                    name=indicator.name, owner=task.unit, sent_by=unit,
                )
            )  # fmt: skip
            return
        curve = Curve(file, row.grid.name, unit, task.id, indicator, self.register.goal(indicator))
        plan, wrong = curve_of(curve, dict(_months(row, self.register.year)))
        self.findings.extend(wrong)
        if remark := _own(row, REMARK):
            at = Where(file, row.grid.name, address(row.number, row.columns[REMARK]), remark)
            said = faults.REMARK.at(at, unit=unit, task=task.id, indicator=indicator.id, name=indicator.name)
            self.remarks.append(said)
        planned = Planned(indicator.id, plan, _own(row, SIGN), where)
        if not wrong and any(planned.said):
            self.planned.append(planned)

    def _indicator(self, row: Row, unit: str, where: Where) -> tuple[Task, Indicator] | None:
        """The indicator of a row: by its hidden key, else by its name among the unit's own."""
        key, name = _own(row, KEY), _own(row, NAME)
        every = [(task, each) for task in self.register.tasks() for each in task.indicators]
        fitting = [(task, each) for task, each in every if each.id == key] if key else []
        if not key:
            fitting = [(task, each) for task, each in every if task.unit == unit and each.name == name]
        if len(fitting) == 1:
            return fitting[0]
        own = [each.name for task, each in every if task.unit == unit]
        meant = close_to(name, own) if not fitting else ""
        subject = "、".join(part for part in (f"编号“{key}”" if key else "", f"指标“{name}”" if name else "") if part)
        self.findings.append(faults.UNKNOWN.at(where, unit=unit, subject=subject or "没有写指标的这一行", meant=meant))
        return None

    def plans(self) -> Plans:
        """What can be entered, and what is still missing."""
        kept = self._agreed()
        missing = (*self._empty(kept), *self._not_received())
        order = {each.id: at for at, each in enumerate(self.register.indicators())}
        planned = sorted(kept, key=lambda each: order[each.indicator])
        return Plans(tuple(planned), (*self.findings, *self.remarks, *missing))

    def _agreed(self) -> list[Planned]:
        """One plan for each indicator; two forms that disagree on it cancel each other."""
        kept: dict[str, Planned] = {}
        disputed: set[str] = set()
        for each in self.planned:
            first = kept.setdefault(each.indicator, each)
            if first.said != each.said:
                disputed.add(each.indicator)
                task = self.register.task_of(each.indicator)
                self.findings.append(
                    faults.CONFLICT.at(
                        each.where, unit=task.unit, task=task.id, indicator=each.indicator, also=(first.where,),
                        name=each.where.raw, first=str(first.where),
                    )
                )  # fmt: skip
        return [each for id, each in kept.items() if id not in disputed]

    def _empty(self, kept: Sequence[Planned]) -> Iterator[Finding]:
        """Indicators of the units that sent a form, for which neither the form nor the register says anything."""
        said = {each.indicator for each in kept} | {each.indicator for each in self.findings}
        for task in self.register.tasks():
            for each in task.indicators if task.unit in self.received else ():
                if each.id in said or (each.plan if each.is_counted else each.sign):
                    continue
                what = "各月的计划" if each.is_counted else "完成标志"
                where = Where(self.received[task.unit])
                yield faults.EMPTY.at(where, unit=task.unit, task=task.id, indicator=each.id, name=each.name, what=what)

    def _not_received(self) -> Iterator[Finding]:
        units = dict.fromkeys(task.unit for task in self.register.tasks())
        if waiting := "、".join(unit for unit in units if unit not in self.received):
            yield faults.NOT_RECEIVED.at(who=waiting)


def _plan_rows(grid: Grid, year: int) -> Iterator[Row]:
    """The rows of a plan form: under a header that names the indicators and months, or what counts as done."""
    for row in rows_of(grid, (NAME,), []) if not grid.hidden else ():
        is_form = SIGN in row.columns or any(month_of(heading, year) for heading in row.columns)
        if is_form and (_own(row, NAME) or _own(row, KEY) or any(_months(row, year))):
            yield row


def _own(row: Row, heading: str) -> str:
    """A cell's own text: a note that runs across the whole table below it is no row of it."""
    column = row.columns.get(heading)
    cell = row.grid.own(row.number, column) if column else None
    return cell.text.strip() if cell else ""


def _months(row: Row, year: int) -> Iterator[tuple[Period, Cell]]:
    """The filled cells of the months' columns."""
    for heading, column in row.columns.items():
        month, cell = month_of(heading, year), row.grid.own(row.number, column)
        if month and cell and cell.text.strip():
            yield month, cell


@dataclass(frozen=True, slots=True)
class _Year:
    value: int
    cell: Cell


_TITLE = re.compile(r"(20[0-9]{2})\s*年")
_SIGNED = re.compile(r"(?:填报|报送|责任)单位(?:（盖章）)?\s*[:：]?\s*(?P<unit>.*)", re.DOTALL)


def _year(grid: Grid, below: int) -> _Year | None:
    """The year that the title above the table names."""
    for cell in _above(grid, below):
        if "计划" in cell.text and (found := _TITLE.search(cell.text)):
            return _Year(int(found[1]), cell)
    return None


@dataclass(frozen=True, slots=True)
class _Signed:
    text: str
    address: str


def _signed(grid: Grid, below: int) -> _Signed | None:
    """The unit's name as the form's 填报单位 line gives it, in that cell or in the one beside it."""
    for cell in _above(grid, below):
        if found := _SIGNED.fullmatch(cell.text.strip()):
            beside = grid.own(cell.row, cell.column + 1)
            text = found["unit"].strip() or (beside.text.strip() if beside else "")
            return _Signed(text, address(cell.row, cell.column)) if text else None
    return None


def _above(grid: Grid, below: int) -> Iterator[Cell]:
    for number in grid.rows:
        if number < below:
            yield from grid.row(number)
