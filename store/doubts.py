"""Sends of which nobody knows what became: asked about, sent again where the provider has none, else sent once more: a
double text is better than silence. A receipt may settle each at any time (`store/outbox.py`)."""

from datetime import datetime, timedelta

from model.channel import Channel
from model.turn import Line
from store import audit
from store.db import Db
from store.outbox import LEASE, Taken, alarm_if_late, back_in_line, in_order

#: connectors look a little further back than a reply was queued, since clocks differ; what they may find there is known
LOOKED_BACK = timedelta(minutes=10)


def take(db: Db, channel: Channel, most: int) -> list[Taken]:
    """Up to `most` uncertain sends that are to be settled now."""
    token = db.token()
    found = db.take_doubts(channel=channel.value, token=token, now=db.now, until=db.now + LEASE, most=most)
    return in_order(found, token)


def known_ids(db: Db, taken: Taken) -> frozenset[str]:
    """The provider's ids of other replies to the same address since well before this one was queued."""
    address, channel = taken.outbound.to, taken.outbound.channel.value
    found = db.provider_ids_of(channel=channel, address=address, since=taken.queued_at - LOOKED_BACK)
    return frozenset(row["provider_id"] for row in found)


def postpone(db: Db, taken: Taken, until: datetime) -> None:
    """The provider could not be asked: it is settled later."""
    if db.postpone_doubt(id=taken.id, token=taken.lease, next_at=until) == 1:
        alarm_if_late(db, taken, until)


def send_again(db: Db, taken: Taken, until: datetime) -> None:
    """The provider does not have it: it is tried again, as after any other failure."""
    if _requeue(db, taken, until):
        alarm_if_late(db, taken, until)


def resend(db: Db, taken: Taken) -> None:
    """It goes once more although it may have arrived, and that is on record."""
    if not _requeue(db, taken, db.now):
        return
    alarm_if_late(db, taken, db.now)
    row = db.reply_by_id(id=taken.id)
    if row["enquiry"] is not None:
        why = "whether the first try arrived is not known"
        audit.append(db, [Line(row["enquiry"], "outbox", "reply sent once more", why)])


def _requeue(db: Db, taken: Taken, until: datetime) -> bool:
    """Back to where it waits to be sent; False where it was settled otherwise meanwhile."""
    state = back_in_line(db, taken)
    if db.resend_reply(id=taken.id, token=taken.lease, state=int(state), next_at=until) != 1:
        return False
    db.announce.replies.add((taken.outbound.channel.value, taken.outbound.urgent))
    return True
