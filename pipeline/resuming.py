"""What a run that broke off has left (续写): recorded in the ledger, and not yet moved to its place."""

from typing import TYPE_CHECKING

from pipeline import publishing
from pipeline.publishing import is_theirs
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from pipeline.ledger import Ledger


def finished(workspace: Workspace, ledger: "Ledger") -> tuple[str, ...]:
    """Finish every run that broke off after it was recorded, and say so; what a person changed since stays theirs."""
    lines = []
    for manifest in ledger.pending():
        folder, words = workspace.papers(manifest.period), manifest.period.words
        runs = ledger.manifests(manifest.period)
        known = [run.files for run in runs]
        theirs = {name for files in known for name in files if is_theirs(folder, name, *known)}
        former = {name for run in runs if run.run < manifest.run for name in run.files}
        publishing.publish(folder, manifest.files.keys() - theirs, former - theirs - manifest.files.keys())
        ledger.publish(manifest.run)
        lines.append(f"{words}上次没有写完，已接着写完。")
        kept = "、".join(sorted(theirs & manifest.files.keys()))
        lost = "、".join(name for name in manifest.files if not (folder / name).exists())
        lines += [f"{words}的{kept}被人改过，没有覆盖。请重新运行{words}。"] if kept else []
        lines += [f"{words}的{lost}没有找到。请重新运行{words}。"] if lost else []
    publishing.sweep(workspace.outputs)
    return tuple(lines)
