"""Connections to the demo landlord's file. Readers never wait for the writer (WAL); a commit is on disk (FULL)."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SCHEMA = Path(__file__).with_name("schema.sql")
#: raised with every change to `schema.sql` or to what the seed makes
VERSION = 2
#: seconds to wait for a writer of another process
PATIENCE = 5.0


class WrongFile(Exception):
    """The file is not a demo landlord of this version. The text says what to do."""


def connect(path: Path) -> sqlite3.Connection:
    """A connection to a demo landlord that exists. Raises `WrongFile` if it was made by another version."""
    connection = sqlite3.connect(path, PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        found = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.DatabaseError:
        found = None
    if found != VERSION:
        connection.close()
        raise WrongFile(f"{path} is not a demo landlord of this version: delete it, and it will be made anew")
    connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON")
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Writes all of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
