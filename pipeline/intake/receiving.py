"""Everything that came in for a month (收件): files → submissions, entries and findings.

Nothing that a unit can send stops the month: what cannot be used is refused with a finding that says what to do.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.findings import Finding, Rule, Severity
from pipeline.formats.reader import Reader
from pipeline.intake.containers import MONTH_FACTS, Incoming, incoming
from pipeline.intake.enclosures import opened
from pipeline.intake.month_facts import read_month_facts
from pipeline.intake.senders import Roster
from pipeline.intake.submissions import Received, read_submission
from pipeline.model import Entry, FileState, Inspection, MonthFacts, Register, Submission
from pipeline.period import Period
from pipeline.settings import Limits
from pipeline.source import Where

REPLACED = Rule(
    "F120",
    Severity.NOTE,
    "已按更正件采用",
    "{old}里的数字已由更正件替换（{count}项指标）。",
    "请核对更正件。",
)
DUPLICATE = Rule("F121", Severity.NOTE, "重复文件", "与{first}内容完全相同，只计一份。", "不需要处理。")
RULES = (REPLACED, DUPLICATE)


@dataclass(frozen=True, slots=True)
class Intake:
    """All that came in for a month, and what is wrong with it. Every file seen is one submission."""

    submissions: tuple[Submission, ...]
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    facts: MonthFacts


def receive(
    folder: Path,
    period: Period,
    register: Register,
    limits: Limits,
    heard: Callable[[str], None],
) -> Intake:
    """Read the folder of a month. ``heard`` is told the name of each file before it is read."""
    roster = Roster(register)
    own = folder / MONTH_FACTS
    facts, findings = (
        read_month_facts(own.read_bytes(), MONTH_FACTS, roster, limits, period) if own.is_file() else (MonthFacts(), ())
    )
    received: list[Received] = []
    first_of: dict[str, str] = {}
    with Reader(limits) as reader:
        for arrived in opened(incoming(folder, limits), limits):
            heard(arrived.file)
            if _is_copy(arrived, first_of, roster):
                received.append(_duplicate(arrived.file, first_of[arrived.sha256], arrived.sha256, received))
                continue
            if arrived.sha256:
                first_of[arrived.sha256] = arrived.file
            received += read_submission(arrived, period, register, roster, reader)
    received = _amended(received)
    return Intake(
        submissions=tuple(each.submission for each in received),
        entries=tuple(entry for each in received for entry in each.entries),
        findings=(*findings, *(finding for each in received for finding in each.findings)),
        facts=facts,
    )


def _is_copy(arrived: Incoming, first_of: Mapping[str, str], roster: Roster) -> bool:
    """Whether the same bytes came before under the same unit's name; two empty files are no copies of one another."""
    if not arrived.data or arrived.sha256 not in first_of:
        return False
    named = roster.by_path(arrived.file)
    return named is None or named == roster.by_path(first_of[arrived.sha256])


def inspected(folders: Mapping[Period, Path], register: Register, limits: Limits) -> tuple[Inspection, ...]:
    """What the inspections of earlier months found, by their folders; what is wrong there was told in its month."""
    roster = Roster(register)
    noted = ((period, folder / MONTH_FACTS) for period, folder in folders.items())
    return tuple(
        inspection
        for period, own in noted
        if own.is_file()
        for inspection in read_month_facts(
            own.read_bytes(), f"{own.parent.name}/{MONTH_FACTS}", roster, limits, period
        )[0].inspections
    )


def _duplicate(file: str, first: str, sha256: str, received: Sequence[Received]) -> Received:
    """A second copy of a file: noted, counted once."""
    parts = [
        each.submission for each in received if first in (each.submission.file, each.submission.file.rpartition("!")[0])
    ]
    unit = parts[0].unit if len(parts) == 1 else ""
    copy = replace(parts[0], file=file, sha256=sha256, unit=unit, state=FileState.DUPLICATE)
    return Received(copy, findings=(DUPLICATE.at(Where(file), unit=unit, first=first, also=(Where(first),)),))


def _amended(received: Sequence[Received]) -> list[Received]:
    """The same files, with what a unit's correction says in place of what its other files said of those indicators.

    A figure that is wrong again has been spoken of as well: the unit is not asked twice for one cell.
    """
    result = list(received)
    for amending in received:
        if not amending.entries or not amending.amends:
            continue
        given = {entry.indicator for entry in amending.entries if not entry.is_empty}
        given |= {each.indicator for each in amending.findings if each.is_error and each.indicator}
        for position, other in enumerate(result):
            if other.submission.unit == amending.submission.unit and other is not amending:
                result[position] = _without(other, given, amending.submission.file)
    return result


def _without(received: Received, indicators: set[str], by: str) -> Received:
    """A file without what a correction has replaced; wholly replaced, it says so."""
    if received.amends:
        return received  # two corrections that disagree are a conflict, not a replacement
    kept = tuple(entry for entry in received.entries if entry.indicator not in indicators)
    count = len(received.entries) - len(kept)
    if not count:
        return received
    state = received.submission.state if kept else FileState.REPLACED
    where = Where(received.submission.file)
    note = REPLACED.at(where, unit=received.submission.unit, old=where.file, count=count, also=(Where(by),))
    findings = tuple(each for each in received.findings if each.indicator not in indicators and (kept or not each.task))
    return Received(replace(received.submission, state=state), kept, (*findings, note))
