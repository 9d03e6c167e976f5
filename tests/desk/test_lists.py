"""The list: its order, its views, its pages, its search."""

import pytest

from store.db import Db
from tests.desk.house import House, acknowledge, offer


def references(listed: dict) -> list[str]:
    return [item["reference"] for item in listed["items"]]


async def test_emergencies_come_first_then_the_earliest_promise(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    await house.writes("later", reference="DS-LATER", clocks={"acknowledge": 60})
    await house.writes("sooner", reference="DS-SOONER", clocks={"acknowledge": 120, "first_answer": 30})
    await house.writes("gas", reference="DS-GAS", priority="emergency", clocks={"duty_acknowledgement": 900})
    await house.writes("nothing promised", reference="DS-NOTHING", clocks={})
    listed = await priya.get("/api/enquiries?view=all")
    assert references(listed) == ["DS-GAS", "DS-SOONER", "DS-LATER", "DS-NOTHING"]
    assert listed["items"][1]["due"]["promise"] == "first_answer"
    assert listed["items"][3]["due"] is None


async def test_a_met_promise_no_longer_presses(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("met", reference="DS-MET", clocks={"acknowledge": 10})
    await house.writes("open", reference="DS-OPEN", clocks={"acknowledge": 60})

    def meet(db: Db) -> None:
        row = db.enquiry_by_public_id(public_id=enquiry)
        acknowledge(db, row["id"])

    await house.store.write(meet)
    listed = await priya.get("/api/enquiries?view=all")
    assert references(listed) == ["DS-OPEN", "DS-MET"]
    assert listed["items"][0]["due"]["met_at"] is None
    assert (listed["items"][1]["due"]["state"], listed["items"][1]["due"]["met_at"]) == ("met", listed["now"])
    assert listed["items"][1]["acknowledged"]["by"] == "bot"


async def test_a_promise_past_its_time_is_broken_before_the_watch_has_looked(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    await house.writes("late", clocks={"acknowledge": 60})
    house.clock.forward(minutes=60)
    assert (await priya.get("/api/enquiries?view=all"))["items"][0]["due"]["state"] == "breached"


async def test_a_promise_met_too_late_stays_broken(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("late", channel="webchat", address="ab" * 32, clocks={"acknowledge": 60})
    house.clock.forward(minutes=61)
    shown = await priya.post(f"/api/enquiries/{enquiry}/reply", {"id": "r1", "text": "Sorry."})
    assert (shown["due"]["state"], shown["due"]["met_at"]) == ("breached", "2026-11-23T11:01:00.000Z")
    assert shown["clocks"][0]["met_by"] == "colleague"


async def test_mine_holds_what_i_own_and_what_is_offered_to_me(house: House) -> None:
    me = await house.joins("Priya Raman")
    other = await house.joins("Tom Ashdown")
    priya = await house.signed_in("Priya Raman")
    await house.writes("a", reference="DS-OWN", owner=me, state="with_colleague")
    offered = await house.writes("b", reference="DS-OFFERED", clocks={"acknowledge": 90})
    elsewhere = await house.writes("c", reference="DS-ELSEWHERE")
    await house.store.write(offer, offered, me)
    await house.store.write(offer, elsewhere, other)
    listed = await priya.get("/api/enquiries?view=mine")
    assert references(listed) == ["DS-OWN", "DS-OFFERED"]
    assert [item["offered_to_me"] for item in listed["items"]] == [False, True]
    assert listed["items"][1]["offer_expires"] == "2026-11-23T10:01:30.000Z"
    assert listed["counts"] == {"mine": 2, "waiting": 2, "all": 3}


async def test_closed_ones_are_shown_when_asked_for_and_come_last(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("a", reference="DS-CLOSED", priority="emergency")
    await house.writes("b", reference="DS-OPEN")
    await priya.post(f"/api/enquiries/{enquiry}/take")
    await priya.post(f"/api/enquiries/{enquiry}/close", {"outcome": "resolved", "note": ""})
    assert references(await priya.get("/api/enquiries?view=all")) == ["DS-OPEN"]
    assert references(await priya.get("/api/enquiries?view=all&closed=1")) == ["DS-OPEN", "DS-CLOSED"]
    assert references(await priya.get("/api/enquiries?view=mine&closed=1")) == ["DS-CLOSED"]


async def test_pages_follow_each_other_without_gap_or_repetition(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    for number in range(120):
        await house.writes("a", reference=f"DS-{number:03}", clocks={"acknowledge": 60 + number // 7})
    found: list[str] = []
    after = ""
    while after is not None:
        page = await priya.get(f"/api/enquiries?view=all&after={after}")
        found += references(page)
        after = page["next"]
    assert found == [f"DS-{number:03}" for number in range(120)]


@pytest.mark.parametrize(
    "words", ["ds-7k2qm4b", "7K2QM4B", "DRIPPING", "100%", "07700 900101", "900101", "+44 7700 900101"]
)
async def test_search_finds_references_texts_and_numbers(house: House, words: str) -> None:
    priya = await house.signed_in("Priya Raman")
    await house.writes("the tap is dripping 100%", reference="DS-7K2QM4B")
    await house.writes("rent please 1000", reference="DS-OTHER", address="+447700900555")
    query = words.replace("%", "%25").replace("+", "%2B")
    assert references(await priya.get(f"/api/enquiries?view=all&q={query}")) == ["DS-7K2QM4B"]


@pytest.mark.parametrize(
    ("known_as", "words"), [("Joan Pettifer", "pettifer"), ("Ewa Żelazny", "żelazny"), ("Ewa Żelazny", "ŻELAZNY")]
)
async def test_search_finds_people_by_name(house: House, known_as: str, words: str) -> None:
    priya = await house.signed_in("Priya Raman")
    await house.writes("a", reference="DS-JOAN")
    await house.writes("b", reference="DS-OTHER", address="+447700900555")

    def name(db: Db) -> None:
        row = db.find_handle(channel="sms", address="+447700900101")
        db.save_person(id=row["person"], version=1, name=known_as, tenancy="", language="en", flags="[]")

    await house.store.write(name)
    assert references(await priya.get(f"/api/enquiries?view=all&q={words}")) == ["DS-JOAN"]


async def test_a_reference_finds_a_closed_enquiry(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("a", reference="DS-7K2QM4B")
    await priya.post(f"/api/enquiries/{enquiry}/take")
    await priya.post(f"/api/enquiries/{enquiry}/close", {"outcome": "resolved", "note": ""})
    assert references(await priya.get("/api/enquiries?view=all&q=ds-7k2qm4b")) == ["DS-7K2QM4B"]


async def test_the_row_tells_the_last_words_and_whether_i_have_read_them(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("the tap is dripping")
    row = (await priya.get("/api/enquiries?view=all"))["items"][0]
    assert (row["snippet"], row["unread"], row["person"]) == ("the tap is dripping", True, "+447700900101")
    await priya.get(f"/api/enquiries/{enquiry}")
    assert not (await priya.get("/api/enquiries?view=all"))["items"][0]["unread"]
    tom = await house.signed_in("Tom Ashdown")
    assert (await tom.get("/api/enquiries?view=all"))["items"][0]["unread"]


async def test_an_administrator_sees_the_last_digits_of_a_number(house: House) -> None:
    leon = await house.signed_in("Leon Marsh", "administrator")
    enquiry = await house.writes("the tap is dripping")
    assert (await leon.get("/api/enquiries?view=all"))["items"][0]["person"] == "••• 0101"
    person = (await leon.get(f"/api/enquiries/{enquiry}"))["person"]
    assert (person["address"], person["tenancy"], person["rent"]) == ("••• 0101", None, None)


async def test_a_reply_that_failed_is_shown_on_the_row(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("a")
    await priya.post(f"/api/enquiries/{enquiry}/reply", {"id": "r1", "text": "Hello."})
    await house.store.write(lambda db: db.ask("UPDATE reply SET state = 50, error = 'unreachable'"))
    assert (await priya.get("/api/enquiries?view=mine"))["items"][0]["delivery_trouble"]
    last = (await priya.get(f"/api/enquiries/{enquiry}"))["messages"][-1]
    assert (last["delivery"], last["error"]) == ("failed", "unreachable")


@pytest.mark.parametrize("query", ["view=theirs", "view=all&after=x", "view=all&after=1.2"])
async def test_what_is_not_understood_is_said(house: House, query: str) -> None:
    priya = await house.signed_in("Priya Raman")
    answer = await priya.ask("GET", f"/api/enquiries?{query}")
    assert answer.status == 400
    assert (await answer.json())["error"].endswith(".")


@pytest.mark.sqlite
async def test_the_cursor_of_a_list_is_as_old_as_its_rows(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    await house.writes("a")
    listed = await priya.get("/api/enquiries?view=all")
    assert listed["cursor"] == 1
    assert listed["now"] == "2026-11-23T10:00:00.000Z"
