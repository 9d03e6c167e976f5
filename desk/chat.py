"""The public web chat over HTTP: begin, fetch, say. The token is the only key to a conversation; its hash is the
conversation's address, and the token itself is kept by the browser alone."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from desk import bodies, instants
from desk.door import client_address
from desk.means import DESK, ROOMS, Desk, Rooms
from desk.refusal import Refusal
from model.message import Author
from store import chat as store
from store.db import Row
from store.sessions import hashed

UNKNOWN = "This chat is not known here. Begin a new one."
TOO_FAST = "You are writing very fast. Wait a minute, then send this again."
TOO_MANY = "There are too many new chats from your network. Wait a minute and try again, or ring us."


async def session(request: web.Request) -> web.Response:
    """Begin a chat, or go on with one."""
    desk = request.app[DESK]
    given = (await bodies.fields(request)).get("token")
    if given is None:
        return web.json_response(await _begin(request, desk))
    token = bodies.token(given)
    found = await desk.store.read(store.read, hashed(token), 0) if token else None
    if token is None or found is None:
        raise Refusal(404, UNKNOWN)
    return web.json_response(_session(desk, token, found.messages))


async def _begin(request: web.Request, desk: Desk) -> dict[str, Any]:
    if not request.app[ROOMS].begun.count(client_address(request, desk.proxies)):
        raise Refusal(429, TOO_MANY)
    token = secrets.token_urlsafe(24)
    await desk.store.write(store.begin, hashed(token))
    return _session(desk, token, ())


def _session(desk: Desk, token: str, found: Iterable[Row]) -> dict[str, Any]:
    return {"token": token, "messages": messages(found), "landlord": desk.name, "disclosure": desk.disclosure}


async def fetch(request: web.Request) -> web.Response:
    desk = request.app[DESK]
    token = bodies.bearer(request)
    after = bodies.number(request.query.get("after"), "after")
    found = await desk.store.read(store.read, hashed(token), after) if token else None
    if found is None:
        raise Refusal(404, UNKNOWN)
    return web.json_response({"messages": messages(found.messages)})


async def say(request: web.Request) -> web.Response:
    desk = request.app[DESK]
    token = bodies.bearer(request)
    if token is None or await desk.store.read(store.read, hashed(token), MANY) is None:
        raise Refusal(404, UNKNOWN)
    said = heard(await bodies.fields(request))
    return web.json_response({"seq": await keep(said, hashed(token), desk, request.app[ROOMS])})


#: after every message: whether there is a conversation is all that is asked
MANY = 2**62


@dataclass(frozen=True, slots=True)
class Said:
    """What a tenant wrote, with their browser's own id of it."""

    id: str
    text: str


def heard(given: dict[str, Any]) -> Said:
    """Raises `Refusal` where there is no id, no text, or too much of it."""
    return Said(bodies.own_id(given), bodies.text(given, "text", "Write something first."))


async def keep(said: Said, address: str, desk: Desk, rooms: Rooms) -> int:
    """Commit a message; its sequence number. The same id twice is one message.

    Raises `Refusal` where somebody writes too fast, unless the text may be about an emergency.
    """
    counted = rooms.said.count(address)
    if not counted and not desk.emergency(said.text):
        raise Refusal(429, TOO_FAST)
    received = await desk.accept(address, said.id, said.text)
    if counted and not received.new:
        rooms.said.take_back(address)
    return received.seq


def messages(found: Iterable[Row]) -> list[dict[str, Any]]:
    """Rows as `ChatMessage` of `docs/api.yaml`."""
    return [_message(row) for row in found]


def _message(row: Row) -> dict[str, Any]:
    tenant = row["author"] == Author.TENANT.value
    return {
        "seq": row["seq"],
        "author": row["author"],
        "name": row["signed"],
        "text": row["text"],
        "buttons": json.loads(row["buttons"]) if row["newest_of_bot"] else [],
        "at": instants.stored(row["at"]),
        "id": (row["provider_id"] or "").partition(":")[2] if tenant else None,
    }


ROUTES = (
    web.post("/chat/session", session),
    web.get("/chat/messages", fetch),
    web.post("/chat/messages", say),
)
