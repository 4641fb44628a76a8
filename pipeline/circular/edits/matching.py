"""Which lines of two versions belong together (对齐): equal ones first, then what stands in their gaps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_AKIN = 0.5
"""From this likeness on a line counts as the other one changed, where a gap has more lines on one side."""

_BEGINNING = 6
"""So many characters alike at the beginning make two lines the same one."""

_WEIGHED = 300
"""So many characters of a line are weighed."""

_MOST_COMPARED = 400
"""Pairs in one gap that are weighed one by one; a larger gap is paired from its top down."""


@dataclass(slots=True)
class Matching:
    """``pairs`` of old and new lines, equal or changed, and the lines ``added``, by the old one before (-1: none)."""

    pairs: dict[int, int] = field(default_factory=dict)
    added: dict[int, list[int]] = field(default_factory=dict)


def matched(old: Sequence[str], new: Sequence[str]) -> Matching:
    """The lines of two versions side by side, both in their order."""
    from difflib import SequenceMatcher

    found = Matching()
    for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.pairs.update(zip(range(start, end), range(first, last), strict=True))
            continue
        pairs = dict(_paired(old, new, range(start, end), range(first, last)))
        found.pairs.update(pairs)
        places = {place: line for line, place in pairs.items()}
        before = start - 1
        for place in range(first, last):
            if place in places:
                before = places[place]
            else:
                found.added.setdefault(before, []).append(place)
    return found


def _paired(old: Sequence[str], new: Sequence[str], lines: range, places: range) -> Iterator[tuple[int, int]]:
    """The lines of a gap that are the same line changed, in order; as many as there are on the shorter side at most."""
    if len(lines) == len(places) or len(lines) * len(places) > _MOST_COMPARED:
        yield from zip(lines, places, strict=False)
        return
    least = places.start
    for line in lines:
        likeness = [(_likeness(old[line], new[place]), -place) for place in places if place >= least]
        best, place = max(likeness, default=(0.0, 0))
        if best >= _AKIN:
            yield line, -place
            least = -place + 1


def _likeness(one: str, other: str) -> float:
    """How alike two lines are, from 0 to 1; a line that begins the same is the same one, however it goes on."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, one[:_WEIGHED], other[:_WEIGHED])
    likeness = 0.0 if matcher.quick_ratio() < _AKIN else matcher.ratio()
    return max(likeness, _AKIN) if one[:_BEGINNING] == other[:_BEGINNING] else likeness
