"""Saving and restoring, and moving to PostgreSQL: what a person does, and what they are told when it cannot be done."""

import asyncio
import hashlib
import io
import json
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from rich.console import Console
from yoyo import get_backend, read_migrations

from doorstep import backup, moving, restoring
from doorstep.archive import DATABASE, MANIFEST
from doorstep.configuration import Configuration
from doorstep.settings import WrongSettings, from_environment
from store.migrations import FOLDER
from store.moving import postgres, sqlite
from store.moving.tables import STAYING, CannotMove
from store.sqlite import Occupied, SqliteStore
from tests.doorstep.test_cli import doorstep, one_sentence
from tests.filled import PICTURE, everything, filled, on
from tests.running import Running
from tests.servers import Postgres

#: not as they were: what was under way is settled, and colleagues sign in again
CHANGED = ("reply", "session")
KEPT = hashlib.sha256(PICTURE).hexdigest()

pytestmark = pytest.mark.sqlite


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with Postgres() as running:
        yield running


@pytest.fixture(scope="module")
def filled_once(tmp_path_factory: pytest.TempPathFactory, configuration: Configuration, demo_file: Path) -> Path:
    return filled(tmp_path_factory.mktemp("filled"), configuration, demo_file).parent


@pytest.fixture
def data(filled_once: Path, tmp_path: Path) -> Path:
    """The folder of a Doorstep with rows of every kind and an attachment."""
    return Path(shutil.copytree(filled_once, tmp_path / "data"))


@pytest.fixture
def saved(data: Path, tmp_path: Path) -> Path:
    """A backup of it."""
    file = tmp_path / "backup.tar"
    save(data, file)
    return file


def settings_of(folder, address=""):
    folder.mkdir(exist_ok=True)
    return from_environment({"DOORSTEP_DATA": str(folder), "DOORSTEP_DATABASE": address})


def save(folder, file, address=""):
    """Save; what was said."""
    console = Console(file=io.StringIO(), width=200)
    backup.save(settings_of(folder, address), file, console)
    return console.file.getvalue()


def restore(folder, file, address=""):
    console = Console(file=io.StringIO(), width=200)
    restoring.restore(settings_of(folder, address), file, console)
    return console.file.getvalue()


def move(folder, address):
    moving.move(settings_of(folder), address, Console(file=io.StringIO()))


def rows(folder):
    with sqlite.reading(folder / "doorstep.sqlite") as side:
        return {name: found for name, found in everything(side).items() if name not in CHANGED}


def ask(folder, sql):
    with closing(sqlite3.connect(folder / "doorstep.sqlite")) as connection, connection:
        return connection.execute(sql).fetchall()


def rewritten(file, **manifest):
    """The same backup with another manifest."""
    with tarfile.open(file) as tar:
        parts = {member.name: tar.extractfile(member).read() for member in tar.getmembers()}
    parts[MANIFEST] = json.dumps(json.loads(parts[MANIFEST]) | manifest).encode()
    with tarfile.open(file, "w") as tar:
        for name, content in parts.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return file


def test_what_was_saved_is_restored_the_same(data, saved, tmp_path):
    assert "each read back and the same" in restore(tmp_path / "other", saved)
    assert rows(tmp_path / "other") == rows(data)
    assert (tmp_path / "other" / "media" / KEPT[:2] / KEPT).read_bytes() == PICTURE


def test_a_backup_is_for_few_eyes_and_leaves_nothing_else_behind(data, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    said = save(data, folder / "monday.tar")
    assert "keep it where only few can read it" in said
    assert [path.name for path in folder.iterdir()] == ["monday.tar"]
    assert (folder / "monday.tar").stat().st_mode & 0o777 == 0o600


def test_a_manifest_says_what_a_backup_holds(data, saved):
    with tarfile.open(saved) as tar:
        assert tar.getnames() == [DATABASE, f"media/{KEPT[:2]}/{KEPT}", MANIFEST]
        manifest = json.loads(tar.extractfile(MANIFEST).read())
        assert manifest["sha256"] == hashlib.sha256(tar.extractfile(DATABASE).read()).hexdigest()
    assert manifest["rows"]["message"] == ask(data, "SELECT COUNT(*) FROM message")[0][0]
    assert not STAYING & manifest["rows"].keys()
    assert manifest["media"] == 1


def test_a_doorstep_that_runs_is_saved_and_goes_on(data, tmp_path):
    with moving.alone(data / "doorstep.sqlite"):
        save(data, tmp_path / "backup.tar")
        ask(data, "UPDATE person SET name = 'after it'")
    restore(tmp_path / "other", tmp_path / "backup.tar")
    assert ask(tmp_path / "other", "SELECT id FROM person WHERE name = 'after it'") == []


def test_after_a_restore_nothing_is_under_way_and_nobody_signed_in(data, saved, tmp_path):
    assert ask(data, "SELECT COUNT(*) FROM reply WHERE state = 10") == [(1,)]
    restore(tmp_path / "other", saved)
    assert ask(tmp_path / "other", "SELECT COUNT(*) FROM reply WHERE state = 10") == [(0,)]
    assert ask(tmp_path / "other", "SELECT COUNT(*) FROM reply WHERE state = 20 AND doubts = 1") == [(1,)]
    assert ask(tmp_path / "other", "SELECT COUNT(*) FROM session") == [(0,)]


async def test_life_goes_on_after_a_restore(saved, tmp_path, stage):
    await asyncio.to_thread(restore, tmp_path / "other", saved)
    again = on(stage, SqliteStore(tmp_path / "other" / "doorstep.sqlite", stage.clock))
    kieran = again.phone("+447700900002")
    assert "one more" in await kieran.says("4/7/1993")
    assert "You owe £110.12" in await kieran.says("hr99 7wr")
    await again.system.parts.store.close()


def test_no_file_is_overwritten(data, saved):
    before = saved.read_bytes()
    with pytest.raises(CannotMove, match="exists already"):
        save(data, saved)
    assert saved.read_bytes() == before


def test_attachments_that_are_missing_or_damaged_are_counted(data, tmp_path):
    (data / "media" / KEPT[:2] / KEPT).write_bytes(b"something else")
    assert "1 attachments that the database names are not in it" in save(data, tmp_path / "backup.tar")
    assert "and 0 attachments" in restore(tmp_path / "other", tmp_path / "backup.tar")


def test_a_database_that_holds_rows_is_not_restored_into(data, saved):
    with pytest.raises(CannotMove, match="holds rows already"):
        restore(data, saved)


def test_a_database_that_is_in_use_is_not_restored_into(data, saved):
    with moving.alone(data / "doorstep.sqlite"), pytest.raises(Occupied):
        restore(data, saved)


@pytest.mark.parametrize("near", [b"ustar", b"SQLite format", b"CREATE TABLE", PICTURE, b"sha256"])
def test_a_backup_with_one_wrong_byte_is_refused(saved, tmp_path, near):
    content = bytearray(saved.read_bytes())
    content[content.index(near) + 2] ^= 1
    saved.write_bytes(content)
    with pytest.raises(CannotMove, match="Take another backup|not a whole backup"):
        restore(tmp_path / "other", saved)
    assert list((tmp_path / "other").iterdir()) == []


@pytest.mark.parametrize("left", [0, 100, 5000, 100_000, -11_000])
def test_a_backup_that_ends_too_early_is_refused(saved, tmp_path, left):
    saved.write_bytes(saved.read_bytes()[:left])
    with pytest.raises(CannotMove, match="whole"):
        restore(tmp_path / "other", saved)


def test_a_backup_without_its_attachment_is_refused(saved, tmp_path):
    with pytest.raises(CannotMove, match="parts are missing"):
        restore(tmp_path / "other", rewritten(saved, media=2))


@pytest.mark.parametrize("newer", [{"migrations": ["0001_the_line", "0099_later"]}, {"format": 2}])
def test_a_backup_of_a_newer_version_is_refused(saved, tmp_path, newer):
    with pytest.raises(CannotMove, match="made by a newer Doorstep"):
        restore(tmp_path / "other", rewritten(saved, version="9.9", **newer))


def test_a_backup_of_an_older_version_is_brought_up_to_date(data, tmp_path):
    known = sorted(path.stem for path in (FOLDER / "sqlite").glob("*.sql"))
    older = tmp_path / "older"
    older.mkdir()
    as_of_first_migration(older / "doorstep.sqlite", known[0])
    save(older, tmp_path / "backup.tar")
    restore(tmp_path / "other", tmp_path / "backup.tar")
    assert [name for (name,) in ask(tmp_path / "other", "SELECT migration_id FROM _yoyo_migration")] == known
    assert ask(tmp_path / "other", "SELECT name FROM person") == [("Old Friend",)]


def as_of_first_migration(path, first):
    """A database as the first version left it."""
    backend = get_backend(f"sqlite:///{path}")
    migrations = backend.to_apply(read_migrations(str(FOLDER / "sqlite")))
    backend.apply_migrations(migrations.filter(lambda one: one.id == first))
    backend.connection.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO person (public_id, name, created_at) VALUES ('old', 'Old Friend', 0)")


def test_a_restore_that_fails_in_the_end_leaves_nothing(data, tmp_path):
    last = (b"%d" % number for number in range(1000))
    content = next(one for one in last if hashlib.sha256(one).hexdigest() > "ff")
    name = hashlib.sha256(content).hexdigest()
    (data / "media" / "ff").mkdir()
    (data / "media" / "ff" / name).write_bytes(content)
    save(data, tmp_path / "backup.tar")
    in_the_way = tmp_path / "other" / "media" / "ff"
    in_the_way.parent.mkdir(parents=True)
    in_the_way.write_text("no folder")
    with pytest.raises(CannotMove, match="media/ff"):
        restore(tmp_path / "other", tmp_path / "backup.tar")
    assert [path for path in (tmp_path / "other" / "media").rglob("*") if path.is_file()] == [in_the_way]
    with sqlite.reading(tmp_path / "other" / "doorstep.sqlite") as side:
        assert all(side.is_empty(name) for name in side.tables)


@pytest.mark.slow
def test_a_move_takes_everything_and_says_what_to_set(data, server):
    address = server.fresh()
    outcome = doorstep("move", address, DOORSTEP_DATA=str(data))
    assert outcome.returncode == 0, outcome.stderr
    said = " ".join(outcome.stderr.split())
    assert "each was read back and is the same" in said
    assert "Set DOORSTEP_DATABASE" in said
    assert f"Attachments stay in {data / 'media'}" in said
    assert address not in said
    with postgres.reading(address) as side:
        moved = everything(side)
    assert {name: found for name, found in moved.items() if name in rows(data) and name != "conversation"} == {
        name: found for name, found in rows(data).items() if name != "conversation"
    }


@pytest.mark.slow
def test_a_backup_of_postgresql_is_restored_into_either_database(data, server, tmp_path):
    first, second = server.fresh(), server.fresh()
    move(data, first)
    save(data, tmp_path / "backup.tar", first)
    restore(tmp_path / "other", tmp_path / "backup.tar")
    restore(tmp_path / "third", tmp_path / "backup.tar", second)
    with postgres.reading(first) as one, postgres.reading(second) as other:
        there, again = everything(one), everything(other)
    unchanged = rows(data).keys()
    assert {name: again[name] for name in unchanged} == {name: there[name] for name in unchanged}
    assert rows(tmp_path / "other") == {name: there[name] for name in unchanged}
    assert (tmp_path / "third" / "media" / KEPT[:2] / KEPT).read_bytes() == PICTURE


@pytest.mark.slow
def test_a_doorstep_on_postgresql_is_saved_as_it_was_at_one_instant(data, server, tmp_path):
    address = server.fresh()
    move(data, address)
    with psycopg.connect(address) as connection:
        connection.execute("UPDATE person SET name = 'not committed'")
        save(data, tmp_path / "backup.tar", address)
    restore(tmp_path / "other", tmp_path / "backup.tar")
    assert ask(tmp_path / "other", "SELECT id FROM person WHERE name = 'not committed'") == []


@pytest.mark.slow
def test_the_whole_way_with_a_doorstep_that_runs(tmp_path, server):
    here, there = {"DOORSTEP_DATA": str(tmp_path / "here")}, server.fresh()
    file, elsewhere = tmp_path / "backup.tar", {"DOORSTEP_DATA": str(tmp_path / "there"), "DOORSTEP_DATABASE": there}
    running = Running(tmp_path / "here")
    assert "is in use by another Doorstep" in one_sentence(doorstep("move", there, **here))
    assert doorstep("backup", str(file), **here).returncode == 0
    running.stop()
    assert doorstep("restore", str(file), **elsewhere).returncode == 0
    again = Running(tmp_path / "there", environment=elsewhere)
    assert "A Doorstep runs on this" in one_sentence(doorstep("restore", str(file), **elsewhere))
    again.stop()
    with psycopg.connect(there) as connection:
        assert connection.execute("SELECT COUNT(*) FROM colleague").fetchone() == (staff(file),)


def staff(file):
    with tarfile.open(file) as tar:
        return json.loads(tar.extractfile(MANIFEST).read())["rows"]["colleague"]


@pytest.mark.slow
def test_a_doorstep_that_runs_is_not_moved(data, server):
    with moving.alone(data / "doorstep.sqlite"), pytest.raises(Occupied):
        move(data, server.fresh())


@pytest.mark.slow
def test_a_user_who_may_not_make_tables_is_told_what_to_do(data, server):
    address = server.fresh()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE ROLE guest LOGIN")
    with pytest.raises(CannotMove, match="guest may not make tables in this PostgreSQL database. Let it own"):
        move(data, address.replace("doorstep@", "guest@"))


NOWHERE = "postgresql://doorstep@127.0.0.1:9/doorstep"


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("mysql://secret@there", "Name where to move to as postgresql://"),
        ("postgresql://secret@[half", "This is no address of PostgreSQL"),
        ("postgresql://doorstep:secret@127.0.0.1:port/doorstep", "PostgreSQL does not answer"),
        (NOWHERE, "PostgreSQL does not answer"),
    ],
)
def test_a_wrong_address_is_one_sentence_that_does_not_repeat_it(data, address, says):
    with pytest.raises((CannotMove, WrongSettings), match=says) as refused:
        move(data, address)
    assert "secret" not in str(refused.value)


def test_what_is_not_there_is_named(data, tmp_path):
    with pytest.raises(CannotMove, match="There is no database at"):
        move(tmp_path / "other", NOWHERE)
    with pytest.raises(CannotMove, match="There is no database at"):
        save(tmp_path / "other", tmp_path / "backup.tar")
    with pytest.raises(CannotMove, match="There is no folder .*/none to save into"):
        save(data, tmp_path / "none" / "backup.tar")
    with pytest.raises(CannotMove, match="none.tar: No such file or directory"):
        restore(data, tmp_path / "none.tar")
    with pytest.raises(CannotMove, match="Is a directory"):
        restore(data, tmp_path)


def test_a_file_that_is_no_backup_is_refused(data, tmp_path):
    (tmp_path / "letter.tar").write_text("Dear Doorstep")
    with pytest.raises(CannotMove, match="is not a whole backup of Doorstep"):
        restore(data, tmp_path / "letter.tar")


def test_a_file_that_is_no_database_is_not_saved(data, tmp_path):
    (data / "doorstep.sqlite").write_text("Dear Doorstep" * 100)
    with pytest.raises(CannotMove, match="is no SQLite database"):
        save(data, tmp_path / "backup.tar")


@pytest.mark.slow
def test_the_commands_say_it_without_a_traceback(data, tmp_path):
    here = {"DOORSTEP_DATA": str(data)}
    (tmp_path / "letter.tar").write_text("Dear Doorstep")
    assert "PostgreSQL does not answer" in one_sentence(doorstep("move", NOWHERE, **here))
    assert "exists already" in one_sentence(doorstep("backup", str(tmp_path / "letter.tar"), **here))
    assert "is not a whole backup" in one_sentence(doorstep("restore", str(tmp_path / "letter.tar"), **here))
