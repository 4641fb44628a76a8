"""Reading a .docx back: every property after defaults, styles and direct formatting, as Word resolves them."""

from collections.abc import Iterator
from typing import Any

from pipeline.circular.markup import NAMESPACE
from pipeline.circular.proofing.numbering import Numbering
from pipeline.circular.proofing.package import WordPackage
from pipeline.circular.proofing.paper import Properties, SetPaper, SetParagraph, SetRun, SetSection, SetTable, whole
from pipeline.circular.proofing.themes import theme_fonts, with_theme

Element = Any

_W = f"{{{NAMESPACE}}}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_INLINE = {"hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo"}
_SHAPES = ("shape", "rect", "group", "line")  # of the older kind; they say where they float
_BLOCK = {"sdt", "sdtContent", "customXml", "ins", "moveTo"}
_UNMARKED_SIZE = {"w": "12240", "h": "15840"}  # what Word takes where a file names no page
_UNMARKED_MARGINS = dict.fromkeys(("top", "right", "bottom", "left"), "1440") | dict.fromkeys(
    ("header", "footer"), "720"
)
_ENDED_BY = {
    ("ind", "firstLine"): ("hanging", "hangingChars"),
    ("ind", "hanging"): ("firstLine", "firstLineChars"),
    ("rFonts", "ascii"): ("asciiTheme",),
    ("rFonts", "eastAsia"): ("eastAsiaTheme",),
    ("rFonts", "hAnsi"): ("hAnsiTheme",),
    ("rFonts", "cs"): ("cstheme",),
}
_ENDING = {name for name, _ in _ENDED_BY}


def read_back(data: bytes) -> SetPaper:
    """A .docx as it is set. What is no .docx is a :class:`~pipeline.findings.PipelineError`."""
    return _Reader(WordPackage(data)).paper()


class _Reader:
    """Resolves properties through defaults, styles and lists while it reads."""

    def __init__(self, package: WordPackage) -> None:
        self.package = package
        self.body = package.body
        styles, self.settings = package.part("styles"), package.part("settings")
        self.styles = {} if styles is None else {each.get(f"{_W}styleId"): each for each in styles.iter(f"{_W}style")}
        self.default = next(
            (
                name
                for name, each in self.styles.items()
                if each.get(f"{_W}default") in ("1", "true") and each.get(f"{_W}type") == "paragraph"
            ),
            "",
        )
        self.base = {
            kind: _own(None if styles is None else styles.find(f"{_W}docDefaults/{_W}{kind}Default/{_W}{kind}"))
            for kind in ("pPr", "rPr")
        }
        self.theme = theme_fonts(package.part("theme"), self.settings)
        self.numbering = Numbering(package.part("numbering"))
        self.resolved: dict[tuple[str, str], Properties] = {}
        self.footers: dict[str, tuple[tuple[SetParagraph, ...], bool]] = {}

    def paper(self) -> SetPaper:
        blocks = tuple(self._block(place, each) for place, each in enumerate(_blocks(self.body)))
        sections = tuple(self._section(each) for each in _sections(self.body)) or (
            SetSection(_UNMARKED_SIZE, _UNMARKED_MARGINS, {}, {}),
        )
        facing = None if self.settings is None else self.settings.find(f"{_W}evenAndOddHeaders")
        on = facing is not None and facing.get(f"{_W}val", "1") not in ("0", "false", "off")
        return SetPaper(blocks, sections, on, _boxes(self.body), _open_changes(self.body))

    def _block(self, place: int, element: Element) -> SetParagraph | SetTable:
        return self._table(place, element) if _name(element) == "tbl" else self._paragraph(place, element)

    def _paragraph(self, place: int, element: Element, boxed: str | None = None) -> SetParagraph:
        own = element.find(f"{_W}pPr")
        style = _value(own, "pStyle") or self.default
        text = _merged(self.base["rPr"], self._style(style, "rPr"))
        runs = tuple(self._run(each, text) for each in _runs(element))
        mark = SetRun("", self._faced(_merged(text, _own(None if own is None else own.find(f"{_W}rPr")))))
        styled = self._style(style, "pPr")
        listed, label = self._listed(_merged(styled, _own(own)).get("numPr/", {}), text)
        properties = _merged(self.base["pPr"], styled, listed, _own(own))
        drawn, shaped = _drawings(element)
        ends = own is not None and own.find(f"{_W}sectPr") is not None
        return SetParagraph(place, (*label, *runs), properties, mark, drawn, shaped, ends, _begins_page(element), boxed)

    def _listed(self, number: dict[str, str], text: Properties) -> tuple[Properties, tuple[SetRun, ...]]:
        """What a list adds to a paragraph: its level's indents, and the number that is printed before the text."""
        identity, depth = number.get("numId", ""), whole(number.get("ilvl"), 0)
        level = self.numbering.level(identity, depth)
        if level is None:
            return {}, ()
        label = self.numbering.next(identity, depth)
        face = self._faced(_merged(text, _own(level.find(f"{_W}rPr"))))
        return _own(level.find(f"{_W}pPr")), (SetRun(label, face),) if label else ()

    def _run(self, element: Element, text: Properties) -> SetRun:
        own = element.find(f"{_W}rPr")
        properties = _merged(text, self._style(_value(own, "rStyle"), "rPr"), _own(own))
        hidden = properties.get("vanish", {"val": "0"}).get("val", "1") not in ("0", "false", "off")
        return SetRun("" if hidden else _text(element), self._faced(properties), _field(element))

    def _faced(self, properties: Properties) -> Properties:
        return with_theme(properties, self.theme)

    def _style(self, name: str, kind: str) -> Properties:
        """A style's properties after those of the styles that it is based on."""
        chain: dict[str, None] = {}
        while name in self.styles and (name, kind) not in self.resolved and name not in chain:
            chain[name] = None
            name = _value(self.styles[name], "basedOn")
        found = self.resolved.get((name, kind), {})
        for each in reversed(chain):
            found = self.resolved[each, kind] = _merged(found, _own(self.styles[each].find(f"{_W}{kind}")))
        return found

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
            tuple(_rules(_merged(self._style(_value(properties, "tblStyle"), "tblPr"), own), rows)),
            tuple(self._paragraph(place, each) for each in element.iter(f"{_W}p")),
        )

    def _footer(self, identity: str) -> tuple[tuple[SetParagraph, ...], bool]:
        """A footer's paragraphs, and whether its number is turned; read once, whatever sections share it."""
        if identity not in self.footers:
            part = self.package.related(identity)
            lines = () if part is None else (each for each in part.iter(f"{_W}p") if not _is_copy(each))
            set_lines = tuple(self._paragraph(0, each, _boxed(each)) for each in lines)
            self.footers[identity] = (set_lines, part is not None and _is_turned(part))
        return self.footers[identity]

    def _section(self, element: Element) -> SetSection:
        own = _own(element)
        footers, turned = {}, False
        for reference in element.findall(f"{_W}footerReference"):
            kind, lines, turns = reference.get(f"{_W}type", "default"), *self._footer(reference.get(f"{_R}id", ""))
            if lines:
                footers[kind] = lines
                turned = turned or turns
        size, margins = _UNMARKED_SIZE | own.get("pgSz", {}), _UNMARKED_MARGINS | own.get("pgMar", {})
        starts, first = own.get("type", {}).get("val", ""), own.get("titlePg", {"val": "0"}).get("val", "1")
        differs = first not in ("0", "false", "off")
        restart = own.get("pgNumType", {}).get("start", "")
        headers = (self.package.related(each.get(f"{_R}id", "")) for each in element.findall(f"{_W}headerReference"))
        headed = any(part is not None and next(part.iter(f"{_W}r"), None) is not None for part in headers)
        return SetSection(size, margins, own.get("docGrid", {}), footers, starts, differs, turned, restart, headed)


def _sections(body: Element) -> Iterator[Element]:
    """The sections in their order; those of a tracked change of format are former ones."""
    for child in _blocks(body):
        found = child.find(f"{_W}pPr/{_W}sectPr")
        if found is not None:
            yield found
    yield from (each for each in body if _name(each) == "sectPr")


def _is_turned(footer: Element) -> bool:
    """Whether a field stands in a text box whose text is turned, in the words of either kind of shape."""
    for box in footer.iter(f"{_W}txbxContent"):
        around = box.getparent().getparent()
        looks = [*around.iter("{*}bodyPr"), *around.iter("{*}textbox")]
        words = " ".join(f"{each.get('vert', '')} {each.get('style', '')}" for each in looks)
        if next(box.iter(f"{_W}instrText"), None) is not None and "vert" in words.lower():
            return True
    return False


def _boxes(body: Element) -> tuple[str, ...]:
    """The texts of text boxes, each once: the copy for older programs is left out."""
    boxes = (each for each in body.iter(f"{_W}txbxContent") if not _is_copy(each))
    texts = ("".join(each.text or "" for each in box.iter(f"{_W}t")).strip() for box in boxes)
    return tuple(text for text in texts if text)


def _is_copy(element: Element) -> bool:
    """Whether it stands in the copy of a shape for older programs."""
    return any(_name(above) == "Fallback" for above in element.iterancestors())


def _drawings(element: Element) -> tuple[bool, bool]:
    """Whether something drawn stands in a paragraph's line, and whether something floats beside it."""
    inline = floating = False
    for each in element.iter("{*}inline", "{*}anchor", f"{_W}object", f"{_W}pict"):
        styles = [shape.get("style", "") for shape in each if _name(shape) in _SHAPES] if _name(each) == "pict" else []
        floats = _name(each) == "anchor" or any("position:absolute" in style for style in styles)
        inline, floating = inline or not floats, floating or floats
    return inline, floating


def _begins_page(element: Element) -> bool:
    first = next(_runs(element), None)
    return first is not None and first.find(f"{_W}lastRenderedPageBreak") is not None


def _boxed(element: Element) -> str | None:
    """Where the text box that a paragraph stands in is placed across the page, ``None`` outside of one."""
    if all(_name(above) != "txbxContent" for above in element.iterancestors()):
        return None
    anchor = next((above for above in element.iterancestors() if _name(above) == "anchor"), None)
    across = None if anchor is None else anchor.find("{*}positionH/{*}align")
    return "" if across is None else (across.text or "")


def _rules(borders: Properties, rows: list[Element]) -> Iterator[dict[str, str]]:
    """The lines over, between and under a table's rows; a cell's own win over the table's."""
    cells = [_own(row.find(f"{_W}tc/{_W}tcPr")) for row in rows]
    for place in range(len(rows) + 1):
        edge = "top" if place == 0 else "bottom" if place == len(rows) else "insideH"
        under = cells[place - 1].get("tcBorders/bottom") if place else None
        over = cells[place].get("tcBorders/top") if place < len(rows) else None
        found = under or over or borders.get(f"tblBorders/{edge}", {})
        yield {} if found.get("val", "nil") in ("nil", "none") else found


def _open_changes(body: Element) -> int:
    """Tracked changes that nobody has accepted, and comments."""
    return sum(1 for _ in body.iter(*(f"{_W}{name}" for name in ("ins", "del", "moveFrom", "commentReference"))))


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
    around = run.getparent()
    simple = around.get(f"{_W}instr", "") if _name(around) == "fldSimple" else ""
    return simple + "".join(each.text or "" for each in run.findall(f"{_W}instrText")).strip()


def _own(element: Element | None) -> Properties:
    """An element's children as name → attributes; borders one level deeper, a list's number and level as one."""
    found: Properties = {}
    for child in () if element is None else element:
        name = _name(child)
        if name in ("pBdr", "tblBorders", "tcBorders"):
            found |= {f"{name}/{_name(edge)}": _attributes(edge) for edge in child}
        elif name == "numPr":
            found["numPr/"] = {_name(each): each.get(f"{_W}val", "") for each in child}
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
    if name not in _ENDING:
        return former | given
    ended = {other for attribute in given for other in _ENDED_BY.get((name, attribute), ())}
    return {attribute: value for attribute, value in former.items() if attribute not in ended} | given


def _attributes(element: Element) -> dict[str, str]:
    return {name.rpartition("}")[2]: value for name, value in element.attrib.items()}


def _value(element: Element | None, name: str) -> str:
    child = None if element is None else element.find(f"{_W}{name}")
    return "" if child is None else child.get(f"{_W}val", "")


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
