"""A wording written in Word: the same circular to the byte, and the commands about it."""

import json
import random
import shutil
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from pipeline.monthly import conduct
from tests.e2e.conftest import ROOT, TODAY, workspace_at
from tests.e2e.test_commands import tongbao

TEMPLATE = (ROOT / "templates" / "通报.txt").read_text("utf-8")


def typed(path: Path, text: str, seed: int = 1) -> Path:
    """A text as Word and WPS leave it: each line in runs of a few letters, of many looks, its marks in full width."""
    dice = random.Random(seed)
    document = docx.Document()
    for line in text.replace("'建议.txt'", "“建议.txt”").split("\n"):
        paragraph = document.add_paragraph(style=dice.choice(["Normal", "Heading 1", "Quote"]))
        for half, full in (("{%", "｛%"), ("%}", "％｝"), ("{{ ", "｛｛\u00a0"), (" }}", "　｝｝")):
            line = line.replace(half, dice.choice([half, full]))
        line = dice.choice(["", "\t", "　　"]) + line
        while line:
            end = dice.randint(1, 5)
            run = paragraph.add_run(line[:end])
            run.bold, run.font.name = dice.random() < 0.5, dice.choice(["宋体", "黑体"])
            run._r.set(qn("w:rsidR"), f"{dice.randrange(2**32):08X}")
            line = line[end:]
    document.save(str(path))
    return path


def circular(root: Path, wording: Path | None = None) -> bytes:
    conducted = conduct(root, "2023-05", today=TODAY, wording=wording)
    assert conducted.outputs.circular
    return (conducted.folder / conducted.outputs.circular).read_bytes()


def test_a_manuscript_gives_the_same_circular_to_the_byte(tmp_path: Path) -> None:
    """However it was typed, and whether it is given by option or in the settings; nothing of it is told as wrong."""
    root = workspace_at(tmp_path)
    plain = circular(root)
    assert circular(root, typed(tmp_path / "甲.docx", TEMPLATE)) == plain
    (root / "templates").mkdir()
    typed(root / "templates" / "乙.docx", TEMPLATE, seed=2)
    settings = root / "inputs" / "settings.toml"
    settings.write_text(settings.read_text("utf-8").replace('"通报.txt"', '"乙.docx"'), "utf-8")
    assert circular(root) == plain
    codes = {each["code"] for each in json.loads((root / "outputs/2023-05/report.json").read_text("utf-8"))["findings"]}
    assert not [code for code in codes if code.startswith("W1")]
    changed = TEMPLATE.replace("推进情况通报如下", "进展通报如下")
    assert circular(root, typed(tmp_path / "丙.docx", changed)) != plain


def test_a_wrong_name_in_a_manuscript_stops_the_month_with_its_paragraph(tmp_path: Path) -> None:
    """Nothing is written; the sentence names the file, the paragraph and the nearest name."""
    root = workspace_at(tmp_path)
    typed(tmp_path / "甲.docx", "标题：{{ 标题 }}\n\n{% for 事 in 滞后事项 %}\n{{ 事.进站 }}\n{% endfor %}")
    done = tongbao(root, "run", "2023-05", "--wording", str(tmp_path / "甲.docx"))
    assert done.returncode == 2
    assert "模板 甲.docx 第 3 段：没有“进站”这个名称，是不是“进展”" in done.stderr
    assert not (root / "outputs" / "2023-05").exists()


def test_a_wording_is_checked_where_there_is_no_month(tmp_path: Path) -> None:
    """A folder with templates alone: all faults in one go, exit code 1; the shipped ones are well, exit code 0."""
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    done = tongbao(tmp_path, "wording", "check")
    assert (done.returncode, done.stdout) == (0, "通报.txt：没有发现问题。\n")
    typed(tmp_path / "甲.docx", "主送：甲\n{{ 任务书 }}\n{{ 月低 }}\n完成5项")
    done = tongbao(tmp_path, "wording", "check", str(tmp_path / "甲.docx"), "--json")
    told = [[each["place"], each["code"]] for each in json.loads(done.stdout)["findings"]]
    assert done.returncode == 1
    assert told == [["第 2 段", "W119"], ["第 3 段", "W119"], ["第 4 段", "W101"], *[["", "W118"]] * 3]
    (tmp_path / "templates" / "通报.txt").write_text("标题：甲\n主送：乙\n署名：丙\n成文日期：丁\n第5期", "utf-8")
    assert tongbao(tmp_path, "wording", "check").returncode == 0  # a digit is a note


@pytest.mark.parametrize(
    ("file", "told"),
    [("没有.docx", "没有找到文稿 没有.docx"), ("催报.txt", "不在这里检查"), ("坏.docx", "不是 .docx 文件")],
)
def test_what_cannot_be_checked_is_told(tmp_path: Path, file: str, told: str) -> None:
    """A file that is not there, is no circular's wording, or cannot be read: one sentence, exit code 2."""
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    (tmp_path / "templates" / "坏.docx").write_bytes(b"%PDF-1.4")
    done = tongbao(tmp_path, "wording", "check", file)
    assert done.returncode == 2
    assert told in done.stderr


def test_a_month_shows_what_no_reading_of_the_wording_does(tmp_path: Path) -> None:
    """With a month its data are put in: a figure that would be cut is found, and nothing is written."""
    root = workspace_at(tmp_path)
    shutil.copytree(ROOT / "templates", root / "templates")
    assert tongbao(root, "wording", "check", "2023-05").returncode == 0
    text = TEMPLATE.replace("{{ 单位数 }}个单位", "{{ (单位数 ~ '')[:3] }}个单位")
    (root / "templates" / "通报.txt").write_text(text, "utf-8")
    assert tongbao(root, "wording", "check").returncode == 0
    done = tongbao(root, "wording", "check", "2023-05")
    assert done.returncode == 1
    assert "有数字被截断" in done.stdout
    assert not (root / "outputs").exists()


def test_names_with_their_present_values(tmp_path: Path) -> None:
    """Of a month the values, those within a list of its first thing; without one the meanings; nothing is written."""
    root = workspace_at(tmp_path)
    lines = tongbao(root, "wording", "names", "2023-05").stdout.splitlines()
    assert "件数 = 15　〔民生实事的件数〕" in lines
    assert "    .完成率 = 10.0%　〔完成数占目标的百分比〕" in lines
    assert "年底 = 否　〔是不是12月〕" in lines
    assert not (root / "outputs").exists()
    told = {each["name"]: each for each in json.loads(tongbao(root, "wording", "names", "2023-05", "--json").stdout)}
    assert told["任务数"]["value"] == "20"
    assert told["滞后事项"]["value"][0]["名称"] == "老旧小区改造"
    empty = tmp_path / "空"
    empty.mkdir()
    assert "件数　〔民生实事的件数〕" in tongbao(empty, "wording", "names").stdout.splitlines()


@pytest.mark.parametrize("name", ["甲.doc", "甲.odt", "甲.docx"])
def test_a_file_of_another_kind_is_refused_with_what_to_save_it_as(tmp_path: Path, name: str) -> None:
    """By what it is, whatever it is called; one sentence, no traceback."""
    begins = {".doc": b"\xd0\xcf\x11\xe0" + bytes(600), ".odt": b"PK\x03\x04" + bytes(60), ".docx": b"{{ }}"}
    (tmp_path / name).write_bytes(begins[Path(name).suffix])
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    done = tongbao(tmp_path, "wording", "check", str(tmp_path / name))
    assert done.returncode == 2
    assert (name in done.stderr, "存" in done.stderr, "Traceback" in done.stderr) == (True, True, False)
