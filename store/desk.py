"""What staff read and write of enquiries. Who may see what is decided in `desk/gate.py`; here it is a `Sight`."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from model.channel import Channel
from model.colleague import Colleague
from model.enquiry import Enquiry, State
from model.person import Conversation
from model.turn import Line
from store import audit, clocks, rows
from store.db import Db, Row
from store.routing import freed
from store.turns import Fenced

#: messages of a thread that are shown
THREAD = 1000
#: outcomes for which whoever asked was spoken to
REACHED = ("resolved", "answered")
#: sorts before every row of the list
BEGINNING = (-1, 0, 0)


@dataclass(frozen=True, slots=True)
class Sight:
    """What one colleague may see, in the form that the queries take."""

    me: int
    #: restricted topics that they may see, and those that they may not: "|asb|safeguarding|"
    allowed: str
    hidden: str
    #: they may see what is restricted although its topic names nobody
    safeguarding: bool


@dataclass(frozen=True, slots=True)
class Query:
    """Which rows of the list are wanted."""

    view: str = "all"
    closed: bool = False
    #: a LIKE pattern in lower case, with "!" before what is meant literally
    pattern: str | None = None
    #: a LIKE pattern for the digits of a telephone number
    digits: str | None = None
    #: the place of the last row of the page before
    after: tuple[int, int, int] = BEGINNING
    most: int = 50


def page(db: Db, sight: Sight, query: Query) -> list[Row]:
    """A page of the list, most urgent first: emergencies, then by the earliest promise that is not met."""
    return list(_rows(db, sight, query, None))


def one(db: Db, sight: Sight, enquiry: int) -> Row | None:
    """One enquiry as a row of the list; None where it may not be seen."""
    return next(iter(_rows(db, sight, Query(), enquiry)), None)


def _rows(db: Db, sight: Sight, query: Query, only: int | None) -> Any:
    band, due, after = query.after
    return db.desk_page(
        only=only,
        view=query.view,
        closed=query.closed,
        pattern=query.pattern,
        digits=query.digits,
        after_band=band,
        after_due=due,
        after_id=after,
        most=query.most,
        **asdict(sight),
    )


def counts(db: Db, sight: Sight) -> dict[str, int]:
    row = db.desk_counts(**asdict(sight))
    return {"mine": row["mine"], "waiting": row["waiting"], "all": row["everything"]}


def alarms(db: Db, sight: Sight) -> list[Row]:
    """Emergencies that nobody has in hand yet, danger to life first."""
    return list(db.desk_alarms(**asdict(sight)))


def trouble(db: Db, sight: Sight, most: int = 200) -> list[Row]:
    """What the system could not do, newest first."""
    return list(db.desk_trouble(most=most, **asdict(sight)))


def hold(db: Db, public_id: str) -> None:
    """Keep others from changing an enquiry and writing in its conversation until the transaction ends; in the order in
    which a turn is saved, so that neither waits for the other for ever.

    Whoever wanted to claim the conversation meanwhile passed it over, so it is looked at afterwards."""
    held = db.hold_conversation_of(public_id=public_id)
    if held is not None:
        db.announce.wake.setdefault(held["id"], False)
    db.hold_enquiry(public_id=public_id)


def find(db: Db, public_id: str) -> Enquiry | None:
    row = db.enquiry_by_public_id(public_id=public_id)
    return rows.enquiry(row) if row else None


@dataclass(frozen=True, slots=True)
class Thread:
    """Everything that was said around an enquiry: its own messages and those of the conversation it is held in."""

    messages: Sequence[Row]
    deliveries: Sequence[Row]
    media: Sequence[Row]
    #: replies that went to another address instead: their public id, and by which channel
    elsewhere: Mapping[str, str] = field(default_factory=dict)


def thread(db: Db, noun: Enquiry) -> Thread:
    around = {"conversation": noun.conversation, "enquiry": noun.id}
    return Thread(
        messages=list(db.desk_messages(most=THREAD, **around))[::-1],
        deliveries=list(db.desk_deliveries(**around)),
        media=list(db.desk_media(**around)),
        elsewhere={row["provider_id"].split(":")[1]: row["channel"] for row in db.sent_elsewhere(enquiry=noun.id)},
    )


def mark_read(db: Db, colleague: int, enquiry: int, message: int) -> None:
    """This colleague has had the enquiry's messages up to this one before their eyes."""
    db.desk_mark_read(colleague=colleague, enquiry=enquiry, message=message)


def add_note(db: Db, noun: Enquiry, who: Colleague, text: str) -> None:
    """A note for colleagues; the tenant never sees it."""
    db.desk_add_note(enquiry=noun.id, colleague=who.id, now=db.now, text=text)
    audit.append(db, [Line(noun.id, who.name, "wrote a note")])
    db.event("enquiry", noun.id)


def change(db: Db, noun: Enquiry, line: Line) -> None:
    """Save an enquiry as it stands now, if nobody changed it since it was read. Raises `Fenced`."""
    values = rows.enquiry_values(noun)
    for fixed in ("reference", "public_id", "person", "created_at", "started_at"):
        del values[fixed]
    if db.save_enquiry(id=noun.id, version=noun.version, **values) != 1:
        raise Fenced("the enquiry changed")
    audit.append(db, [line])
    db.event("enquiry", noun.id)


def close(db: Db, noun: Enquiry, who: Colleague, outcome: str, note: str) -> None:
    """Close it. Whoever had it stays on record. The outcome of a logged call is its call-back; any other unmet promise
    stays unmet, only its warnings stop."""
    closed = replace(noun, state=State.CLOSED, closed_at=db.now, outcome=outcome, unanswered_since=None)
    change(db, closed, Line(noun.id, who.name, f"closed: {outcome.replace('_', ' ')}", note))
    db.desk_withdraw_offer(enquiry=noun.id, now=db.now, why="closed")
    if outcome in REACHED and db.was_logged(enquiry=noun.id):
        clocks.called_back(db, noun.id, db.now)
    db.stop_alarms(enquiry=noun.id, now=db.now)
    if noun.owner is not None:
        freed(db, noun.owner)


def reopen(db: Db, noun: Enquiry, who: Colleague) -> None:
    """Open it again, waiting for a colleague; the clocks of unmet promises ring again."""
    opened = replace(
        noun,
        state=State.WAITING,
        owner=None,
        closed_at=None,
        outcome="",
        waiting_since=db.now,
    )
    change(db, opened, Line(noun.id, who.name, "reopened"))
    db.resume_alarms(enquiry=noun.id, now=db.now)
    db.announce.router = True


def see_alarm(db: Db, public_id: str, who: Colleague) -> None:
    """They have this emergency in hand: its duty promise is met. Seen twice is seen once."""
    row = db.see_alarm(public_id=public_id, colleague=who.id, now=db.now)
    if row is None:
        return
    clocks.seen(db, row["enquiry"], db.now)
    audit.append(db, [Line(row["enquiry"], who.name, "has the emergency in hand")])
    db.event("alarm", row["enquiry"])


@dataclass(frozen=True, slots=True)
class Happened:
    """A live event and what is needed to say who may hear of it."""

    id: int
    kind: str
    #: public id; None where it is about no enquiry
    enquiry: str | None
    topic: str = ""
    restricted: bool = False
    owner: int | None = None


def events(db: Db, after: int, most: int) -> list[Happened]:
    """What happened after a cursor, oldest first."""
    return [
        Happened(row["id"], row["kind"], row["public_id"], row["topic"] or "", bool(row["restricted"]), row["owner"])
        for row in db.desk_events(after=after, most=most)
    ]


def events_and_end(db: Db, after: int, most: int) -> tuple[list[Happened], int]:
    """What happened after a cursor, and up to where that is all that happened."""
    _, newest = cursor(db)
    found = events(db, after, most)
    return found, max(after, newest) if len(found) < most else found[-1].id


def cursor(db: Db) -> tuple[int, int]:
    """The oldest event that is kept and the newest: what comes after `oldest - 1` to `newest` can be told whole."""
    row = db.desk_cursor()
    return row["oldest"], row["newest"]


def forget_events(db: Db, before: datetime) -> int:
    """Forget live events older than that, all but the newest; how many."""
    forgotten: int = db.desk_forget_events(before=before)
    return forgotten


def conversation(db: Db, noun: Enquiry) -> Conversation:
    """Where replies to an enquiry go."""
    row = db.desk_person(enquiry=noun.id)
    return Conversation(
        id=noun.conversation,
        public_id="",
        version=0,
        channel=Channel(row["channel"]),
        address=row["address"],
        person=noun.person,
        opted_out=row["opted_out_at"] is not None,
    )


def promise_kept(db: Db, promise: str, since: datetime) -> tuple[int, int, int]:
    """Of a promise's clocks started since then: how many are decided, how many kept; of how many enquiries."""
    row = db.desk_promise_kept(promise=promise, since=since, now=db.now)
    return row["decided"], row["kept"], row["enquiries"]
