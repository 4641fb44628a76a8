"""Bars as pictures (条形图): black and white, 300 dots to the inch, for any program that shows a picture.

A picture holds no words, which would need a font's outlines: the names and figures beside it are text of the document,
in the document's font. What is done is a black bar; what was planned by now is a mark across it, taller than the bar;
the line at the right end of the scale's 100% is drawn through.
"""

import struct
import zlib
from decimal import Decimal
from functools import lru_cache

from pipeline.circular.scale import axis_step

DOTS = 300
"""Dots to the inch."""

_MARK, _EDGE = 7, 2


@lru_cache(512)
def bar_picture(width: int, height: int, done: Decimal | None, pace: Decimal | None, end: int) -> bytes:
    """A bar as a PNG of ``width`` by ``height`` dots, whose scale ends at ``end`` percent."""
    inside = _blank(width, end)
    bar = bytearray(inside)
    if done is not None:
        _fill(bar, 0, _at(done, width, end), 0)
    marked = (bytearray(inside), bar)
    if pace is not None:
        middle = min(max(_at(pace, width, end), _MARK), width - _MARK)
        for row in marked:
            _fill(row, middle - _MARK // 2 - 3, middle + _MARK // 2 + 4, 1)  # a white edge sets it off the bar
            _fill(row, middle - _MARK // 2, middle + _MARK // 2 + 1, 0)
    beside, across = (_packed(row) for row in marked)
    margin = height // 4
    rows = [*[beside] * margin, *[across] * (height - 2 * margin), *[beside] * margin]
    return _png(width, height, b"".join(b"\0" + row for row in rows))


def dots(twips: int) -> int:
    """A length in dots."""
    return twips * DOTS // 1440


def _blank(width: int, end: int) -> bytearray:
    """A row without a bar: the axis at the left, a thin line at each mark, a thicker one at 100%."""
    row = bytearray(b"\1" * width)
    for at in range(axis_step(end), end, axis_step(end)):
        _fill(row, _at(Decimal(at), width, end), _at(Decimal(at), width, end) + 1, 0)
    hundred = min(_at(Decimal(100), width, end), width - _EDGE)
    _fill(row, hundred, hundred + _EDGE, 0)
    _fill(row, 0, _EDGE, 0)
    return row


def _at(percent: Decimal, width: int, end: int) -> int:
    return min(max(int(percent * width / end), 0), width)


def _fill(row: bytearray, start: int, stop: int, colour: int) -> None:
    start, stop = max(start, 0), min(stop, len(row))
    row[start:stop] = bytes([colour]) * max(stop - start, 0)


def _packed(row: bytearray) -> bytes:
    """Eight dots to the byte, 1 for white."""
    bits = "".join(map(str, row)).ljust(-(-len(row) // 8) * 8, "1")
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def _png(width: int, height: int, rows: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    density = struct.pack(">IIB", DOTS * 10000 // 254, DOTS * 10000 // 254, 1)
    chunks = ((b"IHDR", head), (b"pHYs", density), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
