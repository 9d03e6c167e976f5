"""A stand-in for Meta: Messenger and Instagram chats, and the part of the Graph API that the connectors call.

Messenger Platform, "Webhooks", "Send API", "Quick replies", "message_deliveries", "message_reads".
"""

import asyncio
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import web

from doorstep.sandbox import wire
from doorstep.sandbox.devices import Devices, Entry, Written, new_id
from doorstep.sandbox.wire import Wire, state_after
from model.channel import Channel

API = "/sandbox/graph"
#: what a webhook says it is about
OBJECTS: Mapping[Channel, str] = {Channel.MESSENGER: "page", Channel.INSTAGRAM: "instagram"}
#: of the landlord's page and of its Instagram account
ACCOUNTS: Mapping[Channel, str] = {Channel.MESSENGER: "100000000000001", Channel.INSTAGRAM: "200000000000002"}
UNKNOWN = (190, "Invalid OAuth access token.")
FIELDS = ("messages", "messaging_postbacks", "message_deliveries", "message_reads", "feed", "comments")


@dataclass(frozen=True, slots=True)
class Access:
    """What Meta gave for one channel: the key that signs webhooks, and the token that opens the API."""

    secret: str
    token: str


class Meta:
    """One app with a page, an Instagram account, or both."""

    def __init__(self, access: Mapping[Channel, Access], devices: Devices, system: Wire) -> None:
        self.access = access
        self.channels = frozenset(access)
        self.devices = devices
        self.system = system

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post(API + "/{version}/{account}/messages", self.take)
        app.router.add_get(API + "/{version}/{account}/subscribed_apps", self.subscriptions)
        app.router.add_post(API + "/{version}/{account}/subscribed_apps", self.subscriptions)
        app.router.add_get(API + "/{version}/{account}", self.account)

    def landlord(self, channel: Channel) -> str:
        return "the landlord's page" if channel is Channel.MESSENGER else "the landlord's account"

    async def write(self, written: Written) -> tuple[Entry, int]:
        entry = self.devices.wrote(written, new_id("m_"))
        message: dict[str, Any] = {"mid": entry.id, "text": entry.text}
        asked = self.devices.answered(written)
        if written.tapped and asked is not None:
            message["quick_reply"] = {"payload": asked.more.get(written.tapped, written.tapped)}
        status = await self._tell(entry, {"message": message})
        entry.state = state_after(status)
        return entry, status

    async def take(self, request: web.Request) -> web.Response:
        """The Send API."""
        given = await request.json()
        address, message = str(given["recipient"]["id"]), given["message"]
        opened = self._opened_by(request)
        channel = next((one for one in opened if self.devices.thread(one, address)), None)
        if channel is None:
            return _refused(551, "This person isn't available right now.") if opened else _refused(*UNKNOWN)
        entry = self.devices.got(channel, address, str(message.get("text", "")), new_id("m_"), "sent")
        replies = message.get("quick_replies") or []
        entry.buttons = tuple(reply["title"] for reply in replies)
        entry.more = {reply["title"]: reply.get("payload", reply["title"]) for reply in replies}
        self.system.later(self._travel(entry))
        return web.json_response({"recipient_id": address, "message_id": entry.id})

    async def account(self, request: web.Request) -> web.Response:
        """The page or the account that a token is for."""
        opened = self._opened_by(request)
        if not opened:
            return _refused(*UNKNOWN)
        return web.json_response({"id": ACCOUNTS[opened[0]], "name": "Sandbox", "username": "sandbox"})

    async def subscriptions(self, request: web.Request) -> web.Response:
        """What a page's app is told of; whatever it wishes to be told is granted."""
        if not self._opened_by(request):
            return _refused(*UNKNOWN)
        if request.method == "POST":
            return web.json_response({"success": True})
        return web.json_response({"data": [{"name": "Sandbox", "id": "1", "subscribed_fields": FIELDS}]})

    def _opened_by(self, request: web.Request) -> list[Channel]:
        """What the token of a call is for."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return [channel for channel, access in self.access.items() if access.token == token]

    async def _travel(self, entry: Entry) -> None:
        """Messenger says by id what was delivered, and until when all was read; Instagram only what was seen."""
        if entry.channel is Channel.MESSENGER:
            await asyncio.sleep(wire.STEP_SECONDS)
            entry.state = "delivered"
            await self._tell(entry, {"delivery": {"mids": [entry.id], "watermark": self._now()}})
        await asyncio.sleep(wire.STEP_SECONDS)
        entry.state = "read"
        seen = {"watermark": self._now()} if entry.channel is Channel.MESSENGER else {"mid": entry.id}
        await self._tell(entry, {"read": seen})

    def _now(self) -> int:
        """Milliseconds since 1970."""
        return int(self.devices.now().timestamp() * 1000)

    async def _tell(self, entry: Entry, event: dict[str, Any]) -> int:
        """Post a webhook as Meta signs it."""
        account, at = ACCOUNTS[entry.channel], self._now()
        event |= {"sender": {"id": entry.address}, "recipient": {"id": account}, "timestamp": at}
        body = orjson.dumps(
            {"object": OBJECTS[entry.channel], "entry": [{"id": account, "time": at, "messaging": [event]}]}
        )
        signature = hmac.new(self.access[entry.channel].secret.encode(), body, hashlib.sha256).hexdigest()
        headers = {"X-Hub-Signature-256": f"sha256={signature}", "Content-Type": "application/json"}
        return await self.system.post(f"/hooks/{entry.channel.value}", body, headers)


def _refused(code: int, why: str) -> web.Response:
    return web.json_response({"error": {"message": why, "type": "OAuthException", "code": code}}, status=400)
