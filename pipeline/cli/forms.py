"""The command that sends forms out (发表): a month's, or the year's plans."""

import click

from pipeline.cli.arguments import DONE
from pipeline.findings import PipelineError
from pipeline.period import Period
from pipeline.speaking import ChineseCommand, PeriodOrYearType
from pipeline.workspace import Workspace


@click.command(cls=ChineseCommand)
@click.argument("when", type=PeriodOrYearType(), metavar="月份或年份")
@click.option("--plan", is_flag=True, help="各单位的年度计划表，写到 outputs/年份/计划/。")
@click.pass_obj
def forms(workspace: Workspace, when: Period | int, plan: bool) -> int:
    """写出发给各单位填的表：每月的填报表（tongbao forms 月份），一年一次的计划表（tongbao forms 年份 --plan）。

    每个单位一份，只有它自己的指标；目标和上月的数已经填好锁定，蓝色格子由单位填。
    填报表写到 outputs/月份/填报表/。填过的表不会被覆盖。
    """
    from pipeline.asking import write_month_forms, write_plan_forms

    if isinstance(when, Period):
        if plan:
            raise PipelineError(f"计划表一年一份，请写 tongbao forms {when.year} --plan。")
        lines = write_month_forms(workspace, when)
    elif plan:
        lines = write_plan_forms(workspace, when)
    else:
        raise PipelineError(
            f"请写明月份，如 tongbao forms {when}-06，写出当月的填报表；年度计划表请写 tongbao forms {when} --plan。"
        )
    for line in lines:
        click.echo(line)
    return DONE
