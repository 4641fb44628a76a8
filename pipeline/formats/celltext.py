"""Text as a cell of a workbook can hold it, and how much room it takes."""

import re

CELL_LIMIT = 32_767
"""The UTF-16 units that one cell holds."""
CUT = "……（文字过长，以下略去）"

_UNFIT = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
    "|_x(?:00[01][0-9A-Fa-f]|[Dd][89A-Fa-f][0-9A-Fa-f]{2}|[Ff]{3}[EeFf])_"
)
"""Control characters, bare or in the spelling of workbooks, halves of characters, and what turns a line around."""
_BREAKS = re.compile("\r\n?|_x000[DdAa]_\n?|[\x0b\x0c\x85\u2028\u2029]")


def clean(text: str) -> str:
    """A text as a workbook can hold it: real line breaks, no control characters, cut where a cell is full."""
    text = _UNFIT.sub("", _BREAKS.sub("\n", text))
    if len(text) * 2 > CELL_LIMIT and len(units := text.encode("utf-16-le")) > CELL_LIMIT * 2:
        text = units[: (CELL_LIMIT - len(CUT)) * 2].decode("utf-16-le", "ignore") + CUT
    return text


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a cell of a width, of which one digit's goes to its margins.

    A Chinese character is two digits wide, as it is two bytes in GBK.
    """
    room = max(2, int(width) - 1)
    return sum(max(1, -(-len(line.encode("gbk", "replace")) // room)) for line in text.split("\n"))
