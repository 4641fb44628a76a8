"""推进情况表 as the notice has it: a row for each task, its progress in words, upright on the page."""

from collections.abc import Iterator, Sequence

from pipeline.circular.cells import MERGED, cell
from pipeline.circular.excerpts import printable
from pipeline.circular.items import Item
from pipeline.circular.progress import progress_quoted, row_words
from pipeline.document import Align, Column, Evidence, Table, TableCell
from pipeline.formats.figures import Words, phrase
from pipeline.model import Kind, Month, Project, Task, Verdict, status_words


def progress_table(month: Month, everything: Sequence[Item]) -> Table:
    """A row for each task in the notice's own columns; number and name of the project go on over its tasks."""
    columns = (
        Column("序号", 7, Align.CENTRE),
        Column("项目名称", 15, Align.CENTRE),
        Column(f"{month.period.year}年工作目标任务", 38),
        Column("责任单位", 14, Align.CENTRE),
        Column("推进情况", 44),
        Column("状态", 12, Align.CENTRE),
    )
    verdicts = {each.id: each for each in month.tasks}
    by_task: dict[str, list[Item]] = {name: [] for name in verdicts}
    for item in everything:
        by_task[item.task.id].append(item)
    rows = (
        _row(project, task, by_task[task.id], verdicts[task.id])
        for project in month.register.projects
        for task in project.tasks
    )
    return Table(columns, tuple(rows))


def _row(project: Project, task: Task, mine: Sequence[Item], verdict: Verdict) -> tuple[TableCell, ...]:
    goes_on = task.id != project.tasks[0].id
    return (
        MERGED if goes_on else cell(str(project.number)),
        MERGED if goes_on else cell(printable(project.name)),
        cell(printable(task.text)),
        cell(*(printable(unit) for unit in (task.unit, *task.support))),
        cell(*_lines(mine)),
        cell(status_words(verdict), evidence=_evidence(mine, verdict)),
    )


def _lines(mine: Sequence[Item]) -> Iterator[Words]:
    """A line for each indicator; a task that is one milestone tells what the unit says of it, too.

    Where a row holds several things the unit's words are about all of them, and belong to none.
    """
    for item in mine:
        more = progress_quoted(item) if len(mine) == 1 and _is_under_way(item) else ""
        yield phrase(item.name, "：", row_words(item), "。" if more else "", more)


def _is_under_way(item: Item) -> bool:
    return item.indicator.kind is Kind.MILESTONE and bool(item.entry and item.entry.state)


def _evidence(mine: Sequence[Item], verdict: Verdict) -> Evidence:
    how = "、".join(f"{item.name}（{status_words(item.judged)}）" for item in mine)
    doubts = tuple(dict.fromkeys(doubt for item in mine for doubt in item.doubts))
    why = "该任务只有这一项指标" if len(mine) == 1 else "取各项指标中最差的"
    return Evidence(how=f"{status_words(verdict)}：{why}，{how}", doubts=doubts)
