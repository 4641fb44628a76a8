"""Forms go out (发表): what each unit is asked for in a month, with its figures of the month before, and its plans."""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.gathering import register_in_use
from pipeline.period import Period, day_words
from pipeline.workspace import Workspace
from pipeline.yearly import drafted

if TYPE_CHECKING:
    from pipeline.forms.blank import Asked
    from pipeline.model import Register


def write_month_forms(workspace: Workspace, period: Period) -> Iterator[str]:
    """Write each leading unit's form of a month, and say where, by when it is awaited, and what it lacks.

    A form that somebody has filled or changed is never overwritten.
    """
    from pipeline.forms.blank import blank_form

    register = register_in_use(workspace, period.year, "再发表")
    asked, folder = _asked(workspace, register, period), workspace.month_forms(period)
    written = yield from _written(workspace, folder, register, lambda unit: blank_form(register, unit, asked))
    due = day_words(asked.due, period.year)
    yield f"已写出 {workspace.name(folder)}/：{written}个单位的填报表，请各单位于{due}前报送。"
    first = min((each.first for each in register.indicators()), default=period)
    if period < first:
        yield f"{period.words}还没有要报的指标，最早从{first.words}起。"
    elif not asked.known and first < period and period.month > 1:
        yield f"台账里没有{(period + -1).words}的数，表上的上月各栏空着；先运行上月再发表，就会填好。"
    if not asked.office.telephone:
        yield "inputs/settings.toml 的 [office] 没有填 telephone，表上没有联系电话。"
    yield f"收回的放进 {workspace.name(workspace.received(period))}/，文件名不限。"


def write_plan_forms(workspace: Workspace, year: int) -> Iterator[str]:
    """Write each leading unit's plan form of a year, from the register or else from the notice, and say where.

    A form that somebody has filled or changed is never overwritten.
    """
    from pipeline.forms.plan import plan_form

    in_use, folder = workspace.register(year).exists(), workspace.plan_forms(year)
    register = register_in_use(workspace, year, "再发表") if in_use else drafted(workspace, year, None).register
    written = yield from _written(workspace, folder, register, lambda unit: plan_form(register, unit))
    yield f"已写出 {workspace.name(folder)}/：{written}个单位的年度计划表。"
    back = workspace.name(workspace.plans(year))
    yield f"请写明报送日期和联系人后发给各单位；收回的放进 {back}/，再运行 tongbao targets {year}。"


def _written(
    workspace: Workspace, folder: Path, register: "Register", form: Callable[[str], bytes]
) -> Generator[str, None, int]:
    """Write each leading unit's form into a folder, name those that were left alone, and give the number written."""
    from pipeline.formats.seals import replaced
    from pipeline.forms.plan import planning_units

    count = 0
    for unit in planning_units(register):
        path = folder / f"{unit}.xlsx"
        if replaced(path, form(unit)):
            count += 1
        else:
            yield f"{workspace.name(path)} 已经有人填过或改过，没有覆盖。"
    return count


def _asked(workspace: Workspace, register: "Register", period: Period) -> "Asked":
    """What is asked of every unit: the deadline that is judged by, the office, and the month before as recorded."""
    from pipeline.forms.blank import Asked
    from pipeline.judging.reporting import deadline
    from pipeline.ledger import open_ledger

    settings = workspace.settings()
    with open_ledger(workspace.ledger(settings), writing=False) as ledger:
        past = ledger.past(period, max(period + -1, Period(period.year, 1)))  # last year's ids are other indicators
    return Asked(
        period,
        deadline(period, register.holidays, settings.deadline.grace),
        settings.office,
        {id: months[-1] for id, months in past.items()},
    )
