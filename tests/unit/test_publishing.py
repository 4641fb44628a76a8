"""Papers reach their folder whole; what people put there stays."""

import os
from pathlib import Path

import pytest

from pipeline.findings import PipelineError
from pipeline.publishing import alone, digest, hashes, is_theirs, publish, require_room, stage, staging, sweep


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
    assert not (folder / "退回").exists()


def test_a_folder_that_holds_something_else_stays(tmp_path: Path) -> None:
    """The returns' folder goes with its last return, but not with what a person put into it."""
    former = {"退回/区交通局.xlsx": b"x"}
    stage(former, tmp_path / "2023-05")
    publish(tmp_path / "2023-05", former)
    (tmp_path / "2023-05" / "退回" / "回执.txt").write_text("收到", "utf-8")
    publish(tmp_path / "2023-05", (), former)
    assert [path.name for path in (tmp_path / "2023-05" / "退回").iterdir()] == ["回执.txt"]


def test_what_a_person_changed_is_known(tmp_path: Path) -> None:
    """A changed paper and one that nobody knows are theirs; an untouched and a deleted one are not."""
    for name in "abc":
        (tmp_path / name).write_bytes(b"1")
    manifest = {"a": digest(b"1"), "b": digest(b"0"), "gone": digest(b"1")}
    (tmp_path / "folder").mkdir()
    names = ("a", "b", "c", "gone", "folder")
    assert [name for name in names if is_theirs(tmp_path, name, manifest)] == ["b", "c", "folder"]
    assert not is_theirs(tmp_path, "b", manifest, {"b": digest(b"1")})


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


def test_a_place_that_is_taken_is_told_beforehand(tmp_path: Path) -> None:
    """A file for a folder and a folder for a file are named; a place that is free, or still to be made, is not."""
    require_room(tmp_path / "2023-05", ["a", "退回/b"])
    (tmp_path / "2023-05" / "a").mkdir(parents=True)
    with pytest.raises(PipelineError, match="a 应是文件"):
        require_room(tmp_path / "2023-05", ["a"])
    (tmp_path / "2023-05" / "退回").write_bytes(b"")
    with pytest.raises(PipelineError, match="退回 应是文件夹"):
        require_room(tmp_path / "2023-05", ["退回/b"])


def test_what_an_unrecorded_run_staged_is_swept(tmp_path: Path) -> None:
    """Staged papers go, a person's folders stay."""
    stage({"a": b"1"}, tmp_path / "2023-05")
    (tmp_path / "备份.tmp").mkdir()
    sweep(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["备份.tmp"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="locks as POSIX does")
def test_one_at_a_time(tmp_path: Path) -> None:
    """A second run waits, then says so; a process forked meanwhile does not go on holding the lock."""
    with alone(tmp_path):
        child = os.fork()
        if not child:
            os.read(os.pipe()[0], 1)  # stays until it is killed
        with pytest.raises(PipelineError, match="另一次运行"), alone(tmp_path, patience=0):
            pass
    with alone(tmp_path, patience=0):
        pass
    os.kill(child, 9)
    os.waitpid(child, 0)
    assert list(tmp_path.iterdir()) == []
