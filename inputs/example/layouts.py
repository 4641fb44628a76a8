"""The units' own ways of drawing the sheet (报表样式): which columns, where, and what stands around them."""

from dataclasses import dataclass
from enum import StrEnum


class Footer(StrEnum):
    """How who filled it in, and when, stands below the table."""

    LINE = "line"
    STAMPED = "stamped"
    CELLS = "cells"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading ({month} is the month), what it shows, its width, and the heading merged above it."""

    heading: str
    shows: str
    width: int
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """A table that begins at a corner of the sheet, below its title and the line ``above`` it, if any."""

    columns: tuple[Column, ...]
    above: str = ""
    footer: Footer = Footer.LINE
    top: int = 1
    left: int = 1

    @property
    def header_rows(self) -> int:
        return 2 if any(column.parent for column in self.columns) else 1


_ANNEX = (
    Column("序号", "number", 6),
    Column("项目名称", "project", 14),
    Column("2023年工作目标任务", "text", 34),
    Column("责任单位", "unit", 12),
)
_PROBLEM = Column("存在问题", "problem", 22)
_NEXT = Column("下步计划", "next", 22)

PLAIN = Layout(
    columns=(
        *_ANNEX,
        Column("累计完成", "done", 10),
        Column("完成率", "rate", 9),
        Column("进展情况", "progress", 32),
        _PROBLEM,
        _NEXT,
    ),
    above="填报单位（盖章）：{unit}",
)

_PROGRESS_PARENT, _MONEY_PARENT = "月度进展情况（1—{month}月）", "投资完成情况"

TWO_ROWS = Layout(
    columns=(
        *_ANNEX,
        Column("2023年投资计划（万元）", "investment", 12),
        Column("进展情况", "progress", 30, _PROGRESS_PARENT),
        Column("累计完成", "done", 10, _PROGRESS_PARENT),
        Column("完成率", "rate", 9, _PROGRESS_PARENT),
        Column("完成额度（万元）", "invested", 12, _MONEY_PARENT),
        Column("占比（%）", "share", 9, _MONEY_PARENT),
        _PROBLEM,
        _NEXT,
        Column("备注", "note", 8),
    ),
    above="单位：万元",
    footer=Footer.STAMPED,
)

OWN_WORDS = Layout(
    columns=(
        Column("序号", "serial", 6),
        Column("实事项目", "project", 16),
        Column("建设内容", "text", 30),
        Column("牵头单位", "unit", 16),
        Column("截至{month}月推进情况", "progress", 38),
        Column("是否达序", "verdict", 10),
        Column("说明", "problem", 26),
    ),
)

BY_INDICATOR = Layout(
    columns=(
        Column("序号", "number", 6),
        Column("项目名称", "project", 16),
        Column("工作任务", "text", 30),
        Column("指标", "name", 18),
        Column("计量单位", "measure", 9),
        Column("年度目标", "target", 10),
        Column("累计完成", "done", 15),
        Column("完成率（%）", "rate", 9),
        Column("进展情况", "progress", 30),
        _PROBLEM,
        Column("下步打算", "next", 22),
    ),
    above="填报单位：{unit}",
)

PROSE = Layout(
    columns=(
        Column("序号", "serial", 6),
        Column("目标任务", "text", 38),
        Column("责任单位", "unit", 12),
        Column("进展情况", "progress", 48),
        _PROBLEM,
        _NEXT,
    ),
)

JUDGED = Layout(
    columns=(
        Column("序号", "serial", 6),
        Column("项目名称", "project", 18),
        Column("目标任务", "text", 36),
        Column("责任单位", "unit", 13),
        Column("进展情况", "progress", 32),
        Column("是否达序", "verdict", 10),
        _PROBLEM,
        _NEXT,
    ),
)

INDICATORS = Layout(
    columns=(
        *_ANNEX,
        Column("指标", "name", 18),
        Column("年度目标", "target", 10),
        Column("累计完成", "done", 11),
        Column("完成率", "rate", 9),
        Column("进展情况", "progress", 28),
        _PROBLEM,
        _NEXT,
    ),
    above="填报单位：{unit}",
    footer=Footer.CELLS,
)

ONE_CELL = Layout(
    columns=(
        *_ANNEX,
        Column("累计完成", "done", 20),
        Column("进展情况", "progress", 32),
        _PROBLEM,
        _NEXT,
    ),
    top=3,
    left=2,
)

LAYOUTS = {
    "plain": PLAIN,
    "two_rows": TWO_ROWS,
    "own_words": OWN_WORDS,
    "by_indicator": BY_INDICATOR,
    "prose": PROSE,
    "judged": JUDGED,
    "indicators": INDICATORS,
    "one_cell": ONE_CELL,
}
