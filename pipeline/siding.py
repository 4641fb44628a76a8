"""A second process beside the first (并行): a month takes less time than its parts.

It is forked before anything heavy is loaded, takes one order after another, and loads for each what it needs while the
first process goes on. What it makes is the same to the byte; where it dies, the first makes it.
"""

import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, BinaryIO, Generic, NoReturn, Protocol, TypeVar

_Made = TypeVar("_Made")
_Made_co = TypeVar("_Made_co", covariant=True)
_Outcome = tuple[Any, Exception | None]


class Awaited(Protocol[_Made_co]):
    """Work that has been ordered."""

    def result(self) -> _Made_co: ...


class Executor(Protocol):
    """Whoever does work while one goes on: a siding, or an executor of ``concurrent.futures``."""

    def submit(self, work: Callable[..., _Made], /, *given: Any) -> Awaited[_Made]: ...


def ahead(executor: Executor | None, work: Callable[..., _Made], *given: Any) -> Callable[[], _Made]:
    """Work begun elsewhere where there is an executor, else done when it is called for."""
    return executor.submit(work, *given).result if executor else partial(work, *given)


class Siding:
    """Takes orders as an executor does, one at a time."""

    def __init__(self, orders: BinaryIO, made: BinaryIO, shared: Mapping[str, object]) -> None:
        self._orders, self._made, self._shared = orders, made, shared
        self._last: Ordered[Any] | None = None

    def submit(self, work: Callable[..., _Made], /, *given: Any) -> "Ordered[_Made]":
        """Order work; what it is given goes over by value, except what both processes have shared since the fork."""
        if self._last:
            self._last.wait()
        with suppress(OSError):  # it has died, which the one who calls for the work will see
            _send((work, given), self._orders, self._shared)
        ordered = self._last = Ordered(work, given, self._made)
        return ordered


class Ordered(Generic[_Made]):
    """Work under way in the other process."""

    def __init__(self, work: Callable[..., _Made], given: tuple[Any, ...], made: BinaryIO) -> None:
        self._work, self._given, self._pipe = work, given, made
        self._outcome: _Outcome | None = None

    def wait(self) -> None:
        """Until the other process is done with it, or gone."""
        if self._outcome is None:
            try:
                self._outcome = pickle.load(self._pipe)
            except Exception:  # it has died, or told a fault that cannot be read here
                self._outcome = _outcome(self._work, self._given)

    def result(self) -> _Made:
        """What was made, or what went wrong with it; made here where the other process has died."""
        self.wait()
        assert self._outcome is not None
        made, fault = self._outcome
        if fault is not None:
            raise fault
        return made  # type: ignore[no-any-return]


@contextmanager
def siding(**shared: object) -> Iterator[Siding | None]:
    """A siding for one run, gone with it; ``None`` where none can be forked, or none would help.

    ``shared`` are objects that orders may be given and that stay what they are in either process, such as who hears
    of the progress.
    """
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2:  # two processes on one core take longer than one
        yield None
        return
    (orders_out, orders_in), (made_out, made_in) = os.pipe(), os.pipe()
    process = _forked()
    if process is None:
        for end in (orders_out, orders_in, made_out, made_in):
            os.close(end)
        yield None
        return
    if not process:
        os.close(orders_in)
        os.close(made_out)
        _serve(orders_out, made_in, shared)
    os.close(orders_out)
    os.close(made_in)
    orders, made = os.fdopen(orders_in, "wb"), os.fdopen(made_out, "rb")
    try:
        yield Siding(orders, made, shared)
    finally:
        made.close()
        with suppress(OSError):  # an order that a dead process has not taken
            orders.close()
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


def _forked() -> int | None:
    """The second process, 0 within it; ``None`` where the system has no room for another one."""
    try:
        return os.fork()
    except OSError:
        return None


def _serve(orders_out: int, made_in: int, shared: Mapping[str, object]) -> NoReturn:
    """The second process: order after order until the first closes its end, or is gone."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first one is interrupted, and ends this one
        with os.fdopen(orders_out, "rb") as orders, os.fdopen(made_in, "wb") as made:
            while True:
                work, given = _Received(orders, shared).load()
                _send(_outcome(work, given), made, {})
    except (EOFError, OSError):
        pass
    finally:
        os._exit(0)  # nothing of the first process is to be flushed or tidied here


def _outcome(work: Callable[..., object], given: tuple[Any, ...]) -> _Outcome:
    try:
        return work(*given), None
    except Exception as fault:  # told where it is called for
        return None, fault


def _send(what: object, pipe: BinaryIO, shared: Mapping[str, object]) -> None:
    _Sent(pipe, shared).dump(what)
    pipe.flush()


class _Sent(pickle.Pickler):
    """What is shared goes by name."""

    def __init__(self, pipe: BinaryIO, shared: Mapping[str, object]) -> None:
        super().__init__(pipe, pickle.HIGHEST_PROTOCOL)
        self._names = {id(each): name for name, each in shared.items()}

    def persistent_id(self, each: object) -> str | None:
        return self._names.get(id(each))


class _Received(pickle.Unpickler):
    def __init__(self, pipe: BinaryIO, shared: Mapping[str, object]) -> None:
        super().__init__(pipe)
        self._shared = shared

    def persistent_load(self, name: str) -> object:
        return self._shared[name]
