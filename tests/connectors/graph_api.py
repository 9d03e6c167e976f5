"""A stand-in for Meta's Graph API: it holds what the documentation asks of a request against what it is asked."""

import asyncio
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

TOKEN = "a-token-for-tests"
SECRET = "a-secret-for-tests"
VERSION = "v25.0"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@dataclass
class GraphApi:
    """Takes every message and answers as it is told."""

    #: in place of its own answer
    status: int = 0
    body: bytes = b""
    #: never answers, or closes the connection
    silent: bool = False
    hang: bool = False
    fields: list[str] = field(default_factory=lambda: ["messages", "message_reads"])
    #: what it was asked to send
    sent: list[dict[str, Any]] = field(default_factory=list)
    #: to whom something was sent
    answered: set[str] = field(default_factory=set)
    #: how often what moves round and round was asked for
    rounds: int = 0
    address: str = ""
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self) -> TestServer:
        app = web.Application()
        app.router.add_post(f"/{VERSION}/me/messages", self._send)
        app.router.add_get(f"/{VERSION}/me", self._me)
        app.router.add_get(f"/{VERSION}/me/subscribed_apps", self._subscribed)
        app.router.add_post(f"/{VERSION}/me/subscribed_apps", self._subscribe)
        app.router.add_get("/picture", self._picture)
        app.router.add_get("/moved/{where:.*}", self._moved)
        app.router.add_get("/round", self._round)
        app.router.add_get("/gone", self._gone)
        app.on_shutdown.append(self._close)
        server = TestServer(app)
        await server.start_server()
        self.address = str(server.make_url("/")).rstrip("/")
        return server

    def fail(self, status: int, code: int, subcode: int = 0, **more: object) -> None:
        """From now on everything fails as Meta words it."""
        error = {"message": "no", "type": "OAuthException", "code": code, "fbtrace_id": "A1", **more}
        self.status = status
        self.body = json.dumps({"error": error | ({"error_subcode": subcode} if subcode else {})}).encode()

    async def _close(self, app: web.Application) -> None:
        self.closing.set()

    async def _send(self, request: web.Request) -> web.StreamResponse:
        message = await request.json()
        self.sent.append(message)
        if self.silent:
            await self.closing.wait()
        if self.hang:
            assert request.transport is not None
            request.transport.close()
        if refused := self._refused(request) or self._told():
            return refused
        if wrong := wrong_with(message):
            return _error(400, 100, wrong)
        recipient = json.dumps(message["recipient"])
        if "_id" in recipient and recipient in self.answered:
            return _error(400, 10900, "Activity already replied to")
        self.answered.add(recipient)
        return web.json_response({"recipient_id": "7009001230001", "message_id": f"m_out_{len(self.sent)}"})

    def _refused(self, request: web.Request) -> web.Response | None:
        """Graph API, "Securing requests"."""
        proof = hmac.new(SECRET.encode(), TOKEN.encode(), hashlib.sha256).hexdigest()
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return _error(400, 190, "Invalid OAuth access token.")
        if request.query.get("appsecret_proof") != proof:
            return _error(400, 100, "Invalid appsecret_proof provided in the API argument")
        return None

    def _told(self) -> web.Response | None:
        return web.Response(status=self.status, body=self.body) if self.status else None

    async def _me(self, request: web.Request) -> web.Response:
        return (
            self._refused(request) or self._told() or web.json_response({"id": "70090000000", "name": "Example Homes"})
        )

    async def _subscribed(self, request: web.Request) -> web.Response:
        apps = [{"id": "70090", "name": "Example", "category": "Business", "subscribed_fields": self.fields}]
        return self._refused(request) or web.json_response({"data": apps if self.fields else []})

    async def _subscribe(self, request: web.Request) -> web.Response:
        if (refused := self._refused(request)) is None:
            self.fields = request.query["subscribed_fields"].split(",")
        return refused or web.json_response({"success": True})

    async def _picture(self, request: web.Request) -> web.Response:
        return web.Response(body=PICTURE, content_type="image/png")

    async def _moved(self, request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": request.match_info["where"]})

    async def _round(self, request: web.Request) -> web.Response:
        self.rounds += 1
        return web.Response(status=302, headers={"Location": str(request.url)})

    async def _gone(self, request: web.Request) -> web.Response:
        return web.Response(status=410)


def wrong_with(message: dict[str, Any]) -> str:
    """What Meta would not take of it, empty where it would. "Send API", "Quick replies", "Private replies"."""
    recipient, said = message["recipient"], message["message"]
    if len(recipient) != 1 or not {"id", "comment_id", "post_id"} & set(recipient):
        return "a recipient is one of id, comment_id, post_id"
    if "id" in recipient and message.get("messaging_type") not in ("RESPONSE", "MESSAGE_TAG"):
        return "no messaging_type"
    if (message.get("messaging_type") == "MESSAGE_TAG") != ("tag" in message):
        return "a tag goes with MESSAGE_TAG and with nothing else"
    if not 1 <= len(said["text"]) <= 2000:
        return "the text is too long or empty"
    choices = said.get("quick_replies", [])
    if len(choices) > 13 or any(len(one["title"]) > 20 or len(one["payload"]) > 1000 for one in choices):
        return "quick replies are too many or too long"
    return ""


def _error(status: int, code: int, message: str) -> web.Response:
    return web.json_response({"error": {"message": message, "type": "OAuthException", "code": code}}, status=status)
