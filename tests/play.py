"""Conversations as play scripts: what the tenant writes and what the bot answers, over the real line and a real store."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from connectors.base import Connector
from connectors.webchat import WebChat
from doorstep.configuration import Configuration
from doorstep.settings import from_environment
from doorstep.system import Parts, System
from model.channel import Channel
from model.message import Inbound
from model.ports import Engine, Landlord
from store.queue.local import LocalQueue
from tests.fakes import FakeClock, FakeSms, KeywordEngine
from tests.stores import open_store

STRANGER = "+447700900999"
numbers = itertools.count(1)


@dataclass(slots=True)
class Stage:
    """One Doorstep on a throw-away database, with a clock that is moved by hand."""

    system: System
    sms: FakeSms
    clock: FakeClock
    engine: Any

    async def query(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        """Rows of the database, for what no page shows."""
        return await self.system.parts.store.read(lambda db: db.ask(sql, **values))

    async def enquiries(self) -> list[dict[str, Any]]:
        return await self.query("SELECT * FROM enquiry ORDER BY id")

    def phone(self, number: str = STRANGER) -> "Tenant":
        return Tenant(self, Channel.SMS, number)

    def chat(self) -> "Tenant":
        return Tenant(self, Channel.WEB_CHAT, f"chat-{next(numbers)}")


@dataclass(slots=True)
class Tenant:
    """Somebody who writes on one channel."""

    stage: Stage
    channel: Channel
    address: str

    async def writes(self, text: str, provider_id: str = "") -> None:
        """Hand a message in, as a webhook does; nobody has read it yet."""
        inbound = Inbound(self.channel, self.address, provider_id or f"id-{next(numbers)}", text)
        capabilities = self.stage.system.parts.connectors[self.channel].capabilities
        await self.stage.system.intake.accept(inbound, capabilities)

    async def says(self, text: str) -> str:
        """What comes back, all of it: texts joined by an empty line."""
        before = len(await self.heard())
        await self.writes(text)
        await self.stage.system.settle()
        return "\n\n".join((await self.heard())[before:])

    async def heard(self) -> list[str]:
        """Everything that reached this tenant, oldest first."""
        if self.channel is Channel.SMS:
            return [sent.text for sent in self.stage.sms.sent if sent.to == self.address]
        rows = await self.stage.query(
            "SELECT m.text FROM message m JOIN conversation c ON c.id = m.conversation"
            " WHERE c.address = :address AND m.direction = 'out' ORDER BY m.seq",
            address=self.address,
        )
        return [row["text"] for row in rows]


def build(
    folder: Path,
    configuration: Configuration,
    landlord: Landlord,
    engine: Engine | None = None,
    clock: FakeClock | None = None,
) -> Stage:
    """A stage in `folder`; the same folder again is the same Doorstep after a restart."""
    clock = clock or FakeClock()
    sms = FakeSms()
    engine = engine or KeywordEngine()
    connectors: Mapping[Channel, Connector] = {Channel.SMS: sms, Channel.WEB_CHAT: WebChat()}
    settings = from_environment({"DOORSTEP_DATA": str(folder)})
    store = open_store(folder, clock)
    queue = LocalQueue()
    store.listen(queue.hear)
    system = System(Parts(settings, configuration, store, engine, landlord, queue, connectors, clock))
    return Stage(system, sms, clock, engine)
