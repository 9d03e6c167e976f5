"""Signing in and out, and who I am."""

import secrets
from typing import Any

from aiohttp import web

from desk import bodies, passwords
from desk.door import SIGNED_IN, client_address, cookie_name
from desk.means import DESK, Desk
from desk.refusal import Refusal
from model.colleague import Presence
from store import loads, routing, sessions
from store.db import Db
from store.sessions import Session, hashed

#: longer ones are no email and no password, and would only cost time
MOST_EMAIL = 254
MOST_PASSWORD = 1000
WRONG = "The email or the password is not right. Try again."
TOO_MANY = "There were too many tries. Wait 15 minutes, then try again."


async def sign_in(request: web.Request) -> web.Response:
    """A new session, whatever there was before; whoever was off is available now. Answers Me."""
    desk = request.app[DESK]
    given = await bodies.fields(request)
    email = bodies.text(given, "email", "Enter your email address.").lower()
    password = given.get("password")
    if not isinstance(password, str) or not password:
        raise Refusal(400, "Enter your password.")
    if len(email) > MOST_EMAIL or len(password) > MOST_PASSWORD:
        raise Refusal(401, WRONG)
    session = await _admit(desk, email, bodies.storable(password), client_address(request, desk.proxies))
    token = secrets.token_urlsafe(32)
    csrf = secrets.token_urlsafe(32)
    before = request.cookies.get(cookie_name(desk.secure), "")
    signed_in = await desk.store.write(_begin, session, token, csrf, before)
    response = web.json_response(await desk.store.read(_me, signed_in, desk))
    response.set_cookie(cookie_name(desk.secure), token, path="/", httponly=True, samesite="Strict", secure=desk.secure)
    return response


async def _admit(desk: Desk, email: str, password: str, address: str) -> int:
    """The id of whoever gave the right password. Raises `Refusal` with 401 or 429."""
    account = await desk.store.write(sessions.attempt, email, address)
    if account is None:
        raise Refusal(429, TOO_MANY)
    right = await passwords.fits(password, account.password_hash)
    if not right or account.colleague is None:
        raise Refusal(401, WRONG)
    await desk.store.write(sessions.succeeded, email, address)
    return account.colleague


def _begin(db: Db, colleague: int, token: str, csrf: str, before: str) -> Session:
    if before:
        sessions.end(db, hashed(before))
    sessions.begin(db, colleague, hashed(token), csrf)
    begun = sessions.find(db, hashed(token))
    if begun is None:
        raise Refusal(401, WRONG)
    if begun.colleague.presence is Presence.OFF:
        routing.set_presence(db, colleague, Presence.AVAILABLE)
        begun = sessions.find(db, hashed(token)) or begun
    return begun


async def sign_out(request: web.Request) -> web.Response:
    desk = request.app[DESK]
    await desk.store.write(sessions.end, request[SIGNED_IN].token_hash)
    response = web.json_response({})
    response.del_cookie(cookie_name(desk.secure), path="/", httponly=True, samesite="Strict", secure=desk.secure)
    return response


async def who_am_i(request: web.Request) -> web.Response:
    desk = request.app[DESK]
    return web.json_response(await desk.store.read(_me, request[SIGNED_IN], desk))


async def state_presence(request: web.Request) -> web.Response:
    """Say whether I am there. Answers Me."""
    desk = request.app[DESK]
    given = await bodies.fields(request)
    try:
        presence = Presence(str(given.get("presence")))
    except ValueError as error:
        raise Refusal(400, "Choose one of: available, busy, away, off.") from error
    session = request[SIGNED_IN]
    await desk.store.write(routing.set_presence, session.colleague.id, presence)
    now_signed_in = await desk.store.read(sessions.find, session.token_hash)
    if now_signed_in is None:
        raise Refusal(401, "Please sign in.")
    return web.json_response(await desk.store.read(_me, now_signed_in, desk))


def _me(db: Db, session: Session, desk: Desk) -> dict[str, Any]:
    colleague = session.colleague
    return {
        "id": colleague.public_id,
        "name": colleague.name,
        "first_name": colleague.first_name,
        "teams": sorted(colleague.teams),
        "roles": sorted(role.value for role in colleague.roles),
        "presence": colleague.presence.value,
        "capacity": colleague.capacity,
        "load": loads.of(db, colleague.id, desk.weights),
        "csrf": session.csrf,
        "landlord": desk.name,
    }


ROUTES = (
    web.post("/api/session", sign_in),
    web.delete("/api/session", sign_out),
    web.get("/api/me", who_am_i),
    web.put("/api/presence", state_presence),
)
