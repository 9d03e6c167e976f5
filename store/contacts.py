"""Calls and visits as colleagues log them: who it was, and one message with one enquiry, kept as any turn is kept.

What is decided of it comes from outside (`doorstep/contact.py`); how long callers waited is in `store/calls.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from model.channel import Channel
from model.ids import public_id
from model.message import Inbound
from model.turn import Claimed, Turn
from store import calls, turns
from store.calls import Call
from store.db import Db, Row
from store.intake import Receiving, receive
from store.turns import Fenced, Saving

#: people shown for one search
MOST = 8
#: how the address of somebody begins who has no number of their own on a channel
NO_NUMBER = "person "


class Outcome(StrEnum):
    """What is to become of what was logged."""

    DEALT_WITH = "dealt_with"
    NEEDS_SOMEBODY = "needs_somebody"
    MINE = "mine"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who rang or came, as far as the colleague knows; all empty for somebody unknown."""

    #: public id of somebody who wrote, rang or came before
    person: str = ""
    #: of the landlord's records
    tenancy: str = ""
    #: E.164
    number: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """One call or visit. `id` is the client's own: the same id twice is one contact."""

    id: str
    channel: Channel
    caller: Caller
    topic: str
    summary: str
    outcome: Outcome
    #: the colleague who logs it: their id and name
    colleague: int
    who: str
    #: when it began (UTC); never in the future
    started_at: datetime
    #: kind of the emergency; empty where it is none
    emergency: str = ""
    rang_seconds: int | None = None
    lasted_seconds: int | None = None


Decide = Callable[[Claimed, Contact], Turn]


def log(db: Db, contact: Contact, decide: Decide) -> str:
    """The public id of the enquiry that the contact belongs to. Raises `Fenced` where somebody else was quicker."""
    named = {"channel": contact.channel.value, "provider_id": contact.id}
    before = db.logged_enquiry(**named)
    if before is not None:
        return str(before)
    inbound = Inbound(
        contact.channel,
        _address(db, contact),
        contact.id,
        contact.summary,
        provider_time=contact.started_at,
        note=_lengths(contact),
    )
    [received] = receive(db, [Receiving(inbound, advice=None, history=False)])
    db.sign_contact(signed=contact.who, **named)
    [claimed] = turns.claim(db, [received.conversation])
    if claimed is None or claimed.message is None or claimed.message.seq != received.seq:
        raise Fenced("somebody else has the conversation")
    [saved] = turns.save(db, [Saving(claimed, decide(claimed, contact), frozenset())])
    if isinstance(saved, Exception):
        raise saved
    if contact.channel is Channel.PHONE and contact.rang_seconds is not None:
        calls.add(db, [Call(contact.id, contact.started_at, contact.rang_seconds, answered=True)], logged=True)
    return str(db.logged_enquiry(**named))


def _lengths(contact: Contact) -> str:
    """How long it rang and lasted, in words for staff."""
    told = (("Rang for", contact.rang_seconds), ("Lasted", contact.lasted_seconds))
    return ". ".join(f"{what} {_span(seconds)}" for what, seconds in told if seconds is not None)


def _span(seconds: int) -> str:
    minutes, left = divmod(seconds, 60)
    parts = [f"{minutes} min"] * bool(minutes) + [f"{left} s"] * bool(left or not minutes)
    return " ".join(parts)


def _address(db: Db, contact: Contact) -> str:
    """Where the conversation with this caller is kept: their number or, where they have none of their own, themselves.

    Whoever is not known yet becomes a person.
    """
    caller, channel = contact.caller, contact.channel.value
    person = _person(db, caller) or db.add_person(public_id=public_id(), now=db.now)["id"]
    if caller.name:
        db.name_person(id=person, name=caller.name)
    if caller.tenancy:
        db.link_tenancy(id=person, tenancy=caller.tenancy)
    handle = db.find_handle(channel=channel, address=caller.number) if caller.number else None
    theirs = bool(caller.number) and (handle is None or handle["person"] == person)
    address = caller.number if theirs else f"{NO_NUMBER}{person}"
    if not theirs:
        handle = db.find_handle(channel=channel, address=address)
    if handle is None:
        db.add_handle(channel=channel, address=address, person=person)
    return address


def _person(db: Db, caller: Caller) -> int | None:
    """Whom we know already. A number is somebody's as long as nothing that is known of them speaks against it: what is
    shared in a household is not to join two people."""
    row = db.person_by_public_id(public_id=caller.person) if caller.person else None
    if row is None and caller.tenancy and caller.name:
        row = db.person_of_tenancy(tenancy=caller.tenancy, name=caller.name)
    if row is None and caller.number:
        row = db.person_of_number(number=caller.number)
        row = row if row and _fits(row, caller) else None
    return row["id"] if row else None


def _fits(row: Row, caller: Caller) -> bool:
    names, tenancies = {row["name"], caller.name} - {""}, {row["tenancy"], caller.tenancy} - {""}
    return len(names) <= 1 and len(tenancies) <= 1


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who wrote, rang or came before."""

    person: str
    name: str
    tenancy: str
    #: their addresses by channel
    handles: Sequence[tuple[Channel, str]]


def find(db: Db, pattern: str, digits: str | None) -> list[Known]:
    """People by a part of their name, tenancy or number, those who came last first. LIKE patterns as in a `Query`."""
    found = list(db.find_people(pattern=pattern, digits=digits, most=MOST))
    handles = _by_person(db, [row["id"] for row in found])
    return [Known(row["public_id"], row["name"], row["tenancy"], handles.get(row["id"], ())) for row in found]


def _by_person(db: Db, persons: Sequence[int]) -> Mapping[int, Sequence[tuple[Channel, str]]]:
    grouped: dict[int, list[tuple[Channel, str]]] = {}
    for row in db.handles_of(persons=list(persons)) if persons else ():
        grouped.setdefault(row["person"], []).append((Channel(row["channel"]), row["address"]))
    return grouped
