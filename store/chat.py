"""The web chat's view of a conversation. Its address is the hash of the only key to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from store.db import Db, micros
from store.threads import open_conversation

CHANNEL = "webchat"
#: the cursor of those who look for chats in which nothing was said
UNUSED = "unused chats"
#: messages in one answer; the next ones follow by sequence
MOST = 500


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation and what of its history was asked for, in order; nothing between them is left out."""

    conversation: int
    messages: tuple[dict[str, Any], ...]


def begin(db: Db, address: str) -> int:
    """A conversation that can be gone on with, before anything is said in it."""
    return open_conversation(db, CHANNEL, address)


def read(db: Db, address: str, after: int) -> Chat | None:
    """The messages after a sequence number; None where there is no such conversation."""
    conversation = db.chat_conversation(address=address)
    if conversation is None:
        return None
    return Chat(conversation, tuple(db.chat_messages(conversation=conversation, after=after, most=MOST)))


def news(db: Db, conversation: int, after: int) -> tuple[dict[str, Any], ...]:
    return tuple(db.chat_messages(conversation=conversation, after=after, most=MOST))


def forget_unused(db: Db, before: datetime, most: int = MOST) -> int:
    """Forget chats that were begun before then and in which nothing was ever said; how many. Goes on where it ended, so
    that those in which something was said are looked at once."""
    unused = list(db.chat_unused(after=int(db.cursor_of(name=UNUSED) or 0), before=before, most=most))
    place = micros(before) if len(unused) < most else unused[-1]["created_at"]
    db.save_cursor(name=UNUSED, place=str(place))
    return sum(_forget(db, row["id"], row["person"]) for row in unused)


def _forget(db: Db, conversation: int, person: int) -> bool:
    if db.chat_forget_conversation(id=conversation) != 1:
        return False
    db.chat_forget_handle(person=person)
    db.chat_forget_person(person=person)
    return True
