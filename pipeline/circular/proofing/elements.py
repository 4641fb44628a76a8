"""Which paragraph is what, in any official document: by its words and its place, never by its style's name."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from pipeline import gb9704 as gb
from pipeline.circular.proofing.heads import flow, head_of, is_issue, last_of, number_in
from pipeline.circular.proofing.paper import SetPaper, SetParagraph, SetTable

_LABEL = re.compile(r"^附\s*件\s*[\d一二三四五六七八九十]*\s*[：:]?$")
_ATTACHMENTS = re.compile(r"^附\s*件\s*[：:]\s*\S")
_ATTACHMENT = re.compile(r"^\d{1,2}\s*[.．、]")
_DATE = re.compile(
    r"^[\d〇○零一二三四五六七八九十]{2,4}\s*年[\s\d一二三四五六七八九十]{0,6}月[\s\d一二三四五六七八九十]{0,6}日$"
)
_PRINTED = re.compile(r"日\s*印发\s*$")
_COPIES = re.compile(r"^(抄送|主送)\s*[：:]")
_COPIED = re.compile(r"^抄\s*送\s*[：:]")
_LAST_TABLES = 3  # among which an imprint is looked for
_ATTENDANCE = re.compile(r"^(出\s*席|请\s*假|列\s*席|缺\s*席)(人员|名单)?\s*[：:]")
_LEADS_IN = re.compile("如下|以下|现[就将对]|根据|按照|为了")
_LEVELS = tuple(  # as people write them, half-width or with other stops
    map(
        re.compile,
        (
            r"^[一二三四五六七八九十]+[、.．]",
            r"^[（(][一二三四五六七八九十]+[）)]",
            r"^\d{1,2}[.．、](?!\d)",
            r"^[（(]\d{1,2}[）)]",
        ),
    )
)
_TYPED_NAMES = 60  # characters of addressees that somebody left without their colon
_LONGEST_HEADING = 40
_NEAR_LABEL = 12  # blocks, among which an annex's title stands


@dataclass(frozen=True, slots=True)
class SetAnnex:
    """An annex's label and the lines of its title."""

    label: SetParagraph
    title: tuple[SetParagraph, ...]

    @property
    def name(self) -> str:
        return joined(self.title)


@dataclass(frozen=True, slots=True)
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
    marks: tuple[SetParagraph, ...] = ()
    """All that stands above the number and is no serial number or urgency; the last is the mark."""
    signer: str = ""
    attendance: tuple[SetParagraph, ...] = ()
    """Who was there, in minutes (出席、请假、列席)."""

    @property
    def number_text(self) -> str:
        """The number alone: one line may hold a signer, or what is flush left, as well."""
        return (number_in(self.number.text) or last_of(self.number.text)) if self.number else ""

    @property
    def is_titled_above(self) -> bool:
        """Whether the title stands over the number, as on web sites."""
        return bool(self.number and self.title) and self.title[0].place < self.number.place  # type: ignore[union-attr]

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
        return self.number is not None and not number_in(self.number.text) and is_issue(self.number.text)

    @property
    def headings(self) -> tuple[tuple[int, SetParagraph], ...]:
        """The text's numbered headings with their levels, from 1."""
        return tuple((level(each.text), each) for each in self.text if level(each.text))


def recognised(paper: SetPaper) -> Elements:
    """The elements of a paper, found from the top down: head, title, text, closing, annexes, imprint."""
    filled = [each for each in paper.paragraphs if each.text]
    labels = [each for each in filled if _LABEL.match(each.text)]
    main = [each for each in flow(paper) if not labels or each.place < labels[0].place]
    head = head_of(main)
    after = head.below(main)
    title = head.title or _title(paper, after)
    below = after if head.title else after[len(title) :]
    addressee = below[0] if below and _addresses(below) else None
    rest = below[1:] if addressee else below
    date = _date(rest)
    attachments = _attachments(rest)
    rules = tuple(_rules(paper))
    imprint, table = _imprint(paper, filled, date, bool(rules))
    signature = _signature(rest, date, attachments)
    note = next((each for each in rest if date and each.place > date.place and each.text.startswith(("（", "("))), None)
    attendance = tuple(each for each in rest if _is_of_minutes(head.mark, title) and _ATTENDANCE.match(each.text))
    closing = (*attachments, *attendance, signature, date, *imprint)
    end = min((each.place for each in closing if each), default=len(paper.blocks))
    text = tuple(each for each in rest if each.place < end and each is not note)
    annexes = tuple(SetAnnex(label, _annex_title(paper, label)) for label in labels)
    return Elements(
        paper, head.mark, head.number, title, addressee, text, attachments, signature, date, note, annexes, imprint,
        table, head.copy, head.urgency, head.issuer, rules, head.marks, head.signer, attendance,
    )  # fmt: skip


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


def _addresses(below: Sequence[SetParagraph]) -> bool:
    """Whether a first line names addressees; one that leads into the text (通报如下：) does not."""
    first, text = below[0], below[0].text
    if level(text) or (_LEADS_IN.search(text) and (first.first > 1 or text[:-1].endswith("如下"))):
        return False
    return text.endswith(("：", ":")) or _lacks_colon(below)


def _lacks_colon(below: Sequence[SetParagraph]) -> bool:
    """Whether a short line flush left, over a text that is indented, names addressees without their colon."""
    first, then = below[0], below[1] if len(below) > 1 else None
    flush = first.align in ("left", "both") and abs(first.first) < 1
    ended = first.text[-1] in "。；，、！？）)日" or len(first.text) > _TYPED_NAMES
    return flush and not ended and then is not None and then.first > 1 and then.align in ("left", "both")


def _date(rest: Sequence[SetParagraph]) -> SetParagraph | None:
    """The last line that is a date; one under the title, before any text, is none of issue."""
    starts = next((place for place, each in enumerate(rest) if each.align != "center"), len(rest))
    return next((each for each in reversed(rest[starts + 1 :]) if _DATE.match(each.text)), None)


def _is_of_minutes(mark: SetParagraph | None, title: Sequence[SetParagraph]) -> bool:
    return (mark is not None and mark.text.endswith("纪要")) or joined(title).endswith("纪要")


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
    following = paper.blocks[label.place + 1 : label.place + _NEAR_LABEL]
    return _title(paper, [each for each in following if isinstance(each, SetParagraph) and each.text])


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
    paper: SetPaper, filled: Sequence[SetParagraph], date: SetParagraph | None, letter: bool
) -> tuple[tuple[SetParagraph, ...], SetTable | None]:
    """The lines of 抄送 and 印发, whether in paragraphs or in a table; a letter has no 印发, others may lack it."""
    table = _table_with(paper, _PRINTED)
    printed = next((each for each in reversed(filled) if _PRINTED.search(each.text)), None)
    if table is None and printed is not None:
        before = [each for each in filled if each.place < printed.place][-6:]
        return (*(each for each in before if _COPIES.match(each.text)), printed), None
    if table is None and letter:
        return tuple(each for each in filled if _COPIES.match(each.text) and "framePr" in each.properties), None
    table = table or _table_with(paper, _COPIED)
    if table is not None:
        return tuple(each for each in table.paragraphs if each.text), table
    return tuple(each for each in filled if date and each.place > date.place and _COPIED.match(each.text)), None


def _table_with(paper: SetPaper, form: re.Pattern[str]) -> SetTable | None:
    last = reversed(paper.tables[-_LAST_TABLES:])
    return next((table for table in last if any(form.search(each.text) for each in table.paragraphs)), None)


def is_printer(paragraph: SetParagraph) -> bool:
    """Whether a line of the imprint tells who printed it and when."""
    return _PRINTED.search(paragraph.text) is not None
