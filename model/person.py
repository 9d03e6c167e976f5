"""Who is writing, from which address, in which thread."""

from dataclasses import dataclass
from datetime import datetime

from model.channel import Channel
from model.talk import Run


@dataclass(frozen=True, slots=True)
class Person:
    """Who is writing. Known only by an address until identity is proven."""

    id: int
    public_id: str
    version: int
    name: str = ""
    #: the landlord's tenancy reference, once proven or held
    tenancy: str = ""
    language: str = "en"
    #: flags such as "vulnerable" or "safe_contact"
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Proof:
    """That a person has shown who they are, in one conversation, for a while."""

    tenancy: str
    #: levels of `docs/glossary.md`: 2 unlocks a balance
    level: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody has come in one conversation in showing who they are. Holds no fact: only which kinds were given
    and which tenancies fit."""

    given: tuple[str, ...] = ()
    fitting: tuple[str, ...] = ()
    code_hash: str = ""
    #: a one-time code is on its way and still holds
    code_sent: bool = False
    #: what they have shown, while it lasts
    proof: Proof | None = None
    failures: int = 0
    locked: bool = False
    #: the message whose try was counted last
    last_message: int = 0


NOTHING_SHOWN = Progress()


@dataclass(frozen=True, slots=True)
class Conversation:
    """The thread with one address on one channel: the unit of order and of the bot's memory."""

    id: int
    public_id: str
    version: int
    channel: Channel
    address: str
    person: int
    #: the tenant texted STOP: nothing is sent but emergency advice
    opted_out: bool = False
    #: the bot has introduced itself here
    introduced: bool = False
    #: misunderstandings in a row
    puzzled: int = 0
    run: Run | None = None
    progress: Progress = NOTHING_SHOWN
    #: when the tenant last gave something that shows who they are
    identified_at: datetime | None = None
    #: which of the address's threads it is; empty where it has one
    thread: str = ""
    #: the bot's replies in a row since a person last wrote here
    unbroken: int = 0
    #: the bot's replies to this address, in all its threads, in the last hours; counted where there are threads
    lately: int = 0
