"""The database that a test runs on: SQLite in a folder or, with `pytest --postgres`, a database of a real PostgreSQL."""

import hashlib
from pathlib import Path

import psycopg

from model.ports import Now
from store.database import Store
from store.migrations import migrate
from store.postgres import PostgresStore
from store.sqlite import SqliteStore
from tests.servers import Postgres

TEMPLATE = "template_doorstep"


class Databases:
    """Databases of one server, copied from one that is up to date."""

    def __init__(self, server: Postgres) -> None:
        self.server = server
        with psycopg.connect(server.address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {TEMPLATE}".encode())
        migrate(self.address(TEMPLATE).replace("postgresql://", "postgresql+psycopg://", 1), "postgres")

    def of(self, folder: Path) -> str:
        """The address of the database that stands for a folder; made if there is none."""
        name = f"of_{hashlib.sha256(str(folder).encode()).hexdigest()[:24]}"
        with psycopg.connect(self.server.address, autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchall():
                connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}".encode())
        return self.address(name)

    def address(self, name: str) -> str:
        return self.server.address.rpartition("/")[0] + f"/{name}"


class Chosen:
    """What `--postgres` chose; None is SQLite."""

    databases: Databases | None = None


def open_store(folder: Path, now: Now) -> Store:
    """A store in `folder`; the same folder again is the same database."""
    if Chosen.databases is not None:
        return PostgresStore(Chosen.databases.of(folder), now, shared=now)
    return SqliteStore(folder / "doorstep.sqlite", now)
