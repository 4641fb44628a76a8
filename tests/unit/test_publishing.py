"""Papers reach their folder whole; what people put there stays."""

from pathlib import Path

import pytest

from pipeline.findings import PipelineError
from pipeline.publishing import digest, hashes, is_theirs, publish, stage, staging


def test_papers_arrive_and_a_persons_files_stay(tmp_path: Path) -> None:
    """What the manifest names is moved into place; what it does not name is left alone; nothing stays staged."""
    folder = tmp_path / "2023-05"
    folder.mkdir()
    (folder / "领导批示.txt").write_text("阅", "utf-8")
    files = {"report.json": b"{}", "退回/区交通局.xlsx": b"x"}
    stage(files, folder)
    assert not (folder / "report.json").exists()
    publish(folder, hashes(files))
    assert (folder / "report.json").read_bytes() == b"{}"
    assert (folder / "退回" / "区交通局.xlsx").read_bytes() == b"x"
    assert (folder / "领导批示.txt").exists()
    assert not staging(folder).exists()


def test_a_run_that_broke_off_is_finished(tmp_path: Path) -> None:
    """With one paper moved and one still staged, publishing again completes both."""
    folder = tmp_path / "2023-05"
    files = {"a": b"1", "b": b"2"}
    stage(files, folder)
    folder.mkdir()
    (staging(folder) / "a").rename(folder / "a")
    publish(folder, hashes(files))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"a": b"1", "b": b"2"}


def test_papers_no_longer_made_go(tmp_path: Path) -> None:
    """A return that only the former run named is removed."""
    folder = tmp_path / "2023-05"
    former = {"退回/区交通局.xlsx": b"x"}
    stage(former, folder)
    publish(folder, hashes(former))
    stage({"a": b"1"}, folder)
    publish(folder, hashes({"a": b"1"}), former)
    assert not (folder / "退回" / "区交通局.xlsx").exists()


def test_what_a_person_changed_is_known(tmp_path: Path) -> None:
    """A changed paper and one that nobody knows are theirs; an untouched and a deleted one are not."""
    for name in "abc":
        (tmp_path / name).write_bytes(b"1")
    manifest = {"a": digest(b"1"), "b": digest(b"0"), "gone": digest(b"1")}
    assert [name for name in ("a", "b", "c", "gone") if is_theirs(tmp_path, name, manifest)] == ["b", "c"]


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    """A file where the folder should be: one sentence, nothing else touched."""
    (tmp_path / "outputs").write_bytes(b"")
    with pytest.raises(PipelineError, match="写不进"):
        stage({"a": b"1"}, tmp_path / "outputs" / "2023-05")


def test_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    """The program's own names stay below the folder."""
    with pytest.raises(ValueError, match=r"\.\."):
        stage({"../x": b""}, tmp_path / "2023-05")
    assert list(tmp_path.iterdir()) in ([], [tmp_path / ".2023-05.tmp"])
