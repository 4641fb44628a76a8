"""The annexes (附件): the table of all tasks in the notice's own columns, and the list of what lags."""

from collections.abc import Iterable, Iterator, Sequence

from pipeline.circular.excerpts import printable
from pipeline.circular.items import Item, items, lagging
from pipeline.circular.names import LAGGING_TITLE, progress_title
from pipeline.circular.progress import (
    carried_words,
    gap_words,
    progress_quoted,
    reason_of,
    reason_quoted,
    row_words,
    state_of,
)
from pipeline.circular.rule import rule_phrase
from pipeline.document import Align, Annex, Column, Evidence, Paragraph, Role, Span, Table, TableCell
from pipeline.formats.figures import Phrase, Words, joined, phrase
from pipeline.model import Kind, Month, Project, Status, Task, Verdict, status_words
from pipeline.settings import Settings

_ABSENT = "—"
_OVERLONG = "见报送表"


def annexes(month: Month, settings: Settings) -> tuple[Annex, ...]:
    """The annexes of the month, numbered; a single one has no number. The list of laggards stands only if any lag."""
    everything = items(month, settings)
    behind = lagging(everything)
    first: tuple[Paragraph | Table, ...] = (progress_table(month, everything), *_notes(month, settings, everything))
    tables = [(progress_title(month, settings), first)]
    if behind:
        tables.append((LAGGING_TITLE, (lagging_table(behind),)))
    return tuple(
        Annex(place if len(tables) > 1 else None, title, blocks) for place, (title, blocks) in enumerate(tables, 1)
    )


def progress_table(month: Month, everything: Sequence[Item]) -> Table:
    """推进情况表: a row for each task, where number and name of the project go on over its tasks."""
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
        _task_row(project, task, by_task[task.id], verdicts[task.id])
        for project in month.register.projects
        for task in project.tasks
    )
    return Table(columns, tuple(rows))


def lagging_table(behind: Sequence[Item]) -> Table:
    """进度滞后事项清单: one row for each indicator that lags, the furthest behind first."""
    columns = (
        Column("序号", 7, Align.CENTRE),
        Column("事项", 16),
        Column("全年目标", 11, Align.CENTRE),
        Column("累计完成", 10, Align.CENTRE),
        Column("完成率", 10, Align.CENTRE),
        Column("序时进度", 10, Align.CENTRE),
        Column("差距", 11, Align.CENTRE),
        Column("主要原因", 23),
        Column("责任单位", 12, Align.CENTRE),
    )
    return Table(columns, tuple(_lagging_row(place, each) for place, each in enumerate(behind, 1)))


def _task_row(project: Project, task: Task, mine: Sequence[Item], verdict: Verdict) -> tuple[TableCell, ...]:
    goes_on = task.id != project.tasks[0].id
    return (
        TableCell(continues=True) if goes_on else _cell(str(project.number)),
        TableCell(continues=True) if goes_on else _cell(printable(project.name)),
        _cell(printable(task.text)),
        _cell(*(printable(unit) for unit in (task.unit, *task.support))),
        _cell(*_progress_lines(mine)),
        TableCell((_line(status_words(verdict)),), evidence=_verdict_evidence(mine, verdict)),
    )


def _progress_lines(mine: Sequence[Item]) -> Iterator[Words]:
    """A line for each indicator; a task that is one milestone tells what the unit says of it, too.

    Where a row holds several things the unit's words are about all of them, and belong to none.
    """
    for item in mine:
        more = progress_quoted(item) if len(mine) == 1 and _is_under_way(item) else ""
        yield phrase(item.name, "：", row_words(item), "。" if more else "", more)


def _is_under_way(item: Item) -> bool:
    return item.indicator.kind is Kind.MILESTONE and bool(item.entry and item.entry.state)


def _verdict_evidence(mine: Sequence[Item], verdict: Verdict) -> Evidence:
    how = "、".join(f"{item.name}（{status_words(item.judged)}）" for item in mine)
    doubts = tuple(dict.fromkeys(doubt for item in mine for doubt in item.doubts))
    why = "该任务只有这一项指标" if len(mine) == 1 else "取各项指标中最差的"
    return Evidence(how=f"{status_words(verdict)}：{why}，{how}", doubts=doubts)


def _lagging_row(place: int, item: Item) -> tuple[TableCell, ...]:
    rate, pace = (item.rate, item.pace) if item.gap is not None else (None, None)
    return (
        _cell(str(place)),
        _cell(item.name),
        _cell(item.target, printable(item.indicator.sign)),
        _cell(item.done if item.indicator.is_counted else state_of(item)),
        _cell(rate),
        _cell(pace),
        _cell(gap_words(item)),
        _cell(_reason(item)),
        _cell(printable(item.task.unit)),
    )


def _reason(item: Item) -> Words:
    return _OVERLONG if reason_of(item).overlong else reason_quoted(item) or "未填写"


def _notes(month: Month, settings: Settings, everything: Sequence[Item]) -> tuple[Paragraph, ...]:
    """Under the table: the rule of judgement, targets and figures that were changed, what is not counted."""
    told = [
        each
        for each in (
            rule_phrase(month, settings),
            *(_adjusted(each) for each in everything if each.judged.adjusted),
            *(_corrected(each) for each in everything if each.judged.corrected),
            _carried(everything),
        )
        if each
    ]
    if len(told) == 1:
        return (_note(phrase("注：", told[0])),)
    return tuple(_note(phrase("" if place > 1 else "注：", f"{place}.", each)) for place, each in enumerate(told, 1))


def _note(words: Phrase) -> Paragraph:
    return Paragraph(Role.TABLE_NOTE, words.spans)


def _adjusted(item: Item) -> Phrase:
    change = item.judged.adjusted
    if change is None:
        return Phrase()
    document = f"（{printable(change.document)}）" if change.document else ""
    since = f"{item.name}的目标自{change.since.month}月起由"
    return phrase(since, item.former_target, "调整为", item.target, f"{document}。")


def _corrected(item: Item) -> Phrase:
    if not item.indicator.is_counted:
        old = item.judged.replaced
        was = f"由{old.state.words}" if old and old.state else ""
        return phrase(f"{item.name}的进展经核实{was}更正为", state_of(item), "。")
    before = phrase("由", item.set_aside) if item.set_aside is not None else ""
    return phrase(f"{item.name}的数据经核实", before, "更正为", item.done, "。")


def _carried(everything: Iterable[Item]) -> Phrase:
    """The last known figures of what is not reported: printed, never counted."""
    told = [carried_words(each) for each in everything if each.judged.status is Status.NOT_REPORTED]
    kept = [each for each in told if each]
    return phrase(joined(kept, "，"), "，不计入本月统计。") if kept else Phrase()


def _cell(*lines: Words | None) -> TableCell:
    """A cell with these lines; a dash where there is nothing to tell."""
    told = tuple(spans for line in lines if (spans := _line(line)))
    return TableCell(told or (_line(_ABSENT),))


def _line(words: Words | None) -> tuple[Span, ...]:
    return phrase(words).spans
