"""The proof (版式核验): a .docx, any one, measured against GB/T 9704—2012 from what stands in the file.

Only a deviation from what the standard lays down (规定) is an error; from what it holds usual, recommends or allows, a
warning; from what offices practise, a note. Where lines and pages really fall, a rendered page must show.
"""

from collections.abc import Iterable
from typing import Any

from pipeline.circular.proofing import (
    annexes,
    closing,
    head,
    imprint,
    page,
    page_number,
    tables,
    text,
)
from pipeline.circular.proofing.elements import recognised
from pipeline.circular.proofing.faces import Fonts
from pipeline.circular.proofing.measure import Measure, Verdict
from pipeline.circular.proofing.readback import read_back
from pipeline.settings import Circular

__all__ = ["Measure", "Verdict", "proof", "proof_json"]


def proof(data: bytes, circular: Circular | None = None) -> tuple[Measure, ...]:
    """Every fact of the standard that applies to a .docx and can be told from it, in the order of the page.

    A font is right by its family's names, or as the office's own of ``circular``. What is no .docx is a
    :class:`~pipeline.findings.PipelineError`.
    """
    elements, fonts = recognised(read_back(data)), Fonts(circular or Circular())
    return (
        *page.measures(elements),
        *head.measures(elements, fonts),
        *text.measures(elements, fonts),
        *closing.measures(elements),
        *annexes.measures(elements, fonts),
        *imprint.measures(elements, fonts),
        *page_number.measures(elements, fonts),
        *tables.measures(elements),
    )


def proof_json(measures: Iterable[Measure]) -> dict[str, Any]:
    """The measures as plain data, with how many there are of each verdict."""
    listed = tuple(measures)
    return {
        "standard": "GB/T 9704—2012",
        "summary": {verdict.value: sum(each.verdict is verdict for each in listed) for verdict in Verdict},
        "measures": [
            {
                "clause": each.clause,
                "strength": each.strength.value,
                "item": each.item,
                "expected": each.expected,
                "measured": each.measured,
                "verdict": each.verdict.value,
            }
            for each in listed
        ],
    }
