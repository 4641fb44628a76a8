"""The workbook of the months so far: what it says, and that its chart is alive."""

import io
import shutil
import subprocess
import zipfile
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.formats.seals import is_sealed
from pipeline.forms.history_book import history_book
from pipeline.model import Reason, State, Status
from pipeline.model.history import History, Recorded
from tests.unit.district import APRIL, MARCH, MAY

THIRD = Fraction(1, 3)
HOMES = History(
    "1-1-1",
    "老旧小区改造",
    "区住房城乡建委",
    Decimal(200),
    "个",
    (
        Recorded(MARCH, Status.ON_PACE, None, Decimal(20), None, Fraction(1, 10), Fraction(1, 10)),
        Recorded(APRIL, Status.NOT_REPORTED, Reason.MISSING, None, None, None, Fraction(2, 10)),
        Recorded(MAY, Status.BEHIND, None, Decimal(40), None, Fraction(2, 10), Fraction(3, 10)),
    ),
)
ROAD = History(
    "2-1-1",
    "修路<a&b>",
    "区交通局",
    Decimal("67.3"),
    "公里",
    (Recorded(MAY, Status.COMPLETED, None, Decimal("67.3"), None, Fraction(1), THIRD),),
)
LIBRARY = History(
    "3-1-1",
    "图书馆投用",
    "区文化旅游委",
    None,
    "",
    (Recorded(MAY, Status.ON_PACE, None, None, State.IN_PROGRESS, None),),
)
ROWS = (HOMES, ROAD, LIBRARY)


def opened(data: bytes, *, results: bool) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=results)


def cells(sheet: Any) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_indicators_by_months() -> None:
    """Figure or state and the status of each month; a month that is not on record is empty."""
    head, homes, road, library = cells(opened(history_book(2023, ROWS), results=True)["各月进展"])[2:]
    assert head[4:] == ["3月累计", "3月状态", "4月累计", "4月状态", "5月累计", "5月状态"]
    assert homes[4:] == [20, "基本按序时推进", None, "未报送", 40, "滞后"]
    assert road[3:] == [67.3, None, None, None, None, 67.3, "已完成"]
    assert library[3:] == ["完成", None, None, None, None, "推进中", "基本按序时推进"]


def test_the_chart_page_shows_its_first_indicator_without_being_calculated() -> None:
    """The results stand beside the formulas; a month without a figure is #N/A, which draws no point."""
    sheet = opened(history_book(2023, ROWS), results=True)["走势图"]
    assert sheet["A3"].value == "1-1-1 老旧小区改造"
    assert cells(sheet)[4:7] == [["3月", 0.1, 0.1], ["4月", "#N/A", 0.2], ["5月", 0.2, 0.3]]


def test_the_choice_is_among_what_has_a_pace() -> None:
    """The drop-down names the range of the counted indicators; the formulas look the chosen one up."""
    book = opened(history_book(2023, ROWS), results=False)
    (rule,) = book["走势图"].data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1) == ("A3", "'完成率'!$A$3:$A$4")
    assert [cell.value for (cell,) in book["完成率"]["A3:A4"]] == ["1-1-1 老旧小区改造", "2-1-1 修路<a&b>"]
    found = "INDEX('完成率'!D3:D4,MATCH($A$3,'完成率'!$A$3:$A$4,0))"
    assert book["走势图"]["B6"].value == f'=IF({found}="",NA(),{found})'
    with zipfile.ZipFile(io.BytesIO(history_book(2023, ROWS))) as package:
        chart = package.read("xl/charts/chart1.xml").decode()
    assert '<dispBlanksAs val="span"/>' in chart
    assert all(f"<f>'走势图'!{cells}</f>" in chart for cells in ("$B$5:$B$7", "$C$5:$C$7", "$A$5:$A$7"))


def test_the_same_months_give_the_same_bytes() -> None:
    """And the seal of an unchanged workbook fits."""
    assert history_book(2023, ROWS) == history_book(2023, ROWS)
    assert is_sealed(history_book(2023, ROWS))


def test_nothing_to_draw_is_no_chart() -> None:
    """Milestones alone: one sheet."""
    assert opened(history_book(2023, (LIBRARY,)), results=True).sheetnames == ["各月进展"]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_another_choice_calculates(tmp_path: Path) -> None:
    """LibreOffice, opening the workbook with the road chosen, comes to the road's figures."""
    book = opened(history_book(2023, ROWS), results=False)
    book["走势图"]["A3"].value = "2-1-1 修路<a&b>"
    book.save(tmp_path / "chosen.xlsx")
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless"]
    subprocess.run(
        [*command, "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", "calculated", "chosen.xlsx"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    sheet = opened((tmp_path / "calculated" / "chosen.xlsx").read_bytes(), results=True)["走势图"]
    assert cells(sheet)[4:7] == [["3月", "#N/A", "#N/A"], ["4月", "#N/A", "#N/A"], ["5月", 1, 0.333333]]
