"""Signing in: tries are counted before the password is looked at, and a session is kept by the hash of its token."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from model.colleague import Colleague
from store import rows
from store.db import Db, instant

IDLE = timedelta(hours=12)
#: whatever its use, nobody stays signed in longer
LONGEST = timedelta(days=7)
#: a session's expiry is moved on at most this often
KEPT = timedelta(minutes=5)
TRIES = 10
WINDOW = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in colleague."""

    colleague: Colleague
    #: SHA-256 of the token, hexadecimal
    token_hash: str
    csrf: str
    #: its expiry should be moved on
    stale: bool


@dataclass(frozen=True, slots=True)
class Account:
    """Whom a try to sign in is about; `colleague` is None for an unknown email."""

    colleague: int | None
    password_hash: str


def hashed(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def find(db: Db, token_hash: str) -> Session | None:
    """The session, unless it has been idle or signed in for too long."""
    row = db.session_find(token_hash=token_hash, now=db.now, oldest=db.now - LONGEST)
    if row is None:
        return None
    stale = instant(row["expires_at"]) < db.now + IDLE - KEPT
    return Session(rows.colleague(row), token_hash, row["csrf"], stale)


def keep(db: Db, token_hash: str) -> None:
    """It is in use: move its expiry on."""
    db.session_keep(token_hash=token_hash, expires_at=db.now + IDLE)


def begin(db: Db, colleague: int, token_hash: str, csrf: str) -> None:
    db.session_forget(now=db.now, oldest=db.now - LONGEST)
    db.session_add(token_hash=token_hash, colleague=colleague, csrf=csrf, now=db.now, expires_at=db.now + IDLE)


def end(db: Db, token_hash: str) -> None:
    db.session_end(token_hash=token_hash)


def attempt(db: Db, email: str, address: str) -> Account | None:
    """Count a try of this email from this network address; None where there were too many in a quarter of an hour.

    Counted before the password is looked at, so that many at once are no way round.
    """
    subjects = _subjects(email, address)
    if any(_locked(db, subject) for subject in subjects):
        return None
    for subject in subjects:
        db.count_failure(subject=subject, now=db.now, since=db.now - WINDOW, until=db.now + WINDOW, most=TRIES)
    row = db.colleague_to_sign_in(email=email)
    return Account(row["id"], row["password_hash"]) if row else Account(None, "")


def succeeded(db: Db, email: str, address: str) -> None:
    """The password was right: its email starts anew, and the try does not count against the network address."""
    by_email, by_address = _subjects(email, address)
    db.clear_guard(subject=by_email)
    db.session_forgive(subject=by_address)


def _subjects(email: str, address: str) -> tuple[str, str]:
    return f"sign-in:{hashed(email)}", f"sign-in-from:{address}"


def _locked(db: Db, subject: str) -> bool:
    row = db.guard_of(subject=subject)
    return bool(row and row["locked_until"] is not None and instant(row["locked_until"]) > db.now)
