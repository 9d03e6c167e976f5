"""What nobody asks for but must happen: clocks ring, the sweeper finds what was left behind, the audit is sealed."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from doorstep.configuration import Configuration
from doorstep.finishing import finish
from model.ports import Now
from sla.clock import Alarm, next_alarm, start
from store import audit, chat, desk, outbox, sweep, watch
from store.sqlite import SqliteStore

log = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
SEAL_EVERY = timedelta(minutes=1)
#: a desk that was away for longer fetches everything again
EVENTS_KEPT = timedelta(days=2)
UNUSED_CHATS_KEPT = timedelta(days=2)
PAGE = 200


class Watch:
    """Runs once a second."""

    def __init__(
        self, store: SqliteStore, configuration: Configuration, wake: Callable[[int, bool], None], now: Now
    ) -> None:
        self.store = store
        self.configuration = configuration
        self.wake = wake
        self.now = now
        self._sealed_at: datetime | None = None
        self._swept_to = 0

    async def run(self) -> None:
        while True:
            try:
                await finish(self.step())
            except Exception:  # noqa: BLE001 - the watch must go on
                log.exception("the watch stumbled")
            await asyncio.sleep(EVERY_SECONDS)

    async def step(self) -> None:
        """One round."""
        await self.ring_clocks()
        await self.sweep()
        await self.hand_over_unfinished()
        if self._sealed_at is None or self.now() - self._sealed_at >= SEAL_EVERY:
            await self.store.write(audit.seal)
            await self.store.write(desk.forget_events, self.now() - EVENTS_KEPT)
            await self.store.write(chat.forget_unused, self.now() - UNUSED_CHATS_KEPT)
            self._sealed_at = self.now()

    async def ring_clocks(self) -> int:
        """Warn and record breaches, each once; how many clocks rang."""
        ringing = await self.store.read(watch.ringing, PAGE)
        for clock in ringing:
            promise = self.configuration.promises.get(clock.promise)
            if promise is None:
                alarm = Alarm(replace(clock, alarm_at=None))
            else:
                alarm = next_alarm(clock, promise, self.configuration.calendars[promise.calendar], self.now())
            await self.store.write(watch.ring, clock, alarm)
        return len(ringing)

    async def hand_over_unfinished(self) -> None:
        """Talks that were left in the middle go to a colleague with what was gathered."""
        after = timedelta(hours=self.configuration.bot.unfinished_hours)
        promise = self.configuration.promises["first_answer"]
        calendar = self.configuration.calendars[promise.calendar]
        for noun in await self.store.read(watch.unfinished, after, PAGE):
            clock = start(promise, calendar, noun.id, self.now(), self.now())
            await self.store.write(watch.hand_over_unfinished, noun, clock)

    async def sweep(self) -> None:
        """Find messages without a turn, sends whose outcome nobody recorded, news without a turn."""
        await self.store.write(outbox.doubt)
        left = await self.store.read(sweep.left_behind, self._swept_to, PAGE)
        self._swept_to = left.next
        for conversation, urgent in left.conversations:
            self.wake(conversation, urgent)
