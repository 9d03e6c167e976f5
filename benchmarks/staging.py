"""Putting the stage up: provider, Doorstep in one process or several, connections, and all of it down again."""

import gc
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import wire
from benchmarks.database import Database
from benchmarks.ledger import Ledger
from benchmarks.process import CANNED, ONLY, Process
from benchmarks.provider import Provider
from benchmarks.stage import CALLERS, Stage
from benchmarks.tenants import Tenants

#: everything in one process
ALONE = ("",)


@dataclass(frozen=True, slots=True)
class Plan:
    """How Doorstep is to run."""

    folder: Path
    engine: str = CANNED
    #: the loops of each process, such as "web,line"; the first one has the web server
    processes: Sequence[str] = ALONE
    environment: Mapping[str, str] = field(default_factory=dict)
    #: processes beside Doorstep's own whose processor time counts, by name
    beside: Mapping[str, Callable[[], Sequence[int]]] = field(default_factory=dict)


@asynccontextmanager
async def staged(plan: Plan, database: Database, tenants: Tenants) -> AsyncIterator[Stage]:
    """Doorstep as planned, on this database, with everything around it."""
    ledger = Ledger()
    provider = Provider(ledger.taken)
    async with AsyncExitStack() as stack:
        await provider.open()
        stack.push_async_callback(provider.close)
        processes: list[Process] = []
        for only in plan.processes:
            processes.append(Process(plan.folder, provider.address, plan.engine, {**plan.environment, ONLY: only}))
            stack.callback(processes[-1].stop)
            processes[-1].wait_until_ready()
        gc.disable()
        stack.callback(gc.enable)
        callers = await wire.connect(processes[0].port, CALLERS)
        counted = {"doorstep": lambda: [one.pid for one in processes], **plan.beside}
        yield Stage(ledger, callers, database, counted, tenants)
