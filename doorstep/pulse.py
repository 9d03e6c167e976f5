"""Once a second, this process says that it lives, so that nobody frees what it has in hand, and finds out whether the
database can be read."""

import asyncio
import logging

from store import recovery
from store.database import Store

log = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
#: a read that takes longer has failed
PATIENCE = 3.0


class Pulse:
    """Runs beside the loops of every process."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._unreadable: str | None = None

    async def run(self) -> None:
        """Until cancelled. Where no other process can have the database, nobody need be told that this one lives."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._look())
            if not self.store.alone:
                group.create_task(self._beat())

    def troubles(self) -> list[str]:
        """What is wrong, in sentences for whoever runs the system."""
        if self._unreadable is None:
            return []
        return [f"The database cannot be read ({self._unreadable}). Look at its disk and its log."]

    async def _look(self) -> None:
        while True:
            self._unreadable = await self._why_unreadable()
            await asyncio.sleep(EVERY_SECONDS)

    async def _why_unreadable(self) -> str | None:
        """None where it can be read."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self.store.read(recovery.living)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is wrong
            return type(error).__name__
        return None

    async def _beat(self) -> None:
        while True:
            try:
                await self.store.write(recovery.beat, self.store.process)
            except Exception:  # noqa: BLE001 - tried again at once; dead for a while means only that others take over
                log.exception("this process could not say that it lives")
            await asyncio.sleep(EVERY_SECONDS)
