"""What nobody asks for but must happen: clocks ring, the sweeper finds what was left behind, the audit is sealed."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from doorstep.configuration import Configuration
from doorstep.finishing import finish
from model.ports import Now
from sla.clock import Alarm, next_alarm, start
from store import audit, chat, desk, identity, leadership, outbox, receipts, recovery, sweep, watch
from store.database import Store
from store.sweep import Places

log = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
SEAL_EVERY = timedelta(minutes=1)
#: a desk that was away for longer fetches everything again
EVENTS_KEPT = timedelta(days=2)
UNUSED_CHATS_KEPT = timedelta(days=2)
PAGE = 200
#: another process watches once we have not for so long
LEASE = timedelta(seconds=3)


class Watch:
    """Runs once a second, in one process of the installation at a time."""

    def __init__(self, store: Store, configuration: Configuration, wake: Callable[[int, bool], None], now: Now) -> None:
        self.store = store
        self.configuration = configuration
        self.wake = wake
        self.now = now
        self._sealed_at: datetime | None = None
        self._holder = secrets.token_hex(8)
        self._swept_to = Places()
        self._rung_to = watch.FIRST
        self._unfinished_to = 0

    async def run(self) -> None:
        while True:
            try:
                await finish(self._step_if_leading())
            except Exception:  # noqa: BLE001 - the watch must go on
                log.exception("the watch stumbled")
            await asyncio.sleep(EVERY_SECONDS)

    async def _step_if_leading(self) -> None:
        if await self.store.write(leadership.lead, "watch", self._holder, self.now() + LEASE) is not None:
            await self.step()

    async def step(self) -> None:
        """One round."""
        await self.ring_clocks()
        await self.sweep()
        await self.hand_over_unfinished()
        if self._sealed_at is None or self.now() - self._sealed_at >= SEAL_EVERY:
            await self.store.write(audit.seal)
            await self._tidy_up()
            self._sealed_at = self.now()

    async def _tidy_up(self) -> None:
        """Forget what nobody needs any more, and settle what is over."""
        await self.store.write(desk.forget_events, self.now() - EVENTS_KEPT)
        await self.store.write(identity.forget_guards)
        await self.store.write(watch.settle_troubles)
        await self.store.write(chat.forget_unused, self.now() - UNUSED_CHATS_KEPT)

    async def ring_clocks(self) -> int:
        """Warn and record breaches, each once; how many clocks rang."""
        ringing, self._rung_to = await self.store.read(watch.ringing, self._rung_to, PAGE)
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
        found, self._unfinished_to = await self.store.read(watch.unfinished, after, self._unfinished_to, PAGE)
        for noun in found:
            clock = start(promise, calendar, noun.id, noun.unanswered_since or noun.started_at, self.now())
            await self.store.write(watch.hand_over_unfinished, noun, clock)

    async def sweep(self) -> None:
        """Find what dead processes left, messages without a turn, sends whose outcome nobody recorded, news without a
        turn, receipts without a reply."""
        if dead := await self.store.write(recovery.bury):
            log.warning("a process died", extra={"processes": dead})
        await self.store.write(outbox.doubt_overdue)
        await self.store.write(receipts.settle_late)
        left = await self.store.read(sweep.left_behind, self._swept_to, PAGE)
        self._swept_to = left.next
        for conversation, urgent in left.conversations:
            self.wake(conversation, urgent)
