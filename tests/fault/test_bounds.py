"""Files made to hang, to fill the memory or to kill: each is received in a process of its own, and measured there."""

import io
import json
import os
import signal
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipeline.formats.faults import Fault, Unreadable
from pipeline.formats.reader import Reader
from pipeline.settings import Limits
from tests.unit.intake_cases import workbook
from tests.unit.ole import biff, number, ole

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="measures and kills processes as POSIX does")

ROOT = Path(__file__).parents[2]
MOST_MEMORY = 300_000_000
MOST_SECONDS = 5
RECEIVE = """
import json, resource, sys, time
from pathlib import Path
from pipeline.intake.receiving import receive
from pipeline.period import Period
from pipeline.settings import Limits
from tests.unit.intake_cases import REGISTER, figures
started = time.perf_counter()
got = receive(Path(sys.argv[1]), Period(2023, 5), REGISTER, Limits(), lambda _: None)
print(json.dumps({
    "seconds": time.perf_counter() - started,
    "here": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    "reader": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024,
    "figures": figures(got),
    "told": [[each.code, each.message] for each in got.findings],
}))
"""
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
STRINGS = b'<Relationship Id="rId9" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
OPENING = f"<worksheet {MAIN}><sheetData>".encode()
CLOSING = b"</sheetData></worksheet>"
TABLE = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>目标任务</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>累计完成</t></is></c><c r="C1" t="inlineStr"><is><t>进展情况</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>建设“四好农村路”200公里（含重要农村公路）。</t></is></c>'
    '<c r="B2"><v>62</v></c></row>'
).encode()
BOMB = '<!DOCTYPE x [<!ENTITY a "ha">{}]>'.format(
    "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
)
TOO_LARGE, SLOW, HOSTILE = Fault.TOO_LARGE.what, Fault.SLOW.what, Fault.HOSTILE.what


def package(sheet: Iterable[bytes], **parts: Iterable[bytes]) -> bytes:
    """A workbook whose sheet (and whose shared ``strings``) are written piece by piece."""
    out, plain = io.BytesIO(), io.BytesIO(workbook("a | b"))
    large = {"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": parts.get("strings", strings())}
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in large:
                new.writestr(name, old.read(name).replace(b"</Relationships>", STRINGS))
        for name, pieces in large.items():
            with new.open(name, "w", force_zip64=True) as part:
                for piece in pieces:
                    part.write(piece)
    return out.getvalue()


def sheet(*pieces: bytes | Iterable[bytes]) -> Iterator[bytes]:
    """A worksheet with a table at its head and whatever follows."""
    yield OPENING + TABLE
    for piece in pieces:
        yield from (piece,) if isinstance(piece, bytes) else piece
    yield CLOSING


def strings(*pieces: bytes | Iterable[bytes]) -> Iterator[bytes]:
    """A part of shared strings."""
    yield f"<sst {MAIN}>".encode()
    for piece in pieces:
        yield from (piece,) if isinstance(piece, bytes) else piece
    yield b"</sst>"


def formatted(rows: int, columns: str) -> Iterator[bytes]:
    """Rows of formatted blanks below the table, as a format dragged to the bottom leaves them."""
    for row in range(3, rows + 1):
        cells = "".join(f'<c r="{column}{row}" s="1"/>' for column in columns)
        yield f'<row r="{row}" spans="1:8">{cells}</row>'.encode()


def filled(rows: int) -> Iterator[bytes]:
    """Rows with something in every cell."""
    for row in range(3, rows + 3):
        yield f'<row r="{row}">{"".join(f"<c><v>{row}</v></c>" for _ in range(10))}</row>'.encode()


def archive(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as new:
        for name, data in members:
            new.writestr(name, data)
    return out.getvalue()


def flat_bomb() -> bytes:
    """Forty members that unpack to 60 MB each."""
    zeros = bytes(60_000_000)
    return archive(*((f"{n}.xlsx", zeros) for n in range(40)))


def nested_bomb() -> bytes:
    """A zip in a zip in a zip …, ten of each in the next."""
    data = archive(("a.xlsx", bytes(10_000_000)))
    for depth in range(6):
        data = archive(*((f"{depth}{n}.zip", data) for n in range(10)))
    return data


def overlapping_bomb() -> bytes:
    """Two thousand entries of the directory that all point to the same bytes."""
    data = archive(("a.xlsx", bytes(60_000_000)))
    place = data.index(b"PK\x01\x02")
    entry, end = data[place : place + 46 + 6], data.rindex(b"PK\x05\x06")
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 2000, 2000, len(entry) * 2000, place, 0)
    assert data[end:].startswith(b"PK")
    return data[:place] + entry * 2000 + tail


def crowded() -> bytes:
    """A directory of hundreds of thousands of entries."""
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    count = 1_000_000
    return (
        b"PK\x03\x04"
        + bytes(26)
        + entry * count
        + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 65535, 65535, len(entry) * count, 30, 0)
    )


def mail() -> bytes:
    """A mail of 60 MB whose attachment is base64 of nothing useful."""
    head = (
        b"From: a@example.com\r\nTo: b@example.com\r\nSubject: 5\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n'
        b'Content-Type: application/octet-stream; name="a.xlsx"'
        b"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )
    return head + (b"QUJD" * 19 + b"\r\n") * 770_000 + b"--x--\r\n"


def ods(*table: str) -> bytes:
    """An .ods whose only table is given as XML."""
    kinds = {"o": "office", "t": "table", "x": "text"}
    names = " ".join(f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for key, name in kinds.items())
    head = f"<o:document-content {names}><o:body><o:spreadsheet><t:table t:name='S'>"
    tail = "</t:table></o:spreadsheet></o:body></o:document-content>"
    return archive(
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", (head + "".join(table) + tail).encode()),
    )


def ods_row(*texts: str, repeated: int = 1, across: int = 1) -> str:
    """A row of texts of an .ods, repeated down, its last cell across."""
    cells = "".join(f'<t:table-cell o:value-type="string"><x:p>{text}</x:p></t:table-cell>' for text in texts[:-1])
    last = f't:number-columns-repeated="{across}" o:value-type="string"><x:p>{texts[-1]}</x:p></t:table-cell>'
    return f'<t:table-row t:number-rows-repeated="{repeated}">{cells}<t:table-cell {last}</t:table-row>'


ODS_TABLE = ods_row("目标任务", "累计完成", "进展情况") + ods_row(
    "建设“四好农村路”200公里（含重要农村公路）。", "62", "正常"
)


@dataclass(frozen=True)
class Case:
    """A hostile or merely huge file, and what must come of it: the figures, or the words of the refusal."""

    make: Callable[[], bytes]
    done: str | None
    told: str = ""
    name: str = "区交通局.xlsx"


CASES: dict[str, Case] = {
    "a million formatted rows": Case(lambda: package(sheet(formatted(1_048_576, "A"))), "62"),
    "a million formatted rows of eight cells": Case(lambda: package(sheet(formatted(1_048_576, "ABCDEFGH"))), "62"),
    "a value in the last cell of all": Case(
        lambda: package(sheet(b'<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>')), "62"
    ),
    "a value beyond the last cell": Case(
        lambda: package(sheet(b'<row r="99999999"><c r="ZZZZ99999999"><v>7</v></c></row>')), "62"
    ),
    "a gigabyte of spaces": Case(lambda: package(sheet(b" " * (1 << 20) for _ in range(1024))), None, TOO_LARGE),
    "250 MB of cells without a place": Case(
        lambda: package(sheet(b"<row>", (b"<c/>" * 250_000 for _ in range(250)), b"</row>")), None, TOO_LARGE
    ),
    "a million cells": Case(lambda: package(sheet(filled(100_000))), None, TOO_LARGE),
    "as many cells as may be, none a task's": Case(lambda: package(sheet(filled(19_900))), None, TOO_LARGE),
    "a million shared strings": Case(
        lambda: package(sheet(), strings=strings(b"<si><t>a%d</t></si>" % n for n in range(1_100_000))), None, TOO_LARGE
    ),
    "one shared string of 250 MB": Case(
        lambda: package(sheet(), strings=strings(b"<si><t>", (b"a" * (1 << 20) for _ in range(250)), b"</t></si>")),
        None,
        TOO_LARGE,
    ),
    "a number of 250 million digits": Case(
        lambda: package(sheet(b"<row><c><v>", (b"1" * (1 << 20) for _ in range(250)), b"</v></c></row>")),
        None,
        TOO_LARGE,
    ),
    "a number beyond all exponents": Case(
        lambda: package(sheet(b"<row><c><v>1</v></c><c><v>1e1000000000</v></c></row>")), "62"
    ),
    "entities within entities": Case(
        lambda: package((BOMB.encode() + OPENING + b"<row><c><v>&j;</v></c></row>" + CLOSING,)), None, HOSTILE
    ),
    "a flat bomb": Case(flat_bomb, None, TOO_LARGE, "区交通局.zip"),
    "a nested bomb": Case(nested_bomb, None, Fault.NESTED.what, "区交通局.zip"),
    "an overlapping bomb": Case(overlapping_bomb, None, Fault.OVERLAPPED.what, "区交通局.zip"),
    "a million members": Case(crowded, None, TOO_LARGE, "区交通局.zip"),
    "a mail of 60 MB": Case(mail, None, "", "区交通局.eml"),
    "a row repeated a billion times": Case(
        lambda: ods(ODS_TABLE, ods_row("小计", repeated=1_000_000_000)), None, TOO_LARGE, "区交通局.ods"
    ),
    "a cell repeated a billion times": Case(
        lambda: ods(ODS_TABLE, ods_row("小计", across=1_000_000_000)), None, TOO_LARGE, "区交通局.ods"
    ),
    "a blank row repeated a billion times": Case(
        lambda: ods(ODS_TABLE, ods_row("", repeated=1_000_000_000)), "62", "", "区交通局.ods"
    ),
    "an old workbook to the last row": Case(
        lambda: ole(biff(0x0600, b"".join(number(row, 255, 1) for row in range(65_536)))), None, "", "区交通局.xls"
    ),
    "a page of 30 MB of open tags": Case(lambda: b"<html>" + b"<table><tr><td>" * 2_000_000, None, "", "区交通局.xls"),
    "60 MB of commas": Case(lambda: b"a,b\n" + b"," * 60_000_000, None, TOO_LARGE, "区交通局.csv"),
}


@pytest.mark.parametrize("kind", CASES)
def test_no_file_costs_more_than_its_bounds(kind: str, tmp_path: Path) -> None:
    """Whatever a file holds: seconds, 300 MB at most beside what runs anyway, and its figures right or it refused."""
    case = CASES[kind]
    base = measured(tmp_path)
    (tmp_path / case.name).write_bytes(case.make())
    got = measured(tmp_path)
    assert got["seconds"] < MOST_SECONDS
    assert got["reader"] < MOST_MEMORY
    assert got["here"] - base["here"] < MOST_MEMORY
    assert got["figures"] == ({"2-1-1": case.done} if case.done else {})
    assert case.told in "".join(message for _, message in got["told"])
    assert got["told"] or case.done


def measured(folder: Path) -> dict[str, Any]:
    """A folder received in a process of its own: what came of it, the seconds, and the most memory."""
    done = subprocess.run(
        [sys.executable, "-c", RECEIVE, str(folder)], cwd=ROOT, capture_output=True, check=False, timeout=120
    )
    assert not done.returncode, done.stderr.decode()
    assert not done.stderr
    return dict(json.loads(done.stdout))


OLD = ole(biff(0x0600, number(0, 0, 7)))
"""An old workbook, which always goes to the reader's own process."""


def process_of(reader: Reader) -> int:
    """The reader's process after a file that went there."""
    assert reader.read(OLD)[0].text(1, 1) == "7"
    assert reader._process is not None
    return reader._process.pid


def refusal(reader: Reader, data: bytes) -> Fault | None:
    """Why a file is not read; None for one that is."""
    try:
        reader.read(data)
    except Unreadable as unreadable:
        return unreadable.fault
    return None


def is_gone(pid: int) -> bool:
    """Whether a process is neither running nor waiting to be asked about."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_ordinary_sheets_start_no_process() -> None:
    """A small sheet is read where it is; one process serves all that are not small; none stays behind."""
    with Reader(Limits()) as reader:
        assert reader.read(workbook("a | 1"))[0].text(1, 2) == "1"
        assert reader._process is None
        first = process_of(reader)
        assert process_of(reader) == first
    assert is_gone(first)


def test_a_reader_that_dies_costs_one_file() -> None:
    """A process killed while it reads is that file's refusal; one killed between two files is nobody's."""
    with Reader(Limits()) as reader:
        first = process_of(reader)
        os.kill(first, signal.SIGSTOP)
        killer = subprocess.Popen(["/bin/sh", "-c", f"sleep 0.3; kill -9 {first}"])
        assert refusal(reader, OLD) is Fault.FATAL
        killer.wait()
        second = process_of(reader)
        os.kill(second, signal.SIGKILL)
        time.sleep(0.2)
        third = process_of(reader)
    assert len({first, second, third}) == 3
    assert all(map(is_gone, (first, second, third)))


def test_a_reader_that_hangs_costs_its_seconds() -> None:
    """What does not come back in time is killed; the next file is read by another."""
    with Reader(Limits(seconds=1)) as reader:
        first = process_of(reader)
        os.kill(first, signal.SIGSTOP)
        started = time.perf_counter()
        assert refusal(reader, OLD) is Fault.SLOW
        assert 0.9 < time.perf_counter() - started < 4
        assert process_of(reader) != first


def test_a_reader_that_wants_too_much_memory_costs_one_file() -> None:
    """The system refuses the memory, the file is refused, and the next one is read."""
    data = package(sheet(filled(60_000)))
    with Reader(Limits(cells=2_000_000, memory_bytes=100_000_000, seconds=60)) as reader:
        assert refusal(reader, data) is Fault.HEAVY
        assert process_of(reader)


def test_what_is_read_elsewhere_is_read_the_same() -> None:
    """A sheet that its blanks make large comes back cell by cell as the small one."""
    small, large = package(sheet()), package(sheet(formatted(100_000, "AB")))
    with Reader(Limits()) as reader:
        assert reader.read(small) == reader.read(large)
        assert reader._process is not None


def test_ctrl_c_leaves_no_process() -> None:
    """Interrupted while its process reads, the reader kills it and lets the interruption through."""
    with Reader(Limits(seconds=60)) as reader:
        pid = process_of(reader)
        os.kill(pid, signal.SIGSTOP)
        killer = subprocess.Popen(["/bin/sh", "-c", f"sleep 0.3; kill -INT {os.getpid()}"])
        with pytest.raises(KeyboardInterrupt):
            reader.read(OLD)
        killer.wait()
    assert is_gone(pid)
