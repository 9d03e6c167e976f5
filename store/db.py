"""What a unit of work is given: one connection inside one transaction, the named queries of `store/sql/`, and a note of
what the rest of the system should look at once it has committed.

A unit of work is a plain function `work(db, ...)`. It has no side effects of its own, because it may run twice.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

import aiosql

SQL_FOLDER = Path(__file__).parent / "sql"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Row = Any


@dataclass(slots=True)
class Announcements:
    """What changed in a transaction, for those who wait. Only says "look"; losing it loses nothing."""

    #: conversations with something to handle, and whether it is urgent
    wake: dict[int, bool] = field(default_factory=dict)
    #: conversations whose history grew
    history: set[int] = field(default_factory=set)
    #: the desks should read their events
    desk: bool = False
    #: something waits for a colleague, or a colleague for something
    router: bool = False
    #: a reply or an effect is ready to go
    delivery: bool = False

    def merge(self, other: "Announcements") -> None:
        for conversation, urgent in other.wake.items():
            self.wake[conversation] = self.wake.get(conversation, False) or urgent
        self.history |= other.history
        self.desk |= other.desk
        self.router |= other.router
        self.delivery |= other.delivery


class Db:
    """A connection with the named queries bound to it: `db.find_handle(channel=..., address=...)`."""

    def __init__(self, connection: Any, driver: str) -> None:
        self.connection = connection
        #: the instant of the transaction, UTC
        self.now = EPOCH
        self.announce = Announcements()
        self._queries = _queries(driver)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        bound = partial(_asked, getattr(self._queries, name), self.connection)
        setattr(self, name, bound)
        return bound

    def event(self, kind: str, enquiry: int | None = None) -> None:
        """Tell the desks that something changed."""
        self.add_event(at=self.now, kind=kind, enquiry=enquiry)
        self.announce.desk = True


def _asked(query: Callable[..., Any], connection: Any, **values: Any) -> Any:
    """Run a named query; instants among its values become the microseconds that are stored."""
    for name, value in values.items():
        if isinstance(value, datetime):
            values[name] = micros(value)
    return query(connection, **values)


@cache
def _queries(driver: str) -> Any:
    return aiosql.from_path(SQL_FOLDER, driver, kwargs_only=True, mandatory_parameters=False)


def micros(at: datetime) -> int:
    """Microseconds since 1970, UTC: how every instant is stored."""
    since = at - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def instant(stored: int) -> datetime:
    """The UTC instant of stored microseconds."""
    return datetime.fromtimestamp(stored // 1_000_000, UTC).replace(microsecond=stored % 1_000_000)


def maybe_instant(stored: int | None) -> datetime | None:
    return None if stored is None else instant(stored)


def to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
