"""The web chat's view of a conversation. Its address is the hash of the only key to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from store.db import Db
from store.threads import open_conversation

CHANNEL = "webchat"
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


def forget_unused(db: Db, before: datetime, most: int = 500) -> int:
    """Forget chats that were begun before then and in which nothing was ever said; how many."""
    return sum(_forget(db, row["id"], row["person"]) for row in list(db.chat_unused(before=before, most=most)))


def _forget(db: Db, conversation: int, person: int) -> bool:
    if db.chat_forget_conversation(id=conversation) != 1:
        return False
    db.chat_forget_handle(person=person)
    db.chat_forget_person(person=person)
    return True
