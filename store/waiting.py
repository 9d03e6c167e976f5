"""What waits for a colleague, in line, and what happened to it before: all that is read before anything is offered."""

import json
from collections.abc import Container, Iterator
from datetime import timedelta
from typing import Any

from model.enquiry import Priority
from model.turn import Line
from model.understanding import Level
from router.candidates import Past
from router.requirements import Waiting
from store import audit
from store.db import Db, Row, instant, maybe_instant

#: who makes offers, as the audit names it
ROUTER = "router"
#: for how long the colleague who dealt with a person is the first choice for their next enquiry
REMEMBERED = timedelta(days=7)
#: the trouble that is on record for what no colleague can ever take
NOBODY = "nobody_can_take"
#: what decides who can take an enquiry
KIND = ("team", "topic", "skills", "restricted", "channel", "emergency", "tried")
Kind = tuple[Any, ...]


def kinds(db: Db, priority: Priority | None = None) -> dict[Kind, Waiting]:
    """What sorts of enquiry wait, each stood for by one that is as old as its oldest; only one band if asked."""
    return {_kind(row): _oldest(row) for row in db.waiting_kinds(priority=priority.value if priority else None)}


def in_line(db: Db, of: Container[Kind] | None = None, priority: Priority | None = None) -> Iterator[Waiting]:
    """All that waits for a colleague, next in line first; only some kinds or one band of it if asked."""
    for row in db.waiting_in_line(priority=priority.value if priority else None):
        if of is None or _kind(row) in of:
            yield _waiting(row)


def past(db: Db, enquiry_id: int, person: int) -> Past:
    """Who refused the enquiry before, and who dealt with the person lately."""
    refused = {row["colleague"]: row["outcome"] for row in db.refusals_of(enquiry=enquiry_id)}
    return Past(refused, db.last_to_deal_with(person=person, since=db.now - REMEMBERED))


def known_as_stuck(db: Db, enquiry_id: int) -> bool:
    """Whether `nobody_can` is on record for what waits."""
    return bool(db.routing_trouble_known(enquiry=enquiry_id, kind=NOBODY))


def nobody_can(db: Db, enquiry_id: int, why: str) -> None:
    """Put on record, once, that no colleague can ever take what waits: staff see it among the troubles."""
    if known_as_stuck(db, enquiry_id):
        return
    db.add_trouble(at=db.now, kind=NOBODY, channel="", detail=why, raw=None, enquiry=enquiry_id)
    audit.append(db, [Line(enquiry_id, ROUTER, "nobody can take it", why)])
    db.event("trouble", enquiry_id)


def _kind(row: Row) -> Kind:
    return tuple(row[name] for name in KIND)


def _oldest(row: Row) -> Waiting:
    since = row["oldest"]
    priority = Priority.EMERGENCY if row["emergency"] else Priority.NORMAL
    nobody = {"id": 0, "version": 0, "person": 0, "language": "", "level": None, "due_at": None}
    return _waiting({**row, **nobody, "priority": priority, "since": since, "unanswered_since": since})


def _waiting(row: Row) -> Waiting:
    return Waiting(
        enquiry=row["id"],
        version=row["version"],
        person=row["person"],
        topic=row["topic"],
        team=row["team"],
        channel=row["channel"],
        priority=Priority(row["priority"]),
        waiting_since=instant(row["since"]),
        unanswered_since=instant(row["unanswered_since"]),
        skills=frozenset(json.loads(row["skills"])),
        language=row["language"],
        restricted=bool(row["restricted"]),
        level=Level(row["level"]) if row["level"] else None,
        due=maybe_instant(row["due_at"]),
        tried=bool(row["tried"]),
    )
