"""The ledger's tables, in SQL that every database speaks: figures are text, so that no decimal is ever rounded."""

from collections.abc import Callable, Mapping

from sqlalchemy import Boolean, Column, Connection, ForeignKey, Integer, MetaData, Table, Text

SCHEMA = 2
"""The version of these tables; a ledger of an older one is brought up by :data:`MIGRATIONS`."""

METADATA = MetaData()

ABOUT = Table(
    "ledger_about",
    METADATA,
    Column("product", Text, primary_key=True),
    Column("version", Integer, nullable=False),
)

RUNS = Table(
    "ledger_runs",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("period", Text, nullable=False),
    Column("ran_at", Text, nullable=False),
    Column("settings", Text, nullable=False),
    Column("wording", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("staging", Text, nullable=False),
    # The period again while this is its current run, else nothing: unique, so a month has one current run.
    Column("current", Text, unique=True),
    Column("published", Boolean, nullable=False),
)


def _run() -> Column[int]:
    return Column("run", Integer, ForeignKey("ledger_runs.id"), primary_key=True)


INPUTS = Table(
    "ledger_inputs", METADATA, _run(), Column("file", Text, primary_key=True), Column("sha256", Text, nullable=False)
)

OUTPUTS = Table(
    "ledger_outputs", METADATA, _run(), Column("file", Text, primary_key=True), Column("sha256", Text, nullable=False)
)

ASSESSMENTS = Table(
    "ledger_assessments",
    METADATA,
    _run(),
    Column("position", Integer, primary_key=True),
    *(Column(name, Text, nullable=False) for name in ("indicator", "name", "task", "unit", "measure", "status")),
    *(Column(name, Text) for name in ("reason", "target", "done", "bound", "state", "rate", "pace", "gap")),
    Column("months_behind", Integer, nullable=False),
    *(Column(name, Text, nullable=False) for name in ("verdict", "progress", "problem", "next_step", "origin")),
    *(Column(name, Text, nullable=False) for name in ("file", "sheet", "cell", "raw")),
)

FINDINGS = Table(
    "ledger_findings",
    METADATA,
    _run(),
    Column("position", Integer, primary_key=True),
    *(Column(name, Text, nullable=False) for name in ("code", "severity", "message", "suggestion")),
    *(Column(name, Text, nullable=False) for name in ("unit", "task", "indicator", "file", "sheet", "cell", "raw")),
)

CLOSINGS = Table(
    "ledger_closings",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("period", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("reopened", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
)
"""That a month was closed, or opened again; the latest line of a month counts."""

MIGRATIONS: Mapping[int, Callable[[Connection], None]] = {1: CLOSINGS.create}
"""What brings a ledger from a version to the next, by the version that it has."""
