"""What is told of a person's changes (核查问题): one finding for each passage, long lists cut."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.circular.edits import Difference, Edit, Kind
from pipeline.findings import Finding, Rule, Severity
from pipeline.source import Where

WORDS_CHANGED = Rule(
    "L110",
    Severity.NOTE,
    "人改过文字",
    "有人{what}。",
    "要保留的，请写进模板；或者用 --keep-edits 再运行，由程序接过来。",
)
TAKEN = Rule(
    "L111",
    Severity.NOTE,
    "人工修改已接过来",
    "有人{what}，新稿里已照用。",
    "以后各月也要这样写的，请写进模板。",
)
NOT_TAKEN = Rule(
    "L112",
    Severity.WARNING,
    "人工修改接不过来",
    "有人{what}；{why}，新稿里没有照用。",
    "数据请改在报送表或者本月事项的更正里，文字请写进模板，再运行。",
)
BOTH = Rule(
    "L113",
    Severity.WARNING,
    "人和数据都改了同一段",
    "有人{what}，而按现在的数据和模板应是“{now}”。",
    "请对照两边，要保留的写进模板，再运行。",
)
OUTDATED = Rule(
    "L114",
    Severity.WARNING,
    "人改过的文件里数据已旧",
    "人改过的文件里{what}。",
    "仍用人改过的那份，请照新稿改；用新稿，请把人工修改移过去。",
)
UNREADABLE = Rule(
    "L115",
    Severity.WARNING,
    "人改过的文件没有比对",
    "这个文件没有比对：{why}",
    "请在自己电脑上打开检查，存成 .docx 后再运行；不要了的，请移走。",
)
UNKNOWN = Rule(
    "L116",
    Severity.NOTE,
    "不知道程序原来写的是什么",
    "程序当时写的文字没有留存，只能与这次的文字比对，分不清哪些是人改的、哪些是数据变化。",
    "请人工对照；这份文件里的文字没有接过来。",
)
MORE = Rule(
    "L117",
    Severity.NOTE,
    "还有不同之处没有逐段列出",
    "另有{counts}没有逐段列出。",
    "全部不同之处在 report.json 的 edits 里，也可以用 Word 的“比较”功能对照两份文件。",
)
NOT_COMPARED = Rule(
    "L118",
    Severity.NOTE,
    "有的内容没有比对",
    "这个文件{what}。",
    "请自己核对这些地方。",
)
OTHERS = Rule(
    "L119",
    Severity.NOTE,
    "还有别的改过的文件",
    "这个文件也被人改过，以较新的为准，没有逐段列出：{what}",
    "不要了的，请移走。",
)
RULES = (WORDS_CHANGED, TAKEN, NOT_TAKEN, BOTH, OUTDATED, UNREADABLE, UNKNOWN, MORE, NOT_COMPARED, OTHERS)

MOST_TOLD = 10
"""So many passages are told of each rule; the rest are counted."""

_FIRST_WORDS = 16
_QUOTED = 80
_BEFORE = 20


def told(edits: Sequence[Edit], working: Edit) -> Iterator[Finding]:
    """What is told of the changed circulars: of the ``working`` one passage by passage, of the others in a sentence."""
    yield from _of(working)
    for edit in edits:
        if edit is not working:
            yield OTHERS.at(Where(edit.file), what=edit.summary)


def _of(edit: Edit) -> Iterator[Finding]:
    if edit.fault:
        yield UNREADABLE.at(Where(edit.file), why=edit.fault)
        return
    if edit.former is None:
        yield UNKNOWN.at(Where(edit.file))
    for what in edit.unseen:
        yield NOT_COMPARED.at(Where(edit.file), what=what)
    seen: Counter[Rule] = Counter()
    cut: Counter[Kind] = Counter()
    for each, what in _told(edit.differences):
        rule = _rule(edit, each)
        seen[rule] += 1
        if seen[rule] > MOST_TOLD:
            cut[each.kind] += 1
        else:
            yield rule.at(
                Where(edit.file, "", each.place, each.theirs),
                what=what,
                why=each.hindrance,
                now=_short(each.now, each.theirs) or "没有这一段",
            )
    if cut:
        yield MORE.at(Where(edit.file), counts="、".join(f"{kind}{count}段" for kind, count in cut.items()))


def _told(differences: Sequence[Difference]) -> Iterator[tuple[Difference, str]]:
    """Each difference in words; what was taken away here and added there was moved, and is told once."""
    added = {each.theirs: each for each in differences if each.kind is Kind.ADDED}
    moved = {each.was: added[each.was] for each in differences if each.kind is Kind.REMOVED and each.was in added}
    for each in differences:
        if each.kind is Kind.REMOVED and each.was in moved:
            there = moved[each.was]
            at = replace(each, place=there.place, theirs=there.theirs, hindrance=each.hindrance or there.hindrance)
            yield at, f"把“{_first(each.was)}”这一段挪到了别处"
        elif each.kind is not Kind.ADDED or each.theirs not in moved:
            yield each, _outdated(each) if each.kind is Kind.OUTDATED else _what(each)


def _rule(edit: Edit, each: Difference) -> Rule:
    if each.kind is Kind.OUTDATED:
        return OUTDATED
    if each.kind is Kind.BOTH:
        return BOTH
    if each.hindrance:
        return NOT_TAKEN
    return TAKEN if edit.is_taken(each) else WORDS_CHANGED


def _what(each: Difference) -> str:
    """What the person did, with the passage's first words."""
    if not each.theirs:
        return f"删去了“{_first(each.was)}”这一段"
    if not each.was:
        return f"加了一段“{_short(each.theirs)}”"
    return f"把“{_first(each.was)}”这一段改成了“{_short(each.theirs, each.was)}”"


def _outdated(each: Difference) -> str:
    if not each.was:
        return f"还没有“{_short(each.now)}”这一段"
    if not each.now:
        return f"还有“{_first(each.was)}”这一段，按现在的数据已没有了"
    return f"还是“{_short(each.was, each.now)}”，按现在的数据应是“{_short(each.now, each.was)}”"


def _first(text: str) -> str:
    return _cut(text, _FIRST_WORDS)


def _short(text: str, other: str = "") -> str:
    """A text as it is quoted; of a long one that part where it parts from the ``other``."""
    if len(text) <= _QUOTED:
        return text
    parting = next((place for place, pair in enumerate(zip(text, other, strict=False)) if pair[0] != pair[1]), 0)
    start = max(min(parting - _BEFORE, len(text) - _QUOTED), 0)
    return f"{'…' if start else ''}{_cut(text[start:], _QUOTED)}"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
