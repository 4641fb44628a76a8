"""The closing as printed (clauses 7.3.5, 7.4.1): issuer, date and the room for the seal, the imprint's last line."""

from collections.abc import Iterator

from pipeline import gb9704 as gb
from pipeline.circular.proofing.elements import Elements
from pipeline.circular.proofing.kinds import Kind
from pipeline.circular.proofing.measure import Measure
from pipeline.circular.proofing.printed import BOTTOM, Printed, Row, tolerated
from pipeline.gb9704 import Form

_SEAL = 42.0  # millimetres across; issuer and date stand a little below its centre
_BELOW_CENTRE = 3.0
_NEAR = 1.0
_SEALED = 3  # characters: a date that stands so far in leaves room for a seal
_UNDER = Form(r".", gb.IMPRINT_BOTTOM.clause, gb.IMPRINT_BOTTOM.strength, "版记在公文最后一面")


def measures(printed: Printed, kind: Kind) -> Iterator[Measure]:
    yield from _together(printed)
    yield from _seal(printed)
    if kind is not Kind.LETTER:
        yield from _imprint(printed)


def _together(printed: Printed) -> Iterator[Measure]:
    """Issuer and date stand on one page, and not without text."""
    date, issuer = (printed.rows_of(each) for each in (printed.elements.date, printed.elements.signature))
    if not date:
        return
    page = date[0].page
    with_text = any(row.page == page for row in _text(printed))
    apart = issuer and issuer[0].page != page
    seen = f"署名在第 {issuer[0].page} 面，日期在第 {page} 面" if apart else f"都在第 {page} 面"
    seen += "" if with_text else "，同面没有正文"
    yield printed.measured(gb.CLOSING_KEPT, "署名和成文日期", seen, with_text and not apart)


def _seal(printed: Printed) -> Iterator[Measure]:
    """A seal over issuer and date must reach up to one line below the text, and not far into it."""
    elements = printed.elements
    date, issuer, text = printed.rows_of(elements.date), printed.rows_of(elements.signature), _text(printed)
    if not (elements.date and date and issuer and text) or date[0].page != issuer[0].page:
        return
    before = [row for row in text if row.page == date[0].page and row.box.middle < issuer[0].box.middle]
    if elements.date.right_gap(elements.paper.section_at(elements.date.place).text_width) < _SEALED or not before:
        return
    middle = (printed.ink_of(issuer[0]).middle + printed.ink_of(date[0]).middle) / 2
    room = middle - _BELOW_CENTRE - _SEAL / 2 - printed.ink_of(before[-1]).bottom
    met = -_BELOW_CENTRE <= room <= printed.pitch
    yield printed.measured(gb.SEAL_ROOM, "印章位置", f"印章顶端在正文下 {room:.1f} mm", met)


def _text(printed: Printed) -> tuple[Row, ...]:
    attachments = (row for each in printed.elements.attachments for row in printed.rows_of(each))
    return (*printed.text, *attachments)


def _imprint(printed: Printed) -> Iterator[Measure]:
    """The imprint's last line lies on the lower edge of the type area of the last page."""
    printer = printed.rows_of(printed.elements.imprint[-1]) if printed.elements.imprint else ()
    if not printer:
        return
    page, last = printer[-1].page, len(printed.pdf.pages)
    yield printed.measured(_UNDER, "版记", f"在第 {page} 面，共 {last} 面", page == last)
    rules = printed.inks[page].rules if page in printed.inks else ()
    under = [rule for rule in rules if rule.top > printer[-1].box.middle]
    edge = under[-1].bottom if under else 0.0
    met = abs(edge - BOTTOM) <= _NEAR
    side = "下" if edge > BOTTOM else "上"
    seen = f"距纸顶 {edge:.1f} mm，版心下边缘{side} {abs(edge - BOTTOM):.1f} mm" if under else "没有看到"
    if met or not _is_anchored(printed.elements):
        expected = tolerated(gb.IMPRINT_BOTTOM, _NEAR)
        yield printed.measured(gb.IMPRINT_BOTTOM, "版记末条分隔线", seen, met, expected)
    else:
        seen += "；文件里已固定在版心下边缘，LibreOffice 没有照排，请用 Word 或 WPS 看"
        yield printed.measured(gb.IMPRINT_PLACED, "版记末条分隔线", seen, False)
    if under:
        off = next((rule for rule in rules[-3:] if abs(rule.width - gb.RULE_WIDTH / gb.MILLIMETRE) > 2), None)
        width = (off or under[-1]).width
        yield printed.measured(gb.RULE_WIDTH, "版记分隔线宽", f"{width:.1f} mm", not off, tolerated(gb.RULE_WIDTH, 2))


def _is_anchored(elements: Elements) -> bool:
    """Whether the file itself fixes the imprint to the lower edge: LibreOffice passes over tables and some frames."""
    table = elements.imprint_table
    frame = elements.imprint[-1].properties.get("framePr", {})
    return (frame.get("yAlign") if table is None else table.position.get("tblpYSpec")) == "bottom"
