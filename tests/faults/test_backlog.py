"""An emergency behind ten thousand waiting messages: advice within two seconds, all loops running."""

import asyncio
import time

import pytest

from model.message import Inbound
from store import intake
from store.intake import Receiving
from tests.plays.people import STRANGER

pytestmark = pytest.mark.slow

WAITING = 10_000
SECONDS = 2.0


def backlog(db, channel):
    """Ten thousand people have written and nobody has looked."""
    for number in range(WAITING):
        inbound = Inbound(channel, f"+4477009{number:05}", f"w{number}", "how much rent do i owe")
        intake.receive(db, [Receiving(inbound, None, history=False)])


async def test_advice_overtakes_ten_thousand_waiting_messages(stage):
    system = stage.system
    await system.parts.store.write(backlog, stage.sms.channel)
    assert len(system.parts.queue) == WAITING
    running = asyncio.create_task(system.run())
    await asyncio.sleep(0.5)
    began = time.monotonic()
    await stage.phone(STRANGER).writes("smell gas in the hall")
    while not await stage.phone(STRANGER).heard():
        await asyncio.sleep(0.01)
    advised = time.monotonic() - began
    while not await stage.query(
        "SELECT 1 AS one FROM enquiry WHERE emergency = 'gas' AND state IN ('waiting', 'offered')"
    ):
        await asyncio.sleep(0.01)
    on_the_desk = time.monotonic() - began
    left = len(system.parts.queue)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert left > WAITING / 2
    assert advised < SECONDS
    assert on_the_desk < SECONDS
    assert "0800 111 999" in (await stage.phone(STRANGER).heard())[0]
