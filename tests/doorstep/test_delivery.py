"""The lanes out of the system: told to stop at an awkward moment, sharing what a provider takes."""

import asyncio

import pytest

from doorstep.rate import Rate
from model.channel import Channel
from model.message import Delivery
from tests.plays.people import KIERAN, STRANGER

SECONDS = 10.0


@pytest.mark.parametrize("steps", range(6))
async def test_what_was_just_taken_when_it_is_told_to_stop_is_sent(stage, steps):
    await stage.phone(STRANGER).writes("can i talk to someone")
    await stage.system.line.take_all()
    running = asyncio.create_task(stage.system.delivery.run())
    for _ in range(steps):
        await asyncio.sleep(0)
    running.cancel()
    async with asyncio.timeout(SECONDS):
        await asyncio.gather(running, return_exceptions=True)
    states = {row["state"] for row in await stage.query("SELECT state FROM reply")}
    assert len(states) == 1
    assert states <= {Delivery.QUEUED, Delivery.ACCEPTED}
    assert bool(stage.sms.sent) == (states == {Delivery.ACCEPTED})


async def test_the_lanes_of_a_channel_send_no_more_together_than_its_rate(stage):
    await stage.phone(STRANGER).writes("can i talk to someone")
    await stage.system.line.take_all()
    await stage.phone(KIERAN).writes("i can smell gas")
    stage.system.delivery.rates = {Channel.SMS: Rate(1, 0, stage.clock)}
    running = asyncio.create_task(stage.system.delivery.run())
    async with asyncio.timeout(SECONDS):
        while not stage.sms.sent:
            await asyncio.sleep(0)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert len(stage.sms.sent) == 1
