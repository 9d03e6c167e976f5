"""The sweeper's searches. Each page goes on behind the one before, so that rows nobody can rescue hide no others."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from store.db import Db

#: younger ones were woken when they came
GRACE = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Places:
    """How far each search has come; 0 is the beginning. Of urgent messages, of news, of all messages."""

    urgent: int = 0
    news: int = 0
    messages: int = 0


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Conversations that wait for a turn, urgent ones first, and where the next pages begin."""

    conversations: tuple[tuple[int, bool], ...]
    next: Places


def left_behind(db: Db, places: Places, most: int) -> LeftBehind:
    asked: dict[str, Any] = {"now": db.now, "most": most}
    before = db.now - GRACE
    urgent = [row["conversation"] for row in db.neglected_urgent(after=places.urgent, before=before, **asked)]
    news = [row["conversation"] for row in db.neglected_news(after=places.news, **asked)]
    messages = [row["conversation"] for row in db.neglected_messages(after=places.messages, before=before, **asked)]
    ordered = {**dict.fromkeys(urgent, True), **dict.fromkeys(set(news + messages) - set(urgent), False)}
    following = Places(*(found[-1] if len(found) == most else 0 for found in (urgent, news, messages)))
    return LeftBehind(tuple(ordered.items()), following)
