"""Addressees (主送机关) that are too long for the first page move to the imprint (clause 7.3.2).

Whether the first page shows text is counted: every line above it has an exact height, and 汉字 have one width.
"""

from collections.abc import Sequence
from dataclasses import replace

from pipeline import gb9704 as gb
from pipeline.circular.markup import Face, hundredths
from pipeline.document import Document, Paragraph, Role

_NEVER_FIRST = "，。、；：！？）》〕”’"
_NEVER_LAST = "（《〔“‘"


def with_text_on_first_page(document: Document, room: int, line: int) -> Document:
    """The document, its addressees moved to the imprint where ``room`` (twips) has no line of text below them.

    ``room`` is what head and title leave of the first page, ``line`` the pitch of its lines.
    """
    first, *rest = document.body or (None,)
    if first is None or first.role is not Role.ADDRESSEE or document.imprint is None or not rest:
        return document
    lines = line_count(first.text) + _kept_together(rest)
    if lines * line <= room:
        return document
    names = first.text.rstrip("：:")
    return replace(document, body=tuple(rest), imprint=replace(document.imprint, addressees=names))


def line_count(text: str, face: Face | None = None) -> int:
    """How many lines a flush text takes: no line begins with a closing mark or ends with an opening one."""
    capacity = gb.TEXT_WIDTH * 100 // (face or Face("")).pitch
    lines, start = 1, 0
    width = 0
    for place, character in enumerate(text):
        width += hundredths(character)
        if width > capacity:
            lines += 1
            start = _line_start(text, start, place)
            width = hundredths(text[start : place + 1])
    return lines


def _line_start(text: str, start: int, place: int) -> int:
    """Where the next line starts when the character at ``place`` no longer fits."""
    found = place
    while found > start + 1 and (text[found] in _NEVER_FIRST or text[found - 1] in _NEVER_LAST):
        found -= 1
    return found if found > start + 1 else place


def _kept_together(rest: Sequence[Paragraph]) -> int:
    """How many lines the first page must have: the first one of the text, after the headings that stay with it."""
    headings = 0
    for paragraph in rest:
        if not paragraph.role.name.startswith("HEADING") or paragraph.lead:
            break
        headings += line_count(paragraph.text)
    return headings + 1
