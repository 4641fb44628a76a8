"""Sheets as they go wrong (reference: faults A–E): each a real workbook, read against the sample's own register."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.findings import Severity
from pipeline.intake.receiving import Intake, receive
from pipeline.period import Period
from pipeline.settings import Limits
from pipeline.targets.register import read_register
from tests.unit.intake_cases import figures, saved, workbook

ROOT = Path(__file__).parents[2]
REGISTER = read_register("targets.xlsx", (ROOT / "inputs/2023/targets.xlsx").read_bytes())
ROAD = "建设“四好农村路”200公里（含重要农村公路）。"
HEADER = "序号 | 项目名称 | 目标任务 | 责任单位 | 累计完成 | 完成率 | 进展情况 | 存在问题 | 下步计划"
COVERS = "12 | 地下“有限空间”安全监测整治 | 完成窨井盖治理500个。 | 区城市管理局 | {} |  | {}"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

Told = list[list[str]]


def taken(folder: Path, data: bytes, name: str = "区交通局.xlsx") -> Intake:
    """A month's folder with one file in it, received."""
    (folder / name).write_bytes(data)
    return receive(folder, Period(2023, 5), REGISTER, Limits(), lambda _: None)


def doubts(intake: Intake) -> Told:
    """The cells and codes that a person has to see."""
    return [[each.where.cell, each.code] for each in intake.findings if each.severity is not Severity.NOTE]


def road(done: str, prose: str = "", header: str = HEADER, task: str = ROAD) -> str:
    """The road's row below a header."""
    return f"{header}\n2 | “四好农村路”建设 | {task} | 区交通局 | {done} |  | {prose}"


def changed(change: Callable[[Worksheet], None], text: str = road("62")) -> bytes:
    """A sheet with something done to it that words cannot write."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(text)))
    page = book.active
    assert isinstance(page, Worksheet)
    change(page)
    return saved(book)


def rewritten(pattern: str, by: str, text: str = road("62"), part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """A sheet with its XML changed by hand, once."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(text))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            xml = old.read(name).decode()
            if name == part:
                xml, count = re.subn(pattern, lambda _: by, xml, count=1)
                assert count, f"{pattern} is not in {xml}"
            new.writestr(name, xml)
    return out.getvalue()


def cell(xml: str) -> bytes:
    """The road's sheet with its figure's cell as given."""
    return rewritten(r'<c r="E2"[^>]*>.*?</c>', xml)


def put(address: str, value: str | date | CellRichText) -> Callable[[Worksheet], None]:
    """A value for one cell."""

    def change(page: Worksheet) -> None:
        page[address] = value

    return change


def shown_as(address: str, value: float, shown: str) -> Callable[[Worksheet], None]:
    """A value for one cell, with its format."""

    def change(page: Worksheet) -> None:
        page[address] = value
        page[address].number_format = shown

    return change


STRUCK = CellRichText(TextBlock(InlineFont(strike=True), "58"), "62")
FOOTNOTE = CellRichText("62", TextBlock(InlineFont(vertAlign="superscript"), "1"))
TWO_MONTHS = "序号 | 目标任务 | {} | {}\n1 | " + ROAD + " | 41 | 62"

VALUES: dict[str, tuple[bytes, str | None, Told]] = {
    # what stands in the figure's cell: the road's figure, the doubts
    "a number": (workbook(road("62")), "62", []),
    "a number as text": (workbook(road("'62")), "62", []),
    "full-width digits": (workbook(road("'６２")), "62", []),
    "a Chinese numeral": (workbook(road("六十二")), "62", []),
    "three or four hundred": (workbook(road("六七十")), None, [["E2", "V101"]]),
    "its own measure": (workbook(road("62公里")), "62", []),
    "a thousands separator": (workbook(road("'1,062公里")), "1062", []),
    "a blank for a separator": (workbook(road("1 062公里")), None, [["E2", "V101"]]),
    "a malformed separator": (workbook(road("'10,62")), None, [["E2", "V101"]]),
    "another measure of length": (workbook(road("62000米")), "62", [["E2", "V108"]]),
    "a measure that does not convert": (workbook(road("62个")), None, [["E2", "V107"]]),
    "about": (workbook(road("约62")), "62", [["E2", "V110"]]),
    "a range": (workbook(road("60-64")), None, [["E2", "V114"]]),
    "a fraction": (workbook(road("62/200")), None, [["E2", "V114"]]),
    "in brackets": (workbook(road("（62）")), None, [["E2", "V114"]]),
    "negative": (workbook(road("-62公里")), None, [["E2", "V105"]]),
    "a word for negative": (workbook(road("负62")), None, [["E2", "V105"]]),
    "words only": (workbook(road("已完成")), None, [["E2", "V112"]]),
    "look-alike letters": (workbook(road("6O2")), None, [["E2", "V101"]]),
    "a circled figure": (workbook(road("'⑥")), None, [["E2", "V112"]]),
    "Python's own spelling": (workbook(road("6_2")), None, [["E2", "V109"]]),
    "infinity": (workbook(road("Infinity")), None, [["E2", "V112"]]),
    "thousands of digits": (workbook(road("约" + "9" * 5000 + "公里")), None, [["E2", "V101"]]),
    "thousands of numerals": (workbook(road("一" * 5000)), None, [["E2", "V101"]]),
    "a percentage for a count": (workbook(road("31%")), None, [["E2", "V106"]]),
    "the month's part beside it": (workbook(road("累计62公里，其中本月21公里")), "62", []),
    "only the month's part": (workbook(road("本月21公里")), None, [["E2", "V101"]]),
    "the month's part first": (workbook(road("21公里（本月）")), None, [["E2", "V115"]]),
    "the whole in brackets": (workbook(road("完成21公里（累计62公里）")), None, [["E2", "V109"]]),
    "a plan": (workbook(road("计划200公里")), None, [["E2", "V115"]]),
    "what is left": (workbook(road("还剩138公里")), None, [["E2", "V115"]]),
    "what is under way": (workbook(road("开工150公里")), None, [["E2", "V115"]]),
    "last month's": (workbook(road("截至4月底41公里")), None, [["E2", "V115"]]),
    "last year's": (workbook(road("2022年完成300公里")), None, [["E2", "V115"]]),
    "an expected figure": (workbook(road("62（预计）")), "62", [["E2", "V116"]]),
    "words nobody expects": (workbook(road("板桥镇62公里")), "62", [["E2", "V116"]]),
    "an annex": (workbook(road("见附件2")), None, [["E2", "V101"]]),
    "two figures": (workbook(road("62公里、20公里")), None, [["E2", "V109"]]),
    "an error": (cell('<c r="E2" t="e"><v>#DIV/0!</v></c>'), None, [["E2", "V102"]]),
    "true": (cell('<c r="E2" t="b"><v>1</v></c>'), None, [["E2", "V101"]]),
    "not a number": (cell('<c r="E2"><v>NaN</v></c>'), None, [["E2", "V102"]]),
    "float noise": (cell('<c r="E2"><v>62.000000000000004</v></c>'), "62", []),
    "a formula with its result": (cell('<c r="E2"><f>60+2</f><v>62</v></c>'), "62", []),
    "a formula without one": (cell('<c r="E2"><f>60+2</f></c>'), None, [["E2", "V103"]]),
    "a formula of another workbook": (cell('<c r="E2"><f>[1]表!A1</f><v>62</v></c>'), "62", [["E2", "V117"]]),
    "a formula that runs a program": (cell("<c r=\"E2\"><f>cmd|'/c calc'!A0</f><v>0</v></c>"), None, [["E2", "V118"]]),
    "a formula that says nothing": (cell('<c r="E2" t="str"><f>IF(1,"")</f><v></v></c>'), None, []),
    "a date": (changed(put("E2", date(2023, 6, 10))), None, [["E2", "V104"]]),
    "a number shown as a date": (changed(shown_as("E2", 62, "yyyy-mm-dd")), None, [["E2", "V104"]]),
    "a time of day": (changed(shown_as("E2", 0.25, "h:mm")), None, [["E2", "V104"]]),
    "a format with its own measure": (changed(shown_as("E2", 62, '0.0"公里"')), "62", []),
    "a format with another measure of length": (changed(shown_as("E2", 62000, '#,##0"米"')), "62", [["E2", "V108"]]),
    "a format with a measure that does not convert": (changed(shown_as("E2", 62, '0"个"')), None, [["E2", "V107"]]),
    "a format that scales what is stored": (changed(shown_as("E2", 62, '0!.0,"万"')), "62", []),
    "struck out and written anew": (changed(put("E2", STRUCK)), "62", [["E2", "V113"]]),
    "a footnote's mark": (changed(put("E2", FOOTNOTE)), "62", [["E2", "V113"]]),
    "a picture in the cell": (changed(put("E2", '_=DISPIMG("ID_1",1)')), None, [["E2", "V101"]]),
    "unseen characters": (workbook(road("6\u200b2\u202e")), "62", []),
    "a control character": (cell('<c r="E2" t="inlineStr"><is><t>62_x0007__xD83D_</t></is></c>'), "62", []),
    "nothing": (workbook(road("")), None, []),
    "a mark for nothing": (workbook(road("/")), None, []),
    "a true zero": (workbook(road("0")), "0", []),
}


@pytest.mark.parametrize("kind", VALUES)
def test_what_stands_in_the_figures_cell(kind: str, tmp_path: Path) -> None:
    """What is clear is read, what is doubtful is told, and what says something else is no figure."""
    data, done, told = VALUES[kind]
    got = taken(tmp_path, data)
    assert (figures(got), doubts(got)) == ({"2-1-1": done}, told)


STRUCTURES: dict[str, tuple[bytes, dict[str, str | None], Told]] = {
    "rows of a title": (workbook("永川区民生实事\n附件1\n\n" + road("62")), {"2-1-1": "62"}, []),
    "another order of columns": (workbook(f"累计完成 | 备注 | 目标任务\n62 | 无 | {ROAD}"), {"2-1-1": "62"}, []),
    "单位 over the names of units": (
        workbook(road("62", header=HEADER.replace("责任单位", "单位"))),
        {"2-1-1": "62"},
        [],
    ),
    "a header that nobody knows": (
        workbook(road("62", header=HEADER.replace("累计完成", "干了多少"))),
        {"2-1-1": None},
        [],
    ),
    "only the month's column": (
        workbook(f"目标任务 | 责任单位 | 本月完成\n{ROAD} | 区交通局 | 21"),
        {},
        [["", "S101"]],
    ),
    "the month's column and prose": (
        workbook(f"目标任务 | 责任单位 | 本月完成 | 进展情况\n{ROAD} | 区交通局 | 21 | 有序推进"),
        {"2-1-1": None},
        [["C2", "V203"]],
    ),
    "two columns that differ": (
        workbook(TWO_MONTHS.format("累计完成", "累计完成")),
        {"2-1-1": None},
        [["D1", "S104"], ["C2", "V205"]],
    ),
    "last month's column first": (workbook(TWO_MONTHS.format("4月累计完成", "5月累计完成")), {"2-1-1": "62"}, []),
    "last year's column first": (workbook(TWO_MONTHS.format("上年累计完成", "今年累计完成")), {"2-1-1": "62"}, []),
    "what should be done first": (workbook(TWO_MONTHS.format("应完成数", "已完成数")), {"2-1-1": "62"}, []),
    "what is begun first": (workbook(TWO_MONTHS.format("累计开工", "累计完工数")), {"2-1-1": "62"}, []),
    "a hidden column of the same name": (
        changed(
            lambda page: setattr(page.column_dimensions["C"], "hidden", True),
            TWO_MONTHS.format("累计完成", "累计完成"),
        ),
        {"2-1-1": "62"},
        [],
    ),
    "hidden rows": (
        changed(lambda page: setattr(page.row_dimensions[2], "hidden", True)),
        {"2-1-1": "62"},
        [["", "S110"]],
    ),
    "rows without a task": (
        workbook(road("20") + "\n |  |  |  | 42"),
        {"2-1-1": "20"},
        [["E3", "S111"]],
    ),
    "a total, a section and a footer": (
        workbook(
            "合计 |  |  |  | 999\n" + road("62") + "\n一、其他\n小计 |  |  |  | 62\n填报人：张三 | 联系电话：49800000"
        ),
        {"2-1-1": "62"},
        [],
    ),
    "a blank row between": (workbook(road("") + "\n\n\n" + road("62").splitlines()[1]), {"2-1-1": "62"}, []),
    "another unit's row": (
        workbook(road("62") + "\n" + COVERS.format(500, "")),
        {"2-1-1": "62"},
        [["C3", "S107"]],
    ),
    "a task of nobody": (workbook(road("62") + "\n9 | 火星 | 建设火星基地 |  | 1"), {"2-1-1": "62"}, [["C3", "S105"]]),
    "a column of figures for tasks": (
        workbook("序号 | 项目名称 | 年度任务 | 责任单位 | 累计完成\n2 | “四好农村路”建设 | 200公里 | 区交通局 | 62"),
        {"2-1-1": "62"},
        [],
    ),
    "another target": (
        workbook(f"目标任务 | 年度目标 | 责任单位 | 累计完成\n{ROAD} | 180公里 | 区交通局 | 62"),
        {"2-1-1": "62"},
        [["B2", "V208"]],
    ),
    "another target in words": (
        workbook(road("62", task="建设“四好农村路”180公里（含重要农村公路）。")),
        {"2-1-1": "62"},
        [["C2", "S109"]],
    ),
    "a form that was never filled": (workbook(road("")), {"2-1-1": None}, []),
    "transposed": (
        workbook(f"项目名称 | 四好农村路建设\n目标任务 | {ROAD}\n累计完成 | 62"),
        {},
        [["", "S101"]],
    ),
    "prose that repeats the target": (
        workbook(road("", "建设四好农村路200公里，目前完工62公里。")),
        {"2-1-1": "62"},
        [],
    ),
    "prose about other things": (
        workbook(road("", "路基完成120公里，已开工150公里，惠及群众3000户。")),
        {"2-1-1": None},
        [],
    ),
    "prose of last month": (workbook(road("", "截至4月底，累计完成41公里。")), {"2-1-1": None}, []),
    "prose with a separator": (workbook(road("", "累计建成四好农村路1,062公里。")), {"2-1-1": "1062"}, []),
    "prose against the cell": (workbook(road("62", "累计完成26公里。")), {"2-1-1": "62"}, [["E2", "V202"]]),
    "an error in place of words": (
        rewritten(r"</row></sheetData>", '<c r="G2" t="e"><v>#REF!</v></c></row></sheetData>'),
        {"2-1-1": "62"},
        [["G2", "V206"]],
    ),
    "people's numbers in prose": (
        workbook(road("62", "已联系业主（13812345678、510229199001011234）。")),
        {"2-1-1": "62"},
        [["G2", "V207"], ["G2", "V207"]],
    ),
    "a comment with other numbers": (
        changed(lambda page: setattr(page["E2"], "comment", Comment("原报58", "某人"))),
        {"2-1-1": "62"},
        [],
    ),
    "last year's title in Chinese digits": (
        workbook("二〇二二年五月进展情况表\n" + road("62")),
        {},
        [["", "S102"]],
    ),
    "last year's title over a span of months": (workbook("2022年1-5月进展\n" + road("62")), {}, [["", "S102"]]),
    "last month's title, words between year and month": (
        workbook("区交通局2023年民生实事4月进展统计表\n" + road("62"), sheet="5月"),
        {},
        [["", "S102"]],
    ),
    "last year's title, words between year and month": (
        workbook("区交通局2022年民生实事5月进展统计表\n" + road("62"), sheet="5月"),
        {},
        [["", "S102"]],
    ),
    "a title with a term in it": (
        workbook("2023年民生实事（6月底前完成）进展情况表\n" + road("62")),
        {"2-1-1": "62"},
        [],
    ),
    "last month's sheet by its name": (workbook(road("41"), sheet="4月"), {}, [["", "S102"]]),
    "a date of last month": (
        workbook(road("62") + "\n填报日期：2023年4月28日"),
        {"2-1-1": "62"},
        [["", "S112"]],
    ),
    "two cells at one address": (
        rewritten(r'(?=<c r="F2"|</row></sheetData>)', '<c r="E2"><v>99</v></c>'),
        {},
        [["", "F110"]],
    ),
    "an encoding of several bytes": (
        rewritten(r"^", '<?xml version="1.0" encoding="gb2312"?>', part="xl/worksheets/sheet1.xml"),
        {},
        [["", "F110"]],
    ),
    "a row number without end": (
        rewritten(r'<row r="2"', f'<row r="{"9" * 5000}"'),
        {},
        [["", "F110"]],
    ),
}


@pytest.mark.parametrize("kind", STRUCTURES)
def test_how_the_sheet_is_built(kind: str, tmp_path: Path) -> None:
    """Columns go by their words, rows by their task, months by what is written; what cannot be told is a finding."""
    data, done, told = STRUCTURES[kind]
    got = taken(tmp_path, data)
    assert (figures(got), doubts(got)) == (done, told)


def test_last_months_file_by_its_name(tmp_path: Path) -> None:
    """A table that names no month is of the month that its file's name says."""
    assert doubts(taken(tmp_path, workbook(road("41")), "区交通局4月进展.xlsx")) == [["", "S102"]]


def test_a_merged_figure_is_nobodys(tmp_path: Path) -> None:
    """A figure merged over two tasks is neither copied nor zero."""
    rows = f"{HEADER}\n{COVERS.format(62, '')}\n11 | 城乡厕所建设 | 新改建城区公厕10座。 | 区城市管理局"
    got = taken(tmp_path, workbook(rows, ("E2:E3",)), "区城市管理局.xlsx")
    assert figures(got) == {"12-1-1": None, "11-1-1": None}
    assert doubts(got)[:2] == [["E2", "V204"], ["E2", "V204"]]


def test_several_figures_in_one_cell_keep_their_doubts(tmp_path: Path) -> None:
    """Each figure goes to the noun beside it, and one that is not exact is told."""
    task = "建设体育文化公园1个，口袋公园6个。"
    got = taken(
        tmp_path,
        workbook(f"目标任务 | 责任单位 | 累计完成\n{task} | 区城市管理局 | 体育文化公园1个、口袋公园约3个"),
        "城管局.xlsx",
    )
    assert figures(got) == {"10-1-1": "1", "10-1-2": "3"}
    assert doubts(got)[0] == ["C2", "V110"]


@pytest.mark.parametrize(
    ("header", "word", "state"),
    [
        ("是否按计划推进", "是", "in_progress"),
        ("是否完成", "是", "done"),
        ("是否完成", "否", "in_progress"),
        ("是否完成", "√", "done"),
        ("状态", "已投用", "done"),
        ("状态", "基本完成", "in_progress"),
        ("状态", "未完成", "in_progress"),
        ("状态", "尚未启动", "not_started"),
        ("进展情况", "完成兴龙湖小学周边有机更新项目。", "in_progress"),
        ("进展情况", "已完成兴龙湖小学周边有机更新项目。", "done"),
        ("进展情况", "方案编制，已完成。", "in_progress"),
        ("进展情况", "#REF!", None),
    ],
)
def test_a_milestone_is_done_only_when_it_says_so(header: str, word: str, state: str | None, tmp_path: Path) -> None:
    """是 under 是否按计划推进 completes nothing, nor does the target in its own words."""
    text = f"目标任务 | 责任单位 | 指标 | 进展情况\n完成兴龙湖小学周边有机更新项目 | 区新城建管委 | 兴龙湖小学周边有机更新项目 | {word}"
    text = text.replace("进展情况", header) if header != "进展情况" else text
    got = taken(tmp_path, workbook(text), "新城建管委.xlsx")
    assert figures(got)["3-1-3"] == state


def test_text_comes_in_as_a_reader_sees_it(tmp_path: Path) -> None:
    """Braces, markup and signs stay as typed; what nobody sees goes; line ends are line ends."""
    words = "{{ 7*7 }}<w:p>占比<5%&甲𠮷😀\u202e\u200b\ufdd0乙\x85丙\u2028丁"
    got = taken(tmp_path, changed(put("G2", words)))
    assert got.entries[0].progress == "{{ 7*7 }}<w:p>占比<5%&甲𠮷😀乙\n丙\n丁"


def test_a_files_name_in_gbk_bytes_and_with_a_line_end(tmp_path: Path) -> None:
    """A name that is no UTF-8 is read as GBK and told on one line; it never stops the month."""
    (tmp_path / "x").write_bytes(workbook(road("62")))
    (tmp_path / "x").rename(
        tmp_path / b"\xc7\xf8\xbd\xbb\xcd\xa8\xbe\xd6\n\xe2\x80\xae.xlsx".decode("utf-8", "surrogateescape")
    )
    got = receive(tmp_path, Period(2023, 5), REGISTER, Limits(), lambda _: None)
    assert figures(got) == {"2-1-1": "62"}
    assert got.submissions[0].file.startswith("区交通局 ")
    got.submissions[0].file.encode()


def test_a_project_named_renewal_is_no_correction(tmp_path: Path) -> None:
    """老城有机更新 in a file's name corrects nothing: two files that differ stay two figures, to be settled."""
    (tmp_path / "交通局有机更新5月.xlsx").write_bytes(workbook(road("62")))
    got = taken(tmp_path, workbook(road("26")))
    assert [each.state.value for each in got.submissions] == ["accepted", "accepted"]
    assert [str(each.done) for each in got.entries] == ["62", "26"]


def test_empty_files_of_two_units_are_two_files(tmp_path: Path) -> None:
    """Two files of no bytes are no copies of one another: each unit hears of its own."""
    (tmp_path / "区交通局.xlsx").write_bytes(b"")
    got = taken(tmp_path, b"", "区残联.xlsx")
    assert [(each.unit, each.state.value) for each in got.submissions] == [
        ("区交通局", "refused"),
        ("区残联", "refused"),
    ]
