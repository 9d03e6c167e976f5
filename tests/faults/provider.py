"""A stand-in for Twilio in the test's own process: it outlives the Doorstep that is killed, counts what it took, lists it
when asked, says what became of it, and misbehaves as it is told."""

import asyncio
import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout, web
from twilio.request_validator import RequestValidator

from store.books import Taking
from tests.connectors.provider import ACCOUNT, FILTERS, MESSAGES, listed, page
from tests.faults.tenants import PUBLIC, TOKEN

MOST_IN_PAGE = 200
#: longer than any client waits
FOR_EVER = 3600.0
CALLBACK_SECONDS = 5.0
CALLBACK_TRIES = 40


@dataclass(frozen=True, slots=True)
class Mood:
    """How the provider answers: of the texts that it is handed, `share` meet this."""

    name: str
    #: it has taken the text before it misbehaves
    taken: bool = True
    #: what it answers; 0 for nothing: the connection is reset
    status: int = 201
    #: after this many seconds
    seconds: float = 0.0
    #: what it asks for in `Retry-After`
    retry_after: int | None = None
    share: float = 1.0
    #: lists nothing either
    deaf: bool = False


WELL = Mood("well")
MOODS = {
    mood.name: mood
    for mood in (
        WELL,
        Mood("error before taking", taken=False, status=500),
        Mood("error after taking", status=500),
        Mood("busy", taken=False, status=429, retry_after=2),
        Mood("silent before taking", taken=False, seconds=FOR_EVER),
        Mood("silent after taking", seconds=FOR_EVER),
        Mood("reset before taking", taken=False, status=0),
        Mood("reset after taking", status=0),
        Mood("reset after taking, lists nothing", status=0, deaf=True),
        Mood("slow", seconds=1.0),
    )
}


class Provider:
    """Takes texts while it is `open`ed; what it took is kept by the reply's public id."""

    def __init__(self, dice: random.Random) -> None:
        self.taken: defaultdict[str, list[Taking]] = defaultdict(list)
        self.mood = WELL
        #: of what it took, the share of which it tells what became, and of those the share that tell it too early
        self.tells = 0.0
        self.too_early = 0.5
        #: of those that it tells of, the share that did not arrive
        self.undelivered = 0.0
        #: where Doorstep listens
        self.told = ""
        self._texts: list[dict[str, Any]] = []
        self._heard: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._dice = dice
        self._validator = RequestValidator(TOKEN)
        self._telling: set[asyncio.Task[None]] = set()
        self._closing = asyncio.Event()

    async def open(self) -> None:
        app = web.Application()
        app.router.add_post(MESSAGES, self._post)
        app.router.add_get(MESSAGES, self._list)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._session = ClientSession(timeout=ClientTimeout(CALLBACK_SECONDS))

    async def close(self) -> None:
        self._closing.set()
        for task in self._telling:
            task.cancel()
        await self._session.close()
        await self._runner.cleanup()

    async def told_all(self) -> None:
        """Returns once everything that it tells has been heard."""
        while self._telling:
            await asyncio.wait(set(self._telling), timeout=1)

    def heard(self, number: str) -> asyncio.Event:
        """Set when something is taken for this number."""
        return self._heard[number]

    async def _post(self, request: web.Request) -> web.StreamResponse:
        form = {name: str(value) for name, value in (await request.post()).items()}
        mood = self.mood if self._dice.random() < self.mood.share else WELL
        sid = self._take(form) if mood.taken else ""
        if sid and self._dice.random() < self.tells:
            await self._tell_some(form["StatusCallback"], sid)
        if mood.seconds:
            await self._pause(mood.seconds)
        if mood.status == 0:
            assert request.transport is not None
            request.transport.abort()
        headers = {} if mood.retry_after is None else {"Retry-After": str(mood.retry_after)}
        answer = {"sid": sid, "status": "queued"} if mood.status == 201 else {"code": 20000 + mood.status}
        return web.json_response(answer, status=mood.status or 503, headers=headers)

    def _take(self, form: dict[str, str]) -> str:
        at = datetime.now(UTC)
        sid = f"SM{len(self._texts) + 1:032}"
        public_id = parse_qs(urlsplit(form["StatusCallback"]).query)["reply"][0]
        self.taken[public_id].append(Taking(sid, at))
        self._texts.append(listed(sid, form["Body"], at) | {"to": form["To"], "from": form["From"]})
        self._heard[form["To"]].set()
        return sid

    async def _list(self, request: web.Request) -> web.Response:
        if self.mood.deaf:
            return web.json_response({"code": 20500}, status=500)
        query = dict(request.query)
        wanted = [one for one in self._texts if all(query.get(name, one[of]) == one[of] for name, of in FILTERS)]
        size = min(int(query.get("PageSize", 50)), MOST_IN_PAGE)
        return web.json_response(page(query, wanted[::-1], size))

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._closing.wait()
        except TimeoutError:
            pass

    async def _tell_some(self, callback: str, sid: str) -> None:
        states = ["sent", "undelivered" if self._dice.random() < self.undelivered else "delivered"]
        self._dice.shuffle(states)
        if self._dice.random() < self.too_early:
            await self._tell(callback, sid, states.pop(), tries=1)
        for state in states:
            task = asyncio.create_task(self._tell(callback, sid, state, CALLBACK_TRIES))
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)

    async def _tell(self, callback: str, sid: str, state: str, tries: int) -> None:
        """Tell what became of a text, again until it is heard."""
        fields = {"MessageSid": sid, "MessageStatus": state, "AccountSid": ACCOUNT}
        headers = {"X-Twilio-Signature": self._validator.compute_signature(callback, fields)}
        for _ in range(tries):
            try:
                async with self._session.post(
                    callback.replace(PUBLIC, self.told, 1), data=fields, headers=headers
                ) as answer:
                    if answer.status == 200:
                        return
            except (ClientError, TimeoutError):
                pass
            await self._pause(0.25)
