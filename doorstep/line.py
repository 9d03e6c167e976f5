"""The way of one message: claimed, decided with no transaction open, saved whole; then the next of its conversation."""

import asyncio
import logging
from collections.abc import Callable, Sequence

from bot.talk import Identity
from doorstep.decision import MOST_ATTEMPTS, decide
from doorstep.finishing import SECONDS
from doorstep.turning import Means
from model.ports import Now
from model.turn import Claimed
from store import turns
from store.database import Store
from store.queue import Queue
from store.turns import Fenced, Saving

log = logging.getLogger(__name__)

#: conversations dealt with side by side: what they read and write at the same time shares a transaction
WORKERS = 64
#: how often a decision is made again because something it read has changed
AGAIN = 5
FAILED = "The line has failed: messages are kept, but this process answers none. It stops; start it again."


class WorkerLost(Exception):
    """A worker of the line ended, which none ever should."""


class Line:
    """Takes turns, conversation by conversation, with workers side by side."""

    def __init__(
        self, store: Store, queue: Queue, means: Means, identify: Callable[[Claimed], Identity], now: Now
    ) -> None:
        self.store = store
        self.queue = queue
        self.means = means
        self.identify = identify
        self.now = now
        self._busy: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._failed = False
        self.history = frozenset(channel for channel, can in means.capabilities.items() if can.history)

    async def run(self) -> None:
        """Until cancelled. A turn that is under way when that happens is finished first. Raises `WorkerLost` as soon as
        one worker is gone: nobody foresaw why, and the others would follow one by one, unnoticed."""
        workers = [asyncio.create_task(self._work()) for _ in range(WORKERS)]
        try:
            ended, _ = await asyncio.wait(workers, return_when=asyncio.FIRST_COMPLETED)
            self._failed = True
            raise WorkerLost from next((one.exception() for one in ended if not one.cancelled()), None)
        finally:
            await self._finish(workers)

    def troubles(self) -> list[str]:
        """What is wrong with it, in sentences for whoever runs the system."""
        return [FAILED] if self._failed else []

    async def _finish(self, workers: Sequence[asyncio.Task[None]]) -> None:
        """Let those who are in a turn finish it, for a while; the others stop at once."""
        self._stopping = True
        if busy := set(self._busy):
            await asyncio.wait(busy, timeout=SECONDS)
        for worker in workers:
            worker.cancel()

    async def take_all(self) -> None:
        """Take every turn that waits now, and return; for tests and for the command line."""
        while len(self.queue):
            await self.handle(await self.queue.get())

    async def handle(self, conversation: int) -> None:
        """Take turns in a conversation until nothing is left or somebody else has it."""
        while (claimed := await self.store.together(turns.claim, conversation)) is not None:
            if not await self._turn(claimed) or self._stopping:
                return

    async def _work(self) -> None:
        me = asyncio.current_task()
        assert me is not None
        while not self._stopping:
            conversation = await self.queue.get()
            self._busy.add(me)
            try:
                await self._handle_safely(conversation)
            finally:
                self._busy.discard(me)

    async def _handle_safely(self, conversation: int) -> None:
        try:
            await self.handle(conversation)
        except Exception:  # noqa: BLE001 - one conversation may not stop the line; the sweeper brings it up again
            log.exception("a conversation could not be handled", extra={"conversation": conversation})
        finally:
            self.queue.done(conversation)

    async def _turn(self, claimed: Claimed) -> bool:
        """Decide and save; True if there may be more to take in this conversation."""
        try:
            for _ in range(AGAIN):
                turn = await decide(self.means, claimed, self.identify(claimed), self.now())
                try:
                    return await self.store.together(turns.save, Saving(claimed, turn, self.history))
                except Fenced:
                    again = await self.store.write(turns.claim_again, claimed)
                    if again is None:
                        return False
                    claimed = again
            log.warning("decided too often", extra={"conversation": claimed.conversation.id})
        except Exception:  # noqa: BLE001 - counted: after three the message goes to a person
            log.exception("a turn failed", extra={"message_id": claimed.message.id if claimed.message else None})
        await self.store.write(turns.release, claimed)
        return claimed.message is not None and claimed.attempt <= MOST_ATTEMPTS + 1
