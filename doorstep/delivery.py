"""Everything that leaves: replies to providers, writes to the landlord's systems, attachments fetched.

Urgent replies have a lane of their own, so that no backlog is ever in front of them.
"""

import asyncio
import logging
import random
from collections.abc import Callable, Coroutine, Mapping
from datetime import timedelta
from typing import Any

from connectors.base import Connector, SendFailed
from doorstep.effects import Effects
from doorstep.finishing import SECONDS, finish, wait
from doorstep.media import MediaKeeper
from model.channel import Channel
from model.ports import Now
from store import outbox
from store.db import Announcements
from store.outbox import Taken
from store.sqlite import SqliteStore

log = logging.getLogger(__name__)

#: replies sent side by side in each lane
SIDE_BY_SIDE = 16
#: tries before a reply is a dead letter
MOST_TRIES = 8
POLL_SECONDS = 1.0
LONGEST_WAIT = timedelta(minutes=10)


def back_off(attempt: int, retry_after: float | None) -> timedelta:
    """How long to wait after the `attempt`-th failure: doubled each time, with jitter; at least what was asked for."""
    doubled = min(timedelta(seconds=2**attempt), LONGEST_WAIT) * random.uniform(0.5, 1.5)
    return max(doubled, timedelta(seconds=retry_after or 0))


class Delivery:
    """The lanes out of the system."""

    def __init__(
        self,
        store: SqliteStore,
        connectors: Mapping[Channel, Connector],
        effects: Effects,
        media: MediaKeeper,
        now: Now,
    ) -> None:
        self.store = store
        self.connectors = connectors
        self.effects = effects
        self.media = media
        self.now = now
        self._nudges: list[asyncio.Event] = []
        store.listen(self._nudged)

    async def run(self) -> None:
        """Until cancelled; a send under way is finished and recorded first."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._send_lane(urgent=True))
            group.create_task(self._send_lane(urgent=False))
            group.create_task(self._lane("effects", self.effects.carry_out_some))
            group.create_task(self._lane("media", self.media.keep_some))

    async def drain(self) -> None:
        """Send everything that is due now, and return; for tests and for the command line."""
        while await self.send_some(True) or await self.send_some(False) or await self.effects.carry_out_some():
            pass

    async def send_some(self, urgent: bool) -> int:
        """Take what is due and send it; how many there were."""
        taken = await self.store.write(outbox.take, urgent, SIDE_BY_SIDE)
        await asyncio.gather(*(self._send(one) for one in taken))
        return len(taken)

    async def _send(self, taken: Taken) -> None:
        try:
            provider_id = await self._handed_over(taken)
        except SendFailed as failure:
            await self._not_sent(taken, failure)
        else:
            await self.store.write(outbox.accepted, taken, provider_id)

    async def _handed_over(self, taken: Taken) -> str:
        """The provider's id. Raises `SendFailed`, also where a connector breaks its contract."""
        connector = self.connectors.get(taken.outbound.channel)
        if connector is None:
            raise SendFailed("this channel is not connected", permanent=True)
        try:
            return await connector.send(taken.outbound)
        except SendFailed:
            raise
        except Exception as error:  # noqa: BLE001 - one reply may not stop the lane, nor be tried for ever
            log.exception("a connector failed", extra={"reply": taken.id})
            raise SendFailed(f"the connector failed: {type(error).__name__}") from error

    async def _not_sent(self, taken: Taken, failure: SendFailed) -> None:
        log.warning("a reply was not taken", extra={"reply": taken.id, "why": failure.why, "attempt": taken.attempt})
        if failure.permanent or taken.attempt >= MOST_TRIES:
            await self.store.write(outbox.failed, taken, failure.why)
        else:
            until = self.now() + back_off(taken.attempt, failure.retry_after)
            await self.store.write(outbox.postponed, taken, until, failure.why)

    async def _send_lane(self, urgent: bool) -> None:
        """Keep every place in use: a send that hangs holds its own place and nobody else's."""
        nudge = asyncio.Event()
        self._nudges.append(nudge)
        sending: set[asyncio.Task[None]] = set()
        try:
            while True:
                nudge.clear()
                taken = await self._take_safely(urgent, SIDE_BY_SIDE - len(sending))
                for one in taken:
                    task = asyncio.create_task(self._send_safely(one))
                    sending.add(task)
                    task.add_done_callback(sending.discard)
                    task.add_done_callback(lambda _: nudge.set())
                if not taken:
                    await wait(nudge, POLL_SECONDS)
        finally:
            if sending:
                await asyncio.wait(sending, timeout=SECONDS)

    async def _take_safely(self, urgent: bool, most: int) -> list[Taken]:
        try:
            return await self.store.write(outbox.take, urgent, most) if most else []
        except Exception:  # noqa: BLE001 - looked at again in a moment
            log.exception("replies could not be taken", extra={"urgent": urgent})
            return []

    async def _send_safely(self, taken: Taken) -> None:
        try:
            await self._send(taken)
        except Exception:  # noqa: BLE001 - it comes back when its lease ends
            log.exception("what became of a reply could not be recorded", extra={"reply": taken.id})

    async def _lane(self, name: str, some: Callable[[], Coroutine[Any, Any, int]]) -> None:
        nudge = asyncio.Event()
        self._nudges.append(nudge)
        while True:
            nudge.clear()
            try:
                busy = await finish(some())
            except Exception:  # noqa: BLE001 - what was taken comes back when its lease ends
                log.exception("delivery failed", extra={"lane": name})
                busy = 0
                await asyncio.sleep(POLL_SECONDS)
            if not busy:
                await wait(nudge, POLL_SECONDS)

    def _nudged(self, announced: Announcements) -> None:
        if announced.delivery:
            for nudge in self._nudges:
                nudge.set()
