"""Which tables there are and which of them travel, found out from the databases themselves: a later migration needs no
change here."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

#: values in the order of a table's columns
Row = tuple[Any, ...]
#: to be read to the end, or closed
Rows = Generator[Row, None, None]

#: what belongs to the processes of one installation: live updates, who is alive, who leads
STAYING = frozenset({"event", "process", "lease"})
#: how the names of other people's tables begin: yoyo's and SQLite's own
BOOKKEEPING = ("_yoyo", "yoyo", "sqlite_")


class CannotMove(Exception):
    """Nothing was moved, saved or restored; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as its database describes it."""

    name: str
    columns: tuple[str, ...]
    #: the columns of the primary key
    key: tuple[str, ...]
    #: tables that its foreign keys point to
    refers_to: frozenset[str]

    def key_of(self, row: Row) -> Row:
        return tuple(row[self.columns.index(name)] for name in self.key)

    def place_of(self, row: Row) -> str:
        """Where a row stands, as a person would look for it."""
        return f"row {', '.join(str(value) for value in self.key_of(row))} of {self.name}"


def is_ours(name: str) -> bool:
    return not name.startswith(BOOKKEEPING)


def travelling(source: Mapping[str, Table], target: Mapping[str, Table]) -> list[Table]:
    """The tables to copy, each behind those that it refers to. Raises `CannotMove` where the two sides differ."""
    ours, theirs = source.keys() - STAYING, target.keys() - STAYING
    _refuse_difference(sorted(ours ^ theirs))
    for name in sorted(ours):
        one, other = source[name], target[name]
        _refuse_difference(sorted(f"{name}.{column}" for column in set(one.columns) ^ set(other.columns)))
        if not one.key or one.key != other.key:
            raise CannotMove(f"Nothing was copied: the table {name} has no primary key, or another one on each side.")
    return [source[name] for name in in_order(target) if name in ours]


def in_order(tables: Mapping[str, Table]) -> list[str]:
    """Names of all tables, each behind those that it refers to; the same order every time."""
    needs = {name: sorted(tables[name].refers_to - {name}) for name in sorted(tables)}
    return list(TopologicalSorter(needs).static_order())


def _refuse_difference(names: Sequence[str]) -> None:
    if names:
        raise CannotMove(
            f"Nothing was copied: only one of the two databases has {', '.join(names)}. They were made by different"
            " versions: start this version of Doorstep on the older one once, which brings it up to date."
        )
