"""How SQLite finds rows: no query of the line, of delivery or of the watch reads a table from end to end, however much is
stored. It uses a partial index only where the query repeats the index's condition, which nobody sees by reading."""

import re
import sqlite3
from contextlib import closing

import pytest

from store.migrations import migrate
from store.sqlite_dialect import DIALECT

pytestmark = pytest.mark.sqlite

#: tables that grow with every message, and those that grow with what goes wrong
GROWING = {"message", "reply", "enquiry", "clock", "audit", "conversation", "person", "handle", "media", "effect"}
GROWING |= {"offer", "trouble", "alarm", "guard", "identity", "seal", "event", "note", "reading"}
#: read from end to end although its table grows
EXEMPT = {
    "free_conversations": "a process died",
    "desk_page": "a person looks through what is closed, page by page",
    "desk_trouble": "a page of what is open, the newest first",
    "desk_events": "a page behind a cursor",
    "desk_forget_events": "what it reads it takes away",
    "find_people": "a person looks for somebody by a part of their name",
    "forget_guards": "what it reads is a day old at most, or it takes it away",
    "last_seal": "the last one",
    "seals": "a person proves all of the audit",
    "settle_troubles_of_closed": "what is open, once a minute",
}
#: indexes that hold only what is under way, so that reading all of one is reading little
SHORT = {
    "alarm_unseen": "alarms that nobody has seen",
    "enquiry_of_owner": "enquiries that a colleague has",
    "enquiry_open": "enquiries that are open",
    "enquiry_unsealed": "enquiries that changed since the last minute",
    "offer_expiring": "offers that are open",
    "offer_open_to": "offers that are open",
    "reply_elsewhere": "replies that failed just now",
}
#: what SQLite says of how it finds rows, and what that means: end to end; all behind a number; all of a channel
SCAN = re.compile(r"SCAN (?P<table>\w+)(?: USING (?:COVERING )?INDEX (?P<index>\w+))?")
BEHIND = re.compile(r"SEARCH (?P<table>\w+) USING INTEGER PRIMARY KEY \(rowid[<>]\?\)")
OF_A_CHANNEL = re.compile(
    r"SEARCH (?P<table>\w+) USING (?:COVERING )?INDEX (?P<index>\w+) \(channel=\?(?: AND \w+>\?)?\)"
)
NAMED = re.compile(
    r"\b(?:FROM|JOIN|UPDATE)\s+(\w+)(?:\s+AS)?(?:\s+(?!WHERE|SET|ON|JOIN|ORDER|LIMIT|GROUP|LEFT|USING)(\w+))?"
)


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    path = tmp_path_factory.mktemp("plans") / "doorstep.sqlite"
    migrate(f"sqlite:///{path}", "sqlite")
    with closing(sqlite3.connect(path)) as connection:
        yield connection


def many_read(connection, name):
    """The lines of the plan in which a growing table is read from end to end, or a great part of it."""
    sql = re.sub(r"--.*", "", DIALECT.query(name).sql)
    values = {value: "[]" if f"json_each(:{value})" in sql else 1 for value in re.findall(r"(?<!:):(\w+)", sql)}
    tables = {alias or table: table for table, alias in NAMED.findall(sql)}
    for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values):
        found = next(filter(None, (how.match(row[3]) for how in (SCAN, BEHIND, OF_A_CHANNEL))), None)
        grows = found and tables.get(found["table"], found["table"]) in GROWING
        if found and grows and found.groupdict().get("index") not in SHORT:
            yield row[3]


@pytest.mark.parametrize("name", [name for name in DIALECT.names() if name not in EXEMPT])
def test_a_query_reads_no_growing_table_from_end_to_end(connection, name):
    assert list(many_read(connection, name)) == []


@pytest.mark.parametrize("name", sorted(EXEMPT))
def test_what_is_exempt_needs_to_be(connection, name):
    assert list(many_read(connection, name))


def test_an_index_that_is_short_holds_a_part_of_its_table(connection):
    asked = f"SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '%WHERE%' AND name IN {tuple(SHORT)}"
    assert {name for (name,) in connection.execute(asked)} == set(SHORT)
