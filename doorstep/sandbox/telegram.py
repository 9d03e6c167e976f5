"""A stand-in for Telegram: private chats with one bot, and the methods of the Bot API that the connector calls.

Telegram Bot API, "Update", "sendMessage", "getUpdates", "setWebhook". A keyboard in place of the tenant's own sends its
label as an ordinary message; a button beneath a message sends a callback query with that message.
"""

import asyncio
from dataclasses import dataclass
from itertools import count
from typing import Any

import orjson
from aiohttp import web

from doorstep.sandbox.devices import Devices, Entry, Written
from doorstep.sandbox.wire import Wire, path_of, state_after
from model.channel import Channel

API = "/sandbox/telegram/bot{token}/{method}"
#: an update is held open for a bot that fetches at most so long, in seconds
LONGEST_POLL = 50.0
BOT = {"id": 5550000, "is_bot": True, "first_name": "Sandbox", "username": "doorstep_sandbox_bot"}


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
        self._ids = count(1)
        self._updates: list[tuple[dict[str, Any], Entry]] = []
        self._more = asyncio.Event()

    def add_routes(self, app: web.Application) -> None:
        app.router.add_route("*", API, self.call)

    def landlord(self, channel: Channel) -> str:
        return f"@{BOT['username']}"

    async def write(self, written: Written) -> tuple[Entry, int]:
        asked = self.devices.answered(written)
        chat = self._chat(written.address)
        entry = self.devices.wrote(written, f"{next(self._ids)}")
        tapped = written.tapped and asked is not None and asked.more.get("keyboard") == "inline"
        update = self._tap(asked, written.tapped, chat) if tapped and asked else self._said(entry, chat)
        status = await self._tell({"update_id": next(self._ids)} | update, entry)
        return entry, status

    def _said(self, entry: Entry, chat: dict[str, Any]) -> dict[str, Any]:
        return {
            "message": {
                "message_id": int(entry.id),
                "date": int(entry.at.timestamp()),
                "chat": chat,
                "from": self._sender(chat),
                "text": entry.text,
            }
        }

    def _tap(self, asked: Entry, label: str, chat: dict[str, Any]) -> dict[str, Any]:
        keyboard = orjson.loads(asked.more["markup"])
        buttons = [button for row in keyboard["inline_keyboard"] for button in row]
        data = next((button.get("callback_data", "") for button in buttons if button["text"] == label), label)
        message = self._message(asked, chat) | {"reply_markup": keyboard}
        return {
            "callback_query": {
                "id": str(next(self._ids)),
                "from": self._sender(chat),
                "chat_instance": str(chat["id"]),
                "message": message,
                "data": data,
            }
        }

    async def _tell(self, update: dict[str, Any], entry: Entry) -> int:
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

    def _sent(self, given: dict[str, Any]) -> dict[str, Any]:
        address = str(given["chat_id"])
        entry = self.devices.got(Channel.TELEGRAM, address, str(given["text"]), str(next(self._ids)))
        markup = given.get("reply_markup") or "{}"
        keyboard = orjson.loads(markup) if isinstance(markup, str) else markup
        rows = keyboard.get("inline_keyboard") or keyboard.get("keyboard") or []
        entry.buttons = tuple(button if isinstance(button, str) else button["text"] for row in rows for button in row)
        entry.more = {
            "keyboard": "inline" if "inline_keyboard" in keyboard else "own",
            "markup": orjson.dumps(keyboard).decode(),
        }
        return self._message(entry, self._chat(address))

    async def _waiting(self, offset: int, seconds: float) -> list[dict[str, Any]]:
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

    def _message(self, entry: Entry, chat: dict[str, Any]) -> dict[str, Any]:
        """One of the bot's messages."""
        at = int(entry.at.timestamp())
        return {"message_id": int(entry.id), "date": at, "chat": chat, "from": BOT, "text": entry.text}

    def _chat(self, address: str) -> dict[str, Any]:
        return {"id": int(address), "type": "private"} | self._name(address)

    def _sender(self, chat: dict[str, Any]) -> dict[str, Any]:
        return {"id": chat["id"], "is_bot": False} | self._name(str(chat["id"]))

    def _name(self, address: str) -> dict[str, str]:
        first, _, last = self.devices.names.get(address, "Somebody").partition(" ")
        return {"first_name": first, "last_name": last} if last else {"first_name": first}


def _refused(status: int, why: str) -> web.Response:
    return web.json_response({"ok": False, "error_code": status, "description": why}, status=status)
