"""The commands (命令行): the only face. Paths, today's date, progress and exit codes live here and nowhere below."""

import gc
import json
import sys
from pathlib import Path

import click

from pipeline.cli.arguments import DONE, INTERRUPTED, NOT_DONE
from pipeline.cli.forms import forms
from pipeline.cli.mail import fetch, send
from pipeline.cli.month import check, close, run
from pipeline.cli.pack import pack
from pipeline.cli.papers import pdf, proof
from pipeline.cli.rules import explain
from pipeline.cli.status import status
from pipeline.cli.wording import wording
from pipeline.cli.year import history, new, targets
from pipeline.findings import PipelineError
from pipeline.speaking import ChineseGroup, mute, say, words_for
from pipeline.workspace import Workspace


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


_IN_ORDER_OF_WORK = (
    new, targets, forms, fetch, status, check, run, wording,
    proof, pdf, pack, send, close, history, explain,
)  # fmt: skip
for _command in _IN_ORDER_OF_WORK:
    tongbao.add_command(_command)


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
