"""Pages that lie across as LibreOffice sets them, measured in millimetres; skipped where it is not installed."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.circular.typeset import typeset
from pipeline.document import Chart
from pipeline.settings import Circular
from tests.unit.papers import CIRCULAR, table
from tests.unit.test_charts import BARS

MISSING = [tool for tool in ("soffice", "pdftotext") if shutil.which(tool) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"没有安装 {'、'.join(MISSING)}，不看版面")

POINT = 25.4 / 72
FIRST, SECOND = CIRCULAR.annexes
PAPER = replace(
    CIRCULAR,
    annexes=(
        replace(FIRST, blocks=(table((("某项目", 8),) * 8), *FIRST.blocks[1:]), wide=True),
        replace(SECOND, blocks=(Chart("进度图", BARS),)),
    ),
)

Word = tuple[str, float, float, float, float]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[tuple[int, int], list[Word]]]:
    """Each page's size and its words with their boxes."""
    folder: Path = tmp_path_factory.mktemp("across")
    (folder / "paper.docx").write_bytes(typeset(PAPER, Circular(chart="native")))
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(folder), str(folder / "paper.docx")], check=True, capture_output=True, timeout=180
    )
    read = ["pdftotext", "-bbox", str(folder / "paper.pdf"), "-"]
    told = subprocess.run(read, check=True, capture_output=True, text=True).stdout
    return [_page(each) for each in told.split("<page ")[1:]]


def _page(markup: str) -> tuple[tuple[int, int], list[Word]]:
    width, height = (round(float(each) * POINT) for each in re.findall(r'(?:width|height)="([\d.]+)"', markup)[:2])
    box = r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
    words = [(text, *(float(each) * POINT for each in edges)) for *edges, text in re.findall(box, markup)]
    return (width, height), [(text, a, b, c, d) for text, a, b, c, d in words]


def number_of(page: tuple[tuple[int, int], list[Word]], across: bool) -> tuple[str, float, float, float]:
    """The page's number: its figure, the middle of its line from the short edge, where its dashes begin and end."""
    _, words = page
    if across:
        found = [(text, a, c, b, d) for text, a, b, c, d in words if c < 34]
    else:
        found = [(text, 297 - d, 297 - b, a, c) for text, a, b, c, d in words if b > 262]
    start, end = min(word[3] for word in found), max(word[4] for word in found)
    return (
        "".join(word[0] for word in sorted(found, key=lambda word: word[3])),
        (found[0][1] + found[0][2]) / 2,
        start,
        end,
    )


def test_the_number_stands_where_it_stands_on_upright_pages(pages: list[tuple[tuple[int, int], list[Word]]]) -> None:
    """As far from the short edge, one character in, at the right of odd pages and the left of even ones as bound."""
    across = [place for place, (size, _) in enumerate(pages, 1) if size == (297, 210)]
    upright = [place for place, (size, _) in enumerate(pages, 1) if size == (210, 297)]
    assert len(across) >= 2
    assert across[-1] + 1 in upright  # the next annex is upright again
    assert len(across) + len(upright) == len(pages)
    _, line, _, _ = number_of(pages[upright[0] - 1], across=False)
    for place in across:
        text, middle, start, end = number_of(pages[place - 1], across=True)
        assert text == f"—{place}—"
        assert middle == pytest.approx(line, abs=1.2)  # a font's box is not centred in its line
        assert (end if place % 2 else start) == pytest.approx(210 - 26 - 4.9 if place % 2 else 28 + 4.9, abs=0.6)
    text, middle, _, _ = number_of(pages[across[-1]], across=False)
    assert text == f"—{across[-1] + 1}—"
    assert middle == pytest.approx(line, abs=0.2)


def test_the_table_stays_within_the_type_area(pages: list[tuple[tuple[int, int], list[Word]]]) -> None:
    """225 by 156 mm; its header is on each of its pages."""
    for size, words in pages:
        if size != (297, 210):
            continue
        inside = [word for word in words if word[3] > 34]
        assert min(word[1] for word in inside) >= 35 - 0.2
        assert max(word[3] for word in inside) <= 260 + 0.2
        assert min(word[2] for word in inside) >= 28 - 0.5
        assert max(word[4] for word in inside) <= 184 + 0.5
        assert any("责任单位" in word[0] for word in inside)


def test_the_native_chart_is_drawn(pages: list[tuple[tuple[int, int], list[Word]]]) -> None:
    """Names and figures stand on its page."""
    words = "".join(word[0] for size, found in pages for word in found if size == (210, 297))
    for told in ("老旧小区改造", "17.0%", "104.6%", "农村户厕改造（未报送）", "完成率", "序时进度"):
        assert told in words
