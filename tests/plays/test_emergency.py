"""Somebody is in danger."""

import asyncio
from datetime import UTC, datetime

import pytest

from connectors.base import SendFailed
from model.message import Inbound
from tests.fakes import FakeClock
from tests.plays.people import BETHAN, FOLAKE, STRANGER

NIGHT = datetime(2026, 11, 29, 3, 10, tzinfo=UTC)


async def test_gas_at_ten_past_three_from_an_unknown_number(build_stage):
    stage = build_stage(clock=FakeClock(NIGHT))
    stranger = stage.phone(STRANGER)
    await stranger.says("smell gas in the hall")
    heard = await stranger.heard()
    assert "0800 111 999" in heard[0][:160]
    assert "?" not in heard[0]
    [enquiry] = await stage.enquiries()
    assert (enquiry["priority"], enquiry["emergency"], enquiry["state"]) == ("emergency", "gas", "waiting")
    assert [alarm["level"] for alarm in await stage.query("SELECT level FROM alarm WHERE seen_at IS NULL")] == ["life"]


async def test_the_advice_is_queued_by_the_same_commit_as_the_message(stage):
    await stage.phone(STRANGER).writes("i can smell gas")
    [reply] = await stage.query("SELECT urgent, text FROM reply WHERE part = 1")
    assert reply["urgent"]
    assert "0800 111 999" in reply["text"]


async def test_advice_is_given_although_a_colleague_owns_the_enquiry(stage, own):
    bethan = stage.phone(BETHAN)
    await bethan.says("can i talk to someone")
    await own()
    assert await bethan.says("when do you open") == ""
    assert "0800 111 999" in await bethan.says("help i smell gas")
    assert await stage.query("SELECT 1 AS one FROM alarm WHERE seen_at IS NULL")


async def test_advice_goes_to_a_number_that_opted_out_and_duty_hears_if_it_is_refused(stage):
    bethan = stage.phone(BETHAN)
    await bethan.says("STOP")
    stage.sms.failing[BETHAN] = SendFailed("Twilio 21610", permanent=True)
    await bethan.says("i can smell gas")
    alarms = {alarm["why"] for alarm in await stage.query("SELECT why FROM alarm WHERE seen_at IS NULL")}
    assert any("not delivered" in why.lower() and "phone" in why.lower() for why in alarms)


async def test_advice_to_a_number_that_opted_out_is_sent_where_the_provider_lets_it(stage):
    bethan = stage.phone(BETHAN)
    await bethan.says("STOP")
    assert "0800 111 999" in await bethan.says("i can smell gas")


async def test_an_emergency_is_at_the_front_of_everything_that_waits(stage):
    store = stage.system.parts.store
    capabilities = stage.sms.capabilities
    for number in range(300):
        await stage.system.intake.accept(
            Inbound(stage.sms.channel, f"+44770090{number:04}", f"w{number}", "hello"), capabilities
        )
    await stage.phone(STRANGER).writes("smell gas in the hall")
    await stage.system.delivery.send_some(stage.sms.channel, urgent=True)
    assert "0800 111 999" in stage.sms.sent[0].text
    first = await stage.system.parts.queue.get()
    [row] = await store.read(lambda db: db.ask("SELECT address FROM conversation WHERE id = :id", id=first))
    assert row["address"] == STRANGER


async def test_somebody_whose_texts_are_read_is_named_nothing(stage):
    folake = stage.phone(FOLAKE)
    first = await folake.says("he reads my phone i need help")
    for word in ("abuse", "helpline", "domestic", "violence", "safeguarding", "0808", "partner", "support"):
        assert word not in first.lower()
    assert "OK to message you here" in first
    [enquiry] = await stage.enquiries()
    assert (enquiry["topic"], enquiry["restricted"]) == ("domestic_abuse", 1)


async def test_a_helpline_follows_only_after_a_safe_yes(stage):
    folake = stage.phone(FOLAKE)
    await folake.says("he reads my phone i need help")
    assert "0808 2000 247" in await folake.says("1")


async def test_after_a_no_nothing_is_named_either(stage):
    folake = stage.phone(FOLAKE)
    await folake.says("he reads my phone i need help")
    answer = await folake.says("2")
    for word in ("abuse", "helpline", "domestic", "0808"):
        assert word not in answer.lower()


@pytest.mark.parametrize("broken", ["engine", "landlord", "both"])
async def test_advice_and_enquiry_come_with_everything_else_down(stage, landlord, broken):
    stage.engine.broken = broken != "landlord"
    landlord.faults.down = broken != "engine"
    stranger = stage.phone(STRANGER)
    assert "0800 111 999" in await stranger.says("i can smell gas")
    [enquiry] = await stage.enquiries()
    assert (enquiry["priority"], enquiry["state"]) == ("emergency", "waiting")


async def test_the_bot_never_says_that_somebody_is_coming(stage):
    answer = (await stage.phone(BETHAN).says("i can smell gas")).lower()
    for claim in ("is coming", "on the way", "on their way", "has been told", "have been told", "we will send"):
        assert claim not in answer


async def test_the_advice_acknowledges_the_enquiry(stage):
    await stage.phone(STRANGER).says("i can smell gas")
    clocks = {row["promise"]: row["met_by"] for row in await stage.query("SELECT promise, met_by FROM clock")}
    assert clocks["acknowledge"] == "bot"
    assert clocks["first_answer"] == ""


async def test_what_gets_worse_in_the_middle_of_a_talk_becomes_an_emergency(stage):
    bethan = stage.phone(BETHAN)
    await bethan.says("my kitchen tap is dripping")
    await bethan.says("i can smell gas now")
    [enquiry] = await stage.enquiries()
    assert (enquiry["emergency"], enquiry["priority"]) == ("gas", "emergency")


async def test_a_colleague_on_another_matter_does_not_mute_what_follows_the_advice(stage, own):
    folake = stage.phone(FOLAKE)
    await folake.says("can i talk to someone")
    await own()
    await folake.says("he reads my phone i need help")
    assert "0808 2000 247" in await folake.says("1")
    await folake.says("please dont write to the flat")
    topics = {row["id"]: row["topic"] for row in await stage.enquiries()}
    filed = await stage.query("SELECT enquiry FROM message WHERE direction = 'in' ORDER BY id")
    assert [topics[row["enquiry"]] for row in filed] == ["human", *["domestic_abuse"] * 3]


@pytest.mark.parametrize(
    "text", ["my husband is hitting me", "he strangled me last night", "my partner threatened to kill me"]
)
async def test_violence_at_home_is_seen_by_few(stage, text):
    await stage.phone(STRANGER).says(text)
    [enquiry] = await stage.enquiries()
    assert (enquiry["topic"], enquiry["restricted"]) == ("domestic_abuse", 1)


async def test_an_opt_out_does_not_mute_what_follows_the_advice(stage):
    folake = stage.phone(FOLAKE)
    await folake.says("STOP")
    await folake.says("he reads my phone i need help")
    assert "0808 2000 247" in await folake.says("1")


async def test_an_ordinary_message_of_a_number_that_opted_out_goes_to_a_colleague_without_a_reply(stage):
    bethan = stage.phone(BETHAN)
    await bethan.says("STOP")
    assert await bethan.says("my kitchen tap is dripping") == ""
    [enquiry] = await stage.enquiries()
    assert enquiry["state"] == "waiting"
    assert "opted out" in enquiry["notice"].lower()


async def test_an_emergency_at_the_end_of_a_long_story_is_found(stage):
    story = "the window in the back bedroom sticks and the man who came said he would come again. " * 170
    assert "0800 111 999" in await stage.chat().says(story + "HELP i can smell gas")


async def test_a_provider_that_hangs_on_one_reply_holds_back_no_other(stage):
    running = asyncio.create_task(stage.system.run())
    stage.sms.hanging.add(BETHAN)
    await stage.phone(BETHAN).writes("i can smell gas")
    await asyncio.sleep(0.2)
    await stage.phone(STRANGER).writes("smell gas in the hall")
    async with asyncio.timeout(5):
        while not await stage.phone(STRANGER).heard():
            await asyncio.sleep(0.01)
    running.cancel()
    stage.sms.hung.set()
    await asyncio.gather(running, return_exceptions=True)


@pytest.mark.parametrize("answer", ["no he reads my texts", "delete this", "what?"])
async def test_anything_but_a_clear_yes_is_a_no_to_writing_here(stage, answer):
    folake = stage.phone(FOLAKE)
    await folake.says("he reads my phone i need help")
    said = (await folake.says(answer)).lower()
    for word in ("ok to message", "abuse", "helpline", "0808", "understand"):
        assert word not in said


async def test_the_same_advice_is_not_repeated_while_it_is_fresh(stage):
    stranger = stage.phone(STRANGER)
    assert "0800 111 999" in await stranger.says("i can smell gas")
    assert "0800 111 999" not in await stranger.says("please hurry i can still smell gas")
    stage.clock.forward(minutes=11)
    assert "0800 111 999" in await stranger.says("it still smells of gas in here")


async def test_advice_that_never_arrived_is_given_again(stage):
    stage.sms.failing[STRANGER] = SendFailed("Twilio 30003", permanent=True)
    await stage.phone(STRANGER).says("i can smell gas")
    stage.sms.failing.clear()
    assert "0800 111 999" in await stage.phone(STRANGER).says("i can smell gas")


async def test_whoever_takes_an_emergency_has_its_alarm_in_hand(stage, own):
    await stage.phone(STRANGER).says("i can smell gas")
    await own()
    assert await stage.query("SELECT 1 AS one FROM alarm WHERE seen_at IS NULL") == []
    [clock] = await stage.query("SELECT met_by FROM clock WHERE promise = 'duty_acknowledgement'")
    assert clock["met_by"] == "colleague"


async def test_a_child_that_swallowed_something_is_an_emergency(stage):
    assert "999" in await stage.phone(STRANGER).says("my toddler just drank bleach")
