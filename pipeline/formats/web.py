"""Reading what systems export under the name of .xls: web pages, saved pages (MHTML), XML spreadsheets of 2003.

Pages are cut into tags by one linear pattern of our own: what the standard library's parser makes of broken tags
differs from release to release, and some of it takes quadratic time.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.formats.draft import Budget, Draft, stored, typed
from pipeline.formats.encodings import MixedError, decoded, marked, named
from pipeline.formats.faults import Fault, Unreadable
from pipeline.formats.grid import Form, Grid
from pipeline.formats.mime import Part
from pipeline.settings import Limits

_PAGE = re.compile(rb"\s*<(?:html|!doctype|!--|\?xml|table|head|meta|body|style|div)", re.IGNORECASE)
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_STRUCK_CLASS = re.compile(r"\.([\w-]+)\s*\{[^{}]*line-through[^{}]*\}")
_NO_TEXT = re.compile(
    r"<!--(?s:.*?)(?:-->|\Z)|<(script|style|title|comment)\b(?s:.*?)(?:</\1\s*>|\Z)|<[!?][^>]*(?:>|\Z)", re.IGNORECASE
)
_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/<>"']*)((?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)>|<[a-zA-Z/][^<>]*+>""")
_ATTRIBUTE = re.compile(r"""([^\s=/"'<>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_STRUCK_TAGS = {"s", "strike", "del", "sup", "sub"}
_LINE_TAGS = {"br", "p", "div", "li"}
_MOST_COLUMNS, _MOST_ROWS, _DEEPEST = 256, 65_534, 50


def is_web(data: bytes) -> bool:
    """Whether a text is a web page, a saved page or XML."""
    mark = marked(data)
    opening = mark[1][:512].replace(b"\0", b"") if mark else data[:512]
    return bool(_PAGE.match(opening)) or bool(re.match(rb"\s*(?:mime-version|from|x-[\w-]+):", opening, re.IGNORECASE))


def read_web(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    """The sheets of a page, a saved page or an XML spreadsheet; :class:`Unreadable` where none holds a table."""
    from pipeline.formats.spreadsheetml import is_spreadsheet, read_spreadsheet

    budget = Budget(limits.cells)
    if is_spreadsheet(data):
        return read_spreadsheet(_text(data), budget)
    if _PAGE.match(data.lstrip(b"\xef\xbb\xbf\xff\xfe")) or marked(data):
        pages = [("", data, "")]
    else:
        pages = list(_saved_pages(data, limits))
    grids = tuple(grid for name, page, charset in pages if (grid := _Page(name, budget).read(_text(page, charset))))
    if not grids:
        raise Unreadable(Fault.WEB)
    return grids


def _saved_pages(data: bytes, limits: Limits) -> Iterator[tuple[str, bytes, str]]:
    """The pages of a saved page: name, bytes, and the charset that its header tells."""
    whole = Part.read(data.lstrip())
    parts = whole.parts(limits.members) if whole.kind.startswith("multipart/") else iter((whole,))
    for part in parts:
        if part.kind == "text/html":
            place = part.header("content-location").decode("ascii", "ignore").replace("\\", "/")
            yield place.rpartition("/")[2].partition(".")[0], part.content(), part.charset


def _text(data: bytes, charset: str = "") -> str:
    """The text of a page: by its mark, else by what it declares, else UTF-8 or GB18030."""
    told = _CHARSET.search(data[:4096])
    if marked(data) is None and (told or charset):
        return named(data, charset or (told[1].decode("ascii") if told else ""))
    try:
        return decoded(data)
    except MixedError as mixed:
        raise Unreadable(Fault.MIXED, f"第{mixed.line}行") from mixed


@dataclass(slots=True)
class _Table:
    """A table under way: its current row on the sheet, and the columns that cells from above still take."""

    row: int = 0
    column: int = 1
    taken: dict[int, int] = field(default_factory=dict)  # column → rows still taken
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    is_hidden: bool = False
    holds_tables: bool = False


class _Page:
    """A page's tables, one below the other, as a spreadsheet program opens them; lines between them are rows too."""

    def __init__(self, name: str, budget: Budget) -> None:
        self._budget = budget
        self._draft = Draft(name, budget)
        self._tables: list[_Table] = []
        self._bottom = 0
        self._has_table = False
        self._cells: list[tuple[int, int, dict[str, str]]] = []
        self._texts: list[tuple[list[str], list[str]]] = [([], [])]
        self._runs: list[tuple[str, bool]] = []
        self._struck_classes: set[str] = set()

    def read(self, text: str) -> Grid | None:
        """The page's sheet; None where it has no table."""
        self._struck_classes = set(_STRUCK_CLASS.findall(text))
        text = _NO_TEXT.sub("", text)
        end = 0
        for tag in _TAG.finditer(text):
            self._budget.step()
            self._say(text[end : tag.start()])
            end = tag.end()
            if tag[2]:
                name = tag[2].lower()
                if tag[1]:
                    self._close(name)
                else:
                    self._open(name, _attributes(tag[3]))
        self._say(text[end:])
        while self._tables:
            self._close("table")
        self._line()
        return self._draft.grid() if self._has_table else None

    def _say(self, raw: str) -> None:
        if raw and (self._cells or not self._tables):
            out = any(struck for _, struck in self._runs)
            self._texts[-1][out].append(html.unescape(_SPACE.sub(" ", raw)))

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table":
            self._open_table(attributes)
        elif name == "tr" and self._tables:
            self._open_row(self._tables[-1], attributes)
        elif name in ("td", "th") and self._tables:
            self._open_cell(self._tables[-1], attributes)
        elif name in _LINE_TAGS:
            self._texts[-1][0].append("\n")
        elif name in _STRUCK_TAGS or name in ("span", "font"):
            struck = (
                name in _STRUCK_TAGS
                or "line-through" in attributes.get("style", "").lower()
                or attributes.get("class", "") in self._struck_classes
            )
            if len(self._runs) < _DEEPEST:
                self._runs.append((name, struck))

    def _close(self, name: str) -> None:
        if name in ("td", "th", "tr"):
            self._close_cell()
        elif name == "table" and self._tables:
            self._close_table()
        elif name in ("p", "div", "h1", "h2", "h3", "center"):
            self._texts[-1][0].append("\n")
        elif any(each == name for each, _ in self._runs):
            while self._runs.pop()[0] != name:
                pass

    def _open_table(self, attributes: dict[str, str]) -> None:
        if not self._tables:
            self._line()
        if len(self._tables) >= _DEEPEST:
            raise Unreadable(Fault.WEB)
        for outer in self._tables:
            outer.holds_tables = True
        self._has_table = True
        self._tables.append(_Table(is_hidden=_is_hidden(attributes)))
        self._cells.append((0, 0, {}))
        self._texts.append(([], []))
        self._runs.clear()

    def _open_row(self, table: _Table, attributes: dict[str, str]) -> None:
        self._close_cell()
        self._bottom += 1
        table.row, table.column = self._bottom, 1
        table.taken = {column: rows - 1 for column, rows in table.taken.items() if rows > 1}
        if table.is_hidden or _is_hidden(attributes):
            self._draft.hide_rows(table.row)

    def _open_cell(self, table: _Table, attributes: dict[str, str]) -> None:
        self._close_cell()
        if not table.row:
            self._open_row(table, {})
        while table.column in table.taken:
            table.column += 1
        if table.column > _MOST_COLUMNS * 64:
            raise Unreadable(Fault.TOO_LARGE)
        columns = _span(attributes, "colspan", _MOST_COLUMNS)
        rows = _span(attributes, "rowspan", _MOST_ROWS)
        if rows > 1 or columns > 1:
            if len(table.merges) > 100_000:
                raise Unreadable(Fault.TOO_LARGE)
            table.merges.append((table.row, table.column, rows, columns))
        if rows > 1:
            table.taken.update(dict.fromkeys(range(table.column, table.column + columns), rows))
        self._cells[-1] = (table.row, table.column, attributes)
        table.column += columns

    def _close_cell(self) -> None:
        """Write what the cell holds; text between the cells of a table belongs nowhere."""
        if not self._cells:
            return
        row, column, attributes = self._cells[-1]
        standing, out = ("".join(part) for part in self._texts[-1])
        self._cells[-1], self._texts[-1] = (0, 0, {}), ([], [])
        self._runs.clear()
        if not row or _is_hidden(attributes):
            return
        text, struck = _tidy(standing), _tidy(out)
        shown = typed(text) if "x:str" not in attributes else (Form.TEXT, text, None)
        exact = attributes.get("x:num", "")
        if exact and shown[0] in (Form.NUMBER, Form.PERCENT):  # the cell shows it rounded
            shown = stored(exact, shown[0])
        self._draft.put(row, column, shown, struck=struck)

    def _close_table(self) -> None:
        self._close_cell()
        table = self._tables.pop()
        self._cells.pop()
        self._texts.pop()
        if table.holds_tables:  # it only laid others out
            return
        for row, column, rows, columns in table.merges:
            self._draft.merge(row, column, min(rows, table.row - row + 1), columns)

    def _line(self) -> None:
        """The text before, between and after the tables, a row for each line."""
        standing, out = ("".join(part) for part in self._texts[0])
        self._texts[0] = ([], [])
        for line in (_tidy(part) for part in (standing + "\n" + out).split("\n")):
            if line:
                self._bottom += 1
                self._draft.put(self._bottom, 1, (Form.TEXT, line, None))


def _attributes(raw: str) -> dict[str, str]:
    if not raw.strip(" /"):
        return {}
    return {
        name.lower(): html.unescape(double or single or bare) for name, double, single, bare in _ATTRIBUTE.findall(raw)
    }


def _span(attributes: dict[str, str], name: str, most: int) -> int:
    given = attributes.get(name, "").strip()[:9]
    return min(max(int(given), 1), most) if given.isdecimal() else 1


def _is_hidden(attributes: dict[str, str]) -> bool:
    return "hidden" in attributes or bool(re.search(r"display\s*:\s*none", attributes.get("style", ""), re.IGNORECASE))


def _tidy(text: str) -> str:
    """A cell's text without the blanks of its source."""
    return re.sub(" ?\n ?", "\n", text).strip(" \n\xa0")
