"""The whole way of a message on PostgreSQL and Redis: one and two line processes, few and many enquiries stored.

Everything shares the whole machine, and the processor time of all processes counts, PostgreSQL's and Redis's included.
The embedded database is measured with the same enquiries stored.
"""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

import uvloop

from benchmarks import database
from benchmarks.database import Database
from benchmarks.figures import Figures
from benchmarks.filling import fill
from benchmarks.staging import Plan, staged
from benchmarks.tenants import Tenants
from tests.servers import NotInstalled, Postgres, Redis

STORED = (1_000, 1_000_000)
LINES = (1, 2)
#: what the first process runs beside the line processes
FRONT = "web,delivery,watch,router"
#: what somebody with this much in store would set
SETTINGS = {"shared_buffers": "1GB", "max_wal_size": "4GB"}


def options(parser: ArgumentParser) -> None:
    parser.add_argument("--seconds", type=float, default=12.0, help="of load in each measurement")
    parser.add_argument("--most-seconds", type=float, default=150.0, help="for each, with all that lies between")
    parser.add_argument("--stored", type=int, nargs="+", default=STORED, help="enquiries beforehand, at least 1000")
    parser.add_argument("--lines", type=int, nargs="+", default=LINES, help="line processes")
    parser.add_argument("--only", choices=("postgres", "sqlite"), help="one of the two databases")


def run(given: Namespace) -> Figures:
    """Microseconds of processor time and messages a second, by database, line processes and stored enquiries."""
    figures: Figures = {}
    if given.only != "sqlite":
        try:
            figures["postgres"] = _on_postgres(given)
        except NotInstalled as error:
            figures["postgres"] = {"left_out": str(error)}
    if given.only != "postgres":
        figures["sqlite"] = {f"{stored}_stored": _on_sqlite(given, stored) for stored in given.stored}
    return figures


def _on_postgres(given: Namespace) -> Figures:
    figures: Figures = {f"{lines}_lines": {} for lines in given.lines}
    for stored in given.stored:
        with Postgres(durable=True, settings=SETTINGS) as server, Redis() as redis:
            inside = database.Postgres(server.address)
            fill(inside, stored)
            environment = {"DOORSTEP_DATABASE": server.address, "DOORSTEP_REDIS": redis.address}
            beside = {"postgres": lambda: server.pids()[:1], "redis": redis.pids}
            tenants = Tenants(seed=1)
            for lines in given.lines:
                with TemporaryDirectory(prefix="doorstep-") as folder:
                    plan = Plan(
                        Path(folder), processes=(FRONT, *["line"] * lines), environment=environment, beside=beside
                    )
                    figures[f"{lines}_lines"][f"{stored}_stored"] = uvloop.run(_measured(plan, inside, tenants, given))
            inside.close()
    return figures


def _on_sqlite(given: Namespace, stored: int) -> Figures:
    with TemporaryDirectory(prefix="doorstep-") as folder:
        inside = database.Sqlite(Path(folder))
        fill(inside, stored)
        figures = uvloop.run(_measured(Plan(Path(folder)), inside, Tenants(seed=1), given))
        inside.close()
    return figures


async def _measured(plan: Plan, inside: Database, tenants: Tenants, given: Namespace) -> Figures:
    async with staged(plan, inside, tenants) as stage:
        measured = await stage.measure(given.seconds, most_seconds=given.most_seconds)
        stage.check()
    return {
        "cpu_us_per_message": measured.cpu_us,
        "cpu_us_of": {group: measured.cpu_us_of(group) for group in measured.ns},
        "messages_per_second": round(measured.per_second, 1),
        "messages": measured.messages,
        "processor_share_of_load": round(measured.load, 3),
        "processor_share_elsewhere": round(measured.elsewhere, 3),
    }
