"""How many messages a second are taken in durably: 64 callers in one process, each waiting for its commit, no HTTP."""

import asyncio
import itertools
import os
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import uvloop

from benchmarks import cpu
from benchmarks.books import Wrong
from benchmarks.database import Database, Postgres, Sqlite
from benchmarks.figures import Figures
from benchmarks.tenants import NUMBERS
from model.channel import Channel
from model.message import Inbound
from store import intake
from store.database import Store
from store.intake import Receiving
from store.postgres import PostgresStore
from store.sqlite import SqliteStore
from tests import servers

CALLERS = 64
WARM_UP_SECONDS = 1.0
TEXT = "hello how much rent do i owe please"


def options(parser: ArgumentParser) -> None:
    parser.add_argument("--seconds", type=float, default=10.0, help="of load on each database")


def run(given: Namespace) -> Figures:
    """Messages a second for each database, and the microseconds of this process's time that one takes."""
    with TemporaryDirectory(prefix="doorstep-") as folder:
        store: Store = SqliteStore(Path(folder) / "doorstep.sqlite", _now)
        figures = {"sqlite": uvloop.run(_measured(store, lambda: Sqlite(Path(folder)), given.seconds))}
    try:
        with servers.Postgres(durable=True) as server:
            address = server.address
            store = PostgresStore(address, _now)
            figures["postgres"] = uvloop.run(_measured(store, lambda: Postgres(address), given.seconds))
    except servers.NotInstalled as error:
        figures["postgres"] = {"left_out": str(error)}
    return figures


def _now() -> datetime:
    return datetime.now(UTC)


async def _measured(store: Store, look: Callable[[], Database], seconds: float) -> Figures:
    numbers = itertools.count()
    await _taken(store, numbers, WARM_UP_SECONDS)
    began, before = time.perf_counter(), cpu.of_process(os.getpid())
    count = await _taken(store, numbers, seconds)
    took, spent = time.perf_counter() - began, cpu.of_process(os.getpid()) - before
    await store.close()
    stored, asked_for = _stored(look()), next(numbers)
    if stored != asked_for:
        raise Wrong(f"{stored} messages are stored, and {asked_for} were handed in")
    return {"durable_per_second": round(count / took), "cpu_us_per_message": round(spent / 1e3 / count, 1)}


async def _taken(store: Store, numbers: "itertools.count[int]", seconds: float) -> int:
    """How many were committed."""
    end = time.perf_counter() + seconds

    async def call() -> int:
        done = 0
        while time.perf_counter() < end:
            await _receive(store, next(numbers))
            done += 1
        return done

    return sum(await asyncio.gather(*(call() for _ in range(CALLERS))))


async def _receive(store: Store, number: int) -> None:
    """One fresh message, committed."""
    inbound = Inbound(Channel.SMS, NUMBERS[number % len(NUMBERS)], f"SM{number:032x}", TEXT)
    await store.together(intake.receive, Receiving(inbound, None, history=False))


def _stored(database: Database) -> int:
    count = database.rows("SELECT COUNT(*) FROM message")[0][0]
    database.close()
    return int(count)
