"""Phones in a page, for whoever has no provider accounts. Off unless asked for, and only on this machine.

It speaks to the system as Twilio does: signed webhooks in, and the part of Twilio's REST API that the connector's own
client library calls, so that what is tried here is what runs with a real account.
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

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
#: where Twilio's messages are, below whatever stands in for https://api.twilio.com
MESSAGES = "/2010-04-01/Accounts/{account}/Messages.json"
MOST_IN_PAGE = 1000


@dataclass(slots=True)
class Text:
    """One text on a sandbox phone; `direction` as the phone sees it."""

    seq: int
    #: of the phone
    number: str
    direction: str
    text: str
    at: str
    state: str
    media: list[str] = field(default_factory=list)
    #: Twilio's id
    sid: str = field(default_factory=lambda: f"SM{secrets.token_hex(16)}")


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
        self.validator = RequestValidator(settings.secrets["TWILIO_AUTH_TOKEN"])
        self.phones: dict[str, list[Text]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: ClientSession | None = None

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/sandbox", self.page)
        app.router.add_get("/sandbox/phones", self.list_phones)
        app.router.add_get("/sandbox/phones/{number}", self.list_texts)
        app.router.add_post("/sandbox/phones/{number}", self.send_text)
        app.router.add_post(f"/sandbox/twilio{MESSAGES}", self.create_message)
        app.router.add_get(f"/sandbox/twilio{MESSAGES}", self.list_messages)
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
            "MessageSid": text.sid,
            "AccountSid": self.settings.secrets["TWILIO_ACCOUNT_SID"],
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
        text = self._keep(str(fields.get("To", "")), "in", str(fields.get("Body", "")), "queued")
        task = asyncio.create_task(self._travel(text, str(fields.get("StatusCallback", ""))))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return web.json_response(self._listed(text, request.match_info["account"]), status=201)

    async def list_messages(self, request: web.Request) -> web.Response:
        """Twilio's `GET /2010-04-01/Accounts/{sid}/Messages.json`: by To and From, the newest first, in pages."""
        query, account = request.query, request.match_info["account"]
        phones = [self.phones.get(query["To"], [])] if "To" in query else self.phones.values()
        texts = [text for phone in phones for text in phone if text.direction == "in"]
        if query.get("From", self.number) != self.number:
            texts = []
        newest_first = [self._listed(text, account) for text in sorted(texts, key=lambda text: text.at)[::-1]]
        return web.json_response(_page(MESSAGES.format(account=account), query, newest_first))

    def _listed(self, text: Text, account: str) -> dict[str, Any]:
        """The text as Twilio's API shows it."""
        created = format_datetime(datetime.fromisoformat(text.at))
        place = f"/2010-04-01/Accounts/{account}/Messages/{text.sid}"
        nothing = dict.fromkeys(("error_code", "error_message", "messaging_service_sid", "price"))
        return nothing | {
            "sid": text.sid,
            "account_sid": account,
            "api_version": "2010-04-01",
            "direction": "outbound-api",
            "from": self.number,
            "to": text.number,
            "body": text.text,
            "status": text.state,
            "date_created": created,
            "date_sent": None if text.state == "queued" else created,
            "date_updated": created,
            "num_media": "0",
            "num_segments": "1",
            "price_unit": "GBP",
            "subresource_uris": {"media": f"{place}/Media.json"},
            "uri": f"{place}.json",
        }

    async def _travel(self, text: Text, callback: str) -> None:
        for state in JOURNEY:
            await asyncio.sleep(STEP_SECONDS)
            text.state = state
            if callback:
                await self._hook(_path_of(callback), {"MessageSid": text.sid, "MessageStatus": state})

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
        text = Text(texts[-1].seq + 1 if texts else 1, number, direction, words, _written(self.now()), state)
        texts.append(text)
        del texts[:-MOST_TEXTS]
        return text


def _page(address: str, query: Mapping[str, str], texts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The page of a list that the query asks for, as Twilio shapes it."""
    number, size = _whole(query, "Page", 0), min(_whole(query, "PageSize", 50) or 1, MOST_IN_PAGE)
    first, last = number * size, min((number + 1) * size, len(texts))
    kept = {name: query[name] for name in ("To", "From") if name in query}

    def uri(page: int) -> str:
        return f"{address}?{urlencode({**kept, 'PageSize': size, 'Page': page})}"

    return {
        "uri": uri(number),
        "first_page_uri": uri(0),
        "previous_page_uri": uri(number - 1) if number else None,
        "next_page_uri": uri(number + 1) if last < len(texts) else None,
        "page": number,
        "page_size": size,
        "start": first,
        "end": max(last - 1, 0),
        "messages": texts[first:last],
    }


def _whole(query: Mapping[str, str], name: str, otherwise: int) -> int:
    written = query.get(name, "")
    return int(written) if written.isascii() and written.isdigit() else otherwise


def _path_of(address: str) -> str:
    parts = urlsplit(address)
    path = f"/{parts.path.lstrip('/')}"
    return f"{path}?{parts.query}" if parts.query else path


def _written(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
