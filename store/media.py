"""Attachments in the database: wanted, kept or lost."""

from dataclasses import dataclass
from datetime import datetime

from model.channel import Channel
from store.db import Db


@dataclass(frozen=True, slots=True)
class Wanted:
    """An attachment still at the provider."""

    id: int
    channel: Channel
    url: str
    attempts: int


def wanted(db: Db, most: int) -> list[Wanted]:
    rows = db.wanted_media(now=db.now, most=most)
    return [Wanted(row["id"], Channel(row["channel"]), row["url"], row["attempts"]) for row in rows]


def keep(db: Db, id: int, sha256: str, size: int, content_type: str) -> None:
    db.keep_media(id=id, sha256=sha256, bytes=size, content_type=content_type)


def postpone(db: Db, id: int, until: datetime, why: str, lost: bool) -> None:
    db.postpone_media(id=id, next_at=until, error=why, state="lost" if lost else "wanted")
