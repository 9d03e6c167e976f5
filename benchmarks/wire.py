"""The least of HTTP/1.1 that a load generator and a provider's stand-in need: keep-alive, content lengths, bytes.

Parsing with a library would take as much of the machine as what is measured.
"""

import asyncio
import re
from collections.abc import Callable
from typing import cast

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
END_OF_HEAD = b"\r\n\r\n"


class Frames(asyncio.Protocol):
    """Cuts what arrives into messages of head and body."""

    def __init__(self) -> None:
        self._arrived = b""
        self.transport: asyncio.WriteTransport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        self._arrived = self._arrived + data if self._arrived else data
        while (end := self._arrived.find(END_OF_HEAD)) >= 0:
            length = LENGTH.search(self._arrived, 0, end)
            whole = end + len(END_OF_HEAD) + (int(length[1]) if length else 0)
            if len(self._arrived) < whole:
                return
            head, body = self._arrived[:end], self._arrived[end + len(END_OF_HEAD) : whole]
            self._arrived = self._arrived[whole:]
            self.framed(head, body)

    def framed(self, head: bytes, body: bytes) -> None:
        """One whole message has arrived."""
        raise NotImplementedError


class Lost(Exception):
    """The other side went away, or answered something else than 200."""


class Caller(Frames):
    """One keep-alive connection that posts, one request at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._answered: asyncio.Future[None] | None = None

    async def post(self, request: bytes) -> None:
        """Returns once it was answered 200. Raises `Lost`."""
        self._answered = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        await self._answered

    def framed(self, head: bytes, body: bytes) -> None:
        waiting, self._answered = self._answered, None
        if waiting is None or waiting.done():
            return
        if head.startswith(b"HTTP/1.1 200"):
            waiting.set_result(None)
        else:
            waiting.set_exception(Lost(f"{head[:60]!r} {body[:200]!r}"))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answered is not None and not self._answered.done():
            self._answered.set_exception(Lost("the connection was closed"))


class Server(Frames):
    """The other side: hands each request to `take` and writes what that returns."""

    def __init__(self, take: Callable[[bytes, bytes], bytes]) -> None:
        super().__init__()
        self._take = take

    def framed(self, head: bytes, body: bytes) -> None:
        self.transport.write(self._take(head, body))


def request(path: str, headers: dict[str, str], body: bytes) -> bytes:
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


def response(status: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def connect(port: int, count: int) -> list[Caller]:
    """So many connections to a server of this machine."""
    loop = asyncio.get_running_loop()
    return [(await loop.create_connection(Caller, "127.0.0.1", port))[1] for _ in range(count)]
