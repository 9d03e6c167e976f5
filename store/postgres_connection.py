"""Connections to PostgreSQL, and how soon a host that has vanished is given up: by us, and by the server, which would
keep our locks. Left to themselves, both would wait for two hours.

What the address says goes before. See libpq's documentation, 'Parameter Key Words', and the server's, 'TCP Settings'.
"""

from datetime import UTC, datetime
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import dict_row

#: seconds, but for tcp_user_timeout, which is in milliseconds
OURS = {
    "connect_timeout": 3,
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
#: a statement, not options of the connection: some poolers refuse those
OF_THE_SERVER = (
    "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3; "
    "SET tcp_user_timeout = 10000"
)


class Away(psycopg.OperationalError):
    """The server cannot be reached; nothing was begun."""


def connect(address: str, autocommit: bool = False) -> psycopg.Connection[dict[str, Any]]:
    """A connection whose rows are dictionaries. Raises `Away`."""
    said = conninfo_to_dict(address)
    settings: dict[str, Any] = {**OURS, **said}
    try:
        connection = psycopg.connect(**settings, autocommit=True, row_factory=dict_row, prepare_threshold=2)
        if "options" not in said:
            connection.execute(OF_THE_SERVER)
    except psycopg.OperationalError as error:
        raise Away(str(error)) from error
    connection.autocommit = autocommit
    return connection


def server_now(connection: psycopg.Connection[dict[str, Any]]) -> datetime:
    """The instant by the server's own clock, UTC."""
    row = connection.execute("SELECT clock_timestamp() AS now").fetchone()
    assert row is not None
    now: datetime = row["now"]
    return now.astimezone(UTC)
