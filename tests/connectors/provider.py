"""A provider's API in the test's own process: it answers as it is told and keeps what it was asked."""

from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer


@dataclass
class Provider:
    """Answers every POST with `status` and `body`; `hang` closes the connection without an answer."""

    status: int = 201
    body: dict[str, Any] = field(default_factory=lambda: {"sid": "SM9", "status": "queued"})
    headers: dict[str, str] = field(default_factory=dict)
    hang: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    address: str = ""

    async def start(self) -> TestServer:
        app = web.Application()
        app.router.add_post("/{rest:.*}", self._post)
        app.router.add_get("/picture", self._picture)
        server = TestServer(app)
        await server.start_server()
        self.address = str(server.make_url("/")).rstrip("/")
        return server

    async def _post(self, request: web.Request) -> web.Response:
        form = await request.post()
        self.asked.append({name: str(value) for name, value in form.items()})
        if self.hang and request.transport is not None:
            request.transport.close()
        return web.json_response(self.body, status=self.status, headers=self.headers)

    async def _picture(self, request: web.Request) -> web.Response:
        return web.Response(body=b"\x89PNG\r\n\x1a\n" + b"0" * 64, content_type="image/png")
