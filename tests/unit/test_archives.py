"""Archives (.zip) as they come in."""

import io
import struct
import time
import zipfile
from pathlib import Path

import pytest

from pipeline.formats.archives import Allowance, is_archive, members
from pipeline.formats.faults import Fault, Unreadable
from pipeline.intake.containers import incoming
from pipeline.intake.enclosures import opened
from pipeline.intake.receiving import Intake
from pipeline.settings import Limits
from tests.unit.intake_cases import figures, receive_files, workbook

LIMITS = Limits()
ROAD = workbook("填报单位：区交通局\n序号 | 目标任务 | 累计完成\n1 | 建设“四好农村路”200公里 | 62")


def archive(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of members by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, data in members:
            made.writestr(name, data)
    return out.getvalue()


def raw_names(data: bytes, *names: tuple[str, bytes]) -> bytes:
    """The same archive with names (written as ASCII of the same length) replaced by raw bytes."""
    for ascii_name, raw in names:
        assert len(ascii_name) == len(raw)
        data = data.replace(ascii_name.encode(), raw)
    return data


def found(data: bytes, limits: Limits = LIMITS) -> list[tuple[str, bytes | Fault]]:
    """The members of an archive, or the fault of each."""
    return [
        (name, content.fault if isinstance(content, Unreadable) else content)
        for name, content in members(data, limits, Allowance.of(limits))
    ]


def states(intake: Intake) -> dict[str, str]:
    """What became of each file."""
    return {each.file: each.state.value for each in intake.submissions}


def refusal(data: bytes, limits: Limits = LIMITS) -> Fault:
    """Why an archive is refused as a whole."""
    with pytest.raises(Unreadable) as caught:
        found(data, limits)
    return caught.value.fault


def test_members_come_in_with_their_path(tmp_path: Path) -> None:
    """Folders inside and archives inside; the archive itself is no file of its own once it is opened."""
    inner = archive(("区交通局.xlsx", ROAD))
    got = receive_files(
        tmp_path, 外__zip=archive(("五月/内.zip", inner), ("五月/~$区交通局.xlsx", b"x"), ("__MACOSX/._a", b""))
    )
    assert states(got) == {"外.zip!五月/内.zip!区交通局.xlsx": "accepted", "外.zip!五月/~$区交通局.xlsx": "ignored"}
    assert figures(got) == {"2-1-1": "62"}
    assert got.entries[0].where.file == "外.zip!五月/内.zip!区交通局.xlsx"


def test_names_as_they_were_meant() -> None:
    """UTF-8 with its flag, UTF-8 without it (macOS), GB18030 without it (Windows)."""
    assert [name for name, _ in found(archive(("表.xlsx", b"1")))] == ["表.xlsx"]
    for encoding in ("utf-8", "gb18030"):
        raw = "交通局5月.xlsx".encode(encoding)
        data = raw_names(archive(("x" * len(raw), b"1")), ("x" * len(raw), raw))
        assert [name for name, _ in found(data)] == ["交通局5月.xlsx"]
    tricky = "誠局.xlsx".encode("gbk")  # its second byte is a backslash's
    assert b"\\" in tricky
    assert [name for name, _ in found(raw_names(archive(("y" * len(tricky), b"1")), ("y" * len(tricky), tricky)))] == [
        "誠局.xlsx"
    ]


@pytest.mark.parametrize("name", ["../../表.xlsx", "/etc/表.xlsx", "C:\\a\\表.xlsx", "..\\表.xlsx", "a/../../表.xlsx"])
def test_names_that_lead_outside_keep_their_last_part(name: str) -> None:
    """Nothing is ever written by such a name; the path that people read is harmless too."""
    assert found(archive((name, b"1"))) == [("表.xlsx", b"1")]


def test_archives_too_deep_are_refused(tmp_path: Path) -> None:
    """Three levels are opened, the fourth is refused by its path."""
    data = archive(("区交通局.xlsx", ROAD))
    for level in (3, 2, 1):
        data = archive((f"第{level}层.zip", data))
    got = receive_files(tmp_path, 外__zip=data)
    assert states(got) == {"外.zip!第1层.zip!第2层.zip!第3层.zip": "refused"}
    assert [f.code for f in got.findings] == ["F110"]
    assert "层数" in got.findings[0].message


def test_bombs_are_refused_before_they_inflate(tmp_path: Path) -> None:
    """Flat, nested and overlapping bombs end within a second, whatever they would unpack to."""
    started = time.monotonic()
    flat = archive(("a", bytes(100_000_000)), ("b", bytes(100_000_000)), ("c", bytes(100_000_000)))
    assert refusal(flat) is Fault.TOO_LARGE
    assert found(archive(("a.csv", bytes(2_000_000)))) == [("a.csv", Fault.TOO_LARGE)]  # a thousandfold
    assert refusal(archive(*((str(number), b"") for number in range(2001)))) is Fault.TOO_LARGE
    overlapping = _overlapping(b"x" * 1000, 200)
    assert refusal(overlapping) is Fault.OVERLAPPED
    nested = archive(*((f"{number}.zip", archive(("a", bytes(60_000_000 + number)))) for number in range(8)))
    got = receive_files(tmp_path, 外__zip=nested)
    assert set(states(got).values()) == {"refused"}
    assert time.monotonic() - started < 5


def _overlapping(data: bytes, count: int) -> bytes:
    """Many entries of the directory for one member."""
    whole = archive(("a", data))
    with zipfile.ZipFile(io.BytesIO(whole)) as made:
        start = made.start_dir
    entry = whole[start:-22]
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(entry) * count, start, 0)
    return whole[:start] + entry * count + end


def test_a_size_that_lies_is_damage() -> None:
    """A member that would inflate past its declared size is cut there and fails its checksum."""
    data = bytearray(archive(("a", bytes(1000))))
    place = data.index(b"PK\1\2") + 24
    data[place : place + 4] = struct.pack("<I", 10)
    assert found(bytes(data)) == [("a", Fault.DAMAGED)]


def test_one_damaged_member_does_not_cost_the_others() -> None:
    """Each member that cannot be read has its own refusal; one sound neighbour is read."""
    data = bytearray(archive(("a", b"first" * 9), ("b", b"second"), method=zipfile.ZIP_STORED))
    data[data.index(b"first")] ^= 1
    assert found(bytes(data)) == [("a", Fault.DAMAGED), ("b", b"second")]


def test_passwords_and_emptiness_are_named(tmp_path: Path) -> None:
    """An archive under a password asks for its removal; an empty one and one of photographs only hold no table."""
    data = bytearray(archive(("a", b"1")))
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + offset] |= 1
    assert refusal(bytes(data)) is Fault.ENCRYPTED
    assert refusal(archive()) is Fault.NO_MEMBER
    got = receive_files(tmp_path, 区交通局__zip=archive(("现场.jpg", b"\xff\xd8\xff\xe0")))
    assert states(got) == {"区交通局.zip!现场.jpg": "ignored", "区交通局.zip": "refused"}
    assert sorted(f.code for f in got.findings) == ["F104", "F110"]


def test_office_packages_are_no_archives() -> None:
    """A workbook is a zip too."""
    assert not is_archive(ROAD)
    assert is_archive(archive(("a.xlsx", ROAD)))


def test_one_name_twice_stays_two_files(tmp_path: Path) -> None:
    """Each has a path of its own."""
    with pytest.warns(UserWarning, match="Duplicate"):
        data = archive(("表.csv", b"1"), ("表.csv", b"2"))
    (tmp_path / "a.zip").write_bytes(data)
    assert [each.file for each in opened(incoming(tmp_path, LIMITS), LIMITS)] == ["a.zip!表.csv", "a.zip!表.csv（2）"]
