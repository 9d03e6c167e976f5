"""Channels that are fetched from: one process of the installation reads each, and what fails is tried again."""

import asyncio
import logging
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from connectors.base import Connector, SendFailed
from doorstep.finishing import finish
from doorstep.intake import Intake
from model.channel import Channel
from model.message import Inbound, Receipt, Unread
from model.ports import Now
from model.promise import Clock
from model.storable import storable
from sla.clock import moved_back
from store import fetching, leadership
from store.database import Store
from store.fetching import Fetched

log = logging.getLogger(__name__)

#: another process reads once we have not said for so long that we do
LEASE = timedelta(seconds=15)
RENEW_SECONDS = 3.0
#: between two tries of what failed, doubled each time
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0


class Mailboxes:
    """Reads every channel that is fetched from."""

    def __init__(
        self,
        store: Store,
        intake: Intake,
        connectors: Mapping[Channel, Connector],
        now: Now,
        first_pause: float = FIRST_PAUSE,
    ) -> None:
        self.store = store
        self.intake = intake
        self.first_pause = first_pause
        self.fetching = [connector for connector in connectors.values() if connector.fetches]
        self.now = now
        self._holder = secrets.token_hex(8)

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as group:
            for connector in self.fetching:
                group.create_task(self._always(connector))

    async def _always(self, connector: Connector) -> None:
        pause = self.first_pause
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            try:
                await self._while_leading(connector)
            except SendFailed as failure:
                where = {"channel": connector.channel.value, "why": failure.why}
                log.warning("a channel cannot be read just now", extra=where)
            except Exception:  # noqa: BLE001 - a mailbox that is away comes back
                log.exception("a channel could not be read", extra={"channel": connector.channel.value})
            pause = self.first_pause if loop.time() - began > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
            await asyncio.sleep(pause)

    async def _while_leading(self, connector: Connector) -> None:
        """Read for as long as no other process does."""
        name = f"fetch {connector.channel.value}"
        if await self._lead(name) is None:
            return
        reading = asyncio.create_task(connector.run(Kept(self.store, self.intake, connector)))
        try:
            while not reading.done():
                await asyncio.wait({reading}, timeout=RENEW_SECONDS)
                if await self._lead(name) is None:
                    log.warning("another process reads this channel now", extra={"channel": connector.channel.value})
                    return
            await reading
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
            await finish(self._resign(name))

    async def _resign(self, name: str) -> None:
        """Another may read at once."""
        try:
            await self.store.write(leadership.resign, name, self._holder)
        except Exception:  # noqa: BLE001 - then it may once the lease is over
            log.info("another could not be let read", exc_info=True)

    async def _lead(self, name: str) -> int | None:
        return await self.store.write(leadership.lead, name, self._holder, self.now() + LEASE)


class Kept:
    """Where one channel hands in what it found."""

    def __init__(self, store: Store, intake: Intake, connector: Connector) -> None:
        self.store = store
        self.configuration = intake.configuration
        self.intake = intake
        self.connector = connector

    async def cursor(self) -> str:
        return await self.store.read(fetching.cursor, self.connector.channel.value)

    async def keep(self, found: Sequence[Inbound | Receipt | Unread], cursor: str) -> None:
        can = self.connector.capabilities
        fetched = Fetched(
            name=self.connector.channel.value,
            place=cursor,
            messages=[self.intake.receiving(one, can) for one in found if isinstance(one, Inbound)],
            receipts=[storable(one) for one in found if isinstance(one, Receipt)],
            unread=[one for one in found if isinstance(one, Unread)],
        )
        await self.store.write(fetching.keep, fetched, self._moved_back)

    def _moved_back(self, clock: Clock, earlier: datetime) -> Clock:
        promise = self.configuration.promises.get(clock.promise)
        if promise is None:
            return clock
        return moved_back(clock, promise, self.configuration.calendars[promise.calendar], earlier)
