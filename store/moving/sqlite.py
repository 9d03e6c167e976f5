"""An SQLite file as a side of a copy."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from store.moving.side import Side
from store.moving.tables import CannotMove, Row, Rows, Table, is_ours
from store.sqlite import CACHE_KIB
from store.sqlite_dialect import DIALECT

BUSY_MS = 5000


class SqliteSide(Side):
    """One connection inside a transaction."""

    dialect = DIALECT

    def count(self, table: str) -> int:
        return int(self.connection.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0])

    def is_empty(self, table: str) -> bool:
        return self.connection.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone() is None

    def rows(self, table: Table) -> Rows:
        yield from self.connection.execute(
            f'SELECT {_listed(table.columns)} FROM "{table.name}" ORDER BY {_listed(table.key)}'
        )

    def load(self, table: Table, rows: Iterable[Row]) -> None:
        marks = ", ".join("?" for _ in table.columns)
        statement = f'INSERT INTO "{table.name}" ({_listed(table.columns)}) VALUES ({marks})'
        try:
            self.connection.executemany(statement, rows)
        except sqlite3.IntegrityError as error:
            raise CannotMove(f"A row of {table.name} does not fit into {self.name}: {error}.") from error

    def clear(self, table: str) -> None:
        self.connection.execute(f'DELETE FROM "{table}"')

    def next_ids(self) -> Mapping[str, int]:
        given = dict(self.connection.execute("SELECT name, seq FROM sqlite_sequence"))
        numbered = [table for table in self.tables.values() if table.key == ("id",)]
        return {table.name: max(given.get(table.name, 0), self._highest(table.name)) + 1 for table in numbered}

    def go_on_from(self, ids: Mapping[str, int]) -> None:
        counted = self.connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'").fetchall()
        for (name,) in counted:
            last = max(ids.get(name, 1) - 1, self._highest(name))
            self.connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (name,))
            self.connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, last))

    def migrations(self) -> list[str]:
        """The names of those that made its tables."""
        found = self.connection.execute("SELECT migration_id FROM _yoyo_migration ORDER BY migration_id")
        return [name for (name,) in found]

    def _highest(self, table: str) -> int:
        return int(self.connection.execute(f'SELECT COALESCE(MAX(id), 0) FROM "{table}"').fetchone()[0])

    def _described(self) -> Mapping[str, Table]:
        names = self.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name: self._table(name) for (name,) in names if is_ours(name)}

    def _table(self, name: str) -> Table:
        columns = self.connection.execute("SELECT name, pk FROM pragma_table_info(?)", (name,)).fetchall()
        key = sorted((place, column) for column, place in columns if place)
        targets = self.connection.execute('SELECT "table" FROM pragma_foreign_key_list(?)', (name,)).fetchall()
        return Table(
            name,
            tuple(column for column, _ in columns),
            tuple(column for _, column in key),
            frozenset(target for (target,) in targets),
        )


@contextmanager
def reading(path: Path) -> Iterator[SqliteSide]:
    """A snapshot of a file, which others may write meanwhile. Raises `CannotMove` where there is none."""
    with _connected(path, "ro") as connection:
        connection.execute("BEGIN")
        yield SqliteSide(connection, str(path))
        connection.execute("ROLLBACK")


@contextmanager
def filling(path: Path, durable: bool = True) -> Iterator[SqliteSide]:
    """A file that is up to date, committed where the block ends well. Not `durable`, a power cut may spoil it."""
    with _connected(path, "rw") as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}")
        connection.execute("BEGIN IMMEDIATE")
        yield SqliteSide(connection, str(path))
        connection.execute("COMMIT")


@contextmanager
def _connected(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    """What is not committed is rolled back when it closes."""
    if not path.is_file():
        raise CannotMove(f"There is no database at {path}. DOORSTEP_DATA names the folder that it lies in.")
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None)
    try:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute("PRAGMA temp_store = MEMORY")
        yield connection
    finally:
        connection.close()


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
