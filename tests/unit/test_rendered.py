"""Pages as LibreOffice sets them, measured in millimetres; skipped where it is not installed.

Lines, characters and places do not depend on which Chinese font stands in: all of them advance by one em.
"""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pipeline.circular.typeset import typeset
from pipeline.document import Annex, Document, Role
from pipeline.settings import Circular
from tests.unit.layouts import VARIANTS, addressed
from tests.unit.papers import ANNEXES, BODY, CIRCULAR, table, text

TOOLS = ("soffice", "pdftotext", "pdftoppm")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"没有安装 {'、'.join(MISSING)}，不看版面")

DPI = 200
MILLIMETRE = 25.4 / DPI
POINT = 25.4 / 72


@dataclass(frozen=True)
class Line:
    """A line of text on a page: its words, and where it stands in millimetres."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Mark:
    """Ink on neighbouring rows of a page, in millimetres."""

    top: float
    bottom: float
    left: float
    right: float


LONG = replace(CIRCULAR, body=(text(Role.BODY, "民" * 1500),), annexes=(), imprint=None)
CLOSING = tuple(each for each in BODY if each.role in (Role.SIGNATURE, Role.DATE, Role.NOTE))
DOCUMENTS: dict[str, Document] = {
    "circular": CIRCULAR,
    "long": LONG,
    "ends": replace(CIRCULAR, annexes=(Annex(None, "推进情况表", (table((("某项目", 1),) * 14),)),)),
    **{
        f"lines{count}": replace(CIRCULAR, body=(*(text(Role.BODY, "民" * 20),) * count, *CLOSING), annexes=())
        for count in (24, 28, 29)
    },
}


def stays(characters: int) -> bool:
    """Whether addressees of so many characters are left above the text."""
    return "主送：" not in _words(typeset(addressed("镇" * characters), Circular()))


def _words(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/document.xml").decode()


LONGEST = next(count - 1 for count in range(28, 700) if not stays(count))
ENDS_EVEN = replace(CIRCULAR, body=(*(text(Role.BODY, "民" * 20),) * 24, *CLOSING), annexes=())
LAID_OUT: dict[str, tuple[Document, Circular]] = {
    **VARIANTS,
    "compensated_long": (LONG, Circular(margin_mode="compensated")),
    "even_after_even": (ENDS_EVEN, Circular(imprint_even_page=True)),
    "longest": (addressed("镇" * LONGEST), Circular()),
    "longer": (replace(addressed("镇" * (LONGEST + 2)), imprint=None), Circular()),
}
EXPORT = 'pdf:writer_pdf_Export:{"IsSkipEmptyPages":{"type":"boolean","value":"false"}}'


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All documents as PDF, blank pages and all, made in one run with a profile of its own."""
    folder = tmp_path_factory.mktemp("printed")
    for name, (document, circular) in {
        **{name: (each, Circular()) for name, each in DOCUMENTS.items()},
        **LAID_OUT,
    }.items():
        (folder / f"{name}.docx").write_bytes(typeset(document, circular))
    command = [
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        EXPORT,
    ]
    files = sorted(str(path) for path in folder.glob("*.docx"))
    subprocess.run([*command, "--outdir", str(folder), *files], check=True, capture_output=True, timeout=180)
    return folder


def pages(folder: Path, name: str) -> list[list[Line]]:
    """The lines of each page, from the top down."""
    command = ["pdftotext", "-bbox-layout", str(folder / f"{name}.pdf"), "-"]
    found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [sorted(_lines(page), key=lambda line: line.top) for page in found.split("<page ")[1:]]


def _lines(page: str) -> Iterator[Line]:
    corners = r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"'
    for found in re.finditer(rf"<line {corners}>(.*?)</line>", page, re.S):
        words = "".join(re.findall(r"<word[^>]*>(.*?)</word>", found[5]))
        yield Line(words, *(float(found[place]) * POINT for place in (1, 2, 3, 4)))


def ink(folder: Path, name: str, page: int, seen: Callable[[int, int, int], bool]) -> list[Mark]:
    """The marks of a colour on a page, from the top down."""
    command = ["pdftoppm", "-r", str(DPI), "-f", str(page), "-l", str(page), str(folder / f"{name}.pdf")]
    picture = subprocess.run(command, check=True, capture_output=True).stdout
    _, size, _, pixels = picture.split(b"\n", 3)
    width, height = map(int, size.split())
    marks: list[Mark] = []
    for row in range(height):
        line = pixels[row * width * 3 : (row + 1) * width * 3]
        if line.count(255) == len(line):
            continue
        dark = [place for place in range(width) if seen(*line[place * 3 : place * 3 + 3])]
        if dark:
            _join(marks, row * MILLIMETRE, dark[0] * MILLIMETRE, dark[-1] * MILLIMETRE)
    return marks


def _join(marks: list[Mark], row: float, left: float, right: float) -> None:
    if marks and row - marks[-1].bottom < 1.5 * MILLIMETRE:
        above = marks.pop()
        marks.append(Mark(above.top, row, min(above.left, left), max(above.right, right)))
    else:
        marks.append(Mark(row, row, left, right))


def red(r: int, g: int, b: int) -> bool:
    return r > 150 and g < 110 and b < 110


def black(r: int, g: int, b: int) -> bool:
    return r < 130 and g < 130 and b < 130


def rules(folder: Path, name: str, page: int) -> list[Mark]:
    """The black lines across the type area."""
    return [
        mark for mark in ink(folder, name, page, black) if mark.bottom - mark.top < 0.6 and mark.right - mark.left > 150
    ]


def test_a_full_page_has_22_lines_of_28_characters(printed: Path) -> None:
    """The type area is filled: 22 lines and a page number, 28 汉字 a line, 156 mm wide."""
    lines = [line for line in pages(printed, "long")[1] if "民" in line.text]
    assert [len(line.text) for line in lines] == [28] * 22
    assert all(line.left == pytest.approx(28, abs=0.3) for line in lines)
    assert all(line.right == pytest.approx(184, abs=0.6) for line in lines)


def test_the_head_stands_where_it_should(printed: Path) -> None:
    """The mark 35 mm below the type area's edge, the red line under the number, both across the type area."""
    mark, line = ink(printed, "circular", 1, red)
    assert mark.top == pytest.approx(72, abs=1.5)
    assert mark.right - mark.left <= 156
    assert line.left == pytest.approx(28, abs=0.3)
    assert line.right == pytest.approx(184, abs=0.3)
    number = next(each for each in pages(printed, "circular")[0] if "〔2023〕" in each.text)
    assert line.top - number.bottom == pytest.approx(4, abs=1)
    assert (number.left + number.right) / 2 == pytest.approx(106, abs=1.5)


def test_the_first_page_shows_text(printed: Path) -> None:
    """公文首页必须显示正文."""
    assert any("现将截至" in line.text for line in pages(printed, "circular")[0])


def test_page_numbers_stand_outside_below_the_type_area(printed: Path) -> None:
    """One character in, odd right and even left, the dash 7 mm below the type area."""
    for place, lines in enumerate(pages(printed, "circular"), 1):
        number = max(lines, key=lambda line: line.top)
        assert number.text == f"—{place}—"
        side = number.right if place % 2 else number.left
        assert side == pytest.approx(184 - 4.9 if place % 2 else 28 + 4.9, abs=0.6)
        assert (number.top + number.bottom) / 2 == pytest.approx(262 + 7, abs=1)


@pytest.mark.parametrize("name", ["circular", "ends", "lines24", "lines28", "lines29"])
def test_the_imprint_ends_on_the_edge_of_the_type_area(printed: Path, name: str) -> None:
    """On the last page, whatever stands above: three rules, the last at 262 mm, nothing under them or over them."""
    found = pages(printed, name)
    first, _, last = rules(printed, name, len(found))[-3:]
    assert last.bottom == pytest.approx(262, abs=0.5)
    assert last.left == pytest.approx(28, abs=0.3)
    assert last.right == pytest.approx(184, abs=0.3)
    inside = [line.text for line in found[-1] if first.top < (line.top + line.bottom) / 2 < last.bottom]
    assert inside[0].startswith("抄送：")
    assert inside[-1].endswith("印发")
    assert not any(
        line.bottom > first.top + 1 for line in found[-1] if line.text not in inside and "—" not in line.text
    )


@pytest.mark.parametrize("name", ["lines24", "lines28", "lines29"])
def test_the_date_never_stands_without_text(printed: Path, name: str) -> None:
    """The page with issuer and date has a line of the text, and the note."""
    page = next(lines for lines in pages(printed, name) if any(line.text == "2023年6月5日" for line in lines))
    words = [line.text for line in page]
    assert any("民" * 5 in line for line in words)
    assert "重庆市永川区发展和改革委员会" in words


def test_an_annex_begins_a_page(printed: Path) -> None:
    """Its label on the first line, its title on the third."""
    page = next(lines for lines in pages(printed, "circular") if lines[0].text.replace(" ", "") == "附件1")
    assert page[0].top == pytest.approx(37 + 3, abs=1.5)
    assert page[0].left == pytest.approx(28, abs=0.5)
    assert page[1].top == pytest.approx(37 + 2 * 10.2 + 1, abs=2)
    assert (page[1].left + page[1].right) / 2 == pytest.approx(106, abs=1.5)
    assert page[1].text in ANNEXES[0].title


def test_the_tables_header_is_on_each_of_its_pages(printed: Path) -> None:
    """A reader of the second page knows which column is which."""
    with_rows = [lines for lines in pages(printed, "circular") if any("4050米" in line.text for line in lines)]
    assert len(with_rows) >= 2
    for lines in with_rows:
        assert any("责任单位" in line.text for line in lines)


def line_of(folder: Path, name: str, words: str, page: int = 0) -> Line:
    """The line of a page (from 0) that has these words."""
    return next(line for line in pages(folder, name)[page] if words in line.text)


def is_numbered(lines: list[Line]) -> bool:
    return any(re.fullmatch(r"—\d+—", line.text) for line in lines)


@pytest.mark.parametrize("name", ["marked", "preprinted", "compensated"])
def test_serial_number_and_urgency_stand_in_the_corner(printed: Path, name: str) -> None:
    """Flush left on the first and second line of the type area."""
    copy, urgency = line_of(printed, name, "000001"), line_of(printed, name, "特急")
    assert copy.left == pytest.approx(28, abs=0.6)
    assert urgency.left == pytest.approx(28, abs=0.6)
    assert copy.top == pytest.approx(37 + (0.4 if name == "compensated" else 2.5), abs=1.5)
    assert urgency.top - copy.top == pytest.approx(10.3, abs=0.7)


def test_the_mark_stays_where_it_is(printed: Path) -> None:
    """Serial number, urgency and other margins do not move it; a letter's is 30 mm below the paper's edge."""
    plain = ink(printed, "redhead", 1, red)[0].top
    for name in ("marked", "compensated", "bulletin"):
        assert ink(printed, name, 1, red)[0].top == pytest.approx(plain, abs=0.8)
    for name in ("letter", "letter_marked", "compensated_letter"):
        assert ink(printed, name, 1, red)[0].top == pytest.approx(30, abs=1.5)


@pytest.mark.parametrize("name", ["letter", "letter_marked", "compensated_letter"])
def test_a_letters_double_rules(printed: Path, name: str) -> None:
    """170 mm wide; thick over thin 4 mm under the mark, thin over thick 20 mm above the paper's edge."""
    mark, *lines = ink(printed, name, 1, red)
    assert [(round(line.left), round(line.right)) for line in lines] == [(20, 190)] * 4
    thick = [line.bottom - line.top > 0.4 for line in lines]
    assert thick == [True, False, False, True]
    assert lines[0].top - mark.bottom == pytest.approx(4, abs=1.2)
    assert lines[3].bottom == pytest.approx(277, abs=0.4)


@pytest.mark.parametrize("name", ["letter", "letter_marked", "compensated_letter"])
def test_a_letters_number_stands_to_the_right_under_the_first_rule(printed: Path, name: str) -> None:
    """Flush right, 7/8 of a character under the rule; what is flush left stands on its line."""
    number = line_of(printed, name, "号")
    below = ink(printed, name, 1, red)[2].bottom
    assert number.right == pytest.approx(184, abs=0.8)
    middle = (number.top + number.bottom) / 2  # LibreOffice sets characters 1.5 mm below the middle of their line
    assert middle - below == pytest.approx(4.9 + 2.8 + 1.5, abs=1)
    if name != "letter":
        copy, urgency = line_of(printed, name, "000001"), line_of(printed, name, "特急")
        assert copy.left == pytest.approx(28, abs=0.6)
        assert urgency.left == pytest.approx(28, abs=0.6)
        assert copy.top == pytest.approx(number.top, abs=0.6)
        assert urgency.top - copy.top == pytest.approx(10.3, abs=0.7)


@pytest.mark.parametrize("name", ["letter", "letter_marked", "compensated_letter"])
def test_a_letters_pages(printed: Path, name: str) -> None:
    """The first bears no number, the others do; the imprint is a line of 抄送 at the very bottom, without rules."""
    found = pages(printed, name)
    assert [is_numbered(lines) for lines in found] == [False, *[True] * (len(found) - 1)]
    assert rules(printed, name, len(found)) == []
    *_, last = [line for line in found[-1] if "—" not in line.text]
    assert last.text.endswith("街道办事处。")
    assert 258 < last.bottom < 262
    assert not any("印发" in line.text for line in found[-1])


def test_a_bulletins_head(printed: Path) -> None:
    """The issue in the middle, issuer and date one character in over the red line, and not again under the text."""
    mark, line = ink(printed, "bulletin", 1, red)
    issue, issuer = line_of(printed, "bulletin", "第5期"), line_of(printed, "bulletin", "重庆市永川区发展和改革委员会")
    date = line_of(printed, "bulletin", "2023年6月5日")
    assert (mark.left + mark.right) / 2 == pytest.approx(106, abs=1.5)
    assert (issue.left + issue.right) / 2 == pytest.approx(106, abs=1.5)
    assert issuer.left == pytest.approx(28 + 5.6, abs=0.6)
    assert date.right == pytest.approx(184 - 5.6, abs=0.8)
    assert line.top - date.bottom == pytest.approx(4, abs=1)
    assert line.left == pytest.approx(28, abs=0.3)
    assert line.right == pytest.approx(184, abs=0.3)
    words = "".join(each.text for lines in pages(printed, "bulletin") for each in lines)
    assert words.count("2023年6月5日") == 2  # in the head and in the imprint


def test_page_numbers_in_the_middle_or_none(printed: Path) -> None:
    """As the office has set; centred ones are as far below the type area as the others."""
    for place, lines in enumerate(pages(printed, "centred_number"), 1):
        number = max(lines, key=lambda line: line.top)
        assert number.text == f"—{place}—"
        assert (number.left + number.right) / 2 == pytest.approx(106, abs=0.8)
        assert (number.top + number.bottom) / 2 == pytest.approx(262 + 7, abs=1)
    assert not any(is_numbered(lines) for lines in pages(printed, "no_number"))


def test_compensated_margins_hold_as_many_lines_and_characters(printed: Path) -> None:
    """22 lines of 28 characters; the characters' edges are nearer to the type area's than with nominal margins."""
    lines = [line for line in pages(printed, "compensated_long")[1] if "民" in line.text]
    assert [len(line.text) for line in lines] == [28] * 22
    nominal = [line for line in pages(printed, "long")[1] if "民" in line.text]
    assert lines[0].top - 37 < nominal[0].top - 37
    assert 262 - lines[-1].bottom < 262 - nominal[-1].bottom
    assert lines[0].top >= 36.5


def test_compensated_margins_leave_imprint_and_page_number(printed: Path) -> None:
    """The last rule is on the type area's edge all the same, the number 7 mm below it."""
    found = pages(printed, "compensated")
    assert rules(printed, "compensated", len(found))[-1].bottom == pytest.approx(262, abs=0.5)
    number = max(found[0], key=lambda line: line.top)
    assert (number.top + number.bottom) / 2 == pytest.approx(262 + 7, abs=1)


@pytest.mark.parametrize("name", ["even_imprint", "even_after_even"])
def test_an_imprint_on_an_even_page(printed: Path, name: str) -> None:
    """It has the last page, an even one, to itself; neither that page nor a blank one before it bears a number."""
    found = pages(printed, name)
    assert len(found) % 2 == 0
    *_, last = rules(printed, name, len(found))
    assert last.bottom == pytest.approx(262, abs=0.5)
    assert last.left == pytest.approx(28, abs=0.3)
    assert found[-1][0].text.startswith("抄送：")
    assert not is_numbered(found[-1])
    assert (found[-2] == []) == (name == "even_after_even")
    assert all(is_numbered(lines) for lines in found[: -2 if name == "even_after_even" else -1])


def test_addressees_too_long_for_the_first_page_are_in_the_imprint(printed: Path) -> None:
    """The first page shows the text; 主送 stands over 抄送 with no rule between them."""
    found = pages(printed, "moved_addressees")
    assert any("现将截至" in line.text for line in found[0])
    assert not any("有关单位，各镇" in line.text for line in found[0])
    sent, copied = (
        line_of(printed, "moved_addressees", "主送：", -1),
        line_of(printed, "moved_addressees", "抄送：", -1),
    )
    first, second, _ = rules(printed, "moved_addressees", len(found))
    assert first.bottom < sent.top < copied.top < second.top


def test_the_longest_addressees_that_stay_leave_a_line_of_text(printed: Path) -> None:
    """Two characters more, left where they are, and the first page would show none: counting agrees with the page."""
    assert any("按照《重庆市" in line.text for line in pages(printed, "longest")[0])
    assert not any("按照《重庆市" in line.text for line in pages(printed, "longer")[0])
