"""The printed page measured (成版): every place is taken from the pages that LibreOffice prints, in millimetres."""

from collections.abc import Iterator
from itertools import chain

from pipeline.circular.proofing import (
    rendered_annexes,
    rendered_area,
    rendered_closing,
    rendered_head,
    rendered_numbers,
    rendered_pages,
    substitutes,
)
from pipeline.circular.proofing.elements import Elements
from pipeline.circular.proofing.kinds import Kind
from pipeline.circular.proofing.measure import Measure
from pipeline.circular.proofing.printed import Printed
from pipeline.formats.pdf import Pdf
from pipeline.settings import Circular


def printed(pdf: bytes, elements: Elements, circular: Circular) -> Printed:
    """The pages of a file's PDF beside its elements, and which of its fonts were not there."""
    seen = Pdf(pdf)
    return Printed(seen, elements, substitutes.substitutes(elements, seen.pieces), circular.page_number)


def of_pages(paper: Printed, kind: Kind) -> Iterator[Measure]:
    """What every page must be, whatever stands on it, and with which fonts it was printed."""
    return chain(
        substitutes.measures(paper), rendered_pages.measures(paper, kind), rendered_numbers.measures(paper, kind)
    )


def measures(paper: Printed, kind: Kind) -> Iterator[Measure]:
    """Every place that the standard fixes and a page shows."""
    return chain(
        of_pages(paper, kind),
        rendered_area.measures(paper),
        rendered_head.measures(paper, kind),
        rendered_closing.measures(paper, kind),
        rendered_annexes.measures(paper),
    )
