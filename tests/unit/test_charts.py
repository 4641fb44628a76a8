"""Charts of progress in the .docx: Word's own, and bars in pictures."""

import io
import re
import struct
import zipfile
import zlib
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from lxml import etree

from pipeline.circular.annex_chart import progress_chart
from pipeline.circular.bar_pictures import bar_picture
from pipeline.circular.charts import MOST, described, pages
from pipeline.circular.items import items
from pipeline.circular.proof import Verdict, proof
from pipeline.circular.scale import axis_end, axis_step
from pipeline.circular.typeset import typeset
from pipeline.document import Annex, Bar, Chart
from pipeline.settings import Circular, Settings
from tests.unit.papers import CIRCULAR
from tests.unit.wording_months import STEADY, mixed, month

BARS = (
    Bar("老旧小区改造", Decimal("17.0"), Decimal("30.0")),
    Bar("窨井盖治理", Decimal("104.6"), Decimal("30.0"), "概数"),
    Bar("农村户厕改造", None, Decimal("30.0"), "未报送"),
    Bar("<b>&“甲”\x00", Decimal("0"), None),
)
PAPER = replace(CIRCULAR, annexes=(replace(CIRCULAR.annexes[0], blocks=(Chart("进度图", BARS),)), CIRCULAR.annexes[1]))
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def parts(kind: str, bars: tuple[Bar, ...] = BARS, review: bool = False) -> dict[str, bytes]:
    paper = replace(PAPER, annexes=(Annex(None, "进度图", (Chart("进度图", bars),)),))
    with zipfile.ZipFile(io.BytesIO(typeset(paper, Circular(chart=kind), review=review))) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_a_months_chart_has_a_bar_for_each_quantity() -> None:
    """As printed in the table, to the same place; rates, ceilings and milestones have no pace and no bar."""
    chart = progress_chart("进度图", items(mixed(), Settings()))
    assert chart is not None
    by_name = {bar.label: (str(bar.done), str(bar.pace), bar.remark) for bar in chart.bars}
    assert by_name["老旧小区改造"] == ("17.0", "30.0", "")
    assert by_name["窨井盖治理"] == ("104.6", "30.0", "")
    assert by_name["农村户厕改造"] == ("None", "30.0", "未报送")
    assert by_name["无障碍改造"] == ("None", "30.0", "待核实")
    assert "心理辅导室覆盖率" not in by_name
    assert "湖山1号幼儿园投用" not in by_name


def test_a_month_without_figures_has_no_chart() -> None:
    """An empty chart would say nothing."""
    told = {name: value for name, value in STEADY.items() if not value.replace(".", "").isdigit()}
    assert progress_chart("进度图", items(month(told=told), Settings())) is None


def test_words_native_chart_holds_the_figures_and_a_workbook_with_the_same() -> None:
    """What is drawn, and what Word opens to edit it; a missing figure is a gap in both."""
    found = parts("native")
    chart = etree.fromstring(found["word/charts/chart1.xml"])
    drawn = [
        {point.get("idx"): point.findtext(f"{C}v") for point in values.iter(f"{C}pt")}
        for values in chart.iter(f"{C}numCache")
    ]
    assert drawn == [{"0": "17.0", "1": "104.6", "3": "0"}, {"0": "30.0", "1": "30.0", "2": "30.0"}]
    (names, _) = ([v.text for v in each.iter(f"{C}v")] for each in chart.iter(f"{C}cat"))
    assert names == ["老旧小区改造", "窨井盖治理（概数）", "农村户厕改造（未报送）", "<b>&“甲”"]
    book = openpyxl.load_workbook(io.BytesIO(found["word/embeddings/chart1.xlsx"]))
    sheet = book.worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=4)] == [
        ["老旧小区改造", 17, 30], ["窨井盖治理（概数）", 104.6, 30], ["农村户厕改造（未报送）", None, 30],
    ]  # fmt: skip
    assert {each.text for each in chart.iter(f"{C}f")} == {
        f"'{sheet.title}'!{cells}" for cells in ("$B$1", "$C$1", "$A$2:$A$5", "$B$2:$B$5", "$C$2:$C$5")
    }


def test_the_charts_words_are_in_the_offices_font() -> None:
    """For every script, as all text of the paper."""
    markup = parts("native")["word/charts/chart1.xml"].decode()
    assert re.findall(r'<a:(latin|ea|cs) typeface="([^"]*)"', markup) == [
        (script, "仿宋_GB2312") for script in ("latin", "ea", "cs")
    ]


@pytest.mark.parametrize(
    ("bars", "on_each"), [(1, [1]), (20, [20]), (21, [11, 10]), (27, [14, 13]), (61, [16] * 3 + [13])]
)
def test_many_bars_are_split_so_that_each_can_be_read(bars: int, on_each: list[int]) -> None:
    """No page has more than can be read, and none is left with a few; none is lost."""
    many = tuple(Bar(f"指标{place}", Decimal(place), None) for place in range(bars))
    assert [len(each) for each in pages(many)] == on_each
    assert max(on_each) <= MOST
    assert tuple(bar for each in pages(many) for bar in each) == many
    assert len([name for name in parts("native", many) if name.startswith("word/charts/chart")]) == len(on_each)


@pytest.mark.parametrize(
    ("most", "end", "step"),
    [("0", 100, 20), ("100", 100, 20), ("100.1", 120, 20), ("395.2", 400, 80), ("1000", 1000, 200)],
)
def test_no_figure_is_beyond_the_axis(most: str, end: int, step: int) -> None:
    """What is more than 100% is drawn as it is, never capped."""
    assert (axis_end(Decimal(most)), axis_step(end)) == (end, step)


def test_a_picture_is_as_long_as_its_figure() -> None:
    """Black from the axis to the figure, the planned share as a mark from top to bottom."""
    rows = dots(bar_picture(1000, 40, Decimal(50), Decimal(80), 100))
    middle, edge = rows[20], rows[1]
    assert set(middle[2:495]) == {"0"}
    assert set(middle[610:790]) == {"1"}
    assert edge[100:190].count("0") == 0
    assert edge[797:804] == middle[797:804] == "0" * 7


def test_a_picture_without_figures_is_only_its_scale() -> None:
    """Nothing stands for what was not reported."""
    rows = dots(bar_picture(1000, 40, None, None, 100))
    assert len(set(rows)) == 1
    assert [found.start() for found in re.finditer("0+", rows[0])] == [0, 200, 400, 600, 800, 998]


def test_pictures_stand_beside_names_and_figures_as_text() -> None:
    """A picture holds no words; equal pictures are kept once."""
    found = parts("picture", (*BARS, replace(BARS[0], label="另一项")))
    assert [name for name in found if name.startswith("word/media/")] == [
        f"word/media/picture{place}.png" for place in (1, 2, 3, 4)
    ]
    document = found["word/document.xml"].decode()
    words = re.findall(r"<w:t[^>]*>([^<]*)</w:t>", document)
    start = words.index("老旧小区改造")
    assert words[start : start + 10] == [
        "老旧小区改造", "17.0%", "30.0%", "窨井盖治理", "104.6%", "概数", "30.0%", "农村户厕改造", "未报送", "30.0%",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["native", "picture"])
@pytest.mark.parametrize("review", [False, True])
def test_a_chart_is_sound(kind: str, review: bool) -> None:
    """Every drawing has a number of its own and is told in words; what is drawn is not cut by an exact line."""
    found = parts(kind, review=review)
    document = found["word/document.xml"].decode()
    numbers = re.findall(r'<wp:docPr id="(\d+)"', document)
    assert numbers
    assert len(numbers) == len(set(numbers))
    assert all(
        "完成率" in words or "序时进度" in words or "甲" in words for words in re.findall(r' descr="(.*?)"/>', document)
    )
    for drawn in re.findall(r"<w:p>(?:(?!</w:p>).)*?<w:drawing>", document):
        assert 'w:lineRule="auto"' in drawn.rpartition("<w:p>")[2]
    related = re.findall(r'Target="((?:charts|media)/[^"]*)"', found["word/_rels/document.xml.rels"].decode())
    assert {f"word/{each}" for each in related} <= set(found)
    assert parts(kind, review=review) == found


def test_the_words_of_a_chart_are_the_tables_figures() -> None:
    """For who cannot see it."""
    assert described("进度图", BARS[:3]) == (
        "进度图，横条图。老旧小区改造，完成率17.0%，序时进度30.0%；窨井盖治理（概数），完成率104.6%，序时进度30.0%；"
        "农村户厕改造（未报送），序时进度30.0%。"
    )


@pytest.mark.parametrize("kind", ["native", "picture"])
def test_the_proof_finds_nothing_in_a_paper_with_a_chart(kind: str) -> None:
    """Not one measure is off."""
    assert [each for each in proof(typeset(PAPER, Circular(chart=kind))) if each.verdict is not Verdict.MET] == []


def dots(data: bytes) -> list[str]:
    """The rows of a picture, a 0 for each black dot."""
    width, height = struct.unpack(">II", data[16:24])
    chunks: dict[bytes, bytes] = {}
    at = 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, content = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + content),)
        chunks[kind] = content
        at += 12 + length
    raw, across = zlib.decompress(chunks[b"IDAT"]), -(-width // 8) + 1
    rows = [raw[row * across : (row + 1) * across] for row in range(height)]
    assert {row[0] for row in rows} == {0}
    return ["".join(f"{each:08b}" for each in row[1:])[:width] for row in rows]
