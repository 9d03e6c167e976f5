"""The sweeper's searches. Each page goes on behind the one before, so that rows nobody can rescue hide no others."""

from dataclasses import dataclass
from datetime import timedelta

from store.db import Db

#: younger ones were woken when they came
GRACE = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Conversations that wait for a turn, urgent ones first, and where the next page begins (0: at the start)."""

    conversations: tuple[tuple[int, bool], ...]
    next: int


def left_behind(db: Db, after: int, most: int) -> LeftBehind:
    rows = list(db.neglected_messages(now=db.now, before=db.now - GRACE, after=after, most=most))
    found = {row["conversation"]: bool(row["urgent"]) for row in rows}
    urgent = {row["conversation"]: True for row in db.neglected_urgent(now=db.now, before=db.now - GRACE, most=most)}
    news = {row["conversation"]: False for row in db.conversations_with_news(now=db.now, most=most)}
    every = {**news, **found, **urgent}
    ordered = sorted(every.items(), key=lambda pair: not pair[1])
    return LeftBehind(tuple(ordered), rows[-1]["id"] if len(rows) == most else 0)
