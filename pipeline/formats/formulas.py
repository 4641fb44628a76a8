"""What formulas come to, written beside them: a viewer that does not calculate shows the figures all the same."""

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from pipeline.formats.packages import repacked
from pipeline.formats.pages import Value

Results = dict[str, dict[str, Value]]
"""By sheet and cell; ``None`` is #N/A."""

_SHEET = re.compile(rb'<sheet [^>]*name="([^"]*)"[^>]*r:id="rId(\d+)"')
_CELL = re.compile(r'<c r="(\w+)"([^>]*?)(?: t="\w+")?><f>(.*?)</f><v ?(?:/>|></v>)</c>', re.DOTALL)


def with_results(data: bytes, results: Results) -> bytes:
    """The workbook with the results of its formulas."""
    if not results:
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = _SHEET.findall(package.read("xl/workbook.xml"))
        sheets = {f"xl/worksheets/sheet{number.decode()}.xml": name.decode() for name, number in names}
        wanted = {path: results[name] for path, name in sheets.items() if name in results}
        return repacked(data, {path: _filled(package.read(path), cells) for path, cells in wanted.items()})


def _filled(sheet: bytes, cells: Mapping[str, Value]) -> bytes:
    def filled(found: re.Match[str]) -> str:
        cell, rest, formula = found.groups()
        value = cells[cell]
        kind = ' t="e"' if value is None else ' t="str"' if isinstance(value, str) else ""
        shown = "#N/A" if value is None else escape(str(value))
        return f'<c r="{cell}"{rest}{kind}><f>{formula}</f><v>{shown}</v></c>'

    return _CELL.sub(filled, sheet.decode()).encode()
