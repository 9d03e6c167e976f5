"""The named queries of `store/sql/` in the words of one database.

A query stands in one file for both databases; where that cannot be, the database's own folder has one of the same name,
which goes before. What a database spells in its own way is rewritten in `sqlite_dialect.py` and `postgres_dialect.py`:

- `IN (:ids*)` takes a list,
- a query that ends in `*!` is written for one row and carried out for many,
- `FOR UPDATE` locks rows where several connections write at once.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import aiosql
from aiosql.types import SQLOperationType

SQL_FOLDER = Path(__file__).parent / "sql"


class Dialect(ABC):
    """The queries for one database. `name` is the folder of those that only it knows, `adapter` how it runs one, as
    aiosql asks for."""

    def __init__(self, name: str, adapter: type[Any]) -> None:
        self.name = name
        self.adapter = adapter

    @cached_property
    def _queries(self) -> Any:
        return aiosql.from_path(SQL_FOLDER, self.adapter, kwargs_only=True, mandatory_parameters=False)

    def query(self, name: str) -> Callable[..., Any]:
        """A named query; its first argument is a connection. Raises `AttributeError` where there is none."""
        own = getattr(self._queries, self.name, None)
        found: Callable[..., Any] = getattr(own, name, None) or getattr(self._queries, name)
        return found

    def takes_many(self, name: str) -> bool:
        operation: SQLOperationType = self.query(name).operation  # type: ignore[attr-defined]
        return operation is SQLOperationType.INSERT_UPDATE_DELETE_MANY

    def names(self) -> list[str]:
        """Every query that this database knows."""
        own = f"{self.name}."
        names = {name.removeprefix(own) for name in self._queries.available_queries}
        return sorted(name for name in names if "." not in name and not name.endswith("_cursor"))

    @abstractmethod
    def ids(self, connection: Any, table: str, count: int) -> Sequence[int]:
        """The next `count` ids of a table, rising."""

    @abstractmethod
    def ask(self, connection: Any, sql: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Rows of a query that stands in no file."""
