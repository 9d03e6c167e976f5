"""The embedded database: one writer, group commit, errors that are their caller's alone."""

import asyncio
import sqlite3

import pytest

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
