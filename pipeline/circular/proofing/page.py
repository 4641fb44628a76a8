"""Page, type area, lines and characters, colours (clauses 5.1 to 5.2.4)."""

from collections import Counter
from collections.abc import Iterator

from pipeline import gb9704 as gb
from pipeline.circular.proofing.elements import Elements
from pipeline.circular.proofing.measure import Measure, excerpt, matches, measure, millimetres
from pipeline.circular.proofing.paper import SetParagraph, SetRun, SetSection, whole
from pipeline.gb9704 import Number

_REST = 3 * gb.MILLIMETRE  # what 22 lines may leave of the type area


def measures(elements: Elements) -> Iterator[Measure]:
    for place, section in enumerate(elements.paper.sections, 1):
        yield from _section(section, f"第{place}节" if len(elements.paper.sections) > 1 else "")
    if elements.text:
        yield from _pitch(elements)
    yield _black(elements)
    yield _named(elements)


def _section(section: SetSection, which: str) -> Iterator[Measure]:
    width, height = sorted((section.length("w"), section.length("h")))
    paper = f"{millimetres(width)}×{millimetres(height)}"
    met = abs(width - gb.PAPER_WIDTH) <= gb.MARGIN_TOLERANCE and abs(height - gb.PAPER_HEIGHT) <= gb.MARGIN_TOLERANCE
    yield measure(gb.PAPER_WIDTH, f"{which}纸张", paper, met, "A4，210 mm×297 mm")
    if section.lies_across:
        return  # a page of a wide table: its margins turn with it, as is measured of such pages
    by_face = is_compensated(section)
    top = gb.COMPENSATED_TOP if by_face else gb.MARGIN_TOP
    yield _margin(top, f"{which}天头", section.length("top"))
    yield _margin(gb.MARGIN_LEFT, f"{which}订口", section.length("left"))
    yield _area(gb.TEXT_WIDTH, f"{which}版心宽", section.text_width)
    yield _area(gb.TEXT_HEIGHT, f"{which}版心高", section.text_height - raised(section) - sunk(section))


def is_compensated(section: SetSection) -> bool:
    """Whether the margins are lower by what stands empty over the first and under the last characters."""
    near = gb.MARGIN_TOLERANCE
    return (
        abs(section.length("top") - gb.COMPENSATED_TOP) <= near
        and abs(section.length("bottom") - gb.COMPENSATED_BOTTOM) <= near
    )


def raised(section: SetSection) -> int:
    """How far above the type area a section's first line begins, where its margins are compensated."""
    return gb.MARGIN_TOP - gb.COMPENSATED_TOP if is_compensated(section) else 0


def sunk(section: SetSection) -> int:
    """How far below the type area a section's last line may end, where its margins are compensated."""
    return gb.MARGIN_BOTTOM - gb.COMPENSATED_BOTTOM if is_compensated(section) else 0


def _margin(number: Number, item: str, found: int) -> Measure:
    return measure(number, item, millimetres(found), abs(found - number) <= gb.MARGIN_TOLERANCE)


def _area(number: Number, item: str, found: int) -> Measure:
    return measure(number, item, millimetres(found), abs(found - number) <= 2 * gb.MARGIN_TOLERANCE)


def _pitch(elements: Elements) -> Iterator[Measure]:
    """Lines and characters of most of the text; a grid of characters counts where the page has one."""
    section = elements.paper.section_at(elements.text[0].place)
    pitches = Counter(_line(each, section) for each in elements.text)
    pitch = pitches.most_common(1)[0][0]
    lines = f"每面 {section.text_height // pitch} 行（行距 {pitch / 20:g} 磅）" if pitch else "行距随文字，不是固定值"
    yield measure(gb.LINES, "每面行数", lines, bool(pitch) and section.text_height // pitch == gb.LINES)
    if pitch and section.text_height // pitch == gb.LINES:
        rest = section.text_height - gb.LINES * pitch
        yield measure(gb.FILLED, "版心撑满", f"下边余 {millimetres(rest)}", rest <= _REST)
    widths = Counter(_character(each.face, section) for each in elements.text)
    count = section.text_width // max(widths.most_common(1)[0][0], 1)
    yield measure(gb.CHARACTERS, "每行字数", f"每行 {count} 个字", count == gb.CHARACTERS)


def _line(paragraph: SetParagraph, section: SetSection) -> int:
    if paragraph.exact or section.grid.get("type") not in ("lines", "linesAndChars", "snapToChars"):
        return paragraph.exact
    return whole(section.grid.get("linePitch"), 0)


def _character(run: SetRun, section: SetSection) -> int:
    if section.grid.get("type") in ("linesAndChars", "snapToChars"):
        return gb.SIZE_3 * 10 + round(whole(section.grid.get("charSpace"), 0) * 20 / 4096)
    return run.pitch


def _black(elements: Elements) -> Measure:
    """All text is black; the issuer's mark has its own colour."""
    marks = {id(each) for each in elements.marks}
    found = [
        (run.colour, run.text)
        for each in _all(elements)
        if id(each) not in marks
        for run in each.runs
        if run.text.strip() and not matches(gb.BLACK, run.colour)
    ]
    colours = "、".join(f"{excerpt(text)}为 {colour}" for colour, text in found[:3])
    more = f"等 {len(found)} 处" if len(found) > 3 else ""
    return measure(gb.BLACK, "文字颜色", colours + more if found else "黑色", not found)


def _named(elements: Elements) -> Measure:
    themed = [
        run.text for each in _all(elements) for run in each.runs if run.text.strip() and (run.themed or not run.font)
    ]
    seen = f"{len(themed)} 处没有指定，如 {excerpt(themed[0])}" if themed else "都已指定"
    return measure(gb.FONT_NAMED, "中文字体", seen, not themed)


def _all(elements: Elements) -> Iterator[SetParagraph]:
    yield from elements.paper.paragraphs
    for table in elements.paper.tables:
        yield from table.paragraphs
