"""Which unit sent a file (报送单位): its 填报单位 line, its title, its 责任单位 column, its name, in this order."""

from collections import Counter
from dataclasses import dataclass

from pipeline.intake.headers import Column
from pipeline.intake.matching import plain_words
from pipeline.intake.tables import Table
from pipeline.model import Register, Unit


@dataclass(frozen=True, slots=True)
class Sender:
    """The unit that a file is from, with what the file's name says where that differs."""

    unit: Unit | None = None
    named: Unit | None = None
    heard: str = ""
    """Words that should have been a unit's name and are none."""


class Roster:
    """The units by every name they go by (责任单位): full, short and former names; nothing else ever matches."""

    def __init__(self, register: Register) -> None:
        self._units: dict[str, Unit] = {}
        for unit in register.units:
            for name in (unit.name, *unit.aliases):
                self._units[plain_words(name)] = unit
        self._longest_first = sorted(self._units, key=lambda name: (-len(name), name))

    def exact(self, name: str) -> Unit | None:
        """The unit of exactly this name, with or without the district's name before it."""
        words = plain_words(name)
        return self._units.get(words) or self._units.get(words.removeprefix("重庆市").removeprefix("永川"))

    def within(self, text: str) -> Unit | None:
        """The one unit whose name stands in a text; None where there is none or several."""
        words = plain_words(text)
        found: list[Unit] = []
        for name in self._longest_first:
            if name and name in words:
                words = words.replace(name, "|")
                found.append(self._units[name])
        return found[0] if len(set(found)) == 1 else None


def sender(file: str, tables: tuple[Table, ...], roster: Roster) -> Sender:
    """Who sent a file, from what is in it, else from its path."""
    named = roster.within(file.rsplit("/", 1)[-1]) or roster.within(file)
    heard = ""
    for table in tables:
        for label, text in table.signature:
            if label in ("填报单位", "报送单位") and text:
                unit = roster.exact(text) or roster.within(text)
                if unit:
                    return Sender(unit, named)
                heard = heard or text
    titled = {unit.name for table in tables if (unit := roster.within(table.title))}
    if len(titled) == 1:
        return Sender(roster.exact(titled.pop()), named, heard)
    owners = Counter(
        unit.name
        for table in tables
        for row in table.rows
        if (unit := roster.exact(row.text(Column.UNIT)) or roster.within(row.text(Column.UNIT)))
    )
    if len(owners) == 1:
        return Sender(roster.exact(next(iter(owners))), named, heard)
    if named and (not owners or named.name in owners):
        return Sender(named, named, heard)
    return Sender(named, named, heard)
