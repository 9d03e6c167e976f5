"""`doorstep backup`: one file with the database, as it was at one instant, and the attachments, while Doorstep runs."""

import hashlib
import os
import tarfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from rich.console import Console

from doorstep import archive
from doorstep.archive import DATABASE, Manifest
from doorstep.moving import embedded
from doorstep.obstacles import obstacles
from doorstep.opening import utc_now
from doorstep.progress import bars
from doorstep.settings import Settings
from store.moving import snapshot, sqlite
from store.moving.copying import Progress
from store.moving.tables import STAYING, CannotMove


def save(settings: Settings, file: Path, console: Console) -> None:
    """Write a backup to `file`, which nobody else may read. Raises `CannotMove`; then there is no such file."""
    with obstacles(), bars(console) as progress:
        if not file.parent.is_dir():
            raise CannotMove(f"There is no folder {file.parent} to save into. Make it, or name another file.")
        _refuse_existing(file)
        with scratch(file.parent) as folder:
            database, packed = folder / DATABASE, folder / "packed"
            if settings.database:
                snapshot.of_postgres(settings.database, database, progress)
            else:
                snapshot.of_sqlite(embedded(settings), database, progress)
            with _written(packed) as written, tarfile.open(fileobj=written, mode="w") as tar:
                missing = _pack(tar, database, settings.data / "media", progress)
            _refuse_existing(file)
            packed.rename(file)
            _sync_folder(file.parent)
    _say(console, f"Saved to {file}. It holds tenants' words: keep it where only few can read it.")
    if missing:
        _say(
            console,
            f"{missing} attachments that the database names are not in it: they are not in {settings.data / 'media'},"
            " or not what they were. If they lie elsewhere, set DOORSTEP_DATA and save again.",
            style="bold red",
        )


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """A folder inside this one that nobody else can read; gone in the end."""
    with TemporaryDirectory(prefix=".doorstep-", dir=folder) as name:
        yield Path(name)


def _refuse_existing(file: Path) -> None:
    if file.exists():
        raise CannotMove(f"{file} exists already and is left as it is. Name another file.")


@contextmanager
def _written(path: Path) -> Iterator[IO[bytes]]:
    """A new file that nobody else can read; on disk where the block ends well."""
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Have the names in it on disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _pack(tar: tarfile.TarFile, database: Path, media: Path, progress: Progress) -> int:
    """Put everything in; how many attachments are missing. Some that came after the database do no harm."""
    kept = [path for path in sorted(media.glob("*/*")) if archive.MEDIA.fullmatch(_name(path))]
    progress.begin("Packing bytes", sum(path.stat().st_size for path in (database, *kept)))
    with database.open("rb") as file:
        sha256 = archive.add(tar, DATABASE, file, progress)
    packed = {path.name for path in kept if _add_whole(tar, path, progress)}
    with sqlite.reading(database) as side:
        manifest = _manifest(side, sha256, packed)
        named = {row["sha256"] for row in side.db(utc_now()).ask("SELECT sha256 FROM media WHERE sha256 <> ''")}
    archive.finish(tar, manifest)
    return len(named - packed)


def _name(path: Path) -> str:
    return f"media/{path.parent.name}/{path.name}"


def _add_whole(tar: tarfile.TarFile, path: Path, progress: Progress) -> bool:
    """Whether an attachment is there and still has the content that it is named after."""
    try:
        with path.open("rb") as file:
            whole = hashlib.file_digest(file, "sha256").hexdigest() == path.name
            if whole:
                archive.add(tar, _name(path), file, progress)
            return whole
    except FileNotFoundError:
        return False


def _manifest(side: sqlite.SqliteSide, sha256: str, media: Collection[str]) -> Manifest:
    return Manifest(
        format=archive.FORMAT,
        version=version("doorstep"),
        made_at=utc_now(),
        sha256=sha256,
        migrations=tuple(side.migrations()),
        rows={name: side.count(name) for name in sorted(side.tables.keys() - STAYING)},
        media=len(media),
    )


def _say(console: Console, sentence: str, style: str = "") -> None:
    console.print(sentence, style=style, highlight=False, soft_wrap=True)
