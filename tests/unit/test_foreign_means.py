"""The proof of papers that are set by other means: what is right is never called wrong, what is wrong is found."""

import pytest

from pipeline.circular.proof import proof, proof_printed
from tests.unit.foreign import (
    BLANK,
    CENTRED,
    FOOTERS,
    INDENTED,
    SECTION,
    SENTENCE,
    SETTINGS,
    SMALL,
    fonts,
    footer,
    package,
    paragraph,
    pieces,
)

RIGHT = pieces()
RED = fonts("方正小标宋_GBK", 64, "FF0000")
EXACT = '<w:spacing w:before="1954" w:line="700" w:lineRule="exact"/>' + CENTRED
RED_LINE = '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="FF0000"/></w:pBdr>'
BARE_NUMBER = paragraph("永发改〔2023〕38号", CENTRED)
SHAPE = (
    "<w:r><w:pict><v:line xmlns:v='urn:schemas-microsoft-com:vml' style='position:absolute' "
    "strokecolor='red'/></w:pict></w:r>"
)
RULES = "".join(
    f'<w:{edge} w:val="single" w:sz="{size}"/>' for edge, size in (("top", 8), ("bottom", 8), ("insideH", 6))
)
PRINTED = '<w:tabs><w:tab w:val="right" w:pos="8564"/></w:tabs><w:ind w:left="280" w:right="280"/>'
HANGING = '<w:ind w:left="1575" w:hanging="945"/>'
LABEL = fonts("黑体", 32)


def titled(words: str, format_: str = CENTRED) -> str:
    return paragraph(words, format_, fonts("方正小标宋_GBK", 44))


def ruled(edge: str, colour: str, more: str = "") -> str:
    """An empty paragraph that bears the red line."""
    return paragraph("", f'<w:pBdr><w:{edge} w:val="single" w:sz="12" w:space="1" w:color="{colour}"/></w:pBdr>{more}')


def table(*rows: str, borders: str = "", position: str = "") -> str:
    """A table of one column."""
    cells = "".join(f"<w:tr><w:tc><w:tcPr><w:tcW w:w='8844' w:type='dxa'/></w:tcPr>{row}</w:tc></w:tr>" for row in rows)
    return (
        f"<w:tbl><w:tblPr>{position}<w:tblW w:w='8844' w:type='dxa'/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>"
        f"<w:tblGrid><w:gridCol w:w='8844'/></w:tblGrid>{cells}</w:tbl>"
    )


def imprint(borders: str, position: str = "") -> str:
    """An imprint in a table."""
    date = f"<w:r><w:rPr>{SMALL}</w:rPr><w:tab/><w:t>2023年6月5日印发</w:t></w:r>"
    copies = paragraph("抄送：区委办公室。", '<w:ind w:left="1120" w:right="280" w:hanging="840"/>', SMALL)
    printer = paragraph("永川区发展和改革委员会办公室", PRINTED, SMALL, more=date)
    return table(copies, printer, borders=borders, position=position) + paragraph("")


def boxed(side: str) -> str:
    """A page number in a text box, with the copy for older programs, as WPS sets it."""
    number = footer("left").replace('<w:ind w:left="280"/><w:jc w:val="left"/>', "")
    text = f"<w:txbxContent>{number}</w:txbxContent>"
    return paragraph(
        "",
        more='<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="wps"><w:drawing>'
        '<wp:anchor xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        f'<wp:positionH relativeFrom="margin"><wp:align>{side}</wp:align></wp:positionH>'
        f'<wps:txbx xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">{text}</wps:txbx>'
        "</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"<v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox>{text}</v:textbox></v:shape>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
    )


def simple_field(side: str) -> str:
    """A page number in a field of the short kind."""
    face = f"<w:rPr>{fonts('宋体', 28)}</w:rPr>"
    dash = f'<w:r>{face}<w:t xml:space="preserve">{{}}</w:t></w:r>'
    return (
        f'<w:p><w:pPr><w:spacing w:line="320" w:lineRule="exact"/><w:ind w:{side}="280"/><w:jc w:val="{side}"/></w:pPr>'
        f'{dash.format("— ")}<w:fldSimple w:instr=" page "><w:r>{face}<w:t>1</w:t></w:r></w:fldSimple>'
        f"{dash.format(' —')}</w:p>"
    )


def off(changed: dict[str, str], footers: tuple[str, str] = FOOTERS, settings: str = SETTINGS) -> list[list[str]]:
    """What is not as it should be in the right paper, some of its pieces changed: clause, item, verdict."""
    replaced = {name.replace("_", " "): piece for name, piece in changed.items()}
    assert replaced.keys() <= RIGHT.keys()
    data = package("".join((RIGHT | replaced).values()), footers=footers, settings=settings)
    return [[each.clause, each.item, each.verdict.value] for each in proof(data) if each.verdict.value != "met"]


def signed(title: str) -> dict[str, str]:
    """A number with a signer on its line, over a title."""
    signer = "<w:r><w:tab/><w:t>签发人：张三</w:t></w:r>"
    place = '<w:tabs><w:tab w:val="right" w:pos="8529"/></w:tabs><w:ind w:firstLine="315"/>'
    return {"number": paragraph("永发改〔2023〕38号", RED_LINE + place, more=signer), "title": titled(title)}


OTHER_MEANS: dict[str, dict[str, str]] = {
    "blank lines as space before": {
        "title_gap": "",
        "title": titled("关于推进情况的通报", '<w:spacing w:before="1158" w:line="579" w:lineRule="exact"/>' + CENTRED),
    },
    "a blank line as space after": {
        "addressee_gap": "",
        "title": titled("关于推进情况的通报", '<w:spacing w:after="579" w:line="579" w:lineRule="exact"/>' + CENTRED),
    },
    "a red line drawn beside an empty line": {"number": BARE_NUMBER, "title_gap": paragraph("", more=SHAPE) + BLANK},
    "a red line drawn beside the number": {"number": paragraph("永发改〔2023〕38号", CENTRED, more=SHAPE)},
    "a red line in a line of its own": {
        "number": BARE_NUMBER,
        "title_gap": ruled("bottom", "FF0000", '<w:spacing w:line="227" w:lineRule="exact"/>') + BLANK * 2,
    },
    "a red line over an empty line": {"number": BARE_NUMBER, "title_gap": ruled("top", "FF0000") + BLANK},
    "a head without a number": {"mark_gap": "", "number": ""},
    "a paper that goes upward": signed("关于增加投资计划的请示"),
    "two issuers": {
        "mark": paragraph("永川区发展和改革委员会", EXACT, RED) + paragraph("永川区财政局文件", EXACT[42:], RED)
    },
    "a mark in a table": {"mark": table(paragraph("永川区发展和改革委员会文件", CENTRED, RED))},
    "a number in a table": {"number": table(BARE_NUMBER, borders='<w:bottom w:val="single" w:color="FF0000"/>')},
    "spaces in the number": {"number": paragraph("永发改〔2023〕 38 号", RED_LINE + CENTRED)},
    "minutes without a number": {"mark": paragraph("区政府专题会议纪要", EXACT, RED), "number": "", "mark_gap": ""},
    "minutes of an issue": {
        "mark": paragraph("区政府专题会议纪要", EXACT, RED),
        "number": paragraph("（第5期）", RED_LINE + CENTRED),
        "mark_gap": BLANK,
    },
    "a table's name in the text": {"body": paragraph(SENTENCE, INDENTED) + paragraph("表1　推进情况", CENTRED)},
    "a date under the title": {
        "mark": "", "mark_gap": "", "number": "", "title_gap": "", "signature": "", "date": "", "imprint": "",
        "addressee": paragraph("2023年6月5日", CENTRED) + BLANK,
    },
    "a lead-in and no addressees": {
        "addressee": "", "first": paragraph("根据全年安排，现提出以下意见：", INDENTED)
    },
    "a page break before the label": {
        "annex": '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' + paragraph("附件", "", LABEL) + BLANK
    },
    "a page break in the label": {
        "annex": f'<w:p><w:r><w:br w:type="page"/></w:r><w:r><w:rPr>{LABEL}</w:rPr><w:t>附件</w:t></w:r></w:p>{BLANK}'
    },
    "a label that blank lines push down": {"annex": BLANK * 14 + paragraph("附件", "", LABEL) + BLANK},
    "an annex of a table": {"annex_title": table(paragraph("推进情况表", CENTRED), paragraph("序号"))},
    "attachments set in by spaces": {
        "attachment": paragraph("　　附件：1.推进情况表") + paragraph("　　　　　2.滞后清单"),
        "annex": paragraph("附件1", "<w:pageBreakBefore/>", LABEL) + BLANK,
        "annex_text": paragraph("附件2", "<w:pageBreakBefore/>", LABEL) + BLANK + titled("滞后清单") + BLANK,
    },
    "an annex in another file": {"annex": "", "annex_title": "", "annex_text": ""},
    "an imprint in a table at a distance": {
        "imprint": imprint(RULES, '<w:tblpPr w:vertAnchor="page" w:horzAnchor="margin" w:tblpY="13700"/>')
    },
    "an imprint in frames at a distance": {"imprint": RIGHT["imprint"].replace('w:yAlign="bottom"', 'w:y="13700"')},
    "a black that is nearly black": {"first": paragraph("现通报如下。", INDENTED, fonts("仿宋_GB2312", 32, "0D0D0D"))},
}  # fmt: skip


@pytest.mark.parametrize("means", OTHER_MEANS)
def test_what_is_right_by_other_means_is_no_error(means: str) -> None:
    """A secretariat would find nothing to correct in it: the proof must not, either."""
    assert [each for each in off(OTHER_MEANS[means]) if each[2] == "error"] == []


FOOT = footer("right").replace('<w:ind w:right="280"/><w:jc w:val="right"/>', "{}")
OUTSIDE = '<w:framePr w:vAnchor="text" w:hAnchor="margin" w:xAlign="outside"/><w:ind w:left="280" w:right="280"/>'


@pytest.mark.parametrize(
    ("footers", "settings", "expected"),
    [
        ((simple_field("right"), simple_field("left")), SETTINGS, []),
        ((boxed("outside"), boxed("outside")), SETTINGS, []),
        ((FOOT.format(OUTSIDE), ""), "", []),
        (
            (boxed("center"), boxed("center")),
            SETTINGS,
            [["7.5", "单页码位置", "error"], ["7.5", "双页码位置", "error"]],
        ),
        (
            tuple(each.replace('w:ascii="宋体"', 'w:ascii="Times New Roman"') for each in FOOTERS),
            SETTINGS,
            [["7.5", "单页码字体", "warning"], ["7.5", "双页码字体", "warning"]],
        ),
        ((footer("right"), ""), "", [["7.5", "单双页页码", "error"]]),
    ],
    ids=["short fields", "text boxes", "outer frame", "boxes in the middle", "figures in Times", "one side only"],
)  # fmt: skip
def test_page_numbers_by_other_means(footers: tuple[str, str], settings: str, expected: list[list[str]]) -> None:
    """Fields, frames and text boxes are understood; the font of a number is that of its figures."""
    assert off({}, footers, settings) == expected


def test_a_single_page_needs_no_second_side() -> None:
    """A short paper with one footer has no even page."""
    short = dict.fromkeys(("annex", "annex title", "annex text", "attachment", "attachment gap", "body"), "")
    assert off(short, (footer("right"), ""), "") == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"number": BARE_NUMBER}, ["7.2.7", "红色分隔线", "error"]),
        ({"number": BARE_NUMBER, "title_gap": ruled("bottom", "auto") + BLANK * 2},
         ["7.2.7", "红色分隔线颜色", "error"]),
        ({"number": table(paragraph("永发改【2023】38号", CENTRED))}, ["7.2.5", "发文字号", "error"]),
        ({"mark": "", "mark_gap": "", "title_gap": "", "number": "",
          "title": titled("关于推进情况的通报") + BARE_NUMBER}, ["7.2.5", "发文字号位置", "error"]),
        (signed("关于推进情况的通报"), ["7.2.6", "签发人", "error"]),
        (signed("关于增加投资计划的请示")
         | {"number": signed("")["number"].replace('firstLine="315"', 'firstLine="0"')},
         ["7.2.5", "发文字号排布", "error"]),
        ({"addressee": paragraph("各责任单位")}, ["7.3.2", "主送机关末尾", "error"]),
        ({"heading": RIGHT["heading"] + paragraph("1、分项情况", INDENTED)}, ["7.3.3", "层次序数形式", "warning"]),
        ({"heading": RIGHT["heading"] + paragraph("(一)分项情况", INDENTED)}, ["7.3.3", "层次序数形式", "warning"]),
        ({"attachment": paragraph("附件：1.推进情况表", '<w:ind w:left="1890" w:hanging="1260"/>')},
         ["7.3.4", "附件顺序号", "error"]),
        ({"attachment": paragraph("　　附件：1、推进情况表") + paragraph("　　　　　2、滞后清单")},
         ["7.3.4", "附件顺序号", "error"]),
        ({"annex": paragraph("附件1", "<w:pageBreakBefore/>", LABEL) + BLANK}, ["7.3.7", "附件名称", "error"]),
        ({"annex": "", "annex_title": "", "annex_text": ""}, ["7.3.7", "附件", "note"]),
        ({"seal_gap": BLANK * 3,
          "signature": paragraph("永川区发展和改革委员会", '<w:ind w:right="630"/><w:jc w:val="right"/>'),
          "date": paragraph("2023年6月5日", '<w:ind w:right="1575"/><w:jc w:val="right"/>')},
         ["7.3.5.2", "署名位置", "error"]),
        ({"imprint": imprint("")}, ["7.4.1", "版记分隔线", "error"]),
        ({"imprint": imprint(RULES.replace("insideH", "insideV"))}, ["7.4.3", "印发机关上的分隔线", "error"]),
        ({"imprint": paragraph("抄送：区委办公室。", '<w:ind w:left="1120" w:hanging="840"/>', SMALL)},
         ["7.4.3", "印发机关和印发日期", "warning"]),
        ({"imprint": RIGHT["imprint"].replace('<w:ind w:left="280" w:right="280"/>', "")},
         ["7.4.3", "印发机关排布", "warning"]),
        ({"annex": f"<w:p><w:pPr>{SECTION}</w:pPr></w:p>{RIGHT['annex']}",
          "section": SECTION.replace("<w:pgMar", '<w:pgNumType w:start="1"/><w:pgMar')},
         ["7.5", "页码连续", "error"]),
        ({"mark": paragraph("区政府专题会议纪要", EXACT, RED),
          "attachment": paragraph("出席：张三，李四", HANGING)}, ["10.3", "出席、请假、列席字体", "warning"]),
    ],
)  # fmt: skip
def test_what_other_hands_do_wrongly_is_found(changed: dict[str, str], expected: list[str]) -> None:
    """Each with its clause, and as grave as the standard says."""
    assert expected in off(changed)


def test_the_kind_is_told_without_a_number() -> None:
    """A red mark makes a document, one that ends with 纪要 minutes, whether a number was found or not."""
    for mark, kind in (("区发展和改革委员会文件", "文件格式"), ("区政府专题会议纪要", "纪要格式")):
        body = paragraph(mark, EXACT, RED) + "".join(list(RIGHT.values())[3:])
        assert proof_printed(package(body, footers=FOOTERS)).kind == kind
