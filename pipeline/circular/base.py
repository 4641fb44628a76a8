"""The .docx package: the smallest that holds an official document.

python-docx's own template brings a theme with Japanese fonts, Letter paper and most of a megabyte of styles; here
every part is our own, and nothing in it knows of a clock.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import quoteattr

from pipeline import gb9704 as gb
from pipeline.circular.markup import NAMESPACE, Face, Indent, Style, look, paragraph, properties, run
from pipeline.circular.styles import Styles
from pipeline.formats.packages import repacked

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMES = f'xmlns:w="{NAMESPACE}" xmlns:r="{_RELATIONSHIPS}"'
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
_BUILT_IN = ("Normal", "Title", "heading")

_PARTS = {
    "word/document.xml": "document.main",
    "word/styles.xml": "styles",
    "word/settings.xml": "settings",
    "word/footer1.xml": "footer",
    "word/footer2.xml": "footer",
}


def package(elements: Sequence[str], comments: Sequence[str], styles: Styles, title: str, author: str) -> bytes:
    """The .docx of body elements and comments given as markup; the same bytes for the same content.

    python-docx makes the package, with an empty body; the body goes in as text, in time linear in its length.
    """
    import docx

    document = docx.Document(io.BytesIO(_blank(styles)))
    replacements = {"word/document.xml": _document(elements)}
    if comments:
        document.comments  # noqa: B018 - asking for them makes their part
        replacements["word/comments.xml"] = _part(f"<w:comments {_NAMES}>{''.join(comments)}</w:comments>")
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.language = title, author, author, "zh-CN"
    core.created = core.modified = _CREATED
    core.revision = 1
    out = io.BytesIO()
    document.save(out)
    return repacked(out.getvalue(), replacements)


def _blank(styles: Styles) -> bytes:
    """The package with an empty body."""
    parts = {
        "[Content_Types].xml": _part(_content_types()),
        "_rels/.rels": _part(_relations({"rId1": ("officeDocument", "word/document.xml")})),
        "word/_rels/document.xml.rels": _part(_relations(_DOCUMENT_RELATIONS)),
        "word/document.xml": _document(()),
        "word/styles.xml": _part(_styles(styles)),
        "word/settings.xml": _part(_SETTINGS),
        "word/footer1.xml": _part(_footer(styles.page, "right", Indent(right=gb.PAGE_NUMBER_INDENT * 100))),
        "word/footer2.xml": _part(_footer(styles.page, "left", Indent(left=gb.PAGE_NUMBER_INDENT * 100))),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _document(elements: Sequence[str]) -> bytes:
    return _part(f"<w:document {_NAMES}><w:body>{''.join(elements)}{_section()}</w:body></w:document>")


def _part(markup: str) -> bytes:
    return (_DECLARATION + markup).encode()


_DOCUMENT_RELATIONS = {
    "rId1": ("styles", "styles.xml"),
    "rId2": ("settings", "settings.xml"),
    "rId3": ("footer", "footer1.xml"),
    "rId4": ("footer", "footer2.xml"),
}

_SETTINGS = (
    f'<w:settings {_NAMES}><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{_TYPES}.{kind}+xml"/>' for name, kind in _PARTS.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(relations: dict[str, tuple[str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="{number}" Type="{_RELATIONSHIPS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in relations.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def _section() -> str:
    """Page and margins. The grid is of lines only: a grid of characters would override the characters' spacing."""
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:footerReference w:type="even" r:id="rId4"/>'
        f'<w:pgSz w:w="{gb.PAPER_WIDTH}" w:h="{gb.PAPER_HEIGHT}"/>'
        f'<w:pgMar w:top="{gb.MARGIN_TOP}" w:right="{gb.MARGIN_RIGHT}" w:bottom="{gb.MARGIN_BOTTOM}" '
        f'w:left="{gb.MARGIN_LEFT}" w:header="851" w:footer="{gb.FOOTER_EDGE}" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{gb.LINE_PITCH}"/></w:sectPr>'
    )


def _styles(styles: Styles) -> str:
    name = quoteattr(styles.body.face.font)
    return (
        f"<w:styles {_NAMES}><w:docDefaults><w:rPrDefault><w:rPr>"
        f"<w:rFonts w:ascii={name} w:hAnsi={name} w:eastAsia={name} w:cs={name}/>"
        f'<w:sz w:val="{gb.SIZE_3}"/><w:szCs w:val="{gb.SIZE_3}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        f"{''.join(map(_style, styles.all()))}{_COMMENT_STYLES}</w:styles>"
    )


_COMMENT_STYLES = (
    '<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>'
    '<w:rPr><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="CommentText"><w:name w:val="annotation text"/>'
    '<w:pPr><w:snapToGrid w:val="0"/><w:jc w:val="left"/></w:pPr><w:rPr><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr>'
    "</w:style>"
)


def _style(style: Style) -> str:
    normal = style.id == "Normal"
    kind = ' w:default="1"' if normal else "" if style.name.startswith(_BUILT_IN) else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{kind} w:styleId="{style.id}">'
        f"<w:name w:val={quoteattr(style.name)}/>"
        + ("" if normal else '<w:basedOn w:val="Normal"/>')
        + f"<w:qFormat/><w:pPr>{properties(style)}</w:pPr>{look(style.face)}</w:style>"
    )


def _footer(style: Style, align: str, indent: Indent) -> str:
    """The page number between two dashes. Its field is written out whole: WPS shows nothing of a shorter one."""
    face = style.face
    page = "".join(
        (
            run("— ", face),
            _field(face, '<w:fldChar w:fldCharType="begin"/>'),
            _field(face, '<w:instrText xml:space="preserve"> PAGE </w:instrText>'),
            _field(face, '<w:fldChar w:fldCharType="separate"/>'),
            run("1", face),
            _field(face, '<w:fldChar w:fldCharType="end"/>'),
            run(" —", face),
        )
    )
    placed = Style(style.id, style.name, face, align, indent, style.line)
    return f"<w:ftr {_NAMES}>{paragraph(placed, page)}</w:ftr>"


def _field(face: Face, content: str) -> str:
    return f"<w:r>{look(face)}{content}</w:r>"
