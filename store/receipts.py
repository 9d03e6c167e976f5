"""What providers report of replies: a state only ever moves forward, whatever the order of the reports."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from model.channel import Channel
from model.message import Delivery, Receipt
from store import clocks, outcomes
from store.db import Db, Row
from store.outcomes import Refusal

#: a receipt for all until an instant moves so many replies at most
MOST_UNTIL = 100
OF_ANOTHER = "a report says that another address than theirs did not get it"
#: receipts that match no reply are not ours
UNMATCHED_KEPT = timedelta(days=7)


def settle(db: Db, receipts: Sequence[Receipt]) -> list[bool]:
    """Apply receipts, by the reply's public id or the provider's own; False for one that is kept for later.

    One that matches nothing yet is kept and applied when its send commits. One for all until an instant moves those
    that there are. Good news of replies that are named is written for all at once; what is left goes one by one.
    """
    rows = {row["public_id"]: row for row in _named(db, receipts)}
    together = [_is_good_news(one) and one.reply in rows for one in receipts]
    _move_together(db, rows, [one for one, is_one in zip(receipts, together, strict=True) if is_one])
    return [moved or _settle(db, receipt) for receipt, moved in zip(receipts, together, strict=True)]


def _is_good_news(receipt: Receipt) -> bool:
    return receipt.until is None and receipt.state is not Delivery.FAILED


def settle_late(db: Db, most: int = 200) -> int:
    """Apply the receipts that came just while their send was being committed; how many there were."""
    found = list(db.late_receipts(most=most))
    _settle_rows(db, found)
    db.forget_receipts(before=db.now - UNMATCHED_KEPT)
    return len(found)


def apply_early(db: Db, accepted: Iterable[tuple[Channel, str]]) -> None:
    """Apply the receipts that came before these sends, by the provider's ids, had committed."""
    by_channel: dict[str, list[str]] = {}
    for channel, provider_id in accepted:
        by_channel.setdefault(channel.value, []).append(provider_id)
    for name, provider_ids in by_channel.items():
        rows = db.take_receipts(channel=name, provider_ids=provider_ids)
        _settle_rows(db, [{**row, "channel": name} for row in rows])


def _named(db: Db, receipts: Sequence[Receipt]) -> Iterable[Row]:
    wanted = sorted({one.reply for one in receipts if one.reply and _is_good_news(one)})
    return list(db.replies_by_public_ids(public_ids=wanted)) if wanted else ()


def _move_together(db: Db, rows: dict[str, Row], receipts: Sequence[Receipt]) -> None:
    """Each reply to the furthest state that is reported of it."""
    furthest: dict[str, Receipt] = {}
    for one in receipts:
        reply = str(one.reply)
        if one.state > max(rows[reply]["state"], furthest[reply].state if reply in furthest else -1):
            furthest[reply] = one
    moved = [(rows[reply], one) for reply, one in furthest.items()]
    db.move_replies_forward(
        [
            {"id": row["id"], "state": int(one.state), "provider_id": one.provider_id, "accepted_at": db.at}
            for row, one in moved
        ]
    )
    new = [row for row, _ in moved if row["state"] < Delivery.ACCEPTED or row["state"] == Delivery.FAILED]
    outcomes.acknowledge(db, new)
    db.events("enquiry", sorted({row["enquiry"] for row, _ in moved if row not in new and row["enquiry"] is not None}))
    for row, _ in moved:
        _announce(db, row)


def _settle(db: Db, receipt: Receipt) -> bool:
    if receipt.until is not None:
        _settle_until(db, receipt, receipt.until)
        return True
    row = db.reply_by_public_id(public_id=receipt.reply) if receipt.reply else None
    if row is None:
        row = db.reply_by_provider_id(channel=receipt.channel.value, provider_id=receipt.provider_id)
    if row is not None and receipt.address and row["address"].lower() != receipt.address.lower():
        # somebody to whom it was passed on did not get it: that is not what became of ours
        db.add_trouble(
            at=db.now, kind="reply", channel=row["channel"], detail=OF_ANOTHER, raw=None, enquiry=row["enquiry"]
        )
        return True
    if row is not None:
        _move(db, row, receipt)
        return True
    db.keep_receipt(
        channel=receipt.channel.value,
        provider_id=receipt.provider_id,
        state=int(receipt.state),
        error=receipt.error,
        now=db.now,
    )
    return False


def _settle_until(db: Db, receipt: Receipt, until: datetime) -> None:
    asked = {"channel": receipt.channel.value, "address": receipt.address, "state": int(receipt.state)}
    for row in list(db.replies_until(until=until, most=MOST_UNTIL, **asked)):
        _move(db, row, receipt)


def _settle_rows(db: Db, rows: Sequence[Row]) -> None:
    for row in rows:
        _settle(db, Receipt(Channel(row["channel"]), row["provider_id"], Delivery(row["state"]), None, row["error"]))


def _move(db: Db, row: Row, receipt: Receipt) -> None:
    moved = db.move_reply_forward(
        id=row["id"], state=int(receipt.state), error=receipt.error, provider_id=receipt.provider_id, now=db.now
    )
    if moved != 1:
        return
    if receipt.state is Delivery.FAILED:
        clocks.reopen(db, row["id"])
        outcomes.refused(db, row["id"], Refusal(receipt.error, receipt.elsewhere, receipt.opted_out))
    elif row["state"] < Delivery.ACCEPTED or row["state"] == Delivery.FAILED:
        outcomes.acknowledge(db, [row])
    elif row["enquiry"] is not None:
        db.event("enquiry", row["enquiry"])
    _announce(db, row)


def _announce(db: Db, row: Row) -> None:
    """Other parts of the conversation may go now."""
    if row["state"] < Delivery.ACCEPTED:
        db.announce.replies.add((row["channel"], bool(row["urgent"])))
