"""How far somebody has come in showing who they are. Holds no fact: only which kinds were given, and who fits."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from model.channel import Channel
from model.person import Proof
from model.turn import Say
from store.db import Db, instant, to_json
from store.intake import open_conversation
from store.outgoing import Context, Thread, add_say

#: held address or code, and two facts: unlocks a balance
PROVEN = 2
SENDER_TRIES = 3
TENANCY_TRIES = 10
LOCKED = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where one conversation stands."""

    given: tuple[str, ...] = ()
    fitting: tuple[str, ...] = ()
    code_hash: str = ""
    code_sent: bool = False
    proof: Proof | None = None
    failures: int = 0
    locked: bool = False
    last_message: int = 0


@dataclass(frozen=True, slots=True)
class Code:
    """A one-time code on its way: for which message's try, to which tenancy, its hash and how long it lasts."""

    message: int
    tenancy: str
    hash: str
    lasts: timedelta


def load(db: Db, conversation: int) -> Progress:
    row = db.identity_of(conversation=conversation)
    sender = db.guard_of(subject=_sender(conversation))
    failures = sender["failures"] if sender else 0
    locked = _is_locked(db, _sender(conversation))
    if row is None:
        return Progress(failures=failures, locked=locked)
    fitting = tuple(json.loads(row["fitting"]))
    proof = None
    if row["expires_at"] is not None and instant(row["expires_at"]) > db.now:
        proof = Proof(row["tenancy"], row["level"], instant(row["expires_at"]))
    return Progress(
        given=tuple(json.loads(row["given"])),
        fitting=fitting,
        code_hash=row["code_hash"],
        code_sent=row["code_until"] is not None and instant(row["code_until"]) > db.now,
        proof=proof,
        failures=failures,
        locked=locked or any(_is_locked(db, _tenancy(one)) for one in fitting),
        last_message=row["last_message"],
    )


def gave(db: Db, conversation: int, message: int, given: Sequence[str], fitting: Sequence[str]) -> None:
    """A fact came that is not enough alone; whether it fits anybody is not said."""
    db.keep_identity(
        conversation=conversation,
        given=to_json(list(given)),
        fitting=to_json(list(fitting)),
        message=message,
        now=db.now,
    )


def failed(db: Db, conversation: int, message: int, claimed: Sequence[str] | None) -> None:
    """A wrong try: counted against the sender and against those who were claimed; facts start anew."""
    _count(db, _sender(conversation), SENDER_TRIES)
    for tenancy in (claimed or ())[:3]:
        _count(db, _tenancy(tenancy), TENANCY_TRIES)
    db.keep_identity(conversation=conversation, given="[]", fitting="[]", message=message, now=db.now)


def send_code(db: Db, conversation: int, code: Code, to: tuple[str, str], say: Say) -> None:
    """Put a one-time code into the outbox of the held mobile and wait for it here."""
    db.keep_identity(
        conversation=conversation, given="[]", fitting=to_json([code.tenancy]), message=code.message, now=db.now
    )
    db.keep_code(conversation=conversation, hash=code.hash, until=db.now + code.lasts)
    channel, address = to
    there = open_conversation(db, channel, address)
    add_say(db, Thread(there, Channel(channel), address, history=False), say, Context())


def prove(db: Db, conversation: int, message: int, tenancy: str, lasts: timedelta) -> None:
    """They are who they say, for a while."""
    db.keep_identity(conversation=conversation, given="[]", fitting="[]", message=message, now=db.now)
    db.keep_proof(conversation=conversation, tenancy=tenancy, level=PROVEN, until=db.now + lasts)
    db.clear_guard(subject=_sender(conversation))


def _count(db: Db, subject: str, most: int) -> None:
    db.count_failure(subject=subject, now=db.now, since=db.now - LOCKED, until=db.now + LOCKED, most=most)


def _is_locked(db: Db, subject: str) -> bool:
    row = db.guard_of(subject=subject)
    return bool(row and row["locked_until"] is not None and instant(row["locked_until"]) > db.now)


def _sender(conversation: int) -> str:
    return f"conversation:{conversation}"


def _tenancy(reference: str) -> str:
    return f"tenancy:{reference}"
