"""The file that a backup is: a tar with an SQLite database, the attachments under their hash, and last the manifest,
without which it is not whole."""

import hashlib
import os
import re
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO

from pydantic import BaseModel, ConfigDict, ValidationError

from store.moving.copying import Progress
from store.moving.tables import CannotMove

FORMAT = 1
DATABASE = "doorstep.sqlite"
MANIFEST = "manifest.json"
MEDIA = re.compile(r"media/([0-9a-f]{2})/(\1[0-9a-f]{62})")
PIECE = 1024 * 1024
#: a manifest has a line for each table; more than this is none
MOST_MANIFEST = 1024 * 1024


class Manifest(BaseModel):
    """What a backup holds, for whoever restores it."""

    model_config = ConfigDict(frozen=True)

    format: int
    #: the version of Doorstep that made it, and when (UTC)
    version: str
    made_at: datetime
    #: of the database: its SHA-256, what made its tables, and how many rows each has
    sha256: str
    migrations: tuple[str, ...]
    rows: Mapping[str, int]
    #: how many attachments there are
    media: int


class Told:
    """A file that is read: what was read is hashed and told."""

    def __init__(self, file: IO[bytes], progress: Progress) -> None:
        self._file, self._progress, self._hash = file, progress, hashlib.sha256()

    def read(self, most: int = PIECE) -> bytes:
        piece = self._file.read(most)
        self._hash.update(piece)
        self._progress.further(len(piece))
        return piece

    def to_end(self) -> str:
        """Its SHA-256, once the rest of it is read."""
        while self.read():
            pass
        return self._hash.hexdigest()


class Archive:
    """A backup that is read."""

    def __init__(self, tar: tarfile.TarFile, path: Path) -> None:
        self._tar, self._path = tar, path
        self.members = {member.name: member for member in tar.getmembers() if member.isfile()}

    def checked(self, progress: Progress) -> Manifest:
        """The manifest, once everything in the file is what it says. Raises `CannotMove`."""
        manifest = self._manifest()
        names = self.media()
        if DATABASE not in self.members or len(names) != manifest.media:
            raise CannotMove(f"{self._path} is not whole: parts are missing. Take another backup.")
        wanted = {DATABASE: manifest.sha256, **{name: Path(name).name for name in names}}
        progress.begin("Checking bytes", sum(self.members[name].size for name in wanted))
        for name, sha256 in wanted.items():
            if Told(self.open(name), progress).to_end() != sha256:
                raise CannotMove(f"{self._path} is damaged: {name} is not what was saved. Take another backup.")
        return manifest

    def media(self) -> list[str]:
        """The names of the attachments in the file."""
        return [name for name in self.members if MEDIA.fullmatch(name)]

    def open(self, name: str) -> IO[bytes]:
        file = self._tar.extractfile(self.members[name])
        assert file is not None, "members are files"
        return file

    def _manifest(self) -> Manifest:
        member = self.members.get(MANIFEST)
        if member is None or member.size > MOST_MANIFEST:
            raise CannotMove(f"{self._path} is not a whole backup: it has no manifest. Take another one.")
        try:
            return Manifest.model_validate_json(self.open(MANIFEST).read())
        except ValidationError as error:
            raise CannotMove(f"{self._path} has a manifest that this version of Doorstep cannot read.") from error


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """A backup to read. Raises `CannotMove` for what is none."""
    try:
        with tarfile.open(path, "r:") as tar:
            yield Archive(tar, path)
    except tarfile.TarError as error:
        raise CannotMove(
            f"{path} is not a whole backup of Doorstep. Name a file that `doorstep backup` made."
        ) from error


def add(tar: tarfile.TarFile, name: str, file: IO[bytes], progress: Progress) -> str:
    """Put a file into a backup, from its beginning; its SHA-256."""
    told = Told(file, progress)
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    tar.addfile(_member(name, size), told)
    return told.to_end()


def finish(tar: tarfile.TarFile, manifest: Manifest) -> None:
    """Put in what a backup holds, which makes it whole."""
    text = manifest.model_dump_json(indent=2).encode()
    tar.addfile(_member(MANIFEST, len(text)), BytesIO(text))


def _member(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info
