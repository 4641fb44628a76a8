"""The proof (版式核验): a .docx, any one, measured against GB/T 9704—2012.

Only a deviation from what the standard lays down (规定) is an error; from what it holds usual, recommends or allows, a
warning; from what offices practise, a note. What stands in the file is told from the file; where lines and pages
really fall, the printed page shows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pipeline.circular.proofing import (
    across,
    annexes,
    closing,
    head,
    imprint,
    minutes,
    page,
    page_number,
    tables,
    text,
    writing,
)
from pipeline.circular.proofing.elements import Elements, recognised
from pipeline.circular.proofing.faces import Fonts
from pipeline.circular.proofing.kinds import kind_of
from pipeline.circular.proofing.measure import Measure, Verdict
from pipeline.circular.proofing.readback import read_back
from pipeline.settings import Circular

__all__ = ["Measure", "Proof", "Verdict", "proof", "proof_json", "proof_printed"]


@dataclass(frozen=True, slots=True)
class Proof:
    """What a file is, what was measured, and which of its fonts had to be replaced to print it."""

    kind: str
    measures: tuple[Measure, ...]
    substitutes: dict[str, str]
    """Font asked for → font that stands in for it; empty where nothing was printed."""


def proof(data: bytes, circular: Circular | None = None) -> tuple[Measure, ...]:
    """Every fact of the standard that applies to a .docx and can be told from it, in the order of the page.

    A font is right by its family's names, or as the office's own of ``circular``. What is no .docx is a
    :class:`~pipeline.findings.PipelineError`.
    """
    return _told(recognised(read_back(data)), Fonts(circular or Circular()))


def proof_printed(data: bytes, circular: Circular | None = None, pdf: bytes = b"") -> Proof:
    """The proof with the file's kind; where its ``pdf`` is given, with every place that its pages show."""
    elements = recognised(read_back(data))
    office = circular or Circular()
    kind, measures = kind_of(elements), _told(elements, Fonts(office))
    if not pdf:
        return Proof(kind.value, measures, {})
    from pipeline.circular.proofing import rendered

    printed = rendered.printed(pdf, elements, office)
    return Proof(kind.value, (*measures, *rendered.measures(printed, kind)), printed.substitutes)


def _told(elements: Elements, fonts: Fonts) -> tuple[Measure, ...]:
    return (
        *page.measures(elements),
        *head.measures(elements, fonts),
        *text.measures(elements, fonts),
        *writing.measures(elements),
        *closing.measures(elements),
        *minutes.measures(elements, fonts),
        *annexes.measures(elements, fonts),
        *imprint.measures(elements, fonts),
        *page_number.measures(elements, fonts),
        *across.measures(elements, fonts),
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
                "rendered": each.rendered,
            }
            for each in listed
        ],
    }
