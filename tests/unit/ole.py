"""The smallest OLE files and BIFF streams, for the tests of old workbooks."""

import struct

SECTOR = 512


def ole(stream: bytes, name: str = "Workbook") -> bytes:
    """An OLE file that holds one stream."""
    stream += bytes(max(4096 - len(stream), 0))  # shorter ones would go elsewhere
    stream += bytes(-len(stream) % SECTOR)
    count = len(stream) // SECTOR
    tables = 1
    while tables * SECTOR // 4 < count + 1 + tables:
        tables += 1
    chain = [*range(1, count), -2, -2, *[-3] * tables]
    chain += [-1] * (tables * SECTOR // 4 - len(chain))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIiIiI",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        tables,
        count,
        0,
        4096,
        -2,
        0,
        -2,
        0,
    )
    heads = [*range(count + 1, count + 1 + tables), *[-1] * (109 - tables)]
    return b"".join(
        (
            header,
            struct.pack("<109i", *heads),
            stream,
            _entry("Root Entry", 5, -2, 0, 1),
            _entry(name, 2, 0, len(stream), -1),
            bytes(256),
            struct.pack(f"<{len(chain)}i", *chain),
        )
    )


def _entry(name: str, kind: int, start: int, size: int, child: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    return struct.pack("<64sHBBiii36xiII", written, len(written), kind, 1, -1, -1, child, start, size, 0)


def record(kind: int, data: bytes = b"") -> bytes:
    """One record of a BIFF stream."""
    return struct.pack("<HH", kind, len(data)) + data


def biff(version: int, sheet: bytes, extra: bytes = b"") -> bytes:
    """A workbook stream of one sheet: 0x0500 for BIFF5, 0x0600 for BIFF8."""
    begin = record(0x0809, struct.pack("<HHHH", version, 5, 0, 0) + bytes(8 if version == 0x0600 else 0))
    name = b"Sheet1" if version == 0x0500 else b"\0Sheet1"
    pages = record(0x0042, struct.pack("<H", 936 if version == 0x0500 else 1200)) + extra
    font = record(
        0x0031,
        struct.pack("<HHHHHBBBB", 200, 0, 0, 400, 0, 0, 0, 0, 0) + b"\1" + (b"A" if version == 0x0500 else b"\0A"),
    )
    style = record(0x00E0, bytes(16 if version == 0x0500 else 20))
    head = begin + pages + font + style
    place = len(head) + 4 + 6 + 1 + len(name) + 4
    sheets = record(0x0085, struct.pack("<IBBB", place, 0, 0, 6) + name)
    part = record(0x0809, struct.pack("<HHHH", version, 0x10, 0, 0) + bytes(8 if version == 0x0600 else 0))
    return head + sheets + record(0x000A) + part + sheet + record(0x000A)


def number(row: int, column: int, value: float) -> bytes:
    """A number's cell, counted from 0."""
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def label(row: int, column: int, text: bytes) -> bytes:
    """A text's cell of BIFF5."""
    return record(0x0204, struct.pack("<HHHH", row, column, 0, len(text)) + text)


def blanks(row: int, columns: int) -> bytes:
    """A row of formatted blanks."""
    return record(0x00BE, struct.pack("<HH", row, 0) + bytes(2 * columns) + struct.pack("<H", columns - 1))
