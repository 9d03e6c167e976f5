"""What a database is to everybody else: units of work are handed in and come back committed."""

import asyncio
import secrets
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar

import psycopg

from store.db import Announcements, Db
from store.lanes import Answers, Closed, Job, Listener

P = ParamSpec("P")
T = TypeVar("T")
I = TypeVar("I")  # noqa: E741 - an item


#: errors of connections and of a database as a whole: they say nothing of the work that was handed in
AWAY = (OSError, sqlite3.OperationalError, psycopg.OperationalError)


class Store(ABC):
    """One database. `store.sqlite.SqliteStore` and `store.postgres.PostgresStore` are the two kinds."""

    #: no other process can have this database open
    alone: ClassVar[bool]

    def __init__(self) -> None:
        #: the name under which this process holds leases
        self.process = secrets.token_hex(4)
        self._answers = Answers()
        self._closed = False

    def write(self, work: Callable[Concatenate[Db, P], T], *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        """What `work` returns, once it is committed to disk. Raises what `work` raises; then nothing of it is kept."""
        return self._handed_in(Job(work, args, kwargs, together=False))

    def together(self, work: Callable[[Db, list[I]], Sequence[T | Exception]], item: I) -> Awaitable[T]:
        """What `work` gives for this item, committed with whatever else waits for the same work. Raises the exception
        that it gives."""
        return self._handed_in(Job(work, (item,), {}, together=True))

    @abstractmethod
    async def read(self, work: Callable[Concatenate[Db, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `work` returns from a snapshot; it must not write."""

    def listen(self, listener: Listener) -> None:
        """Call `listener` in the event loop after each commit that announced something, here or elsewhere."""
        self._answers.listeners.append(listener)

    def tell(self, announced: Announcements) -> None:
        """Call the listeners with what was committed elsewhere."""
        self._answers.tell(announced)

    async def close(self) -> None:
        """Finish what was handed in, then let go."""
        if not self._closed:
            self._closed = True
            await self._end()

    def _handed_in(self, job: Job) -> "asyncio.Future[Any]":
        if self._closed:
            raise Closed
        self._put(job)
        return job.future

    @abstractmethod
    def _put(self, job: Job) -> None: ...

    @abstractmethod
    async def _end(self) -> None: ...
