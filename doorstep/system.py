"""One Doorstep, put together: who is handed what. The only place where everything meets."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from connectors.base import Connector
from doorstep.configuration import Configuration
from doorstep.delivery import Delivery
from doorstep.effects import Effects
from doorstep.hooks import Hooks
from doorstep.identity import LiveIdentity
from doorstep.intake import Intake
from doorstep.line import Line
from doorstep.media import MediaKeeper
from doorstep.routing import Router
from doorstep.settings import Settings
from doorstep.turning import Means
from doorstep.watch import Watch
from model.channel import Channel
from model.ports import Engine, Landlord, Now
from model.turn import Claimed
from store.sqlite import SqliteStore


@dataclass(frozen=True, slots=True)
class Parts:
    """What a system is put together from."""

    settings: Settings
    configuration: Configuration
    store: SqliteStore
    engine: Engine
    landlord: Landlord
    connectors: Mapping[Channel, Connector]
    now: Now


class System:
    """Everything that runs, wired."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        store, configuration, now = parts.store, parts.configuration, parts.now
        capabilities = {channel: connector.capabilities for channel, connector in parts.connectors.items()}
        means = Means(configuration, parts.engine, parts.landlord, capabilities)
        self.intake = Intake(store, configuration)
        self.line = Line(store, means, self._identity, now)
        self.media = MediaKeeper(store, parts.connectors, parts.settings.data / "media", now)
        self.effects = Effects(store, parts.landlord, now)
        self.delivery = Delivery(store, parts.connectors, self.effects, self.media, now)
        self.watch = Watch(store, configuration, self.line.queue.put, now)
        self.router = Router(store, configuration, now)
        posting = {channel.value: one for channel, one in parts.connectors.items() if not one.capabilities.history}
        self.hooks = Hooks(store, self.intake, posting)

    async def run(self) -> None:
        """All loops until cancelled."""
        async with asyncio.TaskGroup() as group:
            for loop in (self.line.run, self.delivery.run, self.watch.run, self.router.run):
                group.create_task(loop())

    async def settle(self) -> None:
        """Take every turn and send every reply that is due now; for tests and for the command line."""
        while len(self.line.queue):
            await self.line.take_all()
            await self.delivery.drain()
        await self.delivery.drain()
        if len(self.line.queue):
            await self.settle()

    def troubles(self) -> list[str]:
        """What is wrong with the system, in sentences for whoever runs it."""
        return []

    def _identity(self, claimed: Claimed) -> LiveIdentity:
        parts = self.parts
        capabilities = parts.connectors[claimed.conversation.channel].capabilities
        return LiveIdentity(parts.store, parts.landlord, parts.configuration, capabilities, claimed)
