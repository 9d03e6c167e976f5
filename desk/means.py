"""What the desk is given: everything that it needs of other rooms, handed in once by whoever wires the application."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict
from zoneinfo import ZoneInfo

from aiohttp import web

from desk.feed import Feed
from desk.flood import Flood
from desk.live import Signals
from desk.sockets import Sockets
from model.channel import Capabilities, Channel
from model.ports import Landlord, Now
from model.topic import Team, Topic
from model.understanding import Emergency
from store import contacts
from store.database import Store
from store.intake import Received


class Day(TypedDict):
    """A weekday and its hours in words, such as "8am to 6pm" or "Closed"."""

    day: str
    hours: str


class Opening(TypedDict):
    """When the landlord is open, for the public page."""

    opening: list[Day]
    open_now: bool


#: commits one web-chat message: the conversation's address (the hash of its token), the client's own id, the text
Accept = Callable[[str, str, str], Awaitable[Received]]


def _nothing() -> list[str]:
    return []


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that is handed in."""

    store: Store
    landlord: Landlord
    #: name, telephone number and text number of the landlord, as printed
    name: str
    phone: str
    sms: str
    topics: Mapping[str, Topic]
    teams: Mapping[str, Team]
    #: labels of promises and of kinds of emergency
    promises: Mapping[str, str]
    emergencies: Mapping[str, str]
    capabilities: Mapping[Channel, Capabilities]
    opening: Callable[[], Opening]
    now: Now
    zone: ZoneInfo
    accept: Accept
    #: the gravest emergency that the lexicon finds in a text: somebody may be in danger
    emergency: Callable[[str], Emergency | None]
    #: `web/dist`, with the built pages
    web: Path
    #: the file of an attachment by its SHA-256
    media_path: Callable[[str], Path]
    #: what becomes of a call or a visit that was logged
    contact: contacts.Decide
    signals: Signals = field(default_factory=Signals)
    #: cookies travel by HTTPS only
    secure: bool = False
    #: proxies of ours in front: the client's address is that many places from the end of X-Forwarded-For
    proxies: int = 0
    #: channel to what an enquiry costs of a colleague's capacity; 1 where none is given
    weights: Mapping[str, int] = field(default_factory=dict)
    #: kinds of emergency whose messages only a role named for safeguarding may see before they have had their turn
    discreet: frozenset[str] = frozenset({"domestic_abuse", "self_harm", "at_risk", "welfare"})
    #: seconds in which calls are to be answered, on average
    answer_seconds: int = 60
    #: what else is wrong with the system, in sentences for whoever runs it
    troubles: Callable[[], list[str]] = _nothing
    #: seconds after which a socket looks although nothing was said, and whether its session still stands
    look: float = 20.0
    disclosure: str = "You are writing with an automated assistant. You can ask for a person at any time."


@dataclass(frozen=True, slots=True)
class Rooms:
    """What the desk keeps in memory while it runs; losing it loses nothing."""

    feed: Feed
    sockets: Sockets
    #: chat messages per token, chats begun per network address, "I am writing" per conversation
    said: Flood
    begun: Flood
    typing: Flood


DESK = web.AppKey("desk", Desk)
ROOMS = web.AppKey("rooms", Rooms)
