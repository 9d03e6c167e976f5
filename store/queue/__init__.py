"""Wake-ups: "look at this conversation". Losing them loses nothing; the sweeper finds what waits."""

from typing import Protocol

from store.db import Announcements


class Queue(Protocol):
    """Conversations to look at, urgent ones first. `store.queue.local` and `store.queue.redis` are two."""

    def put(self, conversation: int, urgent: bool) -> None:
        """Wake a conversation; one that waits already moves up if this is urgent."""
        ...

    def hear(self, announced: Announcements) -> None:
        """Wake what a commit announced."""
        ...

    async def get(self) -> int:
        """The next conversation, as soon as there is one."""
        ...

    def done(self, conversation: int) -> None:
        """It has been looked at."""
        ...

    def troubles(self) -> list[str]:
        """What is wrong with it, in sentences for whoever runs the system."""
        ...

    def __len__(self) -> int:
        """How many wait here."""
        ...
