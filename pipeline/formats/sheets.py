"""The one door through which workbooks are written.

A room says what stands in a sheet and what it means (a percentage, a link, a cell to fill); how that looks on screen
and on paper is decided here once.
"""

from collections.abc import Sequence

from pipeline.formats.pages import Align as Align
from pipeline.formats.pages import Allowed as Allowed
from pipeline.formats.pages import Chart as Chart
from pipeline.formats.pages import Column as Column
from pipeline.formats.pages import Mark as Mark
from pipeline.formats.pages import Page as Page
from pipeline.formats.pages import Show as Show
from pipeline.formats.pages import Tint as Tint
from pipeline.formats.pages import Value as Value
from pipeline.formats.pages import place as place
from pipeline.formats.pages import reference as reference


def write_workbook(pages: Sequence[Page], *, title: str = "", author: str = "") -> bytes:
    """The pages as an .xlsx: the same pages always give the same bytes.

    Text is always text: what begins with =, +, - or @ is never a formula. Characters that a workbook cannot hold are
    left out; text longer than a cell holds is cut, and says so.
    """
    from pipeline.formats.xlsx import written  # openpyxl takes a tenth of a second to import

    return written(pages, title=title, author=author)


def load() -> None:
    """Load what writing needs, ahead of it."""
    import pipeline.formats.xlsx  # noqa: F401
