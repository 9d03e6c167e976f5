"""The whole way of a message on the embedded database: what it costs, how many pass, how long each takes.

Doorstep runs on one processor with synchronous=FULL, real connectors, audit and clocks; tenants and provider share
another. Half of the messages open `rent_balance`, half answer a question of `repair_report`.
"""

import gc
import os
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import uvloop

from benchmarks import database, wire
from benchmarks.figures import Figures, latencies
from benchmarks.ledger import Ledger
from benchmarks.process import CANNED, PROCESSORS, Process
from benchmarks.provider import Provider
from benchmarks.stage import CALLERS, Stage

#: the open loop runs at this share of what the closed loop reached
SHARE = 0.5


def options(parser: ArgumentParser) -> None:
    parser.add_argument("--seconds", type=float, default=12.0, help="of load in each of the three measurements")
    parser.add_argument("--most-seconds", type=float, default=150.0, help="for each, with all that lies between")
    parser.add_argument("--engine", choices=("both", "canned", "embedded"), default="both")


def run(given: Namespace) -> Figures:
    """The figures: microseconds of processor time, messages a second, milliseconds."""
    mine, others = _processors()
    os.sched_setaffinity(0, {mine})
    figures: Figures = {}
    if given.engine in ("both", "canned"):
        figures |= uvloop.run(_without_understanding(given, others))
    if given.engine in ("both", "embedded"):
        figures |= uvloop.run(_with_understanding(given, others))
    return figures


async def _without_understanding(given: Namespace, processor: int) -> Figures:
    async with staged(CANNED, processor) as stage:
        full = await stage.measure(given.seconds, most_seconds=given.most_seconds)
        rate = full.messages / full.seconds
        half = await stage.measure(given.seconds, rate * SHARE, given.most_seconds)
        kinds = stage.check()
    return {
        "cpu_us_per_message": round(full.cpu_us, 1),
        "messages_per_second": round(rate, 1),
        **latencies(half),
        "cpu_us_per_message_at_half": round(half.cpu_us, 1),
        "messages": full.messages + half.messages,
        "kinds": kinds,
        "seconds": round(full.seconds + half.seconds, 1),
        "processor_share_elsewhere": round(max(full.elsewhere, half.elsewhere), 3),
    }


async def _with_understanding(given: Namespace, processor: int) -> Figures:
    async with staged("embedded", processor) as stage:
        full = await stage.measure(given.seconds, most_seconds=given.most_seconds)
        stage.check()
    return {
        "cpu_us_per_message_full": round(full.cpu_us, 1),
        "messages_per_second_full": round(full.messages / full.seconds, 1),
    }


@asynccontextmanager
async def staged(engine: str, processor: int) -> AsyncIterator[Stage]:
    """A fresh Doorstep on this processor, with everything around it."""
    ledger = Ledger()
    provider = Provider(ledger.taken)
    await provider.open()
    with TemporaryDirectory(prefix="doorstep-") as folder:
        doorstep = Process(Path(folder), provider.address, engine, {PROCESSORS: str(processor)})
        try:
            doorstep.wait_until_ready()
            beside = database.Sqlite(Path(folder))
            gc.disable()
            yield Stage(ledger, await wire.connect(doorstep.port, CALLERS), beside, [doorstep.pid])
            beside.close()
        finally:
            gc.enable()
            doorstep.stop()
            doorstep.complain()
            await provider.close()


def _processors() -> tuple[int, int]:
    """One for tenants and provider, one for Doorstep."""
    usable = sorted(os.sched_getaffinity(0))
    return usable[-1], usable[0]
