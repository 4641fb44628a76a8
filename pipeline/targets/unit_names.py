"""Whom a name means (单位名称): full, short and former names of the register; nothing else ever matches."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from pipeline.model import Unit


class UnitNames:
    """The units by every name they go by."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units = {_plain(name): unit.name for unit in units for name in (unit.name, *unit.aliases)}

    def exact(self, name: str) -> str:
        """The unit of exactly this name or alias, empty where there is none."""
        return self._units.get(_plain(name), "")

    def meant(self, name: str) -> str:
        """“，您是不是指……” for a name that is close to one of the register's, empty where none is."""
        close = get_close_matches(_plain(name), list(self._units), 1, 0.5)
        return f"，您是不是指{self._units[close[0]]}" if close else ""


def close_to(name: str, known: Sequence[str]) -> str:
    """“，您是不是指……” for the known name that is closest, empty where none is close."""
    close = get_close_matches(name, known, 1, 0.5) if name else []
    return f"，您是不是指“{close[0]}”" if close else ""


def _plain(name: str) -> str:
    return re.sub(r"[\s　]", "", name)
