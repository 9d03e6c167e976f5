"""Telegram's updates as messages: pure. Only private chats are conversations; a group gets nothing.

Telegram Bot API, "Update", "Message", "CallbackQuery".
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from connectors.base import Unreadable
from connectors.bot_api.payloads import Contact, File, Message, Person, Tap, Update, Venue
from model.channel import Channel
from model.message import Inbound, Media

#: before the id of a file at Telegram
FILE = "telegram:"
#: Telegram gives a bot no larger file. Bot API, "getFile"
MOST_MEGABYTES = 20
#: what Telegram writes into a chat by itself
SERVICE = {"pinned_message", "message_auto_delete_timer_changed", "write_access_allowed", "connected_website"}
#: what the button that opens a chat sends. Telegram, "Deep linking"
START = "/start"
#: no update is longer: two texts of 4,096 characters with what belongs to them
MOST_BYTES = 256 * 1024


def messages(raw: bytes | dict[str, Any]) -> Sequence[Inbound]:
    """The message of an update; none for what is no tenant's message. Raises `Unreadable`."""
    if isinstance(raw, bytes) and len(raw) > MOST_BYTES:
        raise Unreadable("longer than any update")
    try:
        update = Update.model_validate_json(raw) if isinstance(raw, bytes) else Update.model_validate(raw)
    except ValueError as error:
        raise Unreadable("not an update as Telegram describes it") from error
    if update.callback_query:
        return _tapped(update.callback_query)
    message = update.message or update.edited_message
    if message is None or message.chat.type != "private" or _by_itself(message):
        return []
    return [_written(message)]


def _by_itself(message: Message) -> bool:
    """Telegram's own words, or a place that moves on for as long as it is shared."""
    moves = message.location is not None and message.edit_date is not None
    return moves or bool(SERVICE & set(message.model_extra or ()))


def _written(message: Message) -> Inbound:
    files = _files(message)
    fetchable = [file for file in files if file.file_size <= MOST_MEGABYTES * 1024 * 1024]
    text, note = _text(message)
    left_out = f"an attachment of more than {MOST_MEGABYTES} MB, which Telegram does not hand over"
    notes = [note, "edited" if message.edit_date else "", left_out if fetchable != files else ""]
    if not text and not files and not note:
        raise Unreadable("a kind of message that is not known")
    id_ = f"{message.chat.id}:{message.message_id}"
    return Inbound(
        Channel.TELEGRAM,
        str(message.chat.id),
        f"{id_}:{message.edit_date}" if message.edit_date else id_,
        text,
        datetime.fromtimestamp(message.edit_date or message.date, UTC),
        tuple(Media(FILE + file.file_id, file.mime_type) for file in fetchable),
        _name(message.sender),
        note="; ".join(filter(None, notes)),
    )


def _files(message: Message) -> list[File]:
    """What is attached: the largest of a photo's sizes. A moving picture comes as a document, too."""
    photo = max(message.photo, key=lambda size: size.width * size.height, default=None)
    others = (message.document, message.video, message.video_note, message.voice, message.audio)
    return [file for file in (photo, *others) if file]


def _text(message: Message) -> tuple[str, str]:
    """What it says in words, and what staff should know of that."""
    if message.text == START or message.text.startswith(f"{START} "):
        return "Hello", "pressed Start"
    if message.contact:
        return _listed((_name(message.contact), message.contact.phone_number)), "a contact"
    if message.location:
        venue, place = message.venue or Venue(), message.location
        return _listed((venue.title, venue.address, f"{place.latitude}, {place.longitude}")), "a place on the map"
    if message.sticker:
        return message.sticker.emoji, "a sticker"
    return message.text or message.caption, ""


def _tapped(tap: Tap) -> Sequence[Inbound]:
    """The label as text: who taps says what the button says."""
    if tap.message and tap.message.chat.type != "private":
        return []
    keyboard = tap.message.reply_markup if tap.message else None
    buttons = [button for row in keyboard.inline_keyboard for button in row] if keyboard else []
    label = next((button.text for button in buttons if button.callback_data == tap.data), tap.data)
    address = str(tap.sender.id)
    return [Inbound(Channel.TELEGRAM, address, f"{address}:tap:{tap.id}", label, name=_name(tap.sender))]


def _name(person: Person | Contact | None) -> str:
    return f"{person.first_name} {person.last_name}".strip() if person else ""


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(filter(None, parts))
