"""Minutes (纪要, clause 10.3): who was there, is on leave, sits in."""

from collections.abc import Iterator

from pipeline import gb9704 as gb
from pipeline.circular.markup import hundredths
from pipeline.circular.proofing.elements import Elements
from pipeline.circular.proofing.faces import Fonts, face
from pipeline.circular.proofing.measure import Measure, excerpt, measure
from pipeline.circular.proofing.paper import SetParagraph

_NEAR = 0.5


def measures(elements: Elements, fonts: Fonts) -> Iterator[Measure]:
    if elements.attendance:
        labels = (each.lead for each in elements.attendance)
        yield from face("出席、请假、列席", labels, fonts, gb.ATTENDANCE_FONT, gb.SIZE_3)
        width = elements.paper.section_at(elements.attendance[0].place).text_width
        off = next((each for each in elements.attendance if not _hangs(each, width)), None)
        seen = f"{excerpt(off.text)}没有对齐" if off else "对齐"
        yield measure(gb.ATTENDANCE_INDENT, "出席人员名单排布", seen, off is None)


def _hangs(names: SetParagraph, width: int) -> bool:
    """Whether a line starts two characters in and, where it goes on, under the first name."""
    label = hundredths(names.text.replace(":", "：").partition("：")[0] + "：") / 100
    fits = (names.first + hundredths(names.text) / 100) * names.face.pitch <= width
    under = abs(names.indent("left") - gb.ATTENDANCE_INDENT - label) <= _NEAR
    return abs(names.first - gb.ATTENDANCE_INDENT) <= _NEAR and (fits or under)
