"""Pages that lie across (横排, clause 8): A4 turned, the number standing where it stands on all other pages.

A bound sheet stays upright; only what is read on it is turned, clockwise. So what is the left margin of the upright
page (订口 of odd pages, 切口 of even ones) lies above the table, its foot left of it. The number stays at the foot:
on the turned page that is the short edge at the left, in a text box whose text is turned as well.
"""

from dataclasses import replace

from pipeline import gb9704 as gb
from pipeline.circular.markup import Style, paragraph
from pipeline.circular.pages import HEADER_EDGE, Page
from pipeline.circular.parts import DRAWING, EMU, PLACED

WIDTH, HEIGHT = gb.TEXT_HEIGHT, gb.TEXT_WIDTH
"""The type area of a page that lies across, in twips."""
TITLE = WIDTH * 100 // (gb.SIZE_2 * 10)
"""What a line of a title holds there, in hundredths of a character."""

_ODD, _EVEN = "footer4", "footer5"
_FOOTER_EDGE = 600
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_CHOICES = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_VML = "urn:schemas-microsoft-com:vml"


def section() -> str:
    """The properties of a section that lies across."""
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="{_ODD}"/>'
        f'<w:footerReference w:type="even" r:id="{_EVEN}"/>'
        f'<w:pgSz w:w="{gb.PAPER_HEIGHT}" w:h="{gb.PAPER_WIDTH}" w:orient="landscape"/>'
        f'<w:pgMar w:top="{gb.MARGIN_LEFT}" w:right="{gb.MARGIN_TOP}" w:bottom="{gb.MARGIN_RIGHT}" '
        f'w:left="{gb.MARGIN_BOTTOM}" w:header="{HEADER_EDGE}" w:footer="{_FOOTER_EDGE}" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{gb.LINE_PITCH}"/></w:sectPr>'
    )


def stories(page: Page, style: Style) -> dict[str, str]:
    """The footers of pages that lie across, by name; ``style`` is that of page numbers."""
    if page.numbering == "none":
        return {_ODD: paragraph(style), _EVEN: paragraph(style)}
    upright = page.stories(style)
    numbers = zip((_ODD, _EVEN), list(upright.values())[:2], strict=True)
    plain = replace(style, align="left")
    return {name: paragraph(plain, _turned(number, place)) for place, (name, number) in enumerate(numbers, 1)}


def _turned(number: str, place: int) -> str:
    """A run with a text box along the short edge, as long as the type area is high, its text turned clockwise.

    Its line lies as far from the type area as on upright pages. No text is near that could flow round it; but without
    flowing, LibreOffice sets it into the corner of some pages. What is older than the shapes of 2010 takes the other
    one.
    """
    left, top = int(gb.FOOTER_EDGE), int(gb.MARGIN_LEFT)
    width, height = int(gb.FOOTER_LINE), HEIGHT
    held = f"<w:txbxContent>{number}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent xmlns:mc="{_CHOICES}"><mc:Choice xmlns:wps="{_SHAPE}" Requires="wps"><w:drawing>'
        f'<wp:anchor xmlns:wp="{PLACED}" distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        f'relativeHeight="{place}" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{left * EMU}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{top * EMU}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width * EMU}" cy="{height * EMU}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        '<wp:wrapSquare wrapText="bothSides"/>'
        f'<wp:docPr id="{place}" name="页码{place}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{DRAWING}"><a:graphicData uri="{_SHAPE}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{width * EMU}" cy="{height * EMU}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f'<wps:txbx>{held}</wps:txbx><wps:bodyPr rot="0" vert="vert" wrap="square" lIns="0" tIns="0" rIns="0" '
        'bIns="0" anchor="t"><a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>'
        f'</mc:Choice><mc:Fallback><w:pict><v:shape xmlns:v="{_VML}" id="页码{place}" '
        f'style="position:absolute;margin-left:{left / 20:g}pt;margin-top:{top / 20:g}pt;width:{width / 20:g}pt;'
        f'height:{height / 20:g}pt;mso-position-horizontal-relative:page;mso-position-vertical-relative:page" '
        'coordsize="21600,21600" path="m,l,21600r21600,l21600,xe" filled="f" stroked="f">'
        f'<v:textbox inset="0,0,0,0" style="layout-flow:vertical">{held}</v:textbox></v:shape></w:pict></mc:Fallback>'
        "</mc:AlternateContent></w:r>"
    )
