"""The desk's live updates: register, then read what came after the client's cursor, send it, wait, and read again.

An event says what changed, never how. One of an enquiry that the colleague may not see is not sent.
"""

import asyncio
from collections.abc import Iterable
from typing import Any

from aiohttp import web

from desk import bodies, gate
from desk.door import SIGNED_IN, check_origin
from desk.feed import Gap
from desk.live import Waiter
from desk.means import DESK, ROOMS, Desk
from desk.sockets import hang_up, send, together
from model.colleague import Colleague
from store import sessions
from store.desk import Happened

#: sockets of one session: a browser with many tabs
MOST = 10
#: seconds in which events that come together are gathered
GATHER = 0.05
#: close codes: fetch again; sign in again
GAP = 4410
SIGNED_OUT = 4401


async def live(request: web.Request) -> web.WebSocketResponse:
    check_origin(request)
    cursor = bodies.number(request.query.get("after"), "after")
    session = request[SIGNED_IN]
    rooms = request.app[ROOMS]
    with rooms.sockets.counted(session.token_hash, MOST), request.app[DESK].signals.desk() as waiter:
        socket = await rooms.sockets.open(request)
        await together(_listen(socket), _tell(request, socket, waiter, cursor))
        await hang_up(socket, request)
    return socket


async def _listen(socket: web.WebSocketResponse) -> None:
    """Nothing is expected; reading is what finds out that the client is gone."""
    async for _ in socket:
        pass


async def _tell(request: web.Request, socket: web.WebSocketResponse, waiter: Waiter, cursor: int) -> None:
    desk, feed = request.app[DESK], request.app[ROOMS].feed
    try:
        await feed.check(cursor)
        while (me := await _signed_in(desk, request[SIGNED_IN].token_hash)) is not None:
            cursor = await _for_a_while(me, (socket, waiter), request, cursor)
        await socket.close(code=SIGNED_OUT, message=b"sign in again")
    except Gap:
        await socket.close(code=GAP, message=b"fetch again")


async def _for_a_while(
    me: Colleague, line: tuple[web.WebSocketResponse, Waiter], request: web.Request, cursor: int
) -> int:
    """Tell what happens until it is time to look whether they are still signed in; the cursor then."""
    socket, waiter = line
    desk, feed = request.app[DESK], request.app[ROOMS].feed
    until = asyncio.get_running_loop().time() + desk.look
    while True:
        while happened := await feed.after(cursor):
            cursor = happened[-1].id
            await _send(socket, cursor, _told(happened, me, desk))
        await _send(socket, cursor, _told(waiter.typed(), me, desk))
        left = until - asyncio.get_running_loop().time()
        if left <= 0 or not await waiter.wait(left):
            return cursor
        await asyncio.sleep(GATHER)


async def _send(socket: web.WebSocketResponse, cursor: int, events: list[dict[str, Any]]) -> None:
    if events:
        await send(socket, {"type": "events", "cursor": cursor, "events": events})


def _told(happened: Iterable[Happened], me: Colleague, desk: Desk) -> list[dict[str, Any]]:
    """What this colleague hears of, each once."""
    seen = {(one.kind, one.enquiry): None for one in happened if _may_hear(one, me, desk)}
    return [{"kind": kind, "enquiry": enquiry} for kind, enquiry in seen]


def _may_hear(happened: Happened, me: Colleague, desk: Desk) -> bool:
    return happened.enquiry is None or gate.may_see(me, happened, desk.topics)


async def _signed_in(desk: Desk, token_hash: str) -> Colleague | None:
    session = await desk.store.read(sessions.find, token_hash)
    return session.colleague if session else None


ROUTES = (web.get("/api/live", live),)
