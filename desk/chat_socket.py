"""The public web chat over a WebSocket: the browser says hello with its token and how far it has read, and hears every
later message in order; what it says is confirmed once it is committed."""

from dataclasses import dataclass
from typing import Any

from aiohttp import WSMsgType, web

from desk import bodies, chat
from desk.live import Waiter
from desk.means import DESK, ROOMS, Desk, Rooms
from desk.refusal import Refusal
from desk.sockets import hang_up, send, together
from store import chat as store
from store.db import Db
from store.desk import Happened
from store.sessions import hashed

#: sockets of one conversation
MOST = 8
#: seconds in which a client must have said hello
HELLO = 10.0
UNKNOWN = 4404


@dataclass(frozen=True, slots=True)
class Line:
    """One browser on the line."""

    socket: web.WebSocketResponse
    conversation: int
    #: the conversation's address: the hash of the token
    address: str
    desk: Desk
    rooms: Rooms


async def converse(request: web.Request) -> web.WebSocketResponse:
    socket = await request.app[ROOMS].sockets.open(request)
    await together(_meet_or_refuse(request, socket))
    return socket


async def _meet_or_refuse(request: web.Request, socket: web.WebSocketResponse) -> None:
    try:
        await _meet(request, socket)
    except Refusal as refusal:
        await send(socket, {"type": "error", "error": refusal.sentence})
        await socket.close(code=UNKNOWN)


async def _meet(request: web.Request, socket: web.WebSocketResponse) -> None:
    """Wait for the hello, then listen and tell until the browser is gone. Raises `Refusal` for an unknown token."""
    desk, rooms = request.app[DESK], request.app[ROOMS]
    given = await _hello(socket)
    if given is None:
        return
    token = bodies.token(given.get("token"))
    after = given.get("after")
    after = max(0, min(int(after), chat.MANY)) if isinstance(after, int) else 0
    found = await desk.store.read(store.read, hashed(token), chat.MANY) if token else None
    if token is None or found is None:
        raise Refusal(404, chat.UNKNOWN)
    line = Line(socket, found.conversation, hashed(token), desk, rooms)
    with rooms.sockets.counted(line.address, MOST), desk.signals.chat(line.conversation) as waiter:
        await together(_listen(line), _tell(line, waiter, after))
        await hang_up(socket, request)


async def _hello(socket: web.WebSocketResponse) -> dict[str, Any] | None:
    try:
        message = await socket.receive(HELLO)
    except TimeoutError:
        await socket.close()
        return None
    given = bodies.parsed(message.data) if message.type is WSMsgType.TEXT else {}
    if given.get("type") == "hello":
        return given
    if not socket.closed:
        raise Refusal(400, "Say hello first.")
    return None


async def _tell(line: Line, waiter: Waiter, after: int) -> None:
    """Send what comes after a sequence number, in order, leaving nothing out."""
    while True:
        while found := await line.desk.store.read(store.news, line.conversation, after):
            await send(line.socket, {"type": "messages", "messages": chat.messages(found)})
            after = found[-1]["seq"]
        if waiter.typed():
            await send(line.socket, {"type": "typing"})
        await waiter.wait(line.desk.look)


async def _listen(line: Line) -> None:
    async for message in line.socket:
        if message.type is WSMsgType.TEXT:
            await _heed(line, message.data)


async def _heed(line: Line, raw: str) -> None:
    """One frame of the browser. What is refused is answered with its sentence; the line stays open."""
    given: dict[str, Any] = {}
    try:
        given = bodies.parsed(raw)
        if given.get("type") == "say":
            said = chat.heard(given)
            seq = await chat.keep(said, line.address, line.desk, line.rooms)
            await send(line.socket, {"type": "taken", "id": said.id, "seq": seq})
        elif given.get("type") == "typing" and line.rooms.typing.count(line.address):
            await _typing(line)
    except Refusal as refusal:
        await send(line.socket, {"type": "error", "error": refusal.sentence, **_named(given)})


def _named(given: dict[str, Any]) -> dict[str, str]:
    """The client's own id of what is refused, where it gave one."""
    return {"id": given["id"]} if isinstance(given.get("id"), str) else {}


async def _typing(line: Line) -> None:
    for happened in await line.desk.store.read(_typing_in, line.conversation):
        line.desk.signals.tenant_types(happened)


def _typing_in(db: Db, conversation: int) -> list[Happened]:
    return [
        Happened(0, "typing", row["public_id"], row["topic"], bool(row["restricted"]), row["owner"])
        for row in db.desk_open_of_conversation(conversation=conversation)
    ]


ROUTES = (web.get("/chat/socket", converse),)
