"""How it is written (clauses 7.1, 7.3.3, 9): punctuation and figures, indents that are typed, what hides in a file."""

import re
from collections.abc import Iterator

from pipeline import gb9704 as gb
from pipeline.circular.proofing.elements import Elements
from pipeline.circular.proofing.measure import Measure, excerpt, measure
from pipeline.circular.proofing.paper import SetParagraph
from pipeline.gb9704 import Form

_TYPED = re.compile(r"^[ \u3000\t]{2,}|^\u3000")
_AROUND = 6


def measures(elements: Elements) -> Iterator[Measure]:
    written = [*elements.title, *elements.text, *elements.attachments]
    if written:
        yield _none_of(gb.PUNCTUATION, "标点符号", written, "没有半角标点")
        yield _none_of(gb.FULL_WIDTH_DIGITS, "阿拉伯数字", written, "都是半角")
    typed = [each for each in elements.text if _TYPED.match("".join(run.text for run in each.runs))]
    if elements.text:
        seen = f"{len(typed)} 段敲了空格，如 {excerpt(typed[0].text)}" if typed else "没有敲空格"
        yield measure(gb.INDENT_SET, "缩进方式", seen, not typed)
    boxes = elements.paper.boxes
    if boxes:
        yield measure(gb.NO_BOXES, "文本框", f"{len(boxes)} 个，如 {excerpt(boxes[0])}", False)
    if elements.paper.open_changes:
        yield measure(gb.NO_REVISIONS, "修订和批注", f"还有 {elements.paper.open_changes} 处", False)


def _none_of(form: Form, item: str, written: list[SetParagraph], none: str) -> Measure:
    """That a form occurs nowhere; the first places are shown with what stands around them."""
    found = [
        text[max(match.start() - _AROUND, 0) : match.end() + _AROUND]
        for each in written
        for text in (each.text.replace("\n", ""),)
        for match in re.finditer(form, text)
    ]
    more = f"等 {len(found)} 处" if len(found) > 3 else ""
    seen = "、".join(f"“{each}”" for each in found[:3]) + more
    return measure(form, item, seen or none, not found)
