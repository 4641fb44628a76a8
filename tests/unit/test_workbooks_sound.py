"""The workbooks that go out hold to the schema where Excel would repair them: order, parts, validations, merges."""

import io
import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from pipeline.forms.blank import blank_form
from pipeline.forms.findings_book import findings_book
from pipeline.forms.plan import plan_form
from pipeline.forms.returned import returned
from tests.unit.months import may
from tests.unit.test_blank import ASKED, REGISTER, UNIT

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ORDER = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetProtection autoFilter mergeCells dataValidations "
    "hyperlinks printOptions pageMargins pageSetup headerFooter drawing legacyDrawing"
).split()
"""The order of a sheet's parts in ECMA-376, as far as we write them."""


def faults(data: bytes) -> list[str]:
    """What is unsound in a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    found = [*_parts(parts)]
    for name in parts:
        if name.startswith("xl/worksheets/sheet"):
            found += [f"{name}: {fault}" for fault in _sheet(ElementTree.fromstring(parts[name]))]
    return found


def _parts(parts: dict[str, bytes]) -> Iterator[str]:
    """Every part is typed and related, every relation leads to a part."""
    types = ElementTree.fromstring(parts["[Content_Types].xml"])
    named = {each.get("PartName", "").lstrip("/") for each in types}
    endings = {each.get("Extension") for each in types}
    related = {"[Content_Types].xml"}
    for name, data in parts.items():
        if name.endswith(".rels"):
            base = posixpath.dirname(posixpath.dirname(name))
            inside = [each for each in ElementTree.fromstring(data) if each.get("TargetMode") != "External"]
            related |= {posixpath.normpath(posixpath.join("/", base, each.get("Target", "")))[1:] for each in inside}
    for name in parts:
        if name not in named and name.rpartition(".")[2] not in endings:
            yield f"untyped: {name}"
    loose = {name for name in parts if not name.endswith(".rels")} ^ related
    yield from (f"loose: {name}" for name in sorted(loose))


def _sheet(sheet: ElementTree.Element) -> Iterator[str]:
    """The parts stand in order; validations and merges do not overlap; formulas and messages are short enough."""
    tags = [each.tag.removeprefix(MAIN) for each in sheet]
    if tags != sorted(set(tags), key=ORDER.index):
        yield f"order: {tags}"
    rules = list(sheet.iter(f"{MAIN}dataValidation"))
    yield from _overlapping("validation", [ref for rule in rules for ref in rule.get("sqref", "").split()])
    yield from _overlapping("merge", [each.get("ref", "") for each in sheet.iter(f"{MAIN}mergeCell")])
    for rule in rules:
        lengths = {"errorTitle": 32, "promptTitle": 32, "error": 225, "prompt": 255}
        yield from (f"long: {name}" for name, most in lengths.items() if len(rule.get(name, "")) > most)
        yield from ("long: formula" for formula in rule if len(formula.text or "") > 255)


def _overlapping(what: str, references: list[str]) -> Iterator[str]:
    corners = [range_boundaries(each) for each in references]
    cells = Counter(
        (row, column)
        for left, top, right, bottom in corners
        for row in range(int(top or 0), int(bottom or 0) + 1)
        for column in range(int(left or 0), int(right or 0) + 1)
    )
    yield from (f"{what} twice: {place}" for place, count in cells.items() if count > 1)


WORKBOOKS = {
    "form": lambda: blank_form(REGISTER, UNIT, ASKED),
    "plan": lambda: plan_form(REGISTER, UNIT),
    "return": lambda: returned(may(), "区交通局"),
    "findings": lambda: findings_book(may()),
}


@pytest.mark.parametrize("kind", WORKBOOKS)
def test_what_goes_out_is_sound(kind: str) -> None:
    """Nothing is out of order, loose, untyped, too long or said twice of one cell; comments have their drawings."""
    assert faults(WORKBOOKS[kind]()) == []


def test_unsound_workbooks_are_found() -> None:
    """The check itself: a validation over another, a part that nothing leads to, a sheet out of order."""
    data = WORKBOOKS["form"]()
    book = load_workbook(io.BytesIO(data))
    twice = book.worksheets[0].data_validations.dataValidation[0]
    book.worksheets[0].add_data_validation(twice)
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("xl/loose.xml", "<x/>")
    assert {each.rpartition(": ")[0].rpartition(": ")[2] for each in faults(out.getvalue())} == {
        "loose",
        "validation twice",
    }
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
    turned = ElementTree.fromstring(sheet)
    turned[:] = turned[::-1]
    assert [each.partition(":")[0] for each in _sheet(turned)] == ["order"]
