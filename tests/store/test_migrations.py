"""Bringing a database up to date: after somebody was killed at it, and when several begin at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest
from yoyo import get_backend

from store.migrations import migrate
from tests.servers import Postgres

TOGETHER = 4
#: lets yoyo note no migration, as if somebody were killed before
NO_NOTES = {
    "sqlite": "CREATE TRIGGER no_notes BEFORE INSERT ON _yoyo_migration BEGIN SELECT RAISE(ABORT, 'no notes'); END",
    "postgres": "ALTER TABLE _yoyo_migration ADD CONSTRAINT no_notes CHECK (false)",
}
NOTES = {"sqlite": "DROP TRIGGER no_notes", "postgres": "ALTER TABLE _yoyo_migration DROP CONSTRAINT no_notes"}


@pytest.fixture(scope="module")
def server():
    with Postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def database(request, tmp_path):
    """The address of an empty database, and its kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'doorstep.sqlite'}", "sqlite"
    return postgres(request.getfixturevalue("server")), "postgres"


def postgres(server):
    return server.fresh().replace("postgresql://", "postgresql+psycopg://", 1)


def lock_and_die(address):
    """As one who was killed between taking yoyo's lock and giving it back."""
    backend = get_backend(address)
    with backend.transaction():
        backend.execute("INSERT INTO yoyo_lock (locked, ctime, pid) VALUES (1, '2026-11-23', 999999)")
    backend.connection.close()


def test_what_is_up_to_date_is_left_alone(database):
    assert migrate(*database)
    assert migrate(*database) == []


def test_a_lock_that_the_dead_left_on_an_empty_database_stops_nobody(database):
    lock_and_die(database[0])
    assert migrate(*database)


def test_a_lock_that_the_dead_left_on_one_in_use_stops_nobody(database):
    migrate(*database)
    lock_and_die(database[0])
    assert migrate(*database) == []


def test_a_migration_of_which_no_note_could_be_made_is_undone(database):
    address, kind = database
    backend = get_backend(address)
    backend.ensure_internal_schema_updated()
    backend.execute(NO_NOTES[kind])
    with pytest.raises(backend.DatabaseError):
        migrate(*database)
    backend.execute(NOTES[kind])
    backend.connection.close()
    assert migrate(*database)


@pytest.mark.slow
@pytest.mark.parametrize("empty", [True, False], ids=["empty", "with yoyo's tables alone"])
def test_of_several_that_begin_at_once_one_makes_the_tables(server, empty):
    address = postgres(server)
    if not empty:
        with get_backend(address) as backend:
            backend.ensure_internal_schema_updated()
    ready = Barrier(TOGETHER)

    def begin(_):
        ready.wait()
        return migrate(address, "postgres")

    with ThreadPoolExecutor(TOGETHER) as threads:
        applied = list(threads.map(begin, range(TOGETHER)))
    assert sorted(bool(names) for names in applied) == [False] * (TOGETHER - 1) + [True]


@pytest.mark.slow
def test_nobody_waits_for_one_who_has_ended(server):
    address = postgres(server)
    migrate(address, "postgres")
    with psycopg.connect(address.replace("+psycopg", "", 1)) as connection:
        assert connection.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").fetchone() == (0,)
