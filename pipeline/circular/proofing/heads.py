"""The head of a paper (版头) in any official document, found by words, colour and size."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from pipeline import gb9704 as gb
from pipeline.circular.proofing.measure import matches
from pipeline.circular.proofing.paper import SetPaper, SetParagraph, SetTable

_NUMBER = re.compile(r"^\S{0,16}[〔\[（(【﹝〈]\d{2,4}[〕\]）)】﹞〉]第?\d*号$")  # whatever spaces stand in it
_ISSUE = re.compile(r"^[（(]?[^第]{0,24}第[\d一二三四五六七八九十百]*期[）)]?$")
_SIGNER = re.compile(r"签\s*发\s*人\s*[：:]\s*\S")
_COPY = re.compile(r"^\d{3,10}$")
_URGENCY = re.compile(r"^(特急|加急|急件|紧急|特提|平急)$")
_APART = re.compile(r"\t|[ \u3000]{2,}")
_TITLED = re.compile(r"关于.+的(决议|决定|命令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|方案|办法)$")
_DATED = re.compile(r"年.{1,6}月.{1,6}日$")
_REACH = 16  # the first paragraphs with text, among which a head is looked for
_LONGEST_TITLE = 120
_LARGEST_TABLE = 12  # paragraphs of a table that holds a head


@dataclass(frozen=True)
class SetHead:
    """What was found of a head: ``mark`` is the last of the ``marks``, whose issuers may stand one over the other.

    ``title`` are the lines of a title that stands over the number, as papers on web sites have it.
    """

    marks: tuple[SetParagraph, ...] = ()
    number: SetParagraph | None = None
    issuer: SetParagraph | None = None
    copy: SetParagraph | None = None
    urgency: SetParagraph | None = None
    signer: str = ""
    title: tuple[SetParagraph, ...] = ()

    @property
    def mark(self) -> SetParagraph | None:
        return self.marks[-1] if self.marks else None

    def below(self, main: Sequence[SetParagraph]) -> list[SetParagraph]:
        """The paragraphs after the head."""
        own = {id(each) for each in (*self.marks, *self.title, self.copy, self.urgency)}
        last = self.issuer or self.number
        return [each for each in main if id(each) not in own and (not last or each.place > last.place)]


def flow(paper: SetPaper) -> Iterator[SetParagraph]:
    """The paragraphs with text in their order, those of a table only where it holds a head."""
    for block in paper.blocks:
        if isinstance(block, SetParagraph):
            yield from (block,) if block.text else ()
        elif _holds_head(block):
            yield from (each for each in block.paragraphs if each.text)


def head_of(main: Sequence[SetParagraph]) -> SetHead:
    """The head of a paper, of what stands before its annexes."""
    top = main[:_REACH]
    number = next((each for each in top if number_in(each.text)), None) or next(
        (each for each in top if is_issue(each.text)), None
    )
    if number is None:
        return SetHead(marks=tuple(takewhile(is_red_mark, main)))
    at = next(place for place, each in enumerate(main) if each is number)
    copy, urgency = (_cornered(top, number, form) for form in (_COPY, _URGENCY))
    above = [each for each in main[:at] if each not in (copy, urgency) and not _SIGNER.search(each.text)]
    signer = next((each.text for each in main[: at + 3] if _SIGNER.search(each.text)), "")
    if (
        above
        and not any(map(is_red_mark, above))
        and _TITLED.search("".join(each.text for each in above)[-_LONGEST_TITLE:])
    ):
        return SetHead((), number, None, copy, urgency, signer, tuple(above))
    return SetHead(tuple(above), number, _issuer(main[at + 1 :], number), copy, urgency, signer)


def number_in(text: str) -> str:
    """The document's number in a line that may hold a signer or what is flush left as well; empty without one."""
    pieces = (*_APART.split(text), text.partition("\t")[0])
    return next((each for each in pieces if _NUMBER.match("".join(each.split()))), "").strip()


def is_issue(text: str) -> bool:
    return _ISSUE.match("".join(text.split())) is not None


def last_of(text: str) -> str:
    """What stands at the right end of a line with stops."""
    return text.rpartition("\t")[2]


def is_red_mark(paragraph: SetParagraph) -> bool:
    """Whether a line is large and red, as an issuer's mark is."""
    return paragraph.face.size > gb.SIZE_2 and matches(gb.MARK_COLOUR, paragraph.face.colour)


def _holds_head(table: SetTable) -> bool:
    paragraphs = table.paragraphs
    return len(paragraphs) <= _LARGEST_TABLE and any(number_in(each.text) or is_red_mark(each) for each in paragraphs)


def _issuer(following: Sequence[SetParagraph], number: SetParagraph) -> SetParagraph | None:
    """The line of issuer and date that follows the issue's number in a series."""
    if number_in(number.text) or not following:
        return None
    first = following[0]
    return first if first.border("bottom") or _DATED.search(last_of(first.text)) else None


def _cornered(top: Sequence[SetParagraph], number: SetParagraph, form: re.Pattern[str]) -> SetParagraph | None:
    """Serial number or urgency: above the mark, or in a letter beside the number or on the two lines under it."""
    near = [each for each in top if each.place <= number.place + 2]
    return next((each for each in near if form.match(each.text.partition("\t")[0].strip())), None)
