"""Receiving: messages and the emergency advice they call for, in one transaction, before a provider gets its 200."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from model.ids import public_id
from model.message import Inbound
from model.turn import Say
from store import outgoing, threads
from store.db import Db, Row, micros
from store.outgoing import Context, Posting, Thread
from store.threads import Place, by_channel

#: the same advice is given again after this long
AGAIN_AFTER = timedelta(minutes=10)
#: microseconds by which two tellings of one message's time differ at most
SAME_TIME = 1_000_000


@dataclass(frozen=True, slots=True)
class Receiving:
    """A message to keep; `advice` if the lexicon found an emergency; `history`: its tenant fetches what is kept."""

    inbound: Inbound
    advice: Say | None
    history: bool


@dataclass(frozen=True, slots=True)
class Received:
    """Where a message went. `new` is False for one that was here before."""

    conversation: int
    seq: int
    new: bool


def receive(db: Db, items: Sequence[Receiving]) -> list[Received]:
    """Keep messages; queue the advice. The same message twice changes nothing.

    A clock starts at the provider's time where there is one, never in the future.
    """
    items = _told_apart(db, items)
    inbounds = [item.inbound for item in items]
    keys = threads.keys(db, inbounds)
    places = threads.places(db, inbounds, keys)
    known = _known(db, items)
    ids = iter(db.ids("message", len(items)))
    rows: list[dict[str, Any]] = []
    received = []
    for item, key in zip(items, keys, strict=True):
        name = (item.inbound.channel.value, item.inbound.provider_id)
        if (before := known.get(name)) is not None:
            received.append(before)
            continue
        place = places[key]
        place.seq += 1
        rows.append(_row(db, item, place, next(ids)))
        known[name] = Received(place.conversation, place.seq, new=False)
        received.append(Received(place.conversation, place.seq, new=True))
    _keep(db, rows, [item for item, one in zip(items, received, strict=True) if one.new])
    return received


def _told_apart(db: Db, items: Sequence[Receiving]) -> Sequence[Receiving]:
    """Mail programs give one id to several mails. Where a message of an address with threads has the id of one that
    came from another address or at another time, it is another message, under an id of its own."""
    threaded = [item.inbound for item in items if item.inbound.threading is not None]
    if not threaded:
        return items
    pairs = by_channel((one.channel.value, one.provider_id) for one in threaded)
    rows = {(channel, row["provider_id"]): row for channel, ids in pairs for row in _seen(db, channel, ids)}
    return [_named_apart(item, rows.get((item.inbound.channel.value, item.inbound.provider_id))) for item in items]


def _seen(db: Db, channel: str, provider_ids: list[str]) -> list[Row]:
    return list(db.seen_before(channel=channel, provider_ids=provider_ids))


def _named_apart(item: Receiving, seen: Row | None) -> Receiving:
    inbound = item.inbound
    if inbound.threading is None or seen is None or inbound.provider_time is None:
        return item
    at = micros(inbound.provider_time)
    if seen["address"] == inbound.address and abs(int(seen["at"]) - at) <= SAME_TIME:
        return item
    return replace(item, inbound=replace(inbound, provider_id=f"{inbound.provider_id} {inbound.address} {at}"))


def _known(db: Db, items: Sequence[Receiving]) -> dict[tuple[str, str], Received]:
    """Messages that were here before, by channel and the provider's id."""
    known = {}
    for channel, found in by_channel((one.inbound.channel.value, one.inbound.provider_id) for one in items):
        for row in db.seen_before(channel=channel, provider_ids=found):
            known[channel, row["provider_id"]] = Received(row["conversation"], row["seq"], new=False)
    return known


def _row(db: Db, item: Receiving, place: Place, message: int) -> dict[str, Any]:
    inbound = item.inbound
    return {
        "id": message,
        "public_id": public_id(),
        "conversation": place.conversation,
        "seq": place.seq,
        "channel": inbound.channel.value,
        "provider_id": inbound.provider_id,
        "text": inbound.text,
        "at": min(micros(inbound.provider_time), db.at) if inbound.provider_time else db.at,
        "received_at": db.at,
        "urgent": item.advice is not None,
        "emergency": item.advice.emergency if item.advice else "",
        "whole": inbound.whole,
        "automatic": inbound.automatic,
        "no_return": inbound.no_return,
        "note": inbound.note,
        "proven": inbound.proven,
    }


def _keep(db: Db, rows: Sequence[dict[str, Any]], items: Sequence[Receiving]) -> None:
    db.add_inbounds(rows)
    seqs = {row["conversation"]: row["seq"] for row in rows}
    latest = {row["conversation"]: row["at"] for row in sorted(rows, key=lambda row: int(row["at"]))}
    db.hear([{"id": id, "seq": seq, "last_in_at": latest[id]} for id, seq in seqs.items()])
    for row, item in zip(rows, items, strict=True):
        if item.inbound.media:
            _want_media(db, row, item.inbound)
        if item.advice is not None and not item.inbound.no_return:
            _advise(db, row, item)
        db.announce.wake[row["conversation"]] = row["urgent"] or db.announce.wake.get(row["conversation"], False)
        if item.history:
            db.announce.history.add(row["conversation"])


def _want_media(db: Db, row: dict[str, Any], inbound: Inbound) -> None:
    db.add_media(
        [
            {
                "public_id": public_id(),
                "message": row["id"],
                "channel": inbound.channel.value,
                "url": media.url,
                "content_type": media.content_type,
                "next_at": db.at,
            }
            for media in inbound.media
        ]
    )
    db.announce.media = True


def _advise(db: Db, row: dict[str, Any], item: Receiving) -> None:
    """Queue the advice, unless a provider took the same for this conversation a moment ago: a watched phone need not
    ring again."""
    advice, inbound = item.advice, item.inbound
    assert advice is not None
    conversation = row["conversation"]
    if not _advised(db, inbound, conversation, advice.emergency):
        thread = Thread(conversation, inbound.channel, inbound.address, history=item.history)
        outgoing.post(db, [Posting(thread, advice, Context(cause=row["id"]))])


def _advised(db: Db, inbound: Inbound, conversation: int, emergency: str) -> bool:
    """Where an address has threads, whatever its thread: a machine that answers itself begins a new one each time."""
    since = db.now - AGAIN_AFTER
    if inbound.threading is None:
        return bool(db.advised_since(conversation=conversation, emergency=emergency, since=since))
    begun = since - AGAIN_AFTER
    address = inbound.address
    return bool(db.advised_by_email_since(address=address, emergency=emergency, since=since, begun=begun))


def keep_trouble(db: Db, kind: str, channel: str, detail: str, raw: bytes | None) -> None:
    """Keep what could not be dealt with, for staff to see and for replay."""
    db.add_trouble(at=db.now, kind=kind, channel=channel, detail=detail, raw=raw, enquiry=None)
    db.event("trouble")
