"""Who leads a loop of which only one may run per installation: a lease row with a fencing token.

The token rises whenever another takes over, so that what a deposed leader decided can be told from the new one's.
"""

from datetime import datetime

from store.db import Db


def lead(db: Db, name: str, holder: str, until: datetime) -> int | None:
    """The fencing token where `holder` leads until `until`: it led before, nobody did, or the lease has run out.

    `until` is by the caller's own clock; what is kept is as long by the one that all processes share.
    """
    now = db.shared_now
    row = db.lead(name=name, holder=holder, until=now + (until - db.now), now=now)
    return None if row is None else int(row["token"])


def resign(db: Db, name: str, holder: str) -> None:
    """Let another take over at once."""
    db.resign(name=name, holder=holder, now=db.shared_now)
