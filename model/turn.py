"""What one turn starts from (`Claimed`) and what it decided (`Turn`): pure data on both sides of the decision."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from model.enquiry import Enquiry
from model.message import Author, Message
from model.person import Conversation, Person
from model.promise import Clock
from model.talk import Run


@dataclass(frozen=True, slots=True)
class News:
    """What became of a write to the landlord's systems that an earlier turn ordered."""

    id: int
    key: str
    #: "done", "delayed" or "refused"
    state: str
    result: Any = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Claimed:
    """Everything a decision reads from the store, and the lease under which it may be saved."""

    lease: str
    #: enquiries closed before this were not read
    horizon: datetime
    conversation: Conversation
    person: Person
    #: the message whose turn it is; None where there is news instead
    message: Message | None
    news: News | None = None
    #: how often this message was claimed, this time included
    attempt: int = 1
    #: open ones, and those closed within the last week, oldest first
    enquiries: tuple[Enquiry, ...] = ()
    #: ids of the owners of these who are at work
    owners_present: frozenset[int] = frozenset()
    #: emergency advice went out when the message was received
    advised: bool = False


@dataclass(frozen=True, slots=True)
class Say:
    """A text for the tenant, already rendered for its channel: its parts in order."""

    parts: tuple[str, ...]
    enquiry: int | None = None
    buttons: tuple[str, ...] = ()
    author: Author = Author.BOT
    signed: str = ""
    urgent: bool = False
    emergency: str = ""
    #: kept from the history that staff see, because it holds a secret
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """A write to the landlord's systems, carried out after the commit."""

    key: str
    kind: str
    payload: dict[str, Any]
    enquiry: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an enquiry's audit: who did what, and why."""

    enquiry: int
    who: str
    what: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Raised:
    """An alarm on the desk that somebody must confirm."""

    enquiry: int
    level: str
    why: str


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn decided; saved as one transaction or not at all."""

    #: enquiries to add (id negative) and to change (their new state), in that order
    enquiries: tuple[Enquiry, ...] = ()
    #: the enquiry the message belongs to, negative for a new one
    message_enquiry: int | None = None
    #: what is stored in place of the text where it held a secret
    masked: str | None = None
    understanding: dict[str, Any] | None = None
    says: tuple[Say, ...] = ()
    orders: tuple[Order, ...] = ()
    #: clocks to start (`enquiry` negative for a new one)
    clocks: tuple[Clock, ...] = ()
    audit: tuple[Line, ...] = ()
    alarms: tuple[Raised, ...] = ()
    run: Run | None = None
    introduced: bool = False
    puzzled: int = 0
    person: Person | None = None
    #: True: the number texted STOP; False: it opted in again
    opted_out: bool | None = None
    trouble: str = ""
    decided_at: datetime | None = field(default=None)
