"""Makes the demo landlord: the same 2,000 homes every time, with dates that follow the day given.

Each kind of thing draws from a source of chance of its own, so that more repairs do not rename the tenants.
"""

import random
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date

from housing import cast, ledger, places, works
from housing.database import SCHEMA, VERSION
from housing.days import midnight
from housing.households import Household, households

NAME = "Marches Homes"
#: housing officers; each looks after one or two patches
OFFICERS = ("Priya Shah", "Gareth Bowen", "Marta Zielinska", "Joanne Preece", "Samuel Adeyemi", "Hannah Whitlock")
#: number of the first repair
FIRST_REPAIR = 200_001

Row = tuple[object, ...]


def fill(connection: sqlite3.Connection, today: date) -> None:
    """Writes the whole landlord, as it stands when `today` begins, into an empty database."""
    connection.executescript(SCHEMA.read_text())
    connection.execute("BEGIN")
    homes = places.homes(_chance("homes"))
    people = cast.join(households(_chance("people"), homes, today))
    _landlord(connection, today)
    _insert(connection, "home", ((h.uprn, h.line, h.town, h.postcode, h.patch) for h in homes))
    _tenancies(connection, people)
    _accounts(connection, people, today)
    _repairs(connection, people, today)
    connection.execute("COMMIT")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _chance(what: str) -> random.Random:
    return random.Random(f"{NAME}, {what}")


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    every = list(rows)
    connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(every[0]))})", every)


def _landlord(connection: sqlite3.Connection, today: date) -> None:
    _insert(connection, "landlord", [(NAME, today.isoformat())])
    connection.execute("INSERT INTO fault DEFAULT VALUES")
    _insert(connection, "officer", enumerate(OFFICERS, start=1))
    patches = enumerate(places.TOWNS, start=1)
    _insert(connection, "patch", ((number, town, number % len(OFFICERS) + 1) for number, (town, _) in patches))


def _tenancies(connection: sqlite3.Connection, people: Sequence[Household]) -> None:
    _insert(
        connection,
        "tenancy",
        (
            (one.reference, one.home.uprn, one.tenure, one.started_on.isoformat(), _day(one.breathing_space_until))
            + (int(one.safe_contact),)
            for one in people
        ),
    )
    holders = [(one, holder) for one in people for holder in one.holders]
    rows = (
        (number, one.reference, holder.name, holder.born.isoformat(), holder.mobile, holder.email)
        for number, (one, holder) in enumerate(holders, start=1)
    )
    _insert(connection, "holder", rows)
    _insert(connection, "vulnerability", ((one.reference, *care) for one in people for care in one.care.items()))
    played = ((number, one.about) for number, (one, holder) in enumerate(holders, 1) if holder is one.holders[0])
    _insert(connection, "persona", ((number, about) for number, about in played if about))


def _address(one: Household) -> str:
    return f"{one.home.line}, {one.home.town}, {one.home.postcode}"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _accounts(connection: sqlite3.Connection, people: Sequence[Household], today: date) -> None:
    chance = _chance("rents")
    as_at = midnight(today).isoformat()
    days = {every: ledger.charge_days(every, today) for every in ("week", "month")}
    accounts: list[Row] = []
    charges: list[Row] = []
    entries: list[Row] = []
    for one in people:
        every = ledger.period(one.tenure)
        due = ledger.charges(chance, one.tenure, one.home.flat)
        next_on = ledger.next_charge_day(every, days[every][-1])
        accounts.append((one.reference, as_at, next_on.isoformat(), every))
        charges.extend((one.reference, *charge) for charge in due)
        for number, line in enumerate(ledger.lines(due, days[every], one.habit), start=1):
            entries.append((one.reference, number, line.day.isoformat(), line.description, line.pence))
    _insert(connection, "rent_account", accounts)
    _insert(connection, "charge", charges)
    _insert(connection, "entry", entries)


def _repairs(connection: sqlite3.Connection, people: Sequence[Household], today: date) -> None:
    _insert(
        connection,
        "repair",
        (
            (
                number,
                job.household.reference,
                _address(job.household),
                job.summary,
                "",
                "",
                "",
                job.priority,
                job.status,
            )
            + (job.reported_at(today).isoformat(), job.due_on(today).isoformat(), job.slot)
            for number, job in enumerate(works.jobs(_chance("repairs"), people, today), start=FIRST_REPAIR)
        ),
    )
