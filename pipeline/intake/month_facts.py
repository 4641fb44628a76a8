"""本月事项.xlsx: what only the office knows of this month (发文、更正、收件登记、现场督查)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from pipeline.findings import Finding, PipelineError, Rule, Severity
from pipeline.formats.faults import Unreadable
from pipeline.formats.grid import Cell, Form, Grid
from pipeline.formats.workbooks import read_workbook
from pipeline.intake import issuing
from pipeline.intake.senders import Roster
from pipeline.intake.states import read_state
from pipeline.model import Correction, Inspection, MonthFacts, Receipt
from pipeline.period import Period
from pipeline.quantities import numeral
from pipeline.settings import Limits
from pipeline.source import Where

NOT_A_DATE = Rule(
    "M101", Severity.ERROR, "日期看不懂", "{what}填的是“{raw}”，不是日期，没有采用。", "请填成 2023-06-05 这样的日期。"
)
UNKNOWN_NAME = Rule(
    "M102",
    Severity.ERROR,
    "不认识的责任单位",
    "收件登记里的“{raw}”不是本年的责任单位，没有采用。",
    "请填全称或常用简称{meant}。",
)
NO_VALUE = Rule(
    "M103",
    Severity.ERROR,
    "更正没有更正值",
    "更正{subject}没有填可用的更正值（“{raw}”），没有采用。",
    "请填更正后的数字或状态。",
)
NO_REASON = Rule("M104", Severity.WARNING, "更正没有写原因", "更正{subject}没有写更正原因。", "请补写原因和依据。")
UNKNOWN_SHEET = Rule(
    "M106",
    Severity.WARNING,
    "有认不出的工作表",
    "工作表“{raw}”不是本月事项的表，没有读取。",
    "如需采用，请改用规定的表名。",
)
NO_HEADINGS = Rule(
    "M107",
    Severity.ERROR,
    "表头认不出",
    "工作表“{sheet}”里没有找到栏名（{needed}），整张表都没有采用。",
    "请补上栏名所在的那一行后再运行。",
)
NOT_A_MONTH = Rule(
    "M108",
    Severity.ERROR,
    "所属月份用不上",
    "更正{subject}的所属月份填的是“{raw}”，不是本年{month}月或以前的月份，这条更正没有采用。",
    "请填成 4月 这样的月份；更正本月的数，空着即可。",
)
RULES = (
    NOT_A_DATE, UNKNOWN_NAME, NO_VALUE, NO_REASON, UNKNOWN_SHEET, NO_HEADINGS, NOT_A_MONTH, *issuing.RULES
)  # fmt: skip

_DEEPEST_HEADINGS = 10  # rows with content above which the headings must stand

_DAY = re.compile(r"^\s*(\d{4})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})\s*日?\s*$")
_MONTH = re.compile(r"^\s*(?:(\d{4})\s*[-年./]\s*)?(\d{1,2})\s*月?\s*$")
_YES = ("是", "已同意", "同意", "有", "√", "TRUE")


def read_month_facts(
    data: bytes, name: str, roster: Roster, limits: Limits, period: Period
) -> tuple[MonthFacts, tuple[Finding, ...]]:
    """The office's own workbook of a month; what is wrong in it are findings, an unreadable one a `PipelineError`."""
    try:
        grids = read_workbook(data, limits)
    except Unreadable as unreadable:
        fault = unreadable.fault
        raise PipelineError(
            f"{name}：{fault.what}。这是本单位自己的文件，请用 Excel 或 WPS 打开检查，另存为 .xlsx 后再运行。"
        ) from unreadable
    reader = _Facts(name, roster, period, [])
    facts = MonthFacts()
    readers: dict[str, Callable[[MonthFacts, Grid], MonthFacts]] = {
        "发文": reader.issue,
        "更正": reader.corrections,
        "收件登记": reader.receipts,
        "现场督查": reader.inspections,
    }
    for grid in grids:
        title = grid.name.strip()
        if title in readers:
            facts = readers[title](facts, grid)
        elif grid.rows and "说明" not in title:
            reader.findings.append(UNKNOWN_SHEET.at(Where(name, title, raw=title)))
    return facts, tuple(reader.findings)


def _month_of(text: str, year: int) -> Period | None:
    """4, 4月, 2023年4月 or 2023-04; ``None`` for anything else."""
    found = _MONTH.match(text)
    month = int(found[2]) if found else 0
    return Period(int(found[1] or year), month) if found and 1 <= month <= 12 else None


@dataclass(frozen=True, slots=True)
class _Record:
    """One row of a sheet of the office's workbook, its cells by heading."""

    file: str
    sheet: str
    cells: dict[str, Cell]
    row: int

    def text(self, heading: str) -> str:
        cell = self.cells.get(heading)
        return cell.text.strip() if cell else ""

    def is_wordless(self, heading: str) -> bool:
        """Whether a cell shows an error or a formula without its result."""
        cell = self.cells.get(heading)
        return cell is not None and cell.form in (Form.ERROR, Form.UNCALCULATED)

    def where(self, heading: str) -> Where:
        cell = self.cells.get(heading)
        return Where(self.file, self.sheet, cell.address if cell else f"A{self.row}", cell.text if cell else "")


@dataclass(frozen=True, slots=True)
class _Facts:
    """Reads the sheets one by one, collecting what is wrong."""

    file: str
    roster: Roster
    period: Period
    findings: list[Finding]

    def issue(self, facts: MonthFacts, grid: Grid) -> MonthFacts:
        """发文: a name in the first column, what it is in the second."""

        def dated(cell: Cell, what: str) -> date | None:
            return self._day(_Record(self.file, grid.name, {"值": cell}, cell.row), "值", what)

        issue, wrong = issuing.read_issue(grid, self.file, dated)
        self.findings.extend(wrong)
        return replace(facts, issue=issue)

    def corrections(self, facts: MonthFacts, grid: Grid) -> MonthFacts:
        found = (self._correction(record) for record in self._records(grid, "指标编号", "更正值"))
        return replace(facts, corrections=tuple(each for each in found if each))

    def receipts(self, facts: MonthFacts, grid: Grid) -> MonthFacts:
        found = (self._receipt(record) for record in self._records(grid, "责任单位", "收到日期"))
        return replace(facts, receipts=tuple(each for each in found if each))

    def inspections(self, facts: MonthFacts, grid: Grid) -> MonthFacts:
        found = (
            Inspection(
                day=self._day(record, "日期", "督查日期"),
                place=record.text("地点"),
                task=record.text("任务编号"),
                found=record.text("发现问题"),
                advice=record.text("工作建议"),
                closed=record.text("是否办结") in (*_YES, "已办结", "办结"),
                where=record.where("发现问题"),
                period=self.period,
            )
            for record in self._records(grid, "地点", "发现问题")
        )
        return replace(facts, inspections=tuple(each for each in found if each.found or each.advice or each.closed))

    def _correction(self, record: _Record) -> Correction | None:
        indicator = record.text("指标编号")
        if not indicator:
            return None
        text, where = record.text("更正值"), record.where("更正值")
        value = numeral(text)
        state = None if value is not None or not text or record.is_wordless("更正值") else read_state(text)
        if value is not None and value < 0:
            value = None
        if value is None and state is None:
            self.findings.append(NO_VALUE.at(where, subject=indicator, indicator=indicator))
            return None
        if not record.text("更正原因"):
            self.findings.append(NO_REASON.at(where, subject=indicator, indicator=indicator))
        period = self._month(record)
        if period is None:
            place = record.where("所属月份")
            self.findings.append(NOT_A_MONTH.at(place, subject=indicator, month=self.period.month))
            return None
        return Correction(
            indicator=indicator,
            value=value,
            state=state,
            reason=record.text("更正原因"),
            basis=record.text("依据"),
            by=record.text("更正人"),
            dated=self._day(record, "日期", "更正日期"),
            where=where,
            period=None if period == self.period else period,
        )

    def _month(self, record: _Record) -> Period | None:
        """The month of this year that a correction is about (所属月份), this one where it says none."""
        cell = record.cells.get("所属月份")
        if cell is None or not cell.text.strip():
            return self.period
        named = Period.of(cell.value) if isinstance(cell.value, date) else _month_of(cell.text, self.period.year)
        return named if named and named.year == self.period.year and named <= self.period else None

    def _receipt(self, record: _Record) -> Receipt | None:
        name = record.text("责任单位")
        if not name:
            return None
        unit = self.roster.exact(name)
        received = self._day(record, "收到日期", "收到日期")
        if unit is None:
            self.findings.append(UNKNOWN_NAME.at(record.where("责任单位"), meant=self.roster.meant(name)))
            return None
        return Receipt(unit.name, received, record.text("方式"), record.where("收到日期")) if received else None

    def _day(self, record: _Record, heading: str, what: str) -> date | None:
        """A date cell, or a date in words; an empty one is left open, anything else a finding."""
        cell = record.cells.get(heading)
        if cell is None or not cell.text.strip():
            return None
        if isinstance(cell.value, date):
            return cell.value
        found = _DAY.match(cell.text)
        try:
            if found:
                return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            pass
        self.findings.append(NOT_A_DATE.at(record.where(heading), what=what))
        return None

    def _records(self, grid: Grid, *needed: str) -> Iterator[_Record]:
        """The rows below the headings, which may stand under a title; without them nothing can be read, and is told."""
        for top in grid.rows[:_DEEPEST_HEADINGS]:
            headings = {cell.column: re.sub(r"\s", "", cell.text) for cell in grid.row(top)}
            if set(needed) <= set(headings.values()):
                break
        else:
            if grid.rows:
                where = Where(self.file, grid.name, f"A{grid.rows[0]}")
                self.findings.append(NO_HEADINGS.at(where, sheet=grid.name, needed="、".join(needed)))
            return
        for number in grid.rows:
            cells = {headings[cell.column]: cell for cell in grid.row(number) if cell.column in headings}
            if number > top and cells:
                yield _Record(self.file, grid.name, cells, number)
