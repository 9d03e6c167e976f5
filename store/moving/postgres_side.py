"""How a PostgreSQL database is read and filled as a side of a copy."""

from collections.abc import Iterable, Mapping
from typing import Any

import psycopg
from psycopg.rows import tuple_row
from psycopg.sql import SQL, Composable, Identifier, Literal

from store.db import micros
from store.moving import catalogue
from store.moving.catalogue import Numbered
from store.moving.side import Side
from store.moving.tables import CannotMove, Row, Rows, Table
from store.postgres_connection import server_now
from store.postgres_dialect import DIALECT

#: rows that come from the server at once
CHUNK = 100


class PostgresSide(Side):
    """One connection inside a transaction."""

    dialect = DIALECT

    def count(self, table: str) -> int:
        return int(self._one(SQL("SELECT COUNT(*) FROM {}").format(Identifier(table))))

    def is_empty(self, table: str) -> bool:
        return not self._one(SQL("SELECT EXISTS (SELECT 1 FROM {})").format(Identifier(table)))

    def rows(self, table: Table) -> Rows:
        query = SQL("SELECT {} FROM {} ORDER BY {}").format(
            _listed(table.columns), Identifier(table.name), self._order(table)
        )
        with self.connection.cursor(row_factory=tuple_row) as cursor:
            yield from cursor.stream(query, binary=True, size=CHUNK)

    def load(self, table: Table, rows: Iterable[Row]) -> None:
        statement = SQL("COPY {} ({}) FROM STDIN").format(Identifier(table.name), _listed(table.columns))
        try:
            with self.connection.cursor() as cursor, cursor.copy(statement) as copy:
                for row in rows:
                    _write(copy, table, row)
        except psycopg.IntegrityError as error:
            raise CannotMove(f"A row of {table.name} does not fit: {error.diag.message_primary}.") from error
        except psycopg.DataError as error:
            raise CannotMove(f"A row of {table.name} holds a value of the wrong type for PostgreSQL.") from error

    def clear(self, table: str) -> None:
        self.connection.execute(SQL("DELETE FROM {}").format(Identifier(table)))

    def next_ids(self) -> Mapping[str, int]:
        return {one.table: self._next(one) for one in self._catalogue.numbered}

    def go_on_from(self, ids: Mapping[str, int]) -> None:
        """`ALTER SEQUENCE` and not `setval`, which a rollback does not undo."""
        for one in self._catalogue.numbered:
            first = Literal(max(ids.get(one.table, 1), self._highest(one) + 1))
            self.connection.execute(SQL("ALTER SEQUENCE {} RESTART WITH {}").format(_as_is(one.sequence), first))

    def keep_others_out(self) -> None:
        """Nobody else writes until the transaction ends. Raises `CannotMove` where a Doorstep runs on it, which is told
        by the server's clock (`store/recovery.py`)."""
        self.connection.execute(SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(_listed(self.tables)))
        now = Literal(micros(server_now(self.connection)))
        if self._one(SQL("SELECT EXISTS (SELECT 1 FROM process WHERE until > {})").format(now)):
            raise CannotMove("A Doorstep runs on this PostgreSQL database. Stop it, or name another database.")

    def analyse(self) -> None:
        """Let the server know how many rows there are, so that it plans well from the start."""
        self.connection.execute(SQL("ANALYZE {}").format(_listed(self.tables)))

    def _order(self, table: Table) -> Composable:
        """By the key; texts by their code points, whatever language the database sorts in."""
        texts = self._catalogue.texts
        order = {name: 'COLLATE "C"' if (table.name, name) in texts else "" for name in table.key}
        return SQL(", ").join(SQL("{} {}").format(Identifier(name), _as_is(how)) for name, how in order.items())

    def _next(self, one: Numbered) -> int:
        given = SQL("SELECT last_value + CAST(is_called AS INTEGER) FROM {}").format(_as_is(one.sequence))
        return max(int(self._one(given)), self._highest(one) + 1)

    def _highest(self, one: Numbered) -> int:
        query = SQL("SELECT COALESCE(MAX({}), 0) FROM {}").format(Identifier(one.column), Identifier(one.table))
        return int(self._one(query))

    def _one(self, query: Composable) -> Any:
        with self.connection.cursor(row_factory=tuple_row) as cursor:
            return cursor.execute(query).fetchone()[0]

    def _described(self) -> Mapping[str, Table]:
        self._catalogue = catalogue.read(self.connection)
        return self._catalogue.tables


def _write(copy: psycopg.Copy, table: Table, row: Row) -> None:
    """Raises `CannotMove` for the one character that PostgreSQL cannot hold."""
    try:
        copy.write_row(row)
    except psycopg.DataError as error:
        columns = [name for name, value in zip(table.columns, row, strict=True) if "\0" in str(value)]
        if not columns:
            raise
        raise CannotMove(
            f"The {table.place_of(row)} has a NUL character in {', '.join(columns)}, which PostgreSQL cannot hold."
            " Nothing was kept. docs/operations.md says how to take it out."
        ) from error


def _listed(names: Iterable[str]) -> Composable:
    return SQL(", ").join(Identifier(name) for name in names)


def _as_is(text: str) -> Composable:
    """Words of ours or of the database's, not of anybody who writes to us."""
    return SQL(text)
