"""Phones in a page, for whoever has no provider accounts. Off unless asked for, and only on this machine.

It speaks to the system as Twilio does: signed webhooks in, and the part of Twilio's REST API that the connector's own
client library calls, so that what is tried here is what runs with a real account.
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, web
from twilio.request_validator import RequestValidator

from doorstep.settings import Settings
from model.ports import Now

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

#: what Twilio would report of a text on its way to a phone
JOURNEY = ("sent", "delivered")
STEP_SECONDS = 0.4
MOST_TEXTS = 500
#: the latest texts are given again, since their state may have changed
STILL_CHANGING = 20
MOST_CHARACTERS = 1600


@dataclass(slots=True)
class Text:
    """One text on a sandbox phone; `direction` as the phone sees it."""

    seq: int
    direction: str
    text: str
    at: str
    state: str
    media: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PhoneOwner:
    """Somebody a newcomer can be, and what they would know about themselves."""

    number: str
    name: str
    about: str
    tenancy: str
    born: str
    postcode: str


class Sandbox:
    """The phones, and a stand-in for Twilio."""

    def __init__(self, settings: Settings, owners: Sequence[PhoneOwner], number: str, now: Now) -> None:
        self.settings = settings
        self.owners = owners
        self.number = number
        self.now = now
        self.validator = RequestValidator(settings.twilio_token)
        self.phones: dict[str, list[Text]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: ClientSession | None = None

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/sandbox", self.page)
        app.router.add_get("/sandbox/phones", self.list_phones)
        app.router.add_get("/sandbox/phones/{number}", self.list_texts)
        app.router.add_post("/sandbox/phones/{number}", self.send_text)
        app.router.add_post("/sandbox/twilio/2010-04-01/Accounts/{account}/Messages.json", self.create_message)
        app.cleanup_ctx.append(self._open)
        app.middlewares.append(self._only_this_machine)

    async def _open(self, app: web.Application) -> Any:
        async with ClientSession() as session:
            self._session = session
            yield
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

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

    async def list_phones(self, request: web.Request) -> web.Response:
        return web.json_response({"phones": [asdict(owner) for owner in self.owners], "landlord_number": self.number})

    async def list_texts(self, request: web.Request) -> web.Response:
        after = request.query.get("after", "0")
        since = int(after) - STILL_CHANGING if after.isdigit() else 0
        texts = self.phones.get(request.match_info["number"], [])
        return web.json_response({"messages": [asdict(text) for text in texts if text.seq > since]})

    async def send_text(self, request: web.Request) -> web.Response:
        """The phone sends a text: it reaches the system through the signed webhook."""
        number = request.match_info["number"]
        if request.content_type != "application/json":
            return web.json_response({"error": "Send JSON."}, status=415)
        try:
            words = str((await request.json())["text"])
        except (ValueError, KeyError, TypeError):
            return web.json_response({"error": 'Send {"text": "..."}.'}, status=400)
        text = self._keep(number, "out", words[:MOST_CHARACTERS], "sending")
        fields = {
            "MessageSid": f"SM{secrets.token_hex(16)}",
            "AccountSid": self.settings.twilio_account,
            "From": number,
            "To": self.number,
            "Body": text.text,
            "NumMedia": "0",
        }
        status = await self._hook("/hooks/sms", fields)
        text.state = "delivered" if status == 200 else "failed"
        return web.json_response({"seq": text.seq, "status": status})

    async def create_message(self, request: web.Request) -> web.Response:
        """Twilio's `POST /2010-04-01/Accounts/{sid}/Messages.json`, as far as it is used here."""
        fields = await request.post()
        sid = f"SM{secrets.token_hex(16)}"
        text = self._keep(str(fields.get("To", "")), "in", str(fields.get("Body", "")), "queued")
        callback = str(fields.get("StatusCallback", ""))
        task = asyncio.create_task(self._travel(text, sid, callback))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return web.json_response(
            {"sid": sid, "status": "queued", "to": fields.get("To"), "from": self.number, "body": text.text}, status=201
        )

    async def _travel(self, text: Text, sid: str, callback: str) -> None:
        for state in JOURNEY:
            await asyncio.sleep(STEP_SECONDS)
            text.state = state
            if callback:
                await self._hook(_path_of(callback), {"MessageSid": sid, "MessageStatus": state})

    async def _hook(self, path: str, fields: dict[str, str]) -> int:
        """Post a webhook as Twilio signs it; its status, 0 where nobody answers."""
        signature = self.validator.compute_signature(self.settings.public_address + path, fields)
        assert self._session is not None
        try:
            local = f"http://127.0.0.1:{self.settings.port}{path}"
            async with self._session.post(local, data=fields, headers={"X-Twilio-Signature": signature}) as answer:
                return answer.status
        except ClientError:
            log.warning("the sandbox could not reach the system")
            return 0

    def _keep(self, number: str, direction: str, words: str, state: str) -> Text:
        texts = self.phones.setdefault(number, [])
        text = Text(texts[-1].seq + 1 if texts else 1, direction, words, _written(self.now()), state)
        texts.append(text)
        del texts[:-MOST_TEXTS]
        return text


def _path_of(address: str) -> str:
    parts = urlsplit(address)
    path = f"/{parts.path.lstrip('/')}"
    return f"{path}?{parts.query}" if parts.query else path


def _written(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
