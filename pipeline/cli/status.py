"""The command that tells how a month's reporting stands (看进度)."""

import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from pipeline.cli.arguments import DONE, JSON, PERIOD
from pipeline.period import Period, day_words
from pipeline.speaking import ChineseCommand, progress, say_json
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from pipeline.model import Unit
    from pipeline.rollcall import Call, Roll

_WEEKDAYS = "一二三四五六日"


@click.command(cls=ChineseCommand)
@PERIOD
@JSON
@click.pass_obj
def status(workspace: Workspace, period: Period, as_json: bool) -> int:
    """看报送进度：离截止还有几天，谁报了，谁没报，谁要改什么。

    截止前后都能看，什么都不写；退出码总是 0。
    """
    from pipeline.catalogue import require_known
    from pipeline.rollcall import called

    require_known(workspace.settings().severities)
    with progress(sys.stderr.isatty()) as heard:
        roll = called(workspace, period, today=date.today(), heard=heard)  # noqa: DTZ011  (the office's own day)
    if as_json:
        say_json(roll.plain())
    else:
        click.echo("\n".join(_lines(roll)))
    return DONE


def _lines(roll: "Roll") -> Iterator[str]:
    yield _deadline(roll)
    parts = [f"迟报{len(roll.late)}个"] * bool(roll.late) + [f"需修改{len(roll.returned)}个"] * bool(roll.returned)
    among = f"（其中{'、'.join(parts)}）" if parts else ""
    yield f"单位：{len(roll.calls)}个 = 已报送{len(roll.reported)}{among} + 未报送{len(roll.missing)}"
    if roll.month.closed:
        yield f"{roll.month.period.words}已封存，以后收到的文件不再计入。"
    if not roll.month.submissions:
        yield "还没有收到文件。"
    if roll.is_too_early:
        yield "这个月还没有要报的指标。"
    elif roll.missing:
        yield "未报送："
        yield from (f"  {each.unit.name}{_whom(each.unit)}" for each in roll.missing)
    if roll.returned:
        yield "需修改："
        yield from (line for each in roll.returned for line in _to_mend(each))
    if blank := [each for each in roll.calls if each.blank]:
        yield "有空项："
        yield from (f"  {each.unit.name}：{'、'.join(one.indicator.name for one in each.blank)}" for each in blank)
    if roll.reported:
        yield "已报送："
        yield from (f"  {_arrival(each, roll.month.period.year)}" for each in roll.reported)
    if roll.strangers:
        yield "认不出单位的文件："
        yield from (f"  {each.file}" for each in roll.strangers)


def _deadline(roll: "Roll") -> str:
    """By when the sheets are due, and how long that is."""
    due, left = roll.month.deadline, roll.days_left
    if due is None or left is None:
        return f"{roll.month.period.words}没有报送截止日。"
    told = "今天截止"
    if left:
        told = f"还有{left}天（工作日{roll.working_days_left}天）" if left > 0 else f"已过{-left}天"
    day = day_words(due, roll.month.period.year)
    return f"{roll.month.period.words}的报送截止日是{day}（星期{_WEEKDAYS[due.weekday()]}），{told}。"


def _whom(unit: "Unit") -> str:
    """Whom to ask and how; empty where the register does not say."""
    said = "，".join(each for each in (unit.contact, unit.telephone) if each)
    return f"（{said}）" if said else ""


def _to_mend(call: "Call") -> Iterator[str]:
    yield f"  {call.unit.name}{_whom(call.unit)}"
    for each in call.errors:
        yield f"    {each.where}：{each.message}[{each.code}]"


def _arrival(call: "Call", year: int) -> str:
    """When and how a unit reported, and how much of what is asked."""
    report = call.report
    when = f"{day_words(report.received, year)}（{report.evidence.words}）" if report.received else "时间不明"
    late = "，迟报" if report.late else ""
    files = "、".join(each.file for each in report.files)
    return f"{report.name}：{when}{late}，填了{report.filled}/{report.total}项，{files}"
