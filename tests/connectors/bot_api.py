"""A stand-in for Telegram's Bot API: it holds what the documentation asks of a request against what it is asked."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

TOKEN = "700900000:a-token-for-tests"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 64
MOST_UNITS = 4096


@dataclass
class BotApi:
    """Takes every message and answers as it is told."""

    #: waiting to be fetched
    updates: list[dict[str, Any]] = field(default_factory=list)
    webhook: dict[str, Any] = field(default_factory=lambda: {"url": "", "pending_update_count": 0})
    #: by method: status and answer in place of its own
    answers: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    #: methods that never answer, and those that close the connection
    silent: set[str] = field(default_factory=set)
    hang: set[str] = field(default_factory=set)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    address: str = ""
    #: somebody asks for updates and there are none
    idle: asyncio.Event = field(default_factory=asyncio.Event)
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self) -> TestServer:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get(f"/file/bot{TOKEN}/photos/file_1.png", self._picture)
        app.on_shutdown.append(self._close)
        server = TestServer(app)
        await server.start_server()
        self.address = str(server.make_url("/")).rstrip("/")
        return server

    def fail(self, method: str, status: int, description: str, **parameters: object) -> None:
        """From now on this method fails as Telegram words it."""
        answer = {"ok": False, "error_code": status, "description": description}
        self.answers[method] = (
            status,
            json.dumps(answer | ({"parameters": parameters} if parameters else {})).encode(),
        )

    def of(self, method: str) -> list[dict[str, str]]:
        """What one method was asked."""
        return [asked for name, asked in self.asked if name == method]

    async def _close(self, app: web.Application) -> None:
        self.closing.set()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        asked = {name: str(value) for name, value in {**request.query, **await request.post()}.items()}
        self.asked.append((method, asked))
        if method in self.silent:
            await self.closing.wait()
        if method in self.hang:
            assert request.transport is not None
            request.transport.close()
        if method in self.answers:
            status, body = self.answers[method]
            return web.Response(status=status, body=body, content_type="application/json")
        if request.match_info["token"] != TOKEN:
            return _answer(401, "Unauthorized")
        return await self._do(method, asked)

    async def _do(self, method: str, asked: dict[str, str]) -> web.Response:
        match method:
            case "sendMessage":
                return self._send(asked)
            case "getUpdates":
                return await self._updates(asked)
            case "getMe":
                me = {"id": 700900000, "is_bot": True, "first_name": "Example Homes", "username": "example_homes_bot"}
                return _answer(result=me)
            case "getWebhookInfo":
                return _answer(result={"has_custom_certificate": False, **self.webhook})
            case "setWebhook" | "deleteWebhook":
                self.webhook["url"] = asked.get("url", "")
                return _answer(result=True)
            case "answerCallbackQuery":
                return _answer(result=True)
            case "getFile":
                found = {"file_id": asked["file_id"], "file_unique_id": "u", "file_path": "photos/file_1.png"}
                return _answer(result=found)
        return _answer(404, "Not Found")

    def _send(self, asked: dict[str, str]) -> web.Response:
        """Bot API, "sendMessage", "ReplyKeyboardMarkup", "ReplyKeyboardRemove"."""
        if not 1 <= len(asked["text"].encode("utf-16-le")) // 2 <= MOST_UNITS:
            return _answer(400, "Bad Request: message is too long")
        markup = json.loads(asked["reply_markup"])
        if not (markup.get("remove_keyboard") is True or all(key["text"] for row in markup["keyboard"] for key in row)):
            return _answer(400, "Bad Request: object expected as reply markup")
        chat = {"id": int(asked["chat_id"]), "type": "private", "first_name": "Bethan"}
        return _answer(result={"message_id": 78, "date": 1795428000, "chat": chat, "text": asked["text"]})

    async def _updates(self, asked: dict[str, str]) -> web.Response:
        """Bot API, "getUpdates": what is before the offset is forgotten; without any it waits."""
        if self.webhook["url"]:
            return _answer(409, "Conflict: can't use getUpdates method while webhook is active")
        offset = int(asked["offset"])
        self.updates = [update for update in self.updates if update["update_id"] >= offset]
        if not self.updates:
            self.idle.set()
            await self.closing.wait()
        return _answer(result=self.updates)

    async def _picture(self, request: web.Request) -> web.Response:
        return web.Response(body=PICTURE, content_type="application/octet-stream")


def _answer(status: int = 200, description: str = "", result: object = None) -> web.Response:
    if status != 200:
        return web.json_response({"ok": False, "error_code": status, "description": description}, status=status)
    return web.json_response({"ok": True, "result": result})
