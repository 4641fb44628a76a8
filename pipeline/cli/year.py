"""The commands of a year (每年): targets, history, new."""

import sys
from pathlib import Path

import click

from pipeline.cli.arguments import DONE, JSON, WITH_ERRORS
from pipeline.speaking import ChineseCommand, YearType, progress, say_json
from pipeline.workspace import Workspace


@click.command(cls=ChineseCommand)
@click.argument("year", type=YearType(), metavar="年份")
@click.argument("notice", type=click.Path(dir_okay=False, path_type=Path), required=False, metavar="[通知文件]")
@JSON
@click.pass_obj
def targets(workspace: Workspace, year: int, notice: Path | None, as_json: bool) -> int:
    """读年度通知，写出目标任务台账，供人核对一次。

    台账已经有了就不覆盖，只列出通知与台账的不同之处。收回的年度计划表放在 inputs/年份/计划/ 里，也一并读入，
    都标上“待核”；台账已经有了，就另写一份“targets（含计划）.xlsx”供核对。
    """
    from pipeline import yearly

    proposal = yearly.drafted(workspace, year, notice)
    target = workspace.register(year)
    if as_json:
        from pipeline.report import dumps, register_json

        click.echo(dumps(register_json(proposal.register)), nl=False)
        return DONE
    plans = yearly.plans(workspace, year, proposal)
    if target.exists():
        found = yearly.differences(workspace, year, proposal)
        click.echo(f"{workspace.name(target)} 已经有了，没有改动。")
        for line in found:
            click.echo(f"  {line}")
        click.echo(f"通知与台账有 {len(found)} 处不同，请核对后在台账里改。" if found else "通知与台账一致。")
        for line in yearly.plans_beside(workspace, year, plans):
            click.echo(line)
    else:
        proposal = yearly.planned(proposal, plans)
        yearly.write_register(workspace, year, proposal)
        click.echo(f"已写出 {workspace.name(target)}：{yearly.counts(proposal)}。")
        for where, doubt in proposal.doubts:
            click.echo(f"  待核 {where}：{doubt}")
        click.echo("请打开台账核对一遍，尤其是“待核”一栏；核对后就可以按月运行。")
        if strange := yearly.strange_office(workspace, proposal):
            click.echo(strange)
    for finding in plans.findings:
        click.echo(f"〔{finding.words}〕{finding}")
    return WITH_ERRORS if any(finding.is_error for finding in plans.findings) else DONE


@click.command(cls=ChineseCommand)
@click.option("--year", type=YearType(), metavar="年份", help="只看这一年；不写就看最近一年。")
@click.option("--rebuild", type=YearType(), metavar="年份", help="只凭 inputs 把这一年各月重做一遍，与台账核对。")
@JSON
@click.pass_obj
def history(workspace: Workspace, year: int | None, rebuild: int | None, as_json: bool) -> int:
    """已经做过的各月：每项指标逐月的累计数和状态，另写成 outputs/历史台账.xlsx（带走势图）。

    带 --json 时只打印，什么都不写。
    """
    from pipeline import recounting

    if rebuild:
        return _rebuild(workspace, rebuild, as_json)
    lines = recounting.history(workspace, year)
    if as_json:
        say_json([line.plain() for line in lines])
        return DONE
    for line in lines:
        click.echo(str(line))
    if not lines:
        click.echo(f"台账里还没有{f'{year}年' if year else ''}做过的月份。")
    else:
        click.echo(recounting.write_history(workspace, year))
    return DONE


@click.command(cls=ChineseCommand)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="文件夹")
def new(folder: Path) -> int:
    """新建一个工作区：文件夹、带说明的设置、文稿模板。"""
    from pipeline.yearly import new_workspace

    for line in new_workspace(folder.absolute()):
        click.echo(line)
    return DONE


def _rebuild(workspace: Workspace, year: int, as_json: bool) -> int:
    from pipeline.rebuilding import rebuilt

    with progress(sys.stderr.isatty()) as heard:
        found = rebuilt(workspace, year, heard)
    if as_json:
        say_json([each.plain() for each in found])
    else:
        click.echo("\n".join(map(str, found)))
        click.echo(f"重建的台账在 {workspace.name(workspace.rebuilt())}；原来的台账没有改动。")
    return DONE if all(each.agrees for each in found) else WITH_ERRORS
