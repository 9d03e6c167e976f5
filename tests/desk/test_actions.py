"""What colleagues do with enquiries, and who is quicker."""

import asyncio

import pytest

from store import audit
from store.db import Db
from tests.desk.house import House, offer


async def do(browser, enquiry: str, action: str, **body: object) -> int:
    return await browser.status("POST", f"/api/enquiries/{enquiry}/{action}", body)


async def test_of_two_who_take_it_at_once_one_has_it(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    tom = await house.signed_in("Tom Ashdown")
    for _ in range(5):
        enquiry = await house.writes("the tap is dripping")
        statuses = await asyncio.gather(do(priya, enquiry, "take"), do(tom, enquiry, "take"))
        assert sorted(statuses) == [200, 409]


async def test_taking_twice_is_taking_once(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("the tap is dripping")
    await priya.post(f"/api/enquiries/{enquiry}/take")
    shown = await priya.post(f"/api/enquiries/{enquiry}/take")
    assert [line["what"] for line in shown["history"]].count("picked up by hand") == 1


async def test_an_offer_is_accepted_by_whom_it_was_made_to(house: House) -> None:
    me = await house.joins("Priya Raman")
    priya = await house.signed_in("Priya Raman")
    tom = await house.signed_in("Tom Ashdown")
    enquiry = await house.writes("the tap is dripping")
    reasons = {
        "chosen": "Priya Raman",
        "candidates": [{"name": "Priya Raman", "score": 8.4, "parts": {"skill": 3}}],
        "excluded": [{"name": "Leon Marsh", "because": "away"}],
    }
    await house.store.write(offer, enquiry, me, reasons)
    assert await do(tom, enquiry, "accept") == 409
    before = await priya.get(f"/api/enquiries/{enquiry}")
    assert before["can"] == ["accept", "decline", "reply", "note"]
    assert before["offer"]["colleague"] == "Priya Raman"
    assert before["why"] == reasons
    shown = await priya.post(f"/api/enquiries/{enquiry}/accept")
    assert (shown["mine"], shown["offer"]) == (True, None)
    assert shown["can"] == ["reply", "note", "close", "release"]


async def test_an_offer_that_lapsed_is_not_accepted(house: House) -> None:
    me = await house.joins("Priya Raman")
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("the tap is dripping")
    await house.store.write(offer, enquiry, me)
    await house.store.write(lambda db: db.ask("UPDATE offer SET outcome = 'lapsed'"))
    assert await do(priya, enquiry, "accept") == 409


async def test_a_declined_offer_waits_for_the_next(house: House) -> None:
    me = await house.joins("Priya Raman")
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("the tap is dripping")
    await house.store.write(offer, enquiry, me)
    shown = await priya.post(f"/api/enquiries/{enquiry}/decline", {"why": "lunch"})
    assert (shown["state"], shown["offered_to_me"]) == ("waiting", False)
    assert await do(priya, enquiry, "decline", why="again") == 409


async def test_only_the_owner_or_who_leads_puts_it_back(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    tom = await house.signed_in("Tom Ashdown")
    ruth = await house.signed_in("Ruth Fairley", "supervisor")
    enquiry = await house.writes("the tap is dripping")
    await priya.post(f"/api/enquiries/{enquiry}/take")
    assert await do(tom, enquiry, "release", why="mine") == 409
    shown = await ruth.post(f"/api/enquiries/{enquiry}/release", {"why": "Priya is ill"})
    assert shown["owner"] is None
    assert shown["history"][-1]["why"] == "by Ruth Fairley: Priya is ill"


async def test_a_note_is_for_colleagues_and_on_record(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("hello", channel="webchat", address="ab" * 32)
    shown = await priya.post(f"/api/enquiries/{enquiry}/note", {"text": "Called her; no answer."})
    assert shown["notes"] == [
        {"at": "2026-11-23T10:00:00.000Z", "who": "Priya Raman", "text": "Called her; no answer."}
    ]
    assert len(shown["messages"]) == 1
    assert shown["history"][-1]["what"] == "wrote a note"


async def test_closing_keeps_the_outcome_and_never_makes_a_promise_kept(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("the tap is dripping", clocks={"acknowledge": 60, "call_back": 600})
    await priya.post(f"/api/enquiries/{enquiry}/take")
    shown = await priya.post(f"/api/enquiries/{enquiry}/close", {"outcome": "passed_on", "note": "to the council"})
    assert (shown["state"], shown["can"]) == ("closed", ["note", "reopen"])
    assert [clock["met_at"] for clock in shown["clocks"]] == [None, None]
    assert (shown["history"][-1]["what"], shown["history"][-1]["why"]) == ("closed: passed on", "to the council")
    alarms = await house.store.read(lambda db: [row["alarm_at"] for row in db.ask("SELECT * FROM clock")])
    assert alarms == [None, None]
    outcome = await house.store.read(lambda db: db.enquiry_by_public_id(public_id=enquiry)["outcome"])
    assert outcome == "passed_on"


async def test_what_is_closed_is_not_offered_any_more(house: House) -> None:
    other = await house.joins("Priya Raman")
    ruth = await house.signed_in("Ruth Fairley", "supervisor")
    enquiry = await house.writes("the tap is dripping")
    await house.store.write(offer, enquiry, other)
    await ruth.post(f"/api/enquiries/{enquiry}/close", {"outcome": "not_ours", "note": "spam"})
    assert await house.store.write(lambda db: db.offer_open_for(enquiry=1)) is None


async def test_what_nobody_owns_is_taken_before_it_is_closed(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("the tap is dripping")
    assert await do(priya, enquiry, "close", outcome="resolved") == 409
    assert await do(priya, enquiry, "close", outcome="forgotten") == 400


async def test_opening_it_again_makes_it_mine_and_its_clocks_ring(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    tom = await house.signed_in("Tom Ashdown")
    enquiry = await house.writes("the tap is dripping", clocks={"call_back": 600})
    await priya.post(f"/api/enquiries/{enquiry}/take")
    await priya.post(f"/api/enquiries/{enquiry}/close", {"outcome": "resolved", "note": ""})
    shown = await tom.post(f"/api/enquiries/{enquiry}/reopen")
    assert (shown["state"], shown["owner"]["name"]) == ("with_colleague", "Tom Ashdown")
    ringing = await house.store.read(lambda db: list(db.ringing_clocks(now=db.now, after_at=-1, after_id=0, most=10)))
    assert len(ringing) == 1
    assert await do(tom, enquiry, "reopen") == 409


async def test_everything_is_on_record_and_the_record_is_whole(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("the tap is dripping")
    await priya.post(f"/api/enquiries/{enquiry}/reply", {"id": "r1", "text": "Hello."})
    await priya.post(f"/api/enquiries/{enquiry}/note", {"text": "x"})
    shown = await priya.post(f"/api/enquiries/{enquiry}/close", {"outcome": "resolved", "note": "done"})
    assert [line["who"] for line in shown["history"]] == ["Priya Raman"] * 4
    assert await house.store.read(audit.broken_at, 1) is None


async def test_a_change_that_crosses_another_is_done_again_on_what_is_there_now(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("the tap is dripping")
    texts = [f"answer {number}" for number in range(10)]
    replies = (priya.post(f"/api/enquiries/{enquiry}/reply", {"id": text, "text": text}) for text in texts)
    await asyncio.gather(*replies)
    shown = await priya.get(f"/api/enquiries/{enquiry}")
    assert len(shown["messages"]) == 11


@pytest.mark.parametrize(("action", "body"), [("release", {}), ("note", {"text": " "}), ("note", {"text": 7})])
async def test_what_is_missing_is_said(house: House, action: str, body: dict) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("the tap is dripping")
    await priya.post(f"/api/enquiries/{enquiry}/take")
    assert await do(priya, enquiry, action, **body) == 400


async def test_what_a_person_may_do_depends_on_whose_it_is(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    tom = await house.signed_in("Tom Ashdown")
    ruth = await house.signed_in("Ruth Fairley", "senior")
    enquiry = await house.writes("the tap is dripping")
    assert (await tom.get(f"/api/enquiries/{enquiry}"))["can"] == ["take", "reply", "note"]
    await priya.post(f"/api/enquiries/{enquiry}/take")
    assert (await tom.get(f"/api/enquiries/{enquiry}"))["can"] == ["note"]
    assert (await ruth.get(f"/api/enquiries/{enquiry}"))["can"] == ["reply", "note", "close", "release"]


async def test_an_alarm_in_hand_meets_the_duty_promise_once(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    tom = await house.signed_in("Tom Ashdown")
    enquiry = await house.writes(
        "gas", emergency="gas", level="life", alarm="a1", clocks={"duty_acknowledgement": 15, "acknowledge": 60}
    )
    listed = await priya.get("/api/enquiries?view=all")
    assert [(alarm["id"], alarm["label"], alarm["level"]) for alarm in listed["alarms"]] == [("a1", "Gas", "life")]
    house.clock.forward(minutes=3)
    assert await priya.post("/api/alarms/a1/seen") == {"alarms": []}
    house.clock.forward(minutes=3)
    assert await tom.post("/api/alarms/a1/seen") == {"alarms": []}
    shown = await priya.get(f"/api/enquiries/{enquiry}")
    met = {clock["promise"]: clock["met_at"] for clock in shown["clocks"]}
    assert met == {"duty_acknowledgement": "2026-11-23T10:03:00.000Z", "acknowledge": None}
    assert [line["who"] for line in shown["history"]] == ["Priya Raman"]


async def test_an_alarm_stays_when_its_enquiry_is_closed(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("gas", emergency="gas", level="life", alarm="a1")
    await priya.post(f"/api/enquiries/{enquiry}/take")
    await priya.post(f"/api/enquiries/{enquiry}/close", {"outcome": "resolved", "note": ""})
    assert len((await priya.get("/api/enquiries"))["alarms"]) == 1


async def test_many_hidden_alarms_do_not_hide_the_one_i_may_see(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    for number in range(60):
        await house.writes("help", topic="domestic_abuse", alarm=f"hidden{number}")
    await house.writes("gas", emergency="gas", alarm="mine")
    assert [alarm["id"] for alarm in (await priya.get("/api/enquiries"))["alarms"]] == ["mine"]


async def test_trouble_is_shown_to_who_may_see_what_it_is_about(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    sian = await house.signed_in("Sian Pryce", "safeguarding")
    await house.writes("help", topic="domestic_abuse")

    def keep(db: Db) -> None:
        db.add_trouble(at=db.now, kind="reply", channel="sms", detail="30003", raw=None, enquiry=1)
        db.add_trouble(at=db.now, kind="webhook", channel="sms", detail="no id", raw=b"secret", enquiry=None)

    await house.store.write(keep)
    assert [item["kind"] for item in (await priya.get("/api/trouble"))["items"]] == ["webhook"]
    assert [item["kind"] for item in (await sian.get("/api/trouble"))["items"]] == ["webhook", "reply"]
    assert "secret" not in str(await priya.get("/api/trouble"))
