"""进度图: how much of each year's target is done, against how much was planned by now."""

from collections.abc import Sequence
from decimal import Decimal

from pipeline.circular.items import Item
from pipeline.document import Bar, Chart, Paragraph, Role, Span
from pipeline.model import Bound, Kind, Status, status_words
from pipeline.model.amounts import percent

_INEXACT = {Bound.ABOUT: "概数", Bound.AT_LEAST: "概数"}


def progress_chart(title: str, everything: Sequence[Item]) -> Chart | None:
    """A bar for each quantity that adds up over the year, in the order of the register; ``None`` where none has one.

    Rates, ceilings and milestones have no pace to be set against.
    """
    bars = tuple(_bar(each) for each in everything if each.indicator.kind is Kind.QUANTITY and not each.is_ceiling)
    return Chart(title, bars) if any(each.done is not None for each in bars) else None


def chart_note() -> Paragraph:
    """What the chart leaves out."""
    told = "注：比率指标、控制类指标和定性指标不计序时进度，图中不列，见推进情况表。"
    return Paragraph(Role.TABLE_NOTE, (Span(told),))


def _bar(item: Item) -> Bar:
    """The figures as they are printed in the table, to the same place."""
    silent = item.judged.status in (Status.NOT_REPORTED, Status.NOT_DUE)
    share, pace = None if silent else item.share, item.judged.pace
    return Bar(
        item.name,
        None if share is None else Decimal(percent(share).rstrip("%")),
        None if pace is None else Decimal(percent(pace).rstrip("%")),
        status_words(item.judged) if silent else _INEXACT.get(item.bound, "") if item.bound else "",
    )
