"""进度滞后事项清单: what lags, the furthest behind first."""

from collections.abc import Sequence

from pipeline.circular.cells import cell
from pipeline.circular.excerpts import printable
from pipeline.circular.items import Item
from pipeline.circular.progress import gap_words, reason_of, reason_quoted, state_of
from pipeline.document import Align, Column, Table, TableCell
from pipeline.formats.figures import Words

_OVERLONG = "见报送表"


def lagging_table(behind: Sequence[Item]) -> Table:
    """One row for each indicator that lags, with its target, its figures and the unit's own reason."""
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
    return Table(columns, tuple(_row(place, each) for place, each in enumerate(behind, 1)))


def _row(place: int, item: Item) -> tuple[TableCell, ...]:
    rate, pace = (item.rate, item.pace) if item.gap is not None else (None, None)
    return (
        cell(str(place)),
        cell(item.name),
        cell(item.target, printable(item.indicator.sign)),
        cell(item.done if item.indicator.is_counted else state_of(item)),
        cell(rate),
        cell(pace),
        cell(gap_words(item)),
        cell(_reason(item)),
        cell(printable(item.task.unit)),
    )


def _reason(item: Item) -> Words:
    return _OVERLONG if reason_of(item).overlong else reason_quoted(item) or "未填写"
