"""Which unit sent a file (报送单位): its 填报单位 line, title, 责任单位 column, mail, name, in this order."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from pipeline.formats.mails import Envelope
from pipeline.intake.headers import Column
from pipeline.intake.matching import plain_words
from pipeline.intake.tables import Table
from pipeline.model import Register, Unit


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
        self._addresses = {
            address: unit
            for unit in register.units
            for address in re.split(r"[\s;；,，、]+", unit.mail.casefold())
            if address
        }
        self._longest_first = sorted(self._units, key=lambda name: (-len(name), name))

    def exact(self, name: str) -> Unit | None:
        """The unit of exactly this name, with or without the district's name before it."""
        words = plain_words(name)
        return self._units.get(words) or self._units.get(words.removeprefix("重庆市").removeprefix("永川"))

    def meant(self, name: str) -> str:
        """“，您是不是指……” for a name that is close to one of the register's, empty where none is; never a match."""
        close = get_close_matches(plain_words(name), list(self._units), 1, 0.5)
        return f"，您是不是指{self._units[close[0]].name}" if close else ""

    def by_path(self, file: str) -> Unit | None:
        """The unit that a path names: the file's own name before that of the archive, mail or folder that it is in."""
        parts = re.split("[/!]", file)
        return next((unit for part in reversed(parts) if (unit := self.within(part))), None)

    def by_address(self, address: str) -> Unit | None:
        """The unit that has a mail address."""
        return self._addresses.get(address.casefold())

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


def sender(file: str, tables: tuple[Table, ...], roster: Roster, address: str = "") -> Sender:
    """Who sent a file, from what is in it, else from the mail's address, else from its path."""
    mailed = roster.by_address(address)
    named = roster.by_path(file)
    heard = ""
    for table in tables:
        for label, text in table.signature:
            if label in ("填报单位", "报送单位") and text:
                unit = roster.exact(text) or roster.within(text)
                if unit:
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
    if mailed and (not owners or mailed.name in owners):
        return Sender(mailed, named, mailed, heard, "发件人的邮箱登记")
    if named and (not owners or named.name in owners):
        return Sender(named, named, mailed, heard)
    return Sender(named, named, mailed, heard)
