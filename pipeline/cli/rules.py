"""The command that explains findings (核查问题)."""

import click

from pipeline.cli.arguments import DONE
from pipeline.findings import PipelineError
from pipeline.speaking import ChineseCommand


@click.command(cls=ChineseCommand)
@click.argument("code", required=False, metavar="[编号]")
@click.option("--all", "everything", is_flag=True, help="打印全部规则。")
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
