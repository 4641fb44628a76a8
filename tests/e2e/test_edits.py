"""A clerk changes the issued circular and runs the month again: nothing is overwritten, everything is told."""

import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from jsonschema import Draft202012Validator

from pipeline.formats.packages import repacked
from pipeline.formats.words import WordParagraph, read_word
from pipeline.monthly import conduct
from tests.e2e.conftest import ROOT, TODAY, Done
from tests.e2e.test_commands import hashes, tongbao
from tests.unit.test_report import SCHEMA, strict

PERIOD = "2023-05"
OLD, NEW = "各责任单位要落实专人", "各责任单位要压实责任，落实专人"


@pytest.fixture
def root(months: dict[str, Done], tmp_path: Path) -> Path:
    """A copy of the workspace in which March, April and May have been run."""
    return Path(shutil.copytree(months[PERIOD].folder.parents[1], tmp_path / "workspace"))


def folder(root: Path) -> Path:
    return root / "outputs" / PERIOD


def circular(root: Path) -> Path:
    return next(folder(root).glob("*通报.docx"))


def beside(root: Path) -> Path:
    return next(folder(root).glob("*（新稿）.docx"))


def run(root: Path, keep_edits: bool = False) -> dict[str, Any]:
    conduct(root, PERIOD, today=TODAY, keep_edits=keep_edits)
    report: dict[str, Any] = json.loads((folder(root) / "report.json").read_bytes())
    return report


def lines(path: Path) -> list[str]:
    return [each.text for each in read_word(path.read_bytes()).blocks if isinstance(each, WordParagraph) and each.text]


def by_xml(path: Path) -> None:
    """As a macro does: the text of the part is replaced, nothing else."""
    with zipfile.ZipFile(path) as package:
        part = package.read("word/document.xml").decode()
    assert OLD in part
    path.write_bytes(repacked(path.read_bytes(), {"word/document.xml": part.replace(OLD, NEW).encode()}))


def by_library(path: Path) -> None:
    """As another program does that reads and writes the whole package."""
    word = docx.Document(str(path))
    for paragraph in word.paragraphs:
        for each in paragraph.runs:
            each.text = each.text.replace(OLD, NEW)
    word.save(str(path))


def by_office(path: Path) -> None:
    """As LibreOffice does: every part is written anew."""
    by_library(path)
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    out = path.parent.parent / "saved"
    command = [office, f"-env:UserInstallation={(path.parent.parent / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shutil.move(out / path.name, path)
    shutil.rmtree(path.parent.parent / "profile")


def findings(report: dict[str, Any]) -> list[str]:
    return [each["code"] for each in report["findings"] if re.fullmatch("L1[01][0-9]", each["code"])]


@pytest.mark.parametrize("change", [by_xml, by_library, by_office])
def test_a_changed_sentence_survives_and_is_taken_over(root: Path, change: Callable[[Path], None]) -> None:
    """Whoever saved the file: it stays byte for byte, the one change is told, and with --keep-edits it comes in."""
    change(circular(root))
    theirs = circular(root).read_bytes()
    told = run(root)
    (edit,) = told["edits"]
    assert [(each["kind"], each["taken"]) for each in edit["differences"]] == [("changed", False)]
    assert findings(told) == ["L102", "L110"]
    assert not any(NEW in each for each in lines(beside(root)))
    taken = run(root, keep_edits=True)
    assert findings(taken) == ["L102", "L111"]
    assert [each for each in lines(beside(root)) if NEW in each] == [
        each for each in lines(circular(root)) if NEW in each
    ]
    assert circular(root).read_bytes() == theirs


def test_the_same_inputs_give_the_same_bytes(root: Path) -> None:
    """With and without --keep-edits, again and again; the way back is open."""
    by_library(circular(root))

    def made(keep_edits: bool) -> dict[str, str]:
        run(root, keep_edits)
        return hashes(folder(root))

    plain, taken = made(False), made(True)
    assert plain != taken
    assert [made(True), made(False), made(False), made(True)] == [taken, plain, plain, taken]


def test_a_sheet_corrected_meanwhile_is_told_apart(root: Path) -> None:
    """What the data changed since the person's version is told as such, and the person's words still come in."""
    by_library(circular(root))
    sheet = root / "inputs" / "2023" / "05" / "区交通局2023年5月进展.xlsx"
    book = openpyxl.load_workbook(sheet)
    book["进展表"]["G5"] = 60
    book.save(sheet)
    report = run(root, keep_edits=True)
    kinds = {each["kind"] for each in report["edits"][0]["differences"]}
    assert kinds == {"changed", "outdated"}
    assert {"L111", "L114"} <= set(findings(report))
    assert any(NEW in each for each in lines(beside(root)))
    assert run(root, keep_edits=True) == report
    assert list(Draft202012Validator(strict(SCHEMA)).iter_errors(report)) == []


def test_the_command_line_says_it_in_a_line(root: Path) -> None:
    """Short on the terminal, one by one in 问题清单; nothing to take over is said as well."""
    none = tongbao(root, "run", PERIOD, "--keep-edits")
    assert "没有人改过的通报，--keep-edits 没有用上。" in none.stdout
    by_library(circular(root))
    done = tongbao(root, "run", PERIOD, "--keep-edits")
    assert f"人改过，没有覆盖：{circular(root).name}：改动1段；接过来1段。" in done.stdout
    page = openpyxl.load_workbook(folder(root) / "问题清单.xlsx").worksheets[0]
    assert "L111" in [cell.value for row in page.iter_rows() for cell in row]


def test_the_new_draft_changed_as_well_is_the_one_that_counts(root: Path) -> None:
    """A third version is written beside both; what was taken over once is taken over again."""
    by_library(circular(root))
    run(root, keep_edits=True)
    word = docx.Document(str(beside(root)))
    word.paragraphs[-1].insert_paragraph_before("")
    next(each for each in word.paragraphs if each.text.startswith("各责任单位：")).runs[0].text = "各镇街，各责任单位："
    word.save(str(beside(root)))
    report = run(root, keep_edits=True)
    assert [each["file"] for each in report["edits"]] == [beside(root).name, circular(root).name]
    third = folder(root) / circular(root).name.replace(".docx", "（新稿2）.docx")
    assert report["outputs"]["circular"] == third.name
    assert "各镇街，各责任单位：" in lines(third)
    assert any(NEW in each for each in lines(third))


def test_a_changed_circular_counts_though_the_new_one_has_another_name(root: Path) -> None:
    """The template has another title by now: the former file stays, is told, and what can be of it comes in."""
    by_library(former := circular(root))
    theirs = former.read_bytes()
    shutil.copytree(ROOT / "templates", root / "templates", dirs_exist_ok=True)
    template = root / "templates" / "通报.txt"
    template.write_text(template.read_text("utf-8").replace("标题：{{ 标题 }}", "标题：五月通报"), "utf-8")
    told = run(root, keep_edits=True)
    assert told["outputs"]["circular"] == "五月通报.docx"
    assert findings(told) == ["L114", "L111"]
    assert any(NEW in each for each in lines(folder(root) / "五月通报.docx"))
    assert former.read_bytes() == theirs
    assert run(root, keep_edits=True) == told


def test_a_changed_draft_counts_though_the_first_name_is_free_again(root: Path) -> None:
    """The clerk went on in the new draft and put the old file away."""
    by_library(circular(root))
    run(root)
    by_library(draft := beside(root))
    circular(root).unlink()
    told = run(root, keep_edits=True)
    assert (findings(told), told["edits"][0]["file"]) == (["L111"], draft.name)
    assert any(NEW in each for each in lines(circular(root)))


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0", b"PK\x03\x04 cut off"], ids=["empty", "renamed", "damaged"])
def test_a_broken_file_never_stops_the_month(root: Path, data: bytes) -> None:
    """It stays, one finding tells why it was not compared, and the new circular is beside it."""
    circular(root).write_bytes(data)
    report = run(root, keep_edits=True)
    assert findings(report) == ["L102", "L115"]
    assert circular(root).read_bytes() == data
    assert beside(root).is_file()


def test_a_rebuilt_year_is_not_told_of_edits(root: Path) -> None:
    """What a person changed in a paper is nothing that the inputs say."""
    by_library(circular(root))
    run(root, keep_edits=True)
    done = tongbao(root, "history", "--rebuild", "2023")
    assert done.returncode == 0, done.stdout


def test_an_older_report_without_the_text(root: Path) -> None:
    """A ledger and a folder from before this was kept: told in words, nothing taken over, and known from then on."""
    run(root)
    report = folder(root) / "report.json"
    report.unlink()
    by_library(circular(root))
    assert findings(run(root, keep_edits=True)) == ["L102", "L116", "L110"]


def test_what_changed_since_last_month_is_in_review_and_report(months: dict[str, Done]) -> None:
    """The sentences of the report are the last page of 核稿, and not in the circular."""
    done = months[PERIOD]
    review = lines(done.folder / "核稿.docx")
    place = review.index("与上月相比")
    assert review[place + 1 :] == done.report["changes"]
    assert review[:place] == lines(done.circular)
    assert months["2023-03"].report["changes"] == ["2023年3月是台账里今年的第一个月，没有上月可以比较。"]
    assert "新完成：窨井盖治理（区城市管理局）由进度较快转为已完成。" in done.report["changes"]
