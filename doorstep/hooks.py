"""The providers' webhooks: 200 only once everything in them is on disk, 403 for what is forged, 503 for what failed."""

import logging
from collections.abc import Mapping, Sequence

from aiohttp import web

from connectors.base import Connector, Forged, Hook, Unreadable
from doorstep.intake import Intake
from model.message import Inbound, Receipt, Unread
from model.storable import storable
from store import receipts
from store.database import Store
from store.intake import keep_trouble

log = logging.getLogger(__name__)

#: a webhook holds text and addresses, never an attachment
MOST_BYTES = 1024 * 1024


class Hooks:
    """`POST /hooks/<channel>` and what is below it."""

    def __init__(self, store: Store, intake: Intake, connectors: Mapping[str, Connector]) -> None:
        self.store = store
        self.intake = intake
        self.connectors = connectors

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post("/hooks/{channel}", self.receive)
        app.router.add_post("/hooks/{channel}/{rest:.*}", self.receive)
        app.router.add_get("/hooks/{channel}", self.welcome)

    async def welcome(self, request: web.Request) -> web.Response:
        """What some providers want to read before they post to an address."""
        connector = self.connectors.get(request.match_info["channel"])
        try:
            if connector is None:
                raise Forged("there is no such channel")
            return web.Response(text=connector.welcome(Hook(b"", request.headers, request.path_qs, request.query)))
        except Forged as error:
            log.warning("a webhook's address was asked for in vain", extra={"why": str(error)})
            return web.json_response({"error": "Nothing is to be read here."}, status=403)

    async def receive(self, request: web.Request) -> web.Response:
        connector = self.connectors.get(request.match_info["channel"])
        if connector is None:
            return web.json_response({"error": "There is no such channel."}, status=404)
        body = await _body(request)
        if body is None:
            return web.json_response({"error": "The webhook is too large."}, status=413)
        hook = Hook(body, request.headers, request.path_qs, request.query)
        return await self._taken(connector, hook)

    async def _taken(self, connector: Connector, hook: Hook) -> web.Response:
        channel = connector.channel.value
        try:
            await self._take(connector, hook)
        except Forged as error:
            log.warning("a forged webhook", extra={"channel": channel, "why": str(error)})
            return web.json_response({"error": "The signature does not fit."}, status=403)
        except Exception:  # noqa: BLE001 - not committed: the provider is asked to send it again
            log.exception("a webhook could not be kept", extra={"channel": channel})
            return web.json_response({"error": "Not kept. Please send it again."}, status=503)
        text, content_type = connector.answer
        return web.Response(text=text, content_type=content_type)

    async def _take(self, connector: Connector, hook: Hook) -> None:
        parsed: Sequence[Inbound | Receipt | Unread]
        try:
            parsed = connector.parse(hook)
        except Unreadable as error:
            parsed = [Unread(connector.channel, str(error), hook.body)]
        for one in parsed:
            await self._keep(connector, one)

    async def _keep(self, connector: Connector, one: Inbound | Receipt | Unread) -> None:
        if isinstance(one, Inbound):
            await self.intake.accept(one, connector.capabilities)
        elif isinstance(one, Unread):
            log.error("a webhook was not understood", extra={"channel": one.channel.value, "why": one.why})
            await self.store.write(keep_trouble, "webhook", one.channel.value, one.why, one.raw)
        else:
            await self.store.together(receipts.settle, storable(one))


async def _body(request: web.Request) -> bytes | None:
    """The whole body; None where it is too large, however much of it has come."""
    body = await request.content.readany()
    while len(body) <= MOST_BYTES and not request.content.at_eof():
        body += await request.content.readany()
    return body if len(body) <= MOST_BYTES else None
