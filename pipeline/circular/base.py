"""The .docx package: the smallest that holds an official document.

python-docx's own template brings a theme with Japanese fonts, Letter paper and most of a megabyte of styles; here
every part is our own, and nothing in it knows of a clock.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import quoteattr

from pipeline import gb9704 as gb
from pipeline.circular.markup import NAMESPACE, Style, look, printable, properties
from pipeline.circular.parts import Parts
from pipeline.circular.styles import Styles
from pipeline.formats.packages import repacked

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMES = f'xmlns:w="{NAMESPACE}" xmlns:r="{_RELATIONSHIPS}"'
_LONGEST_PROPERTY = 255
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
_BUILT_IN = ("Normal", "Title", "heading")

_PARTS = {"document": "document.main", "styles": "styles", "settings": "settings"}
_STORIES = {"header": "hdr", "footer": "ftr"}


def package(
    elements: Sequence[str],
    comments: Sequence[str],
    styles: Styles,
    title: str,
    author: str,
    *,
    stories: Mapping[str, str],
    parts: Parts,
) -> bytes:
    """The .docx of body elements and comments given as markup; the same bytes for the same content.

    The last element is the properties of the last section. ``stories`` are headers and footers by their names
    (header1, footer2), which are also what sections refer to them by; ``parts`` are pictures and charts. python-docx
    makes the package, with an empty body; the body goes in as text, in time linear in its length.
    """
    import docx

    document = docx.Document(io.BytesIO(_blank(styles, stories, parts)))
    replacements = {"word/document.xml": _document(elements)}
    if comments:
        document.comments  # noqa: B018 - asking for them makes their part
        replacements["word/comments.xml"] = _part(f"<w:comments {_NAMES}>{''.join(comments)}</w:comments>")
    core = document.core_properties
    core.title, core.author, core.language = _property(title), _property(author), "zh-CN"
    core.last_modified_by = core.author
    core.created = core.modified = _CREATED
    core.revision = 1
    out = io.BytesIO()
    document.save(out)
    return repacked(out.getvalue(), replacements)


def _property(text: str) -> str:
    """A property of the file: one line, as long as a property may be."""
    return printable("".join(text.split("\n")))[:_LONGEST_PROPERTY]


def _blank(styles: Styles, stories: Mapping[str, str], others: Parts) -> bytes:
    """The package with an empty body."""
    kinds = {name: name.rstrip("0123456789") for name in stories}
    parts = {
        "[Content_Types].xml": _part(_content_types({**_PARTS, **kinds}, others)),
        "_rels/.rels": _part(_relations({"rId1": ("officeDocument", "word/document.xml")})),
        "word/_rels/document.xml.rels": _part(_relations({**_document_relations(kinds), **others.relations})),
        "word/document.xml": _document(()),
        "word/styles.xml": _part(_styles(styles)),
        "word/settings.xml": _part(_SETTINGS),
        **{f"word/{name}.xml": _part(_story(_STORIES[kinds[name]], content)) for name, content in stories.items()},
        **others.files,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _document(elements: Sequence[str]) -> bytes:
    return _part(f"<w:document {_NAMES}><w:body>{''.join(elements)}</w:body></w:document>")


def _story(kind: str, content: str) -> str:
    return f"<w:{kind} {_NAMES}>{content}</w:{kind}>"


def _part(markup: str) -> bytes:
    return (_DECLARATION + markup).encode()


def _document_relations(kinds: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Headers and footers are related under their own names."""
    return {
        "rId1": ("styles", "styles.xml"),
        "rId2": ("settings", "settings.xml"),
        **{name: (kind, f"{name}.xml") for name, kind in kinds.items()},
    }


_SETTINGS = (
    f'<w:settings {_NAMES}><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)


def _content_types(kinds: Mapping[str, str], others: Parts) -> str:
    types = {f"word/{name}.xml": f"{_TYPES}.{kind}+xml" for name, kind in kinds.items()} | others.types
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types.items())
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
