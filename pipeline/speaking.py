"""Click in Chinese: help pages and messages of the command line."""

from difflib import get_close_matches

import click


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

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_options(self, ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _chinese_help(super().get_help_option(ctx))


class ChineseGroup(click.Group):
    """A group whose help is in Chinese, and that knows what a mistyped command may have meant."""

    context_class = ChineseContext

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return ["[选项]", "命令 …"]

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
        return (
            f"{fault.message}" if fault.message.endswith("。") else f"参数不对：{fault.message}。用 --help 查看用法。"
        )
    if isinstance(fault, click.UsageError) and fault.message.startswith("没有"):
        return fault.message
    if isinstance(fault, click.UsageError):
        return "命令写得不对，多了或少了内容。用 --help 查看用法。"
    return fault.format_message()


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
