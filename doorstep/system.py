"""One Doorstep, put together: who is handed what. The only place where everything meets."""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Mapping
from dataclasses import dataclass
from typing import Protocol

from redis.asyncio import Redis

from connectors.base import Connector
from doorstep.configuration import Configuration
from doorstep.delivery import Delivery, Some
from doorstep.effects import Effects
from doorstep.elsewhere import Elsewhere
from doorstep.hooks import Hooks
from doorstep.identity import LiveIdentity
from doorstep.intake import Intake
from doorstep.line import Line
from doorstep.mailboxes import Mailboxes
from doorstep.media import MediaKeeper
from doorstep.pulse import Pulse
from doorstep.rate import Limit, Rate
from doorstep.routing import Router
from doorstep.sending import Sender
from doorstep.settings import Settings
from doorstep.shared_rate import SharedRate
from doorstep.turning import Means
from doorstep.watch import Watch
from model.channel import Channel
from model.ports import Engine, Landlord, Now
from model.turn import Claimed
from store.database import Store
from store.files import Files
from store.queue import Queue

#: what a process can run; "web" is served beside
LOOPS = ("web", "line", "delivery", "watch", "router", "mailboxes")


Beside = Callable[[], Coroutine[None, None, None]]


class Loop(Protocol):
    """Something that runs until it is cancelled."""

    async def run(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What a system is put together from."""

    settings: Settings
    configuration: Configuration
    store: Store
    engine: Engine
    landlord: Landlord
    #: where conversations that somebody should look at are waiting
    queue: Queue
    connectors: Mapping[Channel, Connector]
    now: Now
    #: what must run beside the loops, for the wake-ups between processes
    beside: tuple[Beside, ...] = ()
    #: where several processes count what they send together; None for one process
    redis: Redis | None = None


def _limits(parts: Parts) -> dict[Channel, Limit]:
    """What holds each channel to its rate."""
    limits: dict[Channel, Limit] = {}
    for channel, entry in parts.configuration.channels.items():
        if entry.per_second is not None:
            alone = Rate(entry.per_second, parts.configuration.reserved, parts.now)
            limits[channel] = alone if parts.redis is None else SharedRate(parts.redis, channel.value, alone)
    return limits


class System:
    """Everything that runs, wired."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        store, configuration, now = parts.store, parts.configuration, parts.now
        capabilities = {channel: connector.capabilities for channel, connector in parts.connectors.items()}
        means = Means(configuration, parts.engine, parts.landlord, capabilities)
        self.pulse = Pulse(store)
        self.intake = Intake(store, configuration)
        self.line = Line(store, parts.queue, means, self._identity, now)
        self.media = MediaKeeper(store, parts.connectors, Files(parts.settings.data / "media"), now)
        self.effects = Effects(store, parts.landlord, now)
        sender = Sender(store, parts.connectors, now, configuration.letterhead)
        lanes: dict[str, Some] = {
            "elsewhere": Elsewhere(store, configuration, capabilities, now).send_some,
            "effects": self.effects.carry_out_some,
            "media": self.media.keep_some,
        }
        self.delivery = Delivery(store, sender, lanes, _limits(parts))
        self.watch = Watch(store, configuration, parts.queue.put, now)
        self.router = Router(store, configuration, now)
        self.mailboxes = Mailboxes(store, self.intake, parts.connectors, now)
        posting = {channel.value: one for channel, one in parts.connectors.items() if not one.capabilities.history}
        self.hooks = Hooks(store, self.intake, posting)

    async def run(self, only: Collection[str] = LOOPS) -> None:
        """These loops until cancelled."""
        loops: dict[str, Loop] = {
            "line": self.line,
            "delivery": self.delivery,
            "watch": self.watch,
            "router": self.router,
            "mailboxes": self.mailboxes,
        }
        async with asyncio.TaskGroup() as group:
            group.create_task(self.pulse.run())
            for beside in self.parts.beside:
                group.create_task(beside())
            for name, loop in loops.items():
                if name in only:
                    group.create_task(loop.run())

    async def settle(self) -> None:
        """Take every turn and send every reply that is due now; for tests and for the command line."""
        while len(self.parts.queue):
            await self.line.take_all()
            await self.delivery.drain()
        await self.delivery.drain()
        if len(self.parts.queue):
            await self.settle()

    def troubles(self) -> list[str]:
        """What is wrong with the system, in sentences for whoever runs it."""
        return [*self.pulse.troubles(), *self.parts.queue.troubles(), *self.line.troubles()]

    def _identity(self, claimed: Claimed) -> LiveIdentity:
        parts = self.parts
        capabilities = parts.connectors[claimed.conversation.channel].capabilities
        return LiveIdentity(parts.store, parts.landlord, parts.configuration, capabilities, claimed)
