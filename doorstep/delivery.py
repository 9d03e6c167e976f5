"""Everything that leaves: replies to providers, writes to the landlord's systems, attachments fetched.

Each channel has a lane for urgent replies and one for the others, so that no backlog and no sick provider is ever in
front of an emergency.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import Any

from doorstep.finishing import SECONDS, finish, wait
from doorstep.rate import Limit
from doorstep.sending import Sender
from model.channel import Channel
from store import doubts, outbox
from store.database import Store
from store.db import Announcements
from store.outbox import Taken

log = logging.getLogger(__name__)

#: replies sent side by side in each lane
SIDE_BY_SIDE = 32
SETTLED_AT_ONCE = 16
POLL_SECONDS = 1.0
#: lanes whose work calls for more to be sent
DRAINED = ("elsewhere", "effects")

#: does what is due in a lane now; how much there was
Some = Callable[[], Coroutine[Any, Any, int]]


class Delivery:
    """The lanes out of the system. `lanes` are those beside the replies, by the name under which they are woken."""

    def __init__(
        self,
        store: Store,
        sender: Sender,
        lanes: Mapping[str, Some],
        rates: Mapping[Channel, Limit],
    ) -> None:
        self.store = store
        self.sender = sender
        self.lanes: Mapping[str, Some] = {"doubts": self.settle_some, **lanes}
        self.rates = rates
        self._nudges = {lane: asyncio.Event() for lane in self.lanes}
        self._send_nudges = {(channel, urgent): asyncio.Event() for channel in Channel for urgent in (True, False)}
        store.listen(self._nudged)

    async def run(self) -> None:
        """Until cancelled; a send under way is finished and recorded first."""
        async with asyncio.TaskGroup() as group:
            for channel, urgent in self._send_nudges:
                group.create_task(self._send_lane(channel, urgent))
            for name, some in self.lanes.items():
                group.create_task(self._lane(name, some))

    async def drain(self) -> None:
        """Send everything that is due now, and return; for tests and for the command line."""
        while any([await self.send_some(*lane) for lane in self._send_nudges]) or await self._others():
            pass

    async def _others(self) -> int:
        return sum([await some() for name, some in self.lanes.items() if name in DRAINED])

    async def send_some(self, channel: Channel, urgent: bool) -> int:
        """Take what is due and send it; how many there were."""
        taken = await self.store.write(outbox.take, channel, urgent, SIDE_BY_SIDE)
        await asyncio.gather(*(self.sender.send(one) for one in taken))
        return len(taken)

    async def settle_some(self) -> int:
        """Settle uncertain sends that are due; how many there were."""
        found = 0
        for channel in Channel:
            taken = await self.store.write(doubts.take, channel, SETTLED_AT_ONCE)
            await asyncio.gather(*(self._settle_in_turn(alike) for alike in _by_address(taken)))
            found += len(taken)
        return found

    async def _settle_in_turn(self, taken: Iterable[Taken]) -> None:
        """Those of one address one after another: two that read the same must not be taken for one another."""
        for one in taken:
            await self.sender.settle(one)

    async def _send_lane(self, channel: Channel, urgent: bool) -> None:
        """Keep every place in use: a send that hangs holds its own place and nobody else's."""
        nudge = self._send_nudges[channel, urgent]
        sending: set[asyncio.Task[None]] = set()
        try:
            while True:
                nudge.clear()
                # what was taken when we are told to stop is sent all the same: nobody else would before its lease ends
                if not await finish(self._begin_some(channel, urgent, sending)):
                    await wait(nudge, self._pause(channel, urgent))
        finally:
            if sending:
                await asyncio.wait(sending, timeout=SECONDS)

    async def _begin_some(self, channel: Channel, urgent: bool, sending: set[asyncio.Task[None]]) -> int:
        """Take what is due and begin to send it; how many there were."""
        nudge = self._send_nudges[channel, urgent]
        taken = await self._take_safely(channel, urgent, SIDE_BY_SIDE - len(sending))
        for one in taken:
            task = asyncio.create_task(self._send_safely(one))
            sending.add(task)
            task.add_done_callback(sending.discard)
            task.add_done_callback(lambda _: nudge.set())
        return len(taken)

    def _pause(self, channel: Channel, urgent: bool) -> float:
        """Until somebody looks again without being told; a channel that is off is looked at less often."""
        if channel not in self.sender.connectors:
            return POLL_SECONDS * 10
        rate, breaker = self.rates.get(channel), self.sender.breakers[channel]
        short = max(rate.seconds_until_one(urgent) if rate else 0.0, breaker.seconds_until_one(urgent))
        return min(short, POLL_SECONDS) or POLL_SECONDS

    async def _take_safely(self, channel: Channel, urgent: bool, places: int) -> list[Taken]:
        breaker, rate = self.sender.breakers[channel], self.rates.get(channel)
        places = min(places, breaker.places(urgent))
        most = await rate.reserve(urgent, places) if rate and places else places
        taken: list[Taken] = []
        try:
            taken = await self.store.write(outbox.take, channel, urgent, most) if most else []
        except Exception:  # noqa: BLE001 - looked at again in a moment
            log.exception("replies could not be taken", extra={"channel": channel.value, "urgent": urgent})
        if rate:
            await rate.give_back(most - len(taken))
        if taken and breaker.open:
            breaker.trying()
        return taken

    async def _send_safely(self, taken: Taken) -> None:
        try:
            await self.sender.send(taken)
        except Exception:  # noqa: BLE001 - it is settled when its lease ends
            log.exception("what became of a reply could not be recorded", extra={"reply": taken.id})

    async def _lane(self, name: str, some: Some) -> None:
        nudge = self._nudges[name]
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
        for channel, urgent in announced.replies:
            self._send_nudges[Channel(channel), urgent].set()
        told = {
            "doubts": announced.doubts,
            "elsewhere": announced.doubts,
            "effects": announced.effects,
            "media": announced.media,
        }
        for name, said in told.items():
            if said and name in self._nudges:
                self._nudges[name].set()


def _by_address(taken: Iterable[Taken]) -> Iterable[list[Taken]]:
    found: dict[str, list[Taken]] = {}
    for one in taken:
        found.setdefault(one.outbound.to, []).append(one)
    return found.values()
