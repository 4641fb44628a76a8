"""Names of attachments, issuer, date, note (clauses 7.3.4 to 7.3.6)."""

import re
from collections.abc import Iterator
from itertools import chain

from pipeline import gb9704 as gb
from pipeline.circular.closing import attachment_indent, closing_indents
from pipeline.circular.markup import hundredths
from pipeline.circular.proofing.elements import Elements
from pipeline.circular.proofing.measure import Measure, characters, excerpt, matches, measure
from pipeline.circular.proofing.paper import SetParagraph

_NEAR = 0.5
_NAME = re.compile(r"^(?:附\s*件\s*[：:])?\s*(?:\d+\s*[.．、])?\s*")
_ORDINAL = re.compile(r"^(?:附\s*件\s*[：:])?\s*(\d+)\s*([.．、])")


def measures(elements: Elements) -> Iterator[Measure]:
    return chain(_attachments(elements), _issuer_and_date(elements), _note(elements))


def attachment_name(text: str) -> str:
    """An attachment's name without 附件： and number."""
    return _NAME.sub("", text)


def _attachments(elements: Elements) -> Iterator[Measure]:
    attachments = elements.attachments
    if not attachments:
        return
    blanks = elements.paper.blanks_before(attachments[0])
    yield measure(gb.ATTACHMENTS_BLANKS, "附件说明位置", f"空 {blanks} 行", blanks == gb.ATTACHMENTS_BLANKS)
    first = attachments[0].first
    yield measure(gb.ATTACHMENTS_INDENT, "附件说明排布", f"左空 {characters(first)}", abs(first - 2) <= _NEAR)
    yield _numbers(attachments)
    width = elements.paper.section_at(attachments[0].place).text_width
    off = next((each for each in attachments if not _hangs(each, width)), None)
    seen = f"{excerpt(off.text)}没有对齐" if off else "对齐"
    yield measure(gb.ATTACHMENTS_ALIGNED, "附件名称回行", seen, off is None)
    ended = next((each.text for each in attachments if not matches(gb.ATTACHMENT_END, each.text)), "")
    yield measure(gb.ATTACHMENT_END, "附件名称末尾", f"{excerpt(ended)}后有标点" if ended else "没有标点", not ended)


def _numbers(attachments: tuple[SetParagraph, ...]) -> Measure:
    """1., 2., 3. where there are several, none where there is one."""
    told = [line for each in attachments for line in each.text.split("\n")]
    found = [(match[1] if match[2] != "、" else match[0]) if (match := _ORDINAL.match(each)) else "" for each in told]
    met = found == ([""] if len(told) == 1 else [str(place) for place in range(1, len(told) + 1)])
    return measure(gb.ATTACHMENT_NUMBERS, "附件顺序号", "、".join(filter(None, found)) or "没有标", met)


def _hangs(paragraph: SetParagraph, width: int) -> bool:
    """Whether a name starts in its place, and goes on under its first character where one line does not hold it."""
    wanted = attachment_indent(paragraph.text.replace("附件:", "附件："))
    starts = abs(paragraph.first - (wanted.left + wanted.first) / 100) <= _NEAR
    fits = (paragraph.first + hundredths(paragraph.text) / 100) * paragraph.face.pitch <= width
    return starts and (fits or abs(paragraph.indent("left") - wanted.left / 100) <= _NEAR)


def _issuer_and_date(elements: Elements) -> Iterator[Measure]:
    date = elements.date
    if date is None:
        return
    yield measure(gb.DATE_FORM, "成文日期", date.text, matches(gb.DATE_FORM, date.text))
    width = elements.paper.section_at(date.place).text_width
    if elements.signature is None:
        return
    found = (elements.signature.right_gap(width), date.right_gap(width))
    unsealed = _near(found, elements.signature, date, sealed=False)
    sealed = _near(found, elements.signature, date, sealed=True)
    met = unsealed or sealed
    fact = gb.UNSEALED_RIGHT if unsealed else gb.SEALED_DATE_RIGHT
    seen = f"署名右空 {characters(found[0])}，日期右空 {characters(found[1])}"
    yield measure(fact, "署名和成文日期排布", seen, met, "" if met else _wanted(elements.signature, date))
    if unsealed and not sealed:
        blanks = elements.paper.blanks_before(elements.signature)
        yield measure(gb.UNSEALED_BLANKS, "署名位置", f"空 {blanks} 行", blanks == gb.UNSEALED_BLANKS)


def _near(found: tuple[float, float], signature: SetParagraph, date: SetParagraph, *, sealed: bool) -> bool:
    wanted = closing_indents(signature.text, date.text, sealed)
    return all(abs(is_ - should.right / 100) <= _NEAR for is_, should in zip(found, wanted, strict=True))


def _wanted(signature: SetParagraph, date: SetParagraph) -> str:
    sealed, unsealed = (closing_indents(signature.text, date.text, each) for each in (True, False))
    return "；".join(
        f"{words}，署名右空 {characters(name.right / 100)}、日期右空 {characters(dated.right / 100)}"
        for words, (name, dated) in (("盖章的", sealed), ("不盖章的", unsealed))
    )


def _note(elements: Elements) -> Iterator[Measure]:
    note = elements.note
    if note is None:
        return
    first = note.first
    yield measure(gb.NOTE_INDENT, "附注排布", f"左空 {characters(first)}", abs(first - gb.NOTE_INDENT) <= _NEAR)
    yield measure(gb.NOTE_FORM, "附注", excerpt(note.text), matches(gb.NOTE_FORM, note.text))
