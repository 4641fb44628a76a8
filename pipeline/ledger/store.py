"""The ledger itself: what is written of a month, and what is read of the months before."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, insert, select, update

from pipeline.findings import Finding, PipelineError
from pipeline.ledger import Closing, History, Kept, Manifest, Recorded
from pipeline.ledger.closings import renewed, require_open, standing
from pipeline.ledger.tables import ABOUT, ASSESSMENTS, CLOSINGS, FINDINGS, INPUTS, OUTPUTS, RUNS
from pipeline.model import Assessment, Entry, Month, Past, Reason, State, Status
from pipeline.period import Period
from pipeline.quantities import plain


class Ledger:
    """The months so far. Made by ``open_ledger``; written only by :meth:`record`, :meth:`publish`, :meth:`mark`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def past(self, period: Period, year_first: Period) -> Mapping[str, tuple[Past, ...]]:
        """The months from ``year_first`` to before ``period``, by indicator, oldest first. Never the month itself."""
        past: dict[str, list[Past]] = {}
        with self._engine.connect() as connection:
            for month, rows in _judged(connection, year_first, period + -1):
                for row in rows:
                    past.setdefault(row.indicator, []).append(_past(month, row))
        return {indicator: tuple(months) for indicator, months in past.items()}

    def history(self, year: int) -> tuple[History, ...]:
        """Every indicator of a year with its months so far, in the order of the register last used."""
        months: dict[str, list[Recorded]] = {}
        latest: dict[str, Row[Any]] = {}
        with self._engine.connect() as connection:
            for month, rows in _judged(connection, Period(year, 1), Period(year, 12)):
                latest = {row.indicator: row for row in rows} | {
                    name: row for name, row in latest.items() if name not in {each.indicator for each in rows}
                }
                for row in rows:
                    months.setdefault(row.indicator, []).append(_recorded(month, row))
        return tuple(
            History(name, row.name, row.unit, _decimal(row.target), row.measure, tuple(months[name]))
            for name, row in latest.items()
        )

    def latest_year(self) -> int | None:
        """The year of the latest recorded month; ``None`` in an empty ledger."""
        with self._engine.connect() as connection:
            latest = connection.execute(select(func.max(RUNS.c.current))).scalar_one()
        return Period.parse(latest).year if latest else None

    def stale(self, period: Period) -> tuple[Period, ...]:
        """The later months of the same year that are recorded already: they were compared with this one's past."""
        with self._engine.connect() as connection:
            runs = _current(connection, period + 1, Period(period.year, 12))
        return tuple(Period.parse(run.period) for run in runs)

    def record(
        self,
        month: Month,
        *,
        inputs: Mapping[str, str],
        outputs: Mapping[str, str],
        settings_text: str,
        wording_hash: str,
        ran_at: datetime,
        staging: str = "",
    ) -> Manifest:
        """Write a run in one transaction and make it its month's current one; earlier runs stay.

        ``inputs`` and ``outputs`` are files with their hashes; ``staging`` is where the outputs wait to be moved.
        ``ran_at`` is kept for the reader and never read back into a paper.
        """
        period, judged = str(month.period), [_storable(_assessment_row(each)) for each in month.assessments]
        with self._engine.begin() as connection:
            _queue(connection)
            require_open(connection, month.period)
            connection.execute(update(RUNS).where(RUNS.c.current == period).values(current=None))
            made = insert(RUNS).values(
                period=period,
                ran_at=ran_at.isoformat(),
                settings=settings_text,
                wording=wording_hash,
                digest=_digest(judged),
                staging=staging,
                current=period,
                published=False,
            )
            run = connection.execute(made.returning(RUNS.c.id)).scalar_one()
            _insert(connection, INPUTS, run, [{"file": f, "sha256": h} for f, h in sorted(inputs.items())])
            _insert(connection, OUTPUTS, run, [{"file": f, "sha256": h} for f, h in sorted(outputs.items())])
            _insert(connection, ASSESSMENTS, run, _numbered(judged))
            _insert(connection, FINDINGS, run, _numbered(_finding_row(each) for each in month.findings))
            return _manifests(connection, RUNS.c.id == run)[0]

    def publish(self, run: int) -> None:
        """Note that every file of a run's manifest has been moved to its place."""
        with self._engine.begin() as connection:
            connection.execute(update(RUNS).where(RUNS.c.id == run).values(published=True))

    def closed(self, period: Period) -> date | None:
        """The day on which a month was closed; ``None`` while it is open."""
        with self._engine.connect() as connection:
            return standing(connection, period)

    def require_open(self, period: Period) -> None:
        """That a month is not closed, else one sentence that says how to open it."""
        with self._engine.connect() as connection:
            require_open(connection, period)

    def closings(self, year: int) -> tuple[Closing, ...]:
        """Every closing and reopening of a year's months, in their order."""
        wanted = CLOSINGS.c.period.startswith(f"{year}-")
        with self._engine.connect() as connection:
            rows = connection.execute(select(CLOSINGS).where(wanted).order_by(CLOSINGS.c.id)).all()
        return tuple(
            Closing(Period.parse(row.period), date.fromisoformat(row.day), row.reopened, row.reason) for row in rows
        )

    def mark(self, closing: Closing, *, changed: Mapping[str, str] | None = None, staging: str = "") -> Manifest | None:
        """Write that a month is closed or open again, in one transaction.

        Papers ``changed`` by it, with their hashes, are a run of their own that else repeats the current one; its
        manifest is returned, to be published like any other.
        """
        line = {
            "period": str(closing.period),
            "day": closing.day.isoformat(),
            "reopened": closing.reopened,
            "reason": closing.reason,
        }
        with self._engine.begin() as connection:
            _queue(connection)
            connection.execute(insert(CLOSINGS).values(_storable(line)))
            if not changed:
                return None
            run = renewed(connection, str(closing.period), changed, staging)
            return _manifests(connection, RUNS.c.id == run)[0]

    def kept(self, period: Period) -> Kept:
        """What a month's current run says of its inputs; empty where the month is not on record."""
        with self._engine.connect() as connection:
            rows = [row for _, rows in _judged(connection, period, period) for row in rows]
            columns = [each for each in FINDINGS.c if each.name not in ("run", "position")]
            wanted = FINDINGS.c.run.in_(select(RUNS.c.id).where(RUNS.c.current == str(period)))
            found = connection.execute(select(*columns).where(wanted).order_by(FINDINGS.c.position)).all()
        return Kept(tuple(dict(row._mapping) for row in rows), tuple(dict(row._mapping) for row in found))

    def manifest(self, period: Period) -> Manifest | None:
        """The files of a month's current run."""
        with self._engine.connect() as connection:
            found = _manifests(connection, RUNS.c.current == str(period))
        return found[0] if found else None

    def manifests(self, period: Period) -> tuple[Manifest, ...]:
        """Every run of a month with its files, the newest first."""
        with self._engine.connect() as connection:
            return _manifests(connection, RUNS.c.period == str(period))

    def pending(self) -> tuple[Manifest, ...]:
        """The current runs whose files have not all been moved, because a run was cut short."""
        with self._engine.connect() as connection:
            return _manifests(connection, RUNS.c.current.is_not(None), ~RUNS.c.published)


# --- reading ----------------------------------------------------------------------------------------------------------


def _current(connection: Connection, first: Period, last: Period) -> Sequence[Row[Any]]:
    wanted = (RUNS.c.current >= str(first)) & (RUNS.c.current <= str(last))
    return connection.execute(select(RUNS).where(wanted).order_by(RUNS.c.period)).all()


def _judged(connection: Connection, first: Period, last: Period) -> Iterable[tuple[Period, Sequence[Row[Any]]]]:
    """The current run of each month with its assessments, which must be what was written."""
    columns = [each for each in ASSESSMENTS.c if each.name not in ("run", "position")]
    for run in _current(connection, first, last):
        query = select(*columns).where(ASSESSMENTS.c.run == run.id).order_by(ASSESSMENTS.c.position)
        rows = connection.execute(query).all()
        period = Period.parse(run.period)
        if _digest([dict(row._mapping) for row in rows]) != run.digest:
            raise PipelineError(f"台账里{period.words}的记录与写入时不一致，可能被改动或已损坏，请从备份恢复台账。")
        yield period, rows


def _manifests(connection: Connection, *wanted: Any) -> tuple[Manifest, ...]:
    runs = connection.execute(select(RUNS).where(*wanted).order_by(RUNS.c.id.desc())).all()
    return tuple(
        Manifest(
            run=run.id,
            period=Period.parse(run.period),
            ran_at=run.ran_at,
            files={
                row.file: row.sha256
                for row in connection.execute(
                    select(OUTPUTS).where(OUTPUTS.c.run == run.id).order_by(OUTPUTS.c.file)
                ).all()
            },
            staging=run.staging,
            current=run.current is not None,
            published=run.published,
        )
        for run in runs
    )


def _past(period: Period, row: Row[Any]) -> Past:
    return Past(
        period=period,
        status=Status(row.status),
        done=_decimal(row.done),
        state=State(row.state) if row.state else None,
        progress=row.progress,
        months_behind=row.months_behind,
        reason=Reason(row.reason) if row.reason else None,
    )


def _recorded(period: Period, row: Row[Any]) -> Recorded:
    return Recorded(
        period=period,
        status=Status(row.status),
        reason=Reason(row.reason) if row.reason else None,
        done=_decimal(row.done),
        state=State(row.state) if row.state else None,
        rate=_fraction(row.rate),
        pace=_fraction(row.pace),
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


# --- writing ----------------------------------------------------------------------------------------------------------


def _queue(connection: Connection) -> None:
    """Wait until no other run is writing: a file's own lock does it for SQLite, the row of the mark on a server."""
    connection.execute(select(ABOUT.c.version).with_for_update())


def _insert(connection: Connection, table: Any, run: int, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        connection.execute(insert(table), [{"run": run, **_storable(row)} for row in rows])


def _storable(row: Mapping[str, object]) -> dict[str, object]:
    """The same row in text that every database keeps: a file's name may hold bytes that are no characters."""
    return {
        name: value.encode("utf-8", "backslashreplace").decode().replace("\0", "") if isinstance(value, str) else value
        for name, value in row.items()
    }


def _numbered(rows: Iterable[Mapping[str, object]]) -> list[Mapping[str, object]]:
    return [{"position": position, **row} for position, row in enumerate(rows)]


def _digest(rows: Sequence[Mapping[str, object]]) -> str:
    """What tells whether a run's assessments are still what was written."""
    return sha256(json.dumps(rows, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _assessment_row(judged: Assessment) -> dict[str, object]:
    entry = judged.entry or Entry(judged.id, judged.indicator.first)
    where = entry.where
    return {
        "indicator": judged.id,
        "name": judged.indicator.name,
        "task": judged.task,
        "unit": judged.unit,
        "measure": judged.indicator.measure,
        "status": judged.status.value,
        "reason": judged.reason.value if judged.reason else None,
        "target": None if judged.target is None else plain(judged.target),
        "done": None if judged.done is None else plain(judged.done),
        "bound": entry.bound.value if entry.bound else None,
        "state": entry.state.value if entry.state else None,
        "rate": None if judged.rate is None else str(judged.rate),
        "pace": None if judged.pace is None else str(judged.pace),
        "gap": None if judged.gap is None else str(judged.gap),
        "months_behind": judged.months_behind,
        "verdict": entry.verdict,
        "progress": entry.progress,
        "problem": entry.problem,
        "next_step": entry.next_step,
        "origin": entry.origin.value,
        "file": where.file,
        "sheet": where.sheet,
        "cell": where.cell,
        "raw": where.raw,
    }


def _finding_row(finding: Finding) -> dict[str, object]:
    where = finding.where
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "suggestion": finding.suggestion,
        "unit": finding.unit,
        "task": finding.task,
        "indicator": finding.indicator,
        "file": where.file,
        "sheet": where.sheet,
        "cell": where.cell,
        "raw": where.raw,
    }
