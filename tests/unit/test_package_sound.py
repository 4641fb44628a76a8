"""The .docx as a package: what Word, WPS and LibreOffice refuse or repair is in none, whatever its text."""

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from lxml import etree

from pipeline.circular.typeset import typeset
from pipeline.document import Document, Role
from pipeline.settings import Circular
from tests.unit.layouts import VARIANTS
from tests.unit.papers import cell, table, text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FONTS = ("ascii", "hAnsi", "eastAsia", "cs")
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "settings": "writeProtection view zoom removePersonalInformation mirrorMargins evenAndOddHeaders "
    "defaultTabStop characterSpacingControl compat themeFontLang clrSchemeMapping decimalSymbol listSeparator",
}
ROW_SWITCHES = {"cantSplit", "tblHeader", "trHeight", "jc"}  # in any order

HOSTILE = (
    "甲\x00乙\x0b丙\x1f<丁>&戊\"'",
    "长" * 3000,
    "x" * 5000,
    "😀👍🏽 𠮷 ｛｛名称｝｝ {{x}} {% if %}",
    "\ud800孤\ufffe\uffff",
    "\u202e反\u200b零\ufeff\u2028行\x85",
    "尾 \n换行\t制表\r\n",
    "]]><!--&amp;-->",
)


def hostile(document: Document) -> Document:
    """The document with what no unit should send, in every element that takes a text."""
    first, *others = document.annexes
    noisy = table((("<&>\x00某项目", 2),))
    rows = (*noisy.rows, tuple(cell(each) for each in (*HOSTILE[:4], *HOSTILE[5:])))
    head, imprint = document.head, document.imprint
    return replace(
        document,
        title="关于<推进>&情况\x07的通报" + "长" * 60,
        author="<作者>&\"'\x00" + "长" * 300,
        head=head and replace(head, mark=f"{head.mark}<&>\x01", number=f"{head.number}<&>\x02"),
        body=(*document.body, *(text(Role.BODY, each) for each in HOSTILE)),
        annexes=(replace(first, title=f"{first.title}<&>\x00", blocks=(replace(noisy, rows=rows),)), *others),
        imprint=imprint and replace(imprint, copies="<&>\x00甲，" * 9),
        remarks=HOSTILE,
    )


PAPERS = [
    pytest.param(made(document), circular, review, id=f"{name}{'-hostile' if made is hostile else ''}-{review}")
    for name, (document, circular) in VARIANTS.items()
    for made in (replace, hostile)
    for review in (False, True)
]


def opened(data: bytes) -> dict[str, Any]:
    """Every part as XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}


def relations(parts: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Each relation: the part that it starts from, its id, the part that it leads to."""
    for name, root in parts.items():
        if not name.endswith(".rels"):
            continue
        folder, file = posixpath.split(name)
        source = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
        for each in root:
            path = each.get("Target")
            target = path[1:] if path.startswith("/") else posixpath.join(posixpath.dirname(source), path)
            yield source, each.get("Id"), posixpath.normpath(target)


def unsound(data: bytes) -> list[str]:
    """What is wrong with a package, in words; empty for a sound one."""
    parts = opened(data)
    word = {name: root for name, root in parts.items() if name.startswith("word/") and not name.endswith(".rels")}
    return [
        *_untyped(parts),
        *_unrelated(parts, word),
        *_repeated(word),
        *(fault for name, root in word.items() for fault in _disordered(name, root)),
        *(fault for name, root in word.items() for fault in _unfonted(name, root)),
        *_unstyled(word),
    ]


def _untyped(parts: dict[str, Any]) -> Iterator[str]:
    types = parts["[Content_Types].xml"]
    given = Counter(each.get("PartName") or each.get("Extension") for each in types)
    yield from (f"{name} 的类型重复" for name, count in given.items() if count > 1)
    for name in parts:
        if f"/{name}" not in given and name.rpartition(".")[2] not in given:
            yield f"{name} 没有类型"
    yield from (f"{name} 有类型没有部件" for name in given if name[0] == "/" and name[1:] not in parts)


def _unrelated(parts: dict[str, Any], word: dict[str, Any]) -> Iterator[str]:
    known = list(relations(parts))
    ids = Counter((source, number) for source, number, _ in known)
    yield from (f"{each} 重复" for each, count in ids.items() if count > 1)
    yield from (f"{source} 指向没有的 {target}" for source, _, target in known if target not in parts)
    reached = {target for *_, target in known}
    yield from (f"没有部件指向 {name}" for name in word if name not in reached)
    for name, root in word.items():
        for element in root.iter():
            for key, value in element.attrib.items():
                if key.startswith(R) and (name, value) not in ids:
                    yield f"{name} 用了没有的关系 {value}"
    used = {value for root in word.values() for each in root.iter() for key, value in each.attrib.items() if R in key}
    stories = {number for source, number, target in known if re.search("header|footer", target)}
    yield from (f"{number} 没有用到" for number in stories - used)


def _repeated(word: dict[str, Any]) -> Iterator[str]:
    comments = Counter(each.get(f"{W}id") for root in word.values() for each in root.iter(f"{W}comment"))
    document = word["word/document.xml"]
    for kind in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        if Counter(each.get(f"{W}id") for each in document.iter(f"{W}{kind}")) != comments:
            yield f"{kind} 与批注不一一对应"
    yield from (f"批注 {number} 重复" for number, count in comments.items() if count > 1)
    drawings = Counter(each.get("id") for each in document.iter() if str(each.tag).endswith("}docPr"))
    yield from (f"图 {number} 重复" for number, count in drawings.items() if count > 1)
    styles = Counter(each.get(f"{W}styleId") for each in word["word/styles.xml"].iter(f"{W}style"))
    yield from (f"样式 {name} 重复" for name, count in styles.items() if count > 1)


def _disordered(part: str, root: Any) -> Iterator[str]:
    for name, order in ORDER.items():
        known = order.split()
        for element in root.iter(f"{W}{name}"):
            children = [child.tag.removeprefix(W) for child in element]
            places = [known.index(child) if child in known else -1 for child in children]
            repeated = set(children) - {"headerReference", "footerReference"} if name == "sectPr" else set(children)
            if -1 in places or places != sorted(places) or any(children.count(each) > 1 for each in repeated):
                yield f"{part} 的 {name} 顺序不对：{' '.join(children)}"
    for row in root.iter(f"{W}trPr"):
        if not {child.tag.removeprefix(W) for child in row} <= ROW_SWITCHES:
            yield f"{part} 的 trPr 有认不出的性质"


def _unfonted(part: str, root: Any) -> Iterator[str]:
    for element in root.iter(f"{W}rFonts"):
        names = [element.get(f"{W}{script}") for script in FONTS]
        if len(set(names)) != 1 or not names[0]:
            yield f"{part} 的字体不全：{names}"
        if any("heme" in key for key in element.attrib):
            yield f"{part} 的字体随主题"
    for element in root.iter(f"{W}r"):
        if any(each.text for each in element.iter(f"{W}t")) and element.find(f"{W}rPr/{W}rFonts") is None:
            yield f"{part} 有没指定字体的文字"
    for element in root.iter(f"{W}t"):
        words = element.text or ""
        if words != words.strip() and not any("space" in key for key in element.attrib):
            yield f"{part} 丢了空格"
        if re.search("[\n\r\t\x7f-\x9f\u2028\u2029\u202e]", words):
            yield f"{part} 有印不出的字符"


def _unstyled(word: dict[str, Any]) -> Iterator[str]:
    styles = {each.get(f"{W}styleId"): each.get(f"{W}type") for each in word["word/styles.xml"].iter(f"{W}style")}
    for name, root in word.items():
        for kind, tag in (("paragraph", "pStyle"), ("character", "rStyle")):
            for element in root.iter(f"{W}{tag}"):
                if styles.get(element.get(f"{W}val")) != kind:
                    yield f"{name} 用了没有的样式 {element.get(f'{W}val')}"
        for element in root.iter(f"{W}tc", f"{W}hdr", f"{W}ftr", f"{W}comment"):
            if not len(element) or element[-1].tag != f"{W}p":
                yield f"{name} 的 {element.tag.removeprefix(W)} 不以段落结尾"


@pytest.mark.parametrize(("document", "circular", "review"), PAPERS)
def test_every_paper_is_a_sound_package(document: Document, circular: Circular, review: bool) -> None:
    """Every layout, final and for review, with ordinary and with hostile text."""
    data = typeset(document, circular, review=review)
    assert unsound(data) == []
    assert any("comment" in name for name in opened(data)) is review


@pytest.mark.parametrize(
    ("part", "old", "new", "fault"),
    [
        ("word/document.xml", 'r:id="footer1"', 'r:id="footer9"', "没有的关系 footer9"),
        ("word/document.xml", "<w:keepNext/>", "<w:jc/><w:keepNext/>", "pPr 顺序不对"),
        ("word/document.xml", 'w:cs="黑体"', 'w:cs="宋体"', "字体不全"),
        ("word/document.xml", 'w:cs="黑体"', 'w:cs="黑体" w:asciiTheme="minor"', "随主题"),
        ("word/document.xml", '<w:pStyle w:val="Title"/>', '<w:pStyle w:val="Titel"/>', "没有的样式 Titel"),
        ("word/document.xml", '<w:commentReference w:id="0"/>', "", "commentReference 与批注"),
        ("word/document.xml", "<w:docGrid", "<w:docGrid/><w:docGrid", "sectPr 顺序不对"),
        ("word/document.xml", "<w:cantSplit/>", "<w:cantSplitt/>", "trPr 有认不出"),
        ("word/document.xml", "一、总体情况", "一、总体情况 ", "丢了空格"),
        ("[Content_Types].xml", "/word/footer1.xml", "/word/footer9.xml", "有类型没有部件"),
        ("word/_rels/document.xml.rels", "footer2.xml", "footer9.xml", "没有的 word/footer9.xml"),
    ],
)
def test_what_is_broken_is_seen(part: str, old: str, new: str, fault: str) -> None:
    """One thing broken in a sound package, and it is named."""
    out = io.BytesIO()
    document, circular = VARIANTS["redhead"]
    with (
        zipfile.ZipFile(io.BytesIO(typeset(document, circular, review=True))) as sound,
        zipfile.ZipFile(out, "w") as broken,
    ):
        for name in sound.namelist():
            content = sound.read(name).decode()
            assert name != part or old in content
            broken.writestr(name, content.replace(old, new) if name == part else content)
    assert any(fault in each for each in unsound(out.getvalue())), unsound(out.getvalue())


def test_a_text_reads_back_as_the_documents_words() -> None:
    """What XML can hold is there to the last character, and nothing else."""
    for name, (document, circular) in VARIANTS.items():
        root = opened(typeset(document, circular))["word/document.xml"]
        printed = "".join(each.text or "" for each in root.iter(f"{W}t"))
        for paragraph in document.body:
            if name != "moved_addressees" or paragraph.role is not Role.ADDRESSEE:
                assert paragraph.text.replace("\n", "") in printed
