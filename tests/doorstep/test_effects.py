"""Writes to the landlord's systems: side by side, in order within a conversation, tried on for as long as it takes."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from doorstep.effects import LONGEST_WAIT, Effects, back_off
from model.channel import Channel
from model.housing import Repair, RepairPriority
from model.ports import LandlordDown
from store import effects
from store.db import to_json
from store.threads import open_conversation
from tests.store.office import open_office

REPAIR = {
    "tenancy": "T1001",
    "address": "",
    "place": "kitchen",
    "problem": "tap",
    "description": "it drips",
    "priority": RepairPriority.ROUTINE.value,
    "access": "just me",
    "due_on": "2026-12-21",
}
REPORTED = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
#: what stands still for so long never comes
SECONDS = 5


@pytest.fixture
async def office(tmp_path):
    opened = open_office(tmp_path)
    yield opened
    await opened.store.close()


class Records:
    """A landlord that notes which writes begin and end, and ends none before as many as `together` have begun."""

    def __init__(self, together=1, down=False):
        self.down = down
        self.together = asyncio.Barrier(together)
        self.noted = []

    async def create_repair(self, key, request):
        if self.down:
            raise LandlordDown("no answer")
        self.noted.append(f"{key} begins")
        async with asyncio.timeout(SECONDS):
            await self.together.wait()
        self.noted.append(f"{key} ends")
        return Repair(key, request.problem, request.priority, "reported", REPORTED, request.due_on)


def order(db, key, address):
    """A write that a turn in the conversation with this address has ordered."""
    there = open_conversation(db, Channel.SMS.value, address)
    ordered = {"kind": "create_repair", "payload": to_json(REPAIR), "now": db.now}
    db.add_effect(key=key, conversation=there, enquiry=None, **ordered)


async def states(office):
    return [row["state"] for row in await office.query("SELECT state FROM effect ORDER BY id")]


async def test_those_of_several_conversations_are_carried_out_side_by_side(office):
    for number in range(3):
        await office.store.write(order, str(number), f"+44770090000{number}")
    assert await Effects(office.store, Records(together=3), office.clock).carry_out_some() == 3
    assert await states(office) == ["done"] * 3


async def test_those_of_one_conversation_are_carried_out_in_the_order_in_which_they_were_ordered(office):
    for key in ("first", "second"):
        await office.store.write(order, key, "+447700900001")
    records = Records()
    await Effects(office.store, records, office.clock).carry_out_some()
    assert records.noted == ["first begins", "first ends", "second begins", "second ends"]


async def test_records_that_are_down_for_long_are_tried_on(office):
    await office.store.write(order, "one", "+447700900001")
    await office.store.write(lambda db: db.ask("UPDATE effect SET attempts = 60"))
    records = Records(down=True)
    carried_out = Effects(office.store, records, office.clock).carry_out_some
    assert await carried_out() == 1
    records.down = False
    office.clock.at += LONGEST_WAIT
    assert await carried_out() == 1
    assert await states(office) == ["done"]


@pytest.mark.parametrize("attempt", [1, 8, 47, 10**6])
def test_the_records_are_never_left_alone_for_longer_than_the_longest(attempt):
    assert timedelta(0) < back_off(attempt) <= LONGEST_WAIT


@pytest.mark.parametrize("end", ["refused", "done"])
async def test_who_lost_an_effect_to_another_records_nothing(office, end):
    await office.store.write(order, "one", "+447700900001")
    [late] = await office.store.write(effects.take, 1)
    office.clock.at += effects.LEASE
    [mine] = await office.store.write(effects.take, 1)
    heard = []
    office.store.listen(heard.append)
    await office.store.write(effects.finish, late, end, None, "too late")
    await office.store.write(effects.delay, late, office.clock(), "too late")
    assert await office.query("SELECT id FROM trouble") == []
    assert [one.wake for one in heard if one.wake] == []
    await office.store.write(effects.finish, mine, "done", {}, "")
    assert await states(office) == ["done"]
