"""A stand-in for Telegram: private chats with one bot, and the methods of the Bot API that the connector calls.

Telegram Bot API, "sendMessage", "getUpdates", "setWebhook", "Making requests". A key of a keyboard in place of the
tenant's own writes its label; a button beneath a message sends a callback query with that message.
"""

import asyncio
from dataclasses import dataclass
from itertools import count
from typing import Any

import orjson
from aiohttp import web

from doorstep.sandbox import telegram_shapes as shapes
from doorstep.sandbox.devices import Devices, Entry, Written
from doorstep.sandbox.telegram_shapes import BOT, Shape
from doorstep.sandbox.wire import Wire, path_of, state_after
from model.channel import Channel

API = "/sandbox/telegram/bot{token}/{method}"
#: a call for updates is held open for at most so long, in seconds
LONGEST_POLL = 50.0


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where updates are posted, and what proves them to be Telegram's; no address where they are fetched."""

    address: str
    secret: str


class Telegram:
    """One bot. Updates are posted to its webhook, or wait for `getUpdates` where it has none."""

    channels = frozenset({Channel.TELEGRAM})

    def __init__(self, token: str, webhook: Webhook, devices: Devices, system: Wire) -> None:
        self.token = token
        self.webhook = webhook
        self.devices = devices
        self.system = system
        # the system knows messages by these for good, also those from before a restart
        self._ids = count(devices.first)
        self._updates: list[tuple[Shape, Entry]] = []
        self._more = asyncio.Event()

    def add_routes(self, app: web.Application) -> None:
        app.router.add_route("*", API, self.call)

    def landlord(self, channel: Channel) -> str:
        return f"@{BOT['username']}"

    async def write(self, written: Written) -> tuple[Entry, int]:
        asked = self.devices.answered(written)
        entry = self.devices.wrote(written, self._id())
        who = self._person(written.address)
        if written.tapped and asked is not None and shapes.is_inline(asked):
            update: Shape = {"callback_query": {"id": self._id()} | shapes.tap(asked, written.tapped, who)}
        else:
            update = {"message": shapes.message(entry, who)}
        status = await self._tell({"update_id": next(self._ids)} | update, entry)
        return entry, status

    def _id(self) -> str:
        return str(next(self._ids))

    def _person(self, address: str) -> Shape:
        return shapes.person(address, self.devices.names.get(address, "Somebody"))

    async def _tell(self, update: Shape, entry: Entry) -> int:
        if not self.webhook.address:
            self._updates.append((update, entry))
            self._more.set()
            return 200
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook.secret, "Content-Type": "application/json"}
        status = await self.system.post(path_of(self.webhook.address), orjson.dumps(update), headers)
        entry.state = state_after(status)
        return status

    async def call(self, request: web.Request) -> web.Response:
        """A method of the Bot API, by GET or POST, its parameters as a form, as JSON or in the address."""
        if request.match_info["token"] != self.token:
            return _refused(401, "Unauthorized")
        given = dict(request.query)
        if request.content_type == "application/json":
            given |= await request.json()
        else:
            given |= {name: str(value) for name, value in (await request.post()).items()}
        answer = await self._answer(request.match_info["method"].lower(), given)
        return _refused(404, "Not Found") if answer is None else web.json_response({"ok": True, "result": answer})

    async def _answer(self, method: str, given: dict[str, Any]) -> Any:
        """What a method returns, None where it is not known here."""
        match method:
            case "sendmessage":
                return self._sent(given)
            case "getupdates":
                return await self._waiting(int(given.get("offset", 0)), float(given.get("timeout", 0)))
            case "getme":
                return BOT
            case "setwebhook" | "deletewebhook":
                self.webhook = Webhook(given.get("url", ""), given.get("secret_token", ""))
                return True
            case "getwebhookinfo":
                return {"url": self.webhook.address, "has_custom_certificate": False, "pending_update_count": 0}
            case "answercallbackquery" | "sendchataction":
                return True
        return None

    def _sent(self, given: dict[str, Any]) -> Shape:
        address = str(given["chat_id"])
        entry = self.devices.got(Channel.TELEGRAM, address, str(given["text"]), self._id())
        entry.more[shapes.KEYBOARD], entry.buttons = shapes.keyboard(given)
        return shapes.message(entry, self._person(address))

    async def _waiting(self, offset: int, seconds: float) -> list[Shape]:
        """The updates from this one on; those before it are thereby confirmed."""
        for update, entry in self._updates:
            if update["update_id"] < offset:
                entry.state = "delivered"
        self._updates = [one for one in self._updates if one[0]["update_id"] >= offset]
        if not self._updates:
            self._more.clear()
            try:
                await asyncio.wait_for(self._more.wait(), min(seconds, LONGEST_POLL))
            except TimeoutError:
                return []
        return [update for update, _ in self._updates]


def _refused(status: int, why: str) -> web.Response:
    return web.json_response({"ok": False, "error_code": status, "description": why}, status=status)
