"""Workbooks are written as described: text stays text, looks carry meaning, the same pages give the same bytes."""

import io
import re
import tempfile
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from pipeline.findings import PipelineError
from pipeline.formats.celltext import CELL_LIMIT, CUT, clean, lines_of
from pipeline.formats.sheets import Align, Column, Mark, Page, Show, Tint, Value, place, write_workbook
from pipeline.formats.table_shape import alike, row_lines
from pipeline.formats.xlsx import sheet_name

COLUMNS = (
    Column("项目", 12, merges=True),
    Column("累计完成", 10, Show.FIGURE, hint="只填数字"),
    Column("完成率", 9, Show.PERCENT),
    Column("差距", 9, Show.POINTS),
    Column("日期", 12, Show.DATE),
    Column("状态", 10, align=Align.CENTRE, choices=("按时", "滞后")),
)
ROWS: tuple[tuple[Value | Mark, ...], ...] = (
    ("老城有机更新", Decimal("34.5"), Decimal("0.17"), Decimal("-13.0"), date(2023, 5, 31), "滞后"),
    ("老城有机更新", 7, None, None, None, Mark("按时", Tint.GOOD)),
)
PAGE = Page("进展表", COLUMNS, ROWS, title="进展情况表", lead=("填报单位：区交通局",), notes=("注：按月报送。",))


def book(*pages: Page) -> Any:
    return load_workbook(io.BytesIO(write_workbook(pages, title="月表", author="区发展改革委")))


def only(value: Value | Mark, column: Column | None = None) -> Any:
    """The cell that a lone value becomes."""
    return book(Page("表", (column or Column("栏", 10),), ((value,),)))["表"]["A2"]


def test_everything_stands_in_its_row() -> None:
    """A page is its title, its lead, its header, its rows and its notes, in this order from row 1."""
    sheet = book(PAGE)["进展表"]
    assert [sheet.cell(row, 1).value for row in range(1, 7)] == [
        "进展情况表",
        "填报单位：区交通局",
        "项目",
        "老城有机更新",
        None,
        "注：按月报送。",
    ]
    assert [cell.value for cell in sheet[3]] == [column.heading for column in COLUMNS]
    assert PAGE.header_row == 3
    assert PAGE.address(0, 1) == "B4"


def test_figures_are_numbers_with_formats() -> None:
    """Figures, shares, points and dates are real values that a spreadsheet can reckon with."""
    sheet = book(PAGE)["进展表"]
    assert [(cell.value, cell.number_format) for cell in sheet[4]][1:5] == [
        (34.5, "General"),
        (0.17, "0.0%"),
        (-13, "+0.0;-0.0;0.0"),
        (datetime.fromisoformat("2023-05-31"), "yyyy-mm-dd"),
    ]
    assert sheet["C5"].value is None


@pytest.mark.parametrize("text", ["=1+1", "+86 23", "-5℃以下停工", "@SUM(A1)", '=HYPERLINK("http://x")', "#N/A"])
def test_text_is_never_a_formula(text: str) -> None:
    """What begins like a formula or looks like an error stays the text that it is, and is marked as text."""
    cell = only(text)
    assert (cell.value, cell.data_type) == (text, "s")
    assert bool(cell.quotePrefix) is (text[0] in "=+-@")


def test_ordinary_text_is_not_marked() -> None:
    """Only what could be taken for a formula carries the text mark."""
    assert not only("5月-6月").quotePrefix


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\x00b\x07c\x1f", "abc"),
        ("甲_x0007_乙_x000D_\n丙", "甲乙\n丙"),
        ("一\r\n二\r三\x0b四\u2028五", "一\n二\n三\n四\n五"),
        ("区\u202e交通\ud800局\uffff", "区交通局"),
        ("制表\t位", "制表\t位"),
        ("𠮷😀①㎡", "𠮷😀①㎡"),
        ("文件_x第1版_x12", "文件_x第1版_x12"),
        ("{{7*7}} <b>&amp;</b>", "{{7*7}} <b>&amp;</b>"),
    ],
)
def test_only_what_a_cell_cannot_hold_is_cleaned(given: str, kept: str) -> None:
    """Control characters, half characters and turns of direction go; everything else comes back as it was."""
    assert clean(given) == kept
    assert only(given).value == kept


def test_the_longest_text_that_fits_is_kept() -> None:
    """A text of exactly the limit is whole; one more is cut, and says so."""
    assert only("字" * CELL_LIMIT).value == "字" * CELL_LIMIT
    cut = only("字" * (CELL_LIMIT + 1)).value
    assert (len(cut), cut[-len(CUT) :]) == (CELL_LIMIT, CUT)


def test_wide_characters_count_double() -> None:
    """The limit counts UTF-16 units: characters beyond the basic plane take two, and none is halved."""
    cut = only("𠮷" * 20_000).value
    assert len(cut.encode("utf-16-le")) // 2 <= CELL_LIMIT
    assert cut == "𠮷" * cut.count("𠮷") + CUT


def test_a_mark_colours_comments_links_and_unlocks() -> None:
    """A mark's colour, comment, link and lock reach the cell; its neighbours keep their column's."""
    marked = Mark("约九成", Tint.WRONG, "不是数字。\n请填写数字。", place("进展表", "A1"), locked=False)
    page = Page("进展表", (Column("甲"), Column("乙")), ((marked, "无"),), protected=True)
    sheet = book(page)["进展表"]
    cell, other = sheet["A2"], sheet["B2"]
    assert cell.fill.fgColor.rgb.endswith(Tint.WRONG.value)
    assert (cell.comment.text, cell.comment.author) == ("不是数字。\n请填写数字。", "区发展改革委")
    assert cell.hyperlink.location == "'进展表'!A1"
    assert (cell.protection.locked, other.protection.locked) == (False, True)
    assert other.comment is None
    assert other.fill.fill_type is None
    assert sheet.protection.sheet


def test_a_long_comment_has_a_higher_box() -> None:
    """The box of a comment grows with its text, so that nothing is hidden."""
    rows = ((Mark("甲", comment="短"),), (Mark("乙", comment="请核实" * 60),))
    with zipfile.ZipFile(io.BytesIO(write_workbook((Page("表", (Column("栏"),), rows),)))) as package:
        drawn = package.read("xl/drawings/commentsDrawing1.vml").decode()
    short, long = (int(height) for height in re.findall(r"height:(\d+)px", drawn))
    assert long > 3 * short > 0


def test_an_outer_link_is_kept() -> None:
    """Addresses outside the workbook become links to them."""
    assert only(Mark("联系", link="mailto:a@example.cn")).hyperlink.target == "mailto:a@example.cn"


def test_words_beside_a_figure_leave_it_a_figure() -> None:
    """200以上 and 约40 are numbers that show their words."""
    column = Column("目标", show=Show.FIGURE)
    above, about = only(Mark(Decimal(200), after="以上"), column), only(Mark(40, before="约"), column)
    assert (above.value, above.number_format) == (200, 'General"以上"')
    assert (about.value, about.number_format) == (40, '"约"General')


def test_an_open_page_is_not_protected() -> None:
    """Without protection every cell can be changed."""
    assert not book(PAGE)["进展表"].protection.sheet


def test_rows_alike_become_one_cell() -> None:
    """Neighbours alike in a merging column are merged; a change in an earlier column breaks a later one's run."""
    columns = (Column("项目", merges=True), Column("单位", merges=True), Column("指标"))
    rows = (("甲", "子", "1"), ("甲", "子", "2"), ("乙", "子", "3"), ("乙", "子", "4"), ("", "", "5"), ("", "", "6"))
    page = Page("表", columns, rows)
    assert list(alike(page)) == [(0, 0, 2), (0, 2, 4), (1, 0, 2), (1, 2, 4)]
    assert {str(each) for each in book(page)["表"].merged_cells.ranges} == {"A2:A3", "A4:A5", "B2:B3", "B4:B5"}


def test_rows_grow_with_their_text() -> None:
    """A row is as high as its longest cell; rows under a merged cell share what it needs."""
    columns = (Column("项目", 10, merges=True), Column("指标", 10))
    assert row_lines(Page("表", columns, (("甲", "一二三四五六"), ("乙", "一")))) == [2, 1]
    assert row_lines(Page("表", columns, (("甲" * 18, "一"), ("甲" * 18, "二")))) == [2, 2]
    assert row_lines(Page("表", columns[:1], (("甲",), ("甲",)))) == [1, 1]
    assert lines_of("一行\n两行", 10) == 2


def test_rows_can_have_a_given_height() -> None:
    """Rows that people fill in are as high as the page says, whatever stands in them yet."""
    sheet = book(replace(PAGE, row_height=36, spare=1))["进展表"]
    assert [sheet.row_dimensions[row].height for row in (4, 5, 6)] == [36, 36, 36]


def test_a_single_column_has_its_title_in_one_cell() -> None:
    """A page of one column needs no merging above its table."""
    sheet = book(Page("表", (Column("说明", 60),), (("一",),), title="填表说明"))["表"]
    assert (sheet["A1"].value, list(sheet.merged_cells.ranges)) == ("填表说明", [])


def test_drop_downs_stand_in_the_sheet() -> None:
    """Choices become a list on the same sheet over rows and spare rows; a hint shows on entering a cell."""
    rules = {str(rule.sqref): rule for rule in book(replace(PAGE, spare=3))["进展表"].data_validations.dataValidation}
    assert sorted(rules) == ["B4:B8", "F4:F8"]
    assert (rules["F4:F8"].type, rules["F4:F8"].formula1) == ("list", '"按时,滞后"')
    assert (rules["B4:B8"].type, rules["B4:B8"].prompt) == (None, "只填数字")


@pytest.mark.parametrize("choices", [tuple(f"第{n}个选项" for n in range(60)), ("甲,乙", "丙")])
def test_choices_that_a_sheet_cannot_hold_are_left_out(choices: tuple[str, ...]) -> None:
    """A list above 255 characters, or with a comma in a choice, gives no drop-down instead of a broken file."""
    sheet = book(Page("表", (Column("栏", choices=choices),), (("x",),)))["表"]
    assert sheet.data_validations.dataValidation == []


def test_spare_rows_look_like_the_table() -> None:
    """Rows kept for further writing are framed and unlocked as their column is, and empty."""
    page = Page("表", (Column("单位", locked=False),), (("区交通局",),), spare=2, protected=True)
    cell = book(page)["表"]["A4"]
    assert (cell.value, cell.protection.locked, cell.border.left.style) == (None, False, "thin")


def test_it_prints_on_its_paper() -> None:
    """Pages print as wide as A4 or A3, upright or across, with the header on every page."""
    sheet = book(PAGE)["进展表"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$3"
    upright = book(replace(PAGE, landscape=False, large=True))["进展表"].page_setup
    assert (upright.paperSize, upright.orientation) == (8, "portrait")


def test_header_stays_in_view_and_filters() -> None:
    """The header is frozen, with the columns asked for; filters cover the table where they are wanted."""
    plain, filtered = book(PAGE)["进展表"], book(replace(PAGE, frozen=2, filtered=True))["进展表"]
    assert (plain.freeze_panes, plain.auto_filter.ref) == ("A4", None)
    assert (filtered.freeze_panes, filtered.auto_filter.ref) == ("C4", "A3:F5")


def test_hidden_things_are_hidden() -> None:
    """A hidden page and a hidden column are there, and out of sight."""
    shown = Page("甲", (Column("编号", hidden=True), Column("名")), (("1", "2"),))
    made = book(shown, replace(shown, name="乙", hidden=True))
    assert made["甲"].column_dimensions["A"].hidden
    assert [sheet.sheet_state for sheet in made] == ["visible", "hidden"]


@pytest.mark.parametrize(
    ("name", "safe"), [("进展表", "进展表"), ("a/b[1]:*?\\", "ab1"), ("字" * 40, "字" * 31), ("/", "表")]
)
def test_sheet_names_are_made_safe(name: str, safe: str) -> None:
    """Names lose what a sheet's name cannot hold."""
    assert sheet_name(name) == safe
    assert book(Page(name, (Column("栏"),), ())).sheetnames == [safe]


def test_the_same_pages_give_the_same_bytes() -> None:
    """The workbook holds no time of making, in its properties or in its package."""
    data = write_workbook((PAGE,), title="月表", author="区发展改革委")
    assert data == write_workbook((PAGE,), title="月表", author="区发展改革委")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        core = package.read("docProps/core.xml").decode()
        assert {each.date_time for each in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "dcterms:" not in core.replace("xmlns:dcterms", "")
    assert "区发展改革委" in core


def test_a_moment_with_a_zone_is_written() -> None:
    """A received time keeps its clock reading, which workbooks hold without a zone."""
    moment = datetime(2023, 5, 30, 9, 12, tzinfo=UTC)
    assert only(moment).value == moment.replace(tzinfo=None)


def test_an_empty_table_is_still_a_sheet() -> None:
    """No rows at all give a header and the notes, without filters or drop-downs over nothing."""
    sheet = book(replace(PAGE, rows=(), filtered=True))["进展表"]
    assert [sheet["A3"].value, sheet["A4"].value] == ["项目", "注：按月报送。"]
    assert sheet.auto_filter.ref is None
    assert sheet.data_validations.dataValidation == []


def test_lines_to_be_filled_in_are_open() -> None:
    """A line above or below the table that is an unlocked mark can be changed, all across; the others cannot."""
    page = replace(PAGE, protected=True, lead=("填报单位：区交通局", Mark("报送日期：", locked=False)))
    sheet = book(page)["进展表"]
    assert [[sheet.cell(row, column).protection.locked for column in (1, 2)] for row in (2, 3)] == [
        [True, True],
        [False, False],
    ]
    assert sheet["A3"].value == "报送日期："


def test_a_column_may_take_numbers_only() -> None:
    """Where a smallest number is given, text and smaller numbers are refused with a reason."""
    sheet = book(Page("表", (Column("计划", 8, Show.FIGURE, least=0), Column("说明", 8)), ((1, "无"),)))["表"]
    (rule,) = sheet.data_validations.dataValidation
    assert (str(rule.sqref), rule.type, rule.operator, rule.formula1) == ("A2", "decimal", "greaterThanOrEqual", "0")
    assert (rule.allow_blank, rule.showErrorMessage) == (True, True)
    assert "只填数字" in rule.error


def test_a_full_folder_for_temporary_files_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Workbooks pass through temporary files: where those cannot be made, a sentence says so."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(PipelineError, match="临时文件夹"):
        write_workbook([Page("表", (Column("栏"),), [("字",)])])
