"""One of the two databases of a copy, in one transaction."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from store.db import Db
from store.dialect import Dialect
from store.moving.tables import Row, Rows, Table


class Side(ABC):
    """A database that is read from, or filled. Rows come and go one by one, so that any number fits in memory."""

    dialect: Dialect

    def __init__(self, connection: Any, name: str) -> None:
        self.connection = connection
        #: what it is called in a sentence
        self.name = name
        self.tables: Mapping[str, Table] = self._described()

    def db(self, now: datetime) -> Db:
        """For units of work inside the same transaction."""
        db = Db(self.connection, self.dialect)
        db.now = now
        return db

    @abstractmethod
    def count(self, table: str) -> int: ...

    @abstractmethod
    def is_empty(self, table: str) -> bool: ...

    @abstractmethod
    def rows(self, table: Table) -> Rows:
        """All rows in the order of the key; texts in the order of their code points. To be read to the end, or closed,
        before anything else is asked."""

    @abstractmethod
    def load(self, table: Table, rows: Iterable[Row]) -> None:
        """Add rows. Raises `CannotMove` for one that this database cannot hold."""

    @abstractmethod
    def clear(self, table: str) -> None: ...

    @abstractmethod
    def next_ids(self) -> Mapping[str, int]:
        """For each table that numbers its rows: the first id that no row has had."""

    @abstractmethod
    def go_on_from(self, ids: Mapping[str, int]) -> None:
        """Give new rows these ids or higher ones."""

    @abstractmethod
    def _described(self) -> Mapping[str, Table]: ...
