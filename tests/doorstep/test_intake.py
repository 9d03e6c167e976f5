"""What providers let through and no database can hold is taken out, so that no message is asked for again for ever."""

from dataclasses import replace
from datetime import timedelta

import pytest

from model.channel import Channel
from model.message import Delivery, Inbound, Media, Receipt, Threading
from model.storable import storable
from model.turn import Say
from store import intake, receipts
from store.intake import Receiving


@pytest.mark.parametrize("field", ["address", "provider_id", "text", "name", "whole", "note"])
@pytest.mark.parametrize("bad", ["half \ud800 a character", "nothing \0 here"])
async def test_a_message_with_letters_that_are_none_is_kept(stage, field, bad):
    words = {"address": "+447700900123", "provider_id": "1", "text": "hello", field: bad}
    received = await stage.system.intake.accept(Inbound(Channel.SMS, **words), stage.sms.capabilities)
    assert received.new


@pytest.mark.parametrize("field", ["provider_id", "reply", "error", "address"])
async def test_so_is_a_receipt(stage, field):
    words = {"provider_id": "1", "state": Delivery.SENT, field: "half \ud800 a character"}
    await stage.system.parts.store.together(receipts.settle, storable(Receipt(Channel.SMS, **words)))


@pytest.mark.parametrize(
    "more",
    [
        {"media": (Media("https://example.org/\ud800", "image/\0"),)},
        {"threading": Threading("", ("<\ud800@example.org>",), "about \0 a tap")},
    ],
)
async def test_so_is_what_comes_with_a_message(stage, more):
    inbound = Inbound(Channel.SMS, "+447700900123", "1", "hello", **more)
    assert (await stage.system.intake.accept(inbound, stage.sms.capabilities)).new


async def test_danger_in_words_that_a_message_leaves_out_is_heard(stage):
    inbound = Inbound(Channel.SMS, "+447700900123", "1", "Hi", also="there is a strong smell of gas in my hall")
    await stage.system.intake.accept(inbound, stage.sms.capabilities)
    await stage.system.settle()
    assert "0800 111 999" in stage.sms.sent[0].text
    [row] = await stage.query("SELECT urgent, emergency FROM message WHERE direction = 'in'")
    assert (bool(row["urgent"]), row["emergency"]) == (True, "gas")
    assert [one["level"] for one in await stage.enquiries()] == ["life"]


async def test_other_words_that_it_leaves_out_are_not_its_text(stage):
    inbound = Inbound(Channel.SMS, "+447700900123", "1", "thanks", also="Sent from my phone")
    await stage.system.intake.accept(inbound, stage.sms.capabilities)
    assert await stage.query("SELECT text FROM message") == [{"text": "thanks"}]


def test_what_can_be_stored_is_left_as_it_is():
    inbound = Inbound(Channel.SMS, "+447700900123", "1", "the tap's dripping 💧 \n\n Żelazny")
    assert storable(inbound) is inbound


async def test_a_machine_that_reports_a_danger_in_thread_after_thread_is_one_emergency(stage):
    for number in range(3):
        inbound = Inbound(Channel.SMS, "+447700900123", str(number), "i can smell gas", threading=Threading())
        await stage.system.intake.accept(replace(inbound, automatic="an automatic reply"), stage.sms.capabilities)
        await stage.system.settle()
    assert [one["emergency"] for one in await stage.enquiries()] == ["gas"]
    assert len(await stage.query("SELECT id FROM conversation")) == 3


async def test_the_same_advice_goes_to_an_address_once_in_a_while_whatever_the_thread(stage):
    advice = Say(("Leave now. Call 0800 111 999.",), urgent=True, emergency="gas")
    mails = [
        Inbound(Channel.EMAIL, "machine@example.com", str(at), "smell of gas", threading=Threading()) for at in (1, 2)
    ]
    store = stage.system.parts.store
    for mail in mails:
        await store.together(intake.receive, Receiving(mail, advice, history=False))
        await store.write(lambda db: db.ask("UPDATE reply SET state = 30, accepted_at = :at", at=db.at))
    assert len(await stage.query("SELECT id FROM reply")) == 1


def letter(stage, text, address="ann@example.org", later=timedelta(0)):
    at = stage.clock() - timedelta(hours=1) + later
    return Inbound(Channel.EMAIL, address, "<1@broken>", text, provider_time=at, threading=Threading())


async def texts_of(stage, *letters):
    for one in letters:
        await stage.system.parts.store.together(intake.receive, Receiving(one, None, history=False))
    return [row["text"] for row in await stage.query("SELECT text FROM message ORDER BY id")]


async def test_a_mail_read_twice_is_one_message(stage):
    assert await texts_of(stage, letter(stage, "one"), letter(stage, "one")) == ["one"]


async def test_two_mails_with_one_id_are_two_messages(stage):
    later = letter(stage, "two", later=timedelta(minutes=5))
    assert await texts_of(stage, letter(stage, "one"), later, later) == ["one", "two"]


async def test_so_are_those_of_two_senders(stage):
    other = letter(stage, "two", address="ben@example.org")
    assert await texts_of(stage, letter(stage, "one"), other, other) == ["one", "two"]
