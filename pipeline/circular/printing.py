"""A paper as PDF (打印稿): what is wrong with its pages before it goes out. The .docx stays the master."""

from pipeline.circular.proofing import rendered
from pipeline.circular.proofing.elements import recognised
from pipeline.circular.proofing.kinds import kind_of
from pipeline.circular.proofing.measure import Measure, Verdict
from pipeline.circular.proofing.readback import read_back
from pipeline.settings import Circular


def page_faults(data: bytes, pdf: bytes, circular: Circular) -> tuple[int, tuple[Measure, ...]]:
    """How many pages a .docx printed as ``pdf`` has, and what is wrong with them.

    Looked at page by page: whether it is A4, has text, carries its number, and keeps inside the type area; and which
    fonts were not there.
    """
    elements = recognised(read_back(data))
    printed = rendered.printed(pdf, elements, circular)
    found = (each for each in rendered.of_pages(printed, kind_of(elements)) if each.verdict is not Verdict.MET)
    return len(printed.pdf.pages), tuple(found)
