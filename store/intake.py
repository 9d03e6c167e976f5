"""Receiving: a message and the emergency advice it calls for, in one transaction, before the provider gets its 200."""

from dataclasses import dataclass
from datetime import timedelta

from model.ids import public_id
from model.message import Inbound
from model.turn import Say
from store.db import Db
from store.outgoing import Context, Thread, add_say

#: the same advice is given again after this long
AGAIN_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Received:
    """Where a message went. `new` is False for one that was here before."""

    conversation: int
    seq: int
    new: bool


def receive(db: Db, inbound: Inbound, advice: Say | None, history: bool) -> Received:
    """Keep one message; queue `advice` if the lexicon found an emergency. The same message twice changes nothing.

    Its clock starts at the provider's time where there is one, never in the future. `history` says that the channel's
    tenants fetch what is committed.
    """
    conversation = open_conversation(db, inbound.channel.value, inbound.address)
    added = db.add_inbound(
        public_id=public_id(),
        conversation=conversation,
        channel=inbound.channel.value,
        provider_id=inbound.provider_id,
        text=inbound.text,
        at=min(inbound.provider_time or db.now, db.now),
        received_at=db.now,
        urgent=advice is not None,
        emergency=advice.emergency if advice else "",
    )
    if added is None:
        before = db.seen_before(channel=inbound.channel.value, provider_id=inbound.provider_id)
        return Received(before["conversation"], before["seq"], new=False)
    message, seq = added["id"], added["seq"]
    for media in inbound.media:
        db.add_media(
            public_id=public_id(),
            message=message,
            channel=inbound.channel.value,
            url=media.url,
            content_type=media.content_type,
            now=db.now,
        )
        db.announce.delivery = True
    db.heard_from(conversation=conversation, now=db.now)
    if advice is not None and not _advised_lately(db, conversation, advice):
        thread = Thread(conversation, inbound.channel, inbound.address, history=history)
        add_say(db, thread, advice, Context(cause=message))
    db.announce.wake[conversation] = advice is not None
    if history:
        db.announce.history.add(conversation)
    return Received(conversation, seq, new=True)


def _advised_lately(db: Db, conversation: int, advice: Say) -> bool:
    """A provider took the same advice for this conversation a moment ago: a watched phone need not ring again."""
    return bool(db.advised_since(conversation=conversation, emergency=advice.emergency, since=db.now - AGAIN_AFTER))


def open_conversation(db: Db, channel: str, address: str) -> int:
    """The conversation with this address, begun if there was none; whoever writes becomes a person."""
    row = db.find_conversation(channel=channel, address=address)
    if row is not None:
        return int(row["id"])
    handle = db.find_handle(channel=channel, address=address)
    if handle is None:
        person = db.add_person(public_id=public_id(), now=db.now)["id"]
        db.add_handle(channel=channel, address=address, person=person)
    else:
        person = handle["person"]
    added = db.add_conversation(public_id=public_id(), channel=channel, address=address, person=person, now=db.now)
    return int(added["id"])


def keep_trouble(db: Db, kind: str, channel: str, detail: str, raw: bytes | None) -> None:
    """Keep what could not be dealt with, for staff to see and for replay."""
    db.add_trouble(at=db.now, kind=kind, channel=channel, detail=detail, raw=raw, enquiry=None)
    db.event("trouble")
