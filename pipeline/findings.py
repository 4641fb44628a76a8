"""What is wrong or doubtful (核查问题), and what the program itself cannot do.

What a person wrote wrong is a :class:`Finding`, collected to the end. What the program cannot do is a
:class:`PipelineError`. The two are never mixed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline.source import NOWHERE, Where


class PipelineError(Exception):
    """The command cannot be done; the message is one Chinese sentence that says what to do."""


class Severity(StrEnum):
    """How much a finding weighs.

    ``error`` (退回): the figure stays out. ``warning`` (提醒): it goes in and a person should look.
    ``note`` (备注): for the record.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def words(self) -> str:
        return {"error": "退回", "warning": "提醒", "note": "备注"}[self.value]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of finding.

    ``code`` is the letter of its stage and a number, never reused: N notice and register, F files, S sheets, V values,
    M what the office noted, J judging, L ledger, W wording, P layout. ``message`` and ``suggestion`` are format strings
    whose facts the finding supplies; a fact that is missing is a ``KeyError``, never a blank in an official paper.
    """

    code: str
    severity: Severity
    title: str
    message: str
    suggestion: str

    def at(
        self,
        where: Where = NOWHERE,
        *,
        unit: str = "",
        task: str = "",
        indicator: str = "",
        also: Iterable[Where] = (),
        **facts: object,
    ) -> "Finding":
        """A finding of this kind at a place. ``raw`` (the text as typed) is always among the facts."""
        facts.setdefault("raw", where.raw)
        return Finding(
            rule=self,
            where=where,
            message=self.message.format(**facts),
            suggestion=self.suggestion.format(**facts),
            unit=unit,
            task=task,
            indicator=indicator,
            also=tuple(also),
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong or doubtful: the rule, the place, the filled sentences, and whom and what it concerns."""

    rule: Rule
    where: Where
    message: str
    suggestion: str
    unit: str = ""
    task: str = ""
    indicator: str = ""
    also: tuple[Where, ...] = ()

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def severity(self) -> Severity:
        return self.rule.severity

    @property
    def is_error(self) -> bool:
        return self.rule.severity is Severity.ERROR

    @property
    def words(self) -> str:
        """How it is dealt with: what was sent goes back (退回), what was not sent is asked for (催报); 提醒, 备注."""
        asked_for = self.is_error and self.unit and not self.where.file
        return "催报" if asked_for else self.severity.words

    def __str__(self) -> str:
        place = f"{self.where}：" if str(self.where) else ""
        return f"{place}{self.message}{self.suggestion}[{self.code}]"


def regraded(findings: Iterable[Finding], severities: Mapping[str, Severity]) -> tuple[Finding, ...]:
    """The same findings with the severities that the office has set for their codes."""
    return tuple(
        replace(finding, rule=replace(finding.rule, severity=severities[finding.code]))
        if finding.code in severities
        else finding
        for finding in findings
    )
