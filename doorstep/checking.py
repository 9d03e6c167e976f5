"""`doorstep check`: proves the configuration, and says what each part is and what to do where it will not work."""

import asyncio
from datetime import UTC, datetime

from aiohttp import ClientSession
from rich.console import Console
from rich.markup import escape

from connectors.base import Around, NotSet, SendFailed
from doorstep.channels import connect
from doorstep.configuration import Configuration, Wrong, load
from doorstep.settings import Settings
from doorstep.understanding import NotTrained, open_engine
from sla.calendar import NeverOpen
from store.files import Files


def check(settings: Settings, console: Console) -> bool:
    """True where Doorstep could start with this; each trouble is printed with what to do."""
    try:
        configuration = load(settings.config)
    except Wrong as problem:
        _bad(console, str(problem))
        return False
    _good(
        console,
        f"configuration in {settings.config}: {len(configuration.topics)} topics, {len(configuration.teams)} teams",
    )
    troubles = [*_calendars(configuration), *_understanding(settings, configuration), *_pages(settings)]
    for trouble in troubles:
        _bad(console, trouble)
    for unchecked in configuration.emergencies.unchecked():
        _note(console, f"{unchecked.where} gives {unchecked.number}, which nobody has checked")
    return asyncio.run(_channels(settings, configuration, console)) and not troubles


def _calendars(configuration: Configuration) -> list[str]:
    """Promises that can never fall due."""
    troubles = []
    for promise in configuration.promises.values():
        try:
            calendar = configuration.calendars[promise.calendar]
            if calendar.next_open(datetime.now(UTC)) is None:
                raise NeverOpen(promise.calendar)
        except NeverOpen:
            troubles.append(
                f"hours.toml: the calendar {promise.calendar!r} of {promise.name!r} never opens; give it hours"
            )
    return troubles


def _understanding(settings: Settings, configuration: Configuration) -> list[str]:
    try:
        open_engine(settings, configuration)
    except NotTrained as problem:
        return [str(problem)]
    return []


def _pages(settings: Settings) -> list[str]:
    return [] if (settings.web / "index.html").exists() else ["The web pages are not built yet. Run: make setup"]


async def _channels(settings: Settings, configuration: Configuration, console: Console) -> bool:
    """Says of each channel whether it is set up, can be reached and is signed; False where one would not work."""
    works = True
    async with ClientSession() as session:
        around = Around(session, settings.public_address, Files(settings.data / "media"), settings.secrets)
        for channel, entry in configuration.channels.items():
            if not entry.connector:
                continue
            try:
                found = await connect(channel, entry, around).check()
            except NotSet as missing:
                _note(console, f"{channel.value} is off: {missing}")
            except SendFailed as failure:
                _bad(console, f"{channel.value}: {failure.why}")
                works = False
            else:
                _good(console, f"{channel.value}: {'; '.join(found) or 'is on; nobody needs to be asked'}")
    return works


def _good(console: Console, text: str) -> None:
    console.print(f"  [green]good[/]   {escape(text)}", highlight=False, soft_wrap=True)


def _note(console: Console, text: str) -> None:
    console.print(f"  note   {escape(text)}", highlight=False, soft_wrap=True)


def _bad(console: Console, text: str) -> None:
    console.print(f"  [bold red]wrong[/]  {escape(text)}", highlight=False, soft_wrap=True)
