"""The benchmarks run: small ones, on real servers, with the books checked at the end."""

from collections.abc import Iterator

import pytest

from benchmarks import database, filling
from benchmarks.books import Wrong
from benchmarks.database import Database
from benchmarks.staging import Plan, staged
from benchmarks.tenants import NUMBERS, Tenants
from tests.servers import NotInstalled, Postgres

pytestmark = pytest.mark.slow

FEW = NUMBERS[:20]


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    try:
        with Postgres() as server:
            yield server
    except NotInstalled as error:
        pytest.skip(str(error))


async def test_each_message_of_a_round_has_one_turn_and_one_reply(tmp_path):
    inside = database.Sqlite(tmp_path)
    async with staged(Plan(tmp_path), inside, Tenants(seed=1, numbers=FEW)) as stage:
        measured = await stage.measure(seconds=0.01)
        half = await stage.measure(seconds=0.01, rate=50)
        kinds = stage.check()
    inside.close()
    assert measured.messages == half.messages == len(measured.replies) == len(FEW)
    assert list(kinds.values()) == [len(FEW), len(FEW)]
    assert measured.cpu_us > 0


async def test_the_books_tell_a_message_that_was_not_answered(tmp_path):
    inside = database.Sqlite(tmp_path)
    async with staged(Plan(tmp_path), inside, Tenants(seed=1, numbers=FEW)) as stage:
        await stage.measure(seconds=0.01)
        inside.change("PRAGMA foreign_keys = OFF")
        inside.change("DELETE FROM reply WHERE id = (SELECT MAX(id) FROM reply)")
        with pytest.raises(Wrong, match="0 replies"):
            stage.check()
    inside.close()


def check_filled(inside: Database) -> None:
    filling.fill(inside, 1_500)
    whole = """SELECT COUNT(*), COUNT(DISTINCT m.conversation) FROM enquiry e
               JOIN message m ON m.enquiry = e.id AND m.conversation = e.conversation
               JOIN reply r ON r.message = m.id JOIN clock c ON c.met_reply = r.id
               JOIN audit a ON a.enquiry = e.id AND a.seq = e.audit_seq"""
    assert inside.rows(whole) == [(1_500, 1_100)]
    assert database.unfinished(inside) == 0


def test_what_is_stored_beforehand_belongs_together(tmp_path):
    inside = database.Sqlite(tmp_path)
    check_filled(inside)
    assert inside.rows("PRAGMA foreign_key_check") == []
    inside.close()


def test_what_is_stored_in_postgres_belongs_together(postgres):
    inside = database.Postgres(postgres.address)
    check_filled(inside)
    inside.close()
