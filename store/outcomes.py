"""What follows from what became of a reply: promises are met, or somebody is told that it did not arrive."""

from collections.abc import Sequence
from dataclasses import dataclass

from model.message import Author
from model.turn import Line
from store import alarms, audit, clocks
from store.clocks import Acknowledged
from store.db import Db, Row, instant


def acknowledge(db: Db, accepted: Sequence[Row]) -> None:
    """Providers have these: the promises that they keep are met."""
    about = [row for row in accepted if row["enquiry"] is not None]
    clocks.acknowledge(
        db,
        [Acknowledged(row["enquiry"], row["id"], row["author"] == Author.COLLEAGUE.value, db.now) for row in about],
    )
    db.events("enquiry", sorted({row["enquiry"] for row in about}))


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a reply did not arrive. `elsewhere`: another address may work; `opted_out`: they told the provider."""

    why: str
    elsewhere: bool = False
    opted_out: bool = False


def refused(db: Db, reply: int, refusal: Refusal) -> None:
    """A reply did not reach the tenant: the desk sees it, another address is tried where that may help, always for
    emergency advice, and for that somebody must phone them as well."""
    row = db.reply_by_id(id=reply)
    _tell(db, row, refusal.why)
    if refusal.elsewhere or row["urgent"]:
        db.want_elsewhere(id=reply)
        db.announce.doubts = True
    if refusal.opted_out:
        db.opt_out(channel=row["channel"], address=row["address"], at=db.now)
        db.hold_queued(channel=row["channel"], address=row["address"])


def _tell(db: Db, row: Row, why: str) -> None:
    enquiry = row["enquiry"]
    db.add_trouble(at=db.now, kind="reply", channel=row["channel"], detail=why, raw=None, enquiry=enquiry)
    if enquiry is None:
        db.event("trouble")
        return
    audit.append(db, [Line(enquiry, "provider", "reply not delivered", why)])
    if row["urgent"]:
        alarms.not_delivered(db, enquiry, instant(row["created_at"]))
    db.event("enquiry", enquiry)
