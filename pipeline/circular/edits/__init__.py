"""What a person has changed in an issued circular (人工修改), compared passage by passage with what the program writes.

Three versions meet: what the program had written there, what a person made of it, and what the program writes now.
So it is told what the person changed, what the data changed, and what both did. A changed file is only ever read.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipeline.circular.edits.matching import Matching, matched
from pipeline.circular.passages import ASIDE, MOVABLE, Passage, printed, read
from pipeline.document import Document
from pipeline.findings import PipelineError

_MOST_PASSAGES = 20_000
"""A file with more is no circular any more, and is not compared."""


class Kind(StrEnum):
    """What became of one passage. The first three are the person's."""

    CHANGED = "改动"
    ADDED = "增加"
    REMOVED = "删去"
    OUTDATED = "数据变化"
    BOTH = "两边都改"

    @property
    def is_persons(self) -> bool:
        return self in (Kind.CHANGED, Kind.ADDED, Kind.REMOVED)


@dataclass(frozen=True, slots=True)
class Difference:
    """One passage that is not the same everywhere: as the program wrote it, as it stands, as the program writes it now.

    Texts are empty where there is no such passage. ``at`` is its place among what is printed now, for an added one the
    place it comes after. ``hindrance`` says why it cannot be taken over, empty where it can.
    """

    kind: Kind
    was: str
    theirs: str
    now: str
    place: str
    at: int | None = None
    hindrance: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """One circular that a person has changed: the file, what the program had written there (``None``: not known).

    ``fault`` says why it could not be read; ``unseen`` what in it could not be compared; ``taken`` whether the person's
    passages that can be are taken over (接过来).
    """

    file: str
    former: tuple[Passage, ...] | None
    differences: tuple[Difference, ...] = ()
    unseen: tuple[str, ...] = ()
    fault: str = ""
    taken: bool = False

    def of(self, *kinds: Kind) -> tuple[Difference, ...]:
        return tuple(each for each in self.differences if each.kind in kinds)

    def is_taken(self, each: Difference) -> bool:
        return self.taken and each.kind.is_persons and not each.hindrance

    @property
    def is_persons(self) -> bool:
        """Whether a person's words stand in it, and not only a person's saving."""
        return any(each.kind is not Kind.OUTDATED for each in self.differences)

    @property
    def summary(self) -> str:
        """The whole of it in one sentence."""
        if self.fault:
            return f"{self.file}没有比对：{self.fault}"
        counts = [f"{kind}{count}段" for kind in Kind if (count := len(self.of(kind)))]
        taken = sum(map(self.is_taken, self.differences))
        told = "、".join(counts) or "文字没有不同"
        return f"{self.file}：{told}{f'；接过来{taken}段' if self.taken else ''}。"


def examined(
    file: str, read_bytes: Callable[[], bytes], former: Sequence[Passage] | None, document: Document, *, take: bool
) -> Edit:
    """A changed circular compared with what the program had written there and with the ``document`` of now.

    A file that cannot be read is an :class:`Edit` with a fault, never an error. Where what the program had written is
    not known, all differences count as the person's and nothing is taken over.
    """
    from pipeline.circular.edits.taking import weighed
    from pipeline.formats.words import read_word

    known, now = None if former is None else tuple(former), printed(document)
    try:
        word = read_word(read_bytes(), file)
        everything = read(word, document, known or (), now)
    except PipelineError as fault:
        return Edit(file, known, fault=str(fault).removeprefix(file))
    except OSError:
        return Edit(file, known, fault="这个文件打不开。")
    except Exception:  # a file from outside may break its reader in ways that nobody has met yet
        return Edit(file, known, fault="这个文件读不懂，可能已损坏。")
    theirs = tuple(each for each in everything if each.role != ASIDE)
    if len(theirs) > _MOST_PASSAGES:
        return Edit(file, known, fault=f"超过{_MOST_PASSAGES}段，不像是这份通报。")
    numbered = any(each.numbered for each in theirs)
    unseen = (
        *(("有没有接受的修订，按全部接受的样子比对",) if word.revised else ()),
        *(("有文本框，里面的字没有比对",) if word.boxes else ()),
        *(("用了自动编号，编号没有比对",) if numbered else ()),
    )
    aside = "".join(each.key for each in everything if each.role == ASIDE)
    compared = _compared(now if known is None else known, theirs, now)
    found = tuple(each for each in compared if not _is_set_aside(each, now, aside))
    return Edit(file, known, weighed(found, theirs, now), unseen, taken=take and known is not None)


def _compared(was: Sequence[Passage], theirs: Sequence[Passage], now: Sequence[Passage]) -> Iterator[Difference]:
    """Passage by passage, in the order of what the program had written."""
    mine = matched([each.key for each in was], [each.key for each in theirs])
    data = matched([each.key for each in was], [each.key for each in now])
    added = {now[place].key for places in data.added.values() for place in places}
    for line in range(-1, len(was)):
        if line >= 0:
            yield from _of_line(line, was, theirs, now, mine, data)
        for place in mine.added.get(line, ()):
            if theirs[place].key not in added:  # else the template has meanwhile learnt it
                at = _anchor(line, data)
                yield Difference(Kind.ADDED, "", theirs[place].text, "", theirs[place].place, at)
        written = {theirs[place].key for place in mine.added.get(line, ())}
        for place in data.added.get(line, ()):
            if now[place].key not in written:
                yield Difference(Kind.OUTDATED, "", "", now[place].text, "", place)


def _of_line(
    line: int,
    was: Sequence[Passage],
    theirs: Sequence[Passage],
    now: Sequence[Passage],
    mine: Matching,
    data: Matching,
) -> Iterator[Difference]:
    """What the person and the data made of one passage; the same by both is no difference."""
    place, at = mine.pairs.get(line), data.pairs.get(line)
    their, new = None if place is None else theirs[place], None if at is None else now[at]
    said, told = their.key if their else None, new.key if new else None
    if said == told:
        return
    if told == was[line].key:
        kind = Kind.REMOVED if their is None else Kind.CHANGED
    else:
        kind = Kind.OUTDATED if said == was[line].key else Kind.BOTH
    texts = (was[line].text, their.text if their else "", new.text if new else "")
    yield Difference(kind, *texts, their.place if their else "", at)


def _is_set_aside(each: Difference, now: Sequence[Passage], aside: str) -> bool:
    """Whether a passage only seems to lack, because the layout sets its words in head or imprint."""
    if each.theirs or each.at is None or now[each.at].role not in MOVABLE:
        return False
    return Passage("", each.was or each.now).key.rstrip("：:") in aside


def _anchor(line: int, data: Matching) -> int | None:
    """After which passage of now comes what was added after ``line``: its neighbours tell, if either still stands."""
    before, after = data.pairs.get(line), data.pairs.get(line + 1)
    if before is not None:
        return before
    if after is not None and after > 0:
        return after - 1
    return None
