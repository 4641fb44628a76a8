"""推进情况表 across the page (横排): a row for each indicator, a column for each figure."""

from collections.abc import Iterator, Sequence

from pipeline import gb9704 as gb
from pipeline.circular.cells import MERGED, cell
from pipeline.circular.excerpts import printable
from pipeline.circular.items import Item
from pipeline.circular.markup import hundredths
from pipeline.circular.progress import row_words, state_of
from pipeline.document import Align, Column, Evidence, Table, TableCell
from pipeline.formats.figures import Figure, Phrase, Words, phrase
from pipeline.model import Month, Past, Status, status_words
from pipeline.model.amounts import done_words, target_words

_HEADINGS = (
    "序号", "项目名称", "指标", "责任单位", "全年目标", "计量单位", "上月累计", "本月累计", "完成率", "序时进度",
    "百分点差距", "状态",
)  # fmt: skip
_TEXTS = {"项目名称": 29, "指标": 43, "责任单位": 28}
"""How the columns of words share what the figures leave, in percent."""
_WHOLE = gb.TEXT_HEIGHT * 100 // (gb.SIZE_5 * 10)
"""How wide the table is across the page, in hundredths of a character."""
_ROOM, _LONGEST, _LEFT = 100, 700, 1500
"""What a cell needs beside its text, how wide a column of figures may grow, what is left for words at the least."""


def wide_table(month: Month, everything: Sequence[Item]) -> Table:
    """A row for each indicator; project and unit go on over the rows of the project and of the task."""
    names = {project.number: printable(project.name) for project in month.register.projects}
    rows = tuple(_rows(names, everything))
    return Table(tuple(_columns(rows)), rows)


def _rows(names: dict[int, str], everything: Sequence[Item]) -> Iterator[tuple[TableCell, ...]]:
    project, task = 0, ""
    for item in everything:
        same_project, same_task = item.task.project == project, item.task.id == task
        project, task = item.task.project, item.task.id
        yield (
            MERGED if same_project else cell(str(project)),
            MERGED if same_project else cell(names[project]),
            cell(item.name),
            MERGED if same_task else cell(*(printable(unit) for unit in (item.task.unit, *item.task.support))),
            *map(cell, _figures(item)),
            cell(status_words(item.judged), evidence=_evidence(item)),
        )


def _figures(item: Item) -> tuple[Words | None, ...]:
    """Target, measure, last month's figure, this month's, rate, pace and gap: what there is of them."""
    reported = item.judged.status not in (Status.NOT_REPORTED, Status.NOT_DUE)
    return (
        _target(item),
        item.indicator.measure,
        _previous(item),
        _now(item) if reported else None,
        item.rate if reported else None,
        item.pace,
        _gap(item) if reported else None,
    )


def _target(item: Item) -> Figure | None:
    """200以上: the measure has a column of its own."""
    target = item.target
    if target is None or target.value is None:
        return None
    return Figure(target_words(target.value, "", item.indicator.comparator), target.evidence, target.value)


def _previous(item: Item) -> Figure | None:
    """Last month's figure, as the ledger has it; none where last month has none."""
    past = item.judged.previous
    if past is None or past.period + 1 != item.period:
        return None
    evidence = Evidence((past.amended.where,) if past.amended else (), _source(past))
    if not item.indicator.is_counted:
        return Figure(past.state.words, evidence) if past.state else None
    return None if past.done is None else Figure(done_words(past.done, "", None), evidence, past.done)


def _source(past: Past) -> str:
    return f"按更正取{past.period.words}数据" if past.amended else f"台账记录的{past.period.words}数据"


def _now(item: Item) -> Phrase:
    """This month's figure; what was completed earlier and left blank since, or put right by the office, says so."""
    last = item.judged.carried
    told = phrase(f"（{last.period.month}月底）" if last else "", "（更正）" if item.judged.corrected else "")
    if not item.indicator.is_counted:
        return phrase(state_of(item), told)
    done, value = item.done, item.value
    if done is None or value is None:
        return Phrase()
    return phrase(Figure(done_words(value, "", item.bound), done.evidence, value), told)


def _gap(item: Item) -> Figure | None:
    """The gap with its sign: -13.0 lags, +25.0 is ahead."""
    gap, exact = item.gap, item.judged.gap
    if gap is None or exact is None:
        return None
    sign = "+" if exact > 0 else "-" if exact < 0 else ""
    about, points = ("约", gap.text.removeprefix("约")) if gap.text.startswith("约") else ("", gap.text)
    return Figure(f"{about}{sign}{points}", gap.evidence, gap.value)


def _evidence(item: Item) -> Evidence:
    """What the row as a whole stands on: the cell that the unit filled, and what is said of it."""
    return Evidence(item.reported.sources, f"{status_words(item.judged)}：{row_words(item).text}", item.doubts)


def _widths(rows: Sequence[tuple[TableCell, ...]]) -> list[int]:
    """How wide each column's longest line is, or half its heading; words count as nothing here."""
    longest = [0 if heading in _TEXTS else max(-(-len(heading) // 2), 2) * 100 for heading in _HEADINGS]
    for row in rows:
        for place, (each, heading) in enumerate(zip(row, _HEADINGS, strict=True)):
            if heading not in _TEXTS and not each.continues:
                longest[place] = max(longest[place], *(hundredths(line) for line in each.text.split("\n")))
    return [min(width, _LONGEST) for width in longest]


def _columns(rows: Sequence[tuple[TableCell, ...]]) -> Iterator[Column]:
    """Columns of figures suit the longest of them; columns of words have the rest."""
    widths = [width + _ROOM if width else 0 for width in _widths(rows)]
    left = max(_WHOLE - sum(widths), _LEFT)
    for heading, width in zip(_HEADINGS, widths, strict=True):
        share = width or left * _TEXTS[heading] // 100
        yield Column(heading, share, Align.LEFT if heading == "指标" else Align.CENTRE)
