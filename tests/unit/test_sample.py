"""The example's inputs: what the script makes, what lies in the repository, and what is said to be true of them."""

import json
import subprocess
import sys
import tomllib
import zipfile
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from pipeline.settings import Settings, read_settings

ROOT = Path(__file__).resolve().parents[2]
INPUTS = ROOT / "inputs"
MONTHS = ("03", "04", "05")
TRUTH = json.loads((ROOT / "tests" / "sample_truth.json").read_text(encoding="utf-8"))


def make(folder: Path) -> Path:
    subprocess.run([sys.executable, INPUTS / "sample.py", folder], check=True)
    return folder / "2023"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("made"))


def files(folder: Path) -> dict[str, Path]:
    return {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*.*")) if path.is_file()}


def members(package: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(package) as unzipped:
        return {name: unzipped.read(name) for name in unzipped.namelist()}


def words(book: Path) -> str:
    """Every cell of a workbook's visible sheets, one to a line."""
    sheets = [sheet for sheet in load_workbook(book).worksheets if sheet.sheet_state == "visible"]
    return "\n".join(str(cell) for sheet in sheets for row in sheet.values for cell in row if cell is not None)


def headings(book: Path) -> list[str]:
    """The texts of the first row with 序号, without the months in them."""
    rows = ([str(cell or "") for cell in row] for row in load_workbook(book).worksheets[0].values)
    header = next(row for row in rows if "序号" in row)
    return ["".join(c for c in text if not c.isdigit()) for text in header]


def test_the_repository_holds_what_the_script_makes(made: Path) -> None:
    """Each file below inputs/2023 that the script writes has the content that the script gives it."""
    kept = files(INPUTS / "2023")
    for name, path in files(made).items():
        assert members(path) == members(kept[name]), name


def test_the_script_makes_the_same_bytes_each_time(made: Path, tmp_path: Path) -> None:
    """Two runs give files that are equal to the last byte."""
    again = files(make(tmp_path))
    assert {name: path.read_bytes() for name, path in files(made).items()} == {
        name: path.read_bytes() for name, path in again.items()
    }


def test_no_month_has_a_file_that_the_script_does_not_make(made: Path) -> None:
    """The months' folders in the repository hold nothing but the example."""
    for month in MONTHS:
        assert files(INPUTS / "2023" / month).keys() == files(made / month).keys()


def test_the_notice_has_its_projects_tasks_and_units(made: Path) -> None:
    """The annex is a Word table of 15 projects, 20 tasks and 13 units."""
    table = Document(str(made / "notice.docx")).tables[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows][1:]
    assert [len({row[0] for row in rows}), len(rows), len({row[3] for row in rows})] == [15, 20, 13]
    assert rows[3] == [
        "1",
        "老城有机更新",
        "改造老旧小区供水管道10处，包括改造或维护二次加压设备5套，更换超期水表5000只。",
        "区城市管理局",
    ]


def test_the_notice_merges_projects_downwards(made: Path) -> None:
    """序号 and 项目名称 of projects 1, 3 and 11 are true vertical merges: five rows continue the one above."""
    table = Document(str(made / "notice.docx")).tables[0]
    merges = [
        cell.vMerge for row in table.rows for cell in row._tr.tc_lst if cell.find(f".//{qn('w:vMerge')}") is not None
    ]
    assert [merges.count("restart"), merges.count("continue")] == [6, 10]


def test_every_unit_sends_one_file_a_month_but_one(made: Path) -> None:
    """Thirteen files come in March and April; in May 区农业农村委 sends none and 本月事项 lies beside the twelve."""
    assert [len(files(made / month)) for month in MONTHS] == [13, 13, 13]
    assert any("农业农村委" in name for name in files(made / "04"))
    assert not any("农业农村委" in name for name in files(made / "05"))
    assert "本月事项.xlsx" in files(made / "05")


def test_a_unit_keeps_its_layout(made: Path) -> None:
    """A unit's header has the same words each month, and the units have at least five different headers."""
    drawn: dict[str, set[tuple[str, ...]]] = {}
    for path in files(made).values():
        if path.suffix == ".xlsx" and path.stem not in ("本月事项", "targets"):
            unit = "".join(c for c in path.stem if not c.isdigit())
            drawn.setdefault(unit, set()).add(tuple(headings(path)))
    assert len(drawn) == 13
    assert all(len(headers) == 1 for headers in drawn.values())
    assert len(set.union(*drawn.values())) >= 5


def test_the_truth_covers_every_indicator_of_every_month() -> None:
    """Each month's truth names the same 39 indicators: 27 figures and 12 milestones."""
    months = [TRUTH[f"2023-{month}"] for month in MONTHS]
    assert all(month.keys() == months[0].keys() for month in months)
    milestones = [each for each in months[0].values() if each["true"] in ("not_started", "in_progress", "done")]
    assert [len(months[0]), len(milestones)] == [39, 12]


def test_no_true_figure_falls() -> None:
    """What is cumulative grows or stays from month to month."""
    for indicator, first in TRUTH["2023-03"].items():
        if (first["true"] or "").isdigit():
            figures = [int(TRUTH[f"2023-{month}"][indicator]["true"]) for month in MONTHS]
            assert figures == sorted(figures), indicator


def test_the_true_figures_stand_in_the_sheets(made: Path) -> None:
    """A figure that the circular is to count stands in some sheet of its month, as it was typed."""
    for month in MONTHS:
        typed = "\n".join(words(path) for path in files(made / month).values()).translate(
            str.maketrans("０１２３４５６７８９", "0123456789")
        )
        for indicator, truth in TRUTH[f"2023-{month}"].items():
            figure = truth.get("raw") or truth.get("done") or truth["true"] or ""
            counted = truth["status"] != "not_reported" and figure[:1].isdigit()
            if counted or "raw" in truth:
                assert figure in typed, (month, indicator)


def test_last_months_sheet_is_hidden_in_one_file(made: Path) -> None:
    """区人力社保局 leaves last month's sheet in its file, hidden; its figures are not this month's."""
    book = load_workbook(made / "05" / "人社局5月民生实事月报.xlsx")
    assert [(sheet.title, sheet.sheet_state) for sheet in book.worksheets] == [("5月", "visible"), ("4月", "hidden")]


def test_the_settings_are_the_defaults() -> None:
    """The example's settings.toml names every setting and gives each its default."""
    text = (INPUTS / "settings.toml").read_text(encoding="utf-8")
    assert read_settings(text) == Settings()
    assert tomllib.loads(text) == asdict(Settings())


def test_each_setting_has_its_comment() -> None:
    """Above each key of settings.toml stands a comment, and behind each section's name."""
    lines = (INPUTS / "settings.toml").read_text(encoding="utf-8").splitlines()
    for above, line in pairwise(lines):
        if line.startswith("["):
            assert "  # " in line
        elif "=" in line and not line.startswith("#"):
            assert above.startswith("# "), line
