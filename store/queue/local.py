"""Wake-ups within one process: urgent ones first, each conversation once however often it is woken."""

import asyncio
from collections import deque

from store.db import Announcements


class LocalQueue:
    """Conversations to look at, in order."""

    def __init__(self) -> None:
        self._urgent: deque[int] = deque()
        self._ordinary: deque[int] = deque()
        self._waiting: dict[int, bool] = {}
        self._some = asyncio.Semaphore(0)

    def put(self, conversation: int, urgent: bool) -> None:
        """Wake a conversation; one that waits already moves up if this is urgent."""
        before = self._waiting.get(conversation)
        if before is not None and (before or not urgent):
            return
        self._waiting[conversation] = urgent
        (self._urgent if urgent else self._ordinary).append(conversation)
        self._some.release()

    async def get(self) -> int:
        """The next conversation, as soon as there is one."""
        while True:
            await self._some.acquire()
            urgent = bool(self._urgent)
            conversation = (self._urgent if urgent else self._ordinary).popleft()
            if self._waiting.get(conversation) == urgent:
                del self._waiting[conversation]
                return conversation

    def hear(self, announced: Announcements) -> None:
        for conversation, urgent in announced.wake.items():
            self.put(conversation, urgent)

    def done(self, conversation: int) -> None:
        """Nothing to do: a wake-up is gone once it is given."""

    def troubles(self) -> list[str]:
        return []

    def __len__(self) -> int:
        return len(self._waiting)
