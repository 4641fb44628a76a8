"""What a cell says: the figure, or why there is none."""

from datetime import date
from decimal import Decimal

import pytest

from pipeline.formats.grid import Cell, Form
from pipeline.intake.values import is_blank, read_figure, read_share
from pipeline.model import Bound, Kind
from pipeline.source import Where
from tests.unit.intake_cases import quantity

HERE = Where("区交通局.xlsx", "进展表", "G5")
ROAD = quantity("2-1-1", "四好农村路", "200", "公里")
CABLE = quantity("5-1-1", "路灯电缆线", "8100", "米")
LOAN = quantity("4-1-1", "创业担保贷款", "6000", "万元")
HOUSES = quantity("6-1-1", "无障碍改造", "633", "户")
RATE = quantity("4-2-1", "知晓率", "70", "%")
BY_NAME = {each.name: each for each in (ROAD, CABLE, LOAN, HOUSES, RATE)}


def typed(text: str) -> Cell:
    """A cell of text."""
    return Cell(5, 7, Form.TEXT, text)


@pytest.mark.parametrize(
    ("text", "name", "done", "codes"),
    [
        ("397", "无障碍改造", "397", []),
        (" 397 户 ", "无障碍改造", "397", []),
        ("３９７", "无障碍改造", "397", []),
        ("3,860", "无障碍改造", "3860", []),
        ("三百九十七", "无障碍改造", "397", []),
        ("叁佰玖拾柒户", "无障碍改造", "397", []),
        ("397户。", "无障碍改造", "397", []),
        ("'397", "无障碍改造", "397", []),
        ("累计完成397户，其中本月79户", "无障碍改造", "397", []),
        ("397（含在建39）", "无障碍改造", "397", ["V116"]),
        ("0", "无障碍改造", "0", []),
        ("约397", "无障碍改造", "397", ["V110"]),
        ("397余户", "无障碍改造", "397", ["V110"]),
        ("4.05公里", "路灯电缆线", "4050", ["V108"]),
        ("0.38亿元", "创业担保贷款", "3800", ["V108"]),
        ("3800", "创业担保贷款", "3800", []),
        ("65％", "知晓率", "65", []),
        ("65", "知晓率", "65", []),
        ("约九成", "四好农村路", None, ["V101"]),
        ("已完成", "四好农村路", None, ["V112"]),
        ("394-404", "无障碍改造", None, ["V114"]),
        ("397/500", "无障碍改造", None, ["V114"]),
        ("(397)", "无障碍改造", None, ["V114"]),
        ("-3", "无障碍改造", None, ["V105"]),
        ("-3户", "无障碍改造", None, ["V105"]),
        ("1O3", "无障碍改造", None, ["V101"]),
        ("38,60", "无障碍改造", None, ["V101"]),
        ("397套", "无障碍改造", None, ["V107"]),
        ("78%", "无障碍改造", None, ["V106"]),
        ("397户、420户", "无障碍改造", None, ["V109"]),
    ],
)
def test_text_in_a_figures_cell(text: str, name: str, done: str | None, codes: list[str]) -> None:
    """Every way of writing a figure that is clear is read; every other is refused or flagged, never guessed."""
    figure = read_figure(typed(text), BY_NAME[name], "", HERE)
    assert (figure.done, [finding.code for finding in figure.findings]) == (done and Decimal(done), codes)


@pytest.mark.parametrize("text", ["", "/", "—", "－", "无", "暂无", "nan", "  "])
def test_marks_that_say_nothing_are_blank(text: str) -> None:
    """The usual marks mean that nothing is reported: neither zero nor a mistake."""
    figure = read_figure(typed(text), HOUSES, "", HERE)
    assert (figure.done, figure.is_blank, figure.findings) == (None, True, ())
    assert is_blank(text)


def test_zero_is_a_figure_and_no_blank() -> None:
    """A true zero is reported as zero."""
    figure = read_figure(Cell(5, 7, Form.NUMBER, "0", Decimal(0)), HOUSES, "", HERE)
    assert (figure.done, figure.is_blank) == (Decimal(0), False)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (Cell(5, 7, Form.ERROR, "#DIV/0!"), "V102"),
        (Cell(5, 7, Form.UNCALCULATED, "=A1+A2", formula="=A1+A2"), "V103"),
        (Cell(5, 7, Form.DATE, "2023-06-10", date(2023, 6, 10)), "V104"),
        (Cell(5, 7, Form.BOOLEAN, "TRUE", True), "V101"),
        (Cell(5, 7, Form.NUMBER, "-3", Decimal(-3)), "V105"),
        (Cell(5, 7, Form.PERCENT, "78%", Decimal("0.78")), "V106"),
    ],
)
def test_cells_that_hold_no_count(cell: Cell, code: str) -> None:
    """Error cells, uncalculated formulas, dates, booleans, negatives and percentages are refused by name."""
    figure = read_figure(cell, HOUSES, "", HERE)
    assert figure.done is None
    assert [finding.code for finding in figure.findings] == [code]
    assert figure.findings[0].is_error


def test_the_rows_own_measure_converts_or_refuses() -> None:
    """A 计量单位 column tells what a bare number counts."""
    bare = Cell(5, 7, Form.NUMBER, "2.43", Decimal("2.43"))
    assert read_figure(bare, CABLE, "公里", HERE).done == Decimal(2430)
    refused = read_figure(bare, HOUSES, "套", HERE)
    assert refused.done is None
    assert [finding.code for finding in refused.findings] == ["V107"]


def test_a_rate_written_as_a_share_is_flagged() -> None:
    """0.85 for a target in percent is 85, and somebody should look."""
    share = Cell(5, 7, Form.NUMBER, "0.85", Decimal("0.85"))
    figure = read_figure(share, RATE, "", HERE)
    assert figure.done == Decimal(85)
    assert [finding.code for finding in figure.findings] == ["V111"]
    assert read_figure(Cell(5, 7, Form.PERCENT, "85%", Decimal("0.85")), RATE, "", HERE).findings == ()


def test_a_bound_is_kept() -> None:
    """余 is a lower bound, 约 is about."""
    assert read_figure(typed("450余户"), HOUSES, "", HERE).bound is Bound.AT_LEAST
    assert read_figure(typed("约450户"), HOUSES, "", HERE).bound is Bound.ABOUT
    assert read_figure(typed("450户"), HOUSES, "", HERE).bound is None


def test_struck_text_does_not_count() -> None:
    """A struck 368 followed by 397 is 397, and somebody should look."""
    figure = read_figure(Cell(5, 7, Form.TEXT, "397", struck="368"), HOUSES, "", HERE)
    assert figure.done == Decimal(397)
    assert [finding.code for finding in figure.findings] == ["V113"]


@pytest.mark.parametrize(
    ("cell", "share"),
    [
        (Cell(5, 8, Form.PERCENT, "78%", Decimal("0.78")), "0.78"),
        (typed("78%"), "0.78"),
        (typed("78％"), "0.78"),
        (Cell(5, 8, Form.NUMBER, "78", Decimal(78)), "0.78"),
        (Cell(5, 8, Form.NUMBER, "0.78", Decimal("0.78")), "0.78"),
        (typed("约八成"), None),
    ],
)
def test_the_units_own_rate(cell: Cell, share: str | None) -> None:
    """The unit's own 完成率 in any writing is a share; words are none."""
    assert read_share(cell, HOUSES) == (share and Decimal(share))


def test_every_sentence_can_be_read_out() -> None:
    """A finding names place, what was typed and what to do, in whole sentences."""
    [finding] = read_figure(
        Cell(5, 7, Form.TEXT, "约九成"), ROAD, "", Where("区交通局.xlsx", "进展表", "G5", "约九成")
    ).findings
    assert str(finding) == (
        "区交通局.xlsx › 进展表 › G5：四好农村路的累计完成填的是“约九成”，不是数字。"
        "请填写截至月底的累计数，只填数字（单位：公里）。[V101]"
    )


def test_a_rate_of_one_is_flagged() -> None:
    """1 under % may be one percent or the whole: it is taken as it stands, and somebody should look; 2 is no doubt."""
    rate = quantity("4-2-1", "知晓率", "70", "%", Kind.RATE)
    for text, codes in (("1", ["V111"]), ("2", [])):
        figure = read_figure(Cell(5, 7, Form.NUMBER, text, Decimal(text)), rate, "%", HERE)
        assert (figure.done, [finding.code for finding in figure.findings]) == (Decimal(text), codes)


def test_digits_apart_are_no_number() -> None:
    """3 3 may be 33: it is refused; a space before the measure says nothing."""
    assert [finding.code for finding in read_figure(typed("3 3"), HOUSES, "", HERE).findings] == ["V101"]
    assert read_figure(typed("450 户"), HOUSES, "", HERE).done == Decimal(450)
