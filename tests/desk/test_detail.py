"""One enquiry with everything around it."""

from datetime import timedelta

from model.channel import Channel
from model.message import Inbound
from model.turn import Say
from store.db import Db
from store.identity import prove
from store.intake import Receiving, receive
from tests.desk.house import MOBILE, House


async def test_the_person_panel_says_that_a_held_tenancy_is_not_proven(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("the tap is dripping")
    person = (await priya.get(f"/api/enquiries/{enquiry}"))["person"]
    assert (person["proven"], person["tenancy"]["reference"], person["address"]) == (False, "T1001", MOBILE)
    assert person["rent"] == {
        "balance_pence": 24_560,
        "as_at": "2026-11-23T06:00:00.000Z",
        "next_charge_pence": 11_842,
        "next_charge_on": "2026-11-30",
    }


async def test_a_proven_tenancy_is_shown_as_proven_for_as_long_as_it_is(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("hello", channel="webchat", address="ab" * 32)
    assert (await priya.get(f"/api/enquiries/{enquiry}"))["person"]["tenancy"] is None
    await house.store.write(prove, 1, 1, "T1001", timedelta(minutes=30))
    person = (await priya.get(f"/api/enquiries/{enquiry}"))["person"]
    assert (person["proven"], person["tenancy"]["reference"], person["address"]) == (True, "T1001", "Web chat visitor")
    house.clock.forward(minutes=30)
    assert not (await priya.get(f"/api/enquiries/{enquiry}"))["person"]["proven"]


async def test_the_enquiry_is_shown_when_the_records_are_down(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("the tap is dripping")
    house.landlord.down = True
    shown = await priya.get(f"/api/enquiries/{enquiry}")
    assert shown["person"]["records_down"]
    assert shown["messages"][0]["text"] == "the tap is dripping"


async def test_what_belongs_to_a_hidden_enquiry_keeps_its_place_and_nothing_else(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    sian = await house.signed_in("Sian Pryce", "safeguarding")
    enquiry = await house.writes("the tap is dripping")
    await house.writes("my partner hits me", topic="domestic_abuse")
    await house.writes("and the rent?", topic="rent_balance")
    shown = await priya.get(f"/api/enquiries/{enquiry}")
    assert [message["hidden"] for message in shown["messages"]] == [False, True, False]
    assert "partner" not in str(shown)
    assert "Support request" not in str(shown)
    assert [other["topic_label"] for other in shown["person"]["other_enquiries"]] == ["Rent: balance"]
    assert "partner" in str(await sian.get(f"/api/enquiries/{enquiry}"))


async def test_a_message_that_may_be_about_harm_at_home_is_hidden_before_its_turn(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    sian = await house.signed_in("Sian Pryce", "safeguarding")
    enquiry = await house.writes("the tap is dripping")

    def arrive(db: Db) -> None:
        for text, kind in (("he hits me", "domestic_abuse"), ("i smell gas", "gas")):
            inbound = Inbound(Channel.SMS, MOBILE, text, text)
            receive(db, [Receiving(inbound, Say(("advice",), urgent=True, emergency=kind), history=False)])

    await house.store.write(arrive)
    assert "he hits me" not in str(await priya.get(f"/api/enquiries/{enquiry}"))
    assert "i smell gas" in str(await priya.get(f"/api/enquiries/{enquiry}"))
    assert "he hits me" in str(await sian.get(f"/api/enquiries/{enquiry}"))


async def test_the_thread_is_in_the_order_in_which_it_was_written(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("second")

    def arrive(db: Db) -> None:
        db.ask("UPDATE message SET handled_at = 1")
        inbound = Inbound(Channel.SMS, MOBILE, "late", "first", provider_time=db.now - timedelta(minutes=5))
        receive(db, [Receiving(inbound, None, history=False)])

    await house.store.write(arrive)
    messages = (await priya.get(f"/api/enquiries/{enquiry}"))["messages"]
    assert [(message["text"], message["late"]) for message in messages] == [("first", True), ("second", False)]


async def test_a_reply_in_parts_is_as_well_off_as_its_worst_part(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("hello")
    await priya.post(f"/api/enquiries/{enquiry}/reply", {"id": "r1", "text": "A sentence of ours. " * 20})

    async def become(*states: int) -> str:
        def change(db: Db) -> None:
            for part, state in enumerate(states, start=1):
                db.ask("UPDATE reply SET state = :state WHERE part = :part", state=int(state), part=part)

        await house.store.write(change)
        delivery: str = (await priya.get(f"/api/enquiries/{enquiry}"))["messages"][-1]["delivery"]
        return delivery

    assert await become(60, 60, 40) == "sent"
    assert await become(60, 50, 60) == "failed"
    assert await become(70, 70, 70) == "read"


async def test_two_enquiries_of_one_person_in_two_channels_are_told_of_each_other(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    first = await house.writes("the tap is dripping", reference="DS-FIRST")
    second = await house.writes("and the rent?", topic="rent_balance")
    others = (await priya.get(f"/api/enquiries/{second}"))["person"]["other_enquiries"]
    assert [(other["id"], other["reference"]) for other in others] == [(first, "DS-FIRST")]


async def test_a_channel_that_is_no_longer_connected_can_be_read_and_not_written_to(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("the tap is dripping")
    house.disconnect("sms")
    assert (await priya.get(f"/api/enquiries/{enquiry}"))["messages"]
    assert await priya.status("POST", f"/api/enquiries/{enquiry}/reply", {"id": "r1", "text": "Hello."}) == 422


async def test_a_mail_is_shown_with_its_subject_and_as_it_came(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("the tap is dripping")

    def as_mail(db: Db) -> None:
        db.ask("UPDATE conversation SET subject = 'Kitchen tap'")
        db.ask("UPDATE message SET whole = 'On Monday you wrote', automatic = 'an automatic reply', note = 'shortened'")

    await house.store.write(as_mail)
    shown = await priya.get(f"/api/enquiries/{enquiry}")
    [message] = shown["messages"]
    assert (shown["subject"], message["whole"]) == ("Kitchen tap", "On Monday you wrote")
    assert (message["automatic"], message["note"]) == ("an automatic reply", "shortened")


async def test_a_channel_that_can_be_answered_for_ever_has_no_window(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("the tap is dripping")
    shown = await priya.get(f"/api/enquiries/{enquiry}")
    assert (shown["window"], shown["connected"]) == (None, True)
    house.disconnect("sms")
    assert (await priya.get(f"/api/enquiries/{enquiry}"))["connected"] is False
