"""Files that never change: whole or not there at all, and on disk before anybody is told."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from store.files import Files

CONTENT = b"a picture of a tap"


class Disk:
    """Notes what is put on disk, and what the folder showed by then."""

    def __init__(self, folder):
        self.folder = folder
        self.noted = []

    def __call__(self, opened):
        path = Path(os.readlink(f"/proc/self/fd/{opened}"))
        self.noted.append((path.suffix or path.name, self.shown()))

    def shown(self):
        return sorted(path.suffix for path in self.folder.glob("*/*"))


def test_a_file_is_kept_under_its_hash(tmp_path):
    files = Files(tmp_path / "media")
    assert files.path(files.keep(CONTENT)).read_bytes() == CONTENT


def test_the_content_is_on_disk_before_its_name_and_the_name_before_anybody_is_told(tmp_path):
    disk = Disk(tmp_path / "media")
    sha256 = Files(tmp_path / "media", disk).keep(CONTENT)
    assert disk.noted == [(".part", [".part"]), (sha256[:2], [""]), ("media", [""])]


def test_several_keep_the_same_content_at_once(tmp_path):
    files = Files(tmp_path)
    content = os.urandom(1_000_000)
    with ThreadPoolExecutor(8) as threads:
        kept = set(threads.map(lambda _: files.keep(content), range(64)))
    [sha256] = kept
    assert files.path(sha256).read_bytes() == content
    assert [path.name for path in tmp_path.glob("*/*")] == [sha256]


def test_nothing_is_left_of_what_could_not_be_written(tmp_path):
    def full(_):
        raise OSError("no space left on device")

    with pytest.raises(OSError, match="no space"):
        Files(tmp_path, full).keep(CONTENT)
    assert list(tmp_path.glob("*/*")) == []
