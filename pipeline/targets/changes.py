"""What differs between two registers of a year (台账与通知的不同), in words for people."""

from collections.abc import Iterator
from dataclasses import fields, replace

from pipeline.model import Indicator, Notice, Register, Task
from pipeline.quantities import plain
from pipeline.targets import book

_NOTICE = {"title": "标题", "number": "发文字号", "issuer": "发文机关", "dated": "成文日期"}


def differences(old: Register, new: Register) -> tuple[str, ...]:
    """One line for each difference: ``old`` is the register as it stands, ``new`` what the notice says.

    What the notice leaves to the office (names, rhythms, first months, signs, plans of its own) is not compared.
    """
    return (
        *_notices(old.notice, new.notice),
        *_projects(old, new),
        *_tasks(old, new),
        *_indicators(old, new),
        *_units(old, new),
    )


def _said(what: str, old: object, new: object) -> str:
    return f"{what}，台账为{_quoted(old)}，通知为{_quoted(new)}"


def _quoted(value: object) -> str:
    return f"“{value}”" if value not in ("", None) else "空"


def _notices(old: Notice, new: Notice) -> Iterator[str]:
    for field in fields(Notice):
        one, other = getattr(old, field.name), getattr(new, field.name)
        if field.name in _NOTICE and one != other:
            yield _said(f"通知的{_NOTICE[field.name]}", one, other)


def _projects(old: Register, new: Register) -> Iterator[str]:
    names = {project.number: project.name for project in old.projects}
    for project in new.projects:
        if project.number in names and names[project.number] != project.name:
            yield _said(f"第{project.number}件的项目名称", names[project.number], project.name)


def _tasks(old: Register, new: Register) -> Iterator[str]:
    tasks = {task.id: task for task in old.tasks()}
    for task in new.tasks():
        mine = tasks.get(task.id)
        for what, one, other in _task_facts(mine, task) if mine else ():
            if one != other:
                yield _said(f"{task.id} 的{what}", one, other)


def _task_facts(old: Task, new: Task) -> Iterator[tuple[str, str, str]]:
    yield "目标任务", old.text, new.text
    yield "责任单位", old.unit, new.unit
    yield "配合单位", "、".join(old.support), "、".join(new.support)


def _indicators(old: Register, new: Register) -> Iterator[str]:
    mine = {each.id: each for each in old.indicators()}
    theirs = {each.id: each for each in new.indicators()}
    for id, indicator in theirs.items():
        if id not in mine:
            yield f"{id} {indicator.name}：通知里有，台账里没有"
            continue
        changed = [
            f"{what}台账为{_quoted(one)}、通知为{_quoted(other)}"
            for (what, one), (_, other) in zip(_facts(mine[id], old.year), _facts(indicator, new.year), strict=True)
            if one != other
        ]
        if changed:
            yield f"{id} {mine[id].name}：" + "；".join(changed)
    for id, indicator in mine.items():
        if id not in theirs:
            yield f"{id} {indicator.name}：台账里有，通知里没有"


def _facts(indicator: Indicator, year: int) -> Iterator[tuple[str, str]]:
    yield "类型", next(word for word, kind in book.KINDS.items() if kind is indicator.kind)
    yield "比较", next((word for word, each in book.COMPARATORS.items() if each is indicator.comparator), "")
    yield "目标值", plain(indicator.target) if indicator.target is not None else ""
    yield "计量单位", indicator.measure
    yield "完成月", str(indicator.due)
    dated = tuple((month, value) for month, value in indicator.plan if month in indicator.steps)
    yield "通知写明的时点", book.plan_text(replace(indicator, plan=dated), year)


def _units(old: Register, new: Register) -> Iterator[str]:
    known = {unit.name for unit in old.units}
    for unit in new.units:
        if unit.name not in known:
            yield f"{unit.name}：通知里有，台账的“责任单位”表里没有"
