"""Who has which enquiry: offered, taken, declined, put back or let lapse; and what each colleague carries.

Each function that changes something is one unit of work. The enquiry moves by compare-and-set on its version, its audit
says so, and the desks and the router are told to look. Who should be offered what is `router`'s to decide.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from model.colleague import Colleague, Presence
from model.enquiry import Enquiry, State
from model.turn import Line
from store import audit, clocks, loads, rows
from store.db import Db, Row, to_json
from store.waiting import NOBODY, ROUTER

#: offers settled in one unit of work
MOST = 500


class Taken(Exception):
    """Somebody was quicker."""


class NotOffered(Exception):
    """No offer of this enquiry is open to this colleague: it lapsed or was withdrawn."""


class NotOpen(Exception):
    """The enquiry is closed."""


class NotTheirs(Exception):
    """Only its owner can put an enquiry back."""


class Deposed(Exception):
    """Another process leads by now; whoever gets this has decided on old knowledge."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An offer to be made, as it was decided on the enquiry's `version`."""

    enquiry: int
    version: int
    colleague: int
    #: what the enquiry costs of a capacity
    weight: int
    #: an emergency is offered to whoever is not off, however much they carry
    emergency: bool
    expires_at: datetime
    #: the whole decision, for staff: chosen, candidates, excluded
    reasons: Mapping[str, Any]
    #: the decision in a few words, for the audit
    why: str = ""


def offer(db: Db, proposal: Proposal, weights: Mapping[str, int], fence: int) -> bool:
    """Offer an enquiry to a colleague. False where it no longer waits as it did, or the colleague has no room.

    `fence` is the token that `lead` gave. Raises `Deposed` where another process leads by now.
    """
    if db.leading_token(name=ROUTER) != fence:
        raise Deposed
    colleague = rows.colleague(db.hold_colleague(id=proposal.colleague))
    noun = rows.enquiry(db.enquiry_to_move(id=proposal.enquiry))
    if (noun.version, noun.state) != (proposal.version, State.WAITING):
        return False
    if not _has_room(db, colleague, proposal, weights):
        return False
    _withdraw_open(db, noun.id, "the enquiry changed")
    _add_offer(db, noun, colleague, proposal.expires_at, to_json(proposal.reasons))
    _move(db, replace(noun, state=State.OFFERED))
    audit.append(db, [Line(noun.id, ROUTER, f"offered to {colleague.name}", proposal.why)])
    return True


def take(db: Db, enquiry_id: int, colleague_id: int, by_hand: bool) -> Enquiry:
    """The enquiry, now the colleague's: accepted where it was offered to them, or picked up `by_hand`.

    By hand anything open without an owner can be taken; an offer to somebody else is withdrawn. Taking what one has
    already changes nothing. Raises `Taken`, `NotOffered` or `NotOpen`.
    """
    colleague = rows.colleague(db.hold_colleague(id=colleague_id))
    noun = _open(db, enquiry_id)
    if noun.owner == colleague_id:
        return noun
    if noun.owner is not None:
        raise Taken
    offered = _accept(db, noun, colleague)
    if not offered and not by_hand:
        raise NotOffered
    if not offered:
        _withdraw_open(db, noun.id, f"{colleague.name} picked it up")
        _add_offer(db, noun, colleague, db.now, to_json({"chosen": colleague.name, "candidates": [], "excluded": []}))
        _accept(db, noun, colleague)
    taken = _move(db, replace(noun, state=State.WITH_COLLEAGUE, owner=colleague_id, waiting_since=None))
    db.answered_an_offer(id=colleague_id)
    db.forget_idle(id=colleague_id)
    db.announce.router = True
    audit.append(db, [Line(noun.id, colleague.name, "took the offer" if offered else "picked up by hand")])
    if db.see_alarms_of(enquiry=noun.id, colleague=colleague_id, now=db.now):
        clocks.seen(db, noun.id, db.now)
        db.event("alarm", noun.id)
    return taken


def decline(db: Db, enquiry_id: int, colleague_id: int, why: str) -> Enquiry:
    """The enquiry, waiting again for somebody else. Raises `NotOffered`."""
    colleague = rows.colleague(db.hold_colleague(id=colleague_id))
    row = db.offer_open_for(enquiry=enquiry_id)
    if row is None or row["colleague"] != colleague_id:
        raise NotOffered
    db.settle_offer(id=row["id"], outcome="declined", why=why, now=db.now)
    db.answered_an_offer(id=colleague_id)
    return _wait_again(db, enquiry_id, Line(enquiry_id, colleague.name, "declined the offer", why))


def release(db: Db, enquiry_id: int, colleague_id: int, why: str) -> Enquiry:
    """The enquiry, put back by its owner; it is not offered to them again. Raises `NotTheirs` or `NotOpen`."""
    colleague = rows.colleague(db.hold_colleague(id=colleague_id))
    noun = _open(db, enquiry_id)
    if noun.owner != colleague_id:
        raise NotTheirs
    db.release_taken(enquiry=enquiry_id, colleague=colleague_id, why=why)
    put_back = _put_back(db, noun, Line(enquiry_id, colleague.name, "put back", why))
    db.mark_idle(id=colleague_id, now=db.now)
    return put_back


def freed(db: Db, colleague_id: int) -> None:
    """Say that a colleague carries less than before (they closed something), so that the router looks."""
    db.mark_idle(id=colleague_id, now=db.now)
    db.announce.router = True


def lapse_expired(db: Db, lapses: int) -> int:
    """How many offers were not taken in time, `MOST` at once. They go to the next; whoever let `lapses` go by in a row
    is set away. What else no longer holds is settled too."""
    db.settle_routing_troubles(kind=NOBODY, now=db.now)
    for row in list(db.overtaken_offers()):
        db.settle_offer(id=row["id"], outcome="withdrawn", why="the enquiry changed", now=db.now)
    lapsed = [row for row in list(db.expired_offers(now=db.now, most=MOST)) if _lapse(db, row)]
    for colleague_id, counted in sorted(Counter(row["colleague"] for row in lapsed).items()):
        if db.count_lapses(id=colleague_id, count=counted) >= lapses:
            set_presence(db, colleague_id, Presence.AWAY)
    return len(lapsed)


def _lapse(db: Db, row: Row) -> bool:
    """False where the offer was taken or withdrawn just now: then nobody let it lapse."""
    if db.settle_offer(id=row["id"], outcome="lapsed", why="not taken in time", now=db.now) != 1:
        return False
    _wait_again(db, row["enquiry"], Line(row["enquiry"], ROUTER, "offer lapsed", f"{row['name']} did not take it"))
    return True


def set_presence(db: Db, colleague_id: int, presence: Presence) -> Colleague:
    """The colleague as they now are. Away or off: what they were offered goes to others; off: what they own as well."""
    before = rows.colleague(db.hold_colleague(id=colleague_id))
    db.state_presence(id=colleague_id, presence=presence.value)
    if presence in (Presence.AWAY, Presence.OFF):
        _give_up_offers(db, before, presence)
        db.forget_idle(id=colleague_id)
    if presence is Presence.OFF:
        for row in list(db.enquiries_carried_by(colleague=colleague_id)):
            _put_back(db, rows.enquiry(row), Line(row["id"], before.name, "put back", f"{before.name} went off"))
    db.mark_idle(id=colleague_id, now=db.now)
    db.event("presence")
    db.announce.router = True
    return rows.colleague(db.hold_colleague(id=colleague_id))


def _has_room(db: Db, colleague: Colleague, proposal: Proposal, weights: Mapping[str, int]) -> bool:
    if proposal.emergency:
        return colleague.presence is not Presence.OFF
    room = colleague.capacity - loads.of(db, colleague.id, weights)
    return colleague.presence is Presence.AVAILABLE and room >= proposal.weight


def _open(db: Db, enquiry_id: int) -> Enquiry:
    row = db.enquiry_to_move(id=enquiry_id)
    if row is None or row["state"] == State.CLOSED.value:
        raise NotOpen
    return rows.enquiry(row)


def _move(db: Db, noun: Enquiry) -> Enquiry:
    """Store where an enquiry is now, if it is still at `noun.version`; the desks are told. Raises `Taken`."""
    moved = db.move_enquiry(
        id=noun.id, version=noun.version, state=noun.state.value, owner=noun.owner, waiting_since=noun.waiting_since
    )
    if moved != 1:
        raise Taken
    db.event("enquiry", noun.id)
    return replace(noun, version=noun.version + 1)


def _add_offer(db: Db, noun: Enquiry, colleague: Colleague, expires_at: datetime, reasons: str) -> None:
    db.make_offer(
        enquiry=noun.id, colleague=colleague.id, made_at=db.now, expires_at=expires_at, outcome="open", reasons=reasons
    )


def _accept(db: Db, noun: Enquiry, colleague: Colleague) -> bool:
    row = db.offer_open_for(enquiry=noun.id)
    if row is None or row["colleague"] != colleague.id:
        return False
    db.settle_offer(id=row["id"], outcome="taken", why="", now=db.now)
    return True


def _withdraw_open(db: Db, enquiry_id: int, why: str) -> None:
    row = db.offer_open_for(enquiry=enquiry_id)
    if row is not None:
        db.settle_offer(id=row["id"], outcome="withdrawn", why=why, now=db.now)


def _give_up_offers(db: Db, colleague: Colleague, presence: Presence) -> None:
    why = f"{colleague.name} is {presence.value}"
    for row in list(db.offers_open_to(colleague=colleague.id)):
        if db.settle_offer(id=row["id"], outcome="withdrawn", why=why, now=db.now) == 1:
            _wait_again(db, row["enquiry"], Line(row["enquiry"], ROUTER, "offer withdrawn", why))


def _wait_again(db: Db, enquiry_id: int, line: Line) -> Enquiry:
    """Back into the line, as old as it was, unless something else became of it meanwhile."""
    noun = rows.enquiry(db.enquiry_to_move(id=enquiry_id))
    if noun.state is State.OFFERED:
        noun = _move(db, replace(noun, state=State.WAITING))
    audit.append(db, [line])
    db.announce.router = True
    return noun


def _put_back(db: Db, noun: Enquiry, line: Line) -> Enquiry:
    """An owner lets go of it: it begins to wait now."""
    put_back = _move(db, replace(noun, state=State.WAITING, owner=None, waiting_since=db.now))
    audit.append(db, [line])
    db.announce.router = True
    return put_back
