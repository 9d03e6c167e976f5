"""Reads the demo landlord's records. Each takes a connection and some microseconds; nothing here writes."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from housing.days import local_day
from housing.matching import Candidate, candidate
from housing.slots import free_slots, read_slot
from model.housing import (
    Address,
    Health,
    RentAccount,
    Repair,
    RepairPriority,
    Slot,
    Tenancy,
    Tenure,
    Transaction,
)
from model.ports import Refused

#: which column of a holder an address on a channel is compared with
HELD_AS = {"sms": "mobile", "whatsapp": "mobile", "phone": "mobile", "email": "email"}
OPEN = ("reported", "scheduled")

TENANCY = """
SELECT tenure, line, town, postcode, uprn, started_on, officer.name, breathing_space_until, safe_contact
FROM tenancy
JOIN home ON home.uprn = tenancy.home
JOIN patch ON patch.id = home.patch
JOIN officer ON officer.id = patch.officer
WHERE reference = ?
"""
ACCOUNT = """
SELECT as_at, next_charge_on,
       (SELECT sum(pence) FROM entry WHERE entry.tenancy = rent_account.tenancy),
       (SELECT sum(pence) FROM charge WHERE charge.tenancy = rent_account.tenancy)
FROM rent_account
WHERE tenancy = ?
"""
REPAIR = "SELECT id, summary, priority, status, reported_at, due_on, slot FROM repair"


def health(connection: sqlite3.Connection) -> Health:
    """That the records can be read, and since when they stand as they do."""
    name, as_at = connection.execute("SELECT name, (SELECT max(as_at) FROM rent_account) FROM landlord").fetchone()
    return Health(up=True, as_at=datetime.fromisoformat(as_at), detail=f"{name}, a demonstration")


def tenancies_at(connection: sqlite3.Connection, channel: str, address: str) -> list[Tenancy]:
    """The tenancies of those who hold this address, by reference; none on a channel whose addresses are not held."""
    column = HELD_AS.get(channel)
    if column is None:
        return []
    query = f"SELECT DISTINCT tenancy FROM holder WHERE {column} = ? ORDER BY tenancy"
    wanted = address.strip().lower()
    found = (tenancy(connection, reference) for (reference,) in connection.execute(query, (wanted,)).fetchall())
    return [one for one in found if one]


def tenancy(connection: sqlite3.Connection, reference: str) -> Tenancy | None:
    """The tenancy of this reference."""
    row = connection.execute(TENANCY, (reference,)).fetchone()
    if row is None:
        return None
    tenure, line, town, postcode, uprn, started_on, officer, breathing, safe = row
    people = "SELECT name, mobile, email FROM holder WHERE tenancy = ? ORDER BY id"
    holders = connection.execute(people, (reference,)).fetchall()
    care = connection.execute("SELECT kind, reason FROM vulnerability WHERE tenancy = ?", (reference,)).fetchall()
    return Tenancy(
        reference=reference,
        tenure=Tenure(tenure),
        address=Address(line, town, postcode, uprn),
        holders=tuple(name for name, _, _ in holders),
        started_on=date.fromisoformat(started_on),
        officer=officer,
        mobiles=tuple(mobile for _, mobile, _ in holders if mobile),
        emails=tuple(email for _, _, email in holders if email),
        vulnerabilities=frozenset(kind for kind, _ in care),
        care=tuple(reason for _, reason in care),
        breathing_space_until=date.fromisoformat(breathing) if breathing else None,
        safe_contact=bool(safe),
    )


def candidates(connection: sqlite3.Connection) -> list[Candidate]:
    """Every holder of every tenancy, for `fitting`."""
    query = """
        SELECT holder.tenancy, born, postcode FROM holder
        JOIN tenancy ON tenancy.reference = holder.tenancy JOIN home ON home.uprn = tenancy.home
    """
    return [candidate(*row) for row in connection.execute(query)]


def rent_account(connection: sqlite3.Connection, reference: str) -> RentAccount:
    """How the account stands: the balance is the sum of its lines. Raises `Refused` for an unknown reference."""
    row = connection.execute(ACCOUNT, (reference,)).fetchone()
    if row is None:
        raise Refused("there is no tenancy with this reference")
    as_at, next_charge_on, balance, next_charge = row
    return RentAccount(
        reference=reference,
        balance=balance,
        as_at=datetime.fromisoformat(as_at),
        next_charge=next_charge,
        next_charge_on=date.fromisoformat(next_charge_on),
    )


def transactions(connection: sqlite3.Connection, reference: str, most: int) -> list[Transaction]:
    """The latest lines of the account, newest first. Raises `Refused` for an unknown reference."""
    require_tenancy(connection, reference)
    query = "SELECT day, description, pence FROM entry WHERE tenancy = ? ORDER BY number DESC LIMIT ?"
    rows = connection.execute(query, (reference, max(most, 0)))
    return [Transaction(date.fromisoformat(day), description, pence) for day, description, pence in rows]


def repairs(connection: sqlite3.Connection, reference: str, open_only: bool) -> list[Repair]:
    """The tenancy's repairs, newest first. Raises `Refused` for an unknown reference."""
    require_tenancy(connection, reference)
    rows = connection.execute(f"{REPAIR} WHERE tenancy = ? ORDER BY reported_at DESC, id DESC", (reference,))
    return [one for one in map(_repair, rows) if one.status in OPEN or not open_only]


def repair(connection: sqlite3.Connection, reference: str) -> Repair:
    """The repair of this reference. Raises `Refused` if there is none."""
    row = connection.execute(f"{REPAIR} WHERE id = ?", (repair_id(reference),)).fetchone()
    if row is None:
        raise Refused("there is no repair with this reference")
    return _repair(row)


def slots(connection: sqlite3.Connection, reference: str, earliest: date, now: datetime) -> list[Slot]:
    """Free slots of ten working days from `earliest` on, tomorrow at the soonest. Raises `Refused` if not open."""
    require_open(repair(connection, reference))
    return free_slots(earliest, local_day(now), booked(connection))


def booked(connection: sqlite3.Connection) -> Counter[str]:
    """How many appointments each slot has."""
    rows = connection.execute("SELECT slot, count(*) FROM repair WHERE status = 'scheduled' GROUP BY slot")
    return Counter(dict(rows.fetchall()))


def require_tenancy(connection: sqlite3.Connection, reference: str) -> None:
    """Raises `Refused` for an unknown reference."""
    if not connection.execute("SELECT 1 FROM tenancy WHERE reference = ?", (reference,)).fetchone():
        raise Refused("there is no tenancy with this reference")


def require_open(one: Repair) -> None:
    """Raises `Refused` for a repair that is completed or cancelled."""
    if one.status not in OPEN:
        raise Refused(f"the repair is {one.status}")


def repair_id(reference: str) -> int:
    """The number in a repair's reference; -1, which no repair has, where there is none."""
    digits = reference[1:]
    return int(digits) if reference[:1] == "R" and digits.isascii() and digits.isdigit() and len(digits) < 12 else -1


def _repair(row: Sequence[Any]) -> Repair:
    number, summary, priority, status, reported_at, due_on, slot = row
    return Repair(
        reference=f"R{number}",
        summary=summary,
        priority=RepairPriority(priority),
        status=status,
        reported_at=datetime.fromisoformat(reported_at),
        due_on=date.fromisoformat(due_on),
        appointment=read_slot(slot) if slot else None,
    )
