"""Runs that die, are interrupted, meet, or find no room: what they leave, and that the next run puts it right.

Nothing of ours is replaced here: a run is killed in a process of its own at a call of the system, the disk refuses at a
call of the system, or the place is what it should not be.
"""

import errno
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.findings import PipelineError
from pipeline.monthly import Conducted, conduct
from tests.e2e.conftest import ROOT, TODAY, workspace_at
from tests.e2e.test_commands import hashes

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills child processes as POSIX does")

PERIOD = "2023-05"
STEPS = ("fsync", "replace", "unlink", "rmdir")
"""The calls of the system by which a run writes; between them stands the ledger's own commit."""


@dataclass(frozen=True)
class Case:
    """A workspace where February and May were run and a sheet of May corrected since; May's papers before and after."""

    root: Path
    before: dict[str, str]
    after: dict[str, str]


def papers(root: Path) -> dict[str, str]:
    return hashes(root / "outputs" / PERIOD)


def run(root: Path, period: str = PERIOD) -> Conducted:
    return conduct(root, period, today=TODAY, ran_at=datetime(2023, 7, 3, 9, 0, tzinfo=UTC))


def process(root: Path, *arguments: str, code: str = "", **options: Any) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own, after a few lines that change its surroundings."""
    script = f"import os, sys\n{code}\nfrom pipeline.cli import main\nmain(sys.argv[1:])\n"
    return subprocess.run(
        [sys.executable, "-c", script, "--workspace", str(root), *arguments],
        capture_output=not options,
        text=True,
        cwd=ROOT,
        check=False,
        **options,
    )


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The correction takes back the only return, so that a paper of the former run must go."""
    root = workspace_at(tmp_path_factory.mktemp("case") / "root")
    (root / "inputs" / "2023" / "02").mkdir()
    run(root, "2023-02")
    run(root)
    before = papers(root)
    path = root / "inputs" / "2023" / "05" / "区交通局2023年5月进展.xlsx"
    book = openpyxl.load_workbook(path)
    book["进展表"]["G5"] = 60
    book.save(path)
    plain = root.with_name("plain")
    shutil.copytree(root, plain)
    run(plain)
    after = papers(plain)
    assert before.keys() - after.keys() == {"退回/区交通局.xlsx"}
    return Case(root, before, after)


@pytest.fixture
def root(case: Case, tmp_path: Path) -> Path:
    return Path(shutil.copytree(case.root, tmp_path / "root"))


def killed(root: Path, step: int) -> bool:
    """Run May in a child process that is killed just before its ``step``-th call; whether it came to that."""
    child = os.fork()
    if child:
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    steps = count(1)

    def counting(call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **options: Any) -> Any:
            if next(steps) == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **options)

        return counted

    for name in STEPS:
        setattr(os, name, counting(getattr(os, name)))
    try:
        run(root)
    finally:
        os._exit(0)


def ledger(root: Path) -> tuple[str, int, int]:
    """Whether the ledger is sound, and how many runs of May it holds and how many of them wait to be moved."""
    connection = sqlite3.connect(root / "outputs" / "ledger.db")
    try:
        sound = connection.execute("PRAGMA integrity_check").fetchone()[0]
        runs = connection.execute(
            "SELECT count(*), sum(NOT published) FROM ledger_runs WHERE period = ?", [PERIOD]
        ).fetchone()
    finally:
        connection.close()
    return sound, *runs


def test_a_run_killed_at_any_step_is_as_before_or_finished_by_the_next(case: Case, tmp_path: Path) -> None:
    """At every write: not recorded and the folder untouched, or recorded and finished by any next run; then the same.

    "The same" is byte for byte what an undisturbed run makes, without a paper too many.
    """
    outcomes = []
    for step in count(1):
        root = Path(shutil.copytree(case.root, tmp_path / str(step)))
        died = killed(root, step)
        sound, runs, waiting = ledger(root)
        assert sound == "ok"
        if runs == 1:
            assert papers(root) == case.before, step
        resumed = run(root, "2023-02").resumed  # another month: it finishes May, and does not begin it
        assert papers(root) == (case.before if runs == 1 else case.after), step
        assert bool(resumed) == bool(waiting), step
        assert run(root).resumed == ()
        assert papers(root) == case.after, step
        assert not list((root / "outputs").glob(".*")), step
        outcomes.append((runs, waiting))
        shutil.rmtree(root)
        if not died:
            break
    assert {(1, 0), (2, 1), (2, 0)} == set(outcomes)  # before the commit, after it, and finished
    assert outcomes[-1] == (2, 0)


def failing(step: int, patched: pytest.MonkeyPatch) -> Callable[[], bool]:
    """Let the ``step``-th of the writing calls fail once, as on a bad disk; the answer tells whether it came to it."""
    steps = count(1)
    reached = []

    def wrapping(call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any, **options: Any) -> Any:
            if next(steps) == step:
                reached.append(call)
                raise OSError(errno.EIO, "Input/output error")
            return call(*arguments, **options)

        return called

    for name in STEPS:
        patched.setattr(os, name, wrapping(getattr(os, name)))
    return lambda: bool(reached)


def test_any_single_failing_call_is_one_sentence_and_mended_by_the_next_run(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each fsync, rename, unlink and rmdir fails in turn: told in a sentence, or borne; the next run makes it whole."""
    told = []
    for step in count(1):
        root = Path(shutil.copytree(case.root, tmp_path / str(step)))
        with monkeypatch.context() as patched:
            came_to_it = failing(step, patched)
            try:
                run(root)
            except PipelineError as fault:
                told.append(str(fault))
        sound, runs, waiting = ledger(root)
        assert sound == "ok"
        if runs == 1:
            assert papers(root) == case.before, step
        elif not waiting:
            assert papers(root) == case.after, step
        run(root)
        assert papers(root) == case.after, step
        assert not list((root / "outputs").glob(".*")), step
        shutil.rmtree(root)
        if not came_to_it():
            break
    assert told
    assert all(sentence.endswith("。") for sentence in told)


def test_what_a_person_changed_after_a_run_was_killed_is_kept(case: Case, root: Path) -> None:
    """The circular edited between the commit and the next run is not overwritten; the new one is written beside it."""
    for step in count(1):
        assert killed(root, step)
        if ledger(root)[2]:
            break
        shutil.rmtree(root)
        shutil.copytree(case.root, root)
    circular = next((root / "outputs" / PERIOD).glob("*通报.docx"))
    circular.write_bytes(b"a person's own words")
    done = run(root)
    assert circular.read_bytes() == b"a person's own words"
    assert any(circular.name in line and "没有覆盖" in line for line in done.resumed)
    beside = circular.name.replace(".docx", "（新稿）.docx")
    assert done.outputs.circular == beside
    assert papers(root)[beside] == case.after[circular.name]


def test_a_paper_that_is_held_open_is_moved_by_the_next_run(
    case: Case, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Word holds the circular as Windows lets it: one sentence with its name; closed, the next run finishes."""
    replace = os.replace

    def held(source: Path, target: Path) -> None:
        if target.name.endswith("通报.docx"):
            raise PermissionError(errno.EACCES, "held open", str(target))
        replace(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", held)
        with pytest.raises(PipelineError, match=r"通报\.docx（没有权限），这个文件可能正被 Word 或 WPS 打开"):
            run(root)
    assert ledger(root)[2] == 1
    assert run(root).resumed == ("2023年5月上次没有写完，已接着写完。",)
    assert papers(root) == case.after


@pytest.mark.parametrize("step", [1, 4, 7])
def test_a_disk_that_fills_leaves_everything_as_before(
    case: Case, root: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """No room at any of the staged papers: nothing is recorded, nothing moved, nothing left lying about."""
    steps, fsync = count(1), os.fsync

    def full(handle: int) -> None:
        if next(steps) == step:
            raise OSError(errno.ENOSPC, "No space left on device")
        fsync(handle)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(PipelineError, match="磁盘已满"):
            run(root)
    assert (papers(root), ledger(root)) == (case.before, ("ok", 1, 0))
    assert not list((root / "outputs").glob(".*"))
    run(root)
    assert papers(root) == case.after


LIMITED = """
import resource
mkdir = os.mkdir
def limiting(path, *arguments):
    if str(path).endswith(".2023-05.tmp"):
        resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, -1))
    return mkdir(path, *arguments)
os.mkdir = limiting
"""


@pytest.mark.parametrize("size", [1_000, 8_000, 16_000, 40_000, 70_000])
def test_files_that_may_not_grow(case: Case, root: Path, size: int) -> None:
    """A real limit of the system on what a paper and the ledger may hold: exit 2, one sentence; later all is well."""
    done = process(root, "run", PERIOD, code=LIMITED.format(size=size))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("没有做成：")
    assert (papers(root), ledger(root)) == (case.before, ("ok", 1, 0))
    run(root)
    assert papers(root) == case.after


def test_an_interrupted_run_says_so(case: Case, root: Path) -> None:
    """Ctrl-C among the writes: exit 130, no traceback, everything as before."""
    code = "import signal\nfsync = os.fsync\nos.fsync = lambda handle: os.kill(os.getpid(), signal.SIGINT)"
    done = process(root, "run", PERIOD, code=code)
    assert done.returncode == 130
    assert "已中断" in done.stderr
    assert "Traceback" not in done.stderr
    assert (papers(root), ledger(root)) == (case.before, ("ok", 1, 0))


def test_runs_at_the_same_time_wait_for_each_other(case: Case, root: Path) -> None:
    """Four at once: each is whole, none takes another's papers for a person's, the folder is what one makes."""
    command = [sys.executable, "-m", "pipeline", "--workspace", str(root), "run", PERIOD, "--json"]
    at_once = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    told = [each.communicate() for each in at_once]
    assert [(each.returncode, error) for each, (_, error) in zip(at_once, told, strict=True)] == [(1, b"")] * 4
    assert len({out for out, _ in told}) == 1
    assert papers(root) == case.after
    assert ledger(root) == ("ok", 5, 0)


@pytest.mark.parametrize("fate", ["closed", "full", "left"])
def test_nobody_hears_the_result(case: Case, root: Path, fate: str) -> None:
    """Standard output closed, on a full disk, or its reader gone: the month is done all the same, and no traceback."""
    code = {"closed": "os.close(1); sys.stdout = None", "full": "", "left": ""}[fate]
    with Path("/dev/full" if fate == "full" else os.devnull).open("w") as out:
        read, write = os.pipe()
        os.close(read)
        heard = {"stdout": write if fate == "left" else out, "stderr": subprocess.PIPE}
        done = process(root, "run", PERIOD, "--json", code=code, **heard)
        os.close(write)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    assert done.returncode == {"closed": 1, "full": 2, "left": 2}[fate]
    assert papers(root) == case.after


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.write_bytes(b""), "0字节"),
        (lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 40), "损坏"),
        (lambda path: path.mkdir(), "文件夹"),
    ],
    ids=["empty", "garbage", "folder"],
)
@pytest.mark.parametrize("command", ["run", "check"])
def test_a_ledger_that_is_none(root: Path, make: Callable[[Path], object], words: str, command: str) -> None:
    """An empty, a damaged ledger and a folder in its place: exit 2, one sentence, and nothing is made over it."""
    path = root / "outputs" / "ledger.db"
    path.unlink()
    make(path)
    before = hashes(root / "outputs")
    done = process(root, command, PERIOD, "--json")
    assert done.returncode == 2
    assert words in done.stderr
    assert list(json.loads(done.stdout)) == ["error"]
    assert hashes(root / "outputs") == before


@pytest.mark.parametrize("name", ["report.json", "退回", "outputs", "folder"])
def test_something_stands_where_a_paper_belongs(root: Path, name: str) -> None:
    """A folder where a file belongs, or the reverse: told before anything is recorded, and other months go on."""
    outputs = root / "outputs"
    shutil.rmtree(outputs)
    if name == "report.json":
        (outputs / PERIOD / name).mkdir(parents=True)
    else:
        path = {"outputs": outputs, "folder": outputs / PERIOD}.get(name, outputs / PERIOD / name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("someone's", "utf-8")
    shutil.copy(ROOT / "inputs" / "2023" / "05" / "区交通局2023年5月进展.xlsx", root / "inputs" / "2023" / "05")
    done = process(root, "run", PERIOD)
    assert done.returncode == 2
    assert "占" in done.stderr or "挡住" in done.stderr
    if name != "outputs":
        assert ledger(root)[1] == 0
        assert run(root, "2023-02").resumed == ()


def test_a_folder_named_as_a_paper_for_people_is_written_beside(root: Path) -> None:
    """核稿.docx is a folder of somebody's: the review is written beside it."""
    review = root / "outputs" / PERIOD / "核稿.docx"
    review.unlink()
    review.mkdir()
    done = run(root)
    assert done.outputs.review == "核稿（新稿）.docx"
    assert review.is_dir()


@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(case: Case, root: Path) -> None:
    """A read-only folder of the month: told before anything is recorded; writable again, the run is whole."""
    folder = root / "outputs" / PERIOD
    folder.chmod(0o555)
    with pytest.raises(PipelineError, match="不能写入"):
        run(root)
    assert ledger(root) == ("ok", 1, 0)
    folder.chmod(0o755)
    run(root)
    assert papers(root) == case.after
