"""Breaking a title into lines (标题回行): by words, balanced, in the shape of a trapezium or a diamond (梯形、菱形).

Word would fill each line to its end and leave 情况 apart from 通报; the standard asks for whole words, symmetry and a
shape, so the lines are broken here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, groupby, pairwise

from pipeline import gb9704 as gb
from pipeline.circular.markup import hundredths
from pipeline.circular.title_words import GENRES, LONGEST, WORDS
from pipeline.quantities import MEASURES

CAPACITY = gb.TEXT_WIDTH * 100 // (gb.SIZE_2 * 10)

_NUMERAL = r"[0-9０-９]+(?:[.．,，—–～~-][0-9０-９]+)*"
_MEASURE = "|".join(map(re.escape, ("年度", "年", "月份", "月", "日", "号", "季度", *MEASURES)))
_BRACKETED = re.compile(r"《[^《》]*》|〔[^〔〕]*〕|（[^（）]*）|“[^“”]*”")
_WHOLE = re.compile(
    rf"第?(?:{_NUMERAL}(?:{_MEASURE})?(?![A-Za-z]))+(?:以上|以下|以内)?|第[一二三四五六七八九十百]+(?:{_MEASURE}|期|批|次)"
    rf"|的(?:{'|'.join(GENRES)})|[A-Za-z0-9]+"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_PLACES = tuple("省市州区县旗镇乡")
_PLACES_AND_PAIRS = re.compile(rf".{{1,4}}?[{''.join(_PLACES)}]|..(?!.$)|.{{1,3}}")
_PREFIXES = "全各本新非未无多"
_NEVER_FIRST = "的了和与及或、，。；：！？）》〕”’…—～%％"
_NEVER_LAST = ("（", "《", "〔", "“", "‘", "关于", "做好", "截至", *"和与及或暨在对按为向从由以将把被各")
_WILLING = ("关于", "（", "《")
_WITH_ITS_PLACE = ("人民政府", "人民代表大会", "人民法院", "人民检察院", "办公室", "办公厅")
_PAUSES = ("》", "）", "、", "，", "”")

_BREAK = 100_000
_TORN = 400_000
_NOT_SHAPED = 10_000_000


@dataclass(frozen=True, slots=True)
class _Atom:
    """What a line is never broken in: bracketed text, a number with its measure, a word.

    One that is ``torn`` from the one before may be part of it: both are words of which nothing is known.
    """

    text: str
    torn: bool = False


def title_lines(text: str, capacity: int = CAPACITY) -> tuple[str, ...]:
    """A title's lines, each at most ``capacity`` hundredths of a character wide.

    As few lines as fit; one more where only that leaves what stands in brackets whole. A line feed in the text is the
    office's own break and stands.
    """
    if "\n" in text:
        return tuple(line for line in text.split("\n") if line)
    if hundredths(text) <= capacity:
        return (text,)
    fewest = -(-hundredths(text) // capacity)
    whole, opened, single = _atoms(text, capacity), _words(text, capacity), map(_Atom, text)
    for atoms, most in ((tuple(whole), fewest + 1), (tuple(opened), fewest + 2), (tuple(single), len(text))):
        for count in range(fewest, most + 1):
            if lines := _set(atoms, count, capacity):
                return lines
    return (text,)


def shape(lines: tuple[str, ...]) -> str:
    """What the lines of a title look like: 一行, 二行, 梯形, 菱形, or 其他."""
    widths = [hundredths(line) for line in lines]
    steps = [after - before for before, after in pairwise(widths)]
    if len(lines) <= 2:
        return "一行" if len(lines) < 2 else "二行"
    if all(step >= 0 for step in steps) or all(step <= 0 for step in steps):
        return "梯形"
    top = widths.index(max(widths))
    return "菱形" if _rises_to(widths, top) else "其他"


def _rises_to(widths: list[int], top: int) -> bool:
    rising, falling = widths[: top + 1], widths[top:]
    return rising == sorted(rising) and falling == sorted(falling, reverse=True)


def _atoms(text: str, capacity: int) -> Iterator[_Atom]:
    """The text in atoms, what stands in brackets whole where it fits a line."""
    start = 0
    for found in _BRACKETED.finditer(text):
        yield from _words(text[start : found.start()], capacity)
        yield from (_Atom(found[0]),) if hundredths(found[0]) <= capacity else _words(found[0], capacity)
        start = found.end()
    yield from _words(text[start:], capacity)


def _words(text: str, capacity: int) -> Iterator[_Atom]:
    """The text in words; what is in no list is a place's name or taken for words of two characters.

    A single character belongs to the word before it (完成|率), few to the one after it (新|农村).
    """
    before = _Atom("")
    for is_unknown, pieces in groupby(_pieces(text, capacity), key=_is_unknown):
        run = "".join(pieces) if is_unknown else ""
        if len(run) == 1 and run not in _PREFIXES and _is_word(before.text):
            before = _Atom(before.text + run, before.torn)
            continue
        for atom in _named(run) if is_unknown else map(_Atom, pieces):
            yield from (before,) if before.text else ()
            before = replace(atom, torn=True) if _is_unknown(before.text) else atom
    yield from (before,) if before.text else ()


def _pieces(text: str, capacity: int) -> Iterator[str]:
    """The words that are known, and all else character by character."""
    start = 0
    while start < len(text):
        found = _WHOLE.match(text, start)
        piece = found[0] if found else _known(text, start)
        start += len(piece)
        yield from (piece,) if hundredths(piece) <= capacity else piece


def _known(text: str, start: int) -> str:
    """The longest word of the list that begins here, else one character."""
    ends = range(min(start + LONGEST, len(text)), start + 1, -1)
    return next((text[start:end] for end in ends if text[start:end] in WORDS), text[start])


def _is_unknown(piece: str) -> bool:
    return len(piece) == 1 and bool(_HAN.match(piece)) and piece not in _NEVER_FIRST and piece not in _NEVER_LAST


def _is_word(text: str) -> bool:
    return len(text) > 1 and bool(_HAN.match(text[-1]))


def _named(run: str) -> Iterator[_Atom]:
    """Names of places, each whole; what is left in twos and threes, which may belong together."""
    torn = False
    for found in _PLACES_AND_PAIRS.finditer(run):
        yield _Atom(found[0], torn)
        torn = not found[0].endswith(_PLACES)


def _set(atoms: Sequence[_Atom], count: int, capacity: int) -> tuple[str, ...]:
    """The atoms on ``count`` lines, the best that breaks no hard rule; nothing where every one would."""
    edges = tuple(accumulate((hundredths(atom.text) for atom in atoms), initial=0))
    mean, last = edges[-1] // count, len(atoms)

    @cache
    def best(start: int, left: int, before: int, falling: bool) -> tuple[int, tuple[int, ...]] | None:
        """The least cost of what follows ``start`` on so many lines, and where they end."""
        if not left:
            return (0, ()) if start == last else None
        if edges[last] - edges[start] > left * capacity:
            return None
        found = None
        for end in range(start + 1, last + 1):
            width = edges[end] - edges[start]
            if width > capacity:
                break
            if width < gb.TITLE_LAST_LINE * 100 or (end < last and not _breaks(atoms[end - 1], atoms[end])):
                continue
            rest = best(end, left - 1, width, falling or width < before)
            if rest is None:
                continue
            cost = rest[0] + (width - mean) ** 2 + (_NOT_SHAPED if falling and width > before else 0)
            cost += _strain(atoms[end - 1], atoms[end]) if end < last else 0
            if found is None or cost < found[0]:
                found = cost, (end, *rest[1])
        return found

    chosen = best(0, count, 0, False)
    ends = (0, *chosen[1]) if chosen else ()
    return tuple("".join(atom.text for atom in atoms[start:end]) for start, end in pairwise(ends))


def _breaks(before: _Atom, after: _Atom) -> bool:
    return after.text[0] not in _NEVER_FIRST and before.text not in _NEVER_LAST


def _strain(before: _Atom, after: _Atom) -> int:
    """How much a break costs: nothing where a reader pauses, much where it may be within a word."""
    if after.text.startswith(_WILLING) or before.text.endswith(_PAUSES):
        return 0
    return _TORN if after.torn or after.text.startswith(_WITH_ITS_PLACE) else _BREAK
