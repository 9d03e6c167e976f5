"""What the watch stores: warnings given, promises broken, talks left unfinished."""

from dataclasses import replace
from datetime import timedelta

from model.enquiry import LEFT_UNFINISHED, Enquiry, State
from model.promise import Clock
from model.turn import Line
from sla.clock import Alarm
from store import audit, clocks, rows
from store.db import Db

#: sorts before every clock that rings
FIRST = (-1, 0)


def ringing(db: Db, after: tuple[int, int], most: int) -> tuple[list[Clock], tuple[int, int]]:
    """A page of the clocks to look at now, the longest overdue first, and where the next page begins."""
    after_at, after_id = after
    found = list(db.ringing_clocks(now=db.now, after_at=after_at, after_id=after_id, most=most))
    following = (found[-1]["alarm_at"], found[-1]["id"]) if len(found) == most else FIRST
    return [rows.clock(row) for row in found], following


def ring(db: Db, before: Clock, alarm: Alarm) -> bool:
    """Store what became of a clock, unless it changed meanwhile; True if it was stored."""
    row = db.clock_by_id(id=before.id)
    if rows.clock(row) != before:
        return False
    clocks.save(db, alarm.clock)
    if alarm.breach:
        audit.append(
            db, [Line(before.enquiry, "watch", f"promise broken: {before.promise}", "not kept by its due time")]
        )
    elif alarm.warning:
        line = Line(
            before.enquiry, "watch", f"warning {alarm.warning} of {before.promise}", f"due for the {alarm.tell}"
        )
        audit.append(db, [line])
    db.event("enquiry", before.enquiry)
    return True


def unfinished(db: Db, idle: timedelta, after: int, most: int) -> tuple[list[Enquiry], int]:
    """A page of the enquiries that the tenant left the bot in the middle of, and has not written about for this long;
    and where the next page begins."""
    found = [rows.enquiry(row) for row in db.unfinished_enquiries(before=db.now - idle, after=after, most=most)]
    return found, found[-1].id if len(found) == most else 0


def settle_troubles(db: Db) -> int:
    """Troubles are over with their enquiries; how many there were."""
    settled = int(db.settle_troubles_of_closed(now=db.now))
    if settled:
        db.event("trouble")
    return settled


def hand_over_unfinished(db: Db, noun: Enquiry, clock: Clock) -> bool:
    """It goes to a colleague with what was gathered, and the clock of their first answer runs; False if it changed."""
    values = rows.enquiry_values(
        replace(noun, state=State.WAITING, waiting_since=db.now, notice=noun.notice or LEFT_UNFINISHED)
    )
    for fixed in ("reference", "public_id", "person", "created_at", "started_at"):
        del values[fixed]
    if db.save_enquiry(id=noun.id, version=noun.version, **values) != 1:
        return False
    clocks.add(db, [replace(clock, enquiry=noun.id)])
    audit.append(db, [Line(noun.id, "watch", "waiting for a colleague", "the talk with the bot was left unfinished")])
    db.event("enquiry", noun.id)
    db.announce.router = True
    return True
