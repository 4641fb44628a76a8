"""The units' plans entered in a register, each marked for a person to review (计划入台账)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.formats.seals import sealed
from pipeline.formats.sheets import Tint
from pipeline.formats.workbooks import read_workbook
from pipeline.model import Indicator, Register
from pipeline.settings import Limits
from pipeline.targets import book
from pipeline.targets.plans import Planned
from pipeline.targets.proposal import Proposal
from pipeline.targets.sheet_rows import rows_of

_PLAN, _SIGN, _DOUBT = "年度计划", "完成标志", "待核"


def with_plans(proposal: Proposal, planned: Sequence[Planned]) -> Proposal:
    """A proposed register with the plans entered, and the doubt that a person should look at each."""
    plans = {each.indicator: each for each in planned}
    doubts = dict(proposal.doubts)
    for indicator in proposal.register.indicators():
        if indicator.id in plans and (doubt := _doubt(indicator, plans[indicator.id])):
            doubts[indicator.id] = _joined(doubts.get(indicator.id, ""), doubt)
    register = _entered(proposal.register, plans)
    ordered = tuple((each.id, doubts[each.id]) for each in register.indicators() if each.id in doubts)
    return replace(proposal, register=register, doubts=ordered)


def plan_differences(register: Register, planned: Sequence[Planned]) -> tuple[str, ...]:
    """How the plans differ from the register as it stands, in words; empty where they say the same."""
    plans = {each.indicator: each for each in planned}
    return tuple(
        f"{indicator.id} {indicator.name}：" + "；".join(said)
        for indicator in register.indicators()
        if indicator.id in plans and (said := tuple(_changes(indicator, plans[indicator.id], register.year)))
    )


def _changes(indicator: Indicator, planned: Planned, year: int) -> Iterator[str]:
    new = _replaced(indicator, planned)
    if new.plan != indicator.plan:
        old_text, new_text = book.plan_text(indicator, year), book.plan_text(new, year)
        yield f"年度计划台账为{_quoted(old_text)}、单位报的是{_quoted(new_text)}"
    if new.sign != indicator.sign:
        yield f"完成标志台账为{_quoted(indicator.sign)}、单位报的是{_quoted(new.sign)}"


def _quoted(text: str) -> str:
    return f"“{text}”" if text else "空"


def register_with_plans(data: bytes, register: Register, planned: Sequence[Planned]) -> bytes:
    """The workbook of a register, as a person keeps it, with the plans that differ entered and marked 待核."""
    from pipeline.formats.amending import Amendment, amended  # openpyxl takes a tenth of a second to import

    grid = next(each for each in read_workbook(data, Limits()) if each.name.strip() == book.TARGETS)
    rows = {row.text("编号"): row for row in rows_of(grid, ("编号", _PLAN, _SIGN), [])}
    indicators = {each.id: each for each in register.indicators()}
    first = next(iter(rows.values()))
    review = first.columns.get(_DOUBT, grid.right + 1)  # a person may have taken that column out
    header = max(number for number in grid.rows if number < first.number)
    cells = [Amendment(grid.name, header, review, _DOUBT)]
    for each in planned:
        row, old = rows[each.indicator], indicators[each.indicator]
        new, doubt = _replaced(old, each), _doubt(old, each)
        told = (
            (row.columns[_PLAN], book.plan_text(new, register.year), Tint.NONE),
            (row.columns[_SIGN], new.sign, Tint.NONE),
            (review, _joined(row.text(_DOUBT), doubt), Tint.DOUBTFUL),
        )
        cells += [Amendment(grid.name, row.number, column, text, tint) for column, text, tint in told if doubt]
    return sealed(amended(data, cells))


def _entered(register: Register, plans: dict[str, Planned]) -> Register:
    return replace(
        register,
        projects=tuple(
            replace(
                project,
                tasks=tuple(
                    replace(
                        task,
                        indicators=tuple(
                            _replaced(each, plans[each.id]) if each.id in plans else each for each in task.indicators
                        ),
                    )
                    for task in project.tasks
                ),
            )
            for project in register.projects
        ),
    )


def _replaced(indicator: Indicator, planned: Planned) -> Indicator:
    """What the unit left open stays as it is."""
    return replace(indicator, plan=planned.plan or indicator.plan, sign=planned.sign or indicator.sign)


def _doubt(indicator: Indicator, planned: Planned) -> str:
    """Why a person should look, empty where the unit says what stands there already."""
    new = _replaced(indicator, planned)
    changed = ((_PLAN, new.plan != indicator.plan), (_SIGN, new.sign != indicator.sign))
    what = "和".join(heading for heading, differs in changed if differs)
    return f"单位报的{what}，请核对" if what else ""


def _joined(*doubts: str) -> str:
    return "；".join(dict.fromkeys(each for each in doubts if each))
