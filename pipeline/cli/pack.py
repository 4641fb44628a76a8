"""The command that packs a month for the meeting (会议材料)."""

import sys
from datetime import date

import click

from pipeline.cli.arguments import DONE, PERIOD
from pipeline.period import Period
from pipeline.speaking import ChineseCommand, progress
from pipeline.workspace import Workspace


@click.command(cls=ChineseCommand)
@PERIOD
@click.pass_obj
def pack(workspace: Workspace, period: Period) -> int:
    """把上会要用的打成一个压缩包：通报、PDF、附件表、一页的汇报提纲。

    通报按文件夹里现有的装入，改过的也按改过的装；报送文件后来有变化的，要先重新运行这个月。
    """
    from pipeline.packing import pack_month

    with progress(sys.stderr.isatty()) as heard:
        lines = tuple(pack_month(workspace, period, today=date.today(), heard=heard))  # noqa: DTZ011
    click.echo("\n".join(lines))
    return DONE
