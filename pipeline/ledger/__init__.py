"""The ledger (台账): the months so far, and the only door of the database.

A SQLite file by default, any server by its address. A month that is run again replaces the one before as the *current*
run; earlier runs stay. The record of a run and the manifest of its files are one transaction: once it is written, the
files are as good as made, and whoever opens the ledger next finishes moving them.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.findings import Finding, Rule, Severity
from pipeline.model.history import History as History
from pipeline.model.history import Recorded as Recorded
from pipeline.period import Period

if TYPE_CHECKING:
    from pipeline.ledger.store import Ledger as Ledger

STALE = Rule(
    "L101",
    Severity.NOTE,
    "后面的月份要重跑",
    "{month}重新算过了，台账里的{later}是按原来的{month}比对的。",
    "如{month}的数有变化，请依次重跑{later}。",
)
RULES = (STALE,)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files that one run made, by name, with their hashes.

    ``staging`` is where they waited to be moved; ``published`` tells that they have been. Only the ``current`` run of a
    month counts.
    """

    run: int
    period: Period
    ran_at: str
    files: Mapping[str, str]
    staging: str
    current: bool
    published: bool


@dataclass(frozen=True, slots=True)
class Closing:
    """That an issued month was closed (封存) on a day, or opened again and why."""

    period: Period
    day: date
    reopened: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What one run of a month said, as plain rows in their order: to be compared with what another says."""

    assessments: tuple[Mapping[str, object], ...]
    findings: tuple[Mapping[str, object], ...]


def prepare() -> None:
    """Load what the ledger needs, ahead of opening it."""
    import pipeline.ledger.store  # noqa: F401


@contextmanager
def open_ledger(address: str | Path, *, writing: bool = True, patience: float = 15.0) -> Iterator["Ledger"]:
    """The ledger at a path or a database address (``postgresql+psycopg://…``), open until the block ends.

    A ledger that does not exist is founded, or, where nothing is to be written, reads as empty. ``patience`` is how
    many seconds to wait for another program. A damaged, locked, read-only or foreign ledger is a ``PipelineError``;
    nothing is ever recreated over it.
    """
    from pipeline.ledger.opening import connected
    from pipeline.ledger.store import Ledger

    with connected(address, writing, patience) as engine:
        yield Ledger(engine)


def stale_months(period: Period, later: Iterable[Period]) -> tuple[Finding, ...]:
    """The note that months recorded after a month that has been run again were compared with its former figures."""
    words = "、".join(f"{each.month}月" for each in later)
    return (STALE.at(month=f"{period.month}月", later=words),) if words else ()
