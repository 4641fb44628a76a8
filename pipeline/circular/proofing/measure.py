"""One measured fact and its verdict."""

import re
from dataclasses import dataclass
from enum import StrEnum

from pipeline.gb9704 import MILLIMETRE, Form, Number, Strength


class Verdict(StrEnum):
    """What a measure says: only what the standard lays down (规定) can be an error."""

    MET = "met"
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def words(self) -> str:
        return {"met": "符合", "error": "不符合", "warning": "有出入", "note": "供参考"}[self.value]


_BROKEN = {Strength.RULE: Verdict.ERROR, Strength.PRACTICE: Verdict.NOTE}


@dataclass(frozen=True, slots=True)
class Measure:
    """A fact of the standard as it was found: clause, strength, what was looked at, what should be and what is."""

    clause: str
    strength: Strength
    item: str
    expected: str
    measured: str
    verdict: Verdict
    rendered: bool = False
    """Whether it was measured on the printed page, and not told from the file."""

    @property
    def is_error(self) -> bool:
        return self.verdict is Verdict.ERROR


def measure(fact: Number | Form, item: str, measured: str, met: bool, expected: str = "") -> Measure:
    """A measure of a fact; what is expected is the fact in its own words unless said otherwise."""
    verdict = Verdict.MET if met else _BROKEN.get(fact.strength, Verdict.WARNING)
    return Measure(fact.clause, fact.strength, item, expected or fact.words, measured, verdict)


def matches(form: Form, text: str) -> bool:
    """Whether a text has a form."""
    return re.search(form, text) is not None


def millimetres(twips: float) -> str:
    """A length as people say it: ``37.0 mm``."""
    return f"{twips / MILLIMETRE:.1f} mm"


def characters(count: float) -> str:
    """A number of characters (字), to the half."""
    return f"{round(count * 2) / 2:g} 字"


def excerpt(text: str) -> str:
    """The first words of a text, to find it by."""
    flat = text.replace("\n", "")
    return f"“{flat[:12]}…”" if len(flat) > 12 else f"“{flat}”"
