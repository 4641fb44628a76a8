"""What stands in a document beside its text (部件): pictures, charts and their workbooks, under names of their own."""

from dataclasses import dataclass, field

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
PLACED = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
EMU = 635
"""English Metric Units to the twip, the measure of drawings."""

_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIRST_DRAWN = 101  # below it are the drawings of headers and footers


@dataclass(slots=True)
class Parts:
    """The parts of one document, gathered while it is set; the same drawing is kept once.

    ``files`` are the parts by their names in the package, ``types`` their content types, ``relations`` what the text
    refers to: kind and target by the name that it goes by.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    relations: dict[str, tuple[str, str]] = field(default_factory=dict)
    _pictures: dict[bytes, str] = field(default_factory=dict)
    _charts: int = 0
    _drawn: int = _FIRST_DRAWN - 1

    def picture(self, data: bytes) -> str:
        """The name that a PNG picture goes by."""
        if data not in self._pictures:
            name = f"picture{len(self._pictures) + 1}"
            self._put(f"word/media/{name}.png", data, "image/png")
            self.relations[name] = ("image", f"media/{name}.png")
            self._pictures[data] = name
        return self._pictures[data]

    def chart(self, markup: str, book: bytes) -> str:
        """The name that a chart goes by; its markup refers to its workbook as ``book``."""
        self._charts += 1
        name = f"chart{self._charts}"
        held = f"embeddings/{name}.xlsx"
        self._put(f"word/charts/{name}.xml", (_DECLARATION + markup).encode(), _CHART_TYPE)
        self._put(f"word/{held}", book, _BOOK_TYPE)
        related = f'<Relationship Id="book" Type="{RELATIONSHIPS}/package" Target="../{held}"/>'
        links = f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}">{related}</Relationships>'
        self.files[f"word/charts/_rels/{name}.xml.rels"] = links.encode()
        self.relations[name] = ("chart", f"charts/{name}.xml")
        return name

    def drawn(self) -> int:
        """The next drawing's number; no two in a document may be the same."""
        self._drawn += 1
        return self._drawn

    def _put(self, name: str, data: bytes, kind: str) -> None:
        self.files[name] = data
        self.types[name] = kind
