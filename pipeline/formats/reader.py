"""Reading workbooks behind a wall: a file that hangs its reader, fills the memory or kills it costs itself only.

What is small and read by our own streamed readers is read here: their cost is bounded by the bytes that a file
declares, and no process starts for an ordinary month. Everything large, and every .xls, which a library reads, goes
to one process for the whole batch: started when the first such file comes (a tenth of a second), killed and replaced
when a file takes too long or dies in it.
"""

import gc
import os
import pickle
import signal
import subprocess
import sys
import zipfile
from contextlib import suppress
from io import BytesIO
from itertools import islice
from threading import Event, Timer
from types import TracebackType
from typing import IO, TypeAlias

from pipeline.formats.faults import Fault, Unreadable
from pipeline.formats.grid import Cell, Grid
from pipeline.formats.workbooks import read_workbook
from pipeline.settings import Limits

_LIGHT_PACKAGE = 4_000_000  # bytes unpacked: at worst a second and 80 MB, measured
_LIGHT_TEXT = 200_000
_PIECE = 5_000  # cells
_OUT_OF_MEMORY = 3  # how the process ends that finds none left, not even for an answer
_OLE = b"\xd0\xcf\x11\xe0"
_SERVE = "import sys; sys.path[:] = sys.argv[2:]; from pipeline.formats.reader import serve; serve(int(sys.argv[1]))"

Answer: TypeAlias = tuple[Grid, ...] | Unreadable


class Reader:
    """Reads workbooks within the limits; a context that leaves no process behind."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Reader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def read(self, data: bytes) -> tuple[Grid, ...]:
        """The sheets of a workbook; :class:`Unreadable` says why not, a reader that did not come back included."""
        try:
            answer = _answer(data, self._limits) if _is_light(data) else self._asked(data)
        except MemoryError as fault:
            raise Unreadable(Fault.HEAVY) from fault
        if isinstance(answer, Unreadable):
            raise answer
        return answer

    def _asked(self, data: bytes) -> Answer:
        """What the process says of a file; if it says nothing in time or dies, the next file gets another process."""
        if len(data) > self._limits.file_bytes:
            return Unreadable(Fault.TOO_LARGE)
        try:
            process = self._running()
        except OSError:
            return Unreadable(Fault.FATAL)
        assert process.stdin is not None
        assert process.stdout is not None
        late = Event()

        def stop() -> None:
            late.set()
            process.kill()

        clock = Timer(self._limits.seconds, stop)
        clock.start()
        answer: Answer | None = None
        try:
            pickle.dump((data, self._limits), process.stdin, protocol=5)
            process.stdin.flush()
            answer = _heard(process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError):
            pass  # it is dead: by the clock, or by the file
        finally:
            clock.cancel()
            clock.join()  # it may just be striking
            ended = self._end() if answer is None or late.is_set() else 0
        if answer is not None:
            return answer
        if late.is_set():
            return Unreadable(Fault.SLOW)
        return Unreadable(Fault.HEAVY if ended == _OUT_OF_MEMORY else Fault.FATAL)

    def _running(self) -> "subprocess.Popen[bytes]":
        """The process, another where there is none or it has died."""
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = _started(self._limits)
        return self._process

    def _end(self) -> int:
        """Kill the process and wait for it; nothing that it reads is worth a farewell. How it ended, 0 for none."""
        if self._process is None:
            return 0
        process, self._process = self._process, None
        process.kill()
        process.wait()
        assert process.stdin is not None
        assert process.stdout is not None
        pipes: tuple[IO[bytes], ...] = (process.stdin, process.stdout)
        for pipe in pipes:
            with suppress(OSError):  # what was not sent any more has no reader
                pipe.close()
        return process.returncode


def serve(memory_bytes: int) -> None:
    """The other side: answer for one file after another until nobody asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to everyone at the terminal; ours ends with its owner
    _bound(memory_bytes)
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    gc.disable()  # hundreds of thousands of cells and no circle among them
    sys.stdout = sys.stderr  # what a library prints is no answer
    try:
        while True:
            data, limits = pickle.load(asked)  # from its owner only
            answer = _answer(data, limits)
            del data
            _tell(answers, answer)
            del answer
            gc.collect()
    except EOFError:
        return
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)


def _answer(data: bytes, limits: Limits) -> Answer:
    """What can be said of a file. A fault of the reader itself is that file's fault, too: the month goes on."""
    try:
        return read_workbook(data, limits)
    except Unreadable as unreadable:
        return unreadable.with_traceback(None)
    except MemoryError:
        raise
    except Exception:  # whatever a reader did not expect
        return Unreadable(Fault.FATAL)


def _tell(pipe: IO[bytes], answer: Answer) -> None:
    """Send an answer in pieces, since what a pickle remembers of its objects takes more memory than they do."""
    if isinstance(answer, Unreadable):
        pickle.dump(answer, pipe)
    else:
        pickle.dump(len(answer), pipe)
        for grid in answer:
            pickle.dump((grid.name, grid.merges, grid.hidden, grid.hidden_rows, grid.hidden_columns), pipe)
            cells = iter(grid.cells.values())
            while piece := list(islice(cells, _PIECE)):
                pickle.dump(piece, pipe)
            pickle.dump([], pipe)
    pipe.flush()


def _heard(pipe: IO[bytes]) -> Answer:
    """The answer that was sent in pieces."""
    first = pickle.load(pipe)
    if isinstance(first, Unreadable):
        return first
    grids = []
    for _ in range(first):
        name, merges, hidden, rows, columns = pickle.load(pipe)
        cells: dict[tuple[int, int], Cell] = {}
        while piece := pickle.load(pipe):
            cells.update(((cell.row, cell.column), cell) for cell in piece)
        grids.append(Grid(name, cells, merges, hidden, rows, columns))
    return tuple(grids)


def _is_light(data: bytes) -> bool:
    """Whether a file is read here. What a package declares is what can come out of it: no more is ever inflated."""
    if data.startswith(_OLE):
        return False
    if not data.startswith(b"PK"):
        return len(data) <= _LIGHT_TEXT
    if len(data) > _LIGHT_PACKAGE:
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            return sum(member.file_size for member in package.infolist()) <= _LIGHT_PACKAGE
    except Exception:  # a broken directory fails in many ways; its refusal is not lost by this look
        return False


def _started(limits: Limits) -> "subprocess.Popen[bytes]":
    """A process that answers; a fresh interpreter, so that the caller's own program is not run again in it."""
    command = [sys.executable, "-c", _SERVE, str(limits.memory_bytes), *sys.path]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def _bound(memory_bytes: int) -> None:
    """Let no more memory be taken than that, where the system can see to it (Windows cannot)."""
    try:
        import resource
    except ImportError:
        return
    try:
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, resource.getrlimit(resource.RLIMIT_AS)[1]))
    except (ValueError, OSError):
        return
