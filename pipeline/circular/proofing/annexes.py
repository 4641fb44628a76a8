"""Annexes (clause 7.3.7): each on a new page, label and title in their places, named as the text names them."""

from collections.abc import Iterator

from pipeline import gb9704 as gb
from pipeline.circular.proofing.closing import attachment_name
from pipeline.circular.proofing.elements import Elements, SetAnnex
from pipeline.circular.proofing.faces import Fonts, face, runs_of
from pipeline.circular.proofing.measure import Measure, excerpt, matches, measure
from pipeline.circular.proofing.paper import SetPaper, SetParagraph, SetTable
from pipeline.circular.proofing.text import centred

_NEAR = 0.3
_PUSHING = 5  # blank lines that may be meant to fill a page


def measures(elements: Elements, fonts: Fonts) -> Iterator[Measure]:
    for annex in elements.annexes:
        yield from _annex(elements.paper, annex, fonts)
    if elements.annexes and elements.imprint:
        yield _order(elements)
    if elements.attachments:
        told = elements.attachments[0].text
        yield measure(gb.ATTACHMENTS_COLON, "附件说明", excerpt(told), matches(gb.ATTACHMENTS_COLON, told))
    if elements.annexes or elements.attachments:
        yield _names(elements)


def _annex(paper: SetPaper, annex: SetAnnex, fonts: Fonts) -> Iterator[Measure]:
    label = annex.label
    new = _starts_page(paper, label)
    if new is not None:
        yield measure(gb.ANNEX_NEW_PAGE, f"{label.text}另面", "另面" if new else "接排", new)
    flush = label.align in ("left", "both") and abs(label.first) <= _NEAR
    seen = f"{excerpt(label.text)}{'顶格' if flush else '不顶格'}"
    yield measure(gb.ANNEX_LABEL_FORM, f"{label.text}序号", seen, flush and matches(gb.ANNEX_LABEL_FORM, label.text))
    named = fonts.belongs(label.face.font, gb.HEITI)
    yield measure(gb.LABEL_FONT, f"{label.text}字体", label.face.font, named and label.face.size == gb.SIZE_3)
    if not annex.title:
        if _leads_to_table(paper, label):
            return  # whose first row may be the title
        yield measure(gb.ANNEX_TITLE_LINE, f"{label.text}标题", "没有认出标题", False)
        return
    line = 2 + paper.blanks_before(annex.title[0])
    yield measure(gb.ANNEX_TITLE_LINE, f"{label.text}标题位置", f"第 {line} 行", line == gb.ANNEX_TITLE_LINE)
    yield centred(gb.ANNEX_TITLE_ALIGN, f"{label.text}标题", annex.title)
    yield from face(f"{label.text}标题", runs_of(annex.title), fonts, gb.ANNEX_TITLE_FONT, gb.ANNEX_TITLE_SIZE)


def _order(elements: Elements) -> Measure:
    last, imprint = elements.annexes[-1].label, elements.imprint[0]
    before = last.place < imprint.place
    return measure(gb.ANNEX_BEFORE_IMPRINT, "附件和版记", f"{last.text}在版记{'前' if before else '后'}", before)


def _starts_page(paper: SetPaper, label: SetParagraph) -> bool | None:
    """By its own property, a page break before it, or a section that ends before it.

    ``None`` where many blank lines push it down: only the printed page tells how far.
    """
    if label.has("pageBreakBefore") or label.begins_page or _text(label).startswith("\f"):
        return True
    for count, place in enumerate(range(label.place - 1, -1, -1)):
        block = paper.blocks[place]
        if not isinstance(block, SetParagraph):
            return False
        if block.ends_section or block.begins_page or _text(block).endswith("\f"):
            return True
        if not block.blank:
            return False if count < _PUSHING else None
    return True


def _text(paragraph: SetParagraph) -> str:
    return "".join(run.text for run in paragraph.runs)


def _leads_to_table(paper: SetPaper, label: SetParagraph) -> bool:
    following = paper.blocks[label.place + 1 : label.place + _PUSHING]
    below = (each for each in following if not (isinstance(each, SetParagraph) and each.blank))
    return isinstance(next(below, None), SetTable)


def _names(elements: Elements) -> Measure:
    """Numbers and titles here and in the text, as far as both are seen; spaces do not count."""
    if not elements.annexes:
        return measure(gb.ATTACHMENTS_BOUND, "附件", "不在这份文件里，没有核验", False)
    told = [_plain(attachment_name(each.text)) for each in elements.attachments]
    found = [_plain(annex.name) for annex in elements.annexes]
    if len(told) != len(found):
        return measure(gb.ATTACHMENT_NAMES, "附件名称", f"附件说明 {len(told)} 个，附件 {len(found)} 个", False)
    differs = next((f"{excerpt(a)}与 {excerpt(b)}" for a, b in zip(told, found, strict=True) if b and a != b), "")
    ordinals = [""] if len(told) == 1 else [str(place) for place in range(1, len(told) + 1)]
    labels = [f"附件{each}" for each in ordinals]
    other = next((a for a, b in zip(elements.annexes, labels, strict=True) if _number(a) != b), None)
    seen = f"{differs}不同" if differs else f"{excerpt(other.label.text)}的顺序号不同" if other else "一致"
    return measure(gb.ATTACHMENT_NAMES, "附件名称", seen, seen == "一致")


def _number(annex: SetAnnex) -> str:
    return _plain(annex.label.text).rstrip("：:")


def _plain(text: str) -> str:
    return "".join(text.split())
