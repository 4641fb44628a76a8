"""Closed months (封存): whether one is, and the run that a closing or reopening leaves behind."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, Table, insert, literal, select, update

from pipeline.findings import PipelineError
from pipeline.ledger.tables import ASSESSMENTS, CLOSINGS, FINDINGS, INPUTS, OUTPUTS, RUNS
from pipeline.period import Period


def standing(connection: Connection, period: Period) -> date | None:
    """The day on which a month was closed; ``None`` while it is open."""
    lines = select(CLOSINGS).where(CLOSINGS.c.period == str(period)).order_by(CLOSINGS.c.id.desc()).limit(1)
    latest = connection.execute(lines).first()
    return None if latest is None or latest.reopened else date.fromisoformat(latest.day)


def require_open(connection: Connection, period: Period) -> None:
    """Refuse a closed month in one sentence, which says how to open it."""
    day = standing(connection, period)
    if day:
        raise PipelineError(
            f"{period.words}已于{day.year}年{day.month}月{day.day}日封存，没有改动。"
            f"确需改动的，请先运行 tongbao close {period} --reopen --reason 原因。"
        )


def renewed(connection: Connection, period: str, changed: Mapping[str, str], staging: str) -> int:
    """Repeat a month's current run as a new one in which some papers have changed; returns the new run.

    It keeps the time of the run that judged the month.
    """
    former = connection.execute(select(RUNS).where(RUNS.c.current == period)).one()
    connection.execute(update(RUNS).where(RUNS.c.id == former.id).values(current=None))
    kept = {name: value for name, value in former._mapping.items() if name != "id"}
    kept |= {"staging": staging, "current": period, "published": False}
    run: int = connection.execute(insert(RUNS).values(kept).returning(RUNS.c.id)).scalar_one()
    for table in (INPUTS, OUTPUTS, ASSESSMENTS, FINDINGS):
        _copied(connection, table, former.id, run)
    for file, digest in changed.items():
        paper = (OUTPUTS.c.run == run) & (OUTPUTS.c.file == file)
        connection.execute(update(OUTPUTS).where(paper).values(sha256=digest))
    return run


def _copied(connection: Connection, table: Table, former: int, run: int) -> None:
    rest = [column for column in table.c if column.name != "run"]
    rows = select(literal(run), *rest).where(table.c.run == former)
    connection.execute(insert(table).from_select(["run", *(column.name for column in rest)], rows))
