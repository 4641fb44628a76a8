"""What a reader must know beside a figure (备注): carried, corrected or adjusted figures, doubts, in words."""

from collections.abc import Iterable
from decimal import Decimal

from pipeline.findings import Finding
from pipeline.model import Assessment, Origin, State, Status
from pipeline.period import Period
from pipeline.quantities import plain


def remarks(judged: Assessment, period: Period, found: Iterable[Finding]) -> str:
    """The remarks on one indicator in a month, one a line: what was done to its figures, then what was ``found``.

    Empty where the figures speak for themselves.
    """
    parts = (_carried(judged), _corrected(judged), _adjusted(judged), _origin(judged), _skipped(judged, period))
    return "\n".join([*(part for part in parts if part), *(each.message for each in found)])


def _carried(judged: Assessment) -> str:
    """The last known figure: never counted as this month's."""
    carried = judged.carried
    if carried is None:
        return ""
    known = _said(carried.done, carried.state) + (judged.indicator.measure if carried.done is not None else "")
    if judged.status is Status.COMPLETED:
        figure = f"（{known}）" if carried.done is not None else ""
        return f"本月未报新数，截至{carried.period.month}月底已完成{figure}。"
    return f"截至{carried.period.month}月底为{known}，不计入本月。"


def _corrected(judged: Assessment) -> str:
    correction = judged.corrected
    if correction is None:
        return ""
    new = _said(correction.value, correction.state) or "空"
    was = _said(judged.replaced.done, judged.replaced.state) if judged.replaced else ""
    dated = f"{correction.dated.year}年{correction.dated.month}月{correction.dated.day}日" if correction.dated else ""
    source = "，".join(part for part in (correction.by, dated, correction.basis) if part)
    changed = f"由{was}更正为{new}" if was else f"按更正计为{new}"
    return f"{changed}：{correction.reason}{f'（{source}）' if source else ''}。"


def _said(figure: Decimal | None, state: State | None) -> str:
    if figure is not None:
        return plain(figure)
    return state.words if state else ""


def _adjusted(judged: Assessment) -> str:
    change = judged.adjusted
    if change is None:
        return ""
    measure = judged.indicator.measure
    document = f"（{change.document}）" if change.document else ""
    return f"目标自{change.since.words}起由{plain(change.old)}{measure}调整为{plain(change.new)}{measure}{document}。"


def _origin(judged: Assessment) -> str:
    return "数据取自进展情况的文字。" if judged.entry and judged.entry.origin is Origin.PROSE else ""


def _skipped(judged: Assessment, period: Period) -> str:
    """An earlier figure that is not last month's stands here, not in the column 上月累计."""
    past = judged.previous
    if past is None or judged.carried or past.period == period + -1 or past.done is None:
        return ""
    return f"上月无数，上一次为{past.period.month}月底{plain(past.done)}{judged.indicator.measure}。"
