"""The commands (命令行): the only face. Paths, today's date, progress and exit codes live here and nowhere below."""

import gc
import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.findings import PipelineError
from pipeline.period import Period
from pipeline.speaking import (
    ChineseCommand,
    ChineseGroup,
    PeriodType,
    YearType,
    mute,
    progress,
    say,
    tell_month,
    tell_papers,
    words_for,
)
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from pipeline.model import Month

DONE, WITH_ERRORS, NOT_DONE, INTERRUPTED = 0, 1, 2, 130


PERIOD = click.argument("period", type=PeriodType(), metavar="月份")
JSON = click.option("--json", "as_json", is_flag=True, help="在标准输出打印 JSON，供程序读取。")


@click.group(cls=ChineseGroup, context_settings={"help_option_names": ["--help", "-h"]})
@click.option(
    "--workspace",
    "root",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="TONGBAO_WORKSPACE",
    default=Path(),
    metavar="文件夹",
    help="工作区文件夹（里面有 inputs、outputs）。不写就用当前文件夹。",
)
@click.pass_context
def tongbao(context: click.Context, root: Path) -> None:
    """重点民生实事月度通报：收表、汇总、核对、研判、成文，一条命令完成。

    每月收齐各单位的进展表，放进 inputs/年/月/ 文件夹，运行 tongbao run 2023-05，
    在 outputs/2023-05/ 里取通报和核稿。月份写成 2023-05。
    """
    context.obj = Workspace(root.absolute())


@tongbao.command(cls=ChineseCommand)
@PERIOD
@click.option("--review-only", is_flag=True, help="只出核稿和各张表；上次出的正式通报没有改过的，一并撤下。")
@click.option("--strict", is_flag=True, help="有提醒也算不通过（退出码 1）。")
@JSON
@click.pass_obj
def run(workspace: Workspace, period: Period, review_only: bool, strict: bool, as_json: bool) -> int:
    """做一个月的通报：收、并、核、判、写、记。"""
    from pipeline.catalogue import require_known
    from pipeline.monthly import conduct
    from pipeline.report import dumps, report

    require_known(workspace.settings().severities)
    with progress(sys.stderr.isatty()) as heard:
        done = conduct(
            workspace,
            period,
            today=date.today(),  # noqa: DTZ011  (the office's own day)
            ran_at=datetime.now().astimezone(),
            review_only=review_only,
            heard=heard,
        )
    reported = report(done.month, done.outputs)
    if as_json:
        click.echo(dumps(reported), nl=False)
    else:
        tell_papers(workspace, done)
        tell_month(reported)
    return _verdict(done.month, strict)


@tongbao.command(cls=ChineseCommand)
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


@tongbao.command(cls=ChineseCommand)
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
    for finding in plans.findings:
        click.echo(f"〔{finding.words}〕{finding}")
    return WITH_ERRORS if any(finding.is_error for finding in plans.findings) else DONE


@tongbao.command(cls=ChineseCommand)
@click.argument("year", type=YearType(), metavar="年份")
@click.option("--plan", is_flag=True, help="各单位的年度计划表，写到 outputs/年份/计划/。")
@click.pass_obj
def forms(workspace: Workspace, year: int, plan: bool) -> int:
    """写出发给各单位填的表：年度计划表（tongbao forms 年份 --plan）。

    每个单位一份，只有它自己的指标；请它填截至各月底的累计计划和完成标志。填过的表不会被覆盖。
    """
    from pipeline.yearly import write_plan_forms

    if not plan:
        raise PipelineError(f"请写 tongbao forms {year} --plan，写出各单位的年度计划表。")
    for line in write_plan_forms(workspace, year):
        click.echo(line)
    return DONE


@tongbao.command(cls=ChineseCommand)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="文件.docx")
@JSON
def proof(file: Path, as_json: bool) -> int:
    """按 GB/T 9704—2012 核验一份 Word 文件的版式。"""
    from pipeline.circular.proof import proof as measure
    from pipeline.circular.proof import proof_json

    try:
        data = file.read_bytes()
    except OSError as fault:
        raise PipelineError(f"打不开 {file.name}。请检查路径。") from fault
    measures = measure(data)
    if as_json:
        click.echo(json.dumps(proof_json(measures), ensure_ascii=False, indent=2))
    else:
        for each in measures:
            told = f"{each.clause} {each.item}：规定“{each.expected}”，实测“{each.measured}”"
            click.echo(f"〔{each.verdict.words}〕{told}")
    return WITH_ERRORS if any(each.is_error for each in measures) else DONE


@tongbao.command(cls=ChineseCommand)
@PERIOD
@click.option("--reopen", is_flag=True, help="把已经封存的月份重开；要写明原因。")
@click.option("--reason", default="", metavar="原因", help="为什么重开，记入台账。")
@click.pass_obj
def close(workspace: Workspace, period: Period, reopen: bool, reason: str) -> int:
    """封存已经印发的月份，以后不能再改；确需改动的，写明原因重开。"""
    from pipeline.closing import close_month, reopen_month

    day, reason = date.today(), reason.strip()  # noqa: DTZ011  (the office's own day)
    if reopen != bool(reason):
        raise PipelineError(f"重开要写明原因：tongbao close {period} --reopen --reason 原因。")
    lines = reopen_month(workspace, period, reason, today=day) if reopen else close_month(workspace, period, today=day)
    click.echo("\n".join(lines))
    return DONE


@tongbao.command(cls=ChineseCommand)
@click.option("--year", type=YearType(), metavar="年份", help="只看这一年；不写就看最近一年。")
@click.option("--rebuild", type=YearType(), metavar="年份", help="只凭 inputs 把这一年各月重做一遍，与台账核对。")
@JSON
@click.pass_obj
def history(workspace: Workspace, year: int | None, rebuild: int | None, as_json: bool) -> int:
    """已经做过的各月：每项指标逐月的累计数和状态，另写成 outputs/历史台账.xlsx（带走势图）。

    带 --json 时只打印，什么都不写。
    """
    from pipeline import yearly

    if rebuild:
        return _rebuild(workspace, rebuild, as_json)
    lines = yearly.history(workspace, year)
    if as_json:
        click.echo(json.dumps([line.plain() for line in lines], ensure_ascii=False, indent=2))
        return DONE
    for line in lines:
        click.echo(str(line))
    if not lines:
        click.echo(f"台账里还没有{f'{year}年' if year else ''}做过的月份。")
    else:
        click.echo(yearly.write_history(workspace, year))
    return DONE


@tongbao.command(cls=ChineseCommand)
@click.argument("code", required=False, metavar="[编号]")
@click.option("--all", "everything", is_flag=True, help="打印全部规则（生成 docs/核查问题.md 用）。")
def explain(code: str | None, everything: bool) -> int:
    """说明一个核查问题的编号，如 V101。"""
    from pipeline.catalogue import STAGES, page, rule_of

    if everything:
        click.echo(page(), nl=False)
        return DONE
    if not code:
        raise PipelineError("请写明编号，如 tongbao explain V101；全部编号见 tongbao explain --all。")
    rule = rule_of(code.upper())
    if rule is None:
        raise PipelineError(f"没有编号 {code}。全部编号见 tongbao explain --all。")
    click.echo(f"{rule.code}　{rule.title}（{STAGES[rule.code[0]]}，{rule.severity.words}）")
    click.echo(f"怎么说：{rule.message}")
    click.echo(f"怎么改：{rule.suggestion}")
    return DONE


@tongbao.command(cls=ChineseCommand)
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
        click.echo(json.dumps([each.plain() for each in found], ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(map(str, found)))
        click.echo(f"重建的台账在 {workspace.name(workspace.rebuilt())}；原来的台账没有改动。")
    return DONE if all(each.agrees for each in found) else WITH_ERRORS


def _verdict(month: "Month", strict: bool) -> int:
    from pipeline.findings import Severity

    weights = {finding.severity for finding in month.findings}
    return WITH_ERRORS if Severity.ERROR in weights or (strict and Severity.WARNING in weights) else DONE


def main(arguments: list[str] | None = None) -> None:
    """Run the command line: exit code 0 well, 1 with errors found, 2 not done, 130 interrupted."""
    given = (sys.argv[1:] if arguments is None else arguments) or ["--help"]
    gc.disable()  # a month is a short process of bounded size: collecting its cycles costs a tenth of its time,
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")  # a GBK console cannot show every character
    code = _run(given)
    gc.freeze()  # and searching them once more on leaving another fifth
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    try:
        code = tongbao.main(arguments, prog_name="tongbao", standalone_mode=False)
        if sys.stdout:
            sys.stdout.flush()
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except (KeyboardInterrupt, click.Abort):
        say("已中断。没有写完的，下次运行会接着写完。", err=True)
        return INTERRUPTED
    except click.ClickException as fault:
        return _not_done(words_for(fault), arguments)
    except PipelineError as fault:
        return _not_done(str(fault), arguments)
    except (BrokenPipeError, SystemExit):  # click leaves so when whoever read our output has left
        mute(1)
        return NOT_DONE
    except OSError as fault:
        from pipeline.publishing import reason

        if not fault.filename:
            mute(1)
        name = Path(str(fault.filename)).name if fault.filename else "标准输出"
        return _not_done(f"读写 {name} 时出错（{reason(fault)}）。请检查磁盘空间和权限后重新运行。", arguments)
    return code if isinstance(code, int) else DONE


def _not_done(message: str, arguments: list[str]) -> int:
    if "--json" in arguments:
        say(json.dumps({"error": message}, ensure_ascii=False))
    say(f"没有做成：{message}", err=True)
    return NOT_DONE


if __name__ == "__main__":
    main()
