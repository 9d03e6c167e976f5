"""What becomes of a reply that a provider does not take, or of which nobody knows whether it took it."""

from datetime import timedelta

import pytest

from connectors.base import SendFailed
from doorstep.sending import (
    RECEIPT_WAIT,
    TRIED_FOR,
    URGENT_ASKED_FOR,
    URGENT_RECEIPT_WAIT,
    URGENT_TRIED_FOR,
    Sender,
    back_off,
)
from model.changing import changed
from model.channel import Channel
from model.message import Delivery, Receipt
from store import outbox, receipts
from store.outbox import MOST_DOUBTS, TRIES_BEFORE_ALARM
from tests.plays.people import STRANGER

UNCERTAIN = SendFailed("no answer from the provider", uncertain=True)
GAS = "i can smell gas"
NOT_DELIVERED = "SELECT enquiry, seen_at FROM alarm WHERE why LIKE 'Safety advice was not delivered%'"


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
    await unsure.system.parts.store.together(receipts.settle, receipt)
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
    await settle(unsure)
    unsure.clock.forward(seconds=1)
    row = await settle(unsure)
    assert (row["state"], row["attempts"], len(unsure.sms.sent)) == (Delivery.ACCEPTED, 2, 1)


@pytest.mark.parametrize(("words", "tried_for"), [("can i talk to someone", TRIED_FOR), (GAS, URGENT_TRIED_FOR)])
async def test_a_provider_that_fails_for_long_and_has_nothing_is_tried_on_as_after_any_failure(stage, words, tried_for):
    stage.sms.failing[STRANGER] = UNCERTAIN
    stage.sms.asked = True
    await stage.phone(STRANGER).says(words)
    for _ in range(20):
        await settle(stage)
        stage.clock.forward(minutes=1)
    [first, *_] = await stage.query("SELECT state, doubts FROM reply ORDER BY id")
    assert first["doubts"] > MOST_DOUBTS
    assert first["state"] in (Delivery.QUEUED, Delivery.UNCERTAIN)
    stage.clock.at += tried_for
    for _ in range(2):
        await settle(stage)
        stage.clock.forward(minutes=1)
    assert (await stage.query("SELECT state FROM reply ORDER BY id"))[0]["state"] == Delivery.FAILED


async def test_a_provider_that_can_be_asked_again_in_the_end_is_not_sent_a_fourth_text_until_then(unsure):
    unsure.sms.failing[STRANGER] = UNCERTAIN
    unsure.sms.asking_fails = SendFailed("busy")
    for _ in range(30):
        unsure.clock.forward(minutes=2)
        await settle(unsure)
    row = await reply(unsure)
    assert (row["state"], row["attempts"]) == (Delivery.UNCERTAIN, MOST_DOUBTS)
    unsure.sms.asking_fails = None
    unsure.sms.found[row["public_id"]] = "SM88"
    unsure.clock.forward(minutes=2)
    assert (await settle(unsure))["state"] == Delivery.ACCEPTED


async def test_a_reply_in_doubt_is_asked_about_in_time_however_long_the_provider_wants_to_be_left_alone(stage):
    stage.sms.failing[STRANGER] = UNCERTAIN
    stage.sms.asking_fails = SendFailed("busy", retry_after=3600)
    await stage.phone(STRANGER).says(GAS)
    stage.sms.failing.clear()
    for wait in (URGENT_RECEIPT_WAIT, URGENT_ASKED_FOR):
        stage.clock.at += wait
        await settle(stage)
    assert stage.sms.sent


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


def test_what_the_provider_asks_for_is_waited_for_and_with_what_is_urgent_for_a_minute():
    assert back_off(1, 3600.0, urgent=False) == timedelta(hours=1)
    assert back_off(1, 30.0, urgent=True) == timedelta(seconds=30)
    assert back_off(1, 3600.0, urgent=True) == timedelta(seconds=60)


async def test_somebody_is_told_at_once_where_advice_is_not_tried_again_soon(stage):
    stage.sms.failing[STRANGER] = SendFailed("busy", retry_after=3600)
    await stage.phone(STRANGER).says(GAS)
    stage.clock.forward(seconds=30)
    await stage.system.delivery.drain()
    assert await stage.query(NOT_DELIVERED) == []
    stage.clock.forward(seconds=30)
    await stage.system.delivery.drain()
    assert len(await stage.query(NOT_DELIVERED)) == 1


async def test_somebody_is_told_although_the_try_that_should_have_told_ended_in_doubt(stage):
    stage.sms.asked = True
    stage.sms.failing[STRANGER] = SendFailed("busy")
    await stage.phone(STRANGER).says(GAS)
    for attempt in range(2, TRIES_BEFORE_ALARM + 2):
        stage.sms.failing[STRANGER] = UNCERTAIN if attempt == TRIES_BEFORE_ALARM else SendFailed("busy")
        stage.clock.forward(seconds=5)
        await settle(stage)
    assert len(await stage.query(NOT_DELIVERED)) == 1


async def test_somebody_is_told_although_no_enquiry_was_known_when_it_should_have_been(stage):
    stage.sms.failing[STRANGER] = SendFailed("busy")
    await stage.phone(STRANGER).writes(GAS)
    for _ in range(6):
        await stage.system.delivery.drain()
        stage.clock.forward(seconds=5)
    await stage.system.settle()
    assert len(await stage.query(NOT_DELIVERED)) == 1


async def test_somebody_who_has_seen_that_advice_does_not_go_is_not_told_again(stage):
    stage.sms.failing[STRANGER] = SendFailed("busy")
    await stage.phone(STRANGER).says(GAS)
    for _ in range(20):
        stage.clock.forward(seconds=5)
        await stage.system.delivery.drain()
        await stage.system.parts.store.write(lambda db: db.ask("UPDATE alarm SET seen_at = 1"))
    assert len(await stage.query(NOT_DELIVERED)) == 1


async def test_somebody_is_told_of_each_emergency_of_which_the_advice_does_not_go(stage):
    stage.sms.failing[STRANGER] = SendFailed("Twilio 21610", permanent=True)
    for _ in range(2):
        await stage.phone(STRANGER).says(GAS)
        await stage.system.parts.store.write(lambda db: db.ask("UPDATE alarm SET seen_at = 1"))
        stage.clock.forward(hours=5)
    assert len(await stage.query(NOT_DELIVERED)) == 2


class Unread:
    """A store that can be written to and not read."""

    def __init__(self, store):
        self.write = store.write

    async def read(self, *_):
        raise OSError("the disk is gone")


async def test_a_reply_whose_context_cannot_be_read_has_not_left_and_is_tried_again(stage):
    await stage.phone(STRANGER).writes("can i talk to someone")
    await stage.system.line.take_all()
    store = stage.system.parts.store
    [taken] = await store.write(outbox.take, Channel.SMS, False, 1)
    stage.sms.capabilities = changed(stage.sms.capabilities, window=timedelta(days=1))
    await Sender(Unread(store), {Channel.SMS: stage.sms}, stage.clock).send(taken)
    row = await reply(stage)
    assert (row["state"], row["doubts"]) == (Delivery.QUEUED, 0)
