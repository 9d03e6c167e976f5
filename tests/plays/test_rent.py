"""How much do I owe?"""

import re

import pytest

from model.message import Inbound
from tests.plays.people import AGNIESZKA, BETHAN, KIERAN, STRANGER


async def test_a_balance_by_text_from_the_number_that_is_held(stage):
    kieran = stage.phone(KIERAN)
    assert "two of these" in await kieran.says("how much rent do i owe")
    assert "one more" in await kieran.says("4/7/1993")
    answer = await kieran.says("hr99 7wr")
    assert "You owe £110.12 as at today" in answer
    assert "Reply 1 for Yes, 2 for No." in answer
    assert "three working days" in await kieran.says("2")
    assert [one["state"] for one in await stage.enquiries()] == ["closed"]


async def test_both_facts_in_the_first_message_are_enough(stage):
    answer = await stage.phone(BETHAN).says("whats my balance? born 12 march 1984, HR997TD")
    assert "£336.84 in credit" in answer


async def test_a_balance_in_the_web_chat_takes_a_code_that_the_held_mobile_gets(stage):
    chat = stage.chat()
    await chat.says("how much rent do i owe")
    assert "sent a code" in await chat.says("reference 5091985, date of birth 12/03/1984")
    text = (await stage.phone(BETHAN).heard())[-1]
    code = re.search(r"\d{6}", text)[0]
    assert "in credit" in await chat.says(f"its {code}")


async def test_two_facts_alone_never_unlock_a_figure(stage):
    chat = stage.chat()
    await chat.says("how much rent do i owe")
    for line in ("5091985 12/03/1984", "000000", "HR99 7TD 5091985"):
        assert "£" not in await chat.says(line)


async def test_a_stranger_with_the_right_facts_gets_a_code_sent_to_the_held_mobile_not_a_figure(stage):
    stranger = stage.phone(STRANGER)
    await stranger.says("balance please")
    assert "£" not in await stranger.says("5091985 12/03/1984")
    assert "your code is" in (await stage.phone(BETHAN).heard())[-1]


async def test_three_wrong_dates_of_birth_lock_the_sender_and_offer_a_person(stage):
    agnieszka = stage.phone(AGNIESZKA)
    await agnieszka.says("balance")
    for year in (1990, 1991):
        assert "could not match those details" in await agnieszka.says(f"1/1/{year} sy99 8dl")
    answer = await agnieszka.says("1/1/1992 sy99 8dl")
    assert "A colleague can help you" in answer
    assert "A person will answer by" in answer
    assert [one["state"] for one in await stage.enquiries()] == ["waiting"]


async def test_somebody_locked_out_stays_locked_out_with_the_right_facts(stage):
    agnieszka = stage.phone(AGNIESZKA)
    await agnieszka.says("balance")
    for year in (1990, 1991, 1992):
        await agnieszka.says(f"1/1/{year} sy99 8dl")
    stage.clock.forward(hours=1)
    assert "£" not in await agnieszka.says("balance 16/5/1987 sy99 8dl")


async def test_somebody_locked_out_is_still_heard_in_an_emergency(stage):
    agnieszka = stage.phone(AGNIESZKA)
    await agnieszka.says("balance")
    for year in (1990, 1991, 1992):
        await agnieszka.says(f"1/1/{year} sy99 8dl")
    assert "0800 111 999" in await agnieszka.says("i can smell gas")


async def test_what_proves_who_somebody_is_is_never_stored(stage):
    kieran = stage.phone(KIERAN)
    await kieran.says("how much rent do i owe")
    await kieran.says("4/7/1993")
    await kieran.says("my postcode is hr99 7wr")
    texts = [row["text"] for row in await stage.query("SELECT text FROM message WHERE direction = 'in' ORDER BY id")]
    assert texts == ["how much rent do i owe", "[date given]", "my postcode is [postcode given]"]
    runs = await stage.query("SELECT run FROM conversation")
    assert all("1993" not in (row["run"] or "") for row in runs)


async def test_the_code_stands_in_no_history(stage):
    chat = stage.chat()
    await chat.says("how much rent do i owe")
    await chat.says("5091985 12/03/1984")
    texts = [row["text"] for row in await stage.query("SELECT text FROM message")]
    assert not any(re.search(r"your code is \d", text) for text in texts)


async def test_records_that_are_down_are_said_to_be_and_the_request_is_kept(stage, landlord):
    kieran = stage.phone(KIERAN)
    await kieran.says("how much rent do i owe")
    landlord.faults.down = True
    assert "cannot see our records" in await kieran.says("4/7/1993 hr99 7wr")
    assert [one["state"] for one in await stage.enquiries()] == ["waiting"]


async def test_a_tenant_whom_many_have_tried_to_be_is_locked_for_all_and_nothing_tells_who_was_right(stage):
    for number in range(4):
        chat = stage.chat()
        await chat.says("what is my balance")
        for year in (1950, 1951, 1952):
            await chat.says(f"5091985 1/1/{year + number}")
    chat = stage.chat()
    await chat.says("what is my balance")
    wrong = await chat.says("5091985 1/1/1960")
    right = await chat.says("5091985 12/03/1984")
    assert "could not match" in wrong
    assert "could not match" in right
    assert not any("your code is" in text for text in await stage.phone(BETHAN).heard())


async def test_codes_are_few_in_a_day(stage):
    for _ in range(6):
        chat = stage.chat()
        await chat.says("what is my balance")
        await chat.says("5091985 12/03/1984")
    assert sum("your code is" in text for text in await stage.phone(BETHAN).heard()) == 3


async def test_a_code_leaves_no_trace_once_it_is_sent(stage):
    chat = stage.chat()
    await chat.says("how much rent do i owe")
    await chat.says("5091985 12/03/1984")
    assert all("your code is" not in row["text"] for row in await stage.query("SELECT text FROM reply"))


@pytest.mark.parametrize(
    "text", ["can i talk to someone, im 5091985 born 12/03/1984", "5091985 12/03/1984 records please"]
)
async def test_facts_are_struck_out_wherever_they_are_given(stage, landlord, text):
    bethan = stage.phone(BETHAN)
    await bethan.says("how much rent do i owe")
    landlord.faults.down = True
    await bethan.says(text)
    kept = await stage.query(
        "SELECT text AS kept FROM message UNION SELECT summary FROM enquiry UNION SELECT run FROM conversation"
    )
    assert not any("1984" in (row["kept"] or "") for row in kept)


async def test_an_address_that_anybody_may_have_written_there_is_no_held_one(stage):
    kieran = stage.phone(KIERAN)
    await kieran.says("how much rent do i owe")
    forged = Inbound(kieran.channel, kieran.address, "forged", "4/7/1993 hr99 7wr", proven=False)
    await stage.system.intake.accept(forged, stage.sms.capabilities)
    await stage.system.settle()
    said = "\n".join(await kieran.heard())
    assert "sent a code to the mobile number we hold" in said
    assert "£" not in said


async def test_what_shows_who_somebody_is_does_not_stay_in_the_whole_of_a_mail(stage):
    kieran = stage.phone(KIERAN)
    await kieran.says("how much rent do i owe")
    text = "4/7/1993 hr99 7wr"
    mail = Inbound(kieran.channel, kieran.address, "mail", text, whole=f"{text}\n\n> please send two of these")
    await stage.system.intake.accept(mail, stage.sms.capabilities)
    await stage.system.settle()
    [row] = await stage.query("SELECT text, whole FROM message WHERE provider_id = 'mail'")
    assert row == {"text": "[date given] [postcode given]", "whole": ""}
