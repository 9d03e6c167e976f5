"""What a unit of work is given: one connection inside one transaction, the named queries of `store/sql/`, and a note of
what the rest of the system should look at once it has committed.

A unit of work is a plain function `work(db, ...)`. It has no side effects of its own, because it may run twice.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import orjson

from store.dialect import Dialect

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

Row = Any
#: a row as it is stored: instants are microseconds
Stored = Mapping[str, int | str | bool | None]


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
    #: replies are ready to go: channel, and whether they are urgent
    replies: set[tuple[str, bool]] = field(default_factory=set)
    #: sends are to be settled, writes to be carried out, attachments to be fetched
    doubts: bool = False
    effects: bool = False
    media: bool = False
    #: another process committed it
    elsewhere: bool = False

    def merge(self, other: "Announcements") -> None:
        for conversation, urgent in other.wake.items():
            self.wake[conversation] = self.wake.get(conversation, False) or urgent
        self.history |= other.history
        self.replies |= other.replies
        self.desk |= other.desk
        self.router |= other.router
        self.doubts |= other.doubts
        self.effects |= other.effects
        self.media |= other.media

    def __bool__(self) -> bool:
        return self != NOTHING


NOTHING = Announcements()


class Db:
    """A connection with the named queries bound to it: `db.find_handle(channel=..., address=...)`.

    A query whose name in the file ends in `*!` takes a list of rows and is carried out for all of them at once.
    """

    def __init__(
        self, connection: Any, dialect: Dialect, process: str = "", shared: Callable[[], datetime] | None = None
    ) -> None:
        self.connection = connection
        #: the name of the process, with which its lease tokens begin
        self.process = process
        #: a lease was taken in this transaction
        self.leasing = False
        self._shared = shared
        self._now = EPOCH
        #: the instant of the transaction as it is stored
        self.at = 0
        self.announce = Announcements()
        self._dialect = dialect

    def __getattr__(self, name: str) -> Callable[..., Any]:
        query = self._dialect.query(name)
        asked = _asked_of_many if self._dialect.takes_many(name) else _asked
        bound = partial(asked, query, self.connection)
        setattr(self, name, bound)
        return bound

    @property
    def now(self) -> datetime:
        """The instant of the transaction, UTC."""
        return self._now

    @now.setter
    def now(self, now: datetime) -> None:
        self._now, self.at = now, micros(now)

    @property
    def shared_now(self) -> datetime:
        """The instant, UTC, by the one clock that all processes of an installation go by. Leases of a few seconds are
        measured by it, since the clocks of two hosts may well be seconds apart."""
        return self._shared() if self._shared else self._now

    def token(self) -> str:
        """A lease token that nobody had before."""
        self.leasing = True
        return f"{self.process}.{secrets.token_hex(8)}"

    def ids(self, table: str, count: int) -> Sequence[int]:
        """The next `count` ids of a table, rising. They are to be used before any more are asked for."""
        return self._dialect.ids(self.connection, table, count)

    def ask(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        """Rows of a query that stands in no file, with `:name` for its values; for tests and for checks."""
        return self._dialect.ask(self.connection, sql, values)

    def event(self, kind: str, enquiry: int | None = None) -> None:
        """Tell the desks that something changed."""
        self.events(kind, (enquiry,))

    def events(self, kind: str, enquiries: Sequence[int | None]) -> None:
        """Tell the desks that something changed at each of these enquiries."""
        if enquiries:
            self.add_events([{"at": self.at, "kind": kind, "enquiry": enquiry} for enquiry in enquiries])
            self.announce.desk = True


def _asked(query: Callable[..., Any], connection: Any, **values: Any) -> Any:
    """Run a named query; instants among its values become the microseconds that are stored."""
    for name, value in values.items():
        if isinstance(value, datetime):
            values[name] = micros(value)
    return query(connection, **values)


def _asked_of_many(query: Callable[..., Any], connection: Any, rows: Sequence[Stored]) -> Any:
    return query(connection, rows) if rows else 0


def micros(at: datetime) -> int:
    """Microseconds since 1970, UTC: how every instant is stored."""
    return (at - EPOCH) // MICROSECOND


def instant(stored: int) -> datetime:
    """The UTC instant of stored microseconds."""
    return EPOCH + timedelta(microseconds=stored)


def maybe_micros(at: datetime | None) -> int | None:
    return None if at is None else micros(at)


def maybe_instant(stored: int | None) -> datetime | None:
    return None if stored is None else instant(stored)


def to_json(value: Any) -> str:
    return orjson.dumps(value).decode()
