"""A stand-in for Twilio: takes every text by its REST API, answers 201 as Twilio does, and tells who waits for it."""

import asyncio
import json
import time
from collections.abc import Callable
from urllib.parse import parse_qs

from benchmarks import wire

ACCOUNT = "AC" + "7" * 32
TOKEN = "a-token-for-benchmarks"
PATH = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"

#: the list of messages, asked for those that webhooks never brought
NOTHING_RECEIVED = b'{"messages": [], "next_page_uri": null}'


def _accepted(number: int, to: str, text: str, sender: str) -> bytes:
    """Twilio, "Messages resource": the answer to a message that was created."""
    sid = f"SM{number:032x}"
    return json.dumps(
        {
            "account_sid": ACCOUNT,
            "api_version": "2010-04-01",
            "body": text,
            "date_created": "Mon, 23 Nov 2026 09:00:00 +0000",
            "date_sent": None,
            "date_updated": "Mon, 23 Nov 2026 09:00:00 +0000",
            "direction": "outbound-api",
            "error_code": None,
            "error_message": None,
            "from": sender,
            "messaging_service_sid": None,
            "num_media": "0",
            "num_segments": "1",
            "price": None,
            "price_unit": "USD",
            "sid": sid,
            "status": "queued",
            "subresource_uris": {"media": f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}/Media.json"},
            "to": to,
            "uri": f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}.json",
        }
    ).encode()


class Provider:
    """Listens on a free port of this machine; `taken` is called with each text's number and the instant (ns)."""

    def __init__(self, taken: Callable[[str, int], None]) -> None:
        self._taken = taken
        self._count = 0
        self.address = ""

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: wire.Server(self._take), "127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        self._server.close()

    def _take(self, head: bytes, body: bytes) -> bytes:
        if head.startswith(f"GET {PATH}?".encode()):
            return wire.response("200 OK", NOTHING_RECEIVED)
        if not head.startswith(f"POST {PATH} ".encode()) or b"\r\nauthorization: basic " not in head.lower():
            return wire.response("404 Not Found", b"{}")
        form = parse_qs(body.decode())
        to = form["To"][0]
        self._taken(to, time.perf_counter_ns())
        self._count += 1
        return wire.response("201 Created", _accepted(self._count, to, form["Body"][0], form["From"][0]))
