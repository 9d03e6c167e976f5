"""Clocks in the database: met, reopened, and rung by the watch. The arithmetic is `sla`'s; the instants are stored."""

from datetime import datetime

from model.message import Author
from model.promise import Clock
from store import rows
from store.db import Db, instant

#: which promises an answer meets; a person's answer acknowledges too
BY_ANYBODY = ("acknowledge",)
BY_A_PERSON = ("acknowledge", "first_answer", "next_answer")


def add(db: Db, clock: Clock, enquiry: int) -> None:
    """Start a clock; one that runs for this promise already is never restarted."""
    if db.clock_runs(enquiry=enquiry, promise=clock.promise):
        return
    db.add_clock(
        enquiry=enquiry,
        promise=clock.promise,
        started_at=clock.started_at,
        due_at=clock.due_at,
        alarm_at=clock.alarm_at,
        warned=clock.warned,
        met_at=clock.met_at,
        met_by=clock.met_by,
        met_reply=None,
        breached_at=clock.breached_at,
    )


def acknowledged(db: Db, enquiry: int, reply: int, by_person: bool, at: datetime) -> None:
    """A provider accepted a reply: the promises that it keeps are met, once."""
    for promise in BY_A_PERSON if by_person else BY_ANYBODY:
        db.meet_clock(enquiry=enquiry, promise=promise, reply=reply, at=at, by="colleague" if by_person else "bot")


def seen(db: Db, enquiry: int, at: datetime) -> None:
    """Somebody on duty has this emergency in hand."""
    db.meet_clock(enquiry=enquiry, promise="duty_acknowledgement", reply=None, at=at, by="colleague")


def reopen(db: Db, reply: int) -> None:
    """The reply that met these clocks failed: they run on, original start and due, unless another reply arrived."""
    enquiries = [row["enquiry"] for row in db.reopen_clocks(reply=reply, now=db.now)]
    for enquiry in enquiries:
        for row in db.accepted_replies(enquiry=enquiry):
            by_person = row["author"] == Author.COLLEAGUE.value
            acknowledged(db, enquiry, row["id"], by_person, instant(row["accepted_at"]))


def save(db: Db, clock: Clock) -> None:
    db.save_clock(
        id=clock.id,
        started_at=clock.started_at,
        due_at=clock.due_at,
        alarm_at=clock.alarm_at,
        warned=clock.warned,
        met_at=clock.met_at,
        met_by=clock.met_by,
        breached_at=clock.breached_at,
    )


def of_enquiry(db: Db, enquiry: int) -> list[Clock]:
    return [rows.clock(row) for row in db.clocks_of(enquiry=enquiry)]
