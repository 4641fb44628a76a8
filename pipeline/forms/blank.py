"""The month's form that goes out to a unit (填报表): its own indicators, what is known locked, what is asked open.

The unit sees its targets and its figures of the month before, and can change nothing but the cells to fill in. Each row
carries its indicator's id in a hidden column, by which it is known again when the form comes back.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.findings import PipelineError
from pipeline.formats.seals import sealed
from pipeline.formats.sheets import Align, Allowed, Column, Mark, Page, Show, Tint, Value, write_workbook
from pipeline.forms.plan import goal_words
from pipeline.model import Indicator, Kind, Past, Register, State, Task, status_words
from pipeline.period import Period, day_words
from pipeline.quantities import plain
from pipeline.settings import Office

FORM, GUIDE = "进展情况表", "怎么填"

_STATES = tuple(state.words for state in State)
_WEEKDAYS = "一二三四五六日"
_ROOM_TO_WRITE = 32.0
"""The height of a row at least, in points: two lines of what somebody writes."""
_WHOLE = Decimal(100)
"""A share, in percent, is at most the whole."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for a month: by when, for which office, and what was known the month before, by indicator."""

    period: Period
    due: date
    office: Office
    known: Mapping[str, Past]


def blank_form(register: Register, unit: str, asked: Asked) -> bytes:
    """填报表/<unit>.xlsx, sealed: the same register and the same month before give the same bytes.

    A :class:`PipelineError` for a unit that leads no task.
    """
    names = {project.number: project.name for project in register.projects}
    rows = [
        tuple(_row(names[task.project], task, each, register, asked))
        for task in register.tasks()
        if task.unit == unit
        for each in task.indicators
    ]
    if not rows:
        raise PipelineError(f"{unit}没有牵头的任务，不必填报。")
    period = asked.period
    page = Page(
        FORM,
        _columns(period),
        rows,
        title=f"{period.words}重点民生实事进展情况表",
        lead=(f"填报单位：{unit}", Mark(_when_and_whom(asked), bold=True)),
        notes=(
            "说明：蓝色单元格由你单位填写，其余已锁定，不必改动；没有数量的指标，请从下拉列表中选择进展状态。"
            f"怎么填见“{GUIDE}”表。",
            Mark("填报人：　　　　　　联系电话：　　　　　　　　填报日期：　　　　年　　月　　日", locked=False),
        ),
        protected=True,
        least_height=_ROOM_TO_WRITE,
    )
    return sealed(write_workbook((page, _guide(period)), title=f"{page.title}（{unit}）"))


def _columns(period: Period) -> tuple[Column, ...]:
    """The columns; the key stands behind the others, for a line over the table must not begin in a hidden column."""
    before = (period + -1).month
    return (
        Column("项目名称", 11, merges=True),
        Column("目标任务", 26, merges=True),
        Column("指标名称", 14),
        Column("全年目标值", 9, align=Align.CENTRE),
        Column("计量单位", 5.5, align=Align.CENTRE),
        Column(f"上月底累计完成（{before}月）", 9, Show.FIGURE),
        Column(f"上月状态（{before}月）", 8, align=Align.CENTRE),
        Column(f"截至{period.month}月底累计完成", 11, Show.FIGURE),
        Column("进展情况", 26, hint="写到哪一步、做成了什么。不写个人姓名和电话"),
        Column("存在问题", 16, hint="没有就空着"),
        Column("下一步打算", 16, hint="下个月怎么推进"),
        Column("指标编号", 8, hidden=True),
    )


def _row(project: str, task: Task, indicator: Indicator, register: Register, asked: Asked) -> Iterator[Value | Mark]:
    past = asked.known.get(indicator.id)
    yield project
    yield task.text
    yield indicator.name
    goal = register.goal(indicator, asked.period)
    yield indicator.sign or "—" if goal is None else goal_words(indicator, goal)
    yield indicator.measure
    yield _known(past)
    yield status_words(past) if past else "—"
    yield Mark(None, Tint.ENTRY, locked=False, allowed=_allowed(indicator, past))
    for _ in ("进展情况", "存在问题", "下一步打算"):
        yield Mark("", Tint.ENTRY, locked=False)
    yield indicator.id


def _known(past: Past | None) -> Value:
    """The figure or the state of the month before; — where there was none."""
    if past is None:
        return "—"
    if past.done is not None:
        return past.done
    return past.state.words if past.state else "—"


def _allowed(indicator: Indicator, past: Past | None) -> Allowed:
    """What may be typed as this month's figure or state.

    A cumulative figure that falls is asked about and not refused: last month's may have been wrong.
    """
    if not indicator.is_counted:
        words = "、".join(_STATES)
        return Allowed(f"请选择：{words}。", f"请点格子右边的箭头，从列表中选择：{words}。", choices=_STATES)
    percent = indicator.measure == "%"
    most = _WHOLE if percent else None
    how = "只填数字，90%填 90" if percent else f"只填数字，不带单位，按“{indicator.measure}”填"
    until = "，不大于 100" if percent else ""
    if past is None or past.done is None or indicator.kind is Kind.RATE:
        return Allowed(f"截至本月底的数。{how}。", f"{how}，不小于 0{until}。", most=most)
    least = plain(past.done)
    return Allowed(
        f"从年初累计到本月底的数。{how}。上月是 {least}，累计数一般不会比上月少。",
        f"{how}{until}；累计数一般不会比上月的 {least} 少。确需核减的可以保留，请在“存在问题”栏说明原因。",
        least=past.done,
        most=most,
        strict=False,
    )


def _when_and_whom(asked: Asked) -> str:
    """By when the form is awaited and whom to ask; what the settings leave open is left out."""
    office = asked.office
    day = f"{day_words(asked.due)}（星期{_WEEKDAYS[asked.due.weekday()]}）"
    whom = "，".join(part for part in (office.contact, office.telephone) if part)
    return f"请于{day}前报送{office.name}{f'（联系人、电话：{whom}）' if whom else ''}。"


_COLUMNS = (Column("栏目", 24, merges=True), Column("怎么填", 96))


def _guide(period: Period) -> Page:
    """The second sheet: what to write in each column, in a page."""
    month = period.month
    figure = f"截至{month}月底累计完成"
    rows = (
        ("项目名称至上月状态", "程序填好的，不能改。有出入的，请在“存在问题”栏写明，并与我们联系。"),
        (figure, f"从年初到{month}月底一共完成多少，不是{month}月一个月的数：1至{month}月共完成 60 个，就填 60。"),
        (figure, "只填数字，不带单位，单位见“计量单位”栏；6000万元、单位为万元的填 6000，90%填 90。"),
        (
            figure,
            "没有数量的指标，从下拉列表中选“未启动”“推进中”或“已完成”。全年目标（完成标志）达到了才选“已完成”。",
        ),
        (figure, "累计数一般不会比上月少；少了会提示一次；确需核减的可以保留，请在“存在问题”栏说明原因。"),
        (figure, "本月没有进展的，也请照填累计数；空着就按“未填”通报，不会用上月的数代替。"),
        ("进展情况", "一两句话：做成了什么、到了哪一步、在哪里。数字要与累计数一致。不写个人姓名、电话、身份证号。"),
        ("存在问题", "影响进度的问题和原因，需要协调的事项。没有就空着。"),
        ("下一步打算", "下个月做什么、什么时候做到哪一步。"),
        (
            "报送",
            "填好后直接发回这份表；不要另做表、不要增删行，也不要转成图片或 PDF。填错了，改好后文件名带“更正”再报。",
        ),
    )
    return Page(GUIDE, _COLUMNS, rows, title="怎么填这张表", protected=True)
