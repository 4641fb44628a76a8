"""What a month made (成果): the names of its files, and what was written of the circular."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Outputs:
    """The names of the files that a month made; ``None`` where it made none. ``title`` is the circular's.

    ``text`` is what the program wrote of it, passage by passage with what each is; ``changes`` what has changed since
    last month; ``edits`` what a person has changed in circulars that stand there, as plain data.
    """

    circular: str | None = None
    review: str | None = None
    summary: str | None = None
    findings: str | None = None
    returned: tuple[str, ...] = ()
    title: str = ""
    overview: str | None = None
    text: tuple[tuple[str, str], ...] = ()
    changes: tuple[str, ...] = ()
    edits: tuple[Mapping[str, Any], ...] = ()
