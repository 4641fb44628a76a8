"""Drawings in the line of the text (图): pictures and charts, each with words for those who cannot see it.

A drawing's paragraph grows with it: in a line of exact height Word would show a strip of it.
"""

from xml.sax.saxutils import quoteattr

from pipeline.circular.markup import Style, clean, look
from pipeline.circular.parts import CHART, DRAWING, EMU, PICTURE, PLACED, Parts


def chart_drawing(parts: Parts, name: str, size: tuple[int, int], words: str) -> str:
    """A run with a chart; ``size`` is its width and height in twips."""
    graphic = f'<a:graphicData uri="{CHART}"><c:chart xmlns:c="{CHART}" r:id="{name}"/></a:graphicData>'
    return _inline(parts, graphic, size, words)


def picture_drawing(parts: Parts, name: str, size: tuple[int, int], words: str) -> str:
    """A run with a picture."""
    width, height = (each * EMU for each in size)
    graphic = (
        f'<a:graphicData uri="{PICTURE}"><pic:pic xmlns:pic="{PICTURE}">'
        f'<pic:nvPicPr><pic:cNvPr id="0" name="{name}.png"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{name}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
    )
    return _inline(parts, graphic, size, words)


def drawn_paragraph(style: Style, runs: str) -> str:
    """A centred paragraph that is as high as what is drawn in it."""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style.id}"/><w:widowControl w:val="0"/><w:snapToGrid w:val="0"/>'
        '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        '<w:ind w:leftChars="0" w:left="0" w:rightChars="0" w:right="0" w:firstLineChars="0" w:firstLine="0"/>'
        f'<w:jc w:val="center"/>{look(style.face)}</w:pPr>{runs}</w:p>'
    )


def _inline(parts: Parts, graphic: str, size: tuple[int, int], words: str) -> str:
    width, height = (each * EMU for each in size)
    number = parts.drawn()
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{PLACED}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name="图{number - 100}" descr={quoteattr(clean(words))}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{DRAWING}">{graphic}</a:graphic></wp:inline></w:drawing></w:r>'
    )
