"""Copying one database into another: everything or nothing, compared row by row."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from doorstep.configuration import Configuration
from model.message import Delivery
from store import audit
from store.migrations import migrate
from store.moving import postgres, snapshot, sqlite
from store.moving.copying import copy, settle
from store.moving.tables import STAYING, CannotMove, Table, in_order
from store.postgres import PostgresStore
from tests.fakes import FakeClock
from tests.filled import STRANGE, Silent, everything, filled, on
from tests.servers import Postgres

pytestmark = pytest.mark.sqlite

NOW = FakeClock().at
SERVER_NOW = "(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::bigint"


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with Postgres() as running:
        yield running


@pytest.fixture(scope="module")
def filled_once(tmp_path_factory: pytest.TempPathFactory, configuration: Configuration, demo_file: Path) -> Path:
    return filled(tmp_path_factory.mktemp("filled"), configuration, demo_file)


@pytest.fixture
def played(filled_once: Path, tmp_path: Path) -> Path:
    """The file of a Doorstep with rows of every kind, which has stopped."""
    return Path(shutil.copy(filled_once, tmp_path / "played.sqlite"))


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A file with the same tables and nothing in them."""
    path = tmp_path / "copy.sqlite"
    migrate(f"sqlite:///{path}", "sqlite")
    return path


class Careless:
    """A side on which a statement spoils what was filled in, before it is compared."""

    def __init__(self, side, spoil):
        self.side, self.spoil = side, spoil

    def __getattr__(self, name):
        return getattr(self.side, name)

    def go_on_from(self, ids):
        self.side.go_on_from(ids)
        self.side.connection.execute(self.spoil)


def to_file(source, path, spoil="SELECT 1", progress=None):
    """Copy a file into a file, where a statement spoils it if so asked."""
    with sqlite.reading(source) as one, sqlite.filling(path) as other:
        return copy(one, Careless(other, spoil), progress or Silent())


def to_server(source, address, spoil="SELECT 1"):
    """Copy a file into a database of a server; the same."""
    with sqlite.reading(source) as one, postgres.filling(address) as other:
        copied = copy(one, Careless(other, spoil), Silent())
        settle(other, NOW)
        return copied


def change(path, sql, *values):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(sql, values)


def ask(path, sql):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def test_every_table_has_rows_to_prove_it_with(played):
    with sqlite.reading(played) as side:
        assert [name for name in side.tables if side.is_empty(name)] == []


def test_everything_is_copied_except_what_belongs_to_processes(played, empty):
    copied = to_file(played, empty)
    with sqlite.reading(played) as source, sqlite.reading(empty) as target:
        rows = everything(source)
        assert everything(target) == rows
        assert (copied.tables, copied.rows) == (len(rows), sum(map(len, rows.values())))
        assert all(target.is_empty(name) for name in STAYING)
    assert (STRANGE,) in ask(empty, "SELECT text FROM message")


def test_the_ids_of_rows_that_are_gone_are_not_given_again(played, empty):
    change(played, "INSERT INTO person (id, public_id, created_at) VALUES (4000, 'gone', 0)")
    change(played, "DELETE FROM person WHERE id = 4000")
    to_file(played, empty)
    with sqlite.reading(played) as source, sqlite.reading(empty) as target:
        assert target.next_ids()["person"] == 4001
        assert target.next_ids() == source.next_ids()


def test_how_far_it_has_come_is_told_row_by_row_twice(played, empty):
    progress = Silent()
    copied = to_file(played, empty, progress=progress)
    assert progress.told == {"Copying rows": [copied.rows] * 2, "Comparing rows": [copied.rows] * 2}


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        ("UPDATE message SET text = text || '.' WHERE id = 3", "row 3 of message differs in text"),
        ("UPDATE reply SET urgent = NOT urgent, part = 9 WHERE id = 2", "row 2 of reply differs in part, urgent"),
        ("UPDATE message SET enquiry = NULL WHERE id = 2", "row 2 of message differs in enquiry"),
        ("UPDATE trouble SET raw = x'00' WHERE kind = 'test'", "of trouble differs in raw"),
        ("DELETE FROM seal", "seal has 1 rows but 0"),
        ("UPDATE audit SET id = 900 WHERE id = 1", "row 1 of audit is on one side only"),
        ("UPDATE guard SET subject = '!' || subject", "of guard is on one side only"),
    ],
)
def test_a_row_that_differs_is_named_and_nothing_is_kept(played, empty, spoil, says):
    with pytest.raises(CannotMove, match=says):
        to_file(played, empty, spoil)
    with sqlite.reading(empty) as target:
        assert all(target.is_empty(name) for name in target.tables)


def test_a_database_that_holds_rows_is_not_filled(played, empty):
    change(empty, "INSERT INTO person (id, public_id, created_at) VALUES (1, 'there already', 0)")
    with pytest.raises(CannotMove, match="holds rows already"):
        to_file(played, empty)
    assert ask(empty, "SELECT public_id FROM person") == [("there already",)]


@pytest.mark.parametrize("side", ["played", "empty"])
@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("ALTER TABLE person ADD COLUMN title TEXT", "person.title"),
        ("CREATE TABLE letter (id INTEGER PRIMARY KEY)", "only one of the two databases has letter"),
    ],
)
def test_what_only_one_side_has_is_refused_by_name(played, empty, side, statement, says):
    change({"played": played, "empty": empty}[side], statement)
    with pytest.raises(CannotMove, match=says):
        to_file(played, empty)


def test_what_a_later_migration_adds_travels_too(played, empty):
    for path in (played, empty):
        change(path, "CREATE TABLE letter (id INTEGER PRIMARY KEY, person INTEGER NOT NULL REFERENCES person (id))")
        change(path, "ALTER TABLE person ADD COLUMN title TEXT")
    change(played, "UPDATE person SET title = 'Dr' WHERE id = 1")
    change(played, "INSERT INTO letter (id, person) VALUES (7, 1)")
    to_file(played, empty)
    assert ask(empty, "SELECT p.title FROM letter l JOIN person p ON p.id = l.person") == [("Dr",)]


def test_tables_come_behind_those_that_they_refer_to():
    refers_to = {"a": {"c", "a"}, "b": set(), "c": {"b"}}
    tables = {name: Table(name, ("id",), ("id",), frozenset(others)) for name, others in refers_to.items()}
    assert in_order(tables) == ["b", "c", "a"]


def test_in_a_copy_nothing_is_under_way(played, empty):
    assert ask(played, "SELECT COUNT(*) FROM reply WHERE state = 10") == [(1,)]
    with sqlite.reading(played) as source, sqlite.filling(empty) as target:
        copy(source, target, Silent())
        settle(target, NOW)
    assert ask(empty, "SELECT state FROM reply WHERE doubts > 0") == [(Delivery.UNCERTAIN,)]
    assert ask(empty, f"SELECT id FROM conversation WHERE lease_until > {2**40}") == []


class Writing(Silent):
    """Somebody who writes to the source whenever some pages were copied."""

    def __init__(self, path):
        super().__init__()
        self.path = path

    def further(self, count):
        super().further(count)
        change(self.path, "UPDATE person SET version = version + 1")


def test_a_snapshot_is_of_one_instant_while_others_write(played, tmp_path):
    progress, versions = Writing(played), "SELECT id, version FROM person"
    before = ask(played, versions)
    snapshot.of_sqlite(played, tmp_path / "copy.sqlite", progress, pages=8)
    copied, pages = progress.told["Copying pages"]
    assert copied == pages > 16
    assert ask(tmp_path / "copy.sqlite", versions) == before
    assert ask(played, versions)[0][1] > before[0][1] + 2


def test_a_damaged_database_is_not_saved(played, tmp_path):
    with played.open("r+b") as file:
        file.seek(-4096, os.SEEK_END)
        file.write(b"\xff" * 4096)
    with pytest.raises(CannotMove, match="is damaged"):
        snapshot.of_sqlite(played, tmp_path / "copy.sqlite", Silent())


@pytest.mark.slow
def test_everything_goes_to_postgresql_and_comes_back_the_same(played, empty, server):
    address = server.fresh()
    with sqlite.reading(played) as source, postgres.filling(address) as target:
        there = copy(source, target, Silent())
    with postgres.reading(address) as source, sqlite.filling(empty) as target:
        assert copy(source, target, Silent()) == there
    with sqlite.reading(played) as first, postgres.reading(address) as second, sqlite.reading(empty) as third:
        assert everything(first) == everything(second) == everything(third)
        assert all(second.is_empty(name) for name in STAYING)
        assert second.next_ids() == {name: first.next_ids()[name] for name in second.next_ids()}


@pytest.mark.slow
async def test_life_goes_on_after_the_move(played, stage, server):
    address = server.fresh()
    to_server(played, address)
    stage.clock.forward(minutes=5)
    moved = on(stage, PostgresStore(address, stage.clock))
    before = {row["id"] for row in await moved.enquiries()}
    kieran, newcomer = moved.phone("+447700900002"), moved.phone("+447700900600")
    assert "one more" in await kieran.says("4/7/1993")
    assert "You owe £110.12" in await kieran.says("hr99 7wr")
    for line in ("my bathroom tap is dripping", "since tuesday", "can i talk to someone"):
        await newcomer.says(line)
    stage.clock.forward(hours=30)
    await moved.system.watch.step()
    after = {row["id"] for row in await moved.enquiries()}
    assert min(after - before) > max(before)
    assert await moved.query("SELECT id FROM message WHERE direction = 'in' AND handled_at IS NULL") == []
    assert {row["enquiry"] for row in await moved.query("SELECT enquiry FROM clock WHERE breached_at > 0")} & before
    for enquiry in after:
        assert await moved.system.parts.store.read(audit.broken_at, enquiry) is None
    await moved.system.parts.store.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        ("UPDATE message SET text = text || '.' WHERE id = 3", "row 3 of message differs in text"),
        ("UPDATE reply SET urgent = NOT urgent WHERE id = 2", "row 2 of reply differs in urgent"),
        ("DELETE FROM handle WHERE address LIKE '%900500'", r"handle has \d+ rows but \d+ in the copy"),
        ("UPDATE session SET token_hash = 'c'", "of session is on one side only"),
    ],
)
def test_a_row_that_differs_on_the_server_is_named_and_nothing_is_kept(played, server, spoil, says):
    address = server.fresh()
    with pytest.raises(CannotMove, match=says):
        to_server(played, address, spoil)
    with postgres.reading(address) as target:
        assert all(target.is_empty(name) for name in target.tables)
        assert set(target.next_ids().values()) == {1}


@pytest.mark.slow
def test_texts_are_compared_in_one_order_whatever_language_the_server_sorts_in(played, server):
    for subject in ("b", "B", "a", "Ä", "ä", "-a", "_", "~", "a b", "ab", "🏠", "\uffee"):
        change(played, "INSERT INTO guard (subject, failures, first_at) VALUES (?, 0, 0)", subject)
    to_server(played, database(server, "welsh", "LOCALE_PROVIDER icu ICU_LOCALE 'cy-GB'"))


@pytest.mark.slow
def test_a_character_that_postgresql_cannot_hold_is_found(played, server):
    change(played, "UPDATE message SET text = 'a' || char(0) || 'b' WHERE id = 4")
    with pytest.raises(CannotMove, match="row 4 of message has a NUL character in text"):
        to_server(played, server.fresh())


@pytest.mark.slow
def test_a_value_of_a_wrong_type_is_not_quoted(played, server):
    change(played, "UPDATE message SET attempts = 'secret' WHERE id = 4")
    with pytest.raises(CannotMove, match=r"row of message holds a value of the wrong type for PostgreSQL\.$"):
        to_server(played, server.fresh())


@pytest.mark.slow
def test_a_database_on_which_a_doorstep_runs_is_not_filled(played, server):
    address = server.fresh()
    migrate(address.replace("postgresql://", "postgresql+psycopg://", 1), "postgres")
    with psycopg.connect(address) as connection:
        connection.execute(f"INSERT INTO process (name, until) VALUES ('other', {SERVER_NOW} + 3000000)".encode())
    with pytest.raises(CannotMove, match="A Doorstep runs on this"):
        to_server(played, address)
    with psycopg.connect(address) as connection:
        connection.execute(f"UPDATE process SET until = {SERVER_NOW}".encode())
    to_server(played, address)


@pytest.mark.slow
def test_a_server_that_does_not_keep_utf8_is_refused(played, server):
    with pytest.raises(CannotMove, match="LATIN1"):
        to_server(played, database(server, "latin", "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'"))


def database(server, name, options):
    """The address of a new database with options of its own."""
    with psycopg.connect(server.address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 {options}")
    return server.address.rpartition("/")[0] + f"/{name}"
