"""The events of Messenger and Instagram as messages and receipts: pure, and the same for both.

Meta, "Webhook events reference", "Webhooks for Instagram Messaging", "Webhooks reference: page". Left out are echoes of
what we sent, reactions, what was taken back, and everything that is not said to us.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from typing import Any

from connectors.base import Unreadable
from connectors.meta.comments import comment
from connectors.meta.payloads import Attachment, Change, Entry, Event, Mark, Payload, Webhook
from model.channel import Channel
from model.message import Delivery, Inbound, Media, Receipt, Unread

#: Meta sends no more events and changes in one webhook. "Webhooks, getting started"
MOST = 1000
#: nobody attaches more to one message
MOST_ATTACHED = 50
FILES = {"image", "video", "audio", "file"}
#: the thumb beside the keyboard, in its three sizes
THUMBS = {"369239263222822", "369239343222814", "369239383222810"}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def events(channel: Channel, about: str, body: bytes) -> Sequence[Inbound | Receipt | Unread]:
    """All that is in a webhook, in Meta's order; `about` is the kind of object it must tell of. Raises `Unreadable`.

    An event or change that is not understood hinders no other; it is kept as a webhook of its own.
    """
    webhook = _webhook(body)
    if webhook.object != about:
        raise Unreadable(f"not about {about} but something else")
    pieces = list(islice(chain.from_iterable(map(_pieces, webhook.entry)), MOST + 1))
    if len(pieces) > MOST:
        raise Unreadable("more than Meta sends in one webhook")
    return [one for piece in pieces for one in _read(channel, about, piece)]


def _webhook(body: bytes) -> Webhook:
    """The webhook; with `?` for every half of a character, where it holds any. Raises `Unreadable`."""
    try:
        return Webhook.model_validate_json(body)
    except ValueError:
        whole = _whole(body)
    try:
        return Webhook.model_validate_json(whole)
    except ValueError as error:
        raise Unreadable("not a webhook as Meta describes it") from error


def _whole(body: bytes) -> bytes:
    try:
        return json.dumps(json.loads(body), ensure_ascii=False).encode(errors="replace")
    except (ValueError, RecursionError):
        return b""


def _pieces(entry: Any) -> Iterator[Any]:
    """The entry as one for every event and change in it."""
    if not isinstance(entry, dict):
        yield entry
        return
    for name in ("messaging", "changes"):
        parts = entry.get(name) or []
        for part in parts if isinstance(parts, list) else [parts]:
            yield {"id": entry.get("id"), name: [part]}
    if entry.get("field"):
        yield {"id": entry.get("id"), "field": entry["field"], "value": entry.get("value")}


def _read(channel: Channel, about: str, piece: Any) -> Sequence[Inbound | Receipt | Unread]:
    try:
        return list(_entry(channel, Entry.model_validate(piece)))
    except (ValueError, Unreadable) as error:
        why = str(error) if isinstance(error, Unreadable) else "a part of a webhook that is not as Meta describes it"
        raw = json.dumps({"object": about, "entry": [piece]}, ensure_ascii=False).encode()
        return [Unread(channel, why, raw)]


def _entry(channel: Channel, entry: Entry) -> Iterator[Inbound | Receipt]:
    for event in entry.messaging:
        yield from _event(channel, event)
    itself = [Change.model_validate({"field": entry.field, "value": entry.value})] if entry.field else []
    for change in entry.changes + itself:
        yield from comment(channel, entry.id, change)


def _event(channel: Channel, event: Event) -> Iterator[Inbound | Receipt]:
    address = event.sender.id if event.sender else ""
    if event.delivery:
        yield from _receipts(channel, address, event.delivery, Delivery.DELIVERED)
    elif event.read:
        yield from _receipts(channel, address, event.read, Delivery.READ)
    elif event.message or event.message_edit or event.postback:
        if not address:
            raise Unreadable("a message of nobody")
        yield from _said(channel, address, event)


def _said(channel: Channel, address: str, event: Event) -> Iterator[Inbound]:
    at = EPOCH + timedelta(milliseconds=event.timestamp) if event.timestamp else None
    if event.message_edit:
        edit = event.message_edit
        yield Inbound(channel, address, f"{edit.mid}:{edit.num_edit}", edit.text, at, note="edited")
    elif event.postback:
        tap = event.postback
        yield Inbound(channel, address, tap.mid or f"{address}:{event.timestamp}", tap.title or tap.payload or "", at)
    elif event.message and not (event.message.is_echo or event.message.is_deleted):
        message = event.message
        given = message.attachments or []
        attached = [_attached(one) for one in given[:MOST_ATTACHED]]
        attached += [("", "", "attachments left out")] if len(given) > MOST_ATTACHED else []
        said = message.quick_reply.payload if message.quick_reply else message.text
        text = "\n".join(filter(None, [said, *(words for words, _, _ in attached if words not in (said or ""))]))
        media = tuple(Media(url, "") for _, url, _ in attached if url)
        note = "; ".join(dict.fromkeys(note for _, _, note in attached if note))
        nothing = message.is_unsupported or not (text or media or note)
        note = "something that cannot be shown here" if nothing else note
        yield Inbound(channel, address, message.mid, text, at, media, note=note)


def _attached(given: Any) -> tuple[str, str, str]:
    """What it says in words, where its file is, and what staff should know of it; of an odd one only that it is."""
    try:
        one = Attachment.model_validate(given)
    except ValueError:
        one = Attachment()
    payload = one.payload or Payload()
    if payload.sticker_id:
        return ("👍", "", "a sticker") if payload.sticker_id in THUMBS else ("", payload.url or "", "a sticker")
    if one.type in FILES and payload.url:
        return "", payload.url, ""
    if payload.coordinates:
        return f"{payload.coordinates.lat}, {payload.coordinates.long}", "", "a place on the map"
    if one.type == "fallback":
        return " ".join(filter(None, (one.title or payload.title, one.url or payload.url))), "", "a link"
    return "", "", f"shared: {one.type or 'something'}"


def _receipts(channel: Channel, address: str, mark: Mark, state: Delivery) -> Iterator[Receipt]:
    """One for each message that is named; without names, one for all until the instant that is given."""
    named = mark.mids or ([mark.mid] if mark.mid else [])
    for mid in named:
        yield Receipt(channel, mid, state)
    if not named and mark.watermark and address:
        until = EPOCH + timedelta(milliseconds=mark.watermark)
        yield Receipt(channel, "", state, address=address, until=until)
