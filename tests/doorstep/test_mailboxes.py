"""Channels that are fetched from: kept whole, read by one process, tried again; and what reconciliation sets right."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from connectors.base import Connector, Hook
from connectors.sms import Sms
from doorstep.mailboxes import Kept, Mailboxes
from model.channel import Channel
from model.message import Inbound, Outbound, Receipt, Unread
from store import fetching
from tests.plays.people import STRANGER

ASKS = "can i talk to someone"


class Fetches(Connector):
    """Finds what it is told to find, fails as often as it is told to, and then waits."""

    channel = Channel.SMS
    capabilities = Sms.capabilities
    fetches = True

    def __init__(self, *found: Inbound | Receipt | Unread, fails: int = 0) -> None:
        self.found = found
        self.fails = fails
        self.runs = 0
        self.read = asyncio.Event()

    def parse(self, hook: Hook) -> Sequence[Inbound | Receipt]:
        return []

    async def send(self, reply: Outbound) -> str:
        return "sent"

    async def run(self, intake) -> None:
        self.runs += 1
        if self.runs <= self.fails:
            raise OSError("the mailbox is away")
        self.cursor = await intake.cursor()
        await intake.keep(self.found, "so far")
        self.read.set()
        await asyncio.Event().wait()


def message(stage, provider_id="fetched", earlier=timedelta(0)):
    return Inbound(Channel.SMS, STRANGER, provider_id, ASKS, provider_time=stage.clock() - earlier)


async def read(stage, connector):
    mailboxes = Mailboxes(
        stage.system.parts.store, stage.system.intake, {Channel.SMS: connector}, stage.system.parts.now, 0.01
    )
    running = asyncio.create_task(mailboxes.run())
    await asyncio.wait_for(connector.read.wait(), 10)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_what_is_fetched_is_kept_and_how_far_it_goes(stage):
    await read(stage, Fetches(message(stage)))
    assert [row["provider_id"] for row in await stage.query("SELECT provider_id FROM message")] == ["fetched"]
    assert await stage.system.parts.store.read(fetching.cursor, "sms") == "so far"


async def test_the_next_begins_where_the_last_was(stage):
    await read(stage, Fetches(message(stage)))
    again = Fetches(message(stage))
    await read(stage, again)
    assert again.cursor == "so far"
    assert len(await stage.query("SELECT id FROM message")) == 1


async def test_what_cannot_be_read_is_kept_raw_for_staff(stage):
    await read(stage, Fetches(Unread(Channel.SMS, "not a mail", b"\x00raw")))
    [row] = await stage.query("SELECT detail, raw FROM trouble")
    assert (row["detail"], bytes(row["raw"])) == ("not a mail", b"\x00raw")


async def test_a_mailbox_that_was_away_is_read_when_it_is_back(stage):
    connector = Fetches(message(stage), fails=2)
    await read(stage, connector)
    assert connector.runs == 3


@pytest.fixture
def kept(stage):
    return Kept(stage.system.parts.store, stage.system.intake, Fetches())


async def clocks(stage):
    return await stage.query("SELECT started_at, due_at, met_at, breached_at FROM clock WHERE promise = 'acknowledge'")


async def test_an_earlier_time_of_the_provider_moves_start_and_due_back_once(stage, kept):
    await stage.phone(STRANGER).writes(ASKS, provider_id="late")
    await stage.system.settle()
    [before] = await clocks(stage)
    for _ in range(2):
        await kept.keep([message(stage, "late", timedelta(minutes=10))], "")
    [after] = await clocks(stage)
    moved = timedelta(minutes=10) // timedelta(microseconds=1)
    assert (before["started_at"] - after["started_at"], before["due_at"] - after["due_at"]) == (moved, moved)
    lines = await stage.query("SELECT why FROM audit WHERE what = 'clocks moved back'")
    assert lines == [{"why": "the provider had the message 10 minutes before us"}]


async def test_a_promise_may_turn_out_to_have_been_broken(stage, kept):
    await stage.phone(STRANGER).writes(ASKS, provider_id="late")
    await stage.system.settle()
    await kept.keep([message(stage, "late", timedelta(hours=3))], "")
    [clock] = await clocks(stage)
    assert clock["breached_at"] == clock["due_at"]
    assert clock["met_at"] is not None


async def test_the_way_that_a_message_takes_moves_nothing(stage, kept):
    await stage.phone(STRANGER).writes(ASKS, provider_id="late")
    await stage.system.settle()
    before = await clocks(stage)
    await kept.keep([message(stage, "late", timedelta(seconds=30))], "")
    assert await clocks(stage) == before
