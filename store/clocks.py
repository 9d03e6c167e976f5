"""Clocks in the database: met, reopened, and rung by the watch. The arithmetic is `sla`'s; the instants are stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from model.message import Author
from model.promise import Clock
from store import rows
from store.db import Db, instant, maybe_micros, micros

#: which promises an answer meets; a person's answer acknowledges too
BY_ANYBODY = ("acknowledge",)
BY_A_PERSON = ("acknowledge", "first_answer", "next_answer")
#: met by the outcome of a call or a visit that somebody had to see to
CALL_BACK = "call_back"


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A reply that reached somebody about an enquiry."""

    enquiry: int
    #: None where it was no reply that reached them
    reply: int | None
    by_person: bool
    at: datetime


def add(db: Db, clocks: Sequence[Clock]) -> None:
    """Start clocks; one that runs for its promise already is never restarted."""
    once = {(clock.enquiry, clock.promise): clock for clock in reversed(clocks)}
    db.add_clocks(
        [
            {
                "enquiry": clock.enquiry,
                "promise": clock.promise,
                "started_at": micros(clock.started_at),
                "due_at": micros(clock.due_at),
                "alarm_at": maybe_micros(clock.alarm_at),
                "warned": clock.warned,
                "met_at": maybe_micros(clock.met_at),
                "met_by": clock.met_by,
                "breached_at": maybe_micros(clock.breached_at),
            }
            for clock in reversed(once.values())
        ]
    )


def acknowledge(db: Db, acknowledged: Sequence[Acknowledged]) -> None:
    """Providers accepted these replies: the promises that they keep are met, once."""
    db.meet_clocks(
        [
            {
                "enquiry": one.enquiry,
                "promise": promise,
                "met_reply": one.reply,
                "met_at": micros(one.at),
                "met_by": "colleague" if one.by_person else "bot",
            }
            for one in acknowledged
            for promise in (BY_A_PERSON if one.by_person else BY_ANYBODY)
        ]
    )


def seen(db: Db, enquiry: int, at: datetime) -> None:
    """Somebody on duty has this emergency in hand."""
    meets = {"promise": "duty_acknowledgement", "met_reply": None, "met_by": "colleague"}
    db.meet_clocks([{"enquiry": enquiry, "met_at": micros(at), **meets}])


def called_back(db: Db, enquiry: int, at: datetime) -> None:
    """A colleague has recorded what came of it."""
    db.meet_clocks(
        [{"enquiry": enquiry, "met_at": micros(at), "promise": CALL_BACK, "met_reply": None, "met_by": "colleague"}]
    )


def reopen(db: Db, reply: int) -> None:
    """The reply that met these clocks failed: they run on, original start and due, unless another reply arrived."""
    for enquiry in [row["enquiry"] for row in db.reopen_clocks(reply=reply, now=db.now)]:
        for row in list(db.accepted_replies(enquiry=enquiry)):
            by_person = row["author"] == Author.COLLEAGUE.value
            acknowledge(db, [Acknowledged(enquiry, row["id"], by_person, instant(row["accepted_at"]))])


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
