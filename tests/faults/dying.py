"""What runs in each process: the real `serve`, with something between its parts that ends the process at a named point.

A point is a unit of work, before or after its commit, or a text handed to the provider, before or after. The process
dies there once a file of the point's name says so; the file says how often the point is passed before. Whoever removes
the file dies, so that of several processes one does. Everything that takes long to read is read before the processes are
forked, so that a start takes a moment.
"""

import asyncio
import os
import signal
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import uvloop
from rich.console import Console

from connectors.sms import Sms
from connectors.twilio.http import TwilioHttp, client
from doorstep.configuration import load
from doorstep.logs import configure_logs
from doorstep.opening import opened
from doorstep.serving import serve
from doorstep.settings import ROOT, from_environment
from doorstep.system import Parts
from model.channel import Channel
from model.message import Outbound
from tests.fakes import KeywordEngine

#: the points: what is passed, and who passes it
UNITS = {
    "intake.receive": "web",
    "receipts.settle": "web",
    "turns.claim": "line",
    "turns.save": "line",
    "outbox.take": "delivery",
    "sms.send": "delivery",
    "outbox.accept": "delivery",
    "outbox.doubt": "delivery",
    "doubts.take": "delivery",
    "effects.take": "delivery",
    "effects.finish": "delivery",
    "routing.offer": "router",
    "routing.lapse_expired": "router",
}
POINTS = [f"{unit}.{side}" for unit in UNITS for side in ("before", "after")]

_configuration = load(ROOT / "config")
#: offers lapse soon enough to be seen, and nobody is set away for that
CONFIGURATION = replace(_configuration, routing=replace(_configuration.routing, offer_seconds=3, lapses=1000))


class Points:
    """Where this process may die."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._left: dict[str, int] = {}

    def passed(self, point: str) -> None:
        """Die here if it is time."""
        path = self.folder / point
        if not path.exists():
            return
        if point not in self._left:
            with suppress(OSError, ValueError):
                self._left[point] = int(path.read_text())
        self._left[point] = self._left.get(point, 0) - 1
        if self._left[point] <= 0:
            with suppress(FileNotFoundError):
                path.unlink()
                os.kill(os.getpid(), signal.SIGKILL)


class DyingStore:
    """A store that ends its process before or after a commit. Units of work that did nothing are not counted."""

    def __init__(self, store: Any, points: Points) -> None:
        self._store = store
        self._points = points
        # one object for one work: works that do many at once are told apart by it
        self._before = cache(self._dying)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def write(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        result = await self._store.write(self._before(work), *args, **kwargs)
        self._after(work, _did_something(result))
        return result

    async def together(self, work: Callable[..., Any], item: Any) -> Any:
        result = await self._store.together(self._before(work), item)
        self._after(work, result is not None)
        return result

    def _dying(self, work: Callable[..., Any]) -> Callable[..., Any]:
        name = name_of(work)

        def dying(*args: Any, **kwargs: Any) -> Any:
            result = work(*args, **kwargs)
            if _did_something(result):
                self._points.passed(f"{name}.before")
            return result

        return dying if name in UNITS else work

    def _after(self, work: Callable[..., Any], did_something: bool) -> None:
        name = name_of(work)
        if name in UNITS and did_something:
            self._points.passed(f"{name}.after")


class DyingSms(Sms):
    """Text messages whose process ends before or after one is handed over."""

    def __init__(self, sms: Sms, points: Points, seconds: float) -> None:
        http = TwilioHttp(sms.http.session, sms.http.base, seconds)
        super().__init__(client(*sms.client.auth, http), http, sms.number, sms.public_address)
        self._points = points

    async def send(self, reply: Outbound) -> str:
        self._points.passed("sms.send.before")
        provider_id = await super().send(reply)
        self._points.passed("sms.send.after")
        return provider_id


def name_of(work: Callable[..., Any]) -> str:
    return f"{work.__module__.rpartition('.')[2]}.{work.__name__}"


def _did_something(result: Any) -> bool:
    if isinstance(result, Sequence):
        return any(one is not None for one in result)
    return result is None or bool(result)


def run(folder: Path, environment: Mapping[str, str], only: Collection[str], embedded: bool, seconds: float) -> None:
    """Serve in this process, which was forked for it, until told to stop."""
    os.environ.clear()
    os.environ.update(environment)
    with (folder / f"log-{'-'.join(only)}.txt").open("ab") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    configure_logs()
    points = Points(folder / "points")

    def between(parts: Parts) -> Parts:
        sms = DyingSms(parts.connectors[Channel.SMS], points, seconds)
        return replace(parts, store=DyingStore(parts.store, points), connectors={**parts.connectors, Channel.SMS: sms})

    engine = None if embedded else KeywordEngine()
    opening = partial(opened, configuration=CONFIGURATION, between=between)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(from_environment(os.environ), Console(stderr=True), engine, only, opening))
