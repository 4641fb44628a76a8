"""The red line under the number (红色分隔线, clause 7.2.7): a border of its line, of the next one, or of a table."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline import gb9704 as gb
from pipeline.circular.proofing.elements import Elements
from pipeline.circular.proofing.heads import is_red_mark
from pipeline.circular.proofing.measure import Measure, matches, measure, millimetres
from pipeline.circular.proofing.paper import SetPaper, SetParagraph, SetTable, whole


@dataclass(frozen=True)
class _Line:
    """A line as it is set: its border, its length in twips, and how far below the number where the file tells."""

    border: dict[str, str]
    width: float
    gap: int | None = None


def measures(elements: Elements, number: SetParagraph) -> Iterator[Measure]:
    """One that is drawn as a shape only the printed page shows; none at all is told where the mark is red."""
    over = elements.issuer or number
    line = _line(elements.paper, over)
    if line is None:
        if elements.mark and is_red_mark(elements.mark) and not _may_be_drawn(elements):
            yield measure(gb.RED_LINE_WIDTH, "红色分隔线", "没有红色分隔线", False)
        return
    if line.gap is not None:
        met = abs(line.gap - gb.RED_LINE_GAP) <= gb.MARGIN_TOLERANCE
        yield measure(gb.RED_LINE_GAP, "红色分隔线位置", f"发文字号下 {millimetres(line.gap)}", met)
    colour = line.border.get("color", "auto").upper()
    yield measure(gb.RED_LINE_COLOUR, "红色分隔线颜色", colour, matches(gb.RED_LINE_COLOUR, colour))
    met = abs(line.width - gb.RED_LINE_WIDTH) <= 2 * gb.MARGIN_TOLERANCE
    yield measure(gb.RED_LINE_WIDTH, "红色分隔线宽", millimetres(line.width), met)


def _line(paper: SetPaper, over: SetParagraph) -> _Line | None:
    block = paper.blocks[over.place]
    if isinstance(block, SetTable):
        return _Line(block.rules[-1], block.width or sum(block.grid)) if block.rules[-1] else None
    border = over.border("bottom")
    if border:
        return _Line(border, _width(paper, over), 20 * whole(border.get("space"), 0))
    following = paper.blocks[over.place + 1 : over.place + 2]
    for each in following:
        if isinstance(each, SetParagraph) and each.blank and (border := each.border("top") or each.border("bottom")):
            return _Line(border, _width(paper, each))
    return None


def _width(paper: SetPaper, ruled: SetParagraph) -> float:
    indents = (ruled.indent("left") + ruled.indent("right")) * ruled.face.pitch
    return paper.section_at(ruled.place).text_width - indents


def _may_be_drawn(elements: Elements) -> bool:
    """Whether anything is drawn in the head, or in a header, that may be the line."""
    end = elements.title[0].place if elements.title else len(elements.paper.blocks)
    head = elements.paper.blocks[: end + 1]
    return elements.paper.sections[0].headed or any(
        isinstance(each, SetTable) or each.drawn or each.shaped for each in head
    )
