"""Replies on their way to a provider: `queued -> sending -> accepted -> sent -> delivered -> read`, with `failed`,
`held` and `uncertain` beside. A state only ever moves forward, except back to `queued` for another try."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from model.channel import Channel
from model.message import Author, Delivery, Outbound, Receipt
from model.turn import Line
from store import audit, clocks
from store.db import Db, Row

LEASE = timedelta(seconds=60)
#: sends of one reply whose outcome nobody recorded, before somebody is told
MOST_DOUBTS = 3


@dataclass(frozen=True, slots=True)
class Taken:
    """A reply taken for sending, under a lease."""

    id: int
    lease: str
    attempt: int
    enquiry: int | None
    by_person: bool
    outbound: Outbound


def take(db: Db, urgent: bool, most: int) -> list[Taken]:
    """Up to `most` replies that are due, marked as being sent before they go; at most one part of a conversation."""
    lease = secrets.token_hex(8)
    found = db.claim_replies(urgent=urgent, token=lease, now=db.now, until=db.now + LEASE, most=most)
    return [_taken(row, lease) for row in found]


def _taken(row: Row, lease: str) -> Taken:
    outbound = Outbound(
        public_id=row["public_id"],
        channel=Channel(row["channel"]),
        to=row["address"],
        text=row["text"],
        buttons=tuple(json.loads(row["buttons"])),
        urgent=bool(row["urgent"]),
    )
    by_person = row["author"] == Author.COLLEAGUE.value
    return Taken(row["id"], lease, row["attempts"], row["enquiry"], by_person, outbound)


def accepted(db: Db, taken: Taken, provider_id: str) -> None:
    """The provider has it: the promises that it keeps are met, and receipts that came early are applied."""
    if db.accept_reply(id=taken.id, token=taken.lease, provider_id=provider_id, now=db.now) != 1:
        return
    _accepted(db, taken.id)
    for row in db.take_receipts(channel=taken.outbound.channel.value, provider_id=provider_id):
        early = Receipt(
            taken.outbound.channel, provider_id, Delivery(row["state"]), taken.outbound.public_id, row["error"]
        )
        settle(db, early)
    db.announce.delivery = True


def _accepted(db: Db, reply: int) -> None:
    row = db.reply_by_id(id=reply)
    if row["enquiry"] is None:
        return
    clocks.acknowledged(db, row["enquiry"], reply, row["author"] == Author.COLLEAGUE.value, db.now)
    db.event("enquiry", row["enquiry"])


def postponed(db: Db, taken: Taken, until: datetime, why: str) -> None:
    """It will be tried again."""
    db.postpone_reply(id=taken.id, token=taken.lease, next_at=until, error=why)


def failed(db: Db, taken: Taken, why: str) -> None:
    """The provider will not take it: somebody is told."""
    if db.fail_reply(id=taken.id, token=taken.lease, error=why) == 1:
        _tell(db, taken.id, why)
        db.announce.delivery = True


def settle(db: Db, receipt: Receipt) -> None:
    """Apply a provider's receipt: forward only, in any order, by the reply's public id or the provider's own.

    One that matches nothing yet is kept and applied when its send commits.
    """
    row = db.reply_by_public_id(public_id=receipt.reply) if receipt.reply else None
    if row is None:
        row = db.reply_by_provider_id(channel=receipt.channel.value, provider_id=receipt.provider_id)
    if row is None:
        db.keep_receipt(
            channel=receipt.channel.value,
            provider_id=receipt.provider_id,
            state=int(receipt.state),
            error=receipt.error,
            now=db.now,
        )
        return
    _move(db, row, receipt)


def _move(db: Db, row: Row, receipt: Receipt) -> None:
    moved = db.move_reply_forward(
        id=row["id"], state=int(receipt.state), error=receipt.error, provider_id=receipt.provider_id, now=db.now
    )
    if moved != 1:
        return
    if receipt.state is Delivery.FAILED:
        clocks.reopen(db, row["id"])
        _tell(db, row["id"], receipt.error)
    elif row["state"] < Delivery.ACCEPTED or row["state"] == Delivery.FAILED:
        _accepted(db, row["id"])
    elif row["enquiry"] is not None:
        db.event("enquiry", row["enquiry"])
    db.announce.delivery = True


def _tell(db: Db, reply: int, why: str) -> None:
    """A reply did not reach the tenant: the desk sees it, and for emergency advice somebody must phone them."""
    row = db.reply_by_id(id=reply)
    enquiry = row["enquiry"]
    db.add_trouble(at=db.now, kind="reply", channel=row["channel"], detail=why, raw=None, enquiry=enquiry)
    if enquiry is None:
        return
    audit.append(db, [Line(enquiry, "provider", "reply not delivered", why)])
    if row["urgent"] and not db.alarm_exists(enquiry=enquiry, why=NOT_DELIVERED):
        db.add_alarm(public_id=secrets.token_urlsafe(16), enquiry=enquiry, level="life", why=NOT_DELIVERED, now=db.now)
        db.event("alarm", enquiry)
    db.event("enquiry", enquiry)


NOT_DELIVERED = "Safety advice was not delivered. Phone them."


def doubt(db: Db, most: int = 100) -> int:
    """Sends whose outcome nobody recorded (a crash in between) become uncertain and go once more: a double text is
    better than silence. How many there were; they stay counted by their attempts."""
    doubted = list(db.doubt_replies(now=db.now, most=most))
    for row in doubted:
        if row["attempts"] >= MOST_DOUBTS:
            db.give_up_reply(id=row["id"])
            _tell(db, row["id"], "sent several times, and nobody knows whether it arrived")
            continue
        db.resend_reply(id=row["id"], next_at=db.now)
        db.announce.delivery = True
        if row["enquiry"] is not None:
            line = Line(row["enquiry"], "outbox", "reply sent once more", "whether the first try arrived is not known")
            audit.append(db, [line])
    return len(doubted)
