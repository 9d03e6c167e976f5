"""A consistent copy of a database as one SQLite file, made while Doorstep goes on using the database."""

import sqlite3
from contextlib import closing
from pathlib import Path

from store.migrations import migrate
from store.moving import postgres, sqlite
from store.moving.copying import Progress, copy
from store.moving.tables import CannotMove

#: pages copied at a time
PAGES = 4096


def of_sqlite(source: Path, target: Path, progress: Progress, pages: int = PAGES) -> None:
    """Copy the file with SQLite's backup, so many pages at a time, all of them from one snapshot.

    Raises `CannotMove` where the source is damaged.
    """
    with sqlite.reading(source) as side, closing(sqlite3.connect(target, isolation_level=None)) as copied:
        progress.begin("Copying pages", side.connection.execute("PRAGMA page_count").fetchone()[0])
        copied.execute("PRAGMA synchronous = OFF")
        side.connection.backup(copied, pages=pages, progress=_Pages(progress))
        copied.execute("PRAGMA journal_mode = DELETE")
        found = copied.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise CannotMove(f"{source} is damaged, so that there is nothing good to save: {found}.")


def of_postgres(address: str, target: Path, progress: Progress) -> None:
    """Copy every row into a new file, and compare; both read one snapshot. Raises `CannotMove`."""
    migrate(f"sqlite:///{target}", "sqlite")
    with postgres.reading(address) as source, sqlite.filling(target, durable=False) as side:
        copy(source, side, progress)


class _Pages:
    """Tells what SQLite says of its backup."""

    def __init__(self, progress: Progress) -> None:
        self._progress, self._told = progress, 0

    def __call__(self, _status: int, remaining: int, total: int) -> None:
        self._progress.further(total - remaining - self._told)
        self._told = total - remaining
