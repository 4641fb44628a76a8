"""What one month leaves to the next: open problems of inspections, wrong figures of an issued circular, demands."""

import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline.ledger import open_ledger
from pipeline.period import Period
from tests.e2e.conftest import Done, run
from tests.e2e.test_commands import tongbao

INSPECTED = ("日期", "地点", "任务编号", "发现问题", "工作建议", "是否办结")
CORRECTED = ("指标编号", "更正值", "更正原因", "依据", "更正人", "日期", "所属月份")


def note(root: Path, month: str, sheet: str, *rows: tuple[object, ...]) -> None:
    """Write one sheet of a month's 本月事项.xlsx."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    book.save(root / "inputs" / "2023" / month / "本月事项.xlsx")


@pytest.fixture
def root(months: dict[str, Done], tmp_path: Path) -> Path:
    """A copy of the workspace in which March, April and May have been run."""
    root = tmp_path / "workspace"
    shutil.copytree(months["2023-05"].folder.parents[1], root)
    return root


def text(done: Done) -> str:
    """The circular's words, read back from the file."""
    from docx import Document

    return "\n".join(paragraph.text for paragraph in Document(str(done.circular)).paragraphs)


def test_an_open_problem_is_told_until_it_is_closed(root: Path) -> None:
    """April's problem stands in May's circular as open, or, once May has closed it, as put right."""
    problem = (date(2023, 4, 18), "中山路片区", "1-1", "沟槽未回填", "限期回填", "否")
    note(root, "04", "现场督查", INSPECTED, problem)
    (root / "inputs/2023/05/本月事项.xlsx").unlink()
    still = run(root, "2023-05")
    assert "4月18日现场督查发现，沟槽未回填，尚未办结。督查意见：限期回填（责任单位：区住房城乡建委）" in text(still)
    assert [(each["period"], each["state"]) for each in still.report["inspections"]] == [("2023-04", "open")]
    note(root, "05", "现场督查", INSPECTED, (date(2023, 5, 20), "中山路片区", "1-1", "", "", "是"))
    closed = run(root, "2023-05")
    assert "沟槽未回填，5月20日复查时已整改（责任单位：区住房城乡建委）" in text(closed)
    assert [(each["state"], each["closed_on"]) for each in closed.report["inspections"]] == [("closed", "2023-05-20")]


def test_a_wrong_figure_of_april_is_told_in_may_and_kept(root: Path, months: dict[str, Done]) -> None:
    """May's circular says what April's should have said; the ledger still holds what April printed."""
    name, printed = "2-1-1", months["2023-04"].month.assessment("2-1-1").done
    assert printed is not None
    row = (name, str(printed - 1), "重复计算", "书面说明", "周敏", date(2023, 6, 2), "4月")
    note(root, "05", "更正", CORRECTED, row)
    done = run(root, "2023-05")
    assert f"4月通报中，四好农村路的数据为{printed}公里，应为{printed - 1}公里，特此更正。" in text(done)
    (wrong,) = done.report["amendments"]
    assert (wrong["period"], wrong["from"], wrong["to"]) == ("2023-04", str(printed), str(printed - 1))
    assert "J108" in [each["code"] for each in done.report["findings"]]
    with open_ledger(root / "outputs" / "ledger.db", writing=False) as ledger:
        past = ledger.past(Period(2023, 5), Period(2023, 1))
    assert past[name][-1].done == printed


def test_a_new_workspace_has_the_demands_to_change(tmp_path: Path) -> None:
    """建议.txt lies beside 通报.txt, as it is shipped."""
    folder = tmp_path / "新工作区"
    assert tongbao(tmp_path, "new", str(folder)).returncode == 0
    shipped = Path(__file__).parents[2] / "templates" / "建议.txt"
    assert (folder / "templates" / "建议.txt").read_text("utf-8") == shipped.read_text("utf-8")


def test_a_fault_in_the_demands_stops_the_run_with_its_line(root: Path) -> None:
    """The office's own 建议.txt is read; the sentence names it."""
    (root / "templates").mkdir()
    (root / "templates" / "建议.txt").write_text("第一行\n{{ 督办单为 }}\n", "utf-8")
    ran = tongbao(root, "run", "2023-05")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "模板 建议.txt 第 2 行：没有“督办单为”这个名称，是不是“督办单位”" in ran.stderr
