"""How the stand-ins reach the system: webhooks posted to it as providers do, and what happens a moment later."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from typing import Any, Protocol
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, web

from doorstep.sandbox.devices import Entry, Written
from model.channel import Channel

log = logging.getLogger(__name__)

#: between two steps of a message on its way, in seconds
STEP_SECONDS = 0.4


class Provider(Protocol):
    """A stand-in for one provider: what its devices do, and the part of its API that the connectors call."""

    #: those that it stands in for, and are set up
    channels: frozenset[Channel]

    def add_routes(self, app: web.Application) -> None:
        """The API that the system's client library is pointed at."""

    def landlord(self, channel: Channel) -> str:
        """What the landlord is called there: a number, an address, a name."""

    async def write(self, written: Written) -> tuple[Entry, int]:
        """Somebody wrote on a device: tell the system. What is then on the device, and the webhook's status."""


class Wire:
    """The way to the system, open for as long as its web server is."""

    def __init__(self, public_address: str, port: int) -> None:
        self.public_address = public_address
        self._local = f"http://127.0.0.1:{port}"
        self._session: ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Post and wait within this; what is still under way in the end is left."""
        async with ClientSession() as session:
            self._session = session
            try:
                yield
            finally:
                for task in self._tasks:
                    task.cancel()
                await asyncio.gather(*self._tasks, return_exceptions=True)

    async def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> int:
        """The status of the answer, 0 where nobody answers."""
        assert self._session is not None, "opened first"
        try:
            async with self._session.post(self._local + path, data=body, headers=headers) as answer:
                return answer.status
        except ClientError:
            log.warning("the sandbox could not reach the system")
            return 0

    def later(self, coming: Coroutine[Any, Any, None]) -> None:
        """Let this happen beside what is going on."""
        task = asyncio.create_task(coming)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def path_of(address: str) -> str:
    """Path and query of an address that was told to a provider."""
    parts = urlsplit(address)
    path = f"/{parts.path.lstrip('/')}"
    return f"{path}?{parts.query}" if parts.query else path


def state_after(status: int) -> str:
    """What a device shows of its message once the webhook was answered so."""
    return "delivered" if status == 200 else "failed"
