"""What a reader sees of a Word document (.docx): paragraphs and tables, without their looks.

Word hides much between the words that a reader sees: tracked deletions, moved text, field codes, text that is set
hidden, the copies of text boxes for older programs. Libraries that read ``paragraph.text`` also lose what stands in
tracked insertions, content controls and links. Here the XML itself is walked.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.findings import PipelineError
from pipeline.formats.word_extras import Found, edge_text, extras, is_hidden
from pipeline.formats.word_styles import Styles, read_styles

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LIMIT = 64_000_000
_BESIDE = re.compile(r"word/(styles|numbering|(header|footer)\d{0,2})\.xml")
_MOST_PARTS = 40

_WRAPPERS = frozenset(
    _W + name
    for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple", "dir", "bdo")
)
_UNSEEN = frozenset(
    [
        _W + name
        for name in (
            "del",
            "moveFrom",
            "pPr",
            "rPr",
            "sdtPr",
            "sdtEndPr",
            "instrText",
            "delText",
            "txbxContent",
            "tblPr",
        )
    ]
    + [_FALLBACK]
)
_MARKS = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-", _W + "ptab": "\t"}


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """A paragraph's text. ``numbered`` says that Word prints a number before it which is not in the text.

    ``number`` is that number as Word prints it, empty for a bullet; ``centred`` how it stands; ``extras`` what else is
    in it and is no plain text.
    """

    text: str
    numbered: bool = False
    number: str = ""
    centred: bool = False
    extras: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class WordCell:
    """A cell as a reader sees it: a merged cell stands, the same, in every place that it covers.

    ``row`` and ``column`` are its first place, counted from 0.
    """

    text: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table as rows of cells, each in its column."""

    rows: tuple[tuple[WordCell, ...], ...]


@dataclass(frozen=True, slots=True)
class WordText:
    """The blocks of a document in reading order, and what could not be honoured.

    ``revised``: tracked changes that nobody has accepted yet (insertions are read, deletions are not). ``boxes``: the
    texts of text boxes, which stand beside the text and are not among the blocks. ``headers`` and ``footers``: the
    words at the edges of the pages, page numbers left out.
    """

    blocks: tuple[WordParagraph | WordTable, ...]
    revised: bool = False
    boxes: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    footers: tuple[str, ...] = ()


def read_word(data: bytes, name: str = "Word文件", limit: int = _LIMIT) -> WordText:
    """The text of a .docx; a :class:`PipelineError` says what is wrong with one that cannot be read.

    ``limit`` is how many bytes one of its parts may hold once unpacked.
    """
    parts = _parts(data, name, limit)
    body = parts["word/document.xml"].find(_W + "body")
    if body is None:
        raise PipelineError(f"{name}里没有正文，请确认是用 Word 或 WPS 保存的 .docx 文件。")
    styles = read_styles(parts.get("word/styles.xml"), parts.get("word/numbering.xml"))
    boxes = tuple(text for box in body.iter(_W + "txbxContent") if not _in_fallback(box) and (text := _box_text(box)))
    revised = any(True for _ in body.iter(_W + "ins", _W + "del", _W + "moveFrom", _W + "moveTo"))
    edges = {
        kind: tuple(text for part, root in parts.items() if f"/{kind}" in part and (text := edge_text(root)))
        for kind in ("header", "footer")
    }
    return WordText(tuple(_blocks(body, styles)), revised, boxes, edges["header"], edges["footer"])


def _parts(data: bytes, name: str, limit: int) -> dict[str, etree._Element]:
    """The main part and those beside it that say how its paragraphs look."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise PipelineError(f"{name}加了打开密码，请去掉密码后再运行。")
        raise PipelineError(f"{name}是旧版 .doc 或 .wps 格式，请用 Word 或 WPS 另存为 .docx 后再运行。")
    if not data.startswith(b"PK"):
        raise PipelineError(f"{name}不是 .docx 文件，请用 Word 或 WPS 另存为 .docx 后再运行。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            beside = [each for each in package.namelist() if _BESIDE.fullmatch(each)][:_MOST_PARTS]
            return {part: _part(package, part, name, limit) for part in ("word/document.xml", *beside)}
    except KeyError as fault:
        raise PipelineError(f"{name}不是 Word 文档（可能是表格或压缩包），请换成 .docx 文件后再运行。") from fault
    except RuntimeError as fault:  # a member that is itself encrypted
        raise PipelineError(f"{name}加了打开密码，请去掉密码后再运行。") from fault
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, etree.XMLSyntaxError) as fault:
        raise PipelineError(f"{name}已损坏，打不开，请在自己电脑上确认能打开后另存一份再运行。") from fault


def _part(package: zipfile.ZipFile, part: str, name: str, limit: int) -> etree._Element:
    """A part of the package, parsed without entities and without asking the network."""
    with package.open(part) as member:
        content = member.read(limit + 1)
    if len(content) > limit:
        what = "正文" if part == "word/document.xml" else "内容"
        raise PipelineError(f"{name}的{what}过大（超过{limit // 1_000_000}兆字节），请删去无关内容后再运行。")
    foreign = f"{name}含有不允许的内容（XML实体定义），请用 Word 或 WPS 打开后另存一份。"
    if b"<!DOCTYPE" in content[:4096]:
        raise PipelineError(foreign)
    content = content.replace(_STRICT.encode(), _TRANSITIONAL.encode())
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    if root.getroottree().docinfo.internalDTD is not None:
        raise PipelineError(foreign)
    return root


def _children(element: etree._Element) -> Iterator[etree._Element]:
    """The children that a reader sees, through content controls, links and insertions."""
    for child in element:
        if child.tag in _WRAPPERS:
            yield from _children(child)
        elif isinstance(child.tag, str) and child.tag not in _UNSEEN:
            yield child


def _blocks(body: etree._Element, styles: Styles) -> Iterator[WordParagraph | WordTable]:
    """Paragraphs and tables; a paragraph whose mark is deleted runs on into the next one."""
    pending = ""
    left: tuple[Found, ...] = ()
    for child in _children(body):
        if child.tag == _W + "p":
            text, found = pending + _text(child), (*left, *extras(child))
            if child.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None:
                pending, left = text, found
                continue
            pending, left = "", ()
            number = styles.number(child)
            yield WordParagraph(text, number is not None, number or "", styles.is_centred(child), found)
        elif child.tag == _W + "tbl":
            yield _table(child, styles)
    if pending:
        yield WordParagraph(pending, extras=left)


def _text(paragraph: etree._Element) -> str:
    return "".join(_pieces(paragraph)).strip("\n")


def _pieces(element: etree._Element) -> Iterator[str]:
    for child in _children(element):
        if child.tag == _W + "t":
            yield child.text or ""
        elif child.tag in _MARKS:
            yield _MARKS[str(child.tag)]
        elif child.tag == _W + "r":
            if not is_hidden(child):
                yield from _pieces(child)
        else:
            yield from _pieces(child)


def _table(table: etree._Element, styles: Styles) -> WordTable:
    """The rows of a table, vertical and horizontal merges spread over the places that they cover."""
    rows: list[tuple[WordCell, ...]] = []
    for element in _children(table):
        if element.tag != _W + "tr" or element.find(f"{_W}trPr/{_W}del") is not None:
            continue
        above = rows[-1] if rows else ()
        row: list[WordCell] = [
            WordCell("", len(rows), at) for at in range(_number(element, f"{_W}trPr/{_W}gridBefore"))
        ]
        for cell in _children(element):
            if cell.tag == _W + "tc":
                row += _cell(cell, len(rows), row, above, styles)
        rows.append(tuple(row))
    return WordTable(tuple(rows))


def _cell(
    element: etree._Element, row: int, before: list[WordCell], above: tuple[WordCell, ...], styles: Styles
) -> list[WordCell]:
    """One cell, once for each column that it spans; the continuation of a merge is the cell it continues."""
    column = len(before)
    span = max(_number(element, f"{_W}tcPr/{_W}gridSpan"), 1)
    if _continues(element, "vMerge") and column < len(above):
        return [above[column]] * span
    if _continues(element, "hMerge") and before:
        return [before[-1]] * span
    text = "\n".join(_lines(element, styles)).strip("\n")
    return [WordCell(text, row, column)] * span


def _continues(cell: etree._Element, merge: str) -> bool:
    found = cell.find(f"{_W}tcPr/{_W}{merge}")
    return found is not None and found.get(_W + "val", "continue") == "continue"


def _lines(element: etree._Element, styles: Styles) -> Iterator[str]:
    """The lines of a cell or box; a table inside it gives a line for each of its rows."""
    for block in _blocks(element, styles):
        if isinstance(block, WordParagraph):
            yield block.text
        else:
            for row in block.rows:
                yield "\t".join(cell.text for cell in dict.fromkeys(row))


def _box_text(box: etree._Element) -> str:
    return "\n".join(line for line in _lines(box, Styles()) if line.strip())


def _in_fallback(element: etree._Element) -> bool:
    return next(element.iterancestors(_FALLBACK), None) is not None


def _number(element: etree._Element, path: str) -> int:
    found = element.find(path)
    value = found.get(_W + "val", "") if found is not None else ""
    return min(int(value), 63) if value.isdigit() else 0  # Word itself has no more than 63 columns
