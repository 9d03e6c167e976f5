"""Writes to the demo landlord's records, each once for each key: asked again, it gives its first answer again."""

import sqlite3
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from pydantic import TypeAdapter

from housing import records
from housing.database import transaction
from housing.days import local_day
from housing.slots import CREWS, in_diary, read_slot
from model.housing import Repair, RepairRequest
from model.ports import Refused

P = ParamSpec("P")
T = TypeVar("T")
#: what `once` makes of a change: it takes a key as well
Change = Callable[Concatenate[sqlite3.Connection, datetime, P], T]
Keyed = Callable[Concatenate[sqlite3.Connection, str, datetime, P], T]

REPAIR = TypeAdapter(Repair)
TEXT = TypeAdapter(str)

RAISE = """
INSERT INTO repair (tenancy, address, summary, description, access, contact, priority, status, reported_at, due_on)
VALUES (?, ?, ?, ?, ?, ?, ?, 'reported', ?, ?)
RETURNING id
"""


def once(answer: TypeAdapter[T]) -> Callable[[Change[P, T]], Keyed[P, T]]:
    """Makes a change idempotent: what it writes and its answer under the key are one transaction.

    Raises `Refused` where the key was used for another call.
    """

    def decorate(change: Change[P, T]) -> Keyed[P, T]:
        call = change.__name__

        @wraps(change)
        def keyed(connection: sqlite3.Connection, key: str, now: datetime, /, *args: P.args, **kwargs: P.kwargs) -> T:
            with transaction(connection):
                first = connection.execute("SELECT call, answer FROM written WHERE key = ?", (key,)).fetchone()
                if first is not None:
                    return _again(first, call, answer)
                result = change(connection, now, *args, **kwargs)
                row = (key, call, answer.dump_json(result).decode(), now.isoformat())
                connection.execute("INSERT INTO written VALUES (?, ?, ?, ?)", row)
                return result

        return keyed

    return decorate


def _again(first: tuple[str, str], call: str, answer: TypeAdapter[T]) -> T:
    if first[0] != call:
        raise Refused(f"this key was used for {first[0]} before")
    return answer.validate_json(first[1])


@once(REPAIR)
def create_repair(connection: sqlite3.Connection, now: datetime, request: RepairRequest) -> Repair:
    """The repair as raised. Raises `Refused` where the tenancy is named and unknown."""
    address = request.address
    if request.tenancy is not None:
        held = records.tenancy(connection, request.tenancy)
        if held is None:
            raise Refused("there is no tenancy with this reference")
        address = str(held.address)
    words = (f"{request.place}: {request.problem}", request.description, request.access, request.contact)
    row = (request.tenancy, address, *words, request.priority, now.isoformat(), request.due_on.isoformat())
    (number,) = connection.execute(RAISE, row).fetchone()
    return records.repair(connection, f"R{number}")


@once(REPAIR)
def book(connection: sqlite3.Connection, now: datetime, reference: str, slot_id: str) -> Repair:
    """The repair with this appointment, in place of one it had. Raises `Refused` where the slot is gone or full."""
    found = records.repair(connection, reference)
    records.require_open(found)
    slot = read_slot(slot_id)
    if slot is None or not in_diary(slot, local_day(now)):
        raise Refused("there is no such slot")
    if slot != found.appointment and records.booked(connection)[slot.id] >= CREWS:
        raise Refused("the slot has been taken")
    scheduled = "UPDATE repair SET status = 'scheduled', slot = ? WHERE id = ?"
    connection.execute(scheduled, (slot.id, records.repair_id(reference)))
    return records.repair(connection, reference)


@once(REPAIR)
def cancel_repair(connection: sqlite3.Connection, now: datetime, reference: str) -> Repair:
    """The repair, cancelled, its appointment free for others. Raises `Refused` where it was completed."""
    if records.repair(connection, reference).status == "completed":
        raise Refused("the repair is completed")
    cancelled = "UPDATE repair SET status = 'cancelled', slot = NULL WHERE id = ?"
    connection.execute(cancelled, (records.repair_id(reference),))
    return records.repair(connection, reference)


@once(TEXT)
def log_contact(connection: sqlite3.Connection, now: datetime, reference: str, summary: str) -> str:
    """The number of the note on the tenancy's contact history. Raises `Refused` for an unknown reference."""
    records.require_tenancy(connection, reference)
    note = "INSERT INTO contact (tenancy, summary, at) VALUES (?, ?, ?) RETURNING id"
    (number,) = connection.execute(note, (reference, summary, now.isoformat())).fetchone()
    return f"C{number}"
