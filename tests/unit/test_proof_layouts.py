"""The proof of every layout: our own are to the standard, and each thing that is broken is found."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from pipeline.circular.proof import Verdict, proof
from pipeline.circular.typeset import typeset
from pipeline.formats.packages import repacked
from tests.unit.layouts import VARIANTS


def told(name: str, old: str = "", new: str = "", part: str = "word/document.xml", count: int = -1) -> list[list[str]]:
    """What is off in a layout in which something was changed: clause, item, verdict."""
    document, circular = VARIANTS[name]
    data = typeset(document, circular)
    if old:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            content = archive.read(part).decode()
        assert old in content
        data = repacked(data, {part: content.replace(old, new, count).encode()})
    found = proof(data, circular)
    return [[each.clause, each.item, each.verdict.value] for each in found if each.verdict is not Verdict.MET]


@pytest.mark.parametrize("name", VARIANTS)
def test_our_own_layouts_are_to_the_standard(name: str) -> None:
    """Not one measure is off in any of them."""
    assert told(name) == []


@pytest.mark.parametrize(
    ("name", "items"),
    [
        ("marked", {"份号", "份号位置", "紧急程度", "紧急程度位置", "紧急程度字体"}),
        ("letter_marked", {"份号", "紧急程度", "第一条红色双线", "第二条红色双线位置", "首页页码", "信函版记"}),
        ("bulletin", {"期号", "期号位置", "期号排布", "红色分隔线位置", "成文日期"}),
        ("centred_number", {"单页码位置", "双页码位置", "页码与版心距离"}),
        ("no_number", {"页码"}),
        ("even_imprint", {"版记页页码", "版记位置"}),
        ("moved_addressees", {"主送机关", "主送机关排布", "主送、抄送之间"}),
    ],
)
def test_what_a_layout_has_is_measured(name: str, items: set[str]) -> None:
    """The elements of each layout are recognised, and not only passed over."""
    document, circular = VARIANTS[name]
    assert items <= {each.item for each in proof(typeset(document, circular), circular)}


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("marked", ">000001<", ">00001<", [["7.2.1", "份号", "warning"]]),
        ("marked", ">特急<", ">急件<", [["7.2.3", "紧急程度", "warning"]]),
        ("letter_marked", ">000001<", ">0001<", [["7.2.1", "份号", "warning"]]),
        ("letter", "委员会</w:t>", "委员会文件</w:t>", [["10.1", "发文机关标志", "error"]]),
        ("letter", 'w:y="1606"', 'w:y="2606"', [["10.1", "发文机关标志上边缘", "error"],
         ["10.1", "第一条红色双线", "error"]]),
        ("letter", 'w:w="9638"', 'w:w="8844"', [["10.1", "第一条红色双线长", "error"],
         ["10.1", "第二条红色双线长", "error"]]),
        ("letter", 'w:y="15629"', 'w:y="15000"', [["10.1", "第二条红色双线位置", "error"]]),
        ("letter", 'w:line="40"', 'w:line="15"', [["10.1", "第一条红色双线粗细", "error"],
         ["10.1", "第二条红色双线粗细", "error"]]),
        ("letter", "<w:titlePg/>", "", [["10.1", "首页页码", "error"]]),
        ("letter_marked", "<w:tabs>", "<w:tabs><w:tab w:val=\"clear\" w:pos=\"1\"/>", []),
        ("letter", "永川发改函〔2023〕38号", "永川发改函[2023]38号", [["7.2.5", "发文字号", "error"]]),
        ("bulletin", "第5期", "第05期", [["7.2.5", "期号", "note"]]),
        ("bulletin", 'w:space="11"', 'w:space="1"', [["7.2.7", "红色分隔线位置", "error"]]),
        ("compensated", 'w:after="0" w:line="137"', 'w:after="0" w:line="20"', [["7.4.1", "版记位置", "error"]]),
        ("moved_addressees", "主送：", "抄送：", []),
        ("moved_addressees", "有关单位。", "有关单位", [["7.4.2", "主送机关", "warning"]]),
    ],
)  # fmt: skip
def test_each_thing_that_is_broken_is_found(name: str, old: str, new: str, expected: list[list[str]]) -> None:
    """One change in a layout, and exactly its measures are off."""
    assert told(name, old, new) == expected


def test_margins_are_compensated_together_or_not_at_all() -> None:
    """Neither 37 nor 34.58 mm is an error; 34.58 mm above with 35 mm below is one too."""
    for old, new in (('w:top="1960"', 'w:top="1700"'), ('w:bottom="1847"', 'w:bottom="1984"')):
        assert ["5.2.1", "天头", "error"] in told("compensated", old, new)


@pytest.mark.parametrize(
    ("name", "style", "old", "new", "expected"),
    [
        ("marked", "CopyNumber", 'w:firstLineChars="0" w:firstLine="0"', 'w:firstLine="630"',
         ["7.2.1", "份号位置", "warning"]),
        ("marked", "CopyNumber", '<w:sz w:val="32"/>', '<w:sz w:val="28"/>', ["7.2.1", "份号字号", "warning"]),
        ("marked", "Urgency", "黑体", "宋体", ["7.2.3", "紧急程度字体", "warning"]),
        ("marked", "Urgency", '<w:jc w:val="left"/>', '<w:jc w:val="right"/>', ["7.2.3", "紧急程度位置", "warning"]),
        ("letter", "IssueNumber", '<w:jc w:val="right"/>', '<w:jc w:val="center"/>', ["10.1", "发文字号位置", "error"]),
        ("bulletin", "Issue", '<w:jc w:val="center"/>', '<w:jc w:val="left"/>', ["7.2.5", "期号排布", "note"]),
        ("bulletin", "Issuer", "2023年6月5日", "2023年06月5日", ["7.3.5.4", "成文日期", "error"]),
    ],
)  # fmt: skip
def test_elements_of_the_head_are_found_by_what_they_are(
    name: str, style: str, old: str, new: str, expected: list[str]
) -> None:
    """The paragraphs of one style are set wrongly, and the measure of that element is off."""
    document, circular = VARIANTS[name]
    data = typeset(document, circular)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        pieces = archive.read("word/document.xml").decode().split("<w:p>")
    changed = [each.replace(old, new) if f'"{style}"' in each else each for each in pieces]
    assert changed != pieces
    found = proof(repacked(data, {"word/document.xml": "<w:p>".join(changed).encode()}), circular)
    assert expected in [[each.clause, each.item, each.verdict.value] for each in found]


def test_page_numbers_are_measured_by_what_the_office_has_set() -> None:
    """Centred ones are right where it has set them so, and wrong by the standard."""
    document, circular = VARIANTS["centred_number"]
    data = typeset(document, circular)
    by_the_standard = proof(data)
    assert [each.item for each in by_the_standard if each.is_error] == ["单页码位置", "双页码位置"]
    assert told("centred_number", 'w:val="center"', 'w:val="left"', "word/footer1.xml") == [
        ["7.5", "单页码位置", "note"]
    ]
    none = proof(typeset(*VARIANTS["redhead"]), replace(circular, page_number="none"))
    assert [each.item for each in none if each.verdict is Verdict.NOTE] == ["页码"]


def test_an_imprint_on_a_page_of_its_own_bears_no_number() -> None:
    """Its section's footers are empty ones; where they are the others', it is told."""
    own = '<w:footerReference w:type="default" r:id="footer3"/>'
    assert told("even_imprint", own, own.replace("footer3", "footer1")) == [["7.5", "版记页页码", "note"]]


def test_a_rule_between_addressees_and_copies_is_told() -> None:
    """主送 that was moved to the imprint stands over 抄送 without one."""
    document, circular = VARIANTS["moved_addressees"]
    data = typeset(document, circular)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        before, copies, after = archive.read("word/document.xml").decode().rpartition("抄送：")
    head, opening, rest = before.rpartition("<w:p>")
    rule = '<w:p><w:pPr><w:pStyle w:val="Rule"/></w:pPr></w:p>'
    broken = repacked(data, {"word/document.xml": f"{head}{rule}{opening}{rest}{copies}{after}".encode()})
    assert "主送、抄送之间" in [each.item for each in proof(broken, circular) if each.is_error]
