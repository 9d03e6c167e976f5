"""One Doorstep of real processes: on SQLite in one process, or on PostgreSQL and Redis in five that are separate."""

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
from aiohttp import ClientError, ClientSession
from psycopg.rows import dict_row

from doorstep.opening import open_store
from doorstep.settings import ROOT, from_environment
from doorstep.system import LOOPS
from model.colleague import Presence
from store import colleagues, routing
from store.books import History, check_books
from store.db import Db
from tests.connectors.provider import ACCOUNT
from tests.faults.processes import Manner, Processes, Role
from tests.faults.tenants import PUBLIC, TOKEN
from tests.running import free_port
from tests.servers import Postgres, Redis

READY_SECONDS = 60.0
ALONE = (Role("all", LOOPS),)
SEPARATE = (
    Role("web", ("web",)),
    Role("line 1", ("line",)),
    Role("line 2", ("line",)),
    Role("delivery", ("delivery",)),
    Role("watch and router", ("watch", "router")),
)
#: colleagues: name, teams
STAFF = (
    ("Priya Raman", ("repairs", "housing", "safety")),
    ("Amara Bello", ("income", "ownership")),
    ("Marek Zielony", ("customer", "repairs")),
)
SKILLS = ("repairs", "rent", "complaints", "asb", "safeguarding")


class Installation:
    """Real processes on one database. `roles` says how many there are."""

    def __init__(self, folder: Path, provider: str, servers: tuple[Postgres, Redis] | None, manner: Manner) -> None:
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.roles: Sequence[Role] = SEPARATE if servers else ALONE
        shared = {"DOORSTEP_DATABASE": servers[0].fresh(), "DOORSTEP_REDIS": servers[1].address} if servers else {}
        environment = os.environ | {
            "DOORSTEP_PORT": str(port),
            "DOORSTEP_DATA": str(folder),
            "DOORSTEP_UNDERSTANDING": str(ROOT / "var" / "understanding"),
            "DOORSTEP_PUBLIC_ADDRESS": PUBLIC,
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_API": provider,
            **shared,
        }
        self.settings = from_environment(environment)
        self.processes = Processes(folder, environment, manner)

    async def start(self) -> None:
        """Colleagues are about, all processes run, the web answers."""
        await self._with_store(lambda store: store.write(_staff))
        self.processes.start(self.roles)
        await self.answers()

    async def answers(self) -> None:
        """Returns once the web answers. Raises `TimeoutError`."""
        async with asyncio.timeout(READY_SECONDS), ClientSession() as session:
            while True:
                try:
                    async with session.get(f"{self.address}/healthz") as answer:
                        if answer.status == 200:
                            return
                except ClientError:
                    pass
                await asyncio.sleep(0.02)

    async def ask(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        """Rows of the database while everything runs; `:name` for values. Raises `OSError` while it is away."""
        return await asyncio.to_thread(self._ask, sql, values)

    async def books(self, history: History) -> list[str]:
        """What is wrong with the books; on SQLite the processes must have been stopped."""
        weighed = replace(history, weights={"sms": 1, "webchat": 2})
        found: list[str] = await self._with_store(lambda store: store.read(check_books, weighed))
        return found

    async def _with_store(self, use: Callable[[Any], Any]) -> Any:
        store = await asyncio.to_thread(open_store, self.settings)
        try:
            return await use(store)
        finally:
            await store.close()

    def _ask(self, sql: str, values: dict[str, Any]) -> list[dict[str, Any]]:
        if not self.settings.database:
            path = self.settings.data / "doorstep.sqlite"
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as connection:
                connection.row_factory = sqlite3.Row
                return [dict(row) for row in connection.execute(sql, values)]
        try:
            with psycopg.connect(self.settings.database, connect_timeout=3, row_factory=dict_row) as connection:
                named = sql
                for name in values:
                    named = named.replace(f":{name}", f"%({name})s")
                return list(connection.execute(named, values))
        except psycopg.OperationalError as error:
            raise OSError("the database is away") from error


def _staff(db: Db) -> None:
    """Colleagues who can take anything, and plenty of it."""
    for number, (name, teams) in enumerate(STAFF):
        joined = colleagues.add(
            db,
            name=name,
            email=f"{number}@example.org",
            password_hash="",
            teams=list(teams),
            roles=["colleague", "safeguarding"],
            skills=dict.fromkeys(SKILLS, 3),
            capacity=20,
        )
        routing.set_presence(db, joined, Presence.AVAILABLE)


async def until(holds: Callable[[], Any], seconds: float) -> float:
    """The seconds until the coroutine `holds()` gives something true; more than `seconds` if it does not in time."""
    began = time.monotonic()
    while time.monotonic() - began <= seconds:
        try:
            if await holds():
                return time.monotonic() - began
        except (OSError, sqlite3.OperationalError):
            pass
        await asyncio.sleep(0.05)
    return time.monotonic() - began
