"""What stands in or about the paragraphs of a Word document and is no plain text: revisions, boxes, notes, fields."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


class Extra(StrEnum):
    """A kind of what is no plain text."""

    INSERTED = "插入"
    DELETED = "删去"
    BOX = "文本框"
    PICTURE = "图片"
    CHART = "图表"
    OBJECT = "嵌入的对象"
    FORMULA = "公式"
    FOOTNOTE = "脚注"
    ENDNOTE = "尾注"
    COMMENT = "批注"
    FIELD = "域"
    HIDDEN = "隐藏文字"


@dataclass(frozen=True, slots=True)
class Found:
    """One of them, with its words where it has any."""

    kind: Extra
    text: str = ""


_INSERTED = (_W + "ins", _W + "moveTo")
_DELETED = (_W + "del", _W + "moveFrom")
_MARKS = {
    _W + "footnoteReference": Extra.FOOTNOTE,
    _W + "endnoteReference": Extra.ENDNOTE,
    _W + "commentReference": Extra.COMMENT,
    _W + "object": Extra.OBJECT,
    _MATH + "oMath": Extra.FORMULA,
}
_DRAWN = {"pic": Extra.PICTURE, "imagedata": Extra.PICTURE, "chart": Extra.CHART, "relIds": Extra.CHART}
_TEXTS = (_W + "t", _W + "delText")
_LINKS = ("HYPERLINK", "")  # a link's words are plain text


def extras(paragraph: etree._Element) -> tuple[Found, ...]:
    """What stands in a paragraph and is no plain text, each kind and text once."""
    return tuple(dict.fromkeys(_found(paragraph)))


def _found(element: etree._Element) -> Iterator[Found]:
    for child in element:
        if not isinstance(child.tag, str) or child.tag == _FALLBACK:
            continue
        if child.tag in _INSERTED or child.tag in _DELETED:
            yield Found(Extra.INSERTED if child.tag in _INSERTED else Extra.DELETED, _text(child))
            yield from _found(child)
        elif child.tag in _MARKS:
            yield Found(_MARKS[child.tag], _text(child))
        elif child.tag == _W + "txbxContent":
            yield Found(Extra.BOX, _text(child))
        elif child.tag == _W + "instrText" or child.tag == _W + "fldSimple":
            instruction = (child.text or child.get(_W + "instr") or "").strip()
            if instruction.partition(" ")[0].upper() not in _LINKS:
                yield Found(Extra.FIELD, instruction)
            yield from _found(child)
        elif drawn := _DRAWN.get(etree.QName(child).localname):
            if not child.tag.startswith(_W):
                yield Found(drawn)
        else:
            if child.tag == _W + "r" and is_hidden(child) and (text := _text(child)):
                yield Found(Extra.HIDDEN, text)
            yield from _found(child)


def is_hidden(run: etree._Element) -> bool:
    """Whether a run is set hidden (隐藏文字)."""
    hidden = run.find(f"{_W}rPr/{_W}vanish")
    return hidden is not None and hidden.get(_W + "val", "1") not in ("0", "false", "off")


def edge_text(part: etree._Element) -> str:
    """The words of a header or footer; a page number, with its dashes, is none."""
    text = _text(part).strip()
    return "" if re.fullmatch(r"[\d\s—–\-－第页共/　]*", text) else text


def _text(element: etree._Element) -> str:
    return "".join(each.text or "" for each in element.iter(*_TEXTS)).strip()
