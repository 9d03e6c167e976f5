"""How the bot behaves: a person when asked for, keywords of the carriers, odd messages, order."""

import pytest

from tests.fakes import BrokenLandlord
from tests.plays.people import BETHAN, KIERAN, STRANGER


async def test_who_asks_for_a_person_gets_one_with_a_time_and_a_reference(stage):
    answer = await stage.phone(STRANGER).says("can i talk to someone")
    assert "A person will answer by 11am today" in answer
    [enquiry] = await stage.enquiries()
    assert enquiry["state"] == "waiting"
    assert enquiry["reference"] in answer


async def test_it_says_once_that_it_is_automated(stage):
    tenant = stage.phone(STRANGER)
    assert "automated assistant" in await tenant.says("hello")
    assert "automated assistant" not in await tenant.says("hello")


async def test_a_bare_cancel_by_text_opts_out_without_a_word_and_tells_a_colleague(stage):
    tenant = stage.phone(BETHAN)
    await tenant.says("my kitchen tap is dripping")
    assert await tenant.says("CANCEL") == ""
    [enquiry] = await stage.enquiries()
    assert enquiry["state"] == "waiting"
    assert "opted out" in enquiry["notice"].lower()
    assert (await stage.query("SELECT opted_out_at FROM handle"))[0]["opted_out_at"] is not None


async def test_cancel_in_the_web_chat_only_cancels(stage):
    chat = stage.chat()
    await chat.says("my kitchen tap is dripping")
    assert "stopped that" in await chat.says("never mind")


async def test_nothing_goes_to_a_number_that_opted_out(stage):
    tenant = stage.phone(BETHAN)
    await tenant.says("STOP")
    assert await tenant.says("how much rent do i owe") == ""


async def test_stop_in_a_sentence_is_ordinary_text(stage):
    tenant = stage.phone(BETHAN)
    assert await tenant.says("please stop the dripping tap") != ""


async def test_a_bare_yes_answers_the_open_question(stage):
    tenant = stage.phone(KIERAN)
    await tenant.says("whats my balance, born 4/7/1993 hr99 7wr")
    assert "A person will answer by" in await tenant.says("YES")


async def test_a_bare_yes_from_a_number_that_opted_out_opts_in_again(stage):
    tenant = stage.phone(BETHAN)
    await tenant.says("STOP")
    assert "messages again" in await tenant.says("YES")
    assert await tenant.says("hello") != ""


async def test_a_bare_yes_with_nothing_open_opts_nobody_in_and_is_asked_about(stage):
    assert "did not understand" in await stage.phone(BETHAN).says("YES")


async def test_the_same_message_twice_is_one_message_one_turn_one_reply(stage):
    tenant = stage.phone(STRANGER)
    for _ in range(2):
        await tenant.writes("can i talk to someone", provider_id="SM1")
    await stage.system.settle()
    assert len(await tenant.heard()) == 1
    assert len(await stage.query("SELECT id FROM message WHERE direction = 'in'")) == 1


async def test_three_texts_at_once_are_taken_in_order(stage):
    tenant = stage.phone(BETHAN)
    for text in ("my kitchen tap is dripping", "two weeks", "just me"):
        await tenant.writes(text)
    await stage.system.settle()
    heard = await tenant.heard()
    assert ["How long" in heard[0], "Who is at home" in heard[1], "Is that right?" in heard[2]] == [True] * 3


async def test_thanks_on_a_closed_enquiry_opens_nothing(stage):
    tenant = stage.phone(STRANGER)
    await tenant.says("when do you open")
    assert await tenant.says("thanks") == "You are welcome."
    assert [one["state"] for one in await stage.enquiries()] == ["closed"]


async def test_two_messages_that_nobody_understands_go_to_a_person(stage):
    tenant = stage.phone(STRANGER)
    assert "other words" in await tenant.says("flibber")
    assert "A person will answer by" in await tenant.says("flobber")


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "?", "🏠" * 20_000, "a" * 20_000, "\x00\ufffe", "ﷺ" * 500])
async def test_any_text_gets_an_answer(stage, text):
    assert await stage.phone(STRANGER).says(text) != ""
    assert await stage.chat().says(text) != ""


async def test_a_message_that_breaks_every_turn_goes_to_a_person_after_three(build_stage):
    stage = build_stage(landlord=BrokenLandlord())
    await stage.phone(BETHAN).says("my kitchen tap is dripping since sunday")
    answer = await stage.phone(BETHAN).says("just me at home")
    assert "something went wrong on our side" in answer
    [enquiry] = await stage.enquiries()
    assert enquiry["state"] == "waiting"
    assert await stage.query("SELECT 1 AS one FROM trouble")


async def test_a_message_that_breaks_its_turn_does_not_hold_up_the_next_person(build_stage):
    stage = build_stage(landlord=BrokenLandlord())
    await stage.phone(BETHAN).writes("how much rent do i owe")
    assert "We are open now" in await stage.phone(STRANGER).says("when do you open")
