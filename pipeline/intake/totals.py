"""The totals of a sheet (合计、小计) against its rows: where parts do not make the whole, none of both is believed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from pipeline.findings import Finding
from pipeline.intake.headers import Column
from pipeline.intake.sheet_rules import OTHER_TOTAL
from pipeline.intake.tables import Row, Table
from pipeline.intake.values import read_figure
from pipeline.model import Entry, Indicator, Origin, Task
from pipeline.quantities import plain


def other_totals(
    file: str, table: Table, entries: Mapping[int, Sequence[Entry]], tasks: Iterable[Task], unit: str
) -> Iterator[Finding]:
    """The totals that their rows do not add up to; ``entries`` are what was read of ``tasks``, by the row's number.

    Things of different measures have no sum, nor has a row that could not be read: then nothing is compared.
    """
    indicators = {each.id: each for task in tasks for each in task.indicators}
    for total in table.totals:
        parts = [_part(entries.get(row.number, ()), indicators) for row in _rows(table, total)]
        known = [each for each in parts if each]
        if len(known) < 2 or len(known) < len(parts) or len({each.measure for each, _ in known}) > 1:
            continue
        indicator, where = known[0][0], table.where(file, total, Column.DONE)
        given = read_figure(total.cells.get(Column.DONE), indicator, total.text(Column.MEASURE), where).done
        summed = sum((done for _, done in known), Decimal(0))
        if given is not None and given != summed:
            yield OTHER_TOTAL.at(where, unit=unit, total=plain(summed), measure=indicator.measure)


def _rows(table: Table, total: Row) -> Sequence[Row]:
    """The rows that a total is of: those since the 小计 before it, or all of the table."""
    is_part = any("小计" in cell.text for cell in total.cells.values())
    above = max((each.number for each in table.totals if is_part and each.number < total.number), default=0)
    return [row for row in table.rows if not is_part or above < row.number < total.number]


def _part(entries: Sequence[Entry], indicators: Mapping[str, Indicator]) -> tuple[Indicator, Decimal] | None:
    """The one figure that a row gives in its cell."""
    told = [each for each in entries if each.done is not None]
    if len(entries) != 1 or not told or told[0].origin is not Origin.CELL or told[0].done is None:
        return None
    return indicators[told[0].indicator], told[0].done
