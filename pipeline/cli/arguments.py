"""What the commands share: how a month and ``--json`` are written, and the exit codes."""

import click

from pipeline.speaking import PeriodType

DONE, WITH_ERRORS, NOT_DONE, INTERRUPTED = 0, 1, 2, 130

PERIOD = click.argument("period", type=PeriodType(), metavar="月份")
JSON = click.option("--json", "as_json", is_flag=True, help="在标准输出打印 JSON，供程序读取。")
