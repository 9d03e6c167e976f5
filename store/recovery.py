"""Who is alive, and what becomes of what the dead had in hand.

Every process says once a second that it lives. Whoever watches frees the leases of one that no longer does, so that its
conversations, sends and effects are taken up by others within seconds.
"""

from datetime import timedelta

from store.db import Db

#: a process that has not said for so long that it lives is dead
DEAD_AFTER = timedelta(seconds=4)


def beat(db: Db, process: str) -> None:
    """This process lives."""
    db.beat(name=process, until=db.shared_now + DEAD_AFTER)


def living(db: Db) -> list[str]:
    """The names of those who say that they live."""
    return [row["name"] for row in db.processes()]


def leave(db: Db, process: str) -> None:
    """This process ends in good order: what it still has in hand is free at once."""
    db.leave(name=process)
    _free(db, process)


def bury(db: Db) -> list[str]:
    """Free what dead processes had in hand; their names."""
    dead = [row["name"] for row in db.bury_dead(now=db.shared_now)]
    for process in dead:
        _free(db, process)
    return dead


def release_all(db: Db) -> None:
    """End every lease there is: only for a process that has the database alone, before it does anything."""
    _free(db, "")


def _free(db: Db, process: str) -> None:
    tokens = f"{process}.%" if process else "%"
    db.free_conversations(tokens=tokens, now=db.now)
    db.free_replies(tokens=tokens, now=db.now)
    db.free_effects(tokens=tokens, now=db.now)
    db.announce.doubts = db.announce.effects = True
