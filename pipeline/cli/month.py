"""The commands of a month (每月): run, check, close."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.arguments import DONE, JSON, PERIOD, WITH_ERRORS
from pipeline.findings import PipelineError
from pipeline.period import Period
from pipeline.settings import LAYOUTS
from pipeline.speaking import ChineseCommand, progress, tell_edits, tell_month, tell_papers
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from pipeline.model import Month


@click.command(cls=ChineseCommand)
@PERIOD
@click.option("--review-only", is_flag=True, help="只出核稿和各张表；上次出的正式通报没有改过的，一并撤下。")
@click.option("--keep-edits", is_flag=True, help="人在通报里改过、没有带数字的段落，接到新稿里来。")
@click.option(
    "--layout",
    type=click.Choice(LAYOUTS),
    help="这一次的版式（红头、套打、信函、督查通报、会议材料），不写就照设置。",
)
@click.option(
    "--wording",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="文件",
    help="这一次用的文稿：Word 文稿（.docx）或文字模板，不写就照设置。",
)
@click.option("--strict", is_flag=True, help="有提醒也算不通过（退出码 1）。")
@JSON
@click.pass_obj
def run(
    workspace: Workspace,
    period: Period,
    review_only: bool,
    keep_edits: bool,
    layout: str | None,
    wording: Path | None,
    strict: bool,
    as_json: bool,
) -> int:
    """做一个月的通报：收、并、核、判、写、记。"""
    from pipeline.catalogue import require_known
    from pipeline.siding import siding

    require_known(workspace.settings().severities)
    with progress(sys.stderr.isatty()) as heard, siding(heard=heard) as executor:
        from pipeline.monthly import conduct  # only now: the other process is to start light

        done = conduct(
            workspace,
            period,
            today=date.today(),  # noqa: DTZ011  (the office's own day)
            ran_at=datetime.now().astimezone(),
            review_only=review_only,
            keep_edits=keep_edits,
            layout=layout or "",
            wording=wording,
            executor=executor,
            heard=heard,
        )
    from pipeline.report import dumps, report

    reported = report(done.month, done.outputs)
    if as_json:
        click.echo(dumps(reported), nl=False)
    else:
        tell_papers(workspace, done)
        tell_edits(reported, keep_edits)
        tell_month(reported)
    return _verdict(done.month, strict)


@click.command(cls=ChineseCommand)
@PERIOD
@click.option("--strict", is_flag=True, help="有提醒也算不通过（退出码 1）。")
@JSON
@click.pass_obj
def check(workspace: Workspace, period: Period, strict: bool, as_json: bool) -> int:
    """只核对和研判，什么都不写。"""
    from pipeline.catalogue import require_known
    from pipeline.monthly import check_month
    from pipeline.report import Outputs, dumps, report

    require_known(workspace.settings().severities)
    with progress(sys.stderr.isatty()) as heard:
        month = check_month(workspace, period, today=date.today(), heard=heard)  # noqa: DTZ011
    reported = report(month, Outputs())
    if as_json:
        click.echo(dumps(reported), nl=False)
    else:
        for finding in month.findings:
            click.echo(f"〔{finding.words}〕{finding}")
        tell_month(reported)
    return _verdict(month, strict)


@click.command(cls=ChineseCommand)
@PERIOD
@click.option("--reopen", is_flag=True, help="把已经封存的月份重开；要写明原因。")
@click.option("--reason", default="", metavar="原因", help="为什么重开，记入台账。")
@click.pass_obj
def close(workspace: Workspace, period: Period, reopen: bool, reason: str) -> int:
    """封存已经印发的月份，以后不能再改；确需改动的，写明原因重开。"""
    from pipeline.closing import close_month, reopen_month

    day, reason = date.today(), reason.strip()  # noqa: DTZ011  (the office's own day)
    if reopen and not reason:
        raise PipelineError(f"重开要写明原因：tongbao close {period} --reopen --reason 原因。")
    if reason and not reopen:
        raise PipelineError(f"封存不用写原因；要重开，请写 tongbao close {period} --reopen --reason 原因。")
    lines = reopen_month(workspace, period, reason, today=day) if reopen else close_month(workspace, period, today=day)
    click.echo("\n".join(lines))
    return DONE


def _verdict(month: "Month", strict: bool) -> int:
    from pipeline.findings import Severity

    weights = {finding.severity for finding in month.findings}
    return WITH_ERRORS if Severity.ERROR in weights or (strict and Severity.WARNING in weights) else DONE
