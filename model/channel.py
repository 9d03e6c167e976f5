"""Channels and what each can do: data, so that a reply is rendered once for each kind of channel."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Channel(StrEnum):
    """The ways a tenant can write to the landlord."""

    SMS = "sms"
    WHATSAPP = "whatsapp"
    EMAIL = "email"
    TELEGRAM = "telegram"
    MESSENGER = "messenger"
    INSTAGRAM = "instagram"
    WEB_CHAT = "webchat"
    #: calls and visits, which staff log
    PHONE = "phone"
    COUNTER = "counter"


#: channels whose addresses are telephone numbers: the same number is the same person on each
NUMBERED = (Channel.SMS, Channel.WHATSAPP)


class Layout(StrEnum):
    """How a reply is laid out: the key under which `config/replies` may hold a text of its own."""

    SMS = "sms"
    CHAT = "chat"
    EMAIL = "email"


class Unit(StrEnum):
    """What the length of a message is counted in."""

    CHARACTERS = "characters"
    #: those beyond U+FFFF, such as emojis, count twice
    UTF16 = "utf16"
    #: as UTF-8
    BYTES = "bytes"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What one channel can do."""

    layout: Layout
    #: longest text of one message: in `unit`, or in segments where the carrier counts those
    length: int
    #: `length` counts the segments of a text message
    segments: bool = False
    #: quick replies the tenant can tap; without them, choices are numbered
    buttons: bool = False
    #: the tenant sees a preview on a locked screen, so a sensitive subject is never named
    preview: bool = False
    #: the tenant's address is one that the landlord may hold and that proves something (a phone number, a mailbox)
    held_address: bool = False
    #: the provider reports what became of a message
    receipts: bool = False
    #: the tenant fetches the history: a reply is delivered by being committed
    history: bool = False
    #: START, STOP and the like are carrier keywords here
    keywords: bool = False
    #: one address may have several threads, each a conversation of its own
    threads: bool = False
    #: how long after the tenant's last message anything may be sent freely; None for always
    window: timedelta | None = None
    #: between two messages to one address at least
    pause: timedelta = timedelta(0)
    unit: Unit = Unit.CHARACTERS
