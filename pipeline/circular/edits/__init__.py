"""What a person has changed in an issued circular (人工修改), compared passage by passage with what the program writes.

Three versions meet: what the program had written there, what a person made of it, and what the program writes now.
So it is told what the person changed, what the data changed, and what both did. A changed file is only ever read.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pipeline.circular.edits.matching import Matching, matched
from pipeline.circular.passages import ASIDE, MOVABLE, MOVED, Passage, printed, read
from pipeline.document import Document
from pipeline.findings import PipelineError

if TYPE_CHECKING:
    from pipeline.formats.words import WordText

_OF_HEAD = "版头由程序排，文号在本月事项里填"
_BESIDE = ("文本框", "图片", "公式", "嵌入的对象", "脚注", "尾注", "批注", "隐藏文字")
"""What may stand beside the text, as the reader of Word names it, and is none of the program's."""

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
    theirs = tuple(each for each in everything if each.role not in (ASIDE, MOVED))
    if len(theirs) > _MOST_PASSAGES:
        return Edit(file, known, fault=f"超过{_MOST_PASSAGES}段，不像是这份通报。")
    moved = "".join(each.key for each in everything if each.role == MOVED)
    compared = _compared(now if known is None else known, theirs, now)
    found = tuple(each for each in compared if not _is_moved(each, now, moved))
    return Edit(
        file, known, weighed(found, theirs, now), tuple(_unseen(word, theirs)), taken=take and known is not None
    )


def _unseen(word: "WordText", theirs: Sequence[Passage]) -> Iterator[str]:
    """What stands in the file and cannot be compared."""
    from pipeline.formats.words import WordParagraph

    if word.revised:
        yield "有没有接受的修订，按全部接受的样子比对"
    if any(each.numbered for each in theirs):
        yield "用了自动编号，编号没有比对"
    paragraphs = [block for block in word.blocks if isinstance(block, WordParagraph)]
    kinds = {extra.kind.value for each in paragraphs for extra in each.extras} & set(_BESIDE)
    edges = [what for what, texts in (("页眉", word.headers), ("页脚", word.footers)) if texts]
    if beside := [*(each for each in _BESIDE if each in kinds), *edges]:
        yield f"有{'、'.join(beside)}，里面的内容没有比对"


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
                at, head = _anchor(line, data), _OF_HEAD if line < 0 else ""
                yield Difference(Kind.ADDED, "", theirs[place].text, "", theirs[place].place, at, head)
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
    if _are_alike(their, new):
        return
    if _are_alike(new, was[line]):
        kind = Kind.REMOVED if their is None else Kind.CHANGED
    else:
        kind = Kind.OUTDATED if _are_alike(their, was[line]) else Kind.BOTH
    texts = (was[line].text, their.text if their else "", new.text if new else "")
    yield Difference(kind, *texts, their.place if their else "", at)


def _are_alike(one: Passage | None, other: Passage | None) -> bool:
    return one is other if one is None or other is None else one.is_like(other)


def _is_moved(each: Difference, now: Sequence[Passage], moved: str) -> bool:
    """Whether a passage only seems to lack, because the layout sets its words in head or imprint."""
    if each.theirs or each.at is None or now[each.at].role not in MOVABLE:
        return False
    return Passage("", each.was or each.now).key.rstrip("：:") in moved


def _anchor(line: int, data: Matching) -> int | None:
    """After which passage of now comes what was added after ``line``: its neighbours tell, if either still stands."""
    before, after = data.pairs.get(line), data.pairs.get(line + 1)
    if before is not None:
        return before
    if after is not None and after > 0:
        return after - 1
    return None
