"""The events of Messenger and Instagram as messages and receipts: pure, and the same for both.

Meta, "Webhook events reference", "Webhooks for Instagram Messaging", "Webhooks reference: page". Left out are echoes of
what we sent, reactions, what was taken back, and everything that is not said to us.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from connectors.base import Unreadable
from connectors.meta_comments import Change, comment
from model.channel import Channel
from model.message import Delivery, Inbound, Media, Receipt

FILES = {"image", "video", "audio", "file"}
#: the thumb beside the keyboard, in its three sizes
THUMBS = {"369239263222822", "369239343222814", "369239383222810"}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: milliseconds since 1970
Milliseconds = Annotated[int, Field(ge=0, lt=2**47)]
#: Meta sends no more in one webhook. "Webhooks, getting started"
Few = Field(max_length=1000)


class Part(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)


class Party(Part):
    id: str


class Coordinates(Part):
    lat: float
    long: float


class Payload(Part):
    url: str | None = None
    title: str | None = None
    sticker_id: str | None = None
    coordinates: Coordinates | None = None


class Attachment(Part):
    type: str = ""
    payload: Payload | None = None
    #: of a shared link
    title: str | None = None
    url: str | None = None


class Choice(Part):
    payload: str = ""


class Message(Part):
    mid: str
    text: str | None = None
    quick_reply: Choice | None = None
    attachments: list[Attachment] | None = None
    is_echo: bool = False
    is_deleted: bool = False
    is_unsupported: bool = False


class Edit(Part):
    mid: str
    text: str = ""
    num_edit: int = 0


class Postback(Part):
    mid: str | None = None
    title: str | None = None
    payload: str | None = None


class Mark(Part):
    """Delivered or read: certain messages, or all up to an instant."""

    mids: list[str] | None = None
    mid: str | None = None
    watermark: Milliseconds | None = None


class Event(Part):
    sender: Party | None = None
    timestamp: Milliseconds = 0
    message: Message | None = None
    message_edit: Edit | None = None
    postback: Postback | None = None
    delivery: Mark | None = None
    read: Mark | None = None


class Entry(Part):
    #: the page or the Instagram account
    id: str
    messaging: Annotated[list[Event], Few] = []
    changes: Annotated[list[Change], Few] = []
    #: with a login at Instagram a change stands in the entry itself
    field: str = ""
    value: object = None


class Webhook(Part):
    object: str
    entry: Annotated[list[Entry], Few]


def events(channel: Channel, about: str, body: bytes) -> Sequence[Inbound | Receipt]:
    """All that is in a webhook, in Meta's order; `about` is the kind of object it must tell of. Raises `Unreadable`."""
    try:
        webhook = Webhook.model_validate_json(body)
        if webhook.object != about:
            raise Unreadable(f"not about {about} but something else")
        return [one for entry in webhook.entry for one in _entry(channel, entry)]
    except ValueError as error:
        raise Unreadable("not a webhook as Meta describes it") from error


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
        attached = [_attached(one) for one in message.attachments or ()]
        said = message.quick_reply.payload if message.quick_reply else message.text
        text = "\n".join(filter(None, [said, *(words for words, _, _ in attached if words not in (said or ""))]))
        media = tuple(Media(url, "") for _, url, _ in attached if url)
        note = "; ".join(dict.fromkeys(note for _, _, note in attached if note))
        nothing = message.is_unsupported or not (text or media or note)
        note = "something that cannot be shown here" if nothing else note
        yield Inbound(channel, address, message.mid, text, at, media, note=note)


def _attached(one: Attachment) -> tuple[str, str, str]:
    """What it says in words, where its file is, and what staff should know of it."""
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
