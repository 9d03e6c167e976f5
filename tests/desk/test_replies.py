"""A colleague's reply."""

import asyncio

from store.db import Db
from tests.desk.house import MOBILE, House


async def test_a_reply_is_signed_stored_and_queued(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("the tap is dripping")
    shown = await priya.post(f"/api/enquiries/{enquiry}/reply", {"id": "r1", "text": "We come tomorrow."})
    last = shown["messages"][-1]
    assert (last["author"], last["name"], last["delivery"]) == ("colleague", "Priya, Repairs", "queued")
    assert last["text"] == "We come tomorrow.\n\nPriya, Repairs"


async def test_replying_to_what_nobody_owns_takes_it(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("the tap is dripping")
    shown = await priya.post(f"/api/enquiries/{enquiry}/reply", {"id": "r1", "text": "We come tomorrow."})
    assert (shown["owner"]["name"], shown["state"], shown["mine"]) == ("Priya Raman", "with_colleague", True)
    assert shown["unanswered_since"] is None


async def test_the_same_reply_twice_is_one(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("the tap is dripping")
    body = {"id": "r1", "text": "We come tomorrow."}
    both = await asyncio.gather(*(priya.post(f"/api/enquiries/{enquiry}/reply", body) for _ in range(5)))
    assert [len(shown["messages"]) for shown in both] == [2] * 5
    assert await house.store.read(lambda db: db.ask("SELECT COUNT(*) AS n FROM reply")[0]["n"]) == 1


async def test_the_same_reply_again_is_one_although_the_enquiry_was_put_back(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("the tap is dripping")
    body = {"id": "r1", "text": "We come tomorrow."}
    await priya.post(f"/api/enquiries/{enquiry}/reply", body)
    await priya.post(f"/api/enquiries/{enquiry}/release", {"why": "end of shift"})
    shown = await priya.post(f"/api/enquiries/{enquiry}/reply", body)
    assert len(shown["messages"]) == 2
    assert shown["owner"] is None


async def test_two_colleagues_may_use_the_same_id(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    ruth = await house.signed_in("Ruth Fairley", "supervisor")
    enquiry = await house.writes("the tap is dripping")
    await priya.post(f"/api/enquiries/{enquiry}/reply", {"id": "1", "text": "We come tomorrow."})
    shown = await ruth.post(f"/api/enquiries/{enquiry}/reply", {"id": "1", "text": "At nine."})
    assert len(shown["messages"]) == 3


async def test_a_colleague_is_not_talked_over(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    tom = await house.signed_in("Tom Ashdown")
    enquiry = await house.writes("the tap is dripping")
    await priya.post(f"/api/enquiries/{enquiry}/take")
    answer = await tom.ask("POST", f"/api/enquiries/{enquiry}/reply", {"id": "r1", "text": "Hello."})
    assert answer.status == 409
    assert (await answer.json())["error"].startswith("Priya Raman is dealing with this.")


async def test_a_supervisor_may_reply_for_a_colleague_who_keeps_it(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    ruth = await house.signed_in("Ruth Fairley", "supervisor")
    enquiry = await house.writes("the tap is dripping")
    await priya.post(f"/api/enquiries/{enquiry}/take")
    shown = await ruth.post(f"/api/enquiries/{enquiry}/reply", {"id": "r1", "text": "Hello."})
    assert shown["owner"]["name"] == "Priya Raman"
    assert shown["messages"][-1]["name"] == "Ruth, Repairs"


async def test_who_opted_out_is_not_written_to(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("STOP")

    def opt_out(db: Db) -> None:
        db.opt_out(channel="sms", address=MOBILE, at=db.now)

    await house.store.write(opt_out)
    answer = await priya.ask("POST", f"/api/enquiries/{enquiry}/reply", {"id": "r1", "text": "Hello."})
    assert answer.status == 422
    assert (await priya.get(f"/api/enquiries/{enquiry}"))["owner"] is None


async def test_a_long_text_goes_in_parts(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("the tap is dripping")
    text = "This is a sentence of forty characters. " * 10
    await priya.post(f"/api/enquiries/{enquiry}/reply", {"id": "r1", "text": text})
    parts = await house.store.read(lambda db: [row["text"] for row in db.ask("SELECT text FROM reply")])
    assert len(parts) > 2
    assert all(len(part) <= 160 for part in parts)


async def test_a_reply_in_a_web_chat_is_delivered_at_once_and_keeps_the_promise(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("hello", channel="webchat", address="ab" * 32)
    shown = await priya.post(f"/api/enquiries/{enquiry}/reply", {"id": "r1", "text": "Hello, how can I help?"})
    assert shown["messages"][-1]["delivery"] == "delivered"
    assert shown["messages"][-1]["text"] == "Hello, how can I help?"
    assert shown["acknowledged"]["by"] == "colleague"


async def test_a_closed_enquiry_is_opened_before_it_is_answered(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("the tap is dripping")
    await priya.post(f"/api/enquiries/{enquiry}/take")
    await priya.post(f"/api/enquiries/{enquiry}/close", {"outcome": "resolved", "note": ""})
    assert await priya.status("POST", f"/api/enquiries/{enquiry}/reply", {"id": "r1", "text": "Hello."}) == 409


async def test_a_reply_needs_an_id_and_a_text(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("the tap is dripping")
    assert await priya.status("POST", f"/api/enquiries/{enquiry}/reply", {"text": "Hello."}) == 400
    assert await priya.status("POST", f"/api/enquiries/{enquiry}/reply", {"id": "r1", "text": "  "}) == 400


async def test_what_is_appended_is_shown_before_it_is_sent(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    texting = await house.writes("the tap is dripping")
    chatting = await house.writes("hello", channel="webchat", address="ab" * 32)
    assert (await priya.get(f"/api/enquiries/{texting}"))["signature"] == "Priya, Repairs"
    assert (await priya.get(f"/api/enquiries/{chatting}"))["signature"] == ""
    house.disconnect("sms")
    assert (await priya.get(f"/api/enquiries/{texting}"))["signature"] == ""
