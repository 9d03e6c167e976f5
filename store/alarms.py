"""What has to be looked at now: raised once for each reason, and told to the desks."""

from datetime import datetime

from model.ids import public_id
from store.db import Db

NOT_DELIVERED = "Safety advice was not delivered. Phone them."


def sound(db: Db, enquiry: int, level: str, why: str, since: datetime | None = None) -> None:
    """Raise an alarm, unless one for the same reason is still unseen or was raised at or after `since`."""
    if db.alarm_exists(enquiry=enquiry, why=why, since=since):
        return
    db.add_alarm(public_id=public_id(), enquiry=enquiry, level=level, why=why, now=db.now)
    db.event("alarm", enquiry)


def not_delivered(db: Db, enquiry: int | None, since: datetime) -> None:
    """Somebody must phone: advice that was queued at `since` has not gone. One tell, however often it is tried."""
    if enquiry is not None:
        sound(db, enquiry, "life", NOT_DELIVERED, since)
