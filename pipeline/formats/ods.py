"""Reading .ods packages (OpenDocument): content.xml streamed; what is repeated and empty costs nothing."""

from dataclasses import dataclass, field

from pipeline.formats.draft import Budget, Draft, Shown, dated, stored, truth, worded
from pipeline.formats.faults import Fault, Unreadable
from pipeline.formats.grid import Form, Grid
from pipeline.formats.parts import Attributes, Handler, Package
from pipeline.settings import Limits

_HIDDEN = ("collapse", "filter")
_STORED = {"float": Form.NUMBER, "currency": Form.NUMBER, "percentage": Form.PERCENT}
_BLANK: Shown = (Form.TEXT, "", None)
_MOST_SPACES = 1_000
_DEEPEST = 200
_MOST_LINES = 2_000_000  # more rows or columns than any program has


def read_ods(package: Package, limits: Limits) -> tuple[Grid, ...]:
    """The tables of an OpenDocument spreadsheet. :class:`Unreadable` says why not."""
    if "META-INF/manifest.xml" in package:
        manifest = _Manifest()
        package.parse("META-INF/manifest.xml", manifest)
        if manifest.is_encrypted:
            raise Unreadable(Fault.ENCRYPTED)
    styles = _Styles()
    if "styles.xml" in package:
        package.parse("styles.xml", styles)
    content = _Content(styles, Budget(limits.cells))
    package.parse("content.xml", content)
    if not content.is_spreadsheet:
        raise Unreadable(Fault.WORD)
    return tuple(draft.grid() for draft in content.drafts)


class _Manifest(Handler):
    """The package's list of parts, which says whether they are encrypted."""

    is_encrypted = False

    def start(self, name: str, attributes: Attributes) -> None:
        self.is_encrypted = self.is_encrypted or (name == "algorithm" and "algorithm-name" in attributes)


class _Styles(Handler):
    """What styles do to what is read: which strike text out or raise it, which hide a table."""

    def __init__(self) -> None:
        self._own: dict[str, dict[str, bool]] = {"struck": {}, "raised": {}, "hides": {}}
        self._parents: dict[str, str] = {}
        self._name = ""

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "style":
            self._name = f"{attributes.get('family', '')} {attributes.get('name', '')}"
            self._parents[self._name] = f"{attributes.get('family', '')} {attributes.get('parent-style-name', '')}"
        elif name == "text-properties":
            line = attributes.get("text-line-through-style", attributes.get("text-line-through-type"))
            if line:
                self._own["struck"][self._name] = line != "none"
            if position := attributes.get("text-position"):
                self._own["raised"][self._name] = not position.startswith("0%")
        elif name == "table-properties" and "display" in attributes:
            self._own["hides"][self._name] = attributes["display"] == "false"

    def is_struck(self, style: str) -> bool:
        return self._is("struck", f"table-cell {style}")

    def is_out(self, style: str) -> bool:
        """Whether a run of text does not count: struck out, or raised as a footnote's mark is."""
        return self._is("struck", f"text {style}") or self._is("raised", f"text {style}")

    def hides(self, style: str) -> bool:
        return self._is("hides", f"table {style}")

    def _is(self, what: str, name: str) -> bool:
        """A property of a style, its own or inherited; a circle of parents ends."""
        for _ in range(20):
            if name in self._own[what]:
                return self._own[what][name]
            name = self._parents.get(name, "")
        return False


@dataclass(slots=True)
class _Text:
    """The text of one cell, paragraph by paragraph; its annotation apart from it."""

    standing: list[str] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    annotation: list[str] = field(default_factory=list)


_NO_TEXT = _Text()


class _Content(_Styles):
    """The content part: automatic styles first, then the tables of the spreadsheet itself."""

    def __init__(self, styles: _Styles, budget: Budget) -> None:
        super().__init__()
        self._own, self._parents = styles._own, styles._parents
        self.drafts: list[Draft] = []
        self.is_spreadsheet = False
        self._budget = budget
        self._path: list[str] = []
        self._draft: Draft | None = None
        self._row = self._column = 0
        self._column_defined = 0
        self._row_times = 1
        self._row_cells: list[tuple[int, int, Shown, str, str]] = []
        self._cell: Attributes | None = None
        self._cell_depth = 0
        self._text = _Text()
        self._runs: list[bool] = []

    def start(self, name: str, attributes: Attributes) -> None:
        self._budget.step()
        self._path.append(name)
        if len(self._path) > _DEEPEST:
            raise Unreadable(Fault.DAMAGED)
        if self._cell is not None:
            self._start_within(name, attributes)
        elif self._draft is None:
            if name == "spreadsheet":
                self.is_spreadsheet = True
            elif name == "table" and self._path[-2:-1] == ["spreadsheet"]:
                self._open_table(attributes)
            else:
                super().start(name, attributes)
        elif name == "table-source":  # a copy of another workbook's sheet, kept for its formulas
            self._draft.hidden = True
        elif name == "table-column":
            self._define_column(attributes)
        elif name == "table-row":
            self._open_row(attributes)
        elif name in ("table-cell", "covered-table-cell"):
            self._cell, self._cell_depth, self._text, self._runs = attributes, len(self._path), _Text(), []

    def end(self, name: str) -> None:
        if self._cell is not None and len(self._path) == self._cell_depth:
            self._close_cell(name == "covered-table-cell")
        elif self._cell is not None:
            self._end_within(name)
        elif name == "table-row" and self._draft:
            self._close_row(self._draft)
        elif name == "table" and self._draft and self._path[-2] == "spreadsheet":
            self.drafts.append(self._draft)
            self._draft = None
        self._path.pop()

    def text(self, text: str) -> None:
        if self._cell is None:
            return
        inside = self._path[self._cell_depth :]
        if inside[:1] == ["annotation"]:
            if "p" in inside:
                self._text.annotation.append(text)
        elif inside[:1] == ["p"] and not {"ruby-text", "note", "annotation"} & set(inside):
            (self._text.out if any(self._runs) else self._text.standing).append(text)

    def _open_table(self, attributes: Attributes) -> None:
        hidden = self.hides(attributes.get("style-name", ""))
        self._draft = Draft(attributes.get("name", ""), self._budget, hidden)
        self._row = self._column_defined = 1

    def _define_column(self, attributes: Attributes) -> None:
        times = _times(attributes, "number-columns-repeated")
        if self._draft and attributes.get("visibility") in _HIDDEN:
            self._draft.hide_columns(self._column_defined, times)
        self._column_defined += times

    def _open_row(self, attributes: Attributes) -> None:
        self._row_times, self._row_cells, self._column = _times(attributes, "number-rows-repeated"), [], 1
        if self._draft and attributes.get("visibility") in _HIDDEN:
            self._draft.hide_rows(self._row, self._row_times)

    def _close_row(self, draft: Draft) -> None:
        """Write the row's cells as often as it is repeated; the budget ends a repetition that never would."""
        for row in range(self._row, self._row + self._row_times) if self._row_cells else ():
            for column, times, shown, struck, comment in self._row_cells:
                for place in range(column, column + times):
                    draft.put(row, place, shown, struck=struck, comment=comment)
        self._row += self._row_times

    def _start_within(self, name: str, attributes: Attributes) -> None:
        """An element inside a cell: runs, line breaks and spaces; a further paragraph is a further line."""
        inside = self._path[self._cell_depth :]
        if name == "p" and len(inside) == 1 and (self._text.standing or self._text.out):
            self.text("\n")
        elif name == "span":
            self._runs.append(self.is_out(attributes.get("style-name", "")))
        elif name == "s":
            self.text(" " * min(_times(attributes, "c"), _MOST_SPACES))
        elif name in ("tab", "line-break"):
            self.text("\t" if name == "tab" else "\n")

    def _end_within(self, name: str) -> None:
        if name == "span" and self._runs:
            self._runs.pop()

    def _close_cell(self, is_covered: bool) -> None:
        attributes, self._cell = self._cell or {}, None
        times = _times(attributes, "number-columns-repeated")
        rows, columns = _times(attributes, "number-rows-spanned"), _times(attributes, "number-columns-spanned")
        if self._draft and not is_covered:
            self._draft.merge(self._row, self._column, rows, columns)
            shown, struck = self._shown(attributes) if attributes or self._text != _NO_TEXT else (_BLANK, "")
            if shown[1].strip() or struck.strip():
                comment = "".join(self._text.annotation)
                self._row_cells.append((self._column, times, shown, struck, comment))
        self._column += times

    def _shown(self, attributes: Attributes) -> tuple[Shown, str]:
        """A cell by its type, and what of it is struck out."""
        text, struck = "".join(self._text.standing), "".join(self._text.out)
        kind = attributes.get("value-type", "")
        shown = worded(text)
        if shown[0] is Form.ERROR or kind == "error":
            shown = (Form.ERROR, text or "#ERR", None)
        elif kind in _STORED:
            shown = stored(attributes.get("value", ""), _STORED[kind])
        elif kind == "date":
            shown = dated(attributes.get("date-value", ""))
        elif kind == "boolean":
            shown = truth(attributes.get("boolean-value") == "true")
        elif not text and not struck:
            formula = attributes.get("formula", "").partition("=")[2]
            shown = (
                (Form.UNCALCULATED, f"={formula}", None)
                if formula and not kind
                else worded(attributes.get("string-value", ""))
            )
        if self.is_struck(attributes.get("style-name", "")):
            return (shown[0], "", shown[2]), shown[1]
        return shown, struck


def _times(attributes: Attributes, name: str) -> int:
    """How often something is repeated or how far it spans: at least once, at most as often as there are rows."""
    given = attributes.get(name)
    return min(max(int(given[:9]), 1), _MOST_LINES) if given and given.isdecimal() else 1
