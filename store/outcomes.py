"""What follows from what became of a reply: promises are met, or somebody is told that it did not arrive."""

from collections.abc import Sequence

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


def tell(db: Db, reply: int, why: str) -> None:
    """A reply did not reach the tenant: the desk sees it, and for emergency advice somebody must phone them."""
    row = db.reply_by_id(id=reply)
    enquiry = row["enquiry"]
    db.add_trouble(at=db.now, kind="reply", channel=row["channel"], detail=why, raw=None, enquiry=enquiry)
    if enquiry is None:
        db.event("trouble")
        return
    audit.append(db, [Line(enquiry, "provider", "reply not delivered", why)])
    if row["urgent"]:
        alarms.not_delivered(db, enquiry, instant(row["created_at"]))
    db.event("enquiry", enquiry)
