"""The months so far as a workbook (历史台账): indicators by months, and a chart of done against pace."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from pipeline.formats.seals import sealed
from pipeline.formats.sheets import Chart, Column, Mark, Page, Show, Tint, Value, reference, write_workbook
from pipeline.model.history import History, Recorded
from pipeline.model.words import Status
from pipeline.period import Period

_MONTHS, _SHARES, _CHART = "各月进展", "完成率", "走势图"
_PLACES = 6
_TINTS = {
    Status.COMPLETED: Tint.GOOD,
    Status.BEHIND: Tint.DOUBTFUL,
    Status.SERIOUSLY_BEHIND: Tint.WRONG,
    Status.NOT_REPORTED: Tint.QUIET,
}


def history_book(year: int, rows: Sequence[History]) -> bytes:
    """Every indicator of a year with its months: figures and statuses, rates and paces, and one chart to choose from.

    The same months give the same bytes. The workbook is sealed: one that a person has saved again is known as theirs.
    """
    periods = sorted({month.period for row in rows for month in row.months})
    counted = [row for row in rows if any(month.pace is not None for month in row.months)]
    pages = [_months(year, rows, periods)]
    if counted:
        shares = _shares(counted, periods)
        pages += [_chart(counted[0], shares, periods), shares]
    return sealed(write_workbook(pages, title=f"{year}年重点民生实事历史台账"))


def _months(year: int, rows: Sequence[History], periods: Sequence[Period]) -> Page:
    """Each indicator's cumulative figure or state, and its status, month by month."""
    columns = [Column("编号", 9), Column("指标", 26), Column("责任单位", 18), Column("全年目标", 12, Show.FIGURE)]
    for period in periods:
        columns += [Column(f"{period.month}月累计", 11, Show.FIGURE), Column(f"{period.month}月状态", 13)]
    return Page(
        _MONTHS,
        tuple(columns),
        [
            (row.indicator, row.name, row.unit, _goal(row), *(cell for each in periods for cell in _month(row, each)))
            for row in rows
        ],
        title=f"{year}年重点民生实事各月进展",
        lead=("各月的数和状态以该月最近一次运行为准；空着的，台账里没有这个月。",),
        frozen=2,
        filtered=True,
        large=True,
    )


def _goal(row: History) -> Value | Mark:
    return "完成" if row.target is None else Mark(row.target, after=row.measure)


def _month(row: History, period: Period) -> tuple[Value, Value | Mark]:
    month = _of(row, period)
    if month is None:
        return None, None
    said: Value = month.state.words if month.done is None and month.state else month.done
    words = month.reason.words if month.reason else month.status.words
    return said, Mark(words, tint=_TINTS.get(month.status, Tint.NONE))


def _of(row: History, period: Period) -> Recorded | None:
    return next((month for month in row.months if month.period == period), None)


def _shares(rows: Sequence[History], periods: Sequence[Period]) -> Page:
    """What the chart draws: each counted indicator's rate and pace."""
    columns = [Column("指标", 34)]
    for period in periods:
        columns += [
            Column(f"{period.month}月完成率", 11, Show.PERCENT),
            Column(f"{period.month}月序时", 11, Show.PERCENT),
        ]
    return Page(
        _SHARES,
        tuple(columns),
        [(_label(row), *(share for each in periods for share in _pair(row, each))) for row in rows],
        title="各月完成率和序时进度（走势图用）",
        frozen=1,
        large=True,
    )


def _label(row: History) -> str:
    return f"{row.indicator} {row.name}"


def _pair(row: History, period: Period) -> tuple[Value, Value]:
    month = _of(row, period)
    return (_share(month.rate), _share(month.pace)) if month else (None, None)


def _share(share: Fraction | None) -> Decimal | None:
    if share is None:
        return None
    return (Decimal(share.numerator) / Decimal(share.denominator)).quantize(Decimal(1).scaleb(-_PLACES))


def _chart(first: History, shares: Page, periods: Sequence[Period]) -> Page:
    """One indicator's line against its pace; its name is chosen from a list, and the table looks its months up."""
    labels = f"$A${shares.header_row + 1}:$A${shares.header_row + len(shares.rows)}"
    now = [_pair(first, period) for period in periods]
    return Page(
        _CHART,
        (Column("月份", 14), Column("完成率", 16, Show.PERCENT), Column("序时进度", 16, Show.PERCENT)),
        [
            (
                f"{period.month}月",
                *(Mark(now[at][which], formula=_found(shares, labels, at * 2 + which)) for which in (0, 1)),
            )
            for at, period in enumerate(periods)
        ],
        title="完成率与序时进度",
        lead=(
            "点下面的格子，从列表中选一项指标：",
            Mark(_label(first), tint=Tint.ENTRY, offered=reference(_SHARES, labels), bold=True),
        ),
        notes=("#N/A 表示当月没有数，图上不画点。定性指标和比率指标没有序时进度，不在列表中。",),
        chart=Chart("完成率与序时进度", (1, 2)),
    )


def _found(shares: Page, labels: str, column: int) -> str:
    """The chosen indicator's share in one of the columns; #N/A, which draws no point, where there is none."""
    top, bottom = shares.address(0, column + 1), shares.address(len(shares.rows) - 1, column + 1)
    found = f"INDEX({reference(_SHARES, f'{top}:{bottom}')},MATCH($A$3,{reference(_SHARES, labels)},0))"
    return f'IF({found}="",NA(),{found})'
