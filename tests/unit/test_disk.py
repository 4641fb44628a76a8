"""Files on the disk: whole or not at all, and never over somebody else's."""

from pathlib import Path

import pytest

from pipeline.disk import replaced, whole


def ours(data: bytes) -> bool:
    return data.startswith(b"ours")


def test_only_what_is_ours_is_written_over(tmp_path: Path) -> None:
    """A new place and a file of ours are taken; another file, a link and a folder are left as they are."""
    path, link, folder = tmp_path / "新" / "表.xlsx", tmp_path / "链接.xlsx", tmp_path / "表.xlsx"
    assert replaced(path, b"ours 1", ours)
    assert replaced(path, b"ours 2", ours)
    path.write_bytes(b"theirs")
    assert not replaced(path, b"ours 3", ours)
    assert path.read_bytes() == b"theirs"
    link.symlink_to(tmp_path / "没有.xlsx")
    folder.mkdir()
    assert [replaced(each, b"ours", ours) for each in (link, folder)] == [False, False]
    assert sorted(each.name for each in tmp_path.rglob("*")) == sorted(["新", "表.xlsx", "链接.xlsx", "表.xlsx"])


def test_what_cannot_be_written_is_named_and_leaves_nothing(tmp_path: Path) -> None:
    """The error names the file that was wanted, not the one that waited; nothing is left beside it."""
    taken = tmp_path / "通报.docx"
    (taken / "里面").mkdir(parents=True)
    with pytest.raises(OSError, match=r"通报\.docx") as fault:
        whole(taken, b"new")
    assert fault.value.filename == str(taken)
    assert [each.name for each in tmp_path.iterdir()] == ["通报.docx"]
