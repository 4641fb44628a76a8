"""Which unit sent a file (报送单位): its 填报单位 line, title, 责任单位 column, mail, name, in this order."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from pipeline.addresses import addresses
from pipeline.formats.mails import Envelope
from pipeline.intake.headers import Column
from pipeline.intake.matching import plain_key, plain_words
from pipeline.intake.tables import Table
from pipeline.model import Register, Task, Unit


@dataclass(frozen=True, slots=True)
class Sender:
    """The unit that a file is from, with what the file's name says where that differs."""

    unit: Unit | None = None
    named: Unit | None = None
    mailed: Unit | None = None
    """The unit whose address the mail came from."""
    heard: str = ""
    """Words that should have been a unit's name and are none."""
    basis: str = "表内写"
    """Where the unit is taken from, as people say it."""


class Roster:
    """The units by every name they go by (责任单位): full, short and former names; nothing else ever matches."""

    def __init__(self, register: Register) -> None:
        self._units: dict[str, Unit] = {}
        for unit in register.units:
            for name in (unit.name, *unit.aliases):
                self._units[plain_words(name)] = unit
        self._addresses: dict[str, set[Unit]] = {}
        for unit in register.units:
            for address in addresses(unit.mail)[0]:
                self._addresses.setdefault(address.casefold(), set()).add(unit)
        self._leads = {each.id: task.unit for task in register.tasks() for each in task.indicators}
        self.projects = {project.number: project.name for project in register.projects}
        self._tasks: dict[str, list[Task]] = {}
        for task in register.tasks():
            self._tasks.setdefault(task.unit, []).append(task)
        self._longest_first = sorted(self._units, key=lambda name: (-len(name), name))

    def exact(self, name: str) -> Unit | None:
        """The unit of exactly this name, with or without the district's name before it."""
        words = plain_words(name)
        return self._units.get(words) or self._units.get(words.removeprefix("重庆市").removeprefix("永川"))

    def tasks_of(self, unit: Unit) -> tuple[Task, ...]:
        """The tasks that a unit leads, in the order of the register."""
        return tuple(self._tasks.get(unit.name, ()))

    def meant(self, name: str) -> str:
        """“，您是不是指……” for a name that is close to one of the register's, empty where none is; never a match."""
        close = get_close_matches(plain_words(name), list(self._units), 1, 0.5)
        return f"，您是不是指{self._units[close[0]].name}" if close else ""

    def by_path(self, file: str) -> Unit | None:
        """The unit that a path names: the file's own name before that of the archive, mail or folder that it is in."""
        parts = re.split("[/!]", file)
        return next((unit for part in reversed(parts) if (unit := self.within(part))), None)

    def by_address(self, address: str) -> Unit | None:
        """The unit that has a mail address; None for one that several share."""
        units = self._addresses.get(address.casefold(), set())
        return next(iter(units)) if len(units) == 1 else None

    def by_keys(self, keys: Iterable[str]) -> Unit | None:
        """The one unit whose indicators all these keys stand for, as in our own form; None for other numbers."""
        leading = {self._leads.get(plain_key(key), "") for key in keys if key}
        return self.exact(leading.pop()) if len(leading) == 1 else None

    def envelope(self, envelopes: Sequence[Envelope]) -> Envelope:
        """Of mails one within another, the outermost that a unit sent, else the outermost."""
        return next(
            (each for each in envelopes if self.by_address(each.sender)), envelopes[0] if envelopes else Envelope()
        )

    def within(self, text: str) -> Unit | None:
        """The one unit whose name stands in a text; None where there is none or several."""
        words = plain_words(text)
        found: list[Unit] = []
        for name in self._longest_first:
            if name and name in words:
                words = words.replace(name, "|")
                found.append(self._units[name])
        return found[0] if len(set(found)) == 1 else None


def by_unit(file: str, tables: tuple[Table, ...], roster: Roster) -> dict[str, tuple[Table, ...]]:
    """The tables of a file by the file that they count as, in order: as a rule that file alone.

    A workbook into which several units' sheets were gathered gives way to the units, as an archive to its members:
    ``汇总.xlsx!区教委``. A sheet of it that names no unit stands under its own name.
    """
    written = [_written(table, roster) for table in tables]
    if len({unit.name for unit in written if unit}) < 2:
        return {file: tables}
    parts: dict[str, tuple[Table, ...]] = {}
    for table, unit in zip(tables, written, strict=True):
        part = f"{file}!{unit.name if unit else table.sheet}"
        parts[part] = (*parts.get(part, ()), table)
    return parts


def _written(table: Table, roster: Roster) -> Unit | None:
    """The unit that a table itself names above or below its rows."""
    signed = (roster.exact(text) or roster.within(text) for text in _signers(table))
    return next((unit for unit in signed if unit), None) or roster.within(table.title)


def _signers(table: Table) -> Iterator[str]:
    """What stands behind 填报单位."""
    return (text for label, text in table.signature if label in ("填报单位", "报送单位") and text)


def sender(file: str, tables: tuple[Table, ...], roster: Roster, address: str = "") -> Sender:
    """Who sent a file, from what is in it, else from the mail's address, else from its path."""
    mailed = roster.by_address(address)
    named = roster.by_path(file)
    heard = ""
    for text in (text for table in tables for text in _signers(table)):
        if unit := roster.exact(text) or roster.within(text):
            return Sender(unit, named, mailed)
        heard = heard or text
    titled = {unit.name for table in tables if (unit := roster.within(table.title))}
    if len(titled) == 1:
        return Sender(roster.exact(titled.pop()), named, mailed, heard)
    owners = Counter(
        unit.name
        for table in tables
        for row in table.rows
        if (unit := roster.exact(row.text(Column.UNIT)) or roster.within(row.text(Column.UNIT)))
    )
    if len(owners) == 1:
        return Sender(roster.exact(next(iter(owners))), named, mailed, heard)
    keyed = roster.by_keys(row.text(Column.KEY) for table in tables for row in table.rows)
    if keyed and not owners:
        return Sender(keyed, named, mailed, heard, "填报表的编号对应")
    if mailed and (not owners or mailed.name in owners):
        return Sender(mailed, named, mailed, heard, "发件人的邮箱登记")
    if named and (not owners or named.name in owners):
        return Sender(named, named, mailed, heard)
    return Sender(named, named, mailed, heard)
