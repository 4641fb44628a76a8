"""The month's forms go out (发表): what each unit is asked for, with its figures of the month before."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.period import Period, day_words
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from pipeline.forms.blank import Asked
    from pipeline.model import Register


def write_month_forms(workspace: Workspace, period: Period) -> Iterator[str]:
    """Write each leading unit's form of a month, and say where, by when it is awaited, and what it lacks.

    A form that somebody has filled or changed is never overwritten.
    """
    from pipeline.formats.seals import replaced
    from pipeline.forms.blank import blank_form
    from pipeline.forms.plan import planning_units

    register = _register(workspace, period)
    asked = _asked(workspace, register, period)
    folder, kept = workspace.month_forms(period), 0
    units = planning_units(register)
    for unit in units:
        path = folder / f"{unit}.xlsx"
        if not replaced(path, blank_form(register, unit, asked)):
            kept += 1
            yield f"{workspace.name(path)} 已经有人填过或改过，没有覆盖。"
    due = day_words(asked.due, period.year)
    yield f"已写出 {workspace.name(folder)}/：{len(units) - kept}个单位的填报表，请各单位于{due}前报送。"
    if not asked.known:
        yield f"台账里没有{(period + -1).words}的数，表上的上月各栏空着；先运行上月再发表，就会填好。"
    if not asked.office.telephone:
        yield "inputs/settings.toml 的 [office] 没有填 telephone，表上没有联系电话。"
    yield f"收回的放进 {workspace.name(workspace.received(period))}/，文件名不限。"


def _register(workspace: Workspace, period: Period) -> "Register":
    from pipeline.targets.register import read_register

    path = workspace.require(
        workspace.register(period.year),
        f"{period.year}年的目标任务台账",
        f"请先运行 tongbao targets {period.year}，核对后再发表。",
    )
    return read_register(workspace.name(path), path.read_bytes())


def _asked(workspace: Workspace, register: "Register", period: Period) -> "Asked":
    """What is asked of every unit: the deadline that is judged by, the office, and the month before as recorded."""
    from pipeline.forms.blank import Asked
    from pipeline.judging.reporting import deadline
    from pipeline.ledger import open_ledger

    settings = workspace.settings()
    with open_ledger(workspace.ledger(settings), writing=False) as ledger:
        past = ledger.past(period, period + -1)
    return Asked(
        period,
        deadline(period, register.holidays, settings.deadline.grace),
        settings.office,
        {id: months[-1] for id, months in past.items()},
    )
