"""Processor time of whole processes, read from outside: nanoseconds, threads that have ended included."""

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

TICK_NS = 1_000_000_000 // os.sysconf("SC_CLK_TCK")


def of_process(pid: int) -> int:
    """User and system time of a process since it began, in nanoseconds; 0 where it has ended.

    The process's own clock, as `clock_getcpuclockid(3)` names it: exact to the scheduler, not to a tick.
    """
    try:
        return time.clock_gettime_ns((~pid << 3) | 2)
    except OSError:
        return 0


def of_ended_children(pid: int) -> int:
    """Time of the children that have ended and were waited for, in nanoseconds; exact to a tick."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[13]) + int(fields[14])) * TICK_NS


def family(pid: int) -> list[int]:
    """A process and all below it."""
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:
        return [pid]
    return [pid, *(one for child in children for one in family(child))]


def spent(pids: Iterable[int]) -> int:
    """Time of these processes and of all below them, in nanoseconds."""
    return sum(of_process(one) + of_ended_children(one) for pid in pids for one in family(pid))


def whole_machine() -> int:
    """Time that all processors were busy since the machine began, in nanoseconds; exact to a tick."""
    user, nice, system, _, _, irq, softirq, steal = map(int, Path("/proc/stat").read_text().split()[1:9])
    return (user + nice + system + irq + softirq + steal) * TICK_NS


class Meter:
    """Adds up the processor time of groups of processes over windows, and what everything else on the machine took."""

    def __init__(self, groups: Mapping[str, Callable[[], Sequence[int]]]) -> None:
        self._groups = groups
        #: nanoseconds by group
        self.ns = dict.fromkeys(groups, 0)
        self._mine_ns = self._elsewhere_ns = 0
        self._seconds = 0.0

    def begin(self) -> None:
        self._began = (time.monotonic(), self._spent(), whole_machine(), of_process(os.getpid()))

    def end(self) -> None:
        at, before, everything, load = self._began
        measured = {name: spent - before[name] for name, spent in self._spent().items()}
        for name, ns in measured.items():
            self.ns[name] += ns
        mine = of_process(os.getpid()) - load
        self._mine_ns += mine
        self._elsewhere_ns += whole_machine() - everything - sum(measured.values()) - mine
        self._seconds += time.monotonic() - at

    @property
    def elsewhere(self) -> float:
        """Share of one processor that strangers took meanwhile; above a few hundredths, measure again."""
        return max(0.0, self._elsewhere_ns / 1e9 / self._seconds) if self._seconds else 0.0

    @property
    def here(self) -> float:
        """Share of one processor that this process took; near 1, it is what we measure."""
        return self._mine_ns / 1e9 / self._seconds if self._seconds else 0.0

    def _spent(self) -> dict[str, int]:
        return {name: spent(pids()) for name, pids in self._groups.items()}
