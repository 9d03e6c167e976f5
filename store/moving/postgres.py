"""A PostgreSQL database opened as a side of a copy."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import IsolationLevel
from psycopg.types.numeric import Int8Dumper

from store.migrations import migrate
from store.moving.postgres_side import PostgresSide
from store.moving.tables import CannotMove
from store.postgres_connection import connect

NAME = "the PostgreSQL database"
#: limits that suit short statements; a lock that is not free after so long is held by somebody idle
PATIENCE = "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET lock_timeout = '15s'"


@contextmanager
def reading(address: str) -> Iterator[PostgresSide]:
    """A snapshot of a database that others go on using. Raises `psycopg.OperationalError`."""
    with _connected(address) as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        yield PostgresSide(connection, NAME)


@contextmanager
def filling(address: str) -> Iterator[PostgresSide]:
    """A database that is brought up to date first, for us alone, committed where the block ends well.

    Raises `CannotMove` where a Doorstep runs on it or it is of no use, and `psycopg.OperationalError`.
    """
    with _connected(address) as connection:
        _refuse_unfit(connection)
        migrate(address.replace("postgresql://", "postgresql+psycopg://", 1), "postgres")
        side = PostgresSide(connection, NAME)
        side.keep_others_out()
        yield side
        side.analyse()
        connection.commit()


@contextmanager
def _connected(address: str) -> Iterator[psycopg.Connection[dict[str, Any]]]:
    """What is not committed is rolled back when it closes."""
    connection = connect(address)
    try:
        connection.adapters.register_dumper(int, Int8Dumper)
        connection.execute(PATIENCE)
        connection.commit()
        yield connection
    finally:
        connection.close()


def _refuse_unfit(connection: psycopg.Connection[dict[str, Any]]) -> None:
    """Said before the migrations, which would not say it."""
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise CannotMove(f"This PostgreSQL database keeps texts as {encoding}. Create one with ENCODING 'UTF8'.")
    allowed = connection.execute("SELECT has_schema_privilege(current_schema(), 'CREATE') AS yes").fetchone()
    connection.commit()
    if not allowed or not allowed["yes"]:
        raise CannotMove(
            f"The user {connection.info.user} may not make tables in this PostgreSQL database. Let it own the database:"
            f' ALTER DATABASE "{connection.info.dbname}" OWNER TO "{connection.info.user}".'
        )
