"""The command line as a clerk and a program use it: real processes over a copy of the sample workspace."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docx
import pytest
from jsonschema import Draft202012Validator

from pipeline.formats import pdf
from pipeline.monthly import run_month
from pipeline.period import Period
from tests.e2e.conftest import ROOT, TODAY, workspace_at

MISSING = [tool for tool in ("soffice", *pdf.TOOLS) if shutil.which(tool) is None]


def tongbao(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """One command in a process of its own, in a workspace."""
    return subprocess.run(
        [sys.executable, "-m", "pipeline", "--workspace", str(root), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
    )


def hashes(folder: Path) -> dict[str, str]:
    """What a folder holds, by name and hash."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return workspace_at(tmp_path)


def test_a_month_from_the_command_line(root: Path) -> None:
    """May alone: every output of the contract, the reconciliation on the screen, exit code 1 for its errors."""
    before = hashes(root / "inputs")
    done = tongbao(root, "run", "2023-05")
    assert done.returncode == 1, done.stderr
    assert "13个 = 已报送12 + 未报送1" in done.stdout
    assert done.stderr == ""
    made = hashes(root / "outputs" / "2023-05")
    for name in ("核稿.docx", "汇总表.xlsx", "问题清单.xlsx", "版式核验.json", "report.json", "退回/区交通局.xlsx"):
        assert name in made
    assert sum(name.endswith("通报.docx") for name in made) == 1
    assert hashes(root / "inputs") == before
    assert not list((root / "outputs").glob(".*.tmp"))


def test_json_is_the_report_and_follows_its_schema(root: Path) -> None:
    """Standard output holds the report and nothing else; it is what report.json holds."""
    done = tongbao(root, "run", "2023-05", "--json")
    printed = json.loads(done.stdout)
    assert printed == json.loads((root / "outputs" / "2023-05" / "report.json").read_text("utf-8"))
    schema = json.loads((ROOT / "docs" / "report.schema.json").read_text("utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(printed)) == []


def test_check_writes_nothing_and_says_the_same(root: Path) -> None:
    """The same findings and judgements as a run, with no outputs and no ledger."""
    checked = json.loads(tongbao(root, "check", "2023-05", "--json").stdout)
    assert not (root / "outputs").exists()
    ran = json.loads(tongbao(root, "run", "2023-05", "--json").stdout)
    assert checked["summary"] == ran["summary"]
    assert checked["projects"] == ran["projects"]


def test_the_same_month_gives_the_same_bytes(root: Path) -> None:
    """Again, under another locale, time zone, hash seed and order of the folder: nothing changes."""
    tongbao(root, "run", "2023-05")
    folder = root / "outputs" / "2023-05"
    first = hashes(folder)
    tongbao(root, "run", "2023-05")
    assert hashes(folder) == first
    tongbao(root, "run", "2023-05", LC_ALL="C", PYTHONUTF8="0", TZ="America/New_York", PYTHONHASHSEED="7")
    assert hashes(folder) == first
    other = workspace_at(root / "copy")
    received = other / "inputs" / "2023" / "05"
    for path in sorted(received.iterdir(), reverse=True):  # laid down in another order
        shutil.move(path, path.with_suffix(".moving"))
        shutil.move(path.with_suffix(".moving"), path)
    tongbao(other, "run", "2023-05")
    assert hashes(other / "outputs" / "2023-05") == first


def test_a_persons_edit_is_never_overwritten(root: Path) -> None:
    """A changed circular stays; the new one is written beside it, and the findings say so."""
    report = json.loads(tongbao(root, "run", "2023-05", "--json").stdout)
    circular = root / "outputs" / "2023-05" / report["outputs"]["circular"]
    document = docx.Document(str(circular))
    document.paragraphs[-1].add_run("（领导已阅）")
    document.save(str(circular))
    edited = circular.read_bytes()
    again = json.loads(tongbao(root, "run", "2023-05", "--json").stdout)
    assert circular.read_bytes() == edited
    assert again["outputs"]["circular"] == circular.name.replace(".docx", "（新稿）.docx")
    assert "L102" in {finding["code"] for finding in again["findings"]}
    third = json.loads(tongbao(root, "run", "2023-05", "--json").stdout)
    assert circular.read_bytes() == edited
    assert third["outputs"]["circular"] == again["outputs"]["circular"]


def test_review_only_stops_before_the_final_circular(root: Path) -> None:
    """核稿 and the workbooks, but no 通报."""
    report = json.loads(tongbao(root, "run", "2023-05", "--review-only", "--json").stdout)
    assert report["outputs"]["circular"] is None
    assert not list((root / "outputs" / "2023-05").glob("*通报.docx"))
    assert (root / "outputs" / "2023-05" / "核稿.docx").is_file()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "2023-13"], "月份"),
        (["run", "2024-05"], "tongbao targets 2024"),
        (["run", "2023-08"], "报送文件夹"),
        (["run"], "缺少"),
        (["rnu", "2023-05"], "您是不是指 run"),
        (["run", "2023-05", "--fast"], "--fast"),
        (["run", "2023-05", "--layout", "红头"], "--layout 只能写 redhead、preprinted、letter、bulletin、meeting。"),
        (["targets", "2023", str(ROOT)], "[通知文件] 要的是文件"),
        (["explain", "V000"], "没有编号"),
        (["targets", "2024"], "没有找到2024年的通知（inputs/2024/notice.docx）"),
        (["targets", "今年"], "“今年”不是年份"),
        (["history", "--year", "99999"], "“99999”不是年份"),
        (["--workspace", __file__, "history"], "--workspace 要的是文件夹，写的不是。请检查路径。"),
        (["--workspace", "/没有的", "run", "2023-05"], "/没有的 不是工作区"),
        (["--workspace", "/没有的", "targets", "2023"], "/没有的 不是工作区"),
        (["proof", "没有.docx"], "打不开"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(root: Path, arguments: list[str], words: str) -> None:
    """Exit code 2, a Chinese sentence on standard error, no traceback, nothing written."""
    done = tongbao(root, *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert not (root / "outputs").exists()


def test_no_command_at_all_shows_the_help(root: Path) -> None:
    """Who types only the name learns the commands."""
    script = "from pipeline.cli import main; main([])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.startswith("用法：tongbao")
    assert not re.search("[，。；] ", done.stdout)


def test_an_error_with_json_is_json(root: Path) -> None:
    """A program reads what went wrong on standard output."""
    done = tongbao(root, "run", "2024-05", "--json")
    assert done.returncode == 2
    assert list(json.loads(done.stdout)) == ["error"]


def test_faults_of_the_settings_are_told_together(root: Path) -> None:
    """Two wrong keys are one message, and nothing is written."""
    (root / "inputs" / "settings.toml").write_text('[judging]\nahead = "十"\nbehind = 90\n[x]\n', "utf-8")
    done = tongbao(root, "run", "2023-05")
    assert done.returncode == 2
    assert "ahead" in done.stderr
    assert "x" in done.stderr
    assert not (root / "outputs").exists()


@pytest.mark.parametrize("save", ["utf-8-sig", "gb18030"])
def test_settings_as_people_save_them(root: Path, save: str) -> None:
    """A BOM and a GBK save are read as what they say."""
    path = root / "inputs" / "settings.toml"
    text = path.read_text("utf-8").replace('name = "重庆市永川区发展和改革委员会"', 'name = "永川区发展改革委"')
    path.write_bytes(text.encode(save))
    report = json.loads(tongbao(root, "run", "2023-05", "--json").stdout)
    paragraphs = docx.Document(str(root / "outputs" / "2023-05" / report["outputs"]["circular"])).paragraphs
    assert "永川区发展改革委" in {paragraph.text.strip() for paragraph in paragraphs}


def test_settings_that_are_no_file_are_not_the_defaults(root: Path) -> None:
    """A folder or a broken link named settings.toml is told, never taken for settings without a line."""
    path = root / "inputs" / "settings.toml"
    path.unlink()
    path.mkdir()
    assert tongbao(root, "check", "2023-05").returncode == 2
    path.rmdir()
    path.symlink_to(root / "gone")
    assert "settings.toml 打不开" in tongbao(root, "check", "2023-05").stderr


def test_a_severity_for_a_code_that_is_none(root: Path) -> None:
    """A mistyped code would change nothing: it is named."""
    (root / "inputs" / "settings.toml").write_text('[judging.severities]\nV999 = "note"\n', "utf-8")
    for command in ("run", "check"):
        done = tongbao(root, command, "2023-05")
        assert (done.returncode, "V999" in done.stderr) == (2, True)


def test_a_ledger_elsewhere_lies_below_the_workspace(root: Path) -> None:
    """A path in the settings is read from the workspace, wherever the command is given."""
    (root / "inputs" / "settings.toml").write_text('[ledger]\ndatabase = "台账/2023.db"\n', "utf-8")
    assert tongbao(root, "run", "2023-05").returncode == 1
    assert (root / "台账" / "2023.db").is_file()
    assert not (root / "outputs" / "ledger.db").exists()


def test_who_sent_nothing_is_asked_not_returned(root: Path) -> None:
    """What a check prints of a unit without a sheet is 催报; of a wrong figure, 退回."""
    lines = tongbao(root, "check", "2023-05").stdout.splitlines()
    assert [line[:4] for line in lines if "[J301]" in line] == ["〔催报〕"]
    assert [line[:4] for line in lines if "[V101]" in line] == ["〔退回〕"]


def test_a_month_in_full_width_digits(root: Path) -> None:
    """What a Chinese keyboard types is a month all the same."""
    assert tongbao(root, "check", "２０２３－０５").returncode == 1


def test_papers_made_side_by_side_are_the_same(root: Path) -> None:
    """With threads or without, a program gets the same month and the same bytes."""
    run_month(root, "2023-05", today=TODAY)
    first = hashes(root / "outputs" / "2023-05")
    with ThreadPoolExecutor(3) as executor:
        month = run_month(root, "2023-05", today=TODAY, executor=executor)
    assert month.period == Period(2023, 5)
    assert hashes(root / "outputs" / "2023-05") == first


def test_a_bad_sheet_never_stops_the_month(root: Path) -> None:
    """Garbage, an empty file, a picture and a locked file among the sheets: the month comes out, the rest unharmed."""
    good = json.loads(tongbao(root, "run", "2023-05", "--json").stdout)
    received = root / "inputs" / "2023" / "05"
    (received / "区民政局补充.xlsx").write_bytes(b"")
    (received / "截图.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (received / "~$5月.xlsx").write_bytes(b"lock")
    (received / "乱码.xlsx").write_bytes(bytes(range(256)) * 20)
    done = tongbao(root, "run", "2023-05", "--json")
    assert done.returncode == 1
    bad = json.loads(done.stdout)
    assert bad["summary"]["indicators"] == good["summary"]["indicators"]
    files = bad["reconciliation"]["files"]
    assert files["seen"] == good["reconciliation"]["files"]["seen"] + 4
    assert (files["refused"], files["ignored"]) == (3, 1)


def test_an_empty_month_reports_everyone_missing(root: Path) -> None:
    """A folder with nothing in it is a month in which nobody reported."""
    (root / "inputs" / "2023" / "06").mkdir()
    done = tongbao(root, "run", "2023-06", "--json")
    report = json.loads(done.stdout)
    assert report["summary"]["units"]["missing"] == 13
    assert done.returncode == 1


def test_a_new_workspace_is_ready_for_a_notice(tmp_path: Path) -> None:
    """``new`` makes the folders, the settings with their comments and the wording; then ``targets`` reads a notice."""
    made = tmp_path / "我的工作区"
    assert tongbao(tmp_path, "new", str(made)).returncode == 0
    assert "# " in (made / "inputs" / "settings.toml").read_text("utf-8")
    assert (made / "templates" / "通报.txt").is_file()
    shutil.copytree(ROOT / "inputs" / "2023", made / "inputs" / "2023", ignore=shutil.ignore_patterns("targets.xlsx"))
    drafted = tongbao(made, "targets", "2023")
    assert drafted.returncode == 0, drafted.stderr
    assert "15件实事、20项任务、39项指标" in drafted.stdout
    again = tongbao(made, "targets", "2023")
    assert "没有改动" in again.stdout
    assert tongbao(made, "run", "2023-05").returncode == 1
    assert tongbao(made, "new", str(made)).returncode == 2


def test_history_and_explain(root: Path) -> None:
    """The months so far, and one rule."""
    tongbao(root, "run", "2023-04")
    tongbao(root, "run", "2023-05")
    told = json.loads(tongbao(root, "history", "--json").stdout)
    road = next(each for each in told if each["id"] == "2-1-1")
    assert [(month["period"], month["done"]) for month in road["months"]] == [("2023-04", "41"), ("2023-05", None)]
    explained = tongbao(root, "explain", "v101")
    assert explained.returncode == 0
    assert explained.stdout.startswith("V101")


@pytest.mark.skipif(bool(MISSING), reason=f"没有安装 {'、'.join(MISSING)}，不看版面")
def test_the_months_pdf_is_of_the_circular_that_goes_out(root: Path) -> None:
    """The one that a person has edited goes before the draft written beside it, as in the pack and in the mails."""
    run_month(root, "2023-05", today=TODAY)
    folder = root / "outputs" / "2023-05"
    own = next(folder.glob("*通报.docx"))
    document = docx.Document(str(own))
    document.paragraphs[5].add_run("（已校）")
    document.save(str(own))
    run_month(root, "2023-05", today=TODAY)
    done = tongbao(root, "pdf", "2023-05")
    assert "人改过的" in done.stdout, done.stderr
    assert [path.name for path in folder.glob("*.pdf")] == [f"{own.stem}.pdf"]
