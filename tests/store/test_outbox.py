"""Replies on their way: forward only, whatever the order of receipts; clocks met and reopened with them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.base import SendFailed
from model.channel import Channel
from model.message import Delivery, Receipt
from store import doubts, effects, outbox, receipts
from store.outcomes import Refusal
from tests.plays.people import KIERAN, STRANGER
from tests.store.at_once import meanwhile

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


async def settle(stage, *told):
    for receipt in told:
        await stage.system.parts.store.together(receipts.settle, receipt)


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


GAS = "i can smell gas"
PHONE_THEM = "SELECT level FROM alarm WHERE why LIKE 'Safety advice was not delivered%'"


async def changes(stage, sql):
    await stage.system.parts.store.write(lambda db: db.ask(sql))


async def takes(stage):
    """The reply to somebody who asks for a person, taken for sending."""
    await stage.phone(STRANGER).writes("can i talk to someone")
    await stage.system.line.take_all()
    [taken] = await stage.system.parts.store.write(outbox.take, Channel.SMS, False, 1)
    return taken


@pytest.mark.parametrize("accepted", [False, True])
async def test_advice_that_failed_before_its_turn_acknowledges_nothing_and_has_somebody_phone_them(stage, accepted):
    if not accepted:
        stage.sms.failing[STRANGER] = SendFailed("Twilio 21610", permanent=True)
    await stage.phone(STRANGER).writes(GAS)
    await stage.system.delivery.drain()
    for row in await stage.query("SELECT provider_id, public_id FROM reply WHERE state = 30"):
        await settle(stage, Receipt(Channel.SMS, row["provider_id"], Delivery.FAILED, row["public_id"]))
    assert await stage.query(PHONE_THEM) == []
    await stage.system.line.take_all()
    assert (await clock(stage))["met_at"] is None
    assert await stage.query(PHONE_THEM) == [{"level": "life"}]


async def test_advice_that_was_accepted_before_its_turn_has_acknowledged_the_enquiry(stage):
    await stage.phone(STRANGER).writes(GAS)
    await stage.system.delivery.drain()
    await stage.system.line.take_all()
    assert (await clock(stage))["met_by"] == "bot"
    assert await stage.query(PHONE_THEM) == []


async def test_what_became_of_an_effect_while_its_delay_was_told_is_news_again(stage, landlord):
    kieran = stage.phone(KIERAN)
    for line in ("my kitchen tap is dripping", "two weeks", "just me"):
        await kieran.says(line)
    landlord.faults.down = True
    await kieran.writes("yes")
    await stage.system.line.take_all()
    await stage.system.effects.carry_out_some()
    store = stage.system.parts.store
    heed = [{"id": row["id"], "state": "delayed"} for row in await stage.query("SELECT id FROM effect WHERE news")]
    stage.clock.forward(minutes=1)
    [due] = await store.write(effects.take, 1)
    await store.write(effects.finish, due, "done", {}, "")
    await store.write(lambda db: db.heed_news(heed))
    assert [row["state"] for row in await stage.query("SELECT state FROM effect WHERE news")] == ["done"]


async def test_a_code_is_gone_once_a_receipt_says_that_it_arrived_before_the_send_was_recorded(stage):
    taken = await takes(stage)
    await changes(stage, "UPDATE reply SET secret = TRUE")
    await settle(stage, Receipt(Channel.SMS, "SM1", Delivery.DELIVERED, taken.outbound.public_id))
    assert (await reply(stage))["text"] == ""


async def test_a_code_that_nobody_takes_is_gone(stage):
    taken = await takes(stage)
    await changes(stage, "UPDATE reply SET secret = TRUE")
    await stage.system.parts.store.write(outbox.fail, taken, Refusal("no such number"))
    assert (await reply(stage))["text"] == ""


async def test_what_is_no_secret_stays_readable_when_it_fails(stage):
    taken = await takes(stage)
    await stage.system.parts.store.write(outbox.fail, taken, Refusal("no such number"))
    assert (await reply(stage))["text"] == taken.outbound.text


@pytest.mark.parametrize("uncertain", [False, True])
async def test_a_reply_that_was_under_way_when_they_opted_out_is_held_and_not_tried_again(stage, uncertain):
    store, taken = stage.system.parts.store, await takes(stage)
    await stage.phone(STRANGER).writes("STOP")
    await stage.system.line.take_all()
    if uncertain:
        await store.write(outbox.doubt, taken, stage.clock(), "no answer")
        [taken] = await store.write(doubts.take, Channel.SMS, 1)
        await store.write(doubts.resend, taken)
    else:
        await store.write(outbox.postpone, taken, stage.clock(), "busy")
    assert (await stage.query("SELECT state FROM reply WHERE id = :id", id=taken.id))[0]["state"] == Delivery.HELD
    await stage.phone(STRANGER).says("START")
    assert taken.outbound.text in [sent.text for sent in stage.sms.sent]


async def test_a_reply_that_is_postponed_while_they_opt_out_is_held(stage):
    store, taken = stage.system.parts.store, await takes(stage)

    def opts_out(db):
        db.opt_out(channel="sms", address=STRANGER, at=db.now)
        db.hold_queued(channel="sms", address=STRANGER)

    await meanwhile(store, opts_out, lambda: store.write(outbox.postpone, taken, stage.clock(), "busy"))
    assert (await reply(stage))["state"] == Delivery.HELD


async def test_advice_that_was_under_way_when_they_opted_out_is_tried_again(stage):
    store = stage.system.parts.store
    await stage.phone(STRANGER).writes(GAS)
    [taken] = await store.write(outbox.take, Channel.SMS, True, 1)
    await changes(stage, "UPDATE handle SET opted_out_at = 1")
    await store.write(outbox.postpone, taken, stage.clock(), "busy")
    assert (await stage.query("SELECT state FROM reply WHERE id = :id", id=taken.id))[0]["state"] == Delivery.QUEUED
