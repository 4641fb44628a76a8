"""The streams of an OLE file (.xls, .doc, .msg), by name: chains of sectors that always end.

WPS lets streams share sectors, which stricter readers refuse; a chain that runs in a circle is damage.
"""

import struct

from pipeline.formats.faults import Fault, Unreadable

_SHORT = 4096  # streams shorter than this lie in the mini stream
_ENTRY = 128
_STREAM, _ROOT = 2, 5


class Compound:
    """An opened OLE file; :class:`Unreadable` where its tables lead nowhere."""

    def __init__(self, data: bytes) -> None:
        try:
            self._open(data)
        except (struct.error, IndexError, ValueError) as fault:
            raise Unreadable(Fault.DAMAGED) from fault

    def _open(self, data: bytes) -> None:
        shift, short_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or short_shift != 6:
            raise Unreadable(Fault.DAMAGED)
        self._size, self._data = 1 << shift, data
        directory, short_table, more, more_count = (struct.unpack_from("<i", data, at)[0] for at in (48, 60, 68, 72))
        heads = list(struct.unpack_from("<109i", data, 76))
        for _ in range(more_count):
            if more < 0 or len(heads) * self._size > len(data):
                break
            *entries, more = self._numbers(self._sector(more))
            heads += entries
        self._next = [number for head in heads if head >= 0 for number in self._numbers(self._sector(head))]
        self._entries = self._listed(self._chained(directory))
        _, start, _ = next((entry for entry in self._entries.values() if entry[0] == _ROOT), (0, -1, 0))
        self._short = self._chained(start) if start >= 0 else b""
        self._short_next = self._numbers(self._chained(short_table)) if short_table >= 0 else []

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def stream(self, name: str) -> bytes:
        """A stream, whole; one that is shorter than it says is damage."""
        _, start, size = self._entries[name]
        if size < _SHORT:
            places = _chain(start, self._short_next)
            found = b"".join(self._short[place * 64 : place * 64 + 64] for place in places)
        else:
            found = self._chained(start)
        if len(found) < size:
            raise Unreadable(Fault.DAMAGED)
        return found[:size]

    def _listed(self, directory: bytes) -> dict[str, tuple[int, int, int]]:
        """The streams and the root by name: kind, first sector, size."""
        entries: dict[str, tuple[int, int, int]] = {}
        for place in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", directory, place + 64)
            start, size = struct.unpack_from("<iI", directory, place + 116)
            if kind in (_STREAM, _ROOT):
                name = directory[place : place + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
                entries.setdefault(name, (kind, start, size))
        return entries

    def _chained(self, start: int) -> bytes:
        return b"".join(self._sector(place) for place in _chain(start, self._next))

    def _sector(self, place: int) -> bytes:
        start = (place + 1) * self._size
        if start >= len(self._data):
            raise Unreadable(Fault.DAMAGED)
        return self._data[start : start + self._size]

    def _numbers(self, data: bytes) -> list[int]:
        return list(struct.unpack_from(f"<{len(data) // 4}i", data))


def _chain(start: int, following: list[int]) -> list[int]:
    """The sectors from one on; one that comes twice is damage."""
    places: list[int] = []
    while start >= 0:
        if start >= len(following) or len(places) > len(following):
            raise Unreadable(Fault.DAMAGED)
        places.append(start)
        start = following[start]
    return places
