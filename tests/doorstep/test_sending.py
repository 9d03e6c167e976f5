"""What becomes of a reply that a provider does not take, or of which nobody knows whether it took it."""

from datetime import timedelta

import pytest

from connectors.base import SendFailed
from doorstep.sending import RECEIPT_WAIT, TRIED_FOR, back_off
from model.channel import Channel
from model.message import Delivery, Receipt
from store import outbox
from tests.plays.people import STRANGER

UNCERTAIN = SendFailed("no answer from the provider", uncertain=True)


@pytest.fixture
async def unsure(stage):
    """A reply of which nobody knows whether the provider took it."""
    stage.sms.failing[STRANGER] = UNCERTAIN
    await stage.phone(STRANGER).says("can i talk to someone")
    stage.sms.failing.clear()
    return stage


async def reply(stage):
    [row] = await stage.query("SELECT * FROM reply ORDER BY id DESC LIMIT 1")
    return row


async def settle(stage):
    await stage.system.delivery.settle_some()
    await stage.system.delivery.drain()
    return await reply(stage)


async def test_it_is_not_sent_again_at_once(unsure):
    await unsure.system.delivery.drain()
    assert (await reply(unsure))["state"] == Delivery.UNCERTAIN
    assert unsure.sms.sent == []


async def test_a_receipt_settles_it(unsure):
    row = await reply(unsure)
    receipt = Receipt(Channel.SMS, "SM77", Delivery.DELIVERED, row["public_id"])
    await unsure.system.parts.store.write(outbox.settle, receipt)
    unsure.clock.forward(seconds=60)
    row = await settle(unsure)
    assert (row["state"], row["provider_id"]) == (Delivery.DELIVERED, "SM77")
    assert unsure.sms.sent == []


async def test_what_the_provider_has_is_accepted_and_the_clock_is_met(unsure):
    unsure.sms.found[(await reply(unsure))["public_id"]] = "SM88"
    unsure.clock.at += RECEIPT_WAIT
    row = await settle(unsure)
    assert (row["state"], row["provider_id"], row["doubts"]) == (Delivery.ACCEPTED, "SM88", 1)
    assert unsure.sms.sent == []
    [clock] = await unsure.query("SELECT met_by FROM clock WHERE promise = 'acknowledge'")
    assert clock["met_by"] == "bot"


async def test_what_the_provider_has_not_goes_once_more(unsure):
    unsure.sms.asked = True
    unsure.clock.at += RECEIPT_WAIT
    row = await settle(unsure)
    assert (row["state"], row["attempts"], len(unsure.sms.sent)) == (Delivery.ACCEPTED, 2, 1)


async def test_where_the_provider_cannot_be_asked_for_a_while_it_goes_once_more_in_the_end(unsure):
    unsure.sms.asking_fails = SendFailed("busy")
    unsure.clock.at += RECEIPT_WAIT
    assert (await settle(unsure))["state"] == Delivery.UNCERTAIN
    unsure.clock.forward(minutes=2)
    assert (await settle(unsure))["state"] == Delivery.ACCEPTED


async def test_later_parts_wait_until_it_is_settled(stage):
    stage.sms.failing[STRANGER] = UNCERTAIN
    await stage.phone(STRANGER).says("i can smell gas")
    stage.sms.failing.clear()
    await stage.system.delivery.drain()
    assert stage.sms.sent == []
    stage.clock.forward(seconds=5)
    await settle(stage)
    texts = [row["text"] for row in await stage.query("SELECT text FROM reply ORDER BY id")]
    assert [sent.text for sent in stage.sms.sent] == texts


async def test_after_three_doubts_somebody_is_told(stage):
    stage.sms.failing[STRANGER] = UNCERTAIN
    await stage.phone(STRANGER).says("can i talk to someone")
    for _ in range(4):
        stage.clock.forward(minutes=2)
        await settle(stage)
    assert (await reply(stage))["state"] == Delivery.FAILED
    assert await stage.query("SELECT 1 AS one FROM trouble WHERE kind = 'reply' AND detail LIKE 'sent several times%'")


async def test_advice_that_does_not_go_has_somebody_phone_them_while_it_is_tried_on(stage):
    stage.sms.failing[STRANGER] = SendFailed("busy")
    await stage.phone(STRANGER).says("i can smell gas")
    for _ in range(5):
        stage.clock.forward(seconds=10)
        await stage.system.delivery.drain()
    assert await stage.query("SELECT 1 AS one FROM alarm WHERE why LIKE 'Safety advice was not delivered%'")
    stage.sms.failing.clear()
    stage.clock.forward(seconds=10)
    await stage.system.delivery.drain()
    assert "0800 111 999" in stage.sms.sent[0].text


async def test_a_reply_that_nobody_takes_for_hours_is_a_dead_letter_on_the_desk(stage):
    stage.sms.failing[STRANGER] = SendFailed("busy")
    await stage.phone(STRANGER).says("can i talk to someone")
    for _ in range(20):
        stage.clock.forward(minutes=2)
        await stage.system.delivery.drain()
    assert (await reply(stage))["state"] == Delivery.QUEUED
    stage.clock.at += TRIED_FOR
    await stage.system.delivery.drain()
    assert (await reply(stage))["state"] == Delivery.FAILED
    assert await stage.query("SELECT 1 AS one FROM trouble WHERE kind = 'reply'")


@pytest.mark.parametrize(("urgent", "longest"), [(True, 5), (False, 60)])
def test_the_pause_between_tries_doubles_up_to_a_longest(urgent, longest):
    pauses = [back_off(attempt, None, urgent) for attempt in range(1, 30)]
    assert pauses[0] <= timedelta(seconds=1)
    assert all(timedelta(0) < pause <= timedelta(seconds=longest) for pause in pauses)
    assert max(pauses) >= timedelta(seconds=longest / 2)


def test_what_the_provider_asks_for_is_waited_for():
    assert back_off(1, 90.0, urgent=True) == timedelta(seconds=90)
