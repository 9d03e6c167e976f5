"""Messages in both directions, and what connectors hand over: `Inbound` messages and `Receipt`s."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from model.channel import Channel


class Direction(StrEnum):
    """Whether the tenant wrote the message or we did."""

    IN = "in"
    OUT = "out"


class Author(StrEnum):
    """Who wrote a message."""

    TENANT = "tenant"
    BOT = "bot"
    COLLEAGUE = "colleague"


class Delivery(IntEnum):
    """What became of a reply. The numbers order it: a receipt only ever moves a reply forward.

    `FAILED` outranks what was merely handed over and is outranked by proof that the tenant has it.
    """

    QUEUED = 0
    HELD = 5
    SENDING = 10
    UNCERTAIN = 20
    ACCEPTED = 30
    SENT = 40
    FAILED = 50
    DELIVERED = 60
    READ = 70


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or document that came with a message, still at the provider."""

    url: str
    content_type: str


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message as a connector understood it."""

    channel: Channel
    #: the sender's address on this channel: an E.164 number, a chat's id
    address: str
    #: the provider's id of the message; the same id twice is the same message
    provider_id: str
    text: str
    #: UTC, only where the provider gives one; never the sender's own clock
    provider_time: datetime | None = None
    media: tuple[Media, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """A provider's word on what became of a reply."""

    channel: Channel
    provider_id: str
    state: Delivery
    #: the reply's public id where the callback address carried it
    reply: str | None = None
    #: the provider's error code, empty if none
    error: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One text on one channel, ours or the tenant's. Only its delivery ever changes."""

    id: int
    public_id: str
    conversation: int
    direction: Direction
    author: Author
    text: str
    #: when its clock starts: the provider's time where it gives one, else our receipt (UTC)
    at: datetime
    received_at: datetime
    #: position in the conversation's history, from 1
    seq: int
    enquiry: int | None = None
    urgent: bool = False
    #: kind found by the lexicon at receipt; empty if none
    emergency: str = ""
    #: our first name or "the automated assistant"; empty for the tenant
    signed: str = ""
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outbound:
    """One part of a reply on its way to a provider: what a connector's `send` is given."""

    public_id: str
    channel: Channel
    to: str
    text: str
    buttons: tuple[str, ...] = ()
    urgent: bool = False
