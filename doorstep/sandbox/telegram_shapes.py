"""Telegram's objects as its API writes them: chats, messages, keyboards, updates. Pure.

Telegram Bot API, "Update", "Message", "CallbackQuery", "ReplyKeyboardMarkup", "InlineKeyboardMarkup".
"""

from collections.abc import Mapping
from typing import Any

import orjson

from doorstep.sandbox.devices import Entry

Shape = dict[str, Any]
BOT: Shape = {"id": 5550000, "is_bot": True, "first_name": "Sandbox", "username": "doorstep_sandbox_bot"}
#: where an entry keeps the keyboard that came with it
KEYBOARD = "keyboard"


def person(address: str, name: str) -> Shape:
    """Somebody who writes to the bot."""
    first, _, last = name.partition(" ")
    return {"id": int(address), "is_bot": False, "first_name": first} | ({"last_name": last} if last else {})


def _chat(who: Shape) -> Shape:
    """The private chat with them."""
    return {name: value for name, value in who.items() if name != "is_bot"} | {"type": "private"}


def message(entry: Entry, who: Shape) -> Shape:
    """A message in their chat, theirs or the bot's."""
    sender = who if entry.direction == "out" else BOT
    at = int(entry.at.timestamp())
    return {"message_id": int(entry.id), "date": at, "chat": _chat(who), "from": sender, "text": entry.text}


def tap(asked: Entry, label: str, who: Shape) -> Shape:
    """A tap on a button beneath this message. Its id is Telegram's to give."""
    keyboard = orjson.loads(asked.more[KEYBOARD])
    data = next((button.get("callback_data", "") for button in _buttons(keyboard) if button["text"] == label), label)
    under = message(asked, who) | {"reply_markup": keyboard}
    return {"from": who, "chat_instance": str(who["id"]), "message": under, "data": data}


def is_inline(entry: Entry) -> bool:
    """Its buttons are beneath the message; otherwise they are a keyboard, whose keys write."""
    return "inline_keyboard" in orjson.loads(entry.more.get(KEYBOARD, "{}"))


def keyboard(given: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The keyboard of a call, as it is kept, and its labels."""
    markup = given.get("reply_markup") or "{}"
    read = orjson.loads(markup) if isinstance(markup, str) else markup
    return orjson.dumps(read).decode(), tuple(button["text"] for button in _buttons(read))


def _buttons(keyboard: Mapping[str, Any]) -> list[Shape]:
    rows = keyboard.get("inline_keyboard") or keyboard.get("keyboard") or []
    return [{"text": button} if isinstance(button, str) else button for row in rows for button in row]
