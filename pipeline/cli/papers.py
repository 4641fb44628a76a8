"""The commands about a single paper (文稿): its layout, and its PDF."""

import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.arguments import DONE, JSON, WITH_ERRORS
from pipeline.findings import PipelineError
from pipeline.period import Period
from pipeline.speaking import ChineseCommand, say_json
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from pipeline.circular.proof import Measure, Proof

_GROUPS = {
    "error": "不符合（国标规定的）",
    "warning": "有出入（国标写“一般”“推荐”“可以”的）",
    "note": "供参考（国标没有写，通行的做法）",
    "met": "符合",
}


@click.command(cls=ChineseCommand)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="文件.docx")
@click.option("--render", is_flag=True, help="先用 LibreOffice 排印，再量版面上的位置（毫米）；要几秒钟。")
@click.option("--all", "every", is_flag=True, help="符合的也逐项列出。")
@JSON
@click.pass_obj
def proof(workspace: Workspace, file: Path, render: bool, every: bool, as_json: bool) -> int:
    """按 GB/T 9704—2012 核验一份 Word 文件的版式，谁排的都行。"""
    from pipeline.circular.proof import proof_json, proof_printed

    data = _read(file)
    pdf = _printed(data, file.name) if render else b""
    found = proof_printed(data, workspace.settings().circular, pdf)
    if as_json:
        told = {"kind": found.kind, "substitutes": found.substitutes, **proof_json(found.measures)}
        say_json(told)
    else:
        _tell(file.name, found, every)
    return WITH_ERRORS if any(each.is_error for each in found.measures) else DONE


@click.command(cls=ChineseCommand)
@click.argument("paper", metavar="月份|文件.docx")
@click.pass_obj
def pdf(workspace: Workspace, paper: str) -> int:
    """把某月的通报（或任何一份 .docx）转成 PDF，放在它旁边，逐面检查。

    通报照 outputs 里现在的样子转，改过的也照改过的转。.docx 是正本，PDF 每次转出的字节不同；本程序转的 PDF 重转时替换，
    不是本程序转的、转出后又动过的，不覆盖。
    """
    from pipeline.circular.printing import page_faults
    from pipeline.formats.pdf import is_installed
    from pipeline.formats.pdf_seals import replaced, sealed

    source = _paper(workspace, paper)
    data = _read(source)
    made = _printed(data, source.name)
    target = source.with_suffix(".pdf")
    if not replaced(target, sealed(made)):
        raise PipelineError(f"{target.name} 不是本程序转的，或者转出后又动过，没有覆盖。请把它移走或改名后再转。")
    if not is_installed():
        click.echo(f"已写出 {workspace.name(target.absolute())}。这里没有装 poppler-utils，没有逐面检查。")
        return DONE
    count, faults = page_faults(data, made, workspace.settings().circular)
    click.echo(
        f"已写出 {workspace.name(target.absolute())}，共 {count} 面。{'请看：' if faults else '逐面检查没有问题。'}"
    )
    _list(faults)
    return WITH_ERRORS if any(each.is_error for each in faults) else DONE


def _tell(name: str, found: "Proof", every: bool) -> None:
    counts = {verdict: sum(each.verdict.value == verdict for each in found.measures) for verdict in _GROUPS}
    told = "，".join(f"{words.partition('（')[0]} {counts[verdict]} 项" for verdict, words in _GROUPS.items())
    click.echo(f"{name}：{found.kind}。核验 {len(found.measures)} 项：{told}。")
    if found.substitutes:
        click.echo("这里缺文件指定的字体，成版位置是用替代字体量的，容差放宽；装齐字体后再量一次才准。")
    for verdict, words in _GROUPS.items():
        if counts[verdict] and (every or verdict != "met"):
            click.echo(f"{words}：")
            _list(each for each in found.measures if each.verdict.value == verdict)


def _list(measures: "Iterable[Measure]") -> None:
    for each in measures:
        click.echo(f"  {each.clause} {each.item}：应为“{each.expected}”，实为“{each.measured}”")


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as fault:
        raise PipelineError(f"打不开 {file.name}。请检查路径。") from fault


def _printed(data: bytes, name: str) -> bytes:
    """A paper as PDF; what is no Word file, or is immense, never reaches LibreOffice."""
    from pipeline.circular.proofing.readback import read_back
    from pipeline.formats.office import pdf_of

    read_back(data)
    return pdf_of(data, name)


def _paper(workspace: Workspace, given: str) -> Path:
    """The paper that is meant: a file, or the circular of a month that goes out."""
    try:
        period = Period.parse(unicodedata.normalize("NFKC", given))
    except ValueError:
        if Path(given).suffix.casefold() == ".docx":
            return Path(given)
        raise PipelineError(f"“{given}”不是月份，也不是 .docx 文件。月份写成 2023-05 的样子。") from None
    from pipeline.issued import circular, issued

    found = circular(issued(workspace, period))
    if found.data is None:
        raise PipelineError(found.remark)
    if found.remark:
        click.echo(found.remark)
    return workspace.papers(period) / found.name
