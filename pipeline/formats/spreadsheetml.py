"""Reading XML spreadsheets of 2003, which many systems export under the name of .xls."""

import re

from pipeline.formats.draft import EPOCH, EPOCH_1904, Budget, Draft, Shown, dated, stored, truth, worded
from pipeline.formats.faults import Fault, Unreadable
from pipeline.formats.grid import Form, Grid
from pipeline.formats.ooxml_shared import form_of
from pipeline.formats.parts import Attributes, Handler, parse_document

_NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_NAMED_FORMATS = {
    "Percent": Form.PERCENT,
    **dict.fromkeys(("General Date", "Long Date", "Medium Date", "Short Date"), Form.DATE),
    **dict.fromkeys(("Standard", "Fixed", "Currency", "Scientific", "Yes/No", "On/Off", "True/False"), Form.NUMBER),
}
_OUT = {"S", "Sup", "Sub", "Strike", "Del"}
_MOST = 2_000_000


def is_spreadsheet(data: bytes) -> bool:
    """Whether a file is an XML spreadsheet of 2003."""
    opening = data[:8192].replace(b"\0", b"")
    return _NAMESPACE.encode() in opening and b"Workbook" in opening and b"<html" not in opening.lower()


def read_spreadsheet(text: str, budget: Budget) -> tuple[Grid, ...]:
    """The sheets of an XML spreadsheet whose text is already decoded (the parser knows no GB2312)."""
    book = _Book(budget)
    parse_document(_DECLARED.sub("", text).lstrip().encode("utf-8", "replace"), book, "utf-8")
    if not book.drafts:
        raise Unreadable(Fault.WEB)
    return tuple(draft.grid() for draft in book.drafts)


class _Book(Handler):
    """The whole document: styles, then sheets of rows of cells."""

    def __init__(self, budget: Budget) -> None:
        self.drafts: list[Draft] = []
        self._budget = budget
        self._epoch = EPOCH
        self._styles: dict[str, tuple[Form, bool]] = {}
        self._style = ""
        self._row = self._column = self._next_row = self._column_defined = 0
        self._cell: Attributes = {}
        self._kind = ""
        self._into: list[str] | None = None
        self._standing: list[str] = []
        self._out: list[str] = []
        self._comment: list[str] = []
        self._names: list[str] = []

    def start(self, name: str, attributes: Attributes) -> None:
        self._budget.step()
        if self._into is not None:
            self._names.append(name)
        elif name == "Style":
            self._style = attributes.get("ID", "")
            self._styles[self._style] = self._styles.get(attributes.get("Parent", "Default"), (Form.NUMBER, False))
        elif name == "NumberFormat":
            self._styles[self._style] = (_shown_as(attributes.get("Format", "")), self._styled(self._style)[1])
        elif name == "Font" and self._style:
            self._styles[self._style] = (self._styled(self._style)[0], attributes.get("StrikeThrough") == "1")
        elif name == "Worksheet":
            self.drafts.append(Draft(attributes.get("Name", ""), self._budget))
            self._next_row, self._column_defined, self._style = 1, 1, ""
        elif self.drafts:
            self._start_within(name, attributes, self.drafts[-1])

    def _start_within(self, name: str, attributes: Attributes, draft: Draft) -> None:
        if name == "Column":
            first = _number(attributes, "Index", self._column_defined)
            count = _number(attributes, "Span", 0) + 1
            if attributes.get("Hidden") == "1":
                draft.hide_columns(first, count)
            self._column_defined = first + count
        elif name == "Row":
            self._row, self._column = _number(attributes, "Index", self._next_row), 1
            count = _number(attributes, "Span", 0) + 1
            if attributes.get("Hidden") == "1":
                draft.hide_rows(self._row, count)
            self._next_row = self._row + count
        elif name == "Cell":
            self._cell, self._kind = attributes, ""
            self._standing, self._out, self._comment = [], [], []
            self._column = _number(attributes, "Index", self._column)
        elif name == "Data":
            if "Type" in attributes:
                self._kind, self._into, self._names = attributes["Type"], self._standing, []
            else:  # a comment's
                self._into, self._names = self._comment, []
        elif name == "Visible":
            self._into, self._names = [], []

    def end(self, name: str) -> None:
        if self._into is not None and self._names:
            self._names.pop()
        elif self._into is not None:
            if name == "Visible" and "".join(self._into).strip() in ("SheetHidden", "SheetVeryHidden"):
                self.drafts[-1].hidden = True
            self._into = None
        elif name == "Cell" and self.drafts:
            self._close_cell(self.drafts[-1])
        elif name == "Date1904":
            self._epoch = EPOCH_1904
        elif name == "Style":
            self._style = ""

    def text(self, text: str) -> None:
        if self._into is self._standing and _OUT & set(self._names[-20:]):
            self._out.append(text)
        elif self._into is not None:
            self._into.append(text)

    def _close_cell(self, draft: Draft) -> None:
        across, down = _number(self._cell, "MergeAcross", 0), _number(self._cell, "MergeDown", 0)
        draft.merge(self._row, self._column, down + 1, across + 1)
        form, is_struck = self._styled(self._cell.get("StyleID", "Default"))
        shown, struck = self._shown(form), "".join(self._out)
        if is_struck:
            shown, struck = (shown[0], "", shown[2]), shown[1]
        draft.put(self._row, self._column, shown, struck=struck, comment="".join(self._comment))
        self._column += across + 1

    def _shown(self, form: Form) -> Shown:
        raw = "".join(self._standing)
        if self._kind == "Number":
            return stored(raw, form, self._epoch)
        if self._kind == "DateTime":
            return dated(raw)
        if self._kind == "Boolean":
            return truth(raw.strip() == "1")
        if self._kind == "Error":
            return Form.ERROR, raw, None
        if not self._kind and (formula := self._cell.get("Formula", "")):
            return Form.UNCALCULATED, formula, None
        return worded(raw)

    def _styled(self, name: str) -> tuple[Form, bool]:
        return self._styles.get(name, (Form.NUMBER, False))


def _shown_as(code: str) -> Form:
    return _NAMED_FORMATS.get(code) or form_of("", code)


def _number(attributes: Attributes, name: str, default: int) -> int:
    given = attributes.get(name, "")
    return min(int(given[:9]), _MOST) if given.isdecimal() else default
