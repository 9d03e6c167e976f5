"""Writes to the landlord's systems that turns ordered: taken under a lease, carried out elsewhere, recorded here."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from store.db import Db, to_json

LEASE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Due:
    """An effect taken for carrying out."""

    id: int
    lease: str
    key: str
    kind: str
    payload: dict[str, Any]
    conversation: int
    enquiry: int | None
    attempt: int


def take(db: Db, most: int) -> list[Due]:
    lease = db.token()
    found = db.due_effects(token=lease, now=db.now, until=db.now + LEASE, most=most)
    return [
        Due(
            row["id"],
            lease,
            row["key"],
            row["kind"],
            json.loads(row["payload"]),
            row["conversation"],
            row["enquiry"],
            row["attempts"],
        )
        for row in found
    ]


def finish(db: Db, due: Due, state: str, result: Any, error: str) -> None:
    """Record what became of it ("done" or "refused"); its conversation gets a turn for the news. Nothing where another
    has it by now."""
    if db.finish_effect(id=due.id, token=due.lease, state=state, result=to_json(result), error=error) != 1:
        return
    if state == "refused":
        db.add_trouble(at=db.now, kind="effect", channel="", detail=error, raw=None, enquiry=due.enquiry)
        db.event("trouble", due.enquiry)
    db.announce.wake[due.conversation] = False


def delay(db: Db, due: Due, until: datetime, error: str) -> None:
    """It is tried again later; the conversation is told so the first time. Nothing where another has it by now."""
    if db.delay_effect(id=due.id, token=due.lease, next_at=until, error=error) == 1:
        db.announce.wake[due.conversation] = False
