"""What the intake keeps to, whatever is sent: order changes nothing, no digit changes, nothing raises."""

import re
import tempfile
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.formats.grid import Cell, Form
from pipeline.intake.prose import in_measure, read_prose
from pipeline.intake.receiving import Intake, receive
from pipeline.intake.states import read_state, read_state_in_prose
from pipeline.intake.values import read_figure, read_share
from pipeline.period import Period
from pipeline.quantities import numeral, plain
from pipeline.settings import Limits
from pipeline.source import Where
from tests.unit.intake_cases import REGISTER, figures, quantity, workbook

MAY = Period(2023, 5)
HOUSES = quantity("6-1-1", "无障碍改造", "633", "户")
HEADER = ("序号", "项目名称", "目标任务", "责任单位", "累计完成", "进展情况", "存在问题")
ROWS = (
    ("1", "老城有机更新", "改造老旧小区供水管道10处", "区城市管理局", "3", "累计改造3处", ""),
    ("2", "老城有机更新", "改造或维护二次加压设备5套", "区城市管理局", "1", "", "场地未落实"),
    ("3", "老城有机更新", "更换超期水表5000只", "区城市管理局", "'1,380只", "", ""),
    ("4", "“四好农村路”建设", "建设“四好农村路”200公里", "区交通局", "62", "", ""),
    ("5", "火星", "建设火星基地", "", "1", "", ""),
)
OTHERS = {
    "区交通局": "序号 | 目标任务 | 累计完成\n1 | 建设“四好农村路”200公里 | 62",
    "规资局": "序号 | 目标任务 | 累计完成\n1 | 增设老旧住宅电梯60台 | 约33",
    "民政局": "序号 | 目标任务 | 累计完成\n1 | 设立老年食堂8个、养老助餐点23个 | 老年食堂3个、养老助餐点6个",
}
WIDE = str.maketrans("０１２３４５６７８９．", "0123456789.")
NUMERALS = "零〇○一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟eE"
TEXTS = st.text(
    st.one_of(
        st.sampled_from(
            "0123456789.,，、-—/（）()％%万亿百千十一二三两余约近超共计划完成本月累其中户套个人次 \n０５①²٣Oo"
        ),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=24,
)


def received(files: dict[str, str]) -> Intake:
    """These files in the month's folder, read."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / f"{name}.xlsx").write_bytes(workbook(text))
        return receive(Path(folder), MAY, REGISTER, Limits(), lambda _: None)


def written(rows: list[tuple[str, ...]], columns: list[int]) -> str:
    """A table with its columns in an order."""
    return "\n".join(" | ".join(row[column] for column in columns) for row in (HEADER, *rows))


def codes(intake: Intake) -> list[str]:
    """The kinds of findings, however they are ordered."""
    return sorted(finding.code for finding in intake.findings)


@settings(max_examples=40, deadline=None)
@given(st.permutations(ROWS), st.permutations(range(len(HEADER))))
def test_the_order_of_rows_and_columns_changes_nothing(rows: list[tuple[str, ...]], columns: list[int]) -> None:
    """Rows go by their task and columns by their words."""
    plainly = received({"城管局": written(list(ROWS), list(range(len(HEADER))))})
    mixed = received({"城管局": written(rows, columns)})
    assert figures(mixed) == figures(plainly) == {"1-2-1": "3", "1-2-2": "1", "1-2-3": "1380"}
    assert codes(mixed) == codes(plainly)


@settings(max_examples=25, deadline=None)
@given(st.permutations(list(OTHERS)), st.lists(st.sampled_from("甲乙丙"), min_size=3, max_size=3, unique=True))
def test_the_order_of_files_changes_nothing(units: list[str], marks: list[str]) -> None:
    """Whatever the names put first, each unit's figures are its own."""
    got = received({f"{mark}{unit}": OTHERS[unit] for mark, unit in zip(marks, units, strict=True)})
    assert figures(got) == {"2-1-1": "62", "1-1-1": "33", "3-1-1": "3", "3-1-2": "6"}
    assert codes(got) == ["V110"]


@settings(max_examples=1500, deadline=None)
@given(TEXTS)
def test_any_text_is_its_own_figure_or_none_with_a_reason(text: str) -> None:
    """A figure has the digits that were typed; where there is none, the cell is blank or a finding says why."""
    figure = read_figure(Cell(5, 7, Form.TEXT, text), HOUSES, "", Where("f", "s", "G5", text), MAY)
    if figure.done is None:
        assert figure.is_blank or any(finding.is_error for finding in figure.findings)
    else:
        digits = re.sub(r"(?<=\d)[,，](?=\d{3}(?!\d))", "", text.translate(WIDE))
        typed = {Decimal(found) for found in re.findall(r"\d+(?:\.\d+)?", digits, re.ASCII)}
        assert figure.done in typed or set(text) & set(NUMERALS)
        assert not any(finding.is_error for finding in figure.findings)


@settings(max_examples=300, deadline=None)
@given(
    st.decimals(min_value=0, max_value=Decimal("999999999"), places=2),
    st.sampled_from(
        ["{}", "{}户", " {} 户。", "累计完成{}户", "'{}", "已改造{}户（其中本月3户）", "截至5月底，累计{}户"]
    ),
    st.booleans(),
)
def test_a_figure_keeps_its_value_in_any_clear_writing(value: Decimal, writing: str, grouped: bool) -> None:
    """However a figure is written out, it is read as what it is."""
    digits = f"{value:,.2f}" if grouped else plain(value)
    figure = read_figure(Cell(5, 7, Form.TEXT, writing.format(digits)), HOUSES, "", Where(), MAY)
    assert (figure.done, figure.findings) == (value, ())


@settings(max_examples=800, deadline=None)
@given(TEXTS)
def test_no_text_raises_anywhere(text: str) -> None:
    """Prose, states, rates and numerals of any text end in an answer."""
    for amount in read_prose(text, [HOUSES], MAY).values():
        assert in_measure(amount, HOUSES) >= 0
    read_state(text)
    read_state_in_prose(text, "无障碍改造", named=True)
    read_share(Cell(5, 7, Form.TEXT, text), HOUSES)
    value = numeral(text)
    assert value is None or value.is_finite()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=7), max_size=8))
def test_no_sheet_raises(rows: list[list[str]]) -> None:
    """A table with any rows below its header is received, and every error keeps its figure out."""
    body = "\n".join(" | ".join("'" + "".join(text.split()).replace("|", "") for text in row) for row in rows)
    body = "".join(mark for mark in body if mark >= " " or mark == "\n")
    with tempfile.TemporaryDirectory() as folder:
        data = workbook(f"{' | '.join(HEADER)}\n{body}".replace("\ufffe", "").replace("\uffff", ""))
        (Path(folder) / "城管局.xlsx").write_bytes(data)
        got = receive(Path(folder), MAY, REGISTER, Limits(), lambda _: None)
    refused = {(f.indicator, f.where.cell) for f in got.findings if f.is_error and f.indicator}
    assert all(entry.done is None or (entry.indicator, entry.where.cell) not in refused for entry in got.entries)
