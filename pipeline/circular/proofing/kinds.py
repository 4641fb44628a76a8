"""What kind of paper a file is (公文样式), told from what stands in it; the standard asks different things of each."""

from enum import StrEnum

from pipeline import gb9704 as gb
from pipeline.circular.proofing.elements import Elements
from pipeline.circular.proofing.measure import matches


class Kind(StrEnum):
    """The kinds by the standard's names, and what offices call the others."""

    DOCUMENT = "文件格式"
    PREPRINTED = "文件格式（套打红头纸，文件里没有机关标志）"
    LETTER = "信函格式"
    MINUTES = "纪要格式"
    BULLETIN = "简报、督查通报（编期号）"
    MEETING = "会议材料（没有版头）"


def kind_of(elements: Elements) -> Kind:
    """The kind of a paper."""
    mark, number = elements.mark, elements.number
    if mark and mark.text.endswith("纪要"):
        return Kind.MINUTES
    if number is None:
        return Kind.DOCUMENT if mark else Kind.MEETING
    if elements.is_series:
        return Kind.BULLETIN
    if elements.is_letter:
        return Kind.LETTER
    red = mark is not None and matches(gb.MARK_COLOUR, mark.face.colour)
    large = mark is not None and mark.face.size > gb.SIZE_2
    return Kind.DOCUMENT if red or large else Kind.PREPRINTED
