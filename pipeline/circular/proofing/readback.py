"""Reading a .docx back: every property after defaults, styles and direct formatting, as Word resolves them."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from pipeline.circular.markup import NAMESPACE
from pipeline.circular.proofing.paper import Properties, SetPaper, SetParagraph, SetRun, SetSection, SetTable, whole
from pipeline.findings import PipelineError

Element = Any

_W = f"{{{NAMESPACE}}}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_INLINE = {"hyperlink", "ins", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml"}
_BLOCK = {"sdt", "sdtContent", "customXml"}
_UNPACKED = 256_000_000
_ENDED_BY = {
    ("ind", "firstLine"): ("hanging", "hangingChars"),
    ("ind", "hanging"): ("firstLine", "firstLineChars"),
    ("rFonts", "ascii"): ("asciiTheme",),
    ("rFonts", "eastAsia"): ("eastAsiaTheme",),
    ("rFonts", "hAnsi"): ("hAnsiTheme",),
    ("rFonts", "cs"): ("cstheme",),
}


def read_back(data: bytes) -> SetPaper:
    """A .docx as it is set. What is no .docx is a :class:`PipelineError`."""
    return _Reader(_opened(data)).paper()


def _opened(data: bytes) -> Any:
    import docx

    refused = PipelineError("这份文件不是能读的 Word 文件（.docx）。请用 Word 或 WPS 打开，另存为 .docx 后再核验。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            bounded = sum(member.file_size for member in archive.infolist()) <= _UNPACKED
        document = docx.Document(io.BytesIO(data)) if bounded else None
    except Exception as fault:  # python-docx raises whatever it stumbles on in a package that is not Word's
        raise refused from fault
    if document is None:
        raise refused
    return document


class _Reader:
    """Resolves properties through defaults and styles while it reads."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.body = document.element.body
        styles = document.styles.element
        self.styles = {style.get(f"{_W}styleId"): style for style in styles.findall(f"{_W}style")}
        self.default = next(
            (
                name
                for name, each in self.styles.items()
                if each.get(f"{_W}default") == "1" and _kind(each) == "paragraph"
            ),
            "",
        )
        self.base = {
            kind: _own(styles.find(f"{_W}docDefaults/{_W}{kind}Default/{_W}{kind}")) for kind in ("pPr", "rPr")
        }
        self.resolved: dict[tuple[str, str], Properties] = {}

    def paper(self) -> SetPaper:
        blocks = tuple(self._block(place, each) for place, each in enumerate(_blocks(self.body)))
        sections = tuple(self._section(each) for each in self.body.iter(f"{_W}sectPr"))
        facing = self.document.settings.element.find(f"{_W}evenAndOddHeaders")
        on = facing is not None and facing.get(f"{_W}val", "1") not in ("0", "false")
        return SetPaper(blocks, sections, on)

    def _block(self, place: int, element: Element) -> SetParagraph | SetTable:
        return self._table(place, element) if _name(element) == "tbl" else self._paragraph(place, element)

    def _paragraph(self, place: int, element: Element) -> SetParagraph:
        own = element.find(f"{_W}pPr")
        style = _value(own, "pStyle") or self.default
        text = _merged(self.base["rPr"], self._style(style, "rPr"))
        runs = tuple(self._run(each, text) for each in _runs(element))
        mark = SetRun("", _merged(text, _own(None if own is None else own.find(f"{_W}rPr"))))
        properties = _merged(self.base["pPr"], self._style(style, "pPr"), _own(own))
        drawn = element.find(f".//{_W}drawing") is not None or element.find(f".//{_W}pict") is not None
        ends = own is not None and own.find(f"{_W}sectPr") is not None
        return SetParagraph(place, runs, properties, mark, drawn, ends)

    def _run(self, element: Element, text: Properties) -> SetRun:
        own = element.find(f"{_W}rPr")
        return SetRun(
            _text(element), _merged(text, self._style(_value(own, "rStyle"), "rPr"), _own(own)), _field(element)
        )

    def _style(self, name: str, kind: str) -> Properties:
        """A style's properties after those of the styles that it is based on."""
        if name not in self.styles:
            return {}
        if (name, kind) not in self.resolved:
            self.resolved[name, kind] = {}  # a style based on itself ends here
            style = self.styles[name]
            above = self._style(_value(style, "basedOn"), kind)
            self.resolved[name, kind] = _merged(above, _own(style.find(f"{_W}{kind}")))
        return self.resolved[name, kind]

    def _table(self, place: int, element: Element) -> SetTable:
        properties = element.find(f"{_W}tblPr")
        rows = element.findall(f"{_W}tr")
        own = _own(properties)
        return SetTable(
            place,
            whole(own.get("tblW", {}).get("w"), 0) if own.get("tblW", {}).get("type") == "dxa" else 0,
            tuple(whole(each.get(f"{_W}w"), 0) for each in element.iterfind(f"{_W}tblGrid/{_W}gridCol")),
            tuple(
                tuple(whole(each.get(f"{_W}w"), 0) for each in row.iterfind(f"{_W}tc/{_W}tcPr/{_W}tcW")) for row in rows
            ),
            bool(rows) and rows[0].find(f"{_W}trPr/{_W}tblHeader") is not None,
            all(row.find(f"{_W}trPr/{_W}cantSplit") is not None for row in rows),
            own.get("tblpPr", {}),
            {name.partition("/")[2]: each for name, each in own.items() if name.startswith("tblBorders/")},
            tuple(self._paragraph(place, each) for each in element.iter(f"{_W}p")),
        )

    def _section(self, element: Element) -> SetSection:
        own = _own(element)
        footers = {}
        for reference in element.findall(f"{_W}footerReference"):
            part = self.document.part.related_parts[reference.get(f"{_R}id")]
            kind = reference.get(f"{_W}type", "default")
            footers[kind] = tuple(self._paragraph(0, each) for each in part.element.iter(f"{_W}p"))
        return SetSection(own.get("pgSz", {}), own.get("pgMar", {}), own.get("docGrid", {}), footers)


def _blocks(body: Element) -> Iterator[Element]:
    for child in body:
        if _name(child) in ("p", "tbl"):
            yield child
        elif _name(child) in _BLOCK:
            yield from _blocks(child)


def _runs(element: Element) -> Iterator[Element]:
    for child in element:
        if _name(child) == "r":
            yield child
        elif _name(child) in _INLINE:
            yield from _runs(child)


def _text(run: Element) -> str:
    found = []
    for child in run:
        match _name(child):
            case "t":
                found.append(child.text or "")
            case "tab":
                found.append("\t")
            case "br" | "cr":
                found.append("\f" if child.get(f"{_W}type") == "page" else "\n")
    return "".join(found)


def _field(run: Element) -> str:
    return "".join(each.text or "" for each in run.findall(f"{_W}instrText")).strip()


def _own(element: Element | None) -> Properties:
    """An element's children as name → attributes; borders one level deeper."""
    found: Properties = {}
    for child in () if element is None else element:
        name = _name(child)
        if name in ("pBdr", "tblBorders"):
            found |= {f"{name}/{_name(edge)}": _attributes(edge) for edge in child}
        else:
            found[name] = _attributes(child)
    return found


def _merged(first: Properties, *layers: Properties) -> Properties:
    """Later layers win, attribute by attribute, and end what excludes them: a hanging indent, a theme's font."""
    found = dict(first)
    for layer in layers:
        for name, given in layer.items():
            found[name] = _over(name, found[name], given) if name in found else given
    return found


def _over(name: str, former: dict[str, str], given: dict[str, str]) -> dict[str, str]:
    ended = {other for attribute in given for other in _ENDED_BY.get((name, attribute), ())}
    return {attribute: value for attribute, value in former.items() if attribute not in ended} | given


def _attributes(element: Element) -> dict[str, str]:
    return {name.rpartition("}")[2]: value for name, value in element.attrib.items()}


def _value(element: Element | None, name: str) -> str:
    child = None if element is None else element.find(f"{_W}{name}")
    return "" if child is None else child.get(f"{_W}val", "")


def _kind(style: Element) -> str:
    return str(style.get(f"{_W}type"))


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
