"""What was fetched from a provider, kept with the place up to which it was read: all or nothing, so that nothing is
skipped and whatever is fetched twice is kept once."""

from collections.abc import Sequence
from dataclasses import dataclass

from model.message import Receipt, Unread
from store import intake, receipts, reconciling
from store.db import Db
from store.intake import Receiving
from store.reconciling import MovedBack


@dataclass(frozen=True, slots=True)
class Fetched:
    """A batch. `name`: where it comes from; `place`: how far that is read, in the connector's own words."""

    name: str
    place: str
    messages: Sequence[Receiving] = ()
    receipts: Sequence[Receipt] = ()
    unread: Sequence[Unread] = ()


def cursor(db: Db, name: str) -> str:
    """How far everything is kept; empty at the beginning."""
    return str(db.cursor_of(name=name) or "")


def keep(db: Db, fetched: Fetched, moved_back: MovedBack) -> None:
    """Keep a batch and how far it goes. What came before, and later than the provider had it, is set right."""
    reconciling.reconcile(db, [message.inbound for message in fetched.messages], moved_back)
    intake.receive(db, fetched.messages)
    receipts.settle(db, fetched.receipts)
    for one in fetched.unread:
        intake.keep_trouble(db, "webhook", one.channel.value, one.why, one.raw)
    db.save_cursor(name=fetched.name, place=fetched.place)
