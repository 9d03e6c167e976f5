"""Replies that never arrived, in a colleague's hand: tried again as they were, or sent to another address.

What happens by itself is in `store/elsewhere.py`; a reply that went elsewhere is named in the same way by both.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import orjson

from model.channel import Channel
from model.colleague import Colleague
from model.enquiry import Enquiry
from model.ids import public_id
from model.message import Author
from model.turn import Line, Say
from store import audit, desk
from store.db import Db, Row
from store.elsewhere import ORIGIN, Address, address_of
from store.outgoing import Context, Posting, Thread, post
from store.threads import open_conversation


class NothingFailed(Exception):
    """The message is not one of the enquiry's, or no part of it failed, or it went on its way again meanwhile."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A message of which parts failed."""

    id: int
    text: str
    author: Author
    signed: str
    #: where it did not arrive
    channel: Channel
    address: str
    #: the id by which it is named elsewhere
    origin: str
    parts: tuple[int, ...]
    urgent: bool
    #: it held a one-time code, which is kept nowhere
    secret: bool
    #: kind of the emergency that it gives advice for; empty if none
    emergency: str
    flags: frozenset[str]


def ways(db: Db, person: int) -> list[Address]:
    """Every address of a person, the one that they wrote from last first."""
    return [address_of(row) for row in db.ways_to(person=person)]


def failed(db: Db, noun: Enquiry, message: str) -> Failed:
    """A message by its public id, held until the transaction ends. Raises `NothingFailed`."""
    parts: Sequence[Row] = list(db.failed_parts(message=message, enquiry=noun.id))
    if not parts:
        raise NothingFailed
    first = parts[0]
    return Failed(
        id=first["message"],
        text=first["text"],
        author=Author(first["author"]),
        signed=first["signed"],
        channel=Channel(first["channel"]),
        address=first["address"],
        origin=f"{ORIGIN}{first['public_id']}:",
        parts=tuple(part["id"] for part in parts),
        urgent=bool(first["urgent"]),
        secret=any(part["secret"] for part in parts),
        emergency=first["emergency"],
        flags=frozenset(orjson.loads(first["flags"])),
    )


def again(db: Db, noun: Enquiry, who: Colleague, one: Failed) -> None:
    """What failed of it goes once more, with all its tries; parts that arrived are not sent twice."""
    db.requeue_replies(ids=list(one.parts), now=db.now)
    db.announce.replies.add((one.channel.value, one.urgent))
    _in_hand(db, noun, one)
    audit.append(db, [Line(noun.id, who.name, "tried the reply again", f"by {one.channel.value}")])
    db.event("enquiry", noun.id)


def elsewhere(db: Db, noun: Enquiry, who: Colleague, one: Failed, there: tuple[Address, Say, bool]) -> None:
    """The same words to another address, once, and what is said next goes there too.

    `there`: the address, the words as they go out, and whether that channel has threads.
    """
    way, say, threads = there
    own_id = f"{one.origin}{way.address}"
    if db.desk_reply_before(channel=way.channel.value, provider_id=own_id) is not None:
        return
    known = db.latest_conversation(channel=way.channel.value, address=way.address)
    conversation = known["id"] if known else _begun(db, noun, way, threads)
    thread = Thread(conversation, way.channel, way.address, history=False)
    post(db, [Posting(thread, say, Context(noun.id, provider_id=own_id))])
    db.keep_from_elsewhere(ids=list(one.parts))
    _in_hand(db, noun, one)
    line = Line(noun.id, who.name, "sent the reply elsewhere", f"by {way.channel.value}")
    desk.change(db, replace(noun, conversation=conversation), line)


def _begun(db: Db, noun: Enquiry, way: Address, threads: bool) -> int:
    named = {"thread": public_id(), "subject": noun.reference} if threads else {}
    return open_conversation(db, way.channel.value, way.address, **named)


def _in_hand(db: Db, noun: Enquiry, one: Failed) -> None:
    db.settle_reply_troubles(enquiry=noun.id, message=one.id, now=db.now)
    db.event("trouble", noun.id)
