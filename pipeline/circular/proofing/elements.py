"""Which paragraph is what, in any official document: by its words and its place, never by its style's name."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from pipeline import gb9704 as gb
from pipeline.circular.proofing.paper import SetPaper, SetParagraph, SetTable

_NUMBER = re.compile(r"^\S{0,16}\s*[〔\[（(【﹝〈]\s*\d{2,4}\s*[〕\]）)】﹞〉]\s*第?\s*\d*\s*号$")
_ISSUE = re.compile(r"^[^第]{0,24}第\s*[\d一二三四五六七八九十百]*\s*期$")
_COPY = re.compile(r"^\d{3,10}$")
_URGENCY = re.compile(r"^(特急|加急|急件|紧急|特提|平急)$")
_LABEL = re.compile(r"^附\s*件\s*[\d一二三四五六七八九十]*\s*[：:]?$")
_ATTACHMENTS = re.compile(r"^附\s*件\s*[：:]\s*\S")
_ATTACHMENT = re.compile(r"^\d{1,2}\s*[.．、]")
_DATE = re.compile(
    r"^[\d〇○零一二三四五六七八九十]{2,4}\s*年[\s\d一二三四五六七八九十]{0,6}月[\s\d一二三四五六七八九十]{0,6}日$"
)
_PRINTED = re.compile(r"日\s*印发\s*$")
_COPIES = re.compile(r"^(抄送|主送)\s*[：:]")
_LEVELS = tuple(re.compile(form) for form in gb.HEADING_FORMS)
_LONGEST_HEADING = 40
_HEAD = 16  # the first paragraphs with text, among which a head is looked for


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
    """The elements that were recognised; ``None`` or empty where there are none.

    ``number`` is the document's number, or the issue's (第5期) of a series; ``issuer`` the line of issuer and date
    over the red line of a series, ``rules`` the double rules of a letter, each with the white between its lines.
    """

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
    copy: SetParagraph | None = None
    urgency: SetParagraph | None = None
    issuer: SetParagraph | None = None
    rules: tuple[tuple[SetParagraph, ...], ...] = ()

    @property
    def number_text(self) -> str:
        """The number alone: a letter's may stand on one line with what is flush left."""
        return _last(self.number) if self.number else ""

    @property
    def underlined(self) -> SetParagraph | None:
        """The line that the red line stands under."""
        return self.issuer or self.number

    @property
    def is_letter(self) -> bool:
        """A letter's mark is a name without 文件, its number stands to the right."""
        named = self.mark is not None and not self.mark.text.endswith("文件")
        return bool(self.rules) or (named and self.number is not None and self.number.align == "right")

    @property
    def is_series(self) -> bool:
        return self.number is not None and _ISSUE.match(self.number_text) is not None

    @property
    def headings(self) -> tuple[tuple[int, SetParagraph], ...]:
        """The text's numbered headings with their levels, from 1."""
        return tuple((level(each.text), each) for each in self.text if level(each.text))


def recognised(paper: SetPaper) -> Elements:
    """The elements of a paper, found from the top down: head, title, text, closing, annexes, imprint."""
    filled = [each for each in paper.paragraphs if each.text]
    labels = [each for each in filled if _LABEL.match(each.text)]
    main = [each for each in filled if not labels or each.place < labels[0].place]
    top = main[:_HEAD]
    number = next((each for each in top if _NUMBER.match(_last(each))), None) or next(
        (each for each in top if _ISSUE.match(each.text)), None
    )
    issuer = _issuer(main, number)
    last = issuer or number
    copy, urgency = (_cornered(top, number, form) for form in (_COPY, _URGENCY))
    corner = [each for each in (copy, urgency) if each is not number]
    head = [each for each in main if number and each.place < number.place and each not in corner]
    after = [each for each in main if (not last or each.place > last.place) and each not in corner]
    title = _title(paper, after)
    below = after[len(title) :]
    addressee = below[0] if below and _addresses(below[0].text) else None
    rest = below[1:] if addressee else below
    date = next((each for each in reversed(rest) if _DATE.match(each.text)), None)
    attachments = _attachments(rest)
    rules = tuple(_rules(paper))
    imprint, table = _imprint(paper, filled, bool(rules))
    signature = _signature(rest, date, attachments)
    note = next((each for each in rest if date and each.place > date.place and each.text.startswith(("（", "("))), None)
    closing = {id(each) for each in (*attachments, signature, date, note, *imprint)}
    end = min((each.place for each in (*attachments, signature, date, *imprint) if each), default=len(paper.blocks))
    text = tuple(each for each in rest if id(each) not in closing and each.place < end)
    mark = head[-1] if head else None
    annexes = tuple(SetAnnex(label, _annex_title(paper, label)) for label in labels)
    return Elements(
        paper, mark, number, title, addressee, text, attachments, signature, date, note, annexes, imprint, table,
        copy, urgency, issuer, rules,
    )  # fmt: skip


def _last(paragraph: SetParagraph) -> str:
    """What stands at the right end of a line with stops."""
    return paragraph.text.rpartition("\t")[2]


def _issuer(main: Sequence[SetParagraph], number: SetParagraph | None) -> SetParagraph | None:
    """The line of issuer and date that follows the issue's number in a series."""
    if number is None or not _ISSUE.match(number.text):
        return None
    following = next((each for each in main if each.place > number.place), None)
    return following if following and (following.border("bottom") or _DATE.match(_last(following))) else None


def _cornered(top: Sequence[SetParagraph], number: SetParagraph | None, form: re.Pattern[str]) -> SetParagraph | None:
    """Serial number or urgency: above the mark, or in a letter beside the number or on the two lines under it."""
    near = [each for each in top if number and each.place <= number.place + 2]
    return next((each for each in near if form.match(each.text.partition("\t")[0].strip())), None)


def _rules(paper: SetPaper) -> Iterator[tuple[SetParagraph, ...]]:
    """The red rules of a letter: empty paragraphs in a frame, some of them filled with red."""
    for frame, group in groupby(paper.paragraphs, key=lambda each: each.properties.get("framePr")):
        lines = tuple(group)
        if frame and all(each.blank for each in lines) and any(map(is_red, lines)):
            yield lines


def is_red(paragraph: SetParagraph) -> bool:
    """Whether a paragraph is filled with red."""
    return re.match(gb.MARK_COLOUR, paragraph.properties.get("shd", {}).get("fill", "auto").upper()) is not None


def level(text: str) -> int:
    """A heading's level by its ordinal, 0 for what is no heading.

    一、 and （一） head a line or run on into their sentence; a long paragraph that begins with 1. is a list's item.
    """
    found = next((place for place, form in enumerate(_LEVELS, 1) if form.match(text)), 0)
    return found if found <= 2 or len(text) <= _LONGEST_HEADING else 0


def _addresses(text: str) -> bool:
    """Whether a first line names addressees; one that leads into the text (通报如下：) does not."""
    return text.endswith(("：", ":")) and not text[:-1].endswith("如下") and not level(text)


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


def _imprint(
    paper: SetPaper, filled: Sequence[SetParagraph], letter: bool
) -> tuple[tuple[SetParagraph, ...], SetTable | None]:
    """The lines of 抄送 and 印发, whether in paragraphs or in a table; a letter has no 印发."""
    for table in reversed(paper.tables):
        if any(_PRINTED.search(each.text) for each in table.paragraphs):
            return tuple(each for each in table.paragraphs if each.text), table
    printed = next((each for each in reversed(filled) if _PRINTED.search(each.text)), None)
    if printed is None:
        framed = (each for each in filled if _COPIES.match(each.text) and "framePr" in each.properties)
        return tuple(framed) if letter else (), None
    before = [each for each in filled if each.place < printed.place][-6:]
    return (*(each for each in before if _COPIES.match(each.text)), printed), None


def is_printer(paragraph: SetParagraph) -> bool:
    """Whether a line of the imprint tells who printed it and when."""
    return _PRINTED.search(paragraph.text) is not None
