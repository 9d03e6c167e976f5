"""Copying one database into another and comparing the two, row by row."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Protocol

from store import outbox, recovery
from store.moving.side import Side
from store.moving.tables import STAYING, CannotMove, Row, Table, travelling

#: how many rows make a step worth telling
STEP = 1000


class Progress(Protocol):
    """Whoever is told how far it has come."""

    def begin(self, what: str, total: int) -> None: ...

    def further(self, count: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied and found to be the same on both sides."""

    tables: int
    rows: int

    def __str__(self) -> str:
        return f"{self.rows:,} rows of {self.tables} tables"


def copy(source: Side, target: Side, progress: Progress) -> Copied:
    """Put everything that `source` holds into `target`, which holds nothing, and compare every value of every row.

    The caller commits `target`, or closes it without. Raises `CannotMove`: `target` holds rows, the two have other
    tables or columns, or a row differs.
    """
    tables = travelling(source.tables, target.tables)
    _refuse_rows(target, tables)
    counts = {table.name: source.count(table.name) for table in tables}
    total = sum(counts.values())
    for name in STAYING & target.tables.keys():
        target.clear(name)
    progress.begin("Copying rows", total)
    for table in tables:
        with closing(source.rows(table)) as rows:
            target.load(table, _told(rows, progress))
    target.go_on_from(source.next_ids())
    progress.begin("Comparing rows", total)
    for table in tables:
        if (kept := target.count(table.name)) != counts[table.name]:
            raise CannotMove(f"{table.name} has {counts[table.name]} rows but {kept} in the copy. Nothing was kept.")
        with closing(source.rows(table)) as rows, closing(target.rows(table)) as copies:
            _compare(table, _told(rows, progress), copies)
    return Copied(len(tables), total)


def settle(target: Side, now: datetime) -> None:
    """Nothing is under way in a copy: leases are void, and nobody knows whether what was being sent arrived."""
    db = target.db(now)
    recovery.release_all(db)
    while outbox.doubt_overdue(db):
        pass


def sign_out(target: Side, now: datetime) -> None:
    """Colleagues sign in again: one who signed out after a backup was made is not signed in once it is restored."""
    target.db(now).ask("DELETE FROM session")


def _refuse_rows(target: Side, tables: Sequence[Table]) -> None:
    full = next((table.name for table in tables if not target.is_empty(table.name)), None)
    if full is not None:
        raise CannotMove(
            f"Nothing was copied: {target.name} holds rows already (in {full}, for one), and only an empty one can be"
            " filled. Name another one, or move this one out of the way."
        )


def _compare(table: Table, ours: Iterable[Row], copies: Iterable[Row]) -> None:
    """Raises `CannotMove` at the first row that differs. Truth is 1 in one database and true in the other: equal."""
    for row, copied in zip_longest(ours, copies):
        if row != copied:
            raise CannotMove(f"{_difference(table, row, copied)} Nothing was kept.")


def _difference(table: Table, row: Row | None, copied: Row | None) -> str:
    first = min((one for one in (row, copied) if one is not None), key=table.key_of)
    if row is None or copied is None or table.key_of(row) != table.key_of(copied):
        return f"The {table.place_of(first)} is on one side only."
    columns = [name for name, one, other in zip(table.columns, row, copied, strict=True) if one != other]
    return f"The {table.place_of(first)} differs in {', '.join(columns)}."


def _told(rows: Iterator[Row], progress: Progress) -> Iterator[Row]:
    """The same rows; each step of them is told."""
    passed = 0
    for row in rows:
        yield row
        passed += 1
        if passed == STEP:
            progress.further(passed)
            passed = 0
    progress.further(passed)
