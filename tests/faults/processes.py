"""Processes under a supervisor: what dies is started again at once, until all are told to stop."""

import asyncio
import multiprocessing
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from doorstep.settings import ROOT
from tests.faults import dying

LOOK_SECONDS = 0.02
#: one that ends by itself is started again a little later
PAUSE_SECONDS = 0.5
STOP_SECONDS = 10.0

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["tests.faults.dying"])


@dataclass(frozen=True, slots=True)
class Role:
    """What one process of an installation is told."""

    name: str
    only: Sequence[str]


class Process(Protocol):
    """What both a forked process and the real command can be asked."""

    exitcode: int | None

    def is_alive(self) -> bool: ...
    def terminate(self) -> None: ...
    def kill(self) -> None: ...
    def join(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Manner:
    """How the processes are started: `cold` is the real command, which reads everything by itself and has no points."""

    cold: bool = False
    #: with the trained understanding instead of one that knows a few words
    embedded: bool = False
    #: how long a send may take
    seconds: float = 2.0


class Command:
    """`doorstep run`, as it is typed."""

    def __init__(self, folder: Path, environment: Mapping[str, str], only: Sequence[str], shared: bool) -> None:
        options = ["--only", ",".join(only)] if shared else []
        with (folder / f"log-{'-'.join(only)}.txt").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "doorstep", "run", *options],
                cwd=ROOT,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.terminate, self.kill = self._process.terminate, self._process.kill

    @property
    def exitcode(self) -> int | None:
        return self._process.poll()

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def join(self) -> None:
        self._process.wait()


@dataclass(slots=True)
class Kept:
    """One process that is kept alive; `deaths` are the instants (monotonic) at which it was found dead."""

    role: Role
    process: Process
    deaths: list[float] = field(default_factory=list)


class Processes:
    """The processes of one installation in `folder`, with their settings in `environment`."""

    def __init__(self, folder: Path, environment: Mapping[str, str], manner: Manner) -> None:
        self.folder = folder
        self.environment = environment
        self.manner = manner
        self.kept: dict[str, Kept] = {}
        #: ended by themselves, with an exit code: nobody killed them
        self.ended: list[str] = []
        (folder / "points").mkdir(parents=True, exist_ok=True)

    def start(self, roles: Sequence[Role]) -> None:
        for role in roles:
            self.kept[role.name] = Kept(role, self._started(role))
        self._supervisor = asyncio.create_task(self._supervise())

    async def stop(self) -> float:
        """End them in good order; the seconds that the slowest took."""
        self._supervisor.cancel()
        began = time.monotonic()
        for one in self.kept.values():
            one.process.terminate()
        while any(one.process.is_alive() for one in self.kept.values()):
            await asyncio.sleep(LOOK_SECONDS)
            if time.monotonic() - began > STOP_SECONDS:
                break
        took = time.monotonic() - began
        for one in self.kept.values():
            one.process.kill()
            one.process.join()
        return took

    async def kill(self, name: str) -> None:
        """As a power cut does; returns when it has been started again."""
        one = self.kept[name]
        deaths = len(one.deaths)
        one.process.kill()
        await self._died(one, deaths)

    async def dies_at(self, point: str, passes: int, seconds: float) -> bool:
        """Have a process die at a point, the so-manieth time that it is passed; False if it is not reached in time.
        Returns when it has been started again."""
        role = dying.UNITS[point.rpartition(".")[0]]
        candidates = [one for one in self.kept.values() if role in one.role.only]
        deaths = [len(one.deaths) for one in candidates]
        path = self.folder / "points" / point
        path.write_text(str(passes))
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while [len(one.deaths) for one in candidates] == deaths:
                    await asyncio.sleep(LOOK_SECONDS)
        reached = not path.exists()
        path.unlink(missing_ok=True)
        return reached

    async def _died(self, one: Kept, deaths: int) -> None:
        while len(one.deaths) == deaths:
            await asyncio.sleep(LOOK_SECONDS)

    async def _supervise(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            for one in self.kept.values():
                code = one.process.exitcode
                if code is None:
                    continue
                if code != -signal.SIGKILL:
                    self.ended.append(f"{one.role.name} ended with {code}")
                    await asyncio.sleep(PAUSE_SECONDS)
                one.process = self._started(one.role)
                one.deaths.append(time.monotonic())

    def _started(self, role: Role) -> Process:
        if self.manner.cold:
            return Command(self.folder, self.environment, role.only, shared="DOORSTEP_REDIS" in self.environment)
        told = (self.folder, self.environment, role.only, self.manner.embedded, self.manner.seconds)
        process = _forks.Process(target=dying.run, args=told, name=role.name, daemon=True)
        process.start()
        return process
