"""Putting replies into the history and, part by part, into the outbox."""

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

from model.channel import Channel
from model.ids import public_id
from model.message import Author, Delivery
from model.turn import Say
from store import clocks
from store.clocks import Acknowledged
from store.db import Db, to_json


@dataclass(frozen=True, slots=True)
class Thread:
    """Where a reply goes: a conversation and its address."""

    conversation: int
    channel: Channel
    address: str
    #: the tenant fetches the history here, so what is committed is delivered
    history: bool
    opted_out: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What a reply belongs to."""

    enquiry: int | None = None
    #: the inbound message it answers
    cause: int | None = None
    #: a client's own id, where the same reply may be handed in twice
    provider_id: str | None = None


@dataclass(frozen=True, slots=True)
class Posting:
    """One reply to put on its way."""

    thread: Thread
    say: Say
    context: Context


def post(db: Db, postings: Sequence[Posting], seqs: MutableMapping[int, int] | None = None) -> None:
    """Store replies: a place in the history and a row of the outbox for each part.

    `seqs`: the number of each conversation's last message, which the caller holds locked and saves; without it they are
    read and saved here.
    """
    if not postings:
        return
    held = _sequences(db, postings) if seqs is None else seqs
    messages = _messages(db, postings, held)
    db.add_outbounds(messages)
    replies = [reply for row, one in zip(messages, postings, strict=True) for reply in _parts(db, row["id"], one)]
    for id, reply in zip(db.ids("reply", len(replies)), replies, strict=True):
        reply["id"] = id
    db.add_replies(replies)
    by_people = sorted({one.thread.conversation for one in postings if one.say.author is Author.COLLEAGUE})
    if by_people:
        db.break_in(ids=by_people)
    if seqs is None:
        db.save_sequences([{"id": id, "seq": seq} for id, seq in held.items()])
    _announce(db, postings, replies)
    clocks.acknowledge(db, _read_at_once(db, replies))


def _sequences(db: Db, postings: Sequence[Posting]) -> dict[int, int]:
    conversations = sorted({one.thread.conversation for one in postings})
    return {row["id"]: row["seq"] for row in db.sequences(ids=conversations)}


def _messages(db: Db, postings: Sequence[Posting], seqs: MutableMapping[int, int]) -> list[dict[str, Any]]:
    return [_message(db, id, one, seqs) for id, one in zip(db.ids("message", len(postings)), postings, strict=True)]


def _message(db: Db, id: int, one: Posting, seqs: MutableMapping[int, int]) -> dict[str, Any]:
    thread, say = one.thread, one.say
    seqs[thread.conversation] += 1
    return {
        "id": id,
        "public_id": public_id(),
        "conversation": thread.conversation,
        "seq": seqs[thread.conversation],
        "author": say.author.value,
        "signed": say.signed,
        "channel": thread.channel.value,
        "provider_id": one.context.provider_id,
        "text": "A one-time code was sent." if say.secret else "\n\n".join(say.parts),
        "buttons": to_json(say.buttons),
        "at": db.at,
        "urgent": say.urgent,
        "emergency": say.emergency,
        "enquiry": one.context.enquiry,
    }


def _parts(db: Db, message: int, one: Posting) -> list[dict[str, Any]]:
    thread, say, context = one.thread, one.say, one.context
    state = _first_state(thread, say)
    return [
        {
            "public_id": public_id(),
            "message": message,
            "conversation": thread.conversation,
            "cause": context.cause,
            "enquiry": context.enquiry,
            "part": number,
            "author": say.author.value,
            "channel": thread.channel.value,
            "address": thread.address,
            "text": part,
            "secret": say.secret,
            "buttons": to_json(say.buttons if number == len(say.parts) else ()),
            "urgent": say.urgent,
            "state": int(state),
            "accepted_at": db.at if state is Delivery.DELIVERED else None,
            "created_at": db.at,
        }
        for number, part in enumerate(say.parts, start=1)
    ]


def _first_state(thread: Thread, say: Say) -> Delivery:
    if thread.history:
        return Delivery.DELIVERED
    return Delivery.HELD if thread.opted_out and not say.urgent else Delivery.QUEUED


def _announce(db: Db, postings: Sequence[Posting], replies: Sequence[dict[str, Any]]) -> None:
    db.announce.history |= {one.thread.conversation for one in postings if one.thread.history}
    for reply in replies:
        if reply["state"] == Delivery.QUEUED:
            db.announce.replies.add((reply["channel"], reply["urgent"]))


def _read_at_once(db: Db, replies: Sequence[dict[str, Any]]) -> list[Acknowledged]:
    """Replies that are delivered by being committed have acknowledged their enquiries."""
    return [
        Acknowledged(reply["enquiry"], reply["id"], reply["author"] == Author.COLLEAGUE.value, db.now)
        for reply in replies
        if reply["state"] == Delivery.DELIVERED and reply["enquiry"] is not None
    ]
