"""What has changed since last month (与上月相比), for the end of the review copy; never in the final one.

The month before is what the ledger holds of it; a figure that the office has put right since is told as a correction.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.circular.excerpts import printable
from pipeline.circular.items import Item, items
from pipeline.circular.progress import state_of
from pipeline.document import Evidence, Paragraph, Role
from pipeline.formats.figures import Figure, Phrase, Words, phrase
from pipeline.model import Amendment, Indicator, Month, Past, Reason, State, Status, status_words
from pipeline.model.amounts import done_words
from pipeline.settings import Settings

_ORDER = (Status.SERIOUSLY_BEHIND, Status.BEHIND, Status.ON_PACE, Status.AHEAD, Status.COMPLETED)
"""The statuses that a figure gives, from the worst to the best."""


def changes(month: Month, settings: Settings) -> tuple[Paragraph, ...]:
    """A sentence for each thing that is not as it was last month; where nothing can be compared, one that says so."""
    everything = items(month, settings)
    if not any(item.judged.last_month for item in everything):
        return (_paragraph(_incomparable(month, everything)),)
    told = tuple(map(_paragraph, _told(month, everything)))
    return told or (_paragraph(phrase("各项指标的状态、目标和报送单位与上月相同。")),)


def _incomparable(month: Month, everything: Sequence[Item]) -> Phrase:
    if any(item.judged.previous for item in everything):
        return phrase(f"台账里没有{(month.period + -1).words}的记录，无从与上月比较。")
    return phrase(f"{month.period.words}是台账里今年的第一个月，没有上月可以比较。")


def _told(month: Month, everything: Sequence[Item]) -> Iterator[Phrase]:
    """Kind by kind, each in the order of the register."""
    for tell in (_completed, _risen, _fallen, _silent, _heard, _due):
        yield from (told for item in everything if (last := item.judged.last_month) and (told := tell(item, last)))
    yield from (_corrected(item) for item in everything if item.judged.corrected)
    yield from map(_amended, month.amendments)
    yield from (_adjusted(item) for item in everything if item.judged.adjusted and _is_new(item))
    yield from _units(month, everything)


# --- statuses ---------------------------------------------------------------------------------------------------------


def _completed(item: Item, last: Past) -> Phrase | None:
    now = item.judged.status
    return _turned("新完成", item, last) if now is Status.COMPLETED is not last.status else None


def _risen(item: Item, last: Past) -> Phrase | None:
    return _turned("状态变好", item, last) if _steps(item, last) > 0 and not _completed(item, last) else None


def _fallen(item: Item, last: Past) -> Phrase | None:
    return _turned("状态变差", item, last) if _steps(item, last) < 0 else None


def _silent(item: Item, last: Past) -> Phrase | None:
    """A figure last month and none now; what a unit that sent nothing leaves open is told once, of the unit."""
    judged = item.judged
    gone = judged.status is Status.NOT_REPORTED and judged.reason is not Reason.MISSING and last.status in _ORDER
    return _turned("本月没有数", item, last) if gone else None


def _heard(item: Item, last: Past) -> Phrase | None:
    back = last.status is Status.NOT_REPORTED and item.judged.status in _ORDER and not _completed(item, last)
    return _turned("重新有数", item, last) if back else None


def _due(item: Item, last: Past) -> Phrase | None:
    """Its time has come, or is no longer there."""
    now = item.judged.status
    turned = (now is Status.NOT_DUE) is not (last.status is Status.NOT_DUE)
    return _turned("时点变化", item, last) if turned and now is not Status.COMPLETED else None


def _steps(item: Item, last: Past) -> int:
    """By how many statuses it has risen (fallen, below 0); 0 where either month has none."""
    now = item.judged.status
    return _ORDER.index(now) - _ORDER.index(last.status) if now in _ORDER and last.status in _ORDER else 0


def _turned(kind: str, item: Item, last: Past) -> Phrase:
    was = Figure(status_words(last), Evidence(how=f"台账记录的{last.period.words}状态"))
    reported = item.reported
    how = "；".join(filter(None, (f"{item.period.words}的状态", reported.how)))
    now = Figure(status_words(item.judged), replace(reported, how=how))
    return phrase(f"{kind}：", _name(item), "由", was, "转为", now, "。")


# --- figures and targets ----------------------------------------------------------------------------------------------


def _corrected(item: Item) -> Phrase:
    old = item.judged.replaced
    if item.indicator.is_counted:
        before, after = item.set_aside, item.done
    else:
        before = Figure(old.state.words, Evidence((old.where,), "更正前报送的状态")) if old and old.state else None
        after = state_of(item)
    return phrase("更正：", _name(item), *(("由", before) if before is not None else ()), "更正为", after, "。")


def _amended(wrong: Amendment) -> Phrase:
    was, right, indicator = wrong.was, wrong.correction, wrong.indicator
    before = Figure(_said(indicator, was.done, was.state), Evidence(how=f"台账记录的{was.period.words}数据"))
    after = Figure(_said(indicator, right.value, right.state), Evidence((right.where,), "更正以前的通报"))
    return phrase(f"更正：{was.period.month}月通报中，{printable(indicator.name)}为", before, "，应为", after, "。")


def _said(indicator: Indicator, done: Decimal | None, state: State | None) -> str:
    if indicator.is_counted:
        return "没有数据" if done is None else done_words(done, indicator.measure, None)
    return "没有状态" if state is None else state.words


def _is_new(item: Item) -> bool:
    return item.judged.adjusted is not None and item.judged.adjusted.since == item.period


def _adjusted(item: Item) -> Phrase:
    return phrase("目标调整：", _name(item), "的全年目标由", item.former_target, "调整为", item.target, "。")


# --- units ------------------------------------------------------------------------------------------------------------


def _units(month: Month, everything: Sequence[Item]) -> Iterator[Phrase]:
    """Who sent nothing while it had reported, and who reports again. A unit with nothing due last month is neither."""
    before: dict[str, list[Past]] = {}
    for item in everything:
        if (last := item.judged.last_month) and last.status is not Status.NOT_DUE:
            before.setdefault(item.task.unit, []).append(last)
    missed = {unit for unit, lasts in before.items() if any(last.reason is Reason.MISSING for last in lasts)}
    reported = {unit.name: unit.reported for unit in month.units}
    gone = [name for name, sent in reported.items() if name in before and name not in missed and not sent]
    back = [name for name, sent in reported.items() if name in missed and sent]
    if gone:
        yield phrase(f"未报送：{'、'.join(map(printable, gone))}上月已报送，本月没有报送。")
    if back:
        yield phrase(f"恢复报送：{'、'.join(map(printable, back))}上月没有报送，本月已报送。")


def _name(item: Item) -> Words:
    return f"{item.name}（{printable(item.task.unit)}）"


def _paragraph(words: Phrase) -> Paragraph:
    return Paragraph(Role.BODY, words.spans)
