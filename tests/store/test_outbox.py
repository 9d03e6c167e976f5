"""Replies on their way: forward only, whatever the order of receipts; clocks met and reopened with them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.base import SendFailed
from model.channel import Channel
from model.message import Delivery, Receipt
from store import outbox
from tests.plays.people import STRANGER

AFTER = [Delivery.SENT, Delivery.DELIVERED, Delivery.READ, Delivery.FAILED]


async def reply(stage):
    [row] = await stage.query("SELECT * FROM reply ORDER BY id DESC LIMIT 1")
    return row


async def clock(stage):
    [row] = await stage.query("SELECT * FROM clock WHERE promise = 'acknowledge'")
    return row


async def asks_for_a_person(stage):
    await stage.phone(STRANGER).says("can i talk to someone")
    return await reply(stage)


async def settle(stage, *receipts):
    for receipt in receipts:
        await stage.system.parts.store.write(outbox.settle, receipt)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(AFTER))
async def test_receipts_in_any_order_give_one_state(stage, order):
    sent = await asks_for_a_person(stage)
    await settle(stage, *(Receipt(Channel.SMS, sent["provider_id"], state, sent["public_id"]) for state in order))
    assert (await reply(stage))["state"] == Delivery.READ


async def test_a_receipt_before_its_send_has_committed_is_kept_and_applied(stage):
    await stage.phone(STRANGER).writes("can i talk to someone")
    await stage.system.line.take_all()
    await settle(stage, Receipt(Channel.SMS, "SM1", Delivery.DELIVERED))
    await stage.system.delivery.drain()
    assert (await reply(stage))["state"] == Delivery.DELIVERED
    assert await stage.query("SELECT id FROM receipt") == []


async def test_the_clock_is_met_when_the_provider_accepts_and_not_before(stage):
    await stage.phone(STRANGER).writes("can i talk to someone")
    await stage.system.line.take_all()
    assert (await clock(stage))["met_at"] is None
    await stage.system.delivery.drain()
    assert (await clock(stage))["met_by"] == "bot"


async def test_a_delivery_that_fails_reopens_the_clock_with_its_original_due(stage):
    sent = await asks_for_a_person(stage)
    before = await clock(stage)
    await settle(stage, Receipt(Channel.SMS, sent["provider_id"], Delivery.FAILED, sent["public_id"], "30003"))
    after = await clock(stage)
    assert (after["started_at"], after["due_at"]) == (before["started_at"], before["due_at"])
    assert after["met_at"] is None
    assert await stage.query("SELECT 1 AS one FROM trouble WHERE detail = '30003'")


async def test_a_refusal_that_may_pass_is_tried_again_and_one_that_will_not_is_shown(stage):
    stage.sms.failing[STRANGER] = SendFailed("busy")
    await stage.phone(STRANGER).says("can i talk to someone")
    assert (await reply(stage))["state"] == Delivery.QUEUED
    stage.clock.forward(minutes=5)
    stage.sms.failing[STRANGER] = SendFailed("Twilio 21211", permanent=True)
    await stage.system.delivery.drain()
    assert (await reply(stage))["state"] == Delivery.FAILED
    assert await stage.query("SELECT 1 AS one FROM trouble WHERE detail = 'Twilio 21211'")


async def test_a_send_whose_outcome_nobody_recorded_goes_once_more_and_is_counted(stage):
    await stage.phone(STRANGER).writes("can i talk to someone")
    await stage.system.line.take_all()
    await stage.system.parts.store.write(outbox.take, Channel.SMS, False, 10)
    stage.clock.forward(minutes=2)
    await stage.system.watch.step()
    await stage.system.delivery.settle_some()
    await stage.system.delivery.drain()
    row = await reply(stage)
    assert (row["attempts"], row["state"]) == (2, Delivery.ACCEPTED)


async def test_the_parts_of_a_reply_go_in_order_one_at_a_time(stage):
    await stage.phone(STRANGER).writes("i can smell gas")
    parts = [row["part"] for row in await stage.query("SELECT part FROM reply ORDER BY id")]
    assert len(parts) > 1
    first = await stage.system.parts.store.write(outbox.take, Channel.SMS, True, 10)
    assert len(first) == 1


@pytest.mark.parametrize("late", [0, 1])
async def test_a_breach_is_recorded_at_its_due_and_never_erased(stage, late):
    stage.sms.failing[STRANGER] = SendFailed("busy")
    await stage.phone(STRANGER).says("can i talk to someone")
    stage.clock.forward(hours=1, seconds=late)
    await stage.system.watch.ring_clocks()
    row = await clock(stage)
    while row["breached_at"] is None:
        assert await stage.system.watch.ring_clocks()
        row = await clock(stage)
    assert row["breached_at"] == row["due_at"]
    stage.sms.failing.clear()
    stage.clock.forward(minutes=30)
    await stage.system.delivery.drain()
    row = await clock(stage)
    assert row["met_at"] is not None
    assert row["breached_at"] == row["due_at"]
