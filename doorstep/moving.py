"""`doorstep move`: everything from the embedded database to an empty PostgreSQL database, compared row by row."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from doorstep.obstacles import obstacles
from doorstep.opening import utc_now
from doorstep.progress import bars
from doorstep.settings import Settings, WrongSettings
from store.moving import postgres, sqlite
from store.moving.copying import copy, settle
from store.moving.tables import CannotMove
from store.sqlite import SqliteStore


def move(settings: Settings, address: str, console: Console) -> None:
    """Move all rows and say what to set. Raises `WrongSettings`, `Occupied`, `CannotMove`; then nothing was moved."""
    if not address.startswith("postgresql://"):
        raise WrongSettings("Name where to move to as postgresql://user:password@host:5432/name.")
    path = embedded(settings)
    if not path.is_file():
        raise CannotMove(f"There is no database at {path} to move. DOORSTEP_DATA names the folder that it lies in.")
    with obstacles(), alone(path), bars(console) as progress:
        now = utc_now()
        with sqlite.reading(path) as source, postgres.filling(address) as target:
            copied = copy(source, target, progress)
            settle(target, now)
    _say_what_is_next(settings, console, f"Moved {copied}: each was read back and is the same.")


def embedded(settings: Settings) -> Path:
    """The file of the embedded database."""
    return settings.data / "doorstep.sqlite"


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Bring the embedded database up to date and keep any other Doorstep from it. Raises `Occupied`."""
    store = SqliteStore(path, utc_now)
    try:
        yield
    finally:
        asyncio.run(store.close())


def _say_what_is_next(settings: Settings, console: Console, done: str) -> None:
    for line in (
        done,
        "Set DOORSTEP_DATABASE to this address for every process; several processes need DOORSTEP_REDIS as well.",
        f"Attachments stay in {settings.data / 'media'}: every process must reach this folder under its DOORSTEP_DATA.",
        f"{embedded(settings)} is as it was and holds tenants' words: delete it once you are content.",
    ):
        console.print(line, highlight=False, soft_wrap=True)
