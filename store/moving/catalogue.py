"""What a PostgreSQL database says of its own tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from store.moving.tables import Table, is_ours

COLUMNS = """
SELECT c.relname AS "table", a.attname AS name, a.attcollation <> 0 AS is_text,
       array_position(i.indkey::smallint[], a.attnum) AS place,
       CASE WHEN a.attidentity <> '' THEN pg_get_serial_sequence(quote_ident(c.relname), a.attname) END AS sequence
  FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
 WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
 ORDER BY c.relname, a.attnum"""
REFERENCES = """
SELECT c.relname AS "table", t.relname AS target
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
 WHERE k.contype = 'f' AND c.relnamespace = current_schema()::regnamespace"""

Described = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A table that numbers its rows."""

    table: str
    column: str
    #: its name, ready for a statement
    sequence: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The tables of the current schema."""

    tables: Mapping[str, Table]
    #: columns of texts, whose order depends on a language: table and column
    texts: frozenset[tuple[str, str]]
    numbered: Sequence[Numbered]


def read(connection: Any) -> Catalogue:
    """What there is; rows of the connection are dictionaries."""
    columns = [row for row in connection.execute(COLUMNS) if is_ours(row["table"])]
    references = list(connection.execute(REFERENCES))
    names = dict.fromkeys(row["table"] for row in columns)
    return Catalogue(
        {name: _table(name, _of(name, columns), _of(name, references)) for name in names},
        frozenset((row["table"], row["name"]) for row in columns if row["is_text"]),
        [Numbered(row["table"], row["name"], row["sequence"]) for row in columns if row["sequence"]],
    )


def _of(name: str, rows: Iterable[Described]) -> list[Described]:
    return [row for row in rows if row["table"] == name]


def _table(name: str, columns: Sequence[Described], references: Sequence[Described]) -> Table:
    key = sorted((row["place"], row["name"]) for row in columns if row["place"] is not None)
    return Table(
        name,
        tuple(row["name"] for row in columns),
        tuple(column for _, column in key),
        frozenset(row["target"] for row in references),
    )
