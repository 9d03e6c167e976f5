"""Replies on their way to a provider: `queued -> sending -> accepted -> sent -> delivered -> read`, with `failed`,
`held` and `uncertain` beside. A state only ever moves forward, except back to `queued` for another try.

A send is marked before it goes. Where nobody can say what became of it (a crash in between, a time-out) it is
`uncertain`: a receipt settles it, or the provider is asked, or it is sent once more and counted, since a double text is
better than silence.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from model.changing import changed
from model.channel import Channel
from model.message import Author, Delivery, Outbound
from store import alarms, outcomes, receipts
from store.db import Db, Row, instant, maybe_instant, micros
from store.outcomes import Refusal

#: the longest that a send may take; what a process that died was sending is looked at sooner
LEASE = timedelta(seconds=60)
#: so many of the tenant's messages are named to a channel with threads
ANSWERED = 10
#: sends of one reply without knowing what became of the one before: a double text each, where they arrived
MOST_DOUBTS = 3
#: so often advice is tried in vain before somebody is told to phone; also where its next try is so long after its first
TRIES_BEFORE_ALARM = 4
LATE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Taken:
    """A reply taken for sending or for settling, under a lease."""

    id: int
    lease: str
    attempt: int
    outbound: Outbound
    #: when it was queued: the provider can have had it no earlier
    queued_at: datetime
    #: how often its outcome was not known, and since when it is not
    doubts: int = 0
    doubted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A reply that the provider accepted under its own id."""

    taken: Taken
    provider_id: str
    #: how long the next to the same conversation waits
    pause: timedelta = timedelta(0)


def take(db: Db, channel: Channel, urgent: bool, most: int) -> list[Taken]:
    """Up to `most` replies that are due, marked as being sent before they go; at most one part of a conversation."""
    token = db.token()
    asked = {"channel": channel.value, "urgent": urgent, "most": most}
    return in_order(db.take_replies(token=token, now=db.now, until=db.now + LEASE, **asked), token)


def accept(db: Db, sent: Sequence[Sent]) -> list[bool]:
    """Providers have them: the promises that they keep are met, and receipts that came early are applied. False for one
    that was settled otherwise meanwhile."""
    found = {row["id"]: row for row in db.replies_sent(ids=[one.taken.id for one in sent])}
    ours = [_is_ours(found.get(one.taken.id), one.taken) for one in sent]
    taken = [one for one, is_ours in zip(sent, ours, strict=True) if is_ours]
    db.accept_replies([{"id": one.taken.id, "provider_id": one.provider_id, "accepted_at": db.at} for one in taken])
    outcomes.acknowledge(db, [found[one.taken.id] for one in taken])
    db.pause_replies(
        [
            {"conversation": found[one.taken.id]["conversation"], "next_at": micros(db.now + one.pause)}
            for one in taken
            if one.pause
        ]
    )
    for one in taken:
        db.announce.replies.add((one.taken.outbound.channel.value, one.taken.outbound.urgent))
    receipts.apply_early(db, [(one.taken.outbound.channel, one.provider_id) for one in taken])
    return ours


def in_context(db: Db, taken: Taken, window: timedelta | None) -> Outbound:
    """The reply with what a channel with threads or a window wants to know beside it."""
    row = db.reply_context(id=taken.id)
    last = maybe_instant(row["last_in_at"])
    return changed(
        taken.outbound,
        author=Author(row["author"]),
        in_window=window is None or (last is not None and db.now - last < window),
        thread=row["thread"],
        subject=row["subject"],
        answers=tuple(one["provider_id"] for one in db.answered_ids(id=taken.id, most=ANSWERED)),
    )


def postpone(db: Db, taken: Taken, until: datetime, why: str) -> None:
    """It will be tried again, unless an opt-out came meanwhile. Where it is emergency advice that has not gone for a
    while, somebody must phone them."""
    state = int(back_in_line(db, taken))
    if db.postpone_reply(id=taken.id, token=taken.lease, state=state, next_at=until, error=why) == 1:
        alarm_if_late(db, taken, until)


def fail(db: Db, taken: Taken, refusal: Refusal) -> None:
    """The provider will not take it: somebody is told, and another address may be tried."""
    if db.fail_reply(id=taken.id, token=taken.lease, error=refusal.why) == 1:
        outcomes.refused(db, taken.id, refusal)
        db.announce.replies.add((taken.outbound.channel.value, taken.outbound.urgent))


def doubt(db: Db, taken: Taken, until: datetime, why: str) -> None:
    """The provider may have taken it: until then a receipt may settle it."""
    db.doubt_reply(id=taken.id, token=taken.lease, now=db.now, next_at=until, error=why)


def doubt_overdue(db: Db, most: int = 200) -> int:
    """Sends whose lease has run out become uncertain: nobody recorded what became of them. How many there were."""
    overdue = list(db.doubt_replies(now=db.now, most=most, error="the provider may or may not have it"))
    db.announce.doubts |= bool(overdue)
    return len(overdue)


def back_in_line(db: Db, taken: Taken) -> Delivery:
    """Where a reply waits that was under way: held where its address opted out meanwhile, unless it is urgent."""
    to = taken.outbound
    held = not to.urgent and db.is_opted_out(channel=to.channel.value, address=to.to)
    return Delivery.HELD if held else Delivery.QUEUED


def alarm_if_late(db: Db, taken: Taken, until: datetime) -> None:
    """Have somebody phone where advice was tried in vain too often, or is not tried again soon."""
    in_vain = taken.attempt >= TRIES_BEFORE_ALARM or taken.doubts >= MOST_DOUBTS
    if taken.outbound.urgent and (in_vain or until - taken.queued_at > LATE):
        alarms.not_delivered(db, db.reply_by_id(id=taken.id)["enquiry"], taken.queued_at)


def in_order(rows: Iterable[Row], token: str) -> list[Taken]:
    return [_taken(row, token) for row in sorted(rows, key=lambda row: int(row["id"]))]


def _taken(row: Row, lease: str) -> Taken:
    outbound = Outbound(
        public_id=row["public_id"],
        channel=Channel(row["channel"]),
        to=row["address"],
        text=row["text"],
        buttons=tuple(json.loads(row["buttons"])),
        urgent=bool(row["urgent"]),
    )
    return Taken(
        row["id"],
        lease,
        row["attempts"],
        outbound,
        instant(row["created_at"]),
        row.get("doubts", 0),
        maybe_instant(row.get("doubted_at")),
    )


def _is_ours(row: Row | None, taken: Taken) -> bool:
    return row is not None and (row["lease_token"] == taken.lease or row["state"] == Delivery.UNCERTAIN)
