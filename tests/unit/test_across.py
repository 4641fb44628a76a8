"""Pages that lie across, in the .docx."""

import io
import re
import zipfile
from dataclasses import replace

import pytest

from pipeline import gb9704 as gb
from pipeline.circular.proof import Verdict, proof
from pipeline.circular.typeset import typeset
from pipeline.document import Annex, Document
from pipeline.settings import Circular
from tests.unit.papers import CIRCULAR, table

FIRST, SECOND = CIRCULAR.annexes
WIDE = replace(CIRCULAR, annexes=(replace(FIRST, wide=True), SECOND))


def parts(document: Document = WIDE, **settings: object) -> dict[str, str]:
    data = typeset(document, Circular(**settings))  # type: ignore[arg-type]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def sections(document: Document = WIDE, **settings: object) -> list[str]:
    return re.findall(r"<w:sectPr>.*?</w:sectPr>", parts(document, **settings)["word/document.xml"])


def lies(document: Document, **settings: object) -> list[str]:
    return ["横" if "landscape" in each else "竖" for each in sections(document, **settings)]


def test_a_wide_annex_has_a_section_of_its_own() -> None:
    """The text before it and what follows are upright; papers without one have a single section."""
    assert lies(WIDE) == ["竖", "横", "竖"]
    assert lies(CIRCULAR) == ["竖"]
    assert lies(replace(WIDE, annexes=(SECOND, WIDE.annexes[0]))) == ["竖", "横", "竖"]
    both = replace(WIDE, annexes=(WIDE.annexes[0], replace(SECOND, wide=True)))
    assert lies(both) == ["竖", "横", "竖"]


def test_the_last_section_lies_across_where_nothing_follows() -> None:
    """No empty upright page stands behind a meeting's paper."""
    assert lies(replace(WIDE, annexes=WIDE.annexes[:1]), layout="meeting") == ["竖", "横"]


def test_paper_and_margins_turn_together() -> None:
    """A4 on its side; the edges go round clockwise: 订口 above, 天头 right, foot left."""
    upright, across, _ = sections()
    assert 'w:w="11906" w:h="16838"' in upright
    assert 'w:w="16838" w:h="11906" w:orient="landscape"' in across
    margins = re.search(r'w:top="(\d+)" w:right="(\d+)" w:bottom="(\d+)" w:left="(\d+)"', across)
    assert margins is not None
    assert [round(int(each) / 56.7) for each in margins.groups()] == [28, 37, 26, 35]


def test_the_table_fills_the_type_area_that_lies_across() -> None:
    """225 mm wide, all three widths agreeing; upright ones stay at 156 mm."""
    document = parts()["word/document.xml"]
    assert re.findall(r'<w:tblW w:w="(\d+)"', document) == ["12756"]
    grid = [int(each) for each in re.findall(r'<w:gridCol w:w="(\d+)"', document)]
    assert sum(grid) == 12756


def test_every_section_names_its_footers() -> None:
    """Upright pages after the wide ones have their own again; numbering goes on."""
    named = [re.findall(r'footerReference w:type="(\w+)" r:id="(\w+)"', each) for each in sections()]
    assert named == [
        [("default", "footer1"), ("even", "footer2")],
        [("default", "footer4"), ("even", "footer5")],
        [("default", "footer1"), ("even", "footer2")],
    ]
    assert not any("pgNumType" in each for each in sections())


def test_the_number_stands_on_the_short_edge() -> None:
    """In a box as long as the type area is high, its text turned: at its end on odd pages, else at its start."""
    for name, side in (("footer4", "right"), ("footer5", "left")):
        footer = parts()[f"word/{name}.xml"]
        assert 'vert="vert"' in footer
        assert "layout-flow:vertical" in footer
        assert footer.count(" PAGE ") == 2  # for programs that know the newer shape, and for those that do not
        places = [int(each) / 36000 for each in re.findall(r"<wp:posOffset>(\d+)</wp:posOffset>", footer)]
        size = [int(each) / 36000 for each in re.findall(r'<wp:extent cx="(\d+)" cy="(\d+)"', footer)[0]]
        assert places[0] * 56.7 == pytest.approx(gb.FOOTER_EDGE, abs=1)  # as far from the edge as on upright pages
        assert size[0] * 56.7 == pytest.approx(gb.FOOTER_LINE, abs=1)
        assert places[1] == pytest.approx(28, abs=0.1)
        assert size[1] == pytest.approx(156, abs=0.1)
        inner = re.search(r"<w:txbxContent>.*?</w:txbxContent>", footer)
        assert inner is not None
        assert f'<w:jc w:val="{side}"/>' in inner[0]


def test_an_annex_begins_its_page_once() -> None:
    """By its section where it begins one, by a break before it elsewhere: never by both."""
    document = parts()["word/document.xml"]
    labels = [each for each in re.findall(r"<w:p>.*?</w:p>", document) if re.search(r"<w:t>附件\d?</w:t>", each)]
    assert ["pageBreakBefore" in each for each in labels] == [False, False]
    upright = parts(CIRCULAR)["word/document.xml"]
    labels = [each for each in re.findall(r"<w:p>.*?</w:p>", upright) if re.search(r"<w:t>附件\d?</w:t>", each)]
    assert ["pageBreakBefore" in each for each in labels] == [True, True]


def test_a_section_ends_with_its_last_paragraph() -> None:
    """A paragraph of its own, that might fall on an empty page, stands only behind a table."""
    assert parts()["word/document.xml"].count("<w:p>") == parts(CIRCULAR)["word/document.xml"].count("<w:p>")
    bare = replace(WIDE, annexes=(Annex(None, "推进情况表", (table(),), wide=True),))
    document = parts(bare)["word/document.xml"]
    assert re.search(r"</w:tbl><w:p>(?:(?!</w:p>).)*orient=\"landscape\"", document)


def test_no_number_stands_where_the_office_wants_none() -> None:
    """Neither upright nor across."""
    assert not any(" PAGE " in content for content in parts(page_number="none").values())


@pytest.mark.parametrize("layout", ["redhead", "preprinted", "meeting"])
def test_the_proof_finds_nothing_in_a_paper_that_lies_across(layout: str) -> None:
    """Not one measure is off, whatever the layout."""
    assert [each for each in proof(typeset(WIDE, Circular(layout=layout))) if each.verdict is not Verdict.MET] == []


def test_the_proof_finds_a_number_on_the_long_edge() -> None:
    """The upright pages' footer on a page that lies across breaks clause 8; so do margins that did not turn."""
    data = typeset(WIDE, Circular())
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        held = {name: package.read(name) for name in package.namelist()}
    changed = held["word/document.xml"].replace(b'"footer4"', b'"footer1"').replace(b'"footer5"', b'"footer2"')
    turned = b'w:top="1588" w:right="2098" w:bottom="1474" w:left="1984"'
    upright = b'w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"'
    assert turned in changed
    held["word/document.xml"] = changed.replace(turned, upright)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in held.items():
            package.writestr(name, content)
    broken = [[each.clause, each.item] for each in proof(out.getvalue()) if each.is_error]
    assert [each for each in broken if each[0] == "8"] == [["8", "第2节页边"], ["8", "第2节页码位置"]]
