"""Word files from other hands: raw packages of a few parts, and a right paper set by other means than ours."""

import io
import zipfile
from xml.sax.saxutils import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMESPACES = f'xmlns:w="{WORD}" xmlns:r="{RELATIONS}"'
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PART = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_KINDS = {"styles": "styles", "settings": "settings", "odd": "footer", "even": "footer", "numbering": "numbering"}
SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="odd"/><w:footerReference w:type="even" r:id="even"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1355" w:gutter="0"/>'
    "</w:sectPr>"
)
SETTINGS = (
    '<w:evenAndOddHeaders/><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
)
BLANK = '<w:p><w:pPr><w:pStyle w:val="zw"/></w:pPr></w:p>'
STYLES = (
    "<w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="仿宋_GB2312" w:hAnsi="仿宋_GB2312" w:eastAsia="仿宋_GB2312"/>'
    '<w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="gw"><w:name w:val="公文"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:spacing w:line="579" w:lineRule="exact"/></w:pPr>'
    '<w:rPr><w:spacing w:val="-5"/><w:sz w:val="32"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:customStyle="1" w:styleId="zw"><w:name w:val="正文样式"/>'
    '<w:basedOn w:val="gw"/></w:style>'
    '<w:style w:type="character" w:styleId="ht"><w:name w:val="黑"/>'
    '<w:rPr><w:rFonts w:eastAsia="黑体"/></w:rPr></w:style>'
)


def package(
    body: str,
    *,
    styles: str = STYLES,
    settings: str = SETTINGS,
    content_type: str = MAIN,
    footers: tuple[str, str] = ("", ""),
    parts: dict[str, tuple[str, str]] | None = None,
) -> bytes:
    """A Word file of given parts; further ones by path, each with the last word of its relationship."""
    odd, even = footers
    further = parts or {}
    related = {
        "word/styles.xml": "styles",
        "word/settings.xml": "settings",
        **{path: kind for path, (kind, _) in further.items()},
    }
    relations = "".join(
        f'<Relationship Id="x{place}" Type="{RELATIONS}/{kind}" Target="/{path}"/>'
        for place, (path, kind) in enumerate(related.items())
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{content_type}"/>'
        + "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="{_PART.format(kind)}"/>'
            for name, kind in _KINDS.items()
        )
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}'
        f'<Relationship Id="odd" Type="{RELATIONS}/footer" Target="odd.xml"/>'
        f'<Relationship Id="even" Type="{RELATIONS}/footer" Target="even.xml"/></Relationships>',
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {NAMESPACES}>{styles}</w:styles>",
        "word/settings.xml": f"<w:settings {NAMESPACES}>{settings}</w:settings>",
        "word/odd.xml": f"<w:ftr {NAMESPACES}>{odd or '<w:p/>'}</w:ftr>",
        "word/even.xml": f"<w:ftr {NAMESPACES}>{even or '<w:p/>'}</w:ftr>",
        **{path: content for path, (_, content) in further.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return out.getvalue()


def paragraph(text: str, format_: str = "", face: str = "", *, style: str = "zw", more: str = "") -> str:
    """A paragraph with direct formatting over a style of its own."""
    run = f'<w:r><w:rPr>{face}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{format_}</w:pPr>{run}{more}</w:p>'


def fonts(name: str, size: int = 0, colour: str = "") -> str:
    """A run's font, size and colour."""
    return (
        f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}"/>'
        + (f'<w:color w:val="{colour}"/>' if colour else "")
        + ('<w:spacing w:val="0"/>' if size else "")
        + (f'<w:sz w:val="{size}"/>' if size else "")
    )


CENTRED, INDENTED = '<w:jc w:val="center"/>', '<w:ind w:firstLine="630"/><w:jc w:val="both"/>'
SMALL = '<w:spacing w:val="0"/><w:sz w:val="28"/>'
FRAME = (
    '<w:framePr w:w="8844" w:wrap="notBeside" w:vAnchor="margin" w:hAnchor="margin" w:xAlign="left" w:yAlign="bottom"/>'
)
SENTENCE = (
    "各责任单位要倒排工期逐个项目明确完成时限落实专人每月底按要求报送做到数据文字一致并对照年初目标任务逐项检查。"
)


def line(thickness: int) -> str:
    """A rule of the imprint: an empty paragraph, filled, so many twips high."""
    filled = '<w:shd w:val="clear" w:color="auto" w:fill="000000"/>'
    return paragraph("", f'{FRAME}{filled}<w:spacing w:line="{thickness}" w:lineRule="exact"/>')


def footer(side: str) -> str:
    """A page number as the standard asks, one character in."""
    face = f"<w:rPr>{fonts('宋体', 28)}</w:rPr>"
    field = "".join(
        f"<w:r>{face}{each}</w:r>"
        for each in (
            '<w:t xml:space="preserve">— </w:t>', '<w:fldChar w:fldCharType="begin"/>',
            "<w:instrText>PAGE</w:instrText>",
            '<w:fldChar w:fldCharType="separate"/>', "<w:t>1</w:t>", '<w:fldChar w:fldCharType="end"/>',
            '<w:t xml:space="preserve"> —</w:t>',
        )
    )  # fmt: skip
    indent = f'<w:ind w:{side}="280"/><w:jc w:val="{side}"/>'
    return f'<w:p><w:pPr><w:spacing w:line="320" w:lineRule="exact"/>{indent}</w:pPr>{field}</w:p>'


FOOTERS = (footer("right"), footer("left"))


def pieces() -> dict[str, str]:
    """The paragraphs of a right paper by name, in their order: direct formatting, sealed, other styles' names."""
    red_line = '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="FF0000"/></w:pBdr>'
    return {
        "mark": paragraph(
            "永川区发展和改革委员会文件", '<w:spacing w:before="1954" w:line="700" w:lineRule="exact"/>' + CENTRED,
            fonts("方正小标宋_GBK", 64, "FF0000"),
        ),
        "mark gap": BLANK * 2,
        "number": paragraph("永发改〔2023〕38号", red_line + CENTRED),
        "title gap": BLANK * 2,
        "title": paragraph("关于5月份重点民生实事推进情况的通报", CENTRED, fonts("方正小标宋_GBK", 44)),
        "addressee gap": BLANK,
        "addressee": paragraph("各责任单位："),
        "first": paragraph("现将截至5月底的推进情况通报如下。", INDENTED),
        "heading": paragraph("一、总体情况", INDENTED, '<w:rStyle w:val="ht"/>'),
        "body": "".join(paragraph(SENTENCE * 3, INDENTED) for _ in range(6)),
        "attachment gap": BLANK,
        "attachment": paragraph("附件：推进情况表", '<w:ind w:left="1575" w:hanging="945"/>'),
        "seal gap": BLANK * 2,
        "signature": paragraph("永川区发展和改革委员会", '<w:ind w:right="472"/><w:jc w:val="right"/>'),
        "date": paragraph("2023年6月5日", '<w:ind w:right="1260"/><w:jc w:val="right"/>'),
        "annex": paragraph("附件", "<w:pageBreakBefore/>", fonts("黑体", 32)) + BLANK,
        "annex title": paragraph("推进情况表", CENTRED, fonts("方正小标宋_GBK", 44)) + BLANK,
        "annex text": paragraph(SENTENCE, INDENTED),
        "imprint": line(20)
        + paragraph(
            "抄送：区委办公室，区人大常委会办公室。",
            FRAME + '<w:ind w:left="1120" w:right="280" w:hanging="840"/>', SMALL,
        )
        + line(14)
        + paragraph(
            "永川区发展和改革委员会办公室",
            FRAME + '<w:tabs><w:tab w:val="right" w:pos="8564"/></w:tabs><w:ind w:left="280" w:right="280"/>',
            SMALL, more=f"<w:r><w:rPr>{SMALL}</w:rPr><w:tab/><w:t>2023年6月5日印发</w:t></w:r>",
        )
        + line(20)
        + paragraph("", '<w:spacing w:line="20" w:lineRule="exact"/>'),
        "section": SECTION,
    }  # fmt: skip


def right(**changed: str) -> bytes:
    """The right paper, some of its pieces changed (``_`` for a blank in their names)."""
    replaced = {name.replace("_", " "): piece for name, piece in changed.items()}
    found = pieces()
    assert replaced.keys() <= found.keys()
    return package("".join((found | replaced).values()), footers=FOOTERS)
