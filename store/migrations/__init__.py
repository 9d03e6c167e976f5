"""Numbered SQL files, forward only, applied with yoyo. One folder for each database; the same tables in both.

One process migrates at a time. yoyo's own lock is a row, which outlives whoever is killed while holding it; what
excludes others here ends with its holder: SQLite's file has one user (`store.sqlite`), PostgreSQL has advisory locks.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from yoyo import get_backend, read_migrations

from store.postgres_connection import connect

FOLDER = Path(__file__).parent
#: any number that no other program locks in this database
LOCK = 7_700_900


def migrate(address: str, dialect: str) -> list[str]:
    """Bring the database at `address` up to date; the names of the migrations applied just now. Waits for another
    process that is at it. Raises `psycopg.Error` where PostgreSQL cannot be used."""
    with _alone(address, dialect):
        backend = get_backend(address)
        try:
            # nobody else is here: a row that is left is that of the dead
            backend.break_lock()
            migrations = backend.to_apply(read_migrations(str(FOLDER / dialect)))
            for migration in migrations:
                _apply(backend, migration)
            return [migration.id for migration in migrations]
        finally:
            backend.connection.close()


def _apply(backend: Any, migration: Any) -> None:
    """What it changes and the note that it has, in one transaction. yoyo's own `apply_one` has two; whoever is killed
    between them leaves tables that the next would make again."""
    with backend.transaction():
        migration.process_steps(backend, "apply")
        backend.log_migration(migration, "apply")
        backend.mark_one(migration, log=False)


def _alone(address: str, dialect: str) -> AbstractContextManager[None]:
    return _locked(address.replace("+psycopg", "", 1)) if dialect == "postgres" else nullcontext()


@contextmanager
def _locked(address: str) -> Iterator[None]:
    """PostgreSQL's lock is held by a connection of its own, and ends with it."""
    with connect(address, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
        yield
