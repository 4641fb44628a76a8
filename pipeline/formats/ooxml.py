"""Reading .xlsx packages as they really come: streamed, bounded, with everything that decides about a figure.

Our own reader, since none of the libraries sees all that matters here: one drops error cells and aborts the whole
interpreter on a stray cell, the other refuses odd styles and joins a struck-out 368 and its successor 397 to 368397;
both are slower. Parts are counted as they inflate; declared sizes and dimensions are never trusted; a document type
declaration refuses the file, so entities never expand.
"""

import re
from datetime import date

from pipeline.formats.draft import EPOCH, EPOCH_1904, Budget, Shown, dated, stored, truth
from pipeline.formats.faults import Fault, Unreadable
from pipeline.formats.grid import Cell, Form, Grid, Span
from pipeline.formats.ooxml_shared import Comments, Rich, Strings, Styles, unescaped
from pipeline.formats.parts import Attributes, Handler, Package
from pipeline.settings import Limits

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})$", re.ASCII)


def read_xlsx(package: Package, limits: Limits) -> tuple[Grid, ...]:
    """The sheets of an .xlsx or .xlsm package; macros are never looked at. :class:`Unreadable` says why not."""
    main = next((path for kind, path in package.relations("").values() if kind == "officeDocument"), "xl/workbook.xml")
    if main not in package:
        raise Unreadable(_other_package(package))
    book = _Book()
    package.parse(main, book)
    if not book.is_workbook:
        raise Unreadable(Fault.WORD if "word/document.xml" in package else Fault.DAMAGED)
    relations = package.relations(main)
    strings, styles = Strings(), Styles()
    for kind, path in relations.values():
        if kind == "sharedStrings" and path in package:
            package.parse(path, strings)
        elif kind == "styles" and path in package:
            package.parse(path, styles)
    budget = Budget(limits.cells)
    grids = []
    for name, relation, hidden in book.sheets:
        kind, path = relations.get(relation, ("", ""))
        if kind != "worksheet":  # a chart's sheet holds no cells
            continue
        sheet = _Sheet(strings.strings, styles, book.epoch, budget)
        package.parse(path, sheet, is_sheet=True)
        comments = Comments()
        for kind, part in package.relations(path).values():
            if kind == "comments" and part in package:
                package.parse(part, comments)
        grids.append(sheet.grid(name, hidden, comments.comments))
    return tuple(grids)


def _other_package(package: Package) -> Fault:
    if "word/document.xml" in package:
        return Fault.WORD
    return Fault.DAMAGED if "[content_types].xml" in package else Fault.ARCHIVE


class _Book(Handler):
    """The workbook part: its sheets in order, and the day that its dates count from."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.epoch = EPOCH
        self.is_workbook = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "workbook":
            self.is_workbook = True
        elif name == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((unescaped(attributes.get("name", "")), attributes.get("id", ""), hidden))
        elif name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.epoch = EPOCH_1904


class _Sheet(Handler):
    """A worksheet part: the cells with content, the merges, what is hidden."""

    def __init__(self, strings: list[tuple[str, str]], styles: Styles, epoch: date, budget: Budget) -> None:
        self._strings, self._styles, self._epoch, self._budget = strings, styles, epoch, budget
        self._cells: dict[tuple[int, int], Cell] = {}
        self._merges: list[Span] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._row = self._column = 0
        self._kind = self._style = ""
        self._has_formula = self._has_value = False
        self._value: list[str] = []
        self._formula: list[str] = []
        self._rich: Rich | None = None
        self._into: list[str] | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._open_cell(attributes)
        elif name == "v":
            self._has_value, self._into = True, self._value
        elif name == "f":
            self._has_formula, self._into = True, self._formula
        elif name == "is":
            self._rich = Rich()
        elif name == "row":
            given = attributes.get("r", "")
            self._row, self._column = (int(given) if given.isdecimal() else self._row + 1), 0
            if attributes.get("hidden") in ("1", "true"):
                self._hidden_rows.add(self._row)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdecimal() and last.isdecimal():
                self._hidden_columns.update(range(int(first), min(int(last), 16_384) + 1))
        elif self._rich:
            self._rich.start(name, attributes)

    def end(self, name: str) -> None:
        if name == "c":
            self._close_cell()
        elif name in ("v", "f"):
            self._into = None
        elif self._rich:
            self._rich.end(name)

    def text(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)
        elif self._rich:
            self._rich.add(text)

    def grid(self, name: str, hidden: bool, comments: dict[str, str]) -> Grid:
        for text in comments:
            place = _place(text)
            if place in self._cells:
                self._cells[place] = _with_comment(self._cells[place], comments[text])
        return Grid(
            name=name,
            cells=self._cells,
            merges=tuple(self._merges),
            hidden=hidden,
            hidden_rows=frozenset(self._hidden_rows),
            hidden_columns=frozenset(self._hidden_columns),
        )

    def _open_cell(self, attributes: Attributes) -> None:
        place = _place(attributes.get("r", ""))
        self._row, self._column = place or (self._row, self._column + 1)
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "0")
        self._has_formula = self._has_value = False
        self._rich = None
        self._value.clear()
        self._formula.clear()

    def _close_cell(self) -> None:
        raw = "".join(self._value)
        formula = "".join(self._formula)
        shown: Shown = (Form.TEXT, "", None)
        struck = ""
        if self._kind == "inlineStr" and self._rich:
            text, struck = self._rich.result()
            shown = (Form.TEXT, text, None)
        elif self._kind == "s" and raw:
            if not raw.isdecimal() or int(raw) >= len(self._strings):
                raise Unreadable(Fault.DAMAGED)
            text, struck = self._strings[int(raw)]
            shown = (Form.TEXT, text, None)
        elif raw:
            shown = self._typed(raw)
        elif self._has_formula and not (self._has_value and self._kind == "str"):  # =IF(A1="","",A1) says nothing
            shown = (Form.UNCALCULATED, f"={formula}", None)
        form, text, value = shown
        if text and self._styles.is_struck(self._style):
            text, struck = "", text
        if not (text.strip() or struck.strip()):
            return
        self._budget.spend()
        if (self._row, self._column) in self._cells:  # two cells at one address: readers differ on which they take
            raise Unreadable(Fault.DAMAGED)
        self._cells[self._row, self._column] = Cell(
            row=self._row,
            column=self._column,
            form=form,
            text=text,
            value=value,
            formula=f"={formula}" if self._has_formula else "",
            struck=struck,
        )

    def _typed(self, raw: str) -> Shown:
        """A stored value by its cell's type: a formula's text, boolean, error, ISO date, or a number as shown."""
        if self._kind == "str":
            return Form.TEXT, unescaped(raw), None
        if self._kind == "b":
            return truth(raw.strip() in ("1", "true"))
        if self._kind == "e":
            return Form.ERROR, raw, None
        if self._kind == "d":
            return dated(raw)
        form, text, value = stored(raw, self._styles.form(self._style), self._epoch)
        measure = self._styles.measure(self._style)
        if measure and form is Form.NUMBER:  # the cell reads 6.48公里, and a person would have typed it so
            return Form.TEXT, f"{text}{measure}", None
        return form, text, value

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        start, stop = _place(first), _place(last or first)
        if start and stop and start != stop and len(self._merges) < 100_000:
            self._merges.append(Span(start[0], start[1], stop[0], stop[1]))


def _place(text: str) -> tuple[int, int] | None:
    """``G5`` is (5, 7); None for what is no address."""
    found = _ADDRESS.match(text)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def _with_comment(cell: Cell, comment: str) -> Cell:
    return Cell(cell.row, cell.column, cell.form, cell.text, cell.value, cell.formula, cell.struck, comment)
