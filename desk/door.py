"""The door of `/api`: who is signed in, and whether a write comes from our own page. Everything under `/api` is shut
but for what is named here, so a new address cannot be forgotten."""

import hmac
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from desk import gate
from desk.means import DESK
from desk.refusal import Refusal
from model.colleague import Colleague
from store import sessions
from store.sessions import Session

COOKIE = "doorstep"
#: the same name when it travels by HTTPS only: browsers then refuse one set by a neighbouring site
SECURE_COOKIE = "__Host-doorstep"
READS = frozenset({"GET", "HEAD", "OPTIONS"})
#: needs no session
OPEN = frozenset({("GET", "/api/public"), ("HEAD", "/api/public"), ("POST", "/api/session")})
#: all that a panel may ask for: nothing of any person
FOR_A_PANEL = frozenset({"/api/me", "/api/session", "/api/presence", "/api/public"})

SIGNED_IN = web.RequestKey("signed_in", Session)


@web.middleware
async def door(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Sets `SIGNED_IN`, or refuses: 401 without a session, 403 without the CSRF token or for a panel."""
    resource = request.match_info.route.resource
    address = resource.canonical if resource else ""
    if not address.startswith("/api/") or (request.method, address) in OPEN:
        return await handler(request)
    session = await current(request)
    if session is None:
        raise Refusal(401, "Please sign in.")
    if request.method not in READS:
        _check_csrf(request, session)
    if address not in FOR_A_PANEL and not gate.may_see_any(session.colleague):
        raise Refusal(403, "Panel members see figures only, no enquiries.")
    request[SIGNED_IN] = session
    return await handler(request)


def cookie_name(secure: bool) -> str:
    return SECURE_COOKIE if secure else COOKIE


async def current(request: web.Request) -> Session | None:
    """The session that the request's cookie names, kept alive."""
    desk = request.app[DESK]
    token = request.cookies.get(cookie_name(desk.secure))
    if not token:
        return None
    session = await desk.store.read(sessions.find, sessions.hashed(token))
    if session is not None and session.stale:
        await desk.store.write(sessions.keep, session.token_hash)
    return session


def me(request: web.Request) -> Colleague:
    """The colleague who asks."""
    return request[SIGNED_IN].colleague


def _check_csrf(request: web.Request, session: Session) -> None:
    given = request.headers.get("X-CSRF-Token", "")
    if not hmac.compare_digest(given.encode("utf-8", "replace"), session.csrf.encode()):
        raise Refusal(403, "This page is out of date. Load it again, then try once more.")


def check_origin(request: web.Request) -> None:
    """A socket carries the cookie wherever it was opened: only our own pages may. Raises `Refusal`."""
    origin = request.headers.get("Origin")
    if origin is None or urlsplit(origin).netloc != request.host:
        raise Refusal(403, "Open the desk from its own address.")


def client_address(request: web.Request, proxies: int) -> str:
    """The network address of whoever asks, as the outermost of our own proxies saw it."""
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return request.remote or ""
