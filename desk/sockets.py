"""What every WebSocket of ours does: it listens and tells at the same time, waits for no slow client beyond its
patience, and says goodbye when the process ends."""

import asyncio
import logging
import weakref
from collections import Counter
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import WSCloseCode, web

from desk.refusal import Refusal

log = logging.getLogger(__name__)

#: seconds between pings; a socket that does not answer in half of it is dead
HEARTBEAT = 20.0
#: seconds that one send may take
PATIENCE = 20.0
#: seconds that a goodbye may take
GOODBYE = 5.0
#: largest frame from a client, in bytes: 20,000 characters in JSON
MOST_FRAME = 256 * 1024


class Sockets:
    """The open sockets of this process, and how many each subject has."""

    def __init__(self) -> None:
        self._open: weakref.WeakSet[web.WebSocketResponse] = weakref.WeakSet()
        self._counts: Counter[str] = Counter()

    @contextmanager
    def counted(self, subject: str, most: int) -> Iterator[None]:
        """Room for one more socket of `subject`. Raises `Refusal` where it has `most` already."""
        if self._counts[subject] >= most:
            raise Refusal(429, "This is open in too many windows. Close some of them.")
        self._counts[subject] += 1
        try:
            yield
        finally:
            self._counts[subject] -= 1
            if not self._counts[subject]:
                del self._counts[subject]

    async def open(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=MOST_FRAME, compress=False)
        await socket.prepare(request)
        self._open.add(socket)
        return socket

    async def close_all(self, _: web.Application) -> None:
        """The process ends: every client goes elsewhere and fetches again."""
        goodbyes = (socket.close(code=WSCloseCode.GOING_AWAY) for socket in list(self._open))
        await asyncio.gather(*goodbyes, return_exceptions=True)


async def send(socket: web.WebSocketResponse, frame: dict[str, Any]) -> None:
    """Send one frame. Raises `ConnectionError` where the client does not take it in time."""
    try:
        async with asyncio.timeout(PATIENCE):
            await socket.send_json(frame)
    except TimeoutError as error:
        raise ConnectionResetError("the client is too slow") from error


async def hang_up(socket: web.WebSocketResponse, request: web.Request) -> None:
    """Close a socket; one whose client takes no goodbye is cut off."""
    try:
        async with asyncio.timeout(GOODBYE):
            await socket.close()
    except (TimeoutError, ConnectionError):
        if request.transport is not None:
            request.transport.abort()


async def together(*ways: Coroutine[Any, Any, None]) -> None:
    """Run all until the first of them ends; the others are cancelled.

    A lost connection is an end like any other. So is an error, once it is logged: the client comes back and fetches.
    """
    tasks = [asyncio.ensure_future(way) for way in ways]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        if (error := task.exception()) is not None and not isinstance(error, ConnectionError):
            log.error("a socket failed", exc_info=error)
