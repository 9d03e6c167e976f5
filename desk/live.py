"""Signals: who waits for which news, within this process. A signal says only "look", so it can neither pile up nor
hold anybody up: a waiter that is slow finds one flag set, however much happened."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from store.db import Announcements
from store.desk import Happened

#: enquiries shown as "somebody is writing" that a slow waiter is told of at most
TYPING_KEPT = 20
#: that a colleague is writing in a chat
TYPING = Happened(0, "typing", None)


class Waiter:
    """One socket's flag."""

    def __init__(self) -> None:
        self._flag = asyncio.Event()
        self._typing: set[Happened] = set()

    def look(self) -> None:
        self._flag.set()

    def typing(self, happened: Happened) -> None:
        if len(self._typing) < TYPING_KEPT:
            self._typing.add(happened)
            self._flag.set()

    def typed(self) -> set[Happened]:
        """That somebody was writing since this was last asked."""
        typed, self._typing = self._typing, set()
        return typed

    async def wait(self, seconds: float) -> bool:
        """Until there may be news, `seconds` at most; False where the time ran out."""
        try:
            async with asyncio.timeout(seconds):
                await self._flag.wait()
        except TimeoutError:
            return False
        self._flag.clear()
        return True


class Signals:
    """The desks and the chats that wait. `hear` is the listener of the store's announcements."""

    def __init__(self) -> None:
        self._desks: set[Waiter] = set()
        self._chats: dict[int, set[Waiter]] = {}

    def hear(self, announced: Announcements) -> None:
        if announced.desk:
            for waiter in self._desks:
                waiter.look()
        for conversation in announced.history & self._chats.keys():
            for waiter in self._chats[conversation]:
                waiter.look()

    def desk_types(self, conversation: int) -> None:
        """A colleague is writing in a conversation: its chats show it."""
        for waiter in self._chats.get(conversation, ()):
            waiter.typing(TYPING)

    def tenant_types(self, happened: Happened) -> None:
        """The tenant is writing: the desks show it at the enquiry. Each socket's gate decides who hears of it."""
        for waiter in self._desks:
            waiter.typing(happened)

    @contextmanager
    def desk(self) -> Iterator[Waiter]:
        """A waiter for what the desks should look at."""
        waiter = Waiter()
        self._desks.add(waiter)
        try:
            yield waiter
        finally:
            self._desks.discard(waiter)

    @contextmanager
    def chat(self, conversation: int) -> Iterator[Waiter]:
        """A waiter for one conversation's history."""
        waiter = Waiter()
        waiters = self._chats.setdefault(conversation, set())
        waiters.add(waiter)
        try:
            yield waiter
        finally:
            waiters.discard(waiter)
            if not waiters:
                self._chats.pop(conversation, None)

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._desks) + sum(map(len, self._chats.values()))
