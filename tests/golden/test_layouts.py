"""Each layout as it is set, read back from the .docx: words, styles, fonts, sizes, indents, lines, sections."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest

from pipeline.circular.typeset import typeset
from tests.golden.conftest import Golden
from tests.unit.layouts import VARIANTS

HERE = Path(__file__).parent / "layouts"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PLAIN = {"widowControl", "overflowPunct", "autoSpaceDE", "autoSpaceDN", "snapToGrid"}
TOLD = {"pStyle", "jc", "ind", "spacing", "rPr", "sectPr", "outlineLvl"}


def told(data: bytes) -> str:
    """A .docx as text: a line for each paragraph, row, section and header, from the top down."""
    word = docx.Document(io.BytesIO(data))
    names = {each.style_id: each.name for each in word.styles}
    return "\n".join(_blocks(word.element.body, word, names)) + "\n"


def _blocks(body: Any, word: Any, names: dict[str, str]) -> Iterator[str]:
    for block in body:
        if block.tag == f"{W}p":
            yield from _paragraph(block, names)
            section = block.find(f"{W}pPr/{W}sectPr")
            if section is not None:
                yield from _section(section, word, names)
        elif block.tag == f"{W}tbl":
            yield from _table(block)
        elif block.tag == f"{W}sectPr":
            yield from _section(block, word, names)


def _paragraph(paragraph: Any, names: dict[str, str]) -> Iterator[str]:
    properties = paragraph.find(f"{W}pPr")
    spacing, indent = _attributes(properties, "spacing"), _attributes(properties, "ind")
    others = [
        each.tag.removeprefix(W) + "".join(f" {key}={value}" for key, value in _own(each).items()) + _inside(each)
        for each in properties
        if each.tag.removeprefix(W) not in PLAIN | TOLD
    ]
    set_so = (
        names[_attributes(properties, "pStyle")["val"]],
        _attributes(properties, "jc")["val"],
        "缩进 " + " ".join(f"{key}={value}" for key, value in indent.items() if value != "0"),
        f"行距 {spacing['line']}"
        + "".join(f" {key}={spacing[key]}" for key in ("before", "after") if spacing[key] != "0"),
        *others,
    )
    yield f"〔{'；'.join(set_so).replace('缩进 ；', '')}〕"
    runs = list(_runs(paragraph))
    yield from (f"    {look}：「{words}」" for look, words in runs) if runs else (f"    {_look(properties)}：（空行）",)


def _runs(paragraph: Any) -> Iterator[tuple[str, str]]:
    for run in paragraph.iter(f"{W}r"):
        words = "".join(
            each.text or {"br": "↵", "tab": "⇥"}.get(each.tag.removeprefix(W), "")
            for each in run
            if each.tag.removeprefix(W) in ("t", "br", "tab", "instrText")
        )
        if words:
            yield _look(run), words


def _look(element: Any) -> str:
    face = element.find(f"{W}rPr")
    font = face.find(f"{W}rFonts").get(f"{W}eastAsia")
    others = [
        f"{name}={face.find(f'{W}{name}').get(f'{W}val')}"
        for name in ("color", "spacing", "w", "highlight")
        if face.find(f"{W}{name}") is not None
    ]
    return " ".join((font, f"{int(face.find(f'{W}sz').get(f'{W}val')) / 2:g}磅", *others))


def _table(table: Any) -> Iterator[str]:
    widths = " ".join(each.get(f"{W}w") for each in table.iter(f"{W}gridCol"))
    yield f"〔表格；宽 {table.find(f'{W}tblPr/{W}tblW').get(f'{W}w')}；栏宽 {widths}〕"
    for row in table.iter(f"{W}tr"):
        cells = (
            ("↑" if _continues(cell) else "") + "".join(each.text or "" for each in cell.iter(f"{W}t"))
            for cell in row.iter(f"{W}tc")
        )
        switches = " ".join(each.tag.removeprefix(W) for each in row.find(f"{W}trPr"))
        yield f"    （{switches}）{' | '.join(cells)}"


def _continues(cell: Any) -> bool:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val") is None


def _section(section: Any, word: Any, names: dict[str, str]) -> Iterator[str]:
    for each in section:
        name, own = each.tag.removeprefix(W), _own(each)
        if each.get(f"{R}id"):
            yield f"〔{name} {own['type']}〕"
            for paragraph in word.part.related_parts[each.get(f"{R}id")].element.iter(f"{W}p"):
                yield from _paragraph(paragraph, names)
        else:
            yield f"〔{name}{''.join(f' {key}={value}' for key, value in own.items())}〕"


def _attributes(properties: Any, name: str) -> dict[str, str]:
    found = properties.find(f"{W}{name}")
    return {} if found is None else _own(found)


def _own(element: Any) -> dict[str, str]:
    return {key.rpartition("}")[2]: value for key, value in element.attrib.items()}


def _inside(element: Any) -> str:
    return "".join(
        f"（{each.tag.removeprefix(W)}{''.join(f' {key}={value}' for key, value in _own(each).items())}）"
        for each in element
    )


@pytest.mark.parametrize("name", VARIANTS)
def test_the_layout_is_the_accepted_one(name: str, golden: Golden) -> None:
    """Every paragraph of every layout is set as it was when a person last looked at its pages."""
    document, circular = VARIANTS[name]
    golden(HERE / f"{name}.txt", told(typeset(document, circular)))
