"""What a colleague does with an enquiry, each one transaction: through the gate, if they can, on record."""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from desk import abilities, bodies, detail
from desk.detail import Asked
from desk.refusal import Refusal
from model.enquiry import Enquiry
from store import desk as store
from store import routing
from store.db import Db
from store.turns import Fenced

OUTCOMES = ("resolved", "answered", "passed_on", "no_reply", "not_ours")
#: how often a change is tried that somebody else's change crossed
TRIES = 3
QUICKER = "A colleague was quicker. The page now shows how it stands."


async def act(request: web.Request, work: Callable[..., None], *args: Any) -> web.Response:
    """Do `work` in a transaction and answer the enquiry as it is then; `{}` where it is theirs to see no more."""
    asked = detail.asked(request)
    for tried in range(1, TRIES + 1):
        try:
            await asked.desk.store.write(_held, work, asked, *args)
            break
        except Fenced as error:
            if tried == TRIES:
                raise Refusal(409, QUICKER) from error
        except (routing.Taken, routing.NotTheirs) as error:
            raise Refusal(409, QUICKER) from error
        except routing.NotOffered as error:
            raise Refusal(409, "This offer has lapsed.") from error
        except routing.NotOpen as error:
            raise Refusal(409, abilities.CLOSED) from error
    return await _now(request)


def _held(db: Db, work: Callable[..., None], asked: Asked, *args: Any) -> None:
    """Do `work` while nobody else changes the enquiry."""
    store.hold(db, asked.id)
    work(db, asked, *args)


async def _now(request: web.Request) -> web.Response:
    try:
        return await detail.enquiry(request)
    except Refusal:
        return web.json_response({})


def able(db: Db, asked: Asked, action: str) -> Enquiry:
    """The enquiry, where they may see it and can do `action`. Raises `Refusal` with 404 or 409."""
    noun = detail.visible(db, asked)
    offer = db.desk_open_offer(enquiry=noun.id)
    if action not in abilities.can(noun, asked.me, offer["colleague"] if offer else None):
        owner = db.desk_owner(id=noun.owner) if noun.owner not in (None, asked.me.id) else None
        raise Refusal(409, abilities.why_not(action, noun, owner["name"] if owner else ""))
    return noun


async def take(request: web.Request) -> web.Response:
    return await act(request, _take)


def _take(db: Db, asked: Asked) -> None:
    noun = detail.visible(db, asked)
    routing.take(db, noun.id, asked.me.id, by_hand=True)


async def accept(request: web.Request) -> web.Response:
    return await act(request, _accept)


def _accept(db: Db, asked: Asked) -> None:
    noun = detail.visible(db, asked)
    routing.take(db, noun.id, asked.me.id, by_hand=False)


async def decline(request: web.Request) -> web.Response:
    return await act(request, _decline, bodies.text(await bodies.fields(request), "why", None))


def _decline(db: Db, asked: Asked, why: str) -> None:
    routing.decline(db, able(db, asked, "decline").id, asked.me.id, why)


async def release(request: web.Request) -> web.Response:
    why = bodies.text(await bodies.fields(request), "why", "Say why, for whoever takes it next.")
    return await act(request, _release, why)


def _release(db: Db, asked: Asked, why: str) -> None:
    noun = able(db, asked, "release")
    if noun.owner is None or noun.owner == asked.me.id:
        routing.release(db, noun.id, asked.me.id, why)
    else:
        routing.release(db, noun.id, noun.owner, f"by {asked.me.name}: {why}")


async def note(request: web.Request) -> web.Response:
    return await act(request, _note, bodies.text(await bodies.fields(request), "text", "Write something first."))


def _note(db: Db, asked: Asked, text: str) -> None:
    store.add_note(db, able(db, asked, "note"), asked.me, text)


async def close(request: web.Request) -> web.Response:
    given = await bodies.fields(request)
    outcome = given.get("outcome")
    if outcome not in OUTCOMES:
        raise Refusal(400, f"Choose how it ended: {', '.join(OUTCOMES)}.")
    return await act(request, _close, outcome, bodies.text(given, "note", None))


def _close(db: Db, asked: Asked, outcome: str, note: str) -> None:
    store.close(db, able(db, asked, "close"), asked.me, outcome, note)


async def reopen(request: web.Request) -> web.Response:
    return await act(request, _reopen)


def _reopen(db: Db, asked: Asked) -> None:
    noun = able(db, asked, "reopen")
    store.reopen(db, noun, asked.me)
    routing.take(db, noun.id, asked.me.id, by_hand=True)


async def typing(request: web.Request) -> web.Response:
    """I am writing: shown in the web chat for a moment, and kept nowhere."""
    asked = detail.asked(request)
    noun = await asked.desk.store.read(able, asked, "reply")
    asked.desk.signals.desk_types(noun.conversation)
    return web.json_response({})


ROUTES = (
    web.post("/api/enquiries/{id}/take", take),
    web.post("/api/enquiries/{id}/accept", accept),
    web.post("/api/enquiries/{id}/decline", decline),
    web.post("/api/enquiries/{id}/release", release),
    web.post("/api/enquiries/{id}/note", note),
    web.post("/api/enquiries/{id}/close", close),
    web.post("/api/enquiries/{id}/reopen", reopen),
    web.post("/api/enquiries/{id}/typing", typing),
)
