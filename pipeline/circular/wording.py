"""The circular in words (行文): a month and the office's template become a document, not yet set on a page."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from pipeline.circular import dates
from pipeline.circular.annexes import annexes
from pipeline.circular.changes import changes
from pipeline.circular.elements import Elements, elements, rounds_apart, written_ordinal
from pipeline.circular.facts import facts
from pipeline.circular.glossary import known_names
from pipeline.circular.items import Item, items, lagging
from pipeline.circular.names import title as title
from pipeline.circular.progress import REASON_LIMIT, reason_of
from pipeline.circular.rule import rule_sentence as rule_sentence
from pipeline.document import Annex, Document, Head, Imprint, Paragraph, Role, Span
from pipeline.findings import Finding, PipelineError, Rule, Severity
from pipeline.formats.templates import literals, render
from pipeline.formats.writings import Writing
from pipeline.model import Month
from pipeline.settings import Settings
from pipeline.source import Where

HAND_TYPED = Rule(
    "W101",
    Severity.NOTE,
    "模板里有手写的数字",
    "模板里手写了数字“{digits}”，不随数据变化，也没有出处。",
    "请改用模板名称；确实每月都一样的，可以保留。",
)
NO_SUCH_ANNEX = Rule(
    "W102",
    Severity.WARNING,
    "附件没有对应的表",
    "附件说明列了“{name}”，程序没有这个附件。",
    "请照自带模板取用附件名称，或者成文后自行附上。",
)
PERSONAL_DATA = Rule(
    "W103",
    Severity.WARNING,
    "原因中有个人信息",
    "{name}的原因中有证件号码或者电话，通报中已隐去。",
    "请提醒{owner}不要在表中填写个人信息。",
)
OVERLONG_REASON = Rule(
    "W104",
    Severity.NOTE,
    "原因过长",
    "{name}的原因超过{limit}字，中间又没有断句，通报没有摘录。",
    "请{owner}改写，或者定稿时由人工摘录。",
)
RULES = (HAND_TYPED, NO_SUCH_ANNEX, PERSONAL_DATA, OVERLONG_REASON)

_MOST_NAMED = 10
_DIGITS = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?")


@dataclass(frozen=True, slots=True)
class Composed:
    """The circular as data, and what is to be said of its wording."""

    document: Document
    findings: tuple[Finding, ...]


def compose(
    month: Month,
    settings: Settings,
    template: str | Writing,
    *,
    template_name: str = "通报.txt",
    parts: Mapping[str, str] = MappingProxyType({}),
) -> Composed:
    """The circular of a month in the words of a template or manuscript, which may include the ``parts``.

    :class:`PipelineError` names the template's line where it cannot be used; whatever units sent never stops it.
    """
    writing = template if isinstance(template, Writing) else Writing(template_name, template)
    apart = replace(writing, source=rounds_apart(writing.source))
    sections = {name: rounds_apart(part) for name, part in parts.items()}
    found = elements(render(apart, facts(month, settings), parts=sections, known=known_names()).lines)
    if not found.title:
        raise PipelineError(f"模板 {writing.name} 没有“标题：”这一行，请补上。")
    attached = _attached(found, annexes(month, settings))
    findings = (
        *writing.findings,
        *hand_typed(writing),
        *(finding for name, part in parts.items() for finding in hand_typed(Writing(name, part))),
        *_without_table(found, attached, writing.name),
        *_about_reasons(lagging(items(month, settings))),
    )
    document = Document(
        title=found.title,
        head=_head(month, settings),
        body=tuple(_body(found)),
        annexes=attached,
        imprint=Imprint(found.copies, settings.office.printer, dates.dated(month)),
        changes=changes(month, settings),
        author=settings.office.short,
    )
    return Composed(replace(document, remarks=tuple(_remarks(month, document, findings))), findings)


def _head(month: Month, settings: Settings) -> Head:
    """What the head bears; a circular of a series (督查通报) has its own mark and an issue for a number."""
    office, issue = settings.office, month.issue
    if settings.circular.layout == "bulletin":
        serial = issue.serial.removeprefix(office.bulletin_mark)
        return Head(office.bulletin_mark, "", issue.copy, issue.urgency, serial)
    return Head(office.mark, dates.numbered(month), issue.copy, issue.urgency)


def _body(found: Elements) -> Iterator[Paragraph]:
    """The elements in the standard's order: addressees, text, names of the annexes, issuer, date, note."""
    if found.addressees:
        yield _paragraph(Role.ADDRESSEE, f"{found.addressees.rstrip('：:')}：")
    yield from found.text
    for place, name in enumerate(found.annexes, 1):
        number = f"{place}." if len(found.annexes) > 1 else ""
        yield _paragraph(Role.ATTACHMENTS, f"{'附件：' if place == 1 else ''}{number}{name}")
    if found.signature:
        yield _paragraph(Role.SIGNATURE, found.signature)
    if found.date:
        yield _paragraph(Role.DATE, found.date)
    if found.note:
        yield _paragraph(Role.NOTE, f"（{found.note.strip('（）()')}）")


def _paragraph(role: Role, text: str) -> Paragraph:
    return Paragraph(role, (Span(text),))


def _attached(found: Elements, known: Sequence[Annex]) -> tuple[Annex, ...]:
    """The annexes that the text names, numbered as it names them."""
    by_title = {annex.title: annex for annex in known}
    several = len(found.annexes) > 1
    return tuple(
        replace(by_title[name], number=place if several else None)
        for place, name in enumerate(found.annexes, 1)
        if name in by_title
    )


def hand_typed(writing: Writing) -> Iterator[Finding]:
    """The digits that the wording itself writes, ordinals apart: they follow no data."""
    for literal in literals(writing):
        words = literal.text.strip()
        if found := _DIGITS.findall(words, len(written_ordinal(words))):
            yield HAND_TYPED.at(Where(writing.name, "", writing.place(literal.line), words), digits="、".join(found))


def _without_table(found: Elements, attached: Sequence[Annex], name: str) -> Iterator[Finding]:
    titles = {annex.title for annex in attached}
    for each in found.annexes:
        if each not in titles:
            yield NO_SUCH_ANNEX.at(Where(name), name=each)


def _about_reasons(behind: Sequence[Item]) -> Iterator[Finding]:
    for item in behind:
        told = reason_of(item)
        if item.entry is None or not (told.hidden or told.overlong):
            continue
        rule, owner = PERSONAL_DATA if told.hidden else OVERLONG_REASON, item.task.unit
        yield rule.at(
            item.entry.where,
            unit=owner,
            task=item.task.id,
            indicator=item.judged.id,
            name=item.name,
            owner=owner,
            limit=REASON_LIMIT,
        )


def _remarks(month: Month, document: Document, findings: Sequence[Finding]) -> Iterator[str]:
    """What is open, for the head of the review copy (核稿)."""
    numbered = "发文字号" if document.head and document.head.number else "期号"
    if not (month.issue.serial or (numbered == "发文字号" and month.issue.number)):
        yield f"{numbered}未填，请在本月事项中填写，或者编号后手工补上。"
    if not month.issue.dated:
        day = dates.issued(month)
        yield f"成文日期未填，文中期限暂按{day.month}月{day.day}日成文推算；请在本月事项中填写后重新生成。"
    doubtful = sum(bool(span.evidence and span.evidence.doubts) for span in document.spans())
    if doubtful:
        yield f"有{doubtful}处数字存疑，已逐处标出，请核对后再发。"
    graded = Counter(each.severity for each in month.findings)
    if graded:
        words = {Severity.ERROR: "需退回或者催报的", Severity.WARNING: "需提醒的", Severity.NOTE: "备注"}
        told = "、".join(f"{words[each]}{graded[each]}处" for each in Severity if graded[each])
        yield f"核查发现{told}，见问题清单。"
    corrected = [each.indicator.name for each in month.assessments if each.corrected]
    if corrected:
        yield f"按本月事项更正的数据：{_some(corrected)}。"
    if month.amendments:
        yield f"文中写明更正的以前通报的数据：{_some([each.indicator.name for each in month.amendments])}。"
    unexplained = [
        each.indicator.name
        for each in month.assessments
        if each.status.lags and not (each.entry and each.entry.problem.strip())
    ]
    if unexplained:
        yield f"滞后而报送表未填写原因的：{_some(unexplained)}。"
    yield from (str(each) for each in findings)


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:_MOST_NAMED]) + (f"等{len(names)}项" if len(names) > _MOST_NAMED else "")
