"""One file → who sent it, for which month, and its entries (报送件)."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.findings import Finding, Severity
from pipeline.formats.faults import Fault, Unreadable
from pipeline.formats.reader import Reader
from pipeline.intake.containers import Incoming
from pipeline.intake.entries import RowReader
from pipeline.intake.headers import Column
from pipeline.intake.matching import Keyed, Match, Subject, are_keys, match_row
from pipeline.intake.months import month_named
from pipeline.intake.senders import Roster, Sender, by_unit, sender
from pipeline.intake.sheet_rules import (
    ALTERED_TARGET,
    AMBIGUOUS_TASK,
    FILLED_BEFORE,
    HIDDEN_ROWS,
    KEY_DISAGREES,
    MANY_ALIKE,
    NO_SUBJECT,
    NO_TABLE,
    NO_UNIT,
    NOT_LISTED,
    OTHER_MONTH_HEADED,
    OTHER_UNIT_MAILED,
    OTHER_UNIT_NAMED,
    OTHERS_TASK,
    REPEATED_HEADER,
    SEVERAL_UNITS,
    UNKNOWN_HEADER,
    UNKNOWN_TASK,
    UNKNOWN_UNIT_NAME,
    UNREADABLE,
    WRONG_MONTH,
)
from pipeline.intake.sheet_rules import RULES as RULES
from pipeline.intake.tables import Row, Table, find_table
from pipeline.intake.totals import other_totals
from pipeline.intake.values import is_blank
from pipeline.model import Entry, FileState, Register, Submission, Task, Unit
from pipeline.period import Period
from pipeline.source import Where

_LONGEST_QUOTE = 40
_MOST_ROWS = 5_000  # of tasks in one file; a whole district has a few hundred
_MOST_ALIKE = 20  # findings of one kind that a person would still read one by one
_LONGEST_SUBJECT = 2000
_AMENDS = re.compile(r"更正|修订|修改|勘误|重报|(?<!有机)(?<!城市)(?<!片区)(?<!设施)更新(?!改造|项目)")
_RETURNED = "（修改用）"
"""Stands in the title of what was returned to a unit to be mended."""


@dataclass(frozen=True, slots=True)
class Received:
    """One file, read: what became of it, its entries, and what is wrong with it.

    ``amends`` says that the unit put right what it had sent: its figures stand in place of the former ones.
    """

    submission: Submission
    entries: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()
    amends: bool = False


def read_submission(
    arrived: Incoming, period: Period, register: Register, roster: Roster, reader: Reader
) -> tuple[Received, ...]:
    """Read one file: one submission, or one for each unit where the sheets of several were gathered in it.

    Nothing that a unit can send raises: what cannot be used is refused with a finding.
    """
    envelope = roster.envelope(arrived.envelopes)
    known = roster.by_address(envelope.sender) or roster.by_path(arrived.file)
    submission = Submission(
        arrived.file, arrived.sha256, FileState.REFUSED, unit=known.name if known else "", received=envelope.received
    )
    if arrived.is_junk:
        return (Received(replace(submission, unit="", state=FileState.IGNORED)),)
    if arrived.finding:
        aside = arrived.finding.severity is Severity.NOTE  # what came along with the sheet is nobody's report
        state = FileState.IGNORED if aside else FileState.REFUSED
        finding = replace(arrived.finding, unit=submission.unit)
        sent = submission.unit if finding.is_error else ""  # a link or half a download is no report of its unit
        return (Received(replace(submission, unit=sent, state=state), findings=(finding,)),)
    try:
        if arrived.data is None:
            raise arrived.refused or Unreadable(Fault.DAMAGED)
        grids = reader.read(arrived.data)
        found = (find_table(grid, period.month) for grid in grids if not grid.hidden)
        tables = tuple(table for table in found if table is not None)
        if sum(len(table.rows) for table in tables) > _MOST_ROWS:
            raise Unreadable(Fault.TOO_LARGE)
    except Unreadable as unreadable:
        where, mend = Where(arrived.file), unreadable.fault.mend
        refused = UNREADABLE.at(where, unit=submission.unit, what=unreadable.what, mend=mend)
        return (Received(submission, findings=(refused,)),)
    parts = by_unit(arrived.file, tables, roster)
    read = tuple(
        _Reader(file, period, register, roster, envelope.sender).read(replace(submission, file=file), part)
        for file, part in parts.items()
    )
    return read if len(read) == 1 else (_gathered(read[0], arrived.file, parts), *read[1:])


def _gathered(first: Received, file: str, parts: Iterable[str]) -> Received:
    """The first of several units' sheets, with the finding that they came in one file."""
    units = "、".join(part.removeprefix(f"{file}!") for part in parts)
    return replace(first, findings=(SEVERAL_UNITS.at(Where(first.submission.file), units=units), *first.findings))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the tables of one file."""

    file: str
    period: Period
    register: Register
    roster: Roster
    address: str

    def read(self, submission: Submission, tables: tuple[Table, ...]) -> Received:
        if not tables:
            return Received(submission, findings=(NO_TABLE.at(Where(self.file), unit=submission.unit),))
        from_whom = sender(self.file, tables, self.roster, self.address)
        if from_whom.unit is None:
            heard = f"（写的是“{from_whom.heard}”）" if from_whom.heard else ""
            meant = self.roster.meant(from_whom.heard)
            return Received(submission, findings=(NO_UNIT.at(Where(self.file), heard=heard, meant=meant),))
        unit = from_whom.unit
        submission = replace(
            submission,
            unit=unit.name,
            period=next((named for table in tables if (named := self._named(table))), None),
            filled=next((table.filled for table in tables if table.filled), None),
            signature=tuple(pair for table in tables for pair in table.signature),
        )
        current = tuple(table for table in tables if self._is_current(table))
        if not current:
            wrong = [self._wrong_month(table, unit) for table in tables]
            return Received(submission, findings=tuple(wrong))
        return self._read_tables(replace(submission, state=FileState.ACCEPTED), current, unit, from_whom)

    def _named(self, table: Table) -> Period | None:
        """The month that a table names, without its year one of this year; else the sheet's or the file's name."""
        if table.period or table.month:
            return table.period or Period(self.period.year, table.month or 1)
        file = re.split("[/!]", self.file)[-1]
        return month_named(table.sheet, self.period.year) or month_named(file, self.period.year)

    def _is_current(self, table: Table) -> bool:
        """A table that names no month is this month's; one that names another is not."""
        return self._named(table) in (None, self.period)

    def _wrong_month(self, table: Table, unit: Unit) -> Finding:
        named = self._named(table)
        given = f"{table.month}月" if table.month and not table.period else named.words if named else ""
        where = Where(self.file, table.sheet, raw=table.title)
        return WRONG_MONTH.at(where, unit=unit.name, given=given, wanted=self.period.words)

    def _read_tables(self, submission: Submission, tables: Sequence[Table], unit: Unit, who: Sender) -> Received:
        findings: list[Finding] = []
        if who.named and who.named != unit:
            findings.append(
                OTHER_UNIT_NAMED.at(
                    Where(self.file), unit=unit.name, named=who.named.name, basis=who.basis, written=unit.name
                )
            )
        if who.mailed and who.mailed != unit:
            findings.append(
                OTHER_UNIT_MAILED.at(Where(self.file), unit=unit.name, mailed=who.mailed.name, written=unit.name)
            )
        if who.heard:
            where = Where(self.file, raw=who.heard)
            findings.append(UNKNOWN_UNIT_NAME.at(where, unit=unit.name, known=unit.name))
        entries: list[Entry] = []
        for table in tables:
            findings += self._about_header(table, unit)
            for row_entries, row_findings in self._rows(table, unit):
                entries += row_entries
                findings += row_findings
        findings += self._not_listed(entries, findings, unit)
        amends = bool(_AMENDS.search(self.file)) or any(_RETURNED in table.title for table in tables)
        return Received(submission, tuple(entries), _folded(findings), amends)

    def _about_header(self, table: Table, unit: Unit) -> list[Finding]:
        where = Where(self.file, table.sheet)
        found = [
            UNKNOWN_HEADER.at(replace(where, cell=cell, raw=label), unit=unit.name, label=_quoted(label))
            for cell, label in table.header.unknown
        ]
        found += [
            REPEATED_HEADER.at(replace(where, cell=cell), unit=unit.name, column=column.value)
            for column, cell in table.header.repeated
        ]
        if table.month_headed not in (None, self.period.month):
            cell, label = table.heading(Column.DONE)
            place = replace(where, cell=cell, raw=_quoted(label))
            found.append(OTHER_MONTH_HEADED.at(place, unit=unit.name, titled=self.period.words))
        if table.hidden_rows:
            rows = "、".join(str(number) for number in table.hidden_rows)
            found.append(HIDDEN_ROWS.at(where, unit=unit.name, rows=rows))
        if table.filled and (table.filled.year, table.filled.month) < (self.period.year, self.period.month):
            found.append(
                FILLED_BEFORE.at(where, unit=unit.name, filled=table.filled.isoformat(), wanted=self.period.words)
            )
        return found

    def _rows(self, table: Table, unit: Unit) -> list[tuple[tuple[Entry, ...], list[Finding]]]:
        """The entries and findings of each row that is a task's, and what is wrong with the totals."""
        own = self.roster.tasks_of(unit)
        reader = RowReader(self.file, table, self.period, unit.name, self.register)
        has_keys = are_keys((row.text(Column.KEY) for row in table.rows), own)
        matches = [(row, self._match(table, row, own, unit, has_keys)) for row in table.rows]
        users = Counter(cell.address for row, _ in matches if (cell := row.cells.get(Column.DONE)))
        read: list[tuple[tuple[Entry, ...], list[Finding]]] = []
        for row, (match, findings) in matches:
            if match.task is None:
                read.append(((), findings))
                continue
            cell = row.cells.get(Column.DONE)
            reading = reader.read(row, match, shares_figure=bool(cell and users[cell.address] > 1))
            read.append((reading.entries, [*findings, *reading.findings]))
        by_row = {row.number: given for row, (given, _) in zip(table.rows, read, strict=True)}
        read.append(((), list(other_totals(self.file, table, by_row, own, unit.name))))
        return read

    def _match(
        self, table: Table, row: Row, own: tuple[Task, ...], unit: Unit, has_keys: bool
    ) -> tuple[Match, list[Finding]]:
        """The task of a row, or the finding that says why there is none."""
        subject = Subject(
            project=row.text(Column.PROJECT)[:_LONGEST_SUBJECT],
            task=row.text(Column.TASK)[:_LONGEST_SUBJECT],
            indicator=row.text(Column.INDICATOR)[:_LONGEST_SUBJECT],
            measure=row.text(Column.MEASURE),
            key=row.text(Column.KEY) if has_keys else "",
        )
        if subject.indicator == subject.project:  # one name merged over both columns
            subject = replace(subject, indicator="")
        words = _quoted(subject.task or subject.indicator or subject.project)
        where = next(
            table.where(self.file, row, column)
            for column in (Column.TASK, Column.INDICATOR, Column.PROJECT, Column.KEY)
            if table.has(column)
        )
        if not words and not subject.key:
            told = next((c for c in (Column.DONE, Column.PROGRESS) if not is_blank(row.text(c))), None)
            if told is None:
                return Match(), []
            where = table.where(self.file, row, told)
            return Match(), [NO_SUBJECT.at(replace(where, raw=_quoted(where.raw)), unit=unit.name, row=row.number)]
        written = self.roster.exact(row.text(Column.UNIT))
        if written and written != unit and not _supports(own, written):
            return Match(), [
                OTHERS_TASK.at(where, unit=unit.name, subject=words, owner=written.name, sent_by=unit.name)
            ]
        match = match_row(subject, own, self.roster.projects)
        if match.contradicted:
            return Match(), [self._contradiction(table, row, match.contradicted, unit)]
        if match.rivals:
            rivals = "、".join(f"“{_quoted(task.text)}”" for task in match.rivals)
            return Match(), [AMBIGUOUS_TASK.at(where, unit=unit.name, subject=words, rivals=rivals)]
        if match.task is None:
            others = tuple(task for task in self.register.tasks() if task.unit != unit.name)
            other = match_row(subject, others, self.roster.projects).task
            if other:
                finding = OTHERS_TASK.at(where, unit=unit.name, subject=words, owner=other.unit, sent_by=unit.name)
            else:
                finding = UNKNOWN_TASK.at(where, unit=unit.name, subject=words)
            return Match(), [finding]
        altered = [ALTERED_TARGET.at(where, unit=unit.name, task=match.task.id)] if match.altered else []
        return match, altered

    def _contradiction(self, table: Table, row: Row, keyed: Keyed, unit: Unit) -> Finding:
        """A row whose key and words name two things; both stand in the finding."""
        task, indicators = keyed
        one = indicators[0] if len(indicators) == 1 else None
        return KEY_DISAGREES.at(
            table.where(self.file, row, Column.KEY),
            unit=unit.name,
            task=task.id,
            indicator=one.id if one else "",
            keyed=_entitled(task.text, one.name if one else ""),
            subject=_entitled(row.text(Column.TASK) or row.text(Column.PROJECT), row.text(Column.INDICATOR)),
        )

    def _not_listed(self, entries: Sequence[Entry], findings: Sequence[Finding], unit: Unit) -> list[Finding]:
        """The unit's tasks that no row of the file is about; a row that could be another's has its own finding."""
        if any(finding.rule in (AMBIGUOUS_TASK, KEY_DISAGREES) for finding in findings):
            return []
        listed = {entry.indicator for entry in entries}
        return [
            NOT_LISTED.at(Where(self.file), unit=unit.name, task=task.id, subject=_quoted(task.text))
            for task in self.roster.tasks_of(unit)
            if not any(each.id in listed for each in task.indicators)
        ]


def _supports(tasks: Sequence[Task], unit: Unit) -> bool:
    return any(unit.name in task.support for task in tasks)


def _quoted(text: str) -> str:
    """A text short enough to be read out."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST_QUOTE else flat[:_LONGEST_QUOTE] + "…"


def _entitled(task: str, indicator: str) -> str:
    """What a row is about: its task, and its indicator where it names one."""
    return "：".join(_quoted(each) for each in (task, indicator) if each)


def _folded(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The same findings, where rows that are nobody's task repeat one beyond reading: the first few, and how many more.

    What concerns a task or an indicator is always told one by one.
    """
    seen: Counter[str] = Counter()
    kept = []
    for finding in findings:
        alike = not finding.task and not finding.indicator
        seen[finding.code] += alike
        if not alike or seen[finding.code] <= _MOST_ALIKE:
            kept.append(finding)
    for finding in tuple(kept):
        more = seen.pop(finding.code, 0) - _MOST_ALIKE
        if more > 0:
            where = Where(finding.where.file, finding.where.sheet)
            kept.append(MANY_ALIKE.at(where, unit=finding.unit, title=finding.rule.title, count=more))
    return tuple(kept)
