"""`doorstep restore`: a backup put into an empty database and the folder of attachments, all of it or nothing."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from doorstep import archive
from doorstep.archive import DATABASE, FORMAT, Archive, Manifest
from doorstep.backup import scratch
from doorstep.moving import alone, embedded
from doorstep.obstacles import obstacles
from doorstep.opening import utc_now
from doorstep.progress import Bars, bars
from doorstep.settings import Settings
from store.migrations import FOLDER, migrate
from store.moving import postgres, sqlite
from store.moving.copying import Progress, copy, settle, sign_out
from store.moving.side import Side
from store.moving.tables import CannotMove


def restore(settings: Settings, file: Path, console: Console) -> None:
    """Put a backup into the database of the settings. Raises `CannotMove` and `Occupied`; then nothing was restored."""
    with obstacles(), bars(console) as progress, archive.opened(file) as saved:
        manifest = saved.checked(progress)
        _refuse_newer(manifest)
        with scratch(settings.data) as folder:
            database = folder / DATABASE
            _extract(saved, DATABASE, database)
            migrate(f"sqlite:///{database}", "sqlite")
            copied = _put(settings, saved, database, progress)
    console.print(
        f"Restored the backup of {manifest.made_at:%-d %B %Y %H:%M} UTC: {copied}, each read back and the same, and"
        f" {manifest.media} attachments. Colleagues sign in again. What was waiting to be sent then is sent now.",
        highlight=False,
        soft_wrap=True,
    )


def _refuse_newer(manifest: Manifest) -> None:
    known = {path.stem for path in (FOLDER / "sqlite").glob("*.sql")}
    newer = sorted(set(manifest.migrations) - known)
    if newer or manifest.format > FORMAT:
        known_by = f"version {manifest.version}, with {', '.join(newer) or 'another format'}"
        raise CannotMove(
            f"This backup was made by a newer Doorstep ({known_by}). Bring this one up to date, then restore again."
        )


def _put(settings: Settings, saved: Archive, database: Path, progress: Bars) -> str:
    """Fill the database and the folder of attachments; the database is committed last."""
    now = utc_now()
    with (
        _removed_on_failure() as placed,
        sqlite.reading(database) as source,
        _target(settings) as target,
    ):
        copied = copy(source, target, progress)
        settle(target, now)
        sign_out(target, now)
        _place(saved, settings.data, placed, progress)
    return str(copied)


@contextmanager
def _target(settings: Settings) -> Iterator[Side]:
    if settings.database:
        with postgres.filling(settings.database) as side:
            yield side
    else:
        path = embedded(settings)
        with alone(path), sqlite.filling(path) as side:
            yield side


@contextmanager
def _removed_on_failure() -> Iterator[list[Path]]:
    """Files that are removed again where the block fails."""
    placed: list[Path] = []
    try:
        yield placed
    except BaseException:
        for path in placed:
            path.unlink(missing_ok=True)
        raise


def _place(saved: Archive, folder: Path, placed: list[Path], progress: Progress) -> None:
    """Put the attachments where they are looked for, and on disk; those that are there already are the same."""
    names = saved.media()
    progress.begin("Placing attachments", len(names))
    for name in names:
        path = folder / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_suffix(".part")
            placed += [partial, path]
            _extract(saved, name, partial)
            partial.rename(path)
        progress.further(1)
    os.sync()


def _extract(saved: Archive, name: str, path: Path) -> None:
    with saved.open(name) as packed, path.open("wb") as file:
        shutil.copyfileobj(packed, file, archive.PIECE)
