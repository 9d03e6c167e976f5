"""The whole way of a message on the embedded database: what it costs, how many pass, how long each takes.

Doorstep runs on one processor with synchronous=FULL, real connectors, audit and clocks; tenants and provider share
another. Half of the messages open `rent_balance`, half answer a question of `repair_report`.
"""

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import uvloop

from benchmarks.database import Sqlite
from benchmarks.figures import Figures, latencies
from benchmarks.process import CANNED, PROCESSORS
from benchmarks.stage import Stage
from benchmarks.staging import Plan, staged
from benchmarks.tenants import Tenants

EMBEDDED = "embedded"
#: the open loop runs at this share of what the closed loop reached
SHARE = 0.5


def options(parser: ArgumentParser) -> None:
    parser.add_argument("--seconds", type=float, default=12.0, help="of load in each of the three measurements")
    parser.add_argument("--most-seconds", type=float, default=150.0, help="for each, with all that lies between")
    parser.add_argument("--engine", choices=("both", CANNED, EMBEDDED), default="both")


def run(given: Namespace) -> Figures:
    """Microseconds of Doorstep's processor time, messages a second, milliseconds from the webhook on."""
    processors = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, processors[-1:])
    doorstep = {PROCESSORS: str(processors[0])}
    figures: Figures = {}
    for engine, measure in ((CANNED, _without_understanding), (EMBEDDED, _with_understanding)):
        if given.engine in ("both", engine):
            with TemporaryDirectory(prefix="doorstep-") as folder:
                figures |= uvloop.run(_measured(Plan(Path(folder), engine, environment=doorstep), measure, given))
    return figures


async def _measured(plan: Plan, measure: Callable[[Stage, Namespace], Awaitable[Figures]], given: Namespace) -> Figures:
    database = Sqlite(plan.folder)
    async with staged(plan, database, Tenants(seed=1)) as stage:
        figures = await measure(stage, given)
    database.close()
    return figures


async def _without_understanding(stage: Stage, given: Namespace) -> Figures:
    full = await stage.measure(given.seconds, most_seconds=given.most_seconds)
    half = await stage.measure(given.seconds, full.per_second * SHARE, given.most_seconds)
    kinds = stage.check()
    return {
        "cpu_us_per_message": full.cpu_us,
        "messages_per_second": round(full.per_second, 1),
        **latencies(half),
        "cpu_us_per_message_at_half": half.cpu_us,
        "messages": full.messages + half.messages,
        "kinds": kinds,
        "seconds": round(full.seconds + half.seconds, 1),
        "processor_share_of_load": round(full.load, 3),
        "processor_share_elsewhere": round(max(full.elsewhere, half.elsewhere), 3),
    }


async def _with_understanding(stage: Stage, given: Namespace) -> Figures:
    full = await stage.measure(given.seconds, most_seconds=given.most_seconds)
    stage.check()
    return {
        "cpu_us_per_message_full": full.cpu_us,
        "messages_per_second_full": round(full.per_second, 1),
        "processor_share_elsewhere_full": round(full.elsewhere, 3),
    }
