"""Attachments and whole mails, kept as files under the hash of their content, so that the same one is kept once."""

import hashlib
from pathlib import Path


class Files:
    """A folder of files that never change."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Where a kept file lies."""
        return self.folder / sha256[:2] / sha256

    def keep(self, content: bytes) -> str:
        """Keep it; its hash. The file appears whole or not at all."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path(sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".part")
        partial.write_bytes(content)
        partial.rename(path)
        return sha256
