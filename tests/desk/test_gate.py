"""The one gate: who may see which enquiry. What is decided in Python and what the queries select must be the same."""

from dataclasses import dataclass
from itertools import product

import pytest

from desk import gate
from desk.lists import asked
from model.colleague import Colleague, Role
from store import desk as store
from store import rows
from store.desk import Query
from tests.desk.house import TOPICS, House

ROLES = {
    "colleague": {Role.COLLEAGUE},
    "senior": {Role.COLLEAGUE, Role.SENIOR},
    "supervisor": {Role.SUPERVISOR},
    "safeguarding": {Role.COLLEAGUE, Role.SAFEGUARDING},
    "administrator": {Role.ADMINISTRATOR},
    "panel": {Role.PANEL},
    "panel and senior": {Role.PANEL, Role.SENIOR},
}


@dataclass(frozen=True)
class Kept:
    topic: str
    restricted: bool = False
    owner: int | None = None


def colleague(roles: str, id: int = 1) -> Colleague:
    return Colleague(id, "c", "Priya Raman", "priya@example.org", frozenset({"repairs"}), frozenset(ROLES[roles]))


def sees(roles: str, kept: Kept) -> bool:
    return gate.may_see(colleague(roles), kept, TOPICS)


@pytest.mark.parametrize("roles", ["colleague", "senior", "supervisor", "safeguarding", "administrator"])
def test_everybody_but_a_panel_sees_an_ordinary_enquiry(roles: str) -> None:
    assert sees(roles, Kept("repair_report"))


@pytest.mark.parametrize("roles", ["colleague", "senior", "supervisor", "administrator"])
def test_a_restricted_topic_is_hidden_from_every_role_that_is_not_named(roles: str) -> None:
    assert not sees(roles, Kept("domestic_abuse", restricted=True))


def test_a_restricted_topic_is_for_the_roles_named() -> None:
    assert sees("safeguarding", Kept("domestic_abuse", restricted=True))
    assert sees("senior", Kept("asb", restricted=True))


def test_the_owner_sees_what_they_own() -> None:
    assert sees("colleague", Kept("domestic_abuse", restricted=True, owner=1))
    assert not sees("colleague", Kept("domestic_abuse", restricted=True, owner=2))


def test_a_topic_that_became_restricted_hides_what_was_stored_before() -> None:
    assert not sees("colleague", Kept("domestic_abuse", restricted=False))


def test_what_is_marked_restricted_stays_so_when_the_topic_is_configured_away() -> None:
    assert not sees("supervisor", Kept("no_such_topic", restricted=True))
    assert sees("safeguarding", Kept("no_such_topic", restricted=True))


@pytest.mark.parametrize("roles", ["panel", "panel and senior"])
@pytest.mark.parametrize("kept", [Kept("repair_report"), Kept("repair_report", owner=1), Kept("domestic_abuse")])
def test_a_panel_sees_no_enquiry_at_all(roles: str, kept: Kept) -> None:
    assert not sees(roles, kept)


def test_an_administrator_sees_no_records_of_tenants() -> None:
    assert not gate.may_see_records(colleague("administrator"))
    assert gate.may_see_records(colleague("colleague"))


async def test_the_queries_select_what_the_gate_lets_pass(house: House) -> None:
    me, other = await house.joins("Priya Raman"), await house.joins("Tom Ashdown")
    names = [*TOPICS, "no_such_topic", "asb_", "domestic"]
    for topic, restricted, owner in product(names, (True, False), (None, me, other)):
        given = {"topic": "repair_report", "restricted": restricted, "owner": owner, "state": "with_colleague"}
        enquiry = await house.writes("hello", **given, alarm=f"{topic}{restricted}{owner}")
        await house.store.write(
            lambda db, enquiry=enquiry, topic=topic: db.ask(
                "UPDATE enquiry SET topic = :topic WHERE public_id = :id", topic=topic, id=enquiry
            )
        )
    everything = await house.store.read(lambda db: list(db.ask("SELECT * FROM enquiry")))
    for roles in ("colleague", "senior", "supervisor", "safeguarding", "administrator"):
        mine = colleague(roles, me)
        sight = gate.sight(mine, TOPICS)
        expected = {row["public_id"] for row in everything if gate.may_see(mine, rows.enquiry(row), TOPICS)}
        page = await house.store.read(store.page, sight, Query(most=1000))
        assert {row["public_id"] for row in page} == expected
        assert (await house.store.read(store.counts, sight))["all"] == len(expected)
        alarms = {row["enquiry"] for row in await house.store.read(store.alarms, sight)}
        assert alarms == expected
        singles = {row["public_id"] for row in everything if await house.store.read(store.one, sight, row["id"])}
        assert singles == expected


async def test_what_is_restricted_is_neither_listed_nor_counted_nor_found(house: House) -> None:
    tom = await house.signed_in("Tom Ashdown", "administrator")
    await house.writes("my partner hits me", topic="domestic_abuse", reference="DS-7K2QM4B")
    for query in ("", "&q=partner", "&q=DS-7K2QM4B", "&q=Support"):
        listed = await tom.get(f"/api/enquiries?view=all&closed=1{query}")
        assert listed["items"] == []
        assert listed["counts"] == {"mine": 0, "waiting": 0, "all": 0}


async def test_what_is_restricted_cannot_be_told_from_what_does_not_exist(house: House) -> None:
    tom = await house.signed_in("Tom Ashdown", "supervisor")
    enquiry = await house.writes("my partner hits me", topic="domestic_abuse", alarm="a1")
    hidden = await tom.ask("GET", f"/api/enquiries/{enquiry}")
    missing = await tom.ask("GET", "/api/enquiries/nothing")
    assert (hidden.status, await hidden.json()) == (missing.status, await missing.json())
    for action in ("take", "accept", "decline", "release", "reply", "note", "close", "reopen", "typing"):
        body = {"id": "r1", "text": "hello", "why": "x", "outcome": "resolved"}
        assert await tom.status("POST", f"/api/enquiries/{enquiry}/{action}", body) == 404, action
    assert await tom.status("POST", "/api/alarms/a1/seen") == 404
    sian = await house.signed_in("Sian Pryce", "safeguarding")
    shown = await sian.get(f"/api/enquiries/{enquiry}")
    assert shown["state"] == "waiting"
    assert len(shown["messages"]) == 1


async def test_a_panel_is_refused_every_enquiry_and_may_only_say_who_they_are(house: House) -> None:
    edith = await house.signed_in("Edith Calloway", "panel")
    enquiry = await house.writes("the tap is dripping", alarm="a1")
    refused = ["/api/enquiries", f"/api/enquiries/{enquiry}", "/api/trouble", "/api/media/x", "/api/live"]
    assert [await edith.status("GET", path) for path in refused] == [403] * len(refused)
    assert await edith.status("POST", "/api/alarms/a1/seen") == 403
    assert await edith.status("POST", f"/api/enquiries/{enquiry}/take") == 403
    assert (await edith.get("/api/me"))["roles"] == ["panel"]


async def test_who_puts_back_what_is_restricted_sees_it_no_more(house: House) -> None:
    priya_id = await house.joins("Priya Raman")
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("help", topic="domestic_abuse", owner=priya_id, state="with_colleague")
    assert (await priya.get(f"/api/enquiries/{enquiry}"))["mine"]
    assert await priya.post(f"/api/enquiries/{enquiry}/release", {"why": "for Sian"}) == {}
    assert await priya.status("GET", f"/api/enquiries/{enquiry}") == 404


async def test_an_administrator_cannot_search_by_telephone_number() -> None:
    assert asked({"q": "07700 900101"}, by_number=False).digits is None
    assert asked({"q": "07700 900101"}, by_number=True).digits == "%7700900101%"
