"""One document in every layout, for the tests of setting, proving and printing them."""

from dataclasses import replace

from pipeline.document import Document, Head, Role
from pipeline.settings import Circular
from tests.unit.papers import BODY, CIRCULAR, text

MARKED = replace(CIRCULAR, head=Head("重庆市永川区发展和改革委员会文件", "永川发改〔2023〕38号", "000001", "特急"))
LETTER = replace(MARKED, head=replace(MARKED.head or Head("", ""), number="永川发改函〔2023〕38号"))
SERIES = replace(CIRCULAR, head=Head("督查通报", "", issue="第5期"))


def addressed(names: str) -> Document:
    """The document to other addressees."""
    return replace(CIRCULAR, body=(text(Role.ADDRESSEE, f"{names}："), *BODY[1:]))


MANY = addressed("，".join(["各镇人民政府、街道办事处", "区政府各部门", "有关单位"] * 12))

VARIANTS: dict[str, tuple[Document, Circular]] = {
    "redhead": (CIRCULAR, Circular()),
    "marked": (MARKED, Circular()),
    "unsealed": (CIRCULAR, Circular(sealed=False)),
    "preprinted": (MARKED, Circular(layout="preprinted")),
    "letter": (replace(LETTER, head=Head("重庆市永川区发展和改革委员会文件", "永川发改函〔2023〕38号")),
               Circular(layout="letter")),
    "letter_marked": (LETTER, Circular(layout="letter")),
    "bulletin": (SERIES, Circular(layout="bulletin")),
    "meeting": (CIRCULAR, Circular(layout="meeting")),
    "compensated": (MARKED, Circular(margin_mode="compensated")),
    "compensated_letter": (LETTER, Circular(layout="letter", margin_mode="compensated")),
    "centred_number": (CIRCULAR, Circular(page_number="centre")),
    "no_number": (CIRCULAR, Circular(layout="meeting", page_number="none")),
    "even_imprint": (CIRCULAR, Circular(imprint_even_page=True)),
    "moved_addressees": (MANY, Circular()),
}  # fmt: skip
