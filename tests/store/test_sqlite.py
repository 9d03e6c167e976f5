"""The embedded database: one writer, group commit, errors that are their caller's alone."""

import asyncio
import signal
import sqlite3
import subprocess
import sys

import pytest

from doorstep.settings import ROOT
from store.lanes import Closed
from store.sqlite import Occupied, SqliteStore
from tests.fakes import FakeClock

pytestmark = pytest.mark.sqlite


@pytest.fixture
async def store(tmp_path):
    store = SqliteStore(tmp_path / "doorstep.sqlite", FakeClock())
    yield store
    await store.close()


def note(db, text):
    db.add_trouble(at=db.now, kind="test", channel="", detail=text, raw=None, enquiry=None)
    return text


def note_then_fail(db, text):
    note(db, text)
    raise ValueError(text)


def notes(db):
    return [row["detail"] for row in db.ask("SELECT detail FROM trouble ORDER BY id")]


async def test_what_was_written_can_be_read(store):
    assert await store.write(note, "one") == "one"
    assert await store.read(notes) == ["one"]


async def test_an_error_undoes_its_own_unit_of_work_and_no_other(store):
    results = await asyncio.gather(
        *(store.write(note_then_fail if number % 3 == 0 else note, str(number)) for number in range(30)),
        return_exceptions=True,
    )
    kept = [str(number) for number in range(30) if number % 3]
    assert sorted(await store.read(notes)) == sorted(kept)
    assert sum(isinstance(result, ValueError) for result in results) == 10


async def test_a_commit_that_fails_fails_every_unit_of_work_of_its_batch(store):
    def break_the_commit(db):
        db.ask("PRAGMA defer_foreign_keys = ON")
        db.ask(
            "INSERT INTO note (enquiry, colleague, at, text) VALUES (999999, 999999, 0, 'of an enquiry there is not')"
        )

    results = await asyncio.gather(store.write(note, "with it"), store.write(break_the_commit), return_exceptions=True)
    assert isinstance(results[1], sqlite3.IntegrityError)
    assert await store.read(notes) == ["with it"] * (results[0] == "with it")
    assert await store.write(note, "after it") == "after it"


async def test_a_caller_that_gave_up_spoils_nothing(store):
    given_up = asyncio.ensure_future(store.write(note, "given up"))
    await asyncio.sleep(0)
    given_up.cancel()
    assert await store.write(note, "kept") == "kept"


async def test_many_writers_lose_nothing(store):
    await asyncio.gather(*(store.write(note, str(number)) for number in range(1000)))
    assert len(await store.read(notes)) == 1000


async def test_a_second_process_on_the_same_file_is_refused(store):
    with pytest.raises(Occupied, match="in use"):
        SqliteStore(store.path, FakeClock())


async def test_a_store_that_is_closed_says_so_after_finishing_what_it_was_given(tmp_path):
    store = SqliteStore(tmp_path / "other.sqlite", FakeClock())
    writes = [asyncio.ensure_future(store.write(note, str(number))) for number in range(20)]
    await asyncio.sleep(0)
    await store.close()
    assert [await write for write in writes] == [str(number) for number in range(20)]
    with pytest.raises(Closed):
        await store.write(note, "too late")


async def test_a_reader_cannot_write(store):
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await store.read(note, "no")


async def test_listeners_hear_only_of_what_was_committed(store):
    heard = []
    store.listen(lambda announced: heard.append(dict(announced.wake)))

    def wake(db, conversation, fails):
        db.announce.wake[conversation] = False
        if fails:
            raise ValueError

    await asyncio.gather(store.write(wake, 1, False), store.write(wake, 2, True), return_exceptions=True)
    assert {conversation for wakes in heard for conversation in wakes} == {1}


async def test_a_listener_that_fails_stops_no_writer(store):
    failed = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: failed.append(context["exception"]))

    def fails(_):
        raise ValueError("a listener")

    store.listen(fails)
    await store.write(lambda db: db.event("one"))
    await store.write(note, "after it")
    assert [str(error) for error in failed] == ["a listener"]


async def test_a_store_that_is_closed_leaves_one_file(tmp_path):
    store = SqliteStore(tmp_path / "alone.sqlite", FakeClock())
    await store.write(note, "kept")
    await asyncio.gather(*(store.read(notes) for _ in range(20)))
    assert (tmp_path / "alone.sqlite-wal").exists()
    await store.close()
    assert sorted(path.name for path in tmp_path.glob("alone.sqlite*")) == ["alone.sqlite"]


@pytest.mark.parametrize("name", ["Żelazny", "O\u2019BRIEN", "ÉLODIE", "smith"])
async def test_a_name_in_any_letters_is_found_in_lower_case(store, name):
    [found] = await store.read(lambda db: db.ask("SELECT lower(:name) AS name, lower(NULL) AS none", name=name))
    assert found == {"name": name.lower(), "none": None}


BROKEN = """
import asyncio, pathlib, sys
from store.sqlite import SqliteStore
from tests.fakes import FakeClock

class Lost(SqliteStore):
    def _commit(self, batch):
        self._db.connection.close()
        super()._commit(batch)

async def main():
    store = Lost(pathlib.Path(sys.argv[1]), FakeClock())
    await store.write(lambda db: db.event("lost"))

asyncio.run(main())
"""


@pytest.mark.slow
def test_where_nobody_can_say_what_was_committed_the_process_ends(tmp_path):
    ended = subprocess.run(
        [sys.executable, "-c", BROKEN, str(tmp_path / "broken.sqlite")], cwd=ROOT, timeout=60, capture_output=True
    )
    assert ended.returncode == -signal.SIGABRT
    assert b"a batch could not be committed" in ended.stderr
