"""Reading .csv and text tables: the encoding found out, the delimiter by what the lines agree on."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from pipeline.formats.draft import Budget, Draft, typed
from pipeline.formats.encodings import MixedError, decoded
from pipeline.formats.faults import Fault, Unreadable
from pipeline.formats.grid import Grid
from pipeline.settings import Limits

_DELIMITERS = "\t,;；"
_SAMPLE = 200
_MOST_COLUMNS = 16_384
_MOST_FIELDS = 5_000_000  # empty ones too: they hold no cell, yet each takes its time
_TOLD = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def read_delimited(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    """The one sheet of a text table. :class:`Unreadable` says why not, and in which line the encoding changes."""
    try:
        text = decoded(data)
    except MixedError as mixed:
        raise Unreadable(Fault.MIXED, f"第{mixed.line}行") from mixed
    text = text.removeprefix("\ufeff")
    told = _TOLD.match(text)
    delimiter = told[1] if told else _delimiter(text)
    if delimiter is None:
        raise Unreadable(Fault.TEXT)
    draft, left = Draft("", Budget(limits.cells)), _MOST_FIELDS
    for row, fields in enumerate(_rows(text[told.end() if told else 0 :], delimiter), start=1):
        left -= 1 + len(fields)
        if left < 0:
            raise Unreadable(Fault.TOO_LARGE)
        for column, field in enumerate(fields, start=1):
            if field:
                draft.put(row, column, typed(field))
    return (draft.grid(),)


def _delimiter(text: str) -> str | None:
    """The delimiter that most lines agree on: the same number of fields, two at least, in two lines at least."""
    best: tuple[int, int] = (2, 0)
    found = None
    for delimiter in _DELIMITERS:
        sample = islice((fields for fields in _rows(text, delimiter) if fields), _SAMPLE)
        sizes = Counter(len(fields) for fields in sample if len(fields) > 1)
        size, lines = max(sizes.items(), key=lambda each: (each[1], each[0]), default=(0, 0))
        if (lines, size) > best:
            best, found = (lines, size), delimiter
    return found


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """The rows of a text; a quoted field may hold line breaks, and ``="45"`` is the text 45."""
    mark = re.escape(delimiter)
    field = re.compile(rf'(?:=?"((?:[^"]++|"")*+)"([^{mark}\r\n]*+)|([^{mark}\r\n]*+))({mark}|\r\n|\r|\n|\Z)')
    blank = re.compile(rf"[{mark} ]*+(?:\r\n|\r|\n)")
    fields: list[str] = []
    place = 0
    while place < len(text):
        if not fields and (found := blank.match(text, place)):
            place = found.end()
            yield []
            continue
        found = field.match(text, place)
        assert found is not None  # a field may be empty, and every text ends
        quoted, rest, bare, end = found.groups()
        fields.append(bare if quoted is None else quoted.replace('""', '"') + rest)
        place = found.end()
        if len(fields) > _MOST_COLUMNS:
            raise Unreadable(Fault.TOO_LARGE)
        if end != delimiter:
            yield fields
            fields = []
    if fields:  # the text ends with a delimiter, behind which an empty field stands
        yield [*fields, ""]
