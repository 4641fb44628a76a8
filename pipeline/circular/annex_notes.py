"""What stands under the table of progress (表注): the rule of judgement, what was changed, what is not counted."""

from collections.abc import Iterable, Sequence

from pipeline.circular.excerpts import printable
from pipeline.circular.items import Item
from pipeline.circular.progress import carried_words, state_of
from pipeline.circular.rule import rule_phrase
from pipeline.document import Paragraph, Role
from pipeline.formats.figures import Phrase, joined, phrase
from pipeline.model import Month, Status
from pipeline.settings import Settings


def notes(month: Month, settings: Settings, everything: Sequence[Item]) -> tuple[Paragraph, ...]:
    """The rule of judgement, targets and figures that were changed, what is not counted; numbered if several."""
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
