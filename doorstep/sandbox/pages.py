"""The sandbox's page and what it asks for: who one can be, what is on each device, and what is written there.

It speaks to the system as the providers do and takes what the system sends through the same client libraries, so that
what is tried here is what runs with real accounts. Off unless asked for, and only on this machine.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import asdict
from typing import Any

from aiohttp import web

from doorstep.sandbox.devices import Devices, Written
from doorstep.sandbox.people import Owner, newcomer
from doorstep.sandbox.wire import Provider, Wire
from doorstep.settings import Settings
from model.channel import Channel

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

#: the latest messages are given again, since their state may have changed
STILL_CHANGING = 20
MOST_CHARACTERS = 20_000
MOST_IN_SUBJECT = 200
CHANNELS = [channel.value for channel in Channel]


class Sandbox:
    """The devices of all `providers`, and whom they belong to."""

    def __init__(
        self, settings: Settings, owners: Sequence[Owner], providers: Sequence[Provider], devices: Devices, system: Wire
    ) -> None:
        self.settings = settings
        self.owners = owners
        self.providers = {channel: one for one in providers for channel in one.channels}
        self.devices = devices
        self.system = system

    def add_routes(self, app: web.Application) -> None:
        """To be called once, before the application starts."""
        app.router.add_get("/sandbox", self.page)
        app.router.add_get("/sandbox/people", self.people)
        app.router.add_get("/sandbox/people/{number}", self.person)
        app.router.add_get("/sandbox/devices", self.newest)
        app.router.add_get("/sandbox/devices/{channel}/{address}", self.read)
        app.router.add_post("/sandbox/devices/{channel}/{address}", self.write)
        for provider in dict.fromkeys(self.providers.values()):
            provider.add_routes(app)
        app.cleanup_ctx.append(self._open)
        app.middlewares.append(self._only_this_machine)

    async def _open(self, app: web.Application) -> AsyncIterator[None]:
        async with self.system.opened():
            yield

    @web.middleware
    async def _only_this_machine(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """The demonstration's secrets are public: a page of somebody else's must not reach them through a browser."""
        ours = {f"{name}:{self.settings.port}" for name in ("127.0.0.1", "localhost", "[::1]")}
        origin = request.headers.get("Origin", "")
        if request.host not in ours or (origin and origin.removeprefix("http://") not in ours):
            return web.json_response({"error": "The demonstration answers on this machine only."}, status=403)
        return await handler(request)

    async def page(self, request: web.Request) -> web.FileResponse:
        return web.FileResponse(self.settings.web / "sandbox" / "index.html", headers={"Cache-Control": "no-cache"})

    async def people(self, request: web.Request) -> web.Response:
        channels = {channel: provider.landlord(channel) for channel, provider in self.providers.items()}
        return web.json_response({"people": [self._shown(owner) for owner in self.owners], "channels": channels})

    async def person(self, request: web.Request) -> web.Response:
        """Whoever has this number."""
        number = request.match_info["number"]
        found = next((owner for owner in self.owners if owner.number == number), newcomer(number))
        return web.json_response(self._shown(found))

    def _shown(self, owner: Owner) -> dict[str, Any]:
        addresses = owner.addresses().items()
        reached = {channel: address for channel, address in addresses if address and channel in self.providers}
        return asdict(owner) | {"addresses": reached}

    async def newest(self, request: web.Request) -> web.Response:
        """The number of the newest message that came to each of these devices; 0 for none."""
        asked = {channel: request.query[channel] for channel in self.providers if channel in request.query}
        newest = {
            channel: max(
                (entry.seq for entry in self.devices.thread(channel, address) if entry.direction == "in"), default=0
            )
            for channel, address in asked.items()
        }
        return web.json_response({"newest": newest})

    async def read(self, request: web.Request) -> web.Response:
        """What is on a device, and what may have changed there."""
        channel = self._channel(request)
        if channel is None:
            return _refused("There is no such device.", 404)
        after = request.query.get("after", "0")
        since = int(after) - STILL_CHANGING if after.isdigit() else 0
        thread = self.devices.thread(channel, request.match_info["address"])
        return web.json_response({"messages": [entry.shown() for entry in thread if entry.seq > since]})

    async def write(self, request: web.Request) -> web.Response:
        """Somebody writes on a device: it reaches the system as their provider would have it."""
        channel = self._channel(request)
        if channel is None:
            return _refused("There is no such device.", 404)
        if request.content_type != "application/json":
            return _refused("Send JSON.", 415)
        try:
            written = _written(channel, request.match_info["address"], await request.json())
        except (ValueError, KeyError, TypeError):
            return _refused('Send {"text": "..."}.', 400)
        entry, status = await self.providers[channel].write(written)
        return web.json_response({"seq": entry.seq, "status": status})

    def _channel(self, request: web.Request) -> Channel | None:
        name = request.match_info["channel"]
        return Channel(name) if name in CHANNELS and name in self.providers else None


def _written(channel: Channel, address: str, given: Any) -> Written:
    """Raises `ValueError`, `KeyError` or `TypeError` for what is no message."""
    return Written(
        channel,
        address,
        str(given["text"])[:MOST_CHARACTERS],
        " ".join(str(given.get("subject", "")).split())[:MOST_IN_SUBJECT],
        int(given.get("answers", 0)),
        str(given.get("tapped", "")),
    )


def _refused(why: str, status: int) -> web.Response:
    return web.json_response({"error": why}, status=status)
