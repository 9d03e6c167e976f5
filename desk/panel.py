"""Who is writing (`PersonPanel` of `docs/api.yaml`): what we know ourselves, and what the landlord's records say, if
they can be asked just now."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from desk import gate, instants
from desk.means import Desk
from desk.row import address, topic_label
from model.channel import Channel
from model.colleague import Colleague
from model.enquiry import Enquiry
from model.housing import RentAccount, Repair, Tenancy
from model.ports import LandlordDown, Refused
from store.db import Db, Row, instant

#: seconds in which the records must have answered; the page does not wait longer
PATIENCE = 4.0
REPAIRS = 10


@dataclass(frozen=True, slots=True)
class Known:
    """What our own database knows of a person."""

    row: Row
    others: list[Row]
    #: the tenancy that they have shown to be theirs, or that we hold for them
    tenancy: str
    proven: bool


@dataclass(frozen=True, slots=True)
class Records:
    """What the landlord's records say."""

    tenancy: Tenancy | None = None
    rent: RentAccount | None = None
    repairs: list[Repair] = field(default_factory=list)
    down: bool = False


def known(db: Db, noun: Enquiry, me: Colleague, desk: Desk) -> Known:
    row = db.desk_person(enquiry=noun.id)
    sight = gate.sight(me, desk.topics)
    others = list(
        db.desk_other_enquiries(
            person=noun.person,
            enquiry=noun.id,
            me=sight.me,
            allowed=sight.allowed,
            hidden=sight.hidden,
            safeguarding=sight.safeguarding,
        )
    )
    proven = row["proven_until"] is not None and instant(row["proven_until"]) > db.now
    return Known(row, others, row["proven_tenancy"] if proven else row["tenancy"], proven)


async def panel(known: Known, me: Colleague, desk: Desk) -> dict[str, Any]:
    whole = gate.may_see_records(me)
    records = await _records(known, desk) if whole else Records()
    row = known.row
    return {
        "name": row["name"],
        "channel": row["channel"],
        "address": address(row["channel"], row["address"], whole),
        "proven": known.proven,
        "language": row["language"],
        "flags": _flags(row),
        "tenancy": _tenancy(records.tenancy),
        "rent": _rent(records.rent),
        "repairs": [_repair(repair) for repair in records.repairs[:REPAIRS]],
        "other_enquiries": [_other(other, desk) for other in known.others],
        "records_down": records.down,
    }


async def _records(known: Known, desk: Desk) -> Records:
    try:
        async with asyncio.timeout(PATIENCE):
            tenancy = await _find_tenancy(known, desk)
            if tenancy is None:
                return Records()
            rent = await _rent_account(tenancy, desk)
            return Records(tenancy, rent, list(await desk.landlord.repairs(tenancy.reference, open_only=False)))
    except (LandlordDown, Refused, TimeoutError):
        return Records(down=True)


async def _find_tenancy(known: Known, desk: Desk) -> Tenancy | None:
    """The proven tenancy or, unproven, the only one that is held at the address."""
    if known.tenancy:
        return await desk.landlord.tenancy(known.tenancy)
    channel = known.row["channel"]
    capabilities = desk.capabilities.get(Channel(channel))
    if channel != Channel.PHONE.value and (capabilities is None or not capabilities.held_address):
        return None
    held = await desk.landlord.tenancies_at(channel, known.row["address"])
    return held[0] if len(held) == 1 else None


async def _rent_account(tenancy: Tenancy, desk: Desk) -> RentAccount | None:
    try:
        return await desk.landlord.rent_account(tenancy.reference)
    except Refused:
        return None


def _flags(row: Row) -> list[str]:
    flags: list[str] = json.loads(row["flags"])
    return flags + (["opted_out"] if row["opted_out_at"] is not None else [])


def _tenancy(tenancy: Tenancy | None) -> dict[str, Any] | None:
    if tenancy is None:
        return None
    return {
        "reference": tenancy.reference,
        "tenure": tenancy.tenure.value,
        "address": str(tenancy.address),
        "since": tenancy.started_on.isoformat(),
        "officer": tenancy.officer,
        "vulnerabilities": list(tenancy.care) or sorted(tenancy.vulnerabilities),
        "holders": list(tenancy.holders),
    }


def _rent(rent: RentAccount | None) -> dict[str, Any] | None:
    if rent is None:
        return None
    return {
        "balance_pence": rent.balance,
        "as_at": instants.written(rent.as_at),
        "next_charge_pence": rent.next_charge,
        "next_charge_on": rent.next_charge_on.isoformat(),
    }


def _repair(repair: Repair) -> dict[str, Any]:
    return {
        "reference": repair.reference,
        "summary": repair.summary,
        "priority": repair.priority.value,
        "status": repair.status,
        "due_on": repair.due_on.isoformat(),
    }


def _other(row: Row, desk: Desk) -> dict[str, Any]:
    return {
        "id": row["public_id"],
        "reference": row["reference"],
        "topic_label": topic_label(row["topic"], desk),
        "state": row["state"],
        "created_at": instants.stored(row["created_at"]),
    }
