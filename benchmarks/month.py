"""Measure a month: ``python benchmarks/month.py [--runs 7] [--baseline PYTHON]``.

Whole processes over a temporary copy of the example, one of ours and one of the baseline by turns, so that both meet
the same machine. ``--baseline`` is the Python that has pandas and docxtpl (benchmarks/requirements.txt); without it
only our own times are taken.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
TONGBAO = Path(sys.executable).with_name("tongbao")
BASELINE = HERE / "baseline.py"
PERIODS = ("2023-03", "2023-04", "2023-05")
DONE, DONE_WITH_FINDINGS = 0, 1

Command = list[str | Path]


def main() -> None:
    """Take the times and print them."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=7)
    arguments.add_argument("--baseline", default=sys.executable, metavar="PYTHON")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = prepared(Path(folder) / "workspace")
        baseline = prepared_baseline(given.baseline, workspace)
        ours, theirs = by_turns(workspace, baseline, given.runs)
        print_month(ours, theirs)
        print_stages(workspace)
        for command in (["--help"], ["explain", "V101"]):
            tell(f"tongbao {' '.join(command)}", [took([TONGBAO, *command]) for _ in range(given.runs)])


def prepared(workspace: Path) -> Path:
    """A copy of the example with its register, and with the months before the one that is measured."""
    shutil.copytree(ROOT / "inputs", workspace / "inputs")
    shutil.copytree(ROOT / "templates", workspace / "templates")
    (workspace / "outputs").mkdir()
    if not (workspace / "inputs" / "2023" / "targets.xlsx").exists():
        took([TONGBAO, "--workspace", workspace, "targets", "2023"])
    for period in PERIODS[:-1]:
        took([TONGBAO, "--workspace", workspace, "run", period])
    return workspace


def prepared_baseline(python: str, workspace: Path) -> Command:
    """The baseline's command for the measured month, with its ledger of the months before; empty if it cannot run."""
    asked = subprocess.run([python, "-c", "import docxtpl, openpyxl, pandas"], capture_output=True, check=False)
    if asked.returncode:
        print(
            f"{python} 里没有 pandas 和 docxtpl，只测本项目。要对照，请另建虚拟环境，"
            "pip install -r benchmarks/requirements.txt，再加 --baseline 那里的python。"
        )
        return []
    out = workspace.parent / "baseline"
    out.mkdir()
    template = out / "template.docx"
    took([python, BASELINE, "template", template])
    year = workspace / "inputs" / "2023"
    months: list[Command] = [[python, BASELINE, "month", year, period[-2:], template, out] for period in PERIODS]
    for command in months[:-1]:
        took(command)
    return months[-1]


def by_turns(workspace: Path, baseline: Command, runs: int) -> tuple[list[float], list[float]]:
    """Seconds of each run, ours and theirs; each of ours begins from the same state, a month never run before."""
    ours, theirs = [], []
    for number in range(runs):
        fresh = workspace.with_name(f"run-{number}")
        shutil.copytree(workspace, fresh)
        ours.append(took([TONGBAO, "--workspace", fresh, "run", PERIODS[-1]]))
        if baseline:
            theirs.append(took(baseline))
    return ours, theirs


def took(command: Command) -> float:
    """Seconds that a whole process takes; it must do its work."""
    begun = time.perf_counter()
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - begun
    crashed = "Traceback" in ended.stderr  # Python's own exit code of a crash is 1, too
    if crashed or ended.returncode not in (DONE, DONE_WITH_FINDINGS):
        sys.exit(f"没有运行成功：{' '.join(map(str, command))}\n{ended.stdout}{ended.stderr}")
    return seconds


def stages(workspace: Path) -> dict[str, float]:
    """Seconds of each stage of one run in this process, imports included, by the stage's name."""
    from pipeline.monthly import run_month

    marks: list[tuple[str, float]] = []

    def heard(what: str) -> None:
        marks.append((what.split()[0], time.perf_counter()))

    begun = time.perf_counter()
    run_month(workspace, PERIODS[-1], today=date(2023, 6, 5), heard=heard)
    ends = [moment for _, moment in marks[1:]] + [time.perf_counter()]
    spent = {"准备": marks[0][1] - begun}
    for (stage, moment), end in zip(marks, ends, strict=True):
        spent[stage] = spent.get(stage, 0) + end - moment
    return spent


def print_month(ours: list[float], theirs: list[float]) -> None:
    tell("tongbao run 2023-05", ours)
    if theirs:
        tell("baseline.py month 05", theirs)
        print(f"本项目是基线的 {median(ours) / median(theirs):.2f} 倍")


def print_stages(workspace: Path) -> None:
    spent = stages(workspace)
    print("各阶段（同一进程内跑一次，含首次导入）：")
    for stage, seconds in spent.items():
        print(f"  {stage}  {seconds * 1000:.0f} 毫秒  {seconds / sum(spent.values()):.0%}")


def tell(what: str, seconds: list[float]) -> None:
    print(f"{what}：中位数 {median(seconds):.3f} 秒（{min(seconds):.3f}—{max(seconds):.3f}，{len(seconds)} 次）")


if __name__ == "__main__":
    main()
