"""How long callers waited: kept from the telephony's export and from what colleagues log, counted for the promise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from store.db import Db, micros

#: keys asked for at once
ASKED = 500


@dataclass(frozen=True, slots=True)
class Call:
    """One call. The same `key` twice is one call."""

    key: str
    #: when it began to ring (UTC)
    started_at: datetime
    rang_seconds: int
    answered: bool
    queue: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """The calls of a while: how many, how many were answered and in time, and how long those rang in all."""

    calls: int
    answered: int
    in_time: int
    rang_seconds: int

    @property
    def average_seconds(self) -> float | None:
        """Of those that were answered; None where none was."""
        return self.rang_seconds / self.answered if self.answered else None


def add(db: Db, found: Sequence[Call], logged: bool) -> int:
    """Keep calls; how many of them are new. Each key is given once; where another process keeps the same calls at this
    moment, the store runs this again."""
    before = known(db, found)
    new = [call for call in found if call.key not in before]
    db.add_phone_calls(
        [
            {
                "key": call.key,
                "started_at": micros(call.started_at),
                "rang_seconds": call.rang_seconds,
                "answered": call.answered,
                "queue": call.queue,
                "logged": logged,
            }
            for call in new
        ]
    )
    return len(new)


def known(db: Db, found: Sequence[Call]) -> set[str]:
    """The keys of those that are kept already."""
    keys = [call.key for call in found]
    pages = (keys[at : at + ASKED] for at in range(0, len(keys), ASKED))
    return {row["key"] for page in pages for row in db.known_calls(keys=page)}


def figures(db: Db, since: datetime, within: int) -> Figures:
    """The calls since then; in time are those answered `within` so many seconds."""
    row = db.calls_since(since=since, within=within)
    return Figures(row["calls"], row["answered"], row["in_time"], int(row["rang_seconds"]))
