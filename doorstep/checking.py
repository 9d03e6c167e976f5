"""`doorstep check`: proves the configuration, and says what each part is and what to do where it will not work."""

from datetime import UTC, datetime

from rich.console import Console

from doorstep.configuration import Configuration, Wrong, load
from doorstep.settings import Settings
from doorstep.understanding import NotTrained, open_engine
from sla.calendar import NeverOpen


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
        console.print(
            f"  note   {unchecked.where} gives {unchecked.number}, which nobody has checked",
            highlight=False,
            soft_wrap=True,
        )
    _sms(settings, console)
    return not troubles


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


def _sms(settings: Settings, console: Console) -> None:
    if settings.sandbox or (settings.twilio_account and settings.twilio_token):
        _good(console, f"SMS: configured; Twilio must post to {settings.public_address}/hooks/sms")
    else:
        console.print(
            "  note   SMS: not configured; set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN",
            highlight=False,
            soft_wrap=True,
        )


def _good(console: Console, text: str) -> None:
    console.print(f"  [green]good[/]   {text}", highlight=False, soft_wrap=True)


def _bad(console: Console, text: str) -> None:
    console.print(f"  [bold red]wrong[/]  {text}", highlight=False, soft_wrap=True)
