"""What is still open in a register that is in use (台账待核): a person should settle it, the month goes on."""

from collections.abc import Iterator

from pipeline.findings import Finding, Rule, Severity
from pipeline.source import Where
from pipeline.targets import book, plan_faults
from pipeline.targets.sheet_rows import rows_of

UNREVIEWED = Rule(
    "N101",
    Severity.NOTE,
    "目标任务台账里还有待核的指标",
    "{id} {name}还没有核对：{raw}。",
    "请核对后清空“待核”一栏。",
)
NO_HOLIDAYS = Rule(
    "N102",
    Severity.NOTE,
    "目标任务台账里没有当年的节假日",
    "“节假日”表里没有内容，报送截止日只按周末计算。",
    "请按国务院办公厅当年的放假通知填写。",
)
RULES: tuple[Rule, ...] = (UNREVIEWED, NO_HOLIDAYS, *plan_faults.RULES)


def unsettled(name: str, grids: book.Grids) -> tuple[Finding, ...]:
    """The doubts that the sheets of a readable register still carry, each at its cell."""
    return (*_unreviewed(name, grids), *_without_holidays(name, grids))


def _unreviewed(name: str, grids: book.Grids) -> Iterator[Finding]:
    for row in rows_of(grids[book.TARGETS], ("编号", "指标名称"), []):
        if row.text("待核"):
            id = row.text("编号")
            yield UNREVIEWED.at(
                row.where("待核", name),
                unit=row.text("责任单位"),
                task=id.rpartition("-")[0],
                indicator=id,
                id=id,
                name=row.text("指标名称"),
            )


def _without_holidays(name: str, grids: book.Grids) -> Iterator[Finding]:
    grid = grids.get(book.HOLIDAYS)
    if grid is None or not any(row.text("日期") for row in rows_of(grid, ("日期",), [])):
        yield NO_HOLIDAYS.at(Where(name, book.HOLIDAYS))
