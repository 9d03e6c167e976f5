"""The live events of this process: read from the database once for all sockets, kept in memory for a while."""

import asyncio
from bisect import bisect_right
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from store import desk
from store.desk import Happened

#: events kept in memory, and read at once
KEPT = 2000
PAGE = 500


class Gap(Exception):
    """The cursor is older than the events that are kept, or not one of ours: fetch everything again."""


class Feed:
    """Events by cursor. Any number may ask at once; one of them reads."""

    def __init__(self, read: Callable[..., Any]) -> None:
        self._read = read
        self._lock = asyncio.Lock()
        #: everything that happened after `_begin`, up to `_end`
        self._events: list[Happened] = []
        self._begin = 0
        self._end: int | None = None
        self._rounds = 0

    async def check(self, cursor: int) -> None:
        """Raises `Gap` where what came after `cursor` cannot be told whole."""
        oldest, newest = await self._read(desk.cursor)
        if not oldest - 1 <= cursor <= newest:
            raise Gap

    async def after(self, cursor: int) -> list[Happened]:
        """At most a page of what happened after `cursor`, oldest first; empty where that is nothing. Raises `Gap`."""
        await self._refresh()
        if self._end is not None and self._begin <= cursor <= self._end:
            start = bisect_right(self._events, cursor, key=attrgetter("id"))
            return self._events[start : start + PAGE]
        await self.check(cursor)
        found: list[Happened] = await self._read(desk.events, cursor, PAGE)
        return found

    async def _refresh(self) -> None:
        """Read what is new, unless a whole round was read since this was asked for."""
        asked = self._rounds
        async with self._lock:
            if self._rounds > asked + 1:
                return
            if self._end is None:
                _, self._begin = await self._read(desk.cursor)
                self._end = self._begin
            new, end = await self._read(desk.events_and_end, self._end, PAGE)
            self._events += new
            self._end = end
            self._forget()
            self._rounds += 1

    def _forget(self) -> None:
        if len(self._events) > 2 * KEPT:
            self._begin = self._events[-KEPT - 1].id
            del self._events[:-KEPT]
