"""How an indicator stands, in words: one clause after another, each only where the data carries it."""

from dataclasses import replace

from pipeline.circular.excerpts import Excerpt, excerpt, masked, printable, reason
from pipeline.circular.items import Item
from pipeline.document import Evidence
from pipeline.formats.figures import Figure, Phrase, Words, joined, phrase
from pipeline.model import Kind, Rhythm, State, Status, status_words
from pipeline.period import Period
from pipeline.source import NOWHERE, Where

REASON_LIMIT = 100
PROGRESS_LIMIT = 60
_QUOTED_RAW = 300


def standing(item: Item) -> Phrase:
    """The whole of it, for the text: 全年目标200个以上，累计完成34个，完成率17.0%，低于序时进度13.0个百分点."""
    match item.indicator.kind:
        case Kind.MILESTONE:
            return _milestone(item)
        case Kind.RATE:
            return _clauses(phrase("目标", item.target, _adjusted(item)), _now(item), *_rate_verdict(item))
    target = phrase("全年目标", item.target, _adjusted(item))
    if item.is_ceiling:
        return _clauses(target, _now(item), _against_ceiling(item))
    done = phrase(_since(item), "累计完成", item.done, _corrected(item))
    return _clauses(target, done, *_share(item), *_verdict(item))


def row_words(item: Item) -> Phrase:
    """The same for a table beside the target: 累计34个，完成率17.0%，低于序时进度13.0个百分点; or why there is none."""
    if item.judged.status in (Status.NOT_REPORTED, Status.NOT_DUE):
        return phrase(status_words(item.judged))
    match item.indicator.kind:
        case Kind.MILESTONE:
            return _milestone(item)
        case Kind.RATE:
            return _clauses(_now(item), *_rate_verdict(item))
    if item.is_ceiling:
        return _clauses(_now(item), _against_ceiling(item))
    return _clauses(phrase(_since(item), "累计", item.done, _corrected(item)), *_share(item), *_verdict(item))


def gap_words(item: Item) -> Phrase:
    """The gap for a table's column: 13.0个百分点; in words where a gap has no meaning."""
    if item.gap is not None:
        return phrase(item.gap, "个百分点")
    if item.is_ceiling:
        return phrase("超出目标")
    if item.indicator.kind is Kind.RATE:
        return phrase("未达到目标" if item.is_due else "低于年度计划")
    return _overdue(item) if item.is_due else phrase("自评滞后")


def carried_words(item: Item) -> Phrase:
    """The last known figure beside what is not reported: 农村户厕改造4月底累计完成905户."""
    last = item.judged.carried
    if last is None:
        return Phrase()
    lead = f"{item.name}{last.period.month}月底"
    if last.done is None:
        return phrase(lead, last.state.words if last.state else "")
    accumulates = item.indicator.kind is Kind.QUANTITY and not item.is_ceiling
    return phrase(lead, "累计完成" if accumulates else "为", item.carried)


def reason_of(item: Item) -> Excerpt:
    """Why it lags, in the unit's own words (存在问题)."""
    return reason(item.entry.problem if item.entry else "", REASON_LIMIT)


def reason_quoted(item: Item) -> Words:
    """The reason as it is printed, with the text that it was taken from."""
    return _quoted(reason_of(item).text, item.entry.problem_at if item.entry else NOWHERE)


def progress_quoted(item: Item) -> Words:
    """What a unit says of a milestone beyond its state (进展情况), as far as it fits."""
    told = item.entry.progress if item.entry else ""
    return _quoted(excerpt(told, PROGRESS_LIMIT).text, item.entry.progress_at if item.entry else NOWHERE)


def by_words(due: Period) -> str:
    """The month by whose end something was to be done: 6月底前, 年底前."""
    return "年底前" if due.month == 12 else f"{due.month}月底前"


def _quoted(text: str, where: Where) -> Words:
    if not text:
        return ""
    return Figure(text, Evidence((replace(where, raw=masked(printable(where.raw))[:_QUOTED_RAW]),)))


def _clauses(*clauses: Words) -> Phrase:
    return joined(clauses, "，")


def _since(item: Item) -> str:
    """A figure that was completed earlier and left blank since is told with its month."""
    return f"截至{item.judged.carried.period.month}月底" if item.judged.carried else ""


def _now(item: Item) -> Phrase:
    return phrase(_since(item) or "目前", "为", item.done, _corrected(item))


def state_of(item: Item) -> Figure:
    """What the unit says of a milestone itself: 推进中."""
    if item.judged.status is Status.COMPLETED:
        return Figure(State.DONE.words, item.reported)
    told = item.entry.state if item.entry else None
    return Figure((told or State.IN_PROGRESS).words, item.reported)


def _milestone(item: Item) -> Phrase:
    if not item.judged.status.lags:
        return phrase(state_of(item), _corrected(item))
    if item.is_due and item.indicator.rhythm is not Rhythm.STANDING:
        return _clauses(_overdue(item), phrase("目前", state_of(item), _corrected(item)))
    return _clauses(phrase("目前", state_of(item), _corrected(item)), "责任单位自评滞后")


def _overdue(item: Item) -> Phrase:
    return phrase(f"应于{by_words(item.indicator.due)}完成")


def _share(item: Item) -> tuple[Phrase, ...]:
    """完成率, which says nothing new of a target that is met exactly."""
    if item.share == 1 or item.rate is None:
        return ()
    return (phrase("完成率", item.rate),)


def _verdict(item: Item) -> tuple[Words, ...]:
    """A quantity against its year or its pace."""
    judged, indicator = item.judged, item.indicator
    if judged.status is Status.COMPLETED:
        return ("完成全年任务" if item.is_due else "提前完成全年任务",)
    serious = ("严重滞后",) if judged.status is Status.SERIOUSLY_BEHIND else ()
    if judged.gap is None or (indicator.rhythm is Rhythm.ONCE and not indicator.plan and not item.is_due):
        return serious
    if item.is_due:
        missed = "未完成全年任务" if indicator.due.month == 12 else f"未按期（{by_words(indicator.due)}）完成"
        return (missed, phrase("差", item.gap, "个百分点"), *serious)
    step = (f"未达到通知明确的{item.period.month}月底节点",) if item.misses_step else ()
    return (_against_pace(item), *step, *serious)


def _against_ceiling(item: Item) -> str:
    """Whether a ceiling holds, by the figure itself: in its first month nothing is called behind."""
    value, target = item.value, item.judged.target
    return "已超出控制目标" if value is not None and target is not None and value > target else "在控制目标以内"


def _against_pace(item: Item) -> Phrase:
    gap = item.judged.gap
    if not gap:
        return phrase("与序时进度持平")
    return phrase("超过" if gap > 0 else "低于", "序时进度", item.gap, "个百分点")


def _rate_verdict(item: Item) -> tuple[Words, ...]:
    if item.is_ceiling:
        return (_against_ceiling(item),)
    if item.judged.status is Status.COMPLETED:
        return ("已达到目标",)
    if not item.judged.status.lags:
        return ()
    return ("未达到目标",) if item.is_due else ("低于年度计划",)


def _adjusted(item: Item) -> str:
    return "（已调整）" if item.judged.adjusted else ""


def _corrected(item: Item) -> str:
    return "（已核实更正）" if item.judged.corrected else ""
