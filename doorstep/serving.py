"""`doorstep run`: everything opened, wired and served in one process until it is told to stop."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime

from aiohttp import ClientSession, web
from rich.console import Console

from connectors.base import Connector
from connectors.sms import Sms
from connectors.twilio_http import TwilioHttp, client
from connectors.webchat import WebChat
from desk.app import add_routes
from desk.passwords import hash_password
from doorstep import demo
from doorstep.configuration import Configuration, load
from doorstep.pages import desk_of
from doorstep.sandbox import Sandbox
from doorstep.settings import Settings
from doorstep.system import Parts, System
from doorstep.understanding import open_engine
from housing.demo import DemoLandlord, open_demo
from model.channel import Channel
from store.recovery import release_all
from store.sqlite import SqliteStore

log = logging.getLogger(__name__)

STOP_SECONDS = 9.0


def utc_now() -> datetime:
    return datetime.now(UTC)


class CannotStart(Exception):
    """Doorstep cannot start; the text says what to do."""


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[System]:
    """A whole system on this machine's files, closed in the end."""
    configuration = load(settings.config)
    engine = open_engine(settings, configuration)
    async with AsyncExitStack() as stack:
        landlord = open_demo(settings.data / "housing.sqlite", utc_now().date(), utc_now)
        stack.callback(landlord.close)
        store = SqliteStore(settings.data / "doorstep.sqlite", utc_now)
        await store.write(release_all)
        stack.push_async_callback(store.close)
        session = await stack.enter_async_context(ClientSession())
        connectors = _connectors(settings, configuration, session)
        yield System(Parts(settings, configuration, store, engine, landlord, connectors, utc_now))


def _connectors(settings: Settings, configuration: Configuration, session: ClientSession) -> dict[Channel, Connector]:
    connectors: dict[Channel, Connector] = {Channel.WEB_CHAT: WebChat()}
    if settings.twilio_account and settings.twilio_token:
        http = TwilioHttp(session, settings.twilio_base)
        twilio = client(settings.twilio_account, settings.twilio_token, http)
        connectors[Channel.SMS] = Sms(twilio, http, configuration.sms, settings.public_address)
    return connectors


async def serve(settings: Settings, console: Console) -> None:
    """Serve until SIGTERM or SIGINT; what is under way is finished first. Raises `CannotStart`."""
    async with opened(settings) as system:
        if settings.demo:
            await demo.fill(system, await asyncio.to_thread(hash_password, demo.PASSWORD))
        app = _application(system)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0, handle_signals=False)
        await runner.setup()
        try:
            await web.TCPSite(runner, settings.host, settings.port).start()
        except OSError as error:
            await runner.cleanup()
            raise CannotStart(
                f"Port {settings.port} is taken. Stop what uses it, or choose another: DOORSTEP_PORT=8081 make run"
            ) from error
        stop = _stop_on_signals()
        loops = asyncio.create_task(system.run())
        _announce(settings, console)
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({loops, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        await runner.cleanup()
        loops.cancel()
        done, _ = await asyncio.wait({loops}, timeout=STOP_SECONDS)
        for task in done:
            if not task.cancelled() and (failure := task.exception()) is not None:
                raise failure


def _application(system: System) -> web.Application:
    settings = system.parts.settings
    app = web.Application(client_max_size=2 * 1024 * 1024)
    system.hooks.add_routes(app)
    if settings.sandbox:
        owners = demo.phone_owners(system.parts.landlord) if isinstance(system.parts.landlord, DemoLandlord) else []
        Sandbox(settings, owners, system.parts.configuration.sms, system.parts.now).add_routes(app)
    add_routes(app, desk_of(system))
    return app


def _announce(settings: Settings, console: Console) -> None:
    local = f"http://{settings.host}:{settings.port}"
    console.print("[bold green]Doorstep is ready.[/]", highlight=False)
    console.print(f"  Public page with the chat  {local}/", highlight=False)
    console.print(f"  Staff desk                 {local}/desk", highlight=False)
    if settings.sandbox:
        console.print(f"  Phones to try it with      {local}/sandbox", highlight=False)
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
