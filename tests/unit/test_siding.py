"""The second process: the same results, faults told, and no harm when it dies."""

import os
import signal
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.findings import PipelineError
from pipeline.siding import siding

pytestmark = pytest.mark.skipif(
    not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < 2, reason="没有 fork，或只有一个核"
)


def _doubled(figure: Decimal) -> tuple[Decimal, int]:
    return figure * 2, os.getpid()


def _refused(name: str) -> None:
    raise PipelineError(f"{name}打不开。")


def _told(listener: list[str]) -> int:
    return id(listener)


def _once(first: int) -> int:
    """Dies in any process but the first."""
    if os.getpid() != first:
        os.kill(os.getpid(), signal.SIGKILL)
    return 7


def test_orders_are_made_in_the_other_process() -> None:
    """Work is done elsewhere and comes back by value, one order after another."""
    with siding() as second:
        assert second is not None
        for figure in (Decimal("1.5"), Decimal(3)):
            made, process = second.submit(_doubled, figure).result()
            assert (made, process == os.getpid()) == (figure * 2, False)


def test_a_fault_is_raised_where_the_work_is_called_for() -> None:
    """A fault of the work is the fault of whoever calls for it, and the next order is still taken."""
    with siding() as second:
        assert second is not None
        with pytest.raises(PipelineError, match="区交通局"):
            second.submit(_refused, "区交通局.xlsx").result()
        assert second.submit(_doubled, Decimal(1)).result()[0] == 2


def test_an_order_may_be_given_before_the_last_is_called_for() -> None:
    """Orders are made in turn, and each result stays with its own order."""
    with siding() as second:
        assert second is not None
        ordered = [second.submit(_doubled, Decimal(figure)) for figure in range(3)]
        assert [each.result()[0] for each in reversed(ordered)] == [4, 2, 0]


def test_what_is_shared_stays_what_it_is() -> None:
    """An object from before the fork is the same object on either side."""
    listener: list[str] = []
    with siding(heard=listener) as second:
        assert second is not None
        assert second.submit(_told, listener).result() == id(listener)
        assert second.submit(_told, ["another"]).result() != id(listener)


def test_the_first_process_makes_what_a_dead_one_owes() -> None:
    """A second process that is killed costs time and nothing else, in this order and in the next."""
    with siding() as second:
        assert second is not None
        assert second.submit(_once, os.getpid()).result() == 7
        assert second.submit(_doubled, Decimal(4)).result() == (Decimal(8), os.getpid())


class UnreadableError(Exception):
    """A fault that cannot be taken apart and put together again, as some libraries raise."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one)


def _unreadable() -> None:
    raise UnreadableError("甲", "乙")


def test_a_fault_that_cannot_come_over_is_raised_here() -> None:
    """The first process does the work again, and meets the fault itself; the next order is still made."""
    with siding() as second:
        assert second is not None
        with pytest.raises(UnreadableError, match="甲"):
            second.submit(_unreadable).result()
        assert second.submit(_doubled, Decimal(4)).result()[0] == 8


def _on_one_core() -> bool:
    """Whether there is no siding for a process that may use one core only."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with siding() as second:
        return second is None


def test_on_one_core_there_is_none() -> None:
    """Two processes that share one core take longer than one."""
    with siding() as other:
        assert other is not None
        assert other.submit(_on_one_core).result() is True


def _without_room() -> bool:
    """Whether there is no siding where no further process may be made, and nothing of it stays open."""
    import resource

    if os.geteuid() == 0:  # whom the limit does not bind
        os.setuid(65534)
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    before = _opened()
    with siding() as second:
        return second is None and _opened() == before


def _opened() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def test_without_room_for_another_process_there_is_none() -> None:
    """Where the system allows no further process, one does all."""
    with siding() as other:
        assert other is not None
        assert other.submit(_without_room).result() is True


def test_nothing_is_left_behind() -> None:
    """The second process is gone when its run is, even in the middle of its work."""
    with siding() as second:
        assert second is not None
        _, process = second.submit(_doubled, Decimal(1)).result()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
