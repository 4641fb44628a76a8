"""The units' own plans for the year (年度计划表): a form that asks how far each target will be, month by month.

Every verdict on pace hangs on these plans, so each unit is asked for its own indicators only, and can change nothing
but what it is asked for.
"""

from collections.abc import Iterator
from decimal import Decimal

from pipeline.findings import PipelineError
from pipeline.formats.seals import sealed
from pipeline.formats.sheets import Align, Column, Mark, Page, Show, Tint, Value, write_workbook
from pipeline.model import Comparator, Indicator, Register, Task
from pipeline.period import Period, months
from pipeline.quantities import plain

PLAN, GUIDE = "年度计划", "填写说明"

_ASIDE = Mark("", Tint.QUIET)
"""A cell that this row does not have."""


def planning_units(register: Register) -> tuple[str, ...]:
    """The units that lead a task, in the register's order: each gets a form."""
    leading = {task.unit for task in register.tasks()}
    return tuple(unit.name for unit in register.units if unit.name in leading)


def plan_form(register: Register, unit: str) -> bytes:
    """计划/<unit>.xlsx: the unit's indicators with their targets, open cells for its plan and for what counts as done.

    What the register already holds stands in the cells; what the notice itself dates is locked. The same register
    gives the same bytes, sealed. A :class:`PipelineError` for a unit that leads no task.
    """
    asked = [(task, each) for task in register.tasks() if task.unit == unit for each in task.indicators]
    if not asked:
        raise PipelineError(f"{unit}没有牵头的任务，不必填年度计划表。")
    counted = [each for _, each in asked if each.is_counted]
    span = tuple(months(min(each.first for each in counted), max(each.due for each in counted))) if counted else ()
    page = Page(
        PLAN,
        tuple(_columns(span, register.year)),
        [tuple(_row(task, each, register.goal(each), span)) for task, each in asked],
        title=f"{register.year}年重点民生实事年度计划表",
        lead=(
            f"填报单位：{unit}",
            Mark("请于　　月　　日前报送。联系人：　　　　　　联系电话：　　　　　　", locked=False),
        ),
        notes=(
            "蓝色单元格由你单位填写，各月填截至当月底的累计数；灰色单元格不用填，其余已锁定。怎么填见“填写说明”表。",
            Mark("填报人：　　　　　　联系电话：　　　　　　　　填报日期：　　　　年　　月　　日", locked=False),
        ),
        protected=True,
    )
    return sealed(write_workbook((page, _guide(bool(counted))), title=f"{page.title}（{unit}）"))


def _columns(span: tuple[Period, ...], year: int) -> Iterator[Column]:
    yield Column("目标任务", 34, merges=True)
    yield Column("指标名称", 18)
    yield Column("目标值", 10, align=Align.CENTRE)
    yield Column("计量单位", 9, align=Align.CENTRE)
    for month in span:
        heading = f"{month.month}月" if month.year == year else month.words
        hint = f"截至{month.month}月底累计完成多少，只填数字"
        yield Column(heading, 7.5, Show.FIGURE, hint=hint, least=0)
    yield Column("完成标志", 22, hint="做到什么程度算完成，如“竣工验收”“投入使用”")
    yield Column("说明", 20, hint="需要说明的情况，可以不填")
    yield Column("编号", 8, hidden=True)  # behind the others: a line over the table must not begin in a hidden column


def _row(task: Task, indicator: Indicator, goal: Decimal | None, span: tuple[Period, ...]) -> Iterator[Value | Mark]:
    yield task.text
    yield indicator.name
    yield goal_words(indicator, goal)
    yield indicator.measure
    plan = dict(indicator.plan)
    for month in span:
        if not indicator.is_counted or not indicator.first <= month <= indicator.due:
            yield _ASIDE
        elif month in indicator.steps:
            yield Mark(plan[month], Tint.QUIET, "通知写明的时点，不能改动。")
        else:
            yield Mark(plan.get(month), Tint.ENTRY, locked=False)
    yield _ASIDE if indicator.is_counted else Mark(indicator.sign, Tint.ENTRY, locked=False)
    yield Mark("", Tint.ENTRY, locked=False)
    yield indicator.id


def goal_words(indicator: Indicator, goal: Decimal | None) -> str:
    """The target as people say it: 50以上; — where nothing is counted."""
    if goal is None:
        return "—"
    words = {Comparator.AT_LEAST: "{}以上", Comparator.AT_MOST: "{}以内", Comparator.ABOUT: "约{}"}
    return words.get(indicator.comparator or Comparator.EQUAL, "{}").format(plain(goal))


_GUIDE = (
    ("目标任务、指标名称、目标值、计量单位", "从通知来，不能改。有出入请在“说明”栏写明，并与我们联系。"),
    ("完成标志", "没有数量的指标填：做到什么程度算完成，如“竣工验收”“投入使用”。以后按它判断是否完成。"),
    ("说明", "需要说明的情况，可以不填。"),
    ("报送", "填好后直接发回这份表，不要改表头、不要增删行列，也不要转成图片或 PDF。"),
)
_MONTHS_GUIDE = (
    (
        "各月",
        "截至当月底的累计数，不是当月数：1至3月一共完成 60 个，3月就填 60。只填数字，不带单位，单位见“计量单位”栏；"
        "目标是百分数的，90%填 90。",
    ),
    ("各月", "后一个月不能比前一个月小；某个月不填，就沿用前一个月的数。"),
    ("各月", "最后一个月填到目标值；目标是“以上”的可以超过，“以内”的可以更少。"),
    (
        "各月",
        "每个月按这里填的数判断进度：低于计划10个百分点及以上为滞后（以当年印发的规则为准）。请按实际能做到的填。",
    ),
    ("各月", "灰底带数的是通知写明的时点，不能改。"),
)


def _guide(counted: bool) -> Page:
    head, *rest = _GUIDE
    rows = (head, *(_MONTHS_GUIDE if counted else ()), *rest)
    columns = (Column("栏目", 24, merges=True), Column("怎么填", 90))
    return Page(GUIDE, columns, rows, title="怎么填这张表", protected=True)
