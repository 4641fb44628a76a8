"""Which paragraph is what, in any official document: by its words and its place, never by its style's name."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from pipeline import gb9704 as gb
from pipeline.circular.proofing.paper import SetPaper, SetParagraph, SetTable

_NUMBER = re.compile(r"^\S{0,16}\s*[〔\[（(【﹝〈]\s*\d{2,4}\s*[〕\]）)】﹞〉]\s*第?\s*\d*\s*号$")
_LABEL = re.compile(r"^附\s*件\s*[\d一二三四五六七八九十]*\s*[：:]?$")
_ATTACHMENTS = re.compile(r"^附\s*件\s*[：:]\s*\S")
_ATTACHMENT = re.compile(r"^\d{1,2}\s*[.．、]")
_DATE = re.compile(
    r"^[\d〇○零一二三四五六七八九十]{4}\s*年[\s\d一二三四五六七八九十]{0,6}月[\s\d一二三四五六七八九十]{0,6}日$"
)
_PRINTED = re.compile(r"日\s*印发\s*$")
_COPIES = re.compile(r"^(抄送|主送)\s*[：:]")
_LEVELS = tuple(re.compile(form) for form in gb.HEADING_FORMS)
_LONGEST_HEADING = 40


@dataclass(frozen=True)
class SetAnnex:
    """An annex's label and the lines of its title."""

    label: SetParagraph
    title: tuple[SetParagraph, ...]

    @property
    def name(self) -> str:
        return joined(self.title)


@dataclass(frozen=True)
class Elements:
    """The elements that were recognised; ``None`` or empty where there are none."""

    paper: SetPaper
    mark: SetParagraph | None
    number: SetParagraph | None
    title: tuple[SetParagraph, ...]
    addressee: SetParagraph | None
    text: tuple[SetParagraph, ...]
    attachments: tuple[SetParagraph, ...]
    signature: SetParagraph | None
    date: SetParagraph | None
    note: SetParagraph | None
    annexes: tuple[SetAnnex, ...]
    imprint: tuple[SetParagraph, ...]
    imprint_table: SetTable | None

    @property
    def headings(self) -> tuple[tuple[int, SetParagraph], ...]:
        """The text's numbered headings with their levels, from 1."""
        return tuple((level(each.text), each) for each in self.text if level(each.text))


def recognised(paper: SetPaper) -> Elements:
    """The elements of a paper, found from the top down: head, title, text, closing, annexes, imprint."""
    filled = [each for each in paper.paragraphs if each.text]
    labels = [each for each in filled if _LABEL.match(each.text)]
    main = [each for each in filled if not labels or each.place < labels[0].place]
    number = next((each for each in main[:12] if _NUMBER.match(each.text)), None)
    head = [each for each in main if number and each.place < number.place]
    after = [each for each in main if not number or each.place > number.place]
    title = _title(paper, after)
    below = after[len(title) :]
    addressee = below[0] if below and below[0].text.endswith(("：", ":")) and not level(below[0].text) else None
    rest = below[1:] if addressee else below
    date = next((each for each in reversed(rest) if _DATE.match(each.text)), None)
    attachments = _attachments(rest)
    imprint, table = _imprint(paper, filled)
    signature = _signature(rest, date, attachments)
    note = next((each for each in rest if date and each.place > date.place and each.text.startswith(("（", "("))), None)
    closing = {id(each) for each in (*attachments, signature, date, note, *imprint)}
    end = min((each.place for each in (*attachments, signature, date, *imprint) if each), default=len(paper.blocks))
    text = tuple(each for each in rest if id(each) not in closing and each.place < end)
    mark = head[-1] if head else None
    annexes = tuple(SetAnnex(label, _annex_title(paper, label)) for label in labels)
    return Elements(
        paper, mark, number, title, addressee, text, attachments, signature, date, note, annexes, imprint, table
    )  # fmt: skip


def level(text: str) -> int:
    """A heading's level by its ordinal, 0 for what is no heading.

    一、 and （一） head a line or run on into their sentence; a long paragraph that begins with 1. is a list's item.
    """
    found = next((place for place, form in enumerate(_LEVELS, 1) if form.match(text)), 0)
    return found if found <= 2 or len(text) <= _LONGEST_HEADING else 0


def joined(lines: Iterable[SetParagraph]) -> str:
    """A title as one text, whatever lines it is broken into."""
    return "".join("".join(line.text.split("\n")) for line in lines)


def _title(paper: SetPaper, after: Sequence[SetParagraph]) -> tuple[SetParagraph, ...]:
    """The first lines after the head: large or centred, up to a blank line or the addressee."""
    if not after or not _heads(after[0]):
        return ()
    first = after[0]
    following = takewhile(
        lambda each: _heads(each) and each.face.size == first.face.size and not paper.blanks_before(each), after[1:]
    )
    return (first, *following)


def _heads(paragraph: SetParagraph) -> bool:
    return (paragraph.align == "center" or paragraph.face.size >= gb.SIZE_2 - 8) and not paragraph.text.endswith("：")


def _annex_title(paper: SetPaper, label: SetParagraph) -> tuple[SetParagraph, ...]:
    return _title(paper, [each for each in paper.paragraphs if each.text and each.place > label.place][:6])


def _attachments(rest: Sequence[SetParagraph]) -> tuple[SetParagraph, ...]:
    start = next((place for place, each in enumerate(rest) if _ATTACHMENTS.match(each.text)), None)
    if start is None:
        return ()
    return (rest[start], *takewhile(lambda each: _ATTACHMENT.match(each.text), rest[start + 1 :]))


def _signature(
    rest: Sequence[SetParagraph], date: SetParagraph | None, attachments: Sequence[SetParagraph]
) -> SetParagraph | None:
    """The line before the date, if it reads like an issuer: short, no full stop, neither heading nor attachment."""
    before = [each for each in rest if date and each.place < date.place]
    if not before or before[-1] in attachments or level(before[-1].text):
        return None
    last = before[-1]
    return last if len(last.text) <= _LONGEST_HEADING and not last.text.endswith(("。", "：", "；")) else None


def _imprint(paper: SetPaper, filled: Sequence[SetParagraph]) -> tuple[tuple[SetParagraph, ...], SetTable | None]:
    """The lines of 抄送 and 印发, whether in paragraphs or in a table."""
    for table in reversed(paper.tables):
        if any(_PRINTED.search(each.text) for each in table.paragraphs):
            return tuple(each for each in table.paragraphs if each.text), table
    printed = next((each for each in reversed(filled) if _PRINTED.search(each.text)), None)
    if printed is None:
        return (), None
    copies = [each for each in filled[-6:] if _COPIES.match(each.text) and each.place < printed.place]
    return (*copies, printed), None
