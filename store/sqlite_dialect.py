"""The queries as SQLite takes them, and how `sqlite3` runs them: rows are dictionaries, lists go in as JSON."""

import re
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from aiosql.adapters.generic import GenericAdapter
from aiosql.types import SQLOperationType

from store.dialect import Dialect

#: SQLite locks the whole file, so that rows need no lock of their own
ROW_LOCK = re.compile(r"\s+FOR (UPDATE|SHARE)( OF \w+)?( SKIP LOCKED)?(?=\W)")
ANY_OF = re.compile(r"IN \(:(\w+)\*\)")


class SqliteAdapter(GenericAdapter):
    """Runs queries with `sqlite3`; rows are dictionaries, lists go in as JSON."""

    def process_sql(self, query_name: str, op_type: SQLOperationType, sql: str) -> str:
        return in_sqlite(sql)

    def select(self, conn: Any, query_name: str, sql: str, parameters: Any, record_class: Any = None) -> Any:
        cursor = conn.execute(sql, _listed(parameters))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]

    def select_one(self, conn: Any, query_name: str, sql: str, parameters: Any, record_class: Any = None) -> Any:
        return next(iter(self.select(conn, query_name, sql, parameters)), None)

    def select_value(self, conn: Any, query_name: str, sql: str, parameters: Any) -> Any:
        row = conn.execute(sql, _listed(parameters)).fetchone()
        return row[0] if row else None

    def insert_update_delete(self, conn: Any, query_name: str, sql: str, parameters: Any) -> Any:
        return conn.execute(sql, _listed(parameters)).rowcount

    def insert_update_delete_many(self, conn: Any, query_name: str, sql: str, parameters: Any) -> Any:
        return conn.executemany(sql, parameters).rowcount


def in_sqlite(sql: str) -> str:
    """A query as SQLite spells it."""
    return ANY_OF.sub(r"IN (SELECT value FROM json_each(:\1))", ROW_LOCK.sub("", sql))


class SqliteDialect(Dialect):
    """The queries as SQLite takes them."""

    def ids(self, connection: Any, table: str, count: int) -> Sequence[int]:
        row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
        after = row[0] if row else 0
        return range(after + 1, after + 1 + count)

    def ask(self, connection: Any, sql: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        cursor = connection.execute(in_sqlite(sql), _listed(values))
        return _named(cursor) if cursor.description else []


def _named(cursor: sqlite3.Cursor) -> list[dict[str, Any]]:
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def _listed(values: Any) -> Any:
    lists = {name: orjson.dumps(value).decode() for name, value in values.items() if type(value) is list}
    return {**values, **lists} if lists else values


DIALECT = SqliteDialect("sqlite", SqliteAdapter)
