"""Brings a demo landlord made some days ago up to today, so that no next charge and no appointment lies behind.

Everybody is taken to have paid what fell due since: a demo's arrears stay as its walk-through prints them.
"""

import sqlite3
from datetime import date

from housing.database import transaction
from housing.days import midnight
from housing.ledger import next_charge_day


def catch_up(connection: sqlite3.Connection, today: date) -> None:
    """Charges, payments and visits up to `today`; balances do not change. Does nothing if it is not yet a new day."""
    with transaction(connection):
        (day,) = connection.execute("SELECT day FROM landlord").fetchone()
        if date.fromisoformat(day) < today:
            _charge(connection, today)
            _visit(connection, today)
            connection.execute("UPDATE landlord SET day = ?", (today.isoformat(),))


def _charge(connection: sqlite3.Connection, today: date) -> None:
    for every in ("week", "month"):
        accounts = connection.execute("SELECT DISTINCT next_charge_on FROM rent_account WHERE every = ?", (every,))
        for (day,) in accounts.fetchall():
            _charge_from(connection, every, date.fromisoformat(day), today)
    connection.execute("UPDATE rent_account SET as_at = ?", (midnight(today).isoformat(),))


def _charge_from(connection: sqlite3.Connection, every: str, day: date, today: date) -> None:
    """Charges all accounts that are next charged on `day`, then on the day after that, up to `today`."""
    while day <= today:
        following = next_charge_day(every, day)
        terms = {"every": every, "day": day.isoformat(), "following": following.isoformat()}
        connection.execute(CHARGED, terms)
        connection.execute(PAID, terms)
        connection.execute(MOVED, terms)
        day = following


def _visit(connection: sqlite3.Connection, today: date) -> None:
    done = "UPDATE repair SET status = 'completed' WHERE status = 'scheduled' AND slot < ?"
    connection.execute(done, (f"{today:%Y%m%d}",))


CHARGED = """
INSERT INTO entry (tenancy, number, day, description, pence)
SELECT charge.tenancy,
       (SELECT max(number) FROM entry WHERE entry.tenancy = charge.tenancy)
           + row_number() OVER (PARTITION BY charge.tenancy ORDER BY charge.description),
       :day, charge.description, charge.pence
FROM charge JOIN rent_account ON rent_account.tenancy = charge.tenancy
WHERE every = :every AND next_charge_on = :day
"""
PAID = """
INSERT INTO entry (tenancy, number, day, description, pence)
SELECT tenancy,
       (SELECT max(number) FROM entry WHERE entry.tenancy = rent_account.tenancy) + 1,
       :day, 'Payment received', -(SELECT sum(pence) FROM charge WHERE charge.tenancy = rent_account.tenancy)
FROM rent_account
WHERE every = :every AND next_charge_on = :day
"""
MOVED = "UPDATE rent_account SET next_charge_on = :following WHERE every = :every AND next_charge_on = :day"
