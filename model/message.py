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
class Threading:
    """What says to which thread a message belongs, where one address may have several; nothing begins a new one."""

    #: the thread that a token of ours names, whose signature was proven
    thread: str = ""
    #: the provider's ids of earlier messages that it answers, the nearest first
    answers: tuple[str, ...] = ()
    subject: str = ""


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
    #: what they call themselves on this channel; proves nothing
    name: str = ""
    #: None where an address has one thread
    threading: Threading | None = None
    #: the message as it came, where `text` is only what is new in it; empty where they are the same
    whole: str = ""
    #: why it must not be answered by itself ("an automatic reply"); empty where it may
    automatic: str = ""
    #: no answer can reach anybody
    no_return: bool = False
    #: what staff should know of it: edited, shortened, attachments left out
    note: str = ""
    #: it comes from this address; False where anybody may have written it there
    proven: bool = True
    #: words that `text` leaves out and that may be the sender's all the same: heard for danger and for nothing else
    also: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """Something fetched that could not be understood: kept raw and shown to staff."""

    channel: Channel
    why: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Receipt:
    """A provider's word on what became of a reply, or of all to one address that it took until an instant."""

    channel: Channel
    provider_id: str
    state: Delivery
    #: the reply's public id where the callback address carried it
    reply: str | None = None
    #: the provider's error code, empty if none
    error: str = ""
    #: where no single reply is meant: all to this address that were accepted until then (UTC)
    address: str = ""
    until: datetime | None = None
    #: it failed, and another address of the person may work
    elsewhere: bool = False
    #: it failed, since the person told the provider that they want nothing more at this address
    opted_out: bool = False


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
    #: why it must not be answered by itself; empty where it may
    automatic: str = ""
    #: no answer can reach anybody
    no_return: bool = False
    #: it comes from the address of its conversation
    proven: bool = True


@dataclass(frozen=True, slots=True)
class Outbound:
    """One part of a reply on its way to a provider: what a connector's `send` is given.

    What follows `urgent` is filled in where the channel has threads or a window.
    """

    public_id: str
    channel: Channel
    to: str
    text: str
    buttons: tuple[str, ...] = ()
    urgent: bool = False
    author: Author = Author.BOT
    #: False: the tenant wrote so long ago that the channel takes nothing freely any more
    in_window: bool = True
    #: the conversation's thread and what it is about
    thread: str = ""
    subject: str = ""
    #: the provider's ids of the tenant's messages in this thread, the newest first
    answers: tuple[str, ...] = ()
