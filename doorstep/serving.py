"""`doorstep run`: everything opened, wired and served in one process until it is told to stop."""

import asyncio
import gc
import importlib
import logging
import signal
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

from aiohttp import web
from rich.console import Console

from desk.app import add_routes
from desk.passwords import hash_password
from doorstep import demo
from doorstep.opening import opened
from doorstep.pages import desk_of
from doorstep.settings import Settings
from doorstep.system import LOOPS, System
from housing.demo import DemoLandlord
from model.ports import Engine

log = logging.getLogger(__name__)

STOP_SECONDS = 9.0


#: opens a system on these settings, with this engine and these loops
Opening = Callable[[Settings, Engine | None, Collection[str]], AbstractAsyncContextManager[System]]


class CannotStart(Exception):
    """Doorstep cannot start; the text says what to do."""


async def serve(
    settings: Settings,
    console: Console,
    engine: Engine | None = None,
    only: Collection[str] = LOOPS,
    opening: Opening = opened,
) -> None:
    """Run these loops until SIGTERM or SIGINT; what is under way is finished first. Raises `CannotStart`."""
    async with opening(settings, engine, only) as system:
        if settings.demo:
            await demo.fill(system, await asyncio.to_thread(hash_password, demo.PASSWORD))
        stop = _stop_on_signals()
        async with AsyncExitStack() as stack:
            if "web" in only:
                await stack.enter_async_context(_web(system))
            _settle_memory()
            loops = asyncio.create_task(system.run(only))
            _announce(settings, console, only)
            stopped = asyncio.create_task(stop.wait())
            await asyncio.wait({loops, stopped}, return_when=asyncio.FIRST_COMPLETED)
            stopped.cancel()
        loops.cancel()
        done, _ = await asyncio.wait({loops}, timeout=STOP_SECONDS)
        for task in done:
            if not task.cancelled() and (failure := task.exception()) is not None:
                raise failure


def _settle_memory() -> None:
    """What was read at the start stays for good: the collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@asynccontextmanager
async def _web(system: System) -> AsyncIterator[None]:
    """The web server. Raises `CannotStart` where its port is taken."""
    settings = system.parts.settings
    runner = web.AppRunner(application(system), access_log=None, shutdown_timeout=2.0, handle_signals=False)
    await runner.setup()
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
        yield
    except OSError as error:
        raise CannotStart(
            f"Port {settings.port} is taken. Stop what uses it, or choose another: DOORSTEP_PORT=8081 make run"
        ) from error
    finally:
        await runner.cleanup()


def application(system: System) -> web.Application:
    """Everything that is served, with the sandbox where it is asked for."""
    settings = system.parts.settings
    app = web.Application(client_max_size=2 * 1024 * 1024)
    system.hooks.add_routes(app)
    if settings.sandbox:
        owners = demo.owners(system.parts.landlord) if isinstance(system.parts.landlord, DemoLandlord) else []
        # loaded only where it is asked for: it brings servers that nobody else needs
        importlib.import_module("doorstep.sandbox.making").sandbox(system.parts, owners).add_routes(app)
    add_routes(app, desk_of(system))
    return app


def _announce(settings: Settings, console: Console, only: Collection[str]) -> None:
    if "web" not in only:
        console.print(f"[bold green]Doorstep is ready:[/] {', '.join(only)}.", highlight=False)
        return
    local = f"http://{settings.host}:{settings.port}"
    console.print("[bold green]Doorstep is ready.[/]", highlight=False)
    console.print(f"  Public page with the chat  {local}/", highlight=False)
    console.print(f"  Staff desk                 {local}/desk", highlight=False)
    if settings.sandbox:
        console.print(f"  Devices to try it with     {local}/sandbox", highlight=False)
    if settings.demo:
        console.print(f"  Demo sign-ins, all with the password [bold]{demo.PASSWORD}[/]:", highlight=False)
        for person in demo.sign_ins(settings):
            console.print(f"    {person['email']:<28} {person['name']}", highlight=False)
    console.print("  Stop with Ctrl+C.", highlight=False)


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop
