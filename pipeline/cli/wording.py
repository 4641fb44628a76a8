"""The commands of the wording (文稿): its check, and the names that it may use."""

import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.arguments import DONE, JSON, WITH_ERRORS
from pipeline.findings import Finding, PipelineError, Severity, regraded
from pipeline.period import Period
from pipeline.speaking import ChineseCommand, ChineseGroup, PeriodType, progress, say_json
from pipeline.workspace import BRIEF, LETTERS, WORDING_PARTS, Workspace

if TYPE_CHECKING:
    from pipeline.circular.glossary import Name
    from pipeline.formats.writings import Writing
    from pipeline.model import Month
    from pipeline.settings import Settings


@click.group(cls=ChineseGroup, invoke_without_command=True)
@click.pass_context
def wording(context: click.Context) -> None:
    """文稿：检查文字模板或 Word 文稿，列出可用的名称。"""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@wording.command(cls=ChineseCommand)
@click.argument("given", required=False, metavar="[文件或月份]")
@JSON
@click.pass_obj
def check(workspace: Workspace, given: str | None, as_json: bool) -> int:
    """检查一份文稿，把所有问题一次列出，什么都不写。

    写文件名，检查那个文件（.docx 或 .txt）；什么都不写，检查设置里的文稿；写月份，再用那个月的数据试写一遍。
    """
    from pipeline.formats.writings import Writing
    from pipeline.monthly import read_wording

    settings, period = workspace.settings(), _period(given)
    written = read_wording(workspace, settings, Path(given) if given and period is None else None)
    found = _checked(workspace, written)
    if period is not None and not any(each.is_error for each in found):
        found = _tried(_judged(workspace, period), settings, written, workspace.wording_parts(), found)
    if given is None or period is not None:
        found += _checked(workspace, Writing(BRIEF, workspace.template(BRIEF)))
    found = regraded(found, settings.severities)
    if as_json:
        say_json({"wording": written.name, "findings": [_finding(each) for each in found]})
    else:
        for each in found:
            click.echo(f"〔{_WEIGHTS.get(each.severity.value, each.severity.words)}〕{each}")
        click.echo(f"{written.name}：{_sum(found)}")
    return WITH_ERRORS if any(each.severity is not Severity.NOTE for each in found) else DONE


@wording.command(cls=ChineseCommand)
@click.argument("period", required=False, type=PeriodType(), metavar="[月份]")
@JSON
@click.pass_obj
def names(workspace: Workspace, period: Period | None, as_json: bool) -> int:
    """列出文稿里可用的名称和意思；写了月份，再列出那个月的内容（只计算，不写）。"""
    from pipeline.circular.glossary import NAMES

    facts = None
    if period is not None:
        from pipeline.circular.facts import facts as facts_of

        facts = facts_of(_judged(workspace, period), workspace.settings())
    if as_json:
        say_json([_name(each, facts) for each in NAMES])
    else:
        for each in NAMES:
            _tell(each, facts)
    return DONE


_WEIGHTS = {"error": "要改"}  # nothing is sent back: the wording is the office's own


def _checked(workspace: Workspace, written: "Writing") -> tuple[Finding, ...]:
    """The findings of one of the office's wordings: the circular, a part of it, or the brief."""
    from pipeline.circular import glossary
    from pipeline.circular.checking import check_wording

    if written.name in LETTERS:
        raise PipelineError(f"{written.name} 是发给单位的话，可用的名称写在它开头，不在这里检查。")
    if written.name == BRIEF:
        return check_wording(written, names=(*glossary.NAMES, *glossary.BRIEF), whole=False)
    if written.name in WORDING_PARTS:
        return check_wording(written, whole=False)
    return check_wording(written, workspace.wording_parts())


def _period(given: str | None) -> Period | None:
    """The month that an argument names; None where it names a file."""
    try:
        return Period.parse(given) if given else None
    except (PipelineError, ValueError):
        return None


def _judged(workspace: Workspace, period: Period) -> "Month":
    from pipeline.monthly import check_month

    with progress(sys.stderr.isatty()) as heard:
        return check_month(workspace, period, today=date.today(), heard=heard)  # noqa: DTZ011


def _tried(
    month: "Month", settings: "Settings", written: "Writing", parts: Mapping[str, str], found: Iterable[Finding]
) -> tuple[Finding, ...]:
    """What shows only once the month's data are put in: a figure that would be altered, an annex it does not have."""
    from pipeline.circular.checking import TAG
    from pipeline.circular.wording import compose
    from pipeline.source import Where

    try:
        composed = compose(month, settings, written, parts=parts)
    except PipelineError as fault:
        return (*found, TAG.at(Where(written.name), reason=str(fault).rstrip("。")))
    known = {(each.code, each.message) for each in found}
    of_wording = (each for each in composed.findings if each.code == "W102" and (each.code, each.message) not in known)
    return (*found, *of_wording)


def _finding(finding: Finding) -> dict[str, str]:
    where = finding.where
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "file": where.file,
        "place": where.cell,
        "words": where.raw,
        "message": finding.message,
        "suggestion": finding.suggestion,
    }


def _sum(found: Iterable[Finding]) -> str:
    counts = [sum(each.severity is weight for each in found) for weight in Severity]
    told = "，".join(f"{word}{n}处" for word, n in zip(("要改的", "提醒", "备注"), counts, strict=True) if n)
    return f"{told}。" if told else "没有发现问题。"


def _tell(name: "Name", facts: Mapping[str, Any] | None, indent: str = "") -> None:
    """A name with its meaning and value; of a list the number of its things and the fields of the first."""
    value = _value(facts, name.name)
    told = name.name if facts is None else f"{name.name} = {_words(value)}"
    click.echo(f"{indent}{told}　〔{name.meaning}〕")
    first = value[0] if name.fields and isinstance(value, list) and value else None
    for each in name.fields:
        _tell(each, first, f"{indent}    .")


def _name(name: "Name", facts: Mapping[str, Any] | None) -> dict[str, Any]:
    told: dict[str, Any] = {"name": name.name, "kind": name.sort.value, "meaning": name.meaning}
    if name.fields:
        told["fields"] = [_name(each, None) for each in name.fields]
    return told if facts is None else told | {"value": _value(facts, name.name)}


def _value(facts: Mapping[str, Any] | None, name: str) -> Any:
    return None if facts is None else _plain(facts[name])


def _plain(fact: Any) -> Any:
    """A fact as text, yes or no, lists and tables."""
    if isinstance(fact, bool):
        return fact
    if isinstance(fact, str):
        return fact
    if isinstance(fact, Mapping):
        return {key: _plain(value) for key, value in fact.items()}
    if isinstance(fact, list | tuple):
        return [_plain(each) for each in fact]
    return str(fact)


def _words(value: Any) -> str:
    match value:
        case bool():
            return "是" if value else "否"
        case list() if value and isinstance(value[0], str):
            return "；".join(value)
        case list():
            return f"{len(value)}项" + ("，第一项是" if value else "")
    return str(value) if value else "（空）"
