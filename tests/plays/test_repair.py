"""My kitchen tap is dripping."""

import re

import pytest

from tests.plays.people import BETHAN, KIERAN


async def test_a_repair_by_text_is_logged_with_a_reference_and_a_day(stage, landlord):
    bethan = stage.phone(BETHAN)
    assert "How long" in await bethan.says("my kitchen tap is dripping")
    assert "Who is at home" in await bethan.says("since tuesday")
    summary = await bethan.says("just me")
    assert "Where: Kitchen" in summary
    assert "Reply 1 for Yes, 2 for No." in summary
    logged = await bethan.says("1")
    reference = re.search(r"R\d+", logged)[0]
    assert "by Monday 21 December" in logged
    assert reference in {repair.reference for repair in await landlord.repairs("5091985", True)}


async def test_a_repair_in_the_web_chat_asks_for_the_address(stage):
    chat = stage.chat()
    await chat.says("my kitchen tap is dripping since sunday")
    assert "address" in await chat.says("nobody under 5, just me")
    assert "Is that right?" in await chat.says("34 Quillet Lane HR99 7TD")
    assert "logged" in await chat.says("yes please")


async def test_buttons_in_the_chat_are_numbers_on_the_phone(stage):
    chat, phone = stage.chat(), stage.phone(BETHAN)
    await chat.says("i need a repair")
    buttons = await stage.query("SELECT buttons FROM message WHERE direction = 'out' ORDER BY id DESC LIMIT 1")
    assert "Kitchen" in buttons[0]["buttons"]
    assert "1 for Kitchen" in await phone.says("i need a repair")


async def test_what_was_said_already_is_not_asked_again(stage):
    answer = await stage.phone(BETHAN).says("the bathroom tap has been dripping since last week")
    assert "Where" not in answer
    assert "How long" not in answer


async def test_a_no_to_the_summary_mends_the_part_that_is_wrong(stage):
    bethan = stage.phone(BETHAN)
    for line in ("my kitchen tap is dripping", "two weeks", "me and the kids"):
        await bethan.says(line)
    assert "Where: Bathroom" in await bethan.says("no its the bathroom")
    assert "logged" in await bethan.says("yes")


async def test_a_repair_is_ordered_once(stage):
    bethan = stage.phone(BETHAN)
    for line in ("my kitchen tap is dripping", "two weeks", "just me", "yes"):
        await bethan.says(line)
    effects = await stage.query("SELECT key, state FROM effect")
    assert [effect["state"] for effect in effects] == ["done"]


async def test_a_repair_is_kept_while_the_records_are_down_and_logged_when_they_are_back(stage, landlord):
    kieran = stage.phone(KIERAN)
    for line in ("my kitchen tap is dripping", "two weeks", "just me"):
        await kieran.says(line)
    landlord.faults.down = True
    assert "not answering" in await kieran.says("yes")
    landlord.faults.down = False
    stage.clock.forward(minutes=10)
    before = len(await kieran.heard())
    await stage.system.settle()
    assert "Your repair is logged" in (await kieran.heard())[before]
    assert [one["state"] for one in await stage.enquiries()] == ["closed"]


@pytest.mark.parametrize("way_out", ["never mind", "can i talk to someone"])
async def test_there_is_a_way_out_at_every_question(build_stage, way_out):
    stage = build_stage()
    lines = ["i need a repair", "kitchen", "the tap drips", "two weeks", "just me"]
    for many in range(1, len(lines) + 1):
        tenant = stage.phone(f"+4477009008{many:02}")
        for line in lines[:many]:
            await tenant.says(line)
        answer = await tenant.says(way_out)
        assert "stopped that" in answer or "A person will answer by" in answer


async def test_a_question_about_the_opening_hours_is_answered_and_the_talk_goes_on(stage):
    bethan = stage.phone(BETHAN)
    await bethan.says("my kitchen tap is dripping")
    answer = await bethan.says("what time do you close?")
    assert "We close at 6pm today" in answer
    assert "How long has it been like this?" in answer
    assert "Who is at home" in await bethan.says("a week")


async def test_the_talk_goes_on_after_a_restart_and_25_hours_later(build_stage):
    stage = build_stage()
    bethan = stage.phone(BETHAN)
    await bethan.says("my kitchen tap is dripping")
    await bethan.says("two weeks")
    await stage.system.parts.store.close()
    again = build_stage(clock=stage.clock)
    again.clock.forward(hours=25)
    await again.system.watch.step()
    assert [one["state"] for one in await again.enquiries()] == ["waiting"]
    bethan = again.phone(BETHAN)
    assert "Where: Kitchen" in await bethan.says("just me and the dog")
    assert "logged" in await bethan.says("yes")
    assert [one["state"] for one in await again.enquiries()] == ["closed"]
