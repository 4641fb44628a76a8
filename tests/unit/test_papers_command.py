"""``tongbao proof`` and ``tongbao pdf``: what they print, what they write, how they leave."""

import json
import shutil
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.formats import pdf
from tests.unit.foreign import BLANK, right

MISSING = [tool for tool in ("soffice", *pdf.TOOLS) if shutil.which(tool) is None]
needs_pages = pytest.mark.skipif(bool(MISSING), reason=f"没有安装 {'、'.join(MISSING)}，不看版面")


def tongbao(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    with pytest.raises(SystemExit) as left:
        main([str(each) for each in arguments])
    told = capsys.readouterr()
    assert isinstance(left.value.code, int)
    return left.value.code, told.out, told.err


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "通报.docx"
    path.write_bytes(right())
    return path


def test_a_right_paper_is_told_in_one_line(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What it is, and how many facts were measured; what is as it should be is only counted."""
    code, out, _ = tongbao(capsys, "proof", paper)
    assert code == 0
    assert len(out.splitlines()) == 1
    assert out.startswith("通报.docx：文件格式。核验 ")
    assert "不符合 0 项" in out


def test_deviations_stand_first_by_how_grave_they_are(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Errors before notes, each with its clause; an error is exit code 1."""
    paper.write_bytes(right(title_gap=BLANK))
    code, out, _ = tongbao(capsys, "proof", paper)
    assert code == 1
    assert out.splitlines()[1:] == [
        "不符合（国标规定的）：",
        "  7.3.1 标题位置：应为“标题在红色分隔线下空二行”，实为“空 1 行”",
    ]
    _, everything, _ = tongbao(capsys, "proof", paper, "--all")
    assert len(everything.splitlines()) > 40


@needs_pages
def test_the_printed_page_is_measured_on_demand(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--render`` adds the places; ``--json`` has both, and says which is which."""
    code, out, _ = tongbao(capsys, "proof", paper, "--render", "--json")
    told = json.loads(out)
    assert code == 0
    assert told["kind"] == "文件格式"
    assert {each["rendered"] for each in told["measures"]} == {True, False}
    assert isinstance(told["substitutes"], dict)


@pytest.mark.parametrize("command", [("proof", "--render"), ("pdf",)])
def test_what_is_no_word_file_never_reaches_the_office(
    paper: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    """It is refused before LibreOffice is even looked for: the same sentence where that is missing."""
    paper.write_bytes(b"<html>")
    monkeypatch.setenv("PATH", "")
    code, _, err = tongbao(capsys, *command, paper)
    assert code == 2
    assert "不是能读的 Word 文件" in err


@needs_pages
def test_a_paper_becomes_a_pdf_beside_it(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Made once, made anew, but never over a PDF that somebody has changed."""
    code, out, _ = tongbao(capsys, "pdf", paper)
    made = paper.with_suffix(".pdf")
    assert (code, made.read_bytes()[:5]) == (0, b"%PDF-")
    assert "共 4 面" in out
    assert tongbao(capsys, "pdf", paper)[0] == 0
    made.write_bytes(made.read_bytes() + b"\n% signed")
    code, _, err = tongbao(capsys, "pdf", paper)
    assert code == 2
    assert "没有覆盖" in err
    assert made.read_bytes().endswith(b"% signed")


@needs_pages
def test_faults_of_pages_are_told_line_by_line(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Letter paper is no A4: the PDF is made, and the line says so."""
    paper.write_bytes(right(section=_letter_paper()))
    code, out, _ = tongbao(capsys, "pdf", paper)
    assert code == 1
    assert any("纸张" in line and "216 mm" in line for line in out.splitlines())


def _letter_paper() -> str:
    from tests.unit.foreign import SECTION

    return SECTION.replace('w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"')


@pytest.mark.parametrize(
    ("given", "words"),
    [("2023-06", "请先运行 tongbao run 2023-06"), ("通报.doc", "不是月份，也不是 .docx"), ("没有.docx", "打不开")],
)
def test_what_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], given: str, words: str) -> None:
    """A month that was not made, another kind of file, no file."""
    (tmp_path / "inputs").mkdir()
    code, _, err = tongbao(capsys, "--workspace", tmp_path, "pdf", given)
    assert code == 2
    assert words in err
