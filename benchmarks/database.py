"""Looking into the database of a running Doorstep from outside: is it idle, what became of each message.

Also what time does between two rounds: what was closed in the last one is a week in the past.
"""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar

import psycopg

from store.migrations import migrate

Row = tuple[Any, ...]

UNFINISHED = """SELECT (SELECT COUNT(*) FROM message WHERE direction = 'in' AND handled_at IS NULL)
                     + (SELECT COUNT(*) FROM reply WHERE state IN (0, 10, 20))"""
#: a week and an hour, in microseconds: the line no longer looks at what was closed so long ago
PASSED = (7 * 24 + 1) * 3_600 * 1_000_000
A_WEEK_LATER = f"""UPDATE enquiry SET closed_at = closed_at - {PASSED}
                   WHERE id > {{after}} AND closed_at > created_at - {PASSED}"""
LAST = "SELECT (SELECT COALESCE(MAX(id), 0) FROM message), (SELECT COALESCE(MAX(id), 0) FROM enquiry)"
#: with whether a message is the first of its enquiry
MESSAGES = """SELECT m.provider_id, m.handled_at, m.attempts, e.topic,
                     (SELECT MIN(f.id) FROM message f WHERE f.enquiry = m.enquiry AND f.direction = 'in') = m.id
              FROM message m LEFT JOIN enquiry e ON e.id = m.enquiry WHERE m.direction = 'in' AND m.id > {after}"""
REPLIES = """SELECT m.provider_id, r.state, r.attempts, r.text FROM reply r JOIN message m ON m.id = r.cause
             WHERE m.id > {after}"""


class Database(ABC):
    """One of the two databases, opened beside the Doorstep that uses it."""

    #: an expression that gives 32 hexadecimal figures, other ones in each row
    figures: ClassVar[str]
    #: what makes filling in much quicker
    quickening: ClassVar[Sequence[str]]
    #: what to do once much was filled in, so that nothing of it is left to do while we measure
    settling: ClassVar[Sequence[str]]

    @abstractmethod
    def rows(self, query: str) -> Sequence[Row]: ...

    @abstractmethod
    def change(self, statement: str) -> None: ...

    @abstractmethod
    def close(self) -> None: ...


class Sqlite(Database):
    """The file of an embedded Doorstep, begun if there is none."""

    figures = "lower(hex(randomblob(16)))"
    quickening = ("PRAGMA synchronous = OFF", "PRAGMA cache_size = -2000000")
    settling = (
        "PRAGMA cache_size = -2000",
        "PRAGMA wal_checkpoint(TRUNCATE)",
    )

    def __init__(self, folder: Path) -> None:
        path = folder / "doorstep.sqlite"
        if not path.exists():
            migrate(f"sqlite:///{path}", "sqlite")
        self._connection = sqlite3.connect(path, isolation_level=None, timeout=60)
        self._connection.execute("PRAGMA journal_mode=WAL")

    def rows(self, query: str) -> Sequence[Row]:
        with closing(self._connection.execute(query)) as cursor:
            return cursor.fetchall()

    def change(self, statement: str) -> None:
        self._connection.execute(statement).close()

    def close(self) -> None:
        self._connection.close()


class Postgres(Database):
    """A database of a PostgreSQL server; its tables are made if there are none."""

    figures = "md5(random()::text || clock_timestamp()::text)"
    quickening = ("SET session_replication_role = replica", "SET synchronous_commit = off")
    settling = (
        *(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))"
            for table in ("person", "conversation", "enquiry", "message", "reply", "clock", "audit")
        ),
        "VACUUM (ANALYZE)",
        "CHECKPOINT",
    )

    def __init__(self, address: str) -> None:
        migrate(address.replace("postgresql://", "postgresql+psycopg://", 1), "postgres")
        self._connection = psycopg.connect(address, autocommit=True)

    def rows(self, query: str) -> Sequence[Row]:
        return self._connection.execute(query.encode()).fetchall()

    def change(self, statement: str) -> None:
        self._connection.execute(statement.encode())

    def close(self) -> None:
        self._connection.close()


def a_week_later(database: Database, after: int) -> None:
    """What was closed of the enquiries after this id lies a week in the past, so that nobody's past grows."""
    database.change(A_WEEK_LATER.format(after=after))


def unfinished(database: Database) -> int:
    """Messages without a turn and replies that no provider has."""
    return int(database.rows(UNFINISHED)[0][0])
