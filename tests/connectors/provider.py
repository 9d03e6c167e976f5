"""A provider's API in the test's own process: it answers as it is told and keeps what it was asked."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from aiohttp.test_utils import TestServer

ACCOUNT = "AC" + "0" * 32
MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"


@dataclass
class Provider:
    """Takes every POST and lists what it holds, unless it is told to do otherwise."""

    status: int = 201
    body: dict[str, Any] = field(default_factory=lambda: {"sid": "SM9", "status": "queued"})
    #: in place of `body`, as it is
    raw: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    #: closes the connection without an answer
    hang: bool = False
    #: closes it in the middle of the answer
    cut: bool = False
    #: never answers
    silent: bool = False
    #: what it holds, the oldest first
    texts: list[dict[str, Any]] = field(default_factory=list)
    most_in_page: int = 1000
    #: narrows a list down to days, not to seconds
    by_day: bool = False
    #: whatever else it is asked for, by path
    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    address: str = ""
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self) -> TestServer:
        app = web.Application()
        app.router.add_post("/{rest:.*}", self._post)
        app.router.add_get(MESSAGES, self._list)
        app.router.add_get("/picture", self._picture)
        app.router.add_get("/2010-04-01/{rest:.*}", self._thing)
        app.on_shutdown.append(self._close)
        server = TestServer(app)
        await server.start_server()
        self.address = str(server.make_url("/")).rstrip("/")
        return server

    def holds(self, sid: str, body: str, created: datetime, to: str = "+447700900123", **more: object) -> None:
        """A text that it took; sent a second later, unless `date_sent` says otherwise."""
        sent = {"date_sent": format_datetime(created + timedelta(seconds=1)), "to": to}
        self.texts.append(listed(sid, body, created) | sent | more)

    async def _close(self, app: web.Application) -> None:
        self.closing.set()

    async def _post(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        return await self._answer(request, {name: str(value) for name, value in form.items()})

    async def _list(self, request: web.Request) -> web.StreamResponse:
        query = dict(request.query)
        if self.status != 201:
            return await self._answer(request, query)
        wanted = [one for one in self.texts if all(query.get(name, one[of]) == one[of] for name, of in FILTERS)]
        if since := query.get("DateSent>"):
            asked = datetime.fromisoformat(since)
            start = asked.replace(hour=0, minute=0, second=0) if self.by_day else asked
            wanted = [one for one in wanted if parsedate_to_datetime(one["date_sent"]) >= start]
        self.body = page(query, wanted[::-1], min(int(query.get("PageSize", 50)), self.most_in_page))
        return await self._answer(request, query, 200)

    async def _answer(self, request: web.Request, asked: dict[str, str], status: int = 0) -> web.StreamResponse:
        self.asked.append(asked)
        assert request.transport is not None
        if self.silent:
            await self.closing.wait()
        if self.hang:
            request.transport.close()
        if self.cut:
            half = web.StreamResponse(status=status or self.status, headers={"Content-Length": "1000"})
            await half.prepare(request)
            await half.write(b'{"sid": "SM')
            request.transport.close()
            return half
        if self.raw is not None:
            return web.Response(body=self.raw, status=status or self.status, headers=self.headers)
        return web.json_response(self.body, status=status or self.status, headers=self.headers)

    async def _thing(self, request: web.Request) -> web.StreamResponse:
        found = self.things.get(request.path)
        if found is None or self.status != 201:
            self.asked.append(dict(request.query))
            status = 404 if self.status == 201 else self.status
            return web.json_response({"code": 20404, "status": status}, status=status)
        self.body = found
        return await self._answer(request, dict(request.query), 200)

    async def _picture(self, request: web.Request) -> web.Response:
        return web.Response(body=b"\x89PNG\r\n\x1a\n" + b"0" * 64, content_type="image/png")


FILTERS = (("To", "to"), ("From", "from"))


def page(query: Mapping[str, str], texts: list[dict[str, Any]], size: int) -> dict[str, Any]:
    """One page of a list, as Twilio shapes it."""
    number = int(query.get("Page", 0))
    first = number * size
    kept = {name: value for name, value in query.items() if name not in ("Page", "PageSize", "PageToken")}

    def uri(other: int) -> str:
        return f"{MESSAGES}?{urlencode({**kept, 'PageSize': size, 'Page': other, 'PageToken': f'PA{other}'})}"

    more = first + size < len(texts)
    return {
        "first_page_uri": uri(0),
        "previous_page_uri": uri(number - 1) if number else None,
        "next_page_uri": uri(number + 1) if more else None,
        "uri": uri(number),
        "page": number,
        "page_size": size,
        "start": first,
        "end": min(first + size, len(texts)) - 1 if texts else 0,
        "messages": texts[first : first + size],
    }


def listed(sid: str, body: str, created: datetime) -> dict[str, Any]:
    """A text that waits to be sent, as Twilio lists it."""
    uri = f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}"
    return {
        "account_sid": ACCOUNT,
        "api_version": "2010-04-01",
        "body": body,
        "date_created": format_datetime(created),
        "date_sent": None,
        "date_updated": format_datetime(created),
        "direction": "outbound-api",
        "error_code": None,
        "error_message": None,
        "from": "+447700900000",
        "messaging_service_sid": None,
        "num_media": "0",
        "num_segments": "1",
        "price": None,
        "price_unit": "GBP",
        "sid": sid,
        "status": "queued",
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": "+447700900123",
        "uri": f"{uri}.json",
    }
