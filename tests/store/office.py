"""An office on a throw-away database: colleagues who come and go, enquiries that wait."""

import itertools
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from model.channel import Channel
from model.colleague import Presence
from model.enquiry import Enquiry, Priority, State
from model.ids import public_id, reference
from store import leadership, loads, routing, rows, waiting
from store.colleagues import add
from store.database import Store
from store.db import Db
from store.routing import Proposal
from store.threads import open_conversation
from tests.fakes import FakeClock
from tests.stores import open_store

WEIGHTS = {channel.value: 2 if channel is Channel.WEB_CHAT else 1 for channel in Channel}
LAPSES = 2
EXPIRY = timedelta(seconds=90)
REASONS = {"chosen": "somebody", "candidates": [], "excluded": []}


@dataclass(slots=True)
class Office:
    """A store, the clock it runs by, and short words for what happens in an office."""

    store: Store
    clock: FakeClock
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    async def joins(self, name: str, presence: Presence = Presence.AVAILABLE, **given: Any) -> int:
        number = next(self.numbers)
        known: dict[str, Any] = {"teams": ["repairs"], "skills": {"repairs": 2}, "capacity": 4, **given}
        joined = await self.store.write(add, name=name, email=f"{number}@example.org", password_hash="", **known)
        await self.store.write(routing.set_presence, joined, presence)
        return joined

    async def enquiry(self, channel: Channel = Channel.SMS, address: str = "", **given: Any) -> Enquiry:
        """An enquiry about a repair; it waits, unless it is said otherwise."""
        address = address or f"+4477009{next(self.numbers):05}"
        return await self.store.write(_add_enquiry, channel, address, given)

    async def leads(self) -> int:
        fence = await self.store.write(leadership.lead, waiting.ROUTER, "test", self.clock() + timedelta(days=1))
        assert fence is not None
        return fence

    async def offers(self, noun: Enquiry, colleague: int, fence: int | None = None, **given: Any) -> bool:
        proposal = Proposal(
            noun.id,
            noun.version,
            colleague,
            weight=given.get("weight", 1),
            emergency=noun.priority is Priority.EMERGENCY,
            expires_at=self.clock() + EXPIRY,
            reasons=REASONS,
        )
        fence = await self.leads() if fence is None else fence
        return await self.store.write(routing.offer, proposal, WEIGHTS, fence)

    async def lapses(self) -> int:
        return await self.store.write(routing.lapse_expired, LAPSES)

    async def now(self, noun: Enquiry) -> Enquiry:
        return await self.now_of(noun.id)

    async def now_of(self, enquiry: int) -> Enquiry:
        return await self.store.read(lambda db: rows.enquiry(db.enquiry_by_id(id=enquiry)))

    async def load(self, colleague: int) -> int:
        return await self.store.read(loads.of, colleague, WEIGHTS)

    async def presence(self, colleague: int) -> str:
        found = await self.query("SELECT presence FROM colleague WHERE id = :id", id=colleague)
        return str(found[0]["presence"])

    async def offers_of(self, noun: Enquiry) -> list[tuple[int, str]]:
        """Who was offered it and what became of that, oldest first."""
        found = await self.query("SELECT colleague, outcome FROM offer WHERE enquiry = :id ORDER BY id", id=noun.id)
        return [(row["colleague"], row["outcome"]) for row in found]

    async def audit_of(self, noun: Enquiry) -> list[tuple[str, str, str]]:
        found = await self.query("SELECT who, what, why FROM audit WHERE enquiry = :id ORDER BY seq", id=noun.id)
        return [(row["who"], row["what"], row["why"]) for row in found]

    async def query(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        return await self.store.read(lambda db: db.ask(sql, **values))


def open_office(folder: Path) -> Office:
    clock = FakeClock()
    return Office(open_store(folder, clock), clock)


def _add_enquiry(db: Db, channel: Channel, address: str, given: dict[str, Any]) -> Enquiry:
    conversation = open_conversation(db, channel.value, address)
    person = db.find_conversation(channel=channel.value, address=address, thread="")["person"]
    known: dict[str, Any] = {
        "topic": "repair_report",
        "state": State.WAITING,
        "priority": Priority.NORMAL,
        "team": "repairs",
        "waiting_since": db.now,
        "unanswered_since": db.now,
        "skills": frozenset({"repairs"}),
    }
    noun = Enquiry(
        id=-1,
        reference=reference(),
        public_id=public_id(),
        version=1,
        person=person,
        conversation=conversation,
        created_at=db.now,
        started_at=db.now,
        **{**known, **given},
    )
    [enquiry] = db.ids("enquiry", 1)
    db.add_enquiries([{"id": enquiry, **rows.enquiry_values(noun), "audit_seq": 0, "audit_head": ""}])
    return rows.enquiry(db.enquiry_by_id(id=enquiry))
