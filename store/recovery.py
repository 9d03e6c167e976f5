"""After a crash, before anything runs: nobody holds anything any more. Only where this process has the file alone."""

from store.db import Db


def release_all(db: Db) -> None:
    """End every lease of the process that died, so that what it had in hand is taken up at once."""
    db.release_conversations(now=db.now)
    db.release_replies(now=db.now)
    db.release_effects(now=db.now)
    db.announce.delivery = True
