"""The commands about a single paper (文稿): its layout."""

import json
from pathlib import Path

import click

from pipeline.cli.arguments import DONE, JSON, WITH_ERRORS
from pipeline.findings import PipelineError
from pipeline.speaking import ChineseCommand


@click.command(cls=ChineseCommand)
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
