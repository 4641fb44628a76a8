"""What a month starts from (收集): the year's register and all that came in, before anyone asks the ledger.

It needs nothing of the months before, so it can be gathered in another process while the ledger is opened.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline.findings import Finding
from pipeline.model import Entry, MonthFacts, Register, Submission
from pipeline.period import Period
from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Gathered:
    """The register, what came in for the month, what only the office knows, and what is wrong with any of it.

    ``unsettled`` is what is still open in the register.
    """

    register: Register
    unsettled: tuple[Finding, ...]
    submissions: tuple[Submission, ...]
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    facts: MonthFacts


def gather(workspace: Workspace, period: Period, heard: Callable[[str], None], early: bool = False) -> Gathered:
    """All of a month's inputs. ``early`` takes a month without a folder for one in which nothing has come in yet."""
    from pipeline.intake.receiving import inspected, receive

    heard("读台账")
    register, unsettled = reviewed(workspace, period.year, "再运行本月")
    if not early:
        workspace.require(
            workspace.received(period),
            f"{period.words}的报送文件夹",
            "请建这个文件夹，把各单位报来的文件放进去。",
        )
    heard("收集")
    limits = workspace.settings().limits
    intake = receive(workspace.received(period), period, register, limits, lambda file: heard(f"收集 {file}"))
    before = [Period(period.year, number) for number in range(1, period.month)]
    earlier = inspected({each: workspace.received(each) for each in before}, register, limits)
    facts = replace(intake.facts, inspections=(*earlier, *intake.facts.inspections))
    return Gathered(register, unsettled, intake.submissions, intake.entries, intake.findings, facts)


def register_in_use(workspace: Workspace, year: int, then: str) -> Register:
    """The year's register, as :func:`reviewed` gives it."""
    return reviewed(workspace, year, then)[0]


def reviewed(workspace: Workspace, year: int, then: str) -> tuple[Register, tuple[Finding, ...]]:
    """The year's register (目标任务台账) and what is still open in it; without one, what comes first."""
    from pipeline.targets.register import read_reviewed

    path = workspace.require(
        workspace.register(year), f"{year}年的目标任务台账", f"请先运行 tongbao targets {year}，核对后{then}。"
    )
    return read_reviewed(workspace.name(path), path.read_bytes())
