"""Attachments in the database: taken under a lease, fetched elsewhere, kept or lost."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from model.channel import Channel
from store.db import Db

#: the longest that fetching one may take
LEASE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An attachment still at the provider, taken for fetching."""

    id: int
    channel: Channel
    url: str
    #: the number of this try, from 1: nobody else has the same
    attempt: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is on disk."""

    sha256: str
    #: in bytes
    size: int
    content_type: str


def take(db: Db, most: int) -> list[Wanted]:
    """Up to `most` attachments that are due; each try is counted before it is made."""
    rows = db.take_media(now=db.now, until=db.now + LEASE, most=most)
    return [Wanted(row["id"], Channel(row["channel"]), row["url"], row["attempts"]) for row in rows]


def keep(db: Db, taken: Wanted, kept: Kept) -> None:
    """It is on disk. Nothing where another has it by now."""
    db.keep_media(
        id=taken.id, attempt=taken.attempt, sha256=kept.sha256, bytes=kept.size, content_type=kept.content_type
    )


def postpone(db: Db, taken: Wanted, until: datetime, why: str, lost: bool) -> None:
    """It is tried again at `until`, or is `lost`. Nothing where another has it by now."""
    state = "lost" if lost else "wanted"
    db.postpone_media(id=taken.id, attempt=taken.attempt, next_at=until, error=why, state=state)
