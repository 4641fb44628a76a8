"""Word's own bar chart (Word 图表): a part of its own with its workbook, so that its figures can be edited.

Two bars for each indicator, one above the other: what is done is black, what was planned is white with a black edge,
so that a copy in black and white tells them apart.
"""

from collections.abc import Sequence
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from pipeline.circular.markup import clean
from pipeline.circular.parts import CHART, DRAWING, RELATIONSHIPS
from pipeline.circular.scale import DONE, PACE, axis_end, axis_step, label
from pipeline.document import Bar
from pipeline.formats.sheets import Align, Column, Page, Show, Value, reference, write_workbook

_SHEET = "进度"
_LOOKS = (
    '<c:spPr><a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
    '<a:ln w="6350"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></c:spPr>',
    '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
    '<a:ln w="6350"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></c:spPr>',
)
_LINE = '<c:spPr><a:ln w="{width}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:ln></c:spPr>'
_SHOWN, _MARKED = '[=0]0"%";[=100]0"%";0.0####"%"', '0"%"'
_CATEGORIES, _VALUES = 1, 2


def chart_book(bars: Sequence[Bar], author: str) -> bytes:
    """The workbook behind a chart: a row for each bar, empty where there is no figure."""
    columns = (Column("事项", 36, align=Align.LEFT), Column(f"{DONE}（%）", 14, Show.FIGURE),
               Column(f"{PACE}（%）", 14, Show.FIGURE))  # fmt: skip
    rows: list[tuple[Value, ...]] = [(label(bar), bar.done, bar.pace) for bar in bars]
    return write_workbook((Page(_SHEET, columns, rows),), title=_SHEET, author=author)


def chart_part(bars: Sequence[Bar], most: Decimal, font: str) -> str:
    """The chart's part. ``most`` is the highest figure that its axis must reach; all charts of an annex share it."""
    series = _series(0, DONE, bars, [bar.done for bar in bars]) + _series(1, PACE, bars, [bar.pace for bar in bars])
    return (
        f'<c:chartSpace xmlns:c="{CHART}" xmlns:a="{DRAWING}" xmlns:r="{RELATIONSHIPS}"><c:date1904 val="0"/>'
        '<c:lang val="zh-CN"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        '<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{series}<c:gapWidth val="50"/><c:overlap val="0"/>'
        f'<c:axId val="{_CATEGORIES}"/><c:axId val="{_VALUES}"/></c:barChart>{_category_axis()}{_value_axis(most)}'
        '</c:plotArea><c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend><c:plotVisOnly val="1"/>'
        f'<c:dispBlanksAs val="gap"/></c:chart>{_PLAIN}{_text(font)}'
        '<c:externalData r:id="book"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _series(place: int, name: str, bars: Sequence[Bar], values: Sequence[Decimal | None]) -> str:
    column = "BC"[place]
    labels = f'<c:dLbls><c:numFmt formatCode={quoteattr(_SHOWN)} sourceLinked="0"/><c:spPr><a:noFill/></c:spPr>' + (
        '<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )
    heading = f"<c:tx><c:strRef><c:f>{_cells(column, 1, 1)}</c:f>{_strings([name])}</c:strRef></c:tx>"
    last = len(bars) + 1
    categories = f"<c:cat><c:strRef><c:f>{_cells('A', 2, last)}</c:f>{_strings([label(bar) for bar in bars])}"
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>' for at, value in enumerate(values) if value is not None
    )
    numbers = f'<c:formatCode>General</c:formatCode><c:ptCount val="{len(bars)}"/>{points}'
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/>{heading}{_LOOKS[place]}<c:invertIfNegative val="0"/>'
        f"{labels}{categories}</c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{_cells(column, 2, last)}</c:f><c:numCache>{numbers}</c:numCache></c:numRef></c:val>"
        "</c:ser>"
    )


def _strings(texts: Sequence[str]) -> str:
    points = "".join(f'<c:pt idx="{at}"><c:v>{escape(clean(each))}</c:v></c:pt>' for at, each in enumerate(texts))
    return f'<c:strCache><c:ptCount val="{len(texts)}"/>{points}</c:strCache>'


def _cells(column: str, first: int, last: int) -> str:
    cells = f"${column}${first}" + (f":${column}${last}" if last > first else "")
    return escape(reference(_SHEET, cells))


def _category_axis() -> str:
    """The names, from the top down as in the table."""
    return (
        f'<c:catAx><c:axId val="{_CATEGORIES}"/><c:scaling><c:orientation val="maxMin"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'{_LINE.format(width=9525, colour="000000")}<c:crossAx val="{_VALUES}"/><c:crosses val="autoZero"/>'
        '<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _value_axis(most: Decimal) -> str:
    end = axis_end(most)
    return (
        f'<c:valAx><c:axId val="{_VALUES}"/><c:scaling><c:orientation val="minMax"/><c:max val="{end}"/>'
        '<c:min val="0"/></c:scaling><c:delete val="0"/><c:axPos val="b"/>'
        f"<c:majorGridlines>{_LINE.format(width=3175, colour='A6A6A6')}</c:majorGridlines>"
        f'<c:numFmt formatCode={quoteattr(_MARKED)} sourceLinked="0"/><c:majorTickMark val="out"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'{_LINE.format(width=6350, colour="000000")}<c:crossAx val="{_CATEGORIES}"/><c:crosses val="max"/>'
        f'<c:crossBetween val="between"/><c:majorUnit val="{axis_step(end)}"/></c:valAx>'
    )


_PLAIN = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"


def _text(font: str) -> str:
    """All of the chart's words in the font of tables, 9 points."""
    name = quoteattr(font)
    return (
        '<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr lang="zh-CN" sz="900" b="0">'
        '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
        f"<a:latin typeface={name}/><a:ea typeface={name}/><a:cs typeface={name}/>"
        '</a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )
