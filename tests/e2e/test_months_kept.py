"""The months so far: on a server as in a file, closed and opened again, told and rebuilt."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from pipeline.closing import close_month
from pipeline.findings import PipelineError
from pipeline.ledger import open_ledger
from pipeline.monthly import conduct
from pipeline.period import Period
from pipeline.workspace import Workspace
from tests.e2e.conftest import TODAY, Done, run, workspace_at
from tests.e2e.test_commands import hashes, tongbao
from tests.postgresql import Server

MAY = Period(2023, 5)
ISSUED = date(2023, 6, 6)


@pytest.fixture
def root(months: dict[str, Done], tmp_path: Path) -> Path:
    """A copy of the workspace in which March, April and May have been run."""
    root = tmp_path / "workspace"
    shutil.copytree(months["2023-05"].folder.parents[1], root)
    return root


def test_a_server_gives_the_same_months(months: dict[str, Done], server: Server, tmp_path: Path) -> None:
    """Every paper of March, April and May to the byte, over PostgreSQL and over a file."""
    root = workspace_at(tmp_path)
    address = server.database()
    (root / "inputs" / "settings.toml").write_text(
        (root / "inputs" / "settings.toml").read_text("utf-8").replace('database = ""', f'database = "{address}"'),
        "utf-8",
    )
    for period, done in months.items():
        ran = run(root, period)
        assert ran.report == done.report
        assert hashes(ran.folder) == hashes(done.folder)
    assert not list((root / "outputs").glob("*.db"))
    with open_ledger(address, writing=False) as ledger:
        assert {period: len(ledger.manifests(Period.parse(period))) for period in months} == dict.fromkeys(months, 1)


def test_a_closed_month_stays_as_it_was_issued(root: Path) -> None:
    """A run is refused in one sentence and writes nothing; a check still works, and knows the day."""
    closed = tongbao(root, "close", "2023-05")
    assert (closed.returncode, closed.stdout) == (0, "2023年5月已封存，不会再被改动。\n"), closed.stderr
    before = hashes(root)
    again = tongbao(root, "run", "2023-05")
    assert (again.returncode, again.stdout) == (2, "")
    assert "封存，没有改动。确需改动的，请先运行 tongbao close 2023-05 --reopen --reason 原因。" in again.stderr
    assert hashes(root) == before
    day = json.loads((root / "outputs" / "2023-05" / "report.json").read_text("utf-8"))["closed"]
    checked = tongbao(root, "check", "2023-05", "--json")
    assert json.loads(checked.stdout)["closed"] == day
    assert tongbao(root, "run", "2023-04").returncode == 0
    assert tongbao(root, "close", "2023-05").returncode == 2


def test_only_the_day_changes_in_the_report(root: Path, months: dict[str, Done]) -> None:
    """Closing and reopening touch nothing but ``closed``; a month run again then is the same to the byte."""
    folder = root / "outputs" / "2023-05"
    before = hashes(folder)
    close_month(Workspace(root), MAY, today=ISSUED)
    report = json.loads((folder / "report.json").read_text("utf-8"))
    assert report == months["2023-05"].report | {"closed": "2023-06-06"}
    assert {name for name, each in hashes(folder).items() if before[name] != each} == {"report.json"}
    opened = tongbao(root, "close", "2023-05", "--reopen", "--reason", "区交通局更正")
    assert (opened.returncode, opened.stdout) == (0, "2023年5月已重开，可以再运行。\n")
    assert hashes(folder) == before
    with open_ledger(root / "outputs" / "ledger.db", writing=False) as ledger:
        assert [(each.period, each.reopened, each.reason) for each in ledger.closings(2023)] == [
            (MAY, False, ""),
            (MAY, True, "区交通局更正"),
        ]
    assert tongbao(root, "run", "2023-05").returncode == 1
    assert hashes(folder) == before


def test_a_report_that_a_person_changed_is_left_alone(root: Path) -> None:
    """The ledger keeps the day; the changed file stays, and the command says so."""
    report = root / "outputs" / "2023-05" / "report.json"
    report.write_text("{}", "utf-8")
    assert "report.json 被人改过或不在了" in tongbao(root, "close", "2023-05").stdout
    assert report.read_text("utf-8") == "{}"
    assert tongbao(root, "run", "2023-05").returncode == 2


def test_a_closing_that_broke_off_is_finished(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was recorded and its report not moved: the next command moves it, and the month is closed."""

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.publishing.publish", dies)
        with pytest.raises(KeyboardInterrupt):
            close_month(Workspace(root), MAY, today=ISSUED)
    with pytest.raises(PipelineError, match="2023年6月6日封存"):
        conduct(root, MAY, today=TODAY)
    report = json.loads((root / "outputs" / "2023-05" / "report.json").read_text("utf-8"))
    assert report["closed"] == "2023-06-06"
    assert not list((root / "outputs").glob(".*.tmp"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["2023-06"], "没有找到2023年6月做出来的文件（outputs/2023-06）。请先运行 tongbao run 2023-06。"),
        (["2023-05", "--reopen"], "重开要写明原因"),
        (["2023-05", "--reason", "改数"], "封存不用写原因"),
        (["2023-05", "--reopen", "--reason", "改数"], "2023年5月没有封存，不用重开。"),
    ],
)
def test_what_cannot_be_closed(root: Path, arguments: list[str], words: str) -> None:
    """One sentence, and nothing is changed."""
    before = hashes(root)
    done = tongbao(root, "close", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert hashes(root) == before


def test_a_month_without_its_circular_is_not_closed(root: Path) -> None:
    """What only went to review has not been issued."""
    tongbao(root, "run", "2023-05", "--review-only")
    done = tongbao(root, "close", "2023-05")
    assert (done.returncode, "还只有核稿，没有正式通报" in done.stderr) == (2, True)


# --- the workbook of the months ---------------------------------------------------------------------------------------


def test_history_writes_a_workbook(root: Path) -> None:
    """Its place is printed; written again it is the same to the byte; with --json nothing is written."""
    book = root / "outputs" / "历史台账.xlsx"
    json.loads(tongbao(root, "history", "--json").stdout)
    assert not book.exists()
    assert tongbao(root, "history").stdout.endswith("已写出 outputs/历史台账.xlsx。\n")
    first = book.read_bytes()
    tongbao(root, "history", PYTHONHASHSEED="7", LC_ALL="C", TZ="America/New_York")
    assert book.read_bytes() == first


def test_a_workbook_that_a_person_saved_stays(root: Path) -> None:
    """The new one is written beside it; where that one has been changed too, nothing is written."""
    book, beside = root / "outputs" / "历史台账.xlsx", root / "outputs" / "历史台账（新稿）.xlsx"
    tongbao(root, "history")
    original = book.read_bytes()
    book.write_bytes(b"theirs")
    for _ in range(2):
        told = tongbao(root, "history").stdout
        assert told.endswith("历史台账.xlsx 已经有人改过，没有覆盖。已写出 outputs/历史台账（新稿）.xlsx。\n")
    assert (book.read_bytes(), beside.read_bytes()) == (b"theirs", original)
    beside.write_bytes(b"theirs too")
    assert tongbao(root, "history").returncode == 2
    assert beside.read_bytes() == b"theirs too"


def test_history_of_nothing_writes_nothing(tmp_path: Path) -> None:
    """No month, no workbook."""
    root = workspace_at(tmp_path)
    assert tongbao(root, "history").stdout == "台账里还没有做过的月份。\n"
    assert not (root / "outputs").exists()


# --- rebuilding -------------------------------------------------------------------------------------------------------


def test_the_year_is_rebuilt_from_its_inputs(root: Path) -> None:
    """Entries, assessments and findings of every month come out the same, closings are kept, nothing is touched."""
    close_month(Workspace(root), Period(2023, 3), today=ISSUED)
    before = hashes(root)
    done = tongbao(root, "history", "--rebuild", "2023")
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line.endswith("都与台账一致。") for line in done.stdout.splitlines()] == [True, True, True, False]
    beside = root / "outputs" / "ledger（重建）.db"
    after = hashes(root)
    assert {name for name in after if before.get(name) != after[name]} == {"outputs/ledger（重建）.db"}
    with (
        open_ledger(root / "outputs" / "ledger.db", writing=False) as ledger,
        open_ledger(beside, writing=False) as again,
    ):
        for month in (3, 4, 5):
            assert again.kept(Period(2023, month)) == ledger.kept(Period(2023, month))
            assert len(again.kept(Period(2023, month)).assessments) == 39
        assert again.closings(2023) == ledger.closings(2023) != ()
    assert tongbao(root, "history", "--rebuild", "2023").returncode == 2
    assert hashes(root) == after


def test_inputs_changed_since_are_told(root: Path) -> None:
    """A file that has been taken away shows in its own month, by indicator and finding; the others agree."""
    gone = next((root / "inputs" / "2023" / "04").glob("*交通*"))
    gone.unlink()
    done = tongbao(root, "history", "--rebuild", "2023")
    assert done.returncode == 1, done.stderr
    march, april, may = done.stdout.splitlines()[:3]
    assert march.startswith("2023年3月：39项指标、")
    assert april == "2023年4月：与台账不一致，指标2-1-1、问题J206、问题J301。"
    assert [line.endswith("都与台账一致。") for line in (march, may)] == [True, True]


def test_a_month_without_its_inputs_is_not_rebuilt(root: Path) -> None:
    """It refuses, and leaves nothing behind."""
    shutil.rmtree(root / "inputs" / "2023" / "04")
    before = hashes(root)
    done = tongbao(root, "history", "--rebuild", "2023")
    assert (done.returncode, "2023年4月的报送文件夹" in done.stderr) == (2, True)
    assert hashes(root) == before
    assert tongbao(root, "history", "--rebuild", "2022").returncode == 2
