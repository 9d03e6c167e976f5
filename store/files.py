"""Attachments and whole mails, kept as files under the hash of their content, so that the same one is kept once."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile


class Files:
    """A folder of files that never change. `sync` puts what an open file or folder holds on disk."""

    def __init__(self, folder: Path, sync: Callable[[int], None] = os.fsync) -> None:
        self.folder = folder
        self._sync = sync

    def path(self, sha256: str) -> Path:
        """Where a kept file lies."""
        return self.folder / sha256[:2] / sha256

    def keep(self, content: bytes) -> str:
        """Keep it; its hash. The file appears whole or not at all, and is on disk when this returns.

        Several may keep the same content at once. Raises `OSError`.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path(sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = self._written(path.parent, content)
        partial.replace(path)
        for folder in (path.parent, self.folder):
            self._sync_folder(folder)
        return sha256

    def _written(self, folder: Path, content: bytes) -> Path:
        """A file of its own with the content, on disk; none is left behind where that fails."""
        with NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as partial:
            path = Path(partial.name)
            try:
                partial.write(content)
                partial.flush()
                self._sync(partial.fileno())
            except OSError:
                path.unlink()
                raise
        return path

    def _sync_folder(self, folder: Path) -> None:
        opened = os.open(folder, os.O_RDONLY)
        try:
            self._sync(opened)
        finally:
            os.close(opened)
