"""How SQLite finds rows: no query of the line, of delivery or of the watch reads a table from end to end, however much is
stored. It uses a partial index only where the query repeats the index's condition, which nobody sees by reading."""

import re
import sqlite3
from contextlib import closing

import pytest

from store.migrations import migrate
from store.sqlite_dialect import DIALECT

pytestmark = pytest.mark.sqlite

#: tables that grow with every message
GROWING = {"message", "reply", "enquiry", "clock", "audit", "conversation", "person", "handle", "media", "effect"}
#: run when a process has died, or by a person who looks for something among everything
SELDOM = {
    "free_conversations": "a process died",
    "colleague_add": "it looks for what refers to a colleague only where one is taken away, which it never does",
    "desk_page": "a person looks through what is closed, page by page",
    "desk_counts": "counts what is open",
    "find_people": "a person looks for a caller among all",
}
NAMED = re.compile(
    r"\b(?:FROM|JOIN|UPDATE)\s+(\w+)(?:\s+AS)?(?:\s+(?!WHERE|SET|ON|JOIN|ORDER|LIMIT|GROUP|LEFT|USING)(\w+))?"
)


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    path = tmp_path_factory.mktemp("plans") / "doorstep.sqlite"
    migrate(f"sqlite:///{path}", "sqlite")
    with closing(sqlite3.connect(path)) as connection:
        yield connection


@pytest.mark.parametrize("name", [name for name in DIALECT.names() if name not in SELDOM])
def test_a_query_reads_no_growing_table_from_end_to_end(connection, name):
    sql = re.sub(r"--.*", "", DIALECT.query(name).sql)
    values = {value: "[]" if f"json_each(:{value})" in sql else 1 for value in re.findall(r"(?<!:):(\w+)", sql)}
    tables = {alias or table: table for table, alias in NAMED.findall(sql)}
    for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values):
        scanned = re.match(r"SCAN (\w+)(?! USING (?:COVERING )?INDEX)", row[3])
        assert not scanned or tables.get(scanned[1], scanned[1]) not in GROWING, row[3]
