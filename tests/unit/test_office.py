"""The doors of LibreOffice and poppler: PDF out of papers, places out of PDF, and one sentence where they fail."""

import sys
import tempfile
import time
from pathlib import Path

import pytest

from pipeline.findings import PipelineError
from pipeline.formats import office, pdf_seals
from pipeline.formats.pdf import TOOLS, Pdf, is_installed
from tests.unit.foreign import SENTENCE, package, paragraph, right

needs_office = pytest.mark.skipif(not office.is_installed(), reason="没有安装 LibreOffice")
needs_poppler = pytest.mark.skipif(not is_installed(), reason=f"没有安装 {'、'.join(TOOLS)}")
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="用一个脚本顶替 soffice")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of the path, where a stand-in for a program may be put."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def script(folder: Path, name: str, lines: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(0o755)


@needs_office
def test_a_paper_becomes_a_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bytes are a PDF's, and nothing is left behind."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert office.pdf_of(right(), "通报.docx").startswith(b"%PDF-")
    assert list(tmp_path.iterdir()) == []


@needs_office
@needs_poppler
def test_a_macro_does_not_run_and_a_picture_is_not_fetched() -> None:
    """A linked picture from the network costs no time and leaves the text as it is."""
    linked = '<w:r><w:instrText>INCLUDEPICTURE "http://192.0.2.1/x.png"</w:instrText></w:r>'
    start = time.monotonic()
    made = Pdf(office.pdf_of(package(paragraph(SENTENCE, more=linked)), "通报.docx"))
    assert time.monotonic() - start < 30
    assert "各责任单位" in "".join(line.text for line in made.pages[0].lines)


@pytest.mark.usefixtures("program")
def test_a_missing_office_is_told_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence names the paper and what to install."""
    monkeypatch.setattr(office, "_USUAL_PLACES", ())
    assert not office.is_installed()
    with pytest.raises(PipelineError, match=r"没有装 LibreOffice.*通报\.docx.*apt install libreoffice-writer-nogui"):
        office.pdf_of(right(), "通报.docx")


@needs_posix
def test_an_office_that_hangs_is_stopped_with_its_children(program: Path) -> None:
    """When time is up its whole group of processes is killed, at once."""
    told = program.parent / "child"
    script(program, "soffice", f"/bin/sleep 60 & echo $! > {told}; wait")
    start = time.monotonic()
    with pytest.raises(PipelineError, match=r"超过 0.5 秒没有完成"):
        office.pdf_of(right(), "通报.docx", seconds=0.5)
    assert time.monotonic() - start < 5
    child = int(told.read_text())
    for _ in range(50):
        if not _is_running(child):
            break
        time.sleep(0.05)
    assert not _is_running(child)


@needs_posix
@pytest.mark.parametrize("lines", ["exit 1", ""])
def test_an_office_that_does_not_start_is_told(program: Path, lines: str) -> None:
    """One that fails, and a file that only bears its name: one sentence."""
    script(program, "soffice", lines)
    if not lines:
        (program / "soffice").write_bytes(b"no program")
    with pytest.raises(PipelineError, match=r"LibreOffice 没能把 通报\.docx 转成 PDF"):
        office.pdf_of(right(), "通报.docx")


def _is_running(process: int) -> bool:
    """A killed child that nobody has waited for yet is no longer running."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@needs_posix
@pytest.mark.parametrize("lines", ["exit 3", "exit 0"], ids=["fails", "makes nothing"])
def test_an_office_that_fails_is_told(program: Path, lines: str) -> None:
    """Whether it says so or just leaves nothing behind."""
    script(program, "soffice", lines)
    with pytest.raises(PipelineError, match=r"LibreOffice 没能把 通报\.docx 转成 PDF"):
        office.pdf_of(right(), "通报.docx")


@pytest.mark.usefixtures("program")
def test_missing_poppler_is_told_with_its_package() -> None:
    """One sentence names the tool and what to install."""
    assert not is_installed()
    with pytest.raises(PipelineError, match=r"缺 pdftotext.*apt install poppler-utils"):
        assert Pdf(b"%PDF-1.4").pages


@needs_poppler
def test_what_is_no_pdf_is_refused() -> None:
    """Poppler's own complaint becomes one sentence."""
    with pytest.raises(PipelineError, match="读不懂这份 PDF"):
        assert Pdf(b"no pdf").pages


@needs_office
@needs_poppler
def test_lines_and_ink_are_where_the_paper_sets_them() -> None:
    """The red line is ink 156 mm wide; the text beside it starts on the left margin."""
    made = Pdf(office.pdf_of(right(), "通报.docx"))
    (line,) = made.red(1).rules
    assert line.width == pytest.approx(156, abs=0.4)
    assert line.left == pytest.approx(28, abs=0.3)
    assert min(each.box.left for each in made.pages[0].lines) == pytest.approx(28, abs=0.3)
    assert {piece.page for piece in made.pieces} == {1, 2, 3, 4}


def test_only_an_untouched_pdf_of_ours_is_written_over(tmp_path: Path) -> None:
    """Another's PDF stays, so does ours once it has been changed; ours as it was is made anew."""
    path = tmp_path / "通报.pdf"
    assert pdf_seals.replaced(path, pdf_seals.sealed(b"%PDF one"))
    assert pdf_seals.replaced(path, pdf_seals.sealed(b"%PDF two"))
    path.write_bytes(path.read_bytes() + b"signed")
    assert not pdf_seals.replaced(path, pdf_seals.sealed(b"%PDF three"))
    path.write_bytes(b"%PDF of another hand")
    assert not pdf_seals.replaced(path, pdf_seals.sealed(b"%PDF three"))
    assert path.read_bytes() == b"%PDF of another hand"
    assert [each.name for each in tmp_path.iterdir()] == ["通报.pdf"]
