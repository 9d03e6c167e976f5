"""Replies that a provider will never take, sent to another address of the same person. Which one is decided outside;
here it happens once, and what was tried already is not tried again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson

from model.channel import Channel
from model.message import Author
from model.turn import Line, Say
from store import audit, outgoing
from store.db import Db, Row, maybe_instant
from store.outgoing import Context, Posting, Thread
from store.threads import open_conversation

#: a reply sent elsewhere is named by the one that failed first and its own address
ORIGIN = "elsewhere:"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person can be written to."""

    channel: Channel
    address: str
    opted_out: bool = False
    #: when they last wrote from there (UTC)
    last_in_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """A reply that did not reach its person, and where else they can be written to."""

    id: int
    origin: str
    text: str
    urgent: bool
    #: the message that it answers, and its enquiry
    cause: int | None
    enquiry: int | None
    author: Author
    signed: str
    #: kind of the emergency that it gives advice for; empty if none
    emergency: str
    #: only few may see its enquiry, or the person's flags
    restricted: bool
    flags: frozenset[str]
    others: tuple[Address, ...] = ()


#: a person with this flag is written to nowhere but where they wrote from
SAFE_CONTACT = "safe_contact"


def may_leave(restricted: bool, flags: frozenset[str], discreet: str) -> bool:
    """Whether words may go to another address of the person. `discreet`: when the subject of the advice must not be
    named, as in `config/emergencies.toml`."""
    return not restricted and SAFE_CONTACT not in flags and discreet == "never"


def wanted(db: Db, most: int) -> list[Failed]:
    """Replies that are to be sent elsewhere, oldest first."""
    return [_failed(db, row) for row in list(db.replies_elsewhere(most=most))]


def send(db: Db, failed: Failed, there: Address, parts: Sequence[str]) -> None:
    """Queue it for another address, once; that is on record."""
    if db.settle_elsewhere(id=failed.id) != 1:
        return
    conversation = open_conversation(db, there.channel.value, there.address)
    thread = Thread(conversation, there.channel, there.address, history=False, opted_out=there.opted_out)
    say = Say(
        tuple(parts), author=failed.author, signed=failed.signed, urgent=failed.urgent, emergency=failed.emergency
    )
    context = Context(failed.enquiry, failed.cause, f"{failed.origin}{there.address}")
    outgoing.post(db, [Posting(thread, say, context)])
    if failed.enquiry is not None:
        audit.append(db, [Line(failed.enquiry, "outbox", "reply sent elsewhere", f"by {there.channel.value}")])
        db.event("enquiry", failed.enquiry)


def give_up(db: Db, failed: Failed) -> None:
    """There is nowhere else: it stays with those who were told that it failed."""
    db.settle_elsewhere(id=failed.id)


def _failed(db: Db, row: Row) -> Failed:
    origin = row["origin"] or ""
    first = origin.split(":", 2)[1] if origin.startswith(ORIGIN) else row["public_id"]
    there = {"conversation": row["conversation"], "channel": row["channel"], "address": row["address"]}
    others = db.other_addresses(first=first, origin=f"{ORIGIN}{first}:", **there)
    return Failed(
        id=row["id"],
        origin=f"{ORIGIN}{first}:",
        text=row["text"],
        urgent=bool(row["urgent"]),
        cause=row["cause"],
        enquiry=row["enquiry"],
        author=Author(row["author"]),
        signed=row["signed"],
        emergency=row["emergency"],
        restricted=bool(row["restricted"]),
        flags=frozenset(orjson.loads(row["flags"])),
        others=tuple(map(address_of, others)),
    )


def address_of(row: Row) -> Address:
    """An address of a person, as `other_addresses` and `ways_to` give it."""
    return Address(
        Channel(row["channel"]), row["address"], row["opted_out_at"] is not None, maybe_instant(row["last_in_at"])
    )
