"""How far somebody has come in showing who they are. Holds no fact: only which kinds were given, and who fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from model.channel import Channel
from model.person import NOTHING_SHOWN, Progress
from model.turn import Say
from store import outgoing, rows
from store.db import Db, instant, to_json
from store.outgoing import Context, Posting, Thread
from store.threads import open_conversation

#: held address or code, and two facts: unlocks a balance
PROVEN = 2
SENDER_TRIES = 3
TENANCY_TRIES = 10
#: one-time codes for one tenancy in a day
CODES = 3
#: tries are counted over this long, and that long is who had too many locked out; nobody counts over longer
LOCKED = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Code:
    """A one-time code on its way: for which message's try, to which tenancy, its hash and how long it lasts."""

    message: int
    tenancy: str
    hash: str
    lasts: timedelta


def load(db: Db, conversation: int) -> Progress:
    row = db.identity_of(conversation=conversation)
    return rows.progress(row, db.now) if row else NOTHING_SHOWN


def gave(db: Db, conversation: int, message: int, given: Sequence[str], fitting: Sequence[str]) -> None:
    """A fact came that is not enough alone; whether it fits anybody is not said."""
    db.keep_identity(
        conversation=conversation,
        given=to_json(list(given)),
        fitting=to_json(list(fitting)),
        message=message,
        now=db.now,
    )


def failed(db: Db, conversation: int, message: int, claimed: Sequence[str]) -> None:
    """A wrong try: counted against the sender and against the one tenancy that was claimed; facts start anew."""
    _count(db, _sender(conversation), SENDER_TRIES)
    if len(claimed) == 1:
        _count(db, _tenancy(claimed[0]), TENANCY_TRIES)
    db.keep_identity(conversation=conversation, given="[]", fitting="[]", message=message, now=db.now)


def is_locked(db: Db, tenancy: str) -> bool:
    """Too many have tried to be this tenant, from anywhere."""
    return _is_locked(db, _tenancy(tenancy))


def may_send_code(db: Db, tenancy: str, to: tuple[str, str]) -> bool:
    """Counts the codes of a tenancy, a few in a day; none goes to a number that opted out."""
    handle = db.find_handle(channel=to[0], address=to[1])
    if handle is not None and handle["opted_out_at"] is not None:
        return False
    _count(db, f"codes:{tenancy}", CODES + 1)
    return not _is_locked(db, f"codes:{tenancy}")


def send_code(db: Db, conversation: int, code: Code, to: tuple[str, str], say: Say) -> None:
    """Put a one-time code into the outbox of the held mobile and wait for it here."""
    db.keep_identity(
        conversation=conversation, given="[]", fitting=to_json([code.tenancy]), message=code.message, now=db.now
    )
    db.keep_code(conversation=conversation, hash=code.hash, until=db.now + code.lasts)
    channel, address = to
    there = open_conversation(db, channel, address)
    outgoing.post(db, [Posting(Thread(there, Channel(channel), address, history=False), say, Context())])


def prove(db: Db, conversation: int, message: int, tenancy: str, lasts: timedelta) -> None:
    """They are who they say, for a while."""
    db.keep_identity(conversation=conversation, given="[]", fitting="[]", message=message, now=db.now)
    db.keep_proof(conversation=conversation, tenancy=tenancy, level=PROVEN, until=db.now + lasts)
    db.clear_guard(subject=_sender(conversation))


def forget_guards(db: Db) -> int:
    """Forget what was counted so long ago that it counts no more, whoever counted it; how many there were."""
    return int(db.forget_guards(now=db.now, before=db.now - LOCKED))


def _count(db: Db, subject: str, most: int) -> None:
    db.count_failure(subject=subject, now=db.now, since=db.now - LOCKED, until=db.now + LOCKED, most=most)


def _is_locked(db: Db, subject: str) -> bool:
    row = db.guard_of(subject=subject)
    return bool(row and row["locked_until"] is not None and instant(row["locked_until"]) > db.now)


def _sender(conversation: int) -> str:
    return f"conversation:{conversation}"


def _tenancy(reference: str) -> str:
    return f"tenancy:{reference}"
