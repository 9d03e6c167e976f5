"""What the watch stores: warnings given, promises broken, talks left unfinished."""

from dataclasses import replace
from datetime import timedelta

from model.enquiry import LEFT_UNFINISHED, State
from model.promise import Clock
from model.turn import Line
from sla.clock import Alarm
from store import audit, clocks, rows
from store.db import Db


def ringing(db: Db, most: int) -> list[Clock]:
    """The clocks to look at now, the longest overdue first."""
    return [rows.clock(row) for row in db.ringing_clocks(now=db.now, most=most)]


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
        line = Line(before.enquiry, "watch", f"warning {alarm.warning}: {before.promise}", f"the {alarm.tell} is told")
        audit.append(db, [line])
    db.event("enquiry", before.enquiry)
    return True


def hand_over_unfinished(db: Db, after: timedelta, most: int) -> int:
    """Talks that the tenant left with a need stated go to a colleague with what was gathered; how many there were."""
    found = list(db.unfinished_enquiries(before=db.now - after, most=most))
    for row in found:
        noun = rows.enquiry(row)
        values = rows.enquiry_values(replace(noun, state=State.WAITING, waiting_since=db.now, notice=LEFT_UNFINISHED))
        for fixed in ("reference", "public_id", "person", "created_at", "started_at"):
            del values[fixed]
        db.save_enquiry(id=noun.id, version=noun.version, **values)
        audit.append(
            db, [Line(noun.id, "watch", "waiting for a colleague", "the talk with the bot was left unfinished")]
        )
        db.event("enquiry", noun.id)
        db.announce.router = True
    return len(found)
