"""Click in Chinese: help pages, messages and what is told of a month on the command line."""

import json
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from inspect import cleandoc
from typing import TYPE_CHECKING, Any

import click

from pipeline.period import Period
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from pipeline.monthly import Conducted


class PeriodType(click.ParamType[Period]):
    """A month on the command line, also in the full-width digits of a Chinese keyboard."""

    name = "月份"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        try:
            return value if isinstance(value, Period) else Period.parse(unicodedata.normalize("NFKC", value))
        except ValueError as fault:
            self.fail(f"{fault}。", param, ctx)


class YearType(click.ParamType[int]):
    """A year on the command line."""

    name = "年份"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        year = unicodedata.normalize("NFKC", str(value)).removesuffix("年")
        if not (len(year) == 4 and year.isascii() and year.isdigit() and year >= "1900"):
            self.fail(f"“{value}”不是年份，请写成 2023 的样子。", param, ctx)
        return int(year)


class PeriodOrYearType(click.ParamType[Period | int]):
    """A month, or a year where four digits stand alone."""

    name = "月份或年份"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Period | int:
        text = unicodedata.normalize("NFKC", str(value)).strip()
        if re.fullmatch("[0-9]{4}年?", text):
            return YearType().convert(text, param, ctx)
        try:
            return Period.parse(text)
        except ValueError:
            self.fail(f"“{value}”不是月份也不是年份，请写成 2023-06 或 2023 的样子。", param, ctx)


class ChineseFormatter(click.HelpFormatter):
    """Help pages with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix="用法：" if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{heading}：\n")


class ChineseContext(click.Context):
    """Contexts whose help is written in Chinese."""

    formatter_class = ChineseFormatter


class ChineseCommand(click.Command):
    """A command whose help is in Chinese."""

    context_class = ChineseContext

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [piece.replace("[OPTIONS]", "[选项]") for piece in super().collect_usage_pieces(ctx)]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_help(self, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_options(self, ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _chinese_help(super().get_help_option(ctx))


class ChineseGroup(click.Group):
    """A group whose help is in Chinese, and that knows what a mistyped command may have meant."""

    context_class = ChineseContext

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return ["[选项]", "命令 …"]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_help(self, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_options(self, ctx, formatter)
        names = [(name, command) for name in self.list_commands(ctx) if (command := self.get_command(ctx, name))]
        with formatter.section("命令"):
            formatter.write_dl([(name, command.get_short_help_str(limit=80)) for name, command in names])
        formatter.write_paragraph()
        formatter.write_text("每条命令的详细用法：tongbao 命令 --help")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _chinese_help(super().get_help_option(ctx))

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)  # in the order of a month's work, not of the alphabet

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            near = get_close_matches(args[0], self.list_commands(ctx), n=1)
            hint = f"您是不是指 {near[0]}？" if near else f"可用的命令有 {'、'.join(self.list_commands(ctx))}。"
            raise click.UsageError(f"没有“{args[0]}”这个命令。{hint}", ctx)
        return super().resolve_command(ctx, args)


def words_for(fault: click.ClickException) -> str:
    """What click would say in English, in Chinese."""
    if isinstance(fault, click.NoSuchOption):
        return f"没有“{fault.option_name}”这个选项。用 --help 查看可用的选项。"
    if isinstance(fault, click.MissingParameter):
        name = fault.param.make_metavar(fault.ctx) if fault.param and fault.ctx else "参数"
        return f"缺少{name}。用 --help 查看用法。"
    if isinstance(fault, click.BadParameter):
        return fault.message if fault.message.endswith("。") else _misfit(fault.param, fault.ctx)
    if isinstance(fault, click.UsageError) and fault.message.startswith("没有"):
        return fault.message
    if isinstance(fault, click.UsageError):
        return "命令写得不对，多了或少了内容。用 --help 查看用法。"
    return fault.format_message()


def _misfit(parameter: click.Parameter | None, context: click.Context | None) -> str:
    """That a value does not fit its parameter, with what would."""
    if parameter is None or context is None:
        return "参数写得不对。用 --help 查看用法。"
    name = parameter.opts[0] if isinstance(parameter, click.Option) else parameter.make_metavar(context)
    if isinstance(parameter.type, click.Choice):
        return f"{name} 只能写 {'、'.join(parameter.type.choices)}。"
    if isinstance(parameter.type, click.Path):
        return f"{name} 要的是{'文件' if parameter.type.file_okay else '文件夹'}，写的不是。请检查路径。"
    return f"{name}写得不对。用 --help 查看用法。"


def say_json(told: object) -> None:
    """Print what is for programs: standard output holds it and nothing else."""
    click.echo(json.dumps(told, ensure_ascii=False, indent=2))


def tell_month(reported: dict[str, Any]) -> None:
    """The reconciliation and what is wrong, in a few lines that add up."""
    files, units = reported["reconciliation"]["files"], reported["summary"]["units"]
    indicators = reported["reconciliation"]["indicators"]
    weights = Counter(finding["severity"] for finding in reported["findings"])
    click.echo(
        f"文件：收到{files['seen']}个 = 采用{files['accepted']} + 被更正件替换{files['replaced']} + "
        f"未采用{files['refused']} + 无关{files['ignored']} + 重复{files['duplicate']}"
    )
    click.echo(f"单位：{units['total']}个 = 已报送{units['reported']} + 未报送{units['missing']}")
    click.echo(
        f"指标：{indicators['total']}项 = 有数{indicators['reported']} + "
        f"无数{indicators['not_reported']} + 未到时点{indicators['not_due']}"
    )
    click.echo(f"核查：退回或催报{weights['error']}条，提醒{weights['warning']}条，备注{weights['note']}条")


def tell_papers(workspace: Workspace, done: "Conducted") -> None:
    """Say where a month's papers are, and what was finished from a run that broke off."""
    for line in done.resumed:
        click.echo(line)
    outputs = done.outputs
    made = (outputs.circular, outputs.review, outputs.summary, outputs.findings, outputs.overview, *outputs.returned)
    click.echo(f"已写入 {workspace.name(done.folder)}/：")
    for name in made:
        if name:
            click.echo(f"  {name}")


def tell_edits(reported: dict[str, Any], keep_edits: bool) -> None:
    """What a person has changed in the circular, a line for each file; nothing is ever written over it."""
    for edit in reported["edits"]:
        click.echo(f"人改过，没有覆盖：{edit['summary']}")
    if keep_edits and not reported["edits"]:
        click.echo("没有人改过的通报，--keep-edits 没有用上。")
    elif any(edit["differences"] for edit in reported["edits"]):
        click.echo("逐段见问题清单（L110 起）。")


@contextmanager
def progress(terminal: bool) -> Iterator[Callable[[str], None]]:
    """Tell what is being done, on one line of a terminal; anywhere else be silent."""
    if not terminal:
        yield lambda _: None
        return

    def heard(what: str) -> None:
        click.echo(f"\r\x1b[K{what} …", nl=False, err=True)

    try:
        yield heard
    finally:
        click.echo("\r\x1b[K", nl=False, err=True)


def say(message: str, err: bool = False) -> None:
    """Say it, if anyone can hear."""
    try:
        click.echo(message, err=err)
    except OSError:
        mute(2 if err else 1)


def mute(stream: int) -> None:
    """Whoever read our output has left, or there is no room for it: leaving must not try once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream)


def _write_help(command: click.Command, formatter: click.HelpFormatter) -> None:
    """The text of a help page; where a line of the code ends, Chinese has no space."""
    paragraphs = cleandoc(command.help or "").split("\n\n")
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text("\n\n".join(text.replace("\n", "") for text in paragraphs))


def _write_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    records = [
        record
        for each in command.get_params(ctx)
        if isinstance(each, click.Option) and (record := each.get_help_record(ctx))
    ]
    if records:
        with formatter.section("选项"):
            formatter.write_dl(records)


def _chinese_help(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "显示这份说明。"
    return option
