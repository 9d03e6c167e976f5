"""Putting a reply into the history and, part by part, into the outbox."""

from dataclasses import dataclass

from model.channel import Channel
from model.ids import public_id
from model.message import Author, Delivery
from model.turn import Say
from store.clocks import acknowledged
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


def add_say(db: Db, thread: Thread, say: Say, context: Context) -> int:
    """Store one reply: its place in the history and a row of the outbox for each part. Returns the message's id."""
    seq = db.next_seq(conversation=thread.conversation, count=1)
    message: int = db.add_outbound(
        public_id=public_id(),
        conversation=thread.conversation,
        seq=seq,
        author=say.author.value,
        signed=say.signed,
        channel=thread.channel.value,
        provider_id=context.provider_id,
        text="A one-time code was sent." if say.secret else "\n\n".join(say.parts),
        buttons=to_json(say.buttons),
        at=db.now,
        urgent=say.urgent,
        emergency=say.emergency,
        enquiry=context.enquiry,
    )
    for number, part in enumerate(say.parts, start=1):
        _add_part(db, thread, say, context, (message, number, part))
    if thread.history:
        db.announce.history.add(thread.conversation)
    return message


def _add_part(db: Db, thread: Thread, say: Say, context: Context, part: tuple[int, int, str]) -> None:
    message, number, text = part
    state = _first_state(thread, say)
    reply = db.add_reply(
        public_id=public_id(),
        message=message,
        conversation=thread.conversation,
        cause=context.cause,
        enquiry=context.enquiry,
        part=number,
        author=say.author.value,
        channel=thread.channel.value,
        address=thread.address,
        text=text,
        secret=say.secret,
        buttons=to_json(say.buttons if number == len(say.parts) else ()),
        urgent=say.urgent,
        state=int(state),
        accepted_at=db.now if state is Delivery.DELIVERED else None,
        now=db.now,
    )
    if state is Delivery.DELIVERED and context.enquiry is not None:
        acknowledged(db, context.enquiry, reply, by_person=say.author is Author.COLLEAGUE, at=db.now)
    if state is Delivery.QUEUED:
        db.announce.delivery = True


def _first_state(thread: Thread, say: Say) -> Delivery:
    if thread.history:
        return Delivery.DELIVERED
    return Delivery.HELD if thread.opted_out and not say.urgent else Delivery.QUEUED
