"""One enquiry with everything around it (`Enquiry` of `docs/api.yaml`)."""

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from desk import abilities, gate, instants, panel, signing, thread, window
from desk.door import me
from desk.means import DESK, Desk
from desk.refusal import Refusal
from desk.row import enquiry_row
from model.channel import Channel
from model.colleague import Colleague
from model.enquiry import Enquiry
from store import desk as store
from store import retrying
from store.db import Db, Row, maybe_instant

NOT_HERE = "This enquiry is not here, or not yours to see."


@dataclass(frozen=True, slots=True)
class Found:
    """One enquiry as it was read: ready to be shown, but for what the landlord's records say."""

    shown: dict[str, Any]
    known: panel.Known
    enquiry: int
    #: the tenant's newest message, and the newest that this colleague had seen before
    last: int
    read: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for which enquiry (its public id), and with what means."""

    me: Colleague
    desk: Desk
    id: str


def asked(request: web.Request) -> Asked:
    return Asked(me(request), request.app[DESK], request.match_info["id"])


def visible(db: Db, asked: Asked) -> Enquiry:
    """The enquiry, through the gate. Raises `Refusal` with 404, whether it does not exist or is not theirs to see."""
    noun = store.find(db, asked.id)
    if noun is None or not gate.may_see(asked.me, noun, asked.desk.topics):
        raise Refusal(404, NOT_HERE)
    return noun


async def enquiry(request: web.Request) -> web.Response:
    return web.json_response(await whole(asked(request)))


async def whole(these: Asked) -> dict[str, Any]:
    """The whole enquiry as they may see it; what they have now before their eyes counts as read. Raises `Refusal` with
    404."""
    store_ = these.desk.store
    found = await store_.read(find, these)
    if found.last > found.read:
        await store_.write(store.mark_read, these.me.id, found.enquiry, found.last)
    person = await panel.panel(found.known, these.me, these.desk)
    return {**found.shown, "person": person, "unread": False}


def find(db: Db, asked: Asked) -> Found:
    """Raises `Refusal` with 404."""
    me, desk = asked.me, asked.desk
    noun = visible(db, asked)
    row = store.one(db, gate.sight(me, desk.topics), noun.id)
    if row is None:
        raise Refusal(404, NOT_HERE)
    around = store.thread(db, noun)
    offer = db.desk_latest_offer(enquiry=noun.id)
    can = abilities.can(noun, me, row["offered_to"])
    view = thread.View(noun.id, me, desk, retrying.ways(db, noun.person), "reply" in can)
    known = panel.known(db, noun, me, desk)
    shown = {
        **enquiry_row(row, me, desk),
        "messages": thread.messages(around, view),
        "notes": [_note(note) for note in db.desk_notes(enquiry=noun.id)],
        "clocks": [_clock(clock, desk) for clock in db.clocks_of(enquiry=noun.id)],
        "history": [_line(line) for line in db.audit_of(enquiry=noun.id)],
        "offer": _offer(offer),
        "why": _why(offer),
        "can": can,
        **_answering(known.row, desk),
        "signature": signing.appended(noun, Channel(row["channel"]), me, desk),
    }
    return Found(shown, known, noun.id, thread.last_seen(around, noun.id), row["read_message"] or 0)


def _answering(row: Row, desk: Desk) -> dict[str, Any]:
    """Whether and until when an answer can be given where the enquiry is held."""
    can = desk.capabilities.get(Channel(row["channel"]))
    until = window.open_until(maybe_instant(row["last_in_at"]), can) if can else None
    return {
        "subject": row["subject"],
        "connected": can is not None,
        "window": {"until": instants.written(until) if until else None} if can and can.window else None,
    }


def _note(row: Row) -> dict[str, Any]:
    return {"at": instants.stored(row["at"]), "who": row["name"], "text": row["text"]}


def _clock(row: Row, desk: Desk) -> dict[str, Any]:
    return {
        "promise": row["promise"],
        "label": desk.promises.get(row["promise"], row["promise"].replace("_", " ")),
        "started_at": instants.stored(row["started_at"]),
        "due_at": instants.stored(row["due_at"]),
        "met_at": instants.maybe(row["met_at"]),
        "met_by": row["met_by"] or None,
        "breached_at": instants.maybe(row["breached_at"]),
        "warned": row["warned"],
    }


def _line(row: Row) -> dict[str, Any]:
    return {"at": instants.stored(row["at"]), "who": row["who"], "what": row["what"], "why": row["why"]}


def _offer(row: Row | None) -> dict[str, Any] | None:
    if row is None or row["outcome"] != "open":
        return None
    return {
        "colleague": row["name"],
        "made_at": instants.stored(row["made_at"]),
        "expires_at": instants.stored(row["expires_at"]),
        "outcome": row["outcome"],
    }


def _why(row: Row | None) -> dict[str, Any] | None:
    """Why the router chose as it did, as it was kept with the latest offer."""
    if row is None:
        return None
    reasons: dict[str, Any] = json.loads(row["reasons"] or "{}")
    return {
        "chosen": reasons.get("chosen"),
        "candidates": reasons.get("candidates", []),
        "excluded": reasons.get("excluded", []),
    }


ROUTES = (web.get("/api/enquiries/{id}", enquiry),)
