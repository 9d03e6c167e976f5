"""The queries as PostgreSQL takes them, and how psycopg runs them: rows are dictionaries, lists go in as arrays, many
rows as one JSON text."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from aiosql.adapters.generic import GenericAdapter
from aiosql.types import SQLOperationType
from aiosql.utils import VAR_REF

from store.dialect import Dialect

ANY_OF = re.compile(r"IN \(:(\w+)\*\)")
TARGET = re.compile(r"\s*(?:--[^\n]*\n\s*)*(?:INSERT INTO|UPDATE)\s+(\w+)")
VALUES = re.compile(r"\bVALUES\s*\((.*)\)\s*$", re.DOTALL)


class PostgresAdapter(GenericAdapter):
    """Runs queries with `psycopg`; rows are dictionaries, lists go in as arrays, many rows as one JSON text."""

    def process_sql(self, query_name: str, op_type: SQLOperationType, sql: str) -> str:
        return for_many(sql) if op_type is SQLOperationType.INSERT_UPDATE_DELETE_MANY else in_postgres(sql)

    def select(self, conn: Any, query_name: str, sql: str, parameters: Any, record_class: Any = None) -> Any:
        return conn.execute(sql, parameters).fetchall()

    def select_one(self, conn: Any, query_name: str, sql: str, parameters: Any, record_class: Any = None) -> Any:
        return conn.execute(sql, parameters).fetchone()

    def select_value(self, conn: Any, query_name: str, sql: str, parameters: Any) -> Any:
        row = conn.execute(sql, parameters).fetchone()
        return next(iter(row.values())) if row else None

    def insert_update_delete(self, conn: Any, query_name: str, sql: str, parameters: Any) -> Any:
        return conn.execute(sql, parameters).rowcount

    def insert_update_delete_many(self, conn: Any, query_name: str, sql: str, parameters: Any) -> Any:
        return conn.execute(sql, {"rows": orjson.dumps(parameters).decode()}).rowcount


def in_postgres(sql: str) -> str:
    """A query as psycopg takes it."""
    return VAR_REF.sub(_placeholder, ANY_OF.sub(r"= ANY(:\1)", sql.replace("%", "%%")))


def _placeholder(found: re.Match[str]) -> str:
    name = found.groupdict()
    return name["dquote"] or name["squote"] or f"{name['lead']}%({name['var_name']})s"


def for_many(sql: str) -> str:
    """A query that is written for one row, carried out for a JSON list of rows: `:name` becomes a column of the list,
    whose type is that of the target's column of this name."""
    target = TARGET.match(sql)
    if target is None:
        raise ValueError(f"a query for many rows begins with INSERT INTO or UPDATE: {sql}")
    rows = f"FROM json_populate_recordset(NULL::{target[1]}, %(rows)s::json) AS r"
    named = VAR_REF.sub(_column, sql.rstrip().rstrip(";").replace("%", "%%"))
    if VALUES.search(named):
        return VALUES.sub(lambda found: f"SELECT {found[1]} {rows}", named)
    return re.sub(r"\bWHERE\b", lambda found: f"{rows} WHERE", named, count=1)


def _column(found: re.Match[str]) -> str:
    name = found.groupdict()
    return name["dquote"] or name["squote"] or f"{name['lead']}r.{name['var_name']}"


class PostgresDialect(Dialect):
    """The queries as PostgreSQL takes them."""

    def ids(self, connection: Any, table: str, count: int) -> Sequence[int]:
        if not count:
            return ()
        sql = "SELECT nextval(pg_get_serial_sequence(%(table)s, 'id')) AS id FROM generate_series(1, %(count)s)"
        return [row["id"] for row in connection.execute(sql, {"table": table, "count": count})]

    def ask(self, connection: Any, sql: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        cursor = connection.execute(in_postgres(sql), values)
        return list(cursor.fetchall()) if cursor.description else []


DIALECT = PostgresDialect("postgres", PostgresAdapter)
