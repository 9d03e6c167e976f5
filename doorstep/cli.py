"""The `doorstep` command."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Annotated

import typer
import uvloop
from rich.console import Console

from doorstep import backup, checking, moving, reading, restoring, staff, telephony, terminal
from doorstep.configuration import Wrong
from doorstep.landlord import tell
from doorstep.logs import configure_logs
from doorstep.serving import CannotStart, serve
from doorstep.settings import Settings, WrongSettings, from_environment
from doorstep.system import LOOPS
from doorstep.understanding import NotTrained
from housing.database import WrongFile
from store.moving.tables import CannotMove
from store.sqlite import Occupied

app = typer.Typer(help="A landlord's front door for messages.", no_args_is_help=True, add_completion=False)
console = Console(stderr=True)

#: what is said in one clear sentence instead of a traceback
CLEAR = (WrongSettings, Wrong, CannotStart, NotTrained, Occupied, CannotMove, WrongFile)


@app.command()
def run(
    demo: Annotated[bool, typer.Option(help="made-up colleagues with printed passwords")] = False,
    sandbox: Annotated[bool, typer.Option(help="devices in a page, for whoever has no provider accounts")] = False,
    only: Annotated[str, typer.Option(help="some of these, by comma; needs PostgreSQL and Redis")] = "",
) -> None:
    """Run the whole system until it is stopped, or some of it beside other processes."""
    configure_logs()
    settings = _settings(demo, sandbox)
    _writable(settings.data)
    loops = _loops(only, settings)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(settings, console, only=loops))


@app.command()
def check() -> None:
    """Prove the configuration before it is used; says file, line and what to write instead."""
    if not checking.check(_settings(), console):
        raise typer.Exit(1)


@app.command()
def talk(
    channel: Annotated[str, typer.Option(help="sms or webchat")] = "sms",
    as_: Annotated[str, typer.Option("--as", help="a demo person by name or number; without it, a stranger")] = "",
) -> None:
    """Talk to the bot in the terminal; nothing runs beside it and nothing is kept."""
    asyncio.run(terminal.talk(_settings(), channel, as_, console))


@app.command()
def understand(
    file: Annotated[Path | None, typer.Argument(help="one message a line; without it, standard input")] = None,
) -> None:
    """What each message seems to mean: one JSON object a line."""
    reading.understand(_settings(), file, sys.stdout)


@app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(help="tab-separated, with columns text, topic, emergency")],
    json: Annotated[bool, typer.Option("--json", help="one JSON object, for machines")] = False,
) -> None:
    """How well messages with known labels are understood."""
    reading.evaluate(_settings(), file, json, Console())


@app.command()
def colleague(
    email: Annotated[str, typer.Argument(help="what they sign in with")],
    name: Annotated[str, typer.Argument(help="first name and surname, as tenants see it")],
    team: Annotated[list[str], typer.Option(help="a team of config/teams.toml; may be given again")],
    role: Annotated[list[str] | None, typer.Option(help="a role; may be given again; without one, colleague")] = None,
) -> None:
    """Add a colleague to the desk, or give one a new password. Doorstep must not be running meanwhile."""
    password = asyncio.run(staff.add(_settings(), email, name, team, role or ["colleague"]))
    console.print(f"{name} can sign in as {email} with the password {password}", highlight=False, soft_wrap=True)


@app.command()
def move(
    address: Annotated[str, typer.Argument(help="an empty PostgreSQL database: postgresql://user@host/name")],
) -> None:
    """Move everything from the embedded database to PostgreSQL and compare every row. Doorstep must not be running."""
    moving.move(_settings(), address, console)


@app.command("backup")
def save(file: Annotated[Path, typer.Argument(help="the file to write; there must be none yet")]) -> None:
    """Save the database and the attachments to one file, while Doorstep runs."""
    backup.save(_settings(), file, console)


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="a file that `doorstep backup` wrote")]) -> None:
    """Put a backup into an empty database and compare every row. Doorstep must not be running."""
    settings = _settings()
    _writable(settings.data)
    restoring.restore(settings, file, console)


@app.command()
def calls(
    file: Annotated[Path, typer.Argument(help=f"CSV with the columns {', '.join(telephony.COLUMNS)}")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what would be kept")] = False,
) -> None:
    """Keep the calls of a telephony export, for how soon calls are answered. The same call twice is one."""
    telephony.load_calls(_settings(), file, dry_run, console)


@app.command()
def landlord(
    slow: Annotated[float, typer.Option(help="seconds that every call takes longer")] = 0,
    down: Annotated[bool, typer.Option("--down", help="no call is answered")] = False,
    lose_answers: Annotated[int, typer.Option(help="so many writes are carried out and not answered")] = 0,
    well: Annotated[bool, typer.Option("--well", help="everything works again")] = False,
    demo: Annotated[bool, typer.Option(help="of the demonstration of `run --demo`")] = False,
) -> None:
    """Tell the demo landlord what to do badly, to see what tenants and colleagues are told then."""
    if not (well or slow or down or lose_answers):
        raise WrongSettings("Say what it is to do: --slow 3, --down, --lose-answers 2, or --well.")
    given = (0.0, False, 0) if well else (slow, down, lose_answers)
    console.print(tell(_settings(demo), *given), highlight=False)


@app.command()
def train() -> None:
    """Train the understanding from `bot/training/`; done by `make setup`."""
    reading.retrain(_settings(), console)


def _settings(demo: bool = False, sandbox: bool = False) -> Settings:
    return from_environment(os.environ, demo, sandbox)


def _loops(only: str, settings: Settings) -> tuple[str, ...]:
    """What to run. Raises `WrongSettings`: the embedded database is for one process."""
    names = tuple(name.strip() for name in only.split(",") if name.strip())
    for name in names:
        if name not in LOOPS:
            raise WrongSettings(f"There is no {name!r} to run; choose some of {', '.join(LOOPS)}.")
    if names and not (settings.database and settings.redis):
        raise WrongSettings(
            "--only is for several processes, which need PostgreSQL and Redis: "
            "set DOORSTEP_DATABASE and DOORSTEP_REDIS."
        )
    return names or LOOPS


def _writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise WrongSettings(
            f"Cannot write to {folder}. Make it writable, or name another folder: DOORSTEP_DATA"
        ) from error


def main() -> None:
    """The command, with clear sentences for what a person can mend."""
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except CLEAR as problem:
        console.print(str(problem), style="bold red", highlight=False, soft_wrap=True)
        sys.exit(1)
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(130)
    except typer.TyperException as problem:
        console.print(str(problem), style="bold red", highlight=False, soft_wrap=True)
        sys.exit(2)
