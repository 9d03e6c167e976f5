"""Calls and visits that colleagues log."""

import asyncio
from typing import Any

import pytest

from model.channel import Channel
from store import audit
from store.books import History, check_books
from tests.desk.house import MOBILE, Browser, House


def call(**given: object) -> dict[str, object]:
    body = {"id": "c1", "channel": "phone", "topic": "repair_report", "summary": "The tap drips.", "number": MOBILE}
    return {**body, "outcome": "needs_somebody", "emergency": None, **given}


async def log(browser: Browser, **given: object) -> dict[str, Any]:
    shown: dict[str, Any] = await browser.post("/api/contacts", call(**given))
    return shown


async def refusal(browser: Browser, **given: object) -> tuple[int, str]:
    answer = await browser.ask("POST", "/api/contacts", call(**given))
    return answer.status, (await answer.json()).get("error", "")


async def test_a_call_is_a_message_and_an_enquiry_of_the_caller(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    shown = await log(priya)
    [message] = shown["messages"]
    assert (message["direction"], message["author"], message["name"]) == ("in", "colleague", "Priya Raman")
    assert (message["text"], message["channel"]) == ("The tap drips.", "phone")
    assert (shown["state"], shown["channel"], shown["person"]["address"]) == ("waiting", "phone", MOBILE)
    assert [line["who"] for line in shown["history"]] == ["Priya Raman", "Priya Raman"]


async def test_a_call_that_was_dealt_with_is_closed_and_was_acknowledged_when_it_was_answered(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    shown = await log(
        priya, outcome="dealt_with", started_at="2026-11-23T09:50:00Z", rang_seconds=12, lasted_seconds=190
    )
    [clock] = shown["clocks"]
    assert (shown["state"], shown["owner"]["name"]) == ("closed", "Priya Raman")
    assert clock["started_at"] == "2026-11-23T09:50:00.000Z"
    assert (clock["met_at"], clock["met_by"]) == ("2026-11-23T09:50:12.000Z", "colleague")
    assert shown["messages"][0]["note"] == "Rang for 12 s. Lasted 3 min 10 s"


async def test_a_call_that_needs_somebody_waits_for_the_router_with_a_clock_that_runs(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    woken: list[bool] = []
    house.store.listen(lambda announced: woken.append(announced.router))
    shown = await log(priya)
    running = [clock["promise"] for clock in shown["clocks"] if clock["met_at"] is None]
    assert (running, any(woken)) == (["call_back"], True)


async def test_a_call_back_is_kept_by_recording_what_came_of_it(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = (await log(priya, outcome="mine"))["id"]
    shown = await priya.post(f"/api/enquiries/{enquiry}/close", {"outcome": "resolved", "note": "rang them"})
    assert [(clock["promise"], clock["met_by"]) for clock in shown["clocks"]] == [
        ("acknowledge", "colleague"),
        ("call_back", "colleague"),
    ]


async def test_a_call_back_that_reached_nobody_is_not_kept(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = (await log(priya, outcome="mine"))["id"]
    shown = await priya.post(f"/api/enquiries/{enquiry}/close", {"outcome": "no_reply", "note": "rang twice"})
    assert shown["clocks"][-1]["met_at"] is None


async def test_a_call_can_be_kept_by_whoever_logs_it(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    shown = await log(priya, outcome="mine")
    assert (shown["state"], shown["mine"]) == ("with_colleague", True)


async def test_a_contact_that_is_logged_twice_at_once_is_one(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    both = await asyncio.gather(*(log(priya, rang_seconds=9) for _ in range(5)))
    assert len({shown["reference"] for shown in both}) == 1
    found = await house.store.read(lambda db: db.ask("SELECT COUNT(*) AS n FROM message")[0]["n"])
    assert found == 1


async def test_an_emergency_that_was_ticked_raises_an_alarm(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    shown = await log(priya, summary="smells gas in the hall", emergency=True)
    assert (shown["priority"], shown["emergency"], shown["level"]) == ("emergency", "gas", "life")
    assert [clock["promise"] for clock in shown["clocks"]] == ["acknowledge", "duty_acknowledgement", "call_back"]
    [alarm] = (await priya.get("/api/enquiries"))["alarms"]
    assert (alarm["reference"], alarm["level"]) == (shown["reference"], "life")


async def test_whoever_takes_an_emergency_as_theirs_has_it_in_hand(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    await log(priya, summary="smells gas", emergency=True, outcome="mine")
    assert (await priya.get("/api/enquiries"))["alarms"] == []


async def test_words_that_tell_of_an_emergency_are_asked_about_once(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    status, sentence = await refusal(priya, summary="asks about the gas bill")
    assert (status, "Gas" in sentence) == (422, True)
    assert (await log(priya, summary="asks about the gas bill", emergency=False))["priority"] == "normal"


async def test_an_emergency_says_its_kind_and_is_not_dealt_with_on_the_spot(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    assert (await refusal(priya, emergency=True))[0] == 400
    assert (await log(priya, emergency=True, kind="gas"))["emergency"] == "gas"
    assert (await refusal(priya, id="c2", emergency=True, kind="gas", outcome="dealt_with"))[0] == 400


async def test_what_few_may_see_is_logged_and_not_shown(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    sian = await house.signed_in("Sian Pryce", "safeguarding")
    assert await log(priya, topic="domestic_abuse", summary="She is afraid.") == {}
    [row] = (await sian.get("/api/enquiries?view=all"))["items"]
    assert row["topic"] == "domestic_abuse"
    assert (await priya.get("/api/enquiries?view=all"))["items"] == []
    status, _ = await refusal(priya, id="c2", topic="domestic_abuse", outcome="mine")
    assert status == 403
    assert await house.store.read(lambda db: db.ask("SELECT COUNT(*) AS n FROM message")[0]["n"]) == 1


async def test_who_texts_and_rings_from_one_number_is_one_person(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    texted = await house.writes("the tap is dripping")
    shown = await log(priya, number="07700 900101")
    assert [other["id"] for other in shown["person"]["other_enquiries"]] == [texted]


async def test_somebody_else_of_a_shared_number_is_a_person_of_their_own(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    await log(priya, name="Joan Pettifer")
    shown = await log(priya, id="c2", name="Owen Pettifer")
    assert (shown["person"]["name"], shown["person"]["other_enquiries"]) == ("Owen Pettifer", [])
    assert shown["person"]["address"] == "Caller, number not known"


async def test_a_caller_who_was_found_is_the_same_person_again(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    first = await log(priya, name="Joan Pettifer", tenancy="T1001")
    [found] = (await priya.get("/api/people?q=pettif"))["people"]
    assert (found["name"], found["tenancy"], found["number"]) == ("Joan Pettifer", "T1001", MOBILE)
    shown = await log(priya, id="c2", channel="counter", person=found["person"], number="")
    assert [other["id"] for other in shown["person"]["other_enquiries"]] == [first["id"]]
    assert (shown["channel"], shown["person"]["address"]) == ("counter", "Visitor")


async def test_unknown_callers_are_not_one_person(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    await log(priya, number="")
    assert (await log(priya, id="c2", number=""))["person"]["other_enquiries"] == []


@pytest.mark.parametrize("words", ["T1001", "t1001", "07700 900101", "+447700900101"])
async def test_the_landlords_records_are_looked_through_as_well(house: House, words: str) -> None:
    priya = await house.signed_in("Priya Raman")
    [found] = (await priya.get(f"/api/people?q={words.replace('+', '%2B')}"))["people"]
    assert (found["person"], found["name"], found["home"]) == (
        None,
        "Joan Pettifer",
        "14 Mill Rise, Prees Green, TF9 4QX",
    )


async def test_people_are_found_when_the_records_are_down(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    await log(priya, name="Joan Pettifer")
    house.landlord.down = True
    found = await priya.get("/api/people?q=joan")
    assert ([one["name"] for one in found["people"]], found["records_down"]) == (["Joan Pettifer"], True)


async def test_only_those_who_deal_with_tenants_look_people_up(house: House) -> None:
    admin = await house.signed_in("Adam Hale", "administrator")
    assert await admin.status("GET", "/api/people?q=joan") == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"channel": "sms"},
        {"topic": "astrology"},
        {"summary": " "},
        {"outcome": "whatever"},
        {"number": "12"},
        {"rang_seconds": -1},
        {"rang_seconds": True},
        {"lasted_seconds": "long"},
        {"started_at": "yesterday"},
        {"started_at": "2026-11-01T10:00:00Z"},
        {"started_at": "2026-11-23T09:00:00"},
        {"id": ""},
    ],
)
async def test_a_contact_that_is_not_whole_is_refused_in_words(house: House, wrong: dict[str, object]) -> None:
    priya = await house.signed_in("Priya Raman")
    status, sentence = await refusal(priya, **wrong)
    assert status == 400
    assert sentence


async def test_a_browser_whose_clock_is_ahead_starts_no_clock_in_the_future(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    shown = await log(priya, started_at="2026-11-23T12:00:00+00:00")
    assert shown["messages"][0]["at"] == "2026-11-23T10:00:00.000Z"


async def test_the_books_are_clean_after_calls_and_visits(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    await log(priya, outcome="dealt_with")
    await log(priya, id="c2", summary="smells gas", emergency=True)
    await log(priya, id="c3", channel="counter", number="", outcome="mine")
    wrong = await house.store.read(check_books, History(Channel.SMS, {}, {}))
    assert wrong == []


async def test_the_audit_of_a_logged_call_is_whole(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    await log(priya, outcome="mine")
    assert await house.store.read(audit.broken_at, 1) is None


async def test_topics_that_are_nobodys_work_are_not_offered(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    offered = await priya.get("/api/choices")
    assert {"name": "repair_report", "label": "Repair"} in offered["topics"]
    assert offered["emergencies"] == [{"name": "gas", "label": "Gas"}]


async def test_how_soon_calls_are_answered_stands_on_the_public_page(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    for number in range(10):
        await log(priya, id=f"c{number}", rang_seconds=20 if number else 90)
    calls = (await priya.get("/api/public"))["calls"]
    assert (calls["average_seconds"], calls["promised_seconds"]) == (27, 60)
    assert (calls["answered_in_time"], calls["lost"], calls["calls"]) == (0.9, 0, 10)
