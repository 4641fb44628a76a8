"""A figure where it stands (数字的位置): its clause, what is said around it, and the roles given before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipeline.targets.clauses import Clause, Figure


class Role(StrEnum):
    """What a figure is for.

    ``target`` is to be delivered this year. ``spec`` describes one thing, an old value, funding, a standard, or a part
    of a total. ``benefit`` is who profits. ``scope`` is places, ages and heights.
    """

    TARGET = "target"
    SPEC = "spec"
    BENEFIT = "benefit"
    SCOPE = "scope"


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure with its clause (by number) and its role. ``standard`` marks what is paid or given to each one."""

    figure: Figure
    clause: int
    role: Role
    standard: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """A figure where it stands: its clause, what was said before it and after it, and the roles given so far."""

    figure: Figure
    number: int
    clauses: Sequence[Clause]
    placed: Sequence[Placed]

    @property
    def clause(self) -> Clause:
        return self.clauses[self.number]

    @property
    def unit(self) -> str:
        return self.figure.amount.unit

    @property
    def said(self) -> str:
        """The clause up to the figure."""
        return self.clause.text[: self.figure.at]

    @property
    def between(self) -> str:
        """The clause from the figure before this one up to it."""
        ends = [each.end for each in self.clause.figures if each.at < self.figure.at]
        return self.clause.text[max(ends, default=0) : self.figure.at]

    @property
    def coming(self) -> str:
        """The clause from the figure on."""
        return self.clause.text[self.figure.at :]

    @property
    def earlier(self) -> list[Placed]:
        """The figures of the same sentence before this one."""
        return [each for each in self.placed if self.clauses[each.clause].sentence == self.clause.sentence]

    @property
    def promised(self) -> list[Placed]:
        return [each for each in self.earlier if each.role is Role.TARGET]
