"""What a colleague can do about a reply that did not arrive."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from model.channel import Capabilities, Channel, Layout
from model.message import Delivery, Inbound
from store import intake
from store.db import Db
from store.intake import Receiving
from tests.desk.house import MOBILE, Browser, House

EMAIL = "joan@example.org"
WHATSAPP = Capabilities(Layout.CHAT, 1000, window=timedelta(hours=24))
MAIL = Capabilities(Layout.EMAIL, 20_000, threads=True)


def fail(db: Db, error: str = "The phone could not be reached (30003)") -> None:
    """The provider gives back every reply that there is."""
    db.ask(
        "UPDATE reply SET state = 50, attempts = 3, provider_id = 'SM1', accepted_at = :now, error = :error",
        now=db.at,
        error=error,
    )
    [reply] = db.ask("SELECT enquiry FROM reply ORDER BY id DESC LIMIT 1")
    db.add_trouble(at=db.now, kind="reply", channel="sms", detail=error, raw=None, enquiry=reply["enquiry"])


def also_at(db: Db, channel: str, address: str) -> None:
    """Whoever texts has another address as well."""
    handle = db.find_handle(channel="sms", address=MOBILE)
    db.add_handle(channel=channel, address=address, person=handle["person"])


@pytest.fixture
async def priya(house: House) -> Browser:
    house.capabilities[Channel.EMAIL] = MAIL
    house.capabilities[Channel.WHATSAPP] = WHATSAPP
    return await house.signed_in("Priya Raman")


async def failed(house: House, priya: Browser, text: str = "We come tomorrow.") -> tuple[str, Mapping[str, Any]]:
    """An enquiry and the message of a reply that failed."""
    enquiry = await house.writes("the tap is dripping")
    await priya.post(f"/api/enquiries/{enquiry}/reply", {"id": "r1", "text": text})
    await house.store.write(fail)
    return enquiry, (await priya.get(f"/api/enquiries/{enquiry}"))["messages"][-1]


def retry(enquiry: str, message: Mapping[str, Any]) -> str:
    return f"/api/enquiries/{enquiry}/replies/{message['id']}/retry"


def elsewhere(enquiry: str, message: Mapping[str, Any]) -> str:
    return f"/api/enquiries/{enquiry}/replies/{message['id']}/elsewhere"


async def reply_rows(house: House) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = await house.store.read(lambda db: db.ask("SELECT * FROM reply ORDER BY id"))
    return found


async def test_a_reply_that_failed_says_why_and_can_be_tried_again(house: House, priya: Browser) -> None:
    enquiry, message = await failed(house, priya)
    assert (message["delivery"], message["error"]) == ("failed", "The phone could not be reached (30003)")
    assert message["failed"] == {"again": True, "opted_out": False, "sent_by": None, "elsewhere": []}
    shown = await priya.post(retry(enquiry, message))
    assert (shown["messages"][-1]["delivery"], shown["messages"][-1]["failed"]) == ("queued", None)
    assert shown["history"][-1]["what"] == "tried the reply again"
    assert (await priya.get("/api/trouble"))["items"] == []


async def test_a_try_begins_with_all_its_attempts(house: House, priya: Browser) -> None:
    enquiry, message = await failed(house, priya)
    told: list[object] = []
    house.store.listen(lambda announced: told.extend(announced.replies))
    await priya.post(retry(enquiry, message))
    [row] = await reply_rows(house)
    assert (row["state"], row["attempts"], row["provider_id"], row["error"]) == (Delivery.QUEUED, 0, None, "")
    assert ("sms", False) in told


async def test_parts_that_arrived_are_not_sent_twice(house: House, priya: Browser) -> None:
    enquiry, message = await failed(house, priya, "This is a sentence of forty characters. " * 10)
    await house.store.write(lambda db: db.ask("UPDATE reply SET state = 60 WHERE part = 1"))
    await priya.post(retry(enquiry, message))
    assert [row["state"] for row in await reply_rows(house)][:2] == [Delivery.DELIVERED, Delivery.QUEUED]


async def test_of_two_who_try_again_one_is_told_that_it_is_under_way(house: House, priya: Browser) -> None:
    enquiry, message = await failed(house, priya)
    assert await priya.status("POST", retry(enquiry, message)) == 200
    assert await priya.status("POST", retry(enquiry, message)) == 409


async def test_what_is_not_in_the_enquiry_is_not_sent_from_it(house: House, priya: Browser) -> None:
    _, message = await failed(house, priya)
    other = await house.writes("and the rent?", topic="rent_balance")
    assert await priya.status("POST", retry(other, message)) == 409


async def test_only_who_may_reply_may_try_again(house: House, priya: Browser) -> None:
    enquiry, message = await failed(house, priya)
    tom = await house.signed_in("Tom Ashdown")
    assert (await tom.get(f"/api/enquiries/{enquiry}"))["messages"][-1]["failed"]["again"] is False
    assert await tom.status("POST", retry(enquiry, message)) == 409


async def test_who_opted_out_is_not_tried_again(house: House, priya: Browser) -> None:
    enquiry, message = await failed(house, priya)
    await house.store.write(lambda db: db.opt_out(channel="sms", address=MOBILE, at=db.now))
    shown = (await priya.get(f"/api/enquiries/{enquiry}"))["messages"][-1]["failed"]
    assert (shown["again"], shown["opted_out"]) == (False, True)
    assert await priya.status("POST", retry(enquiry, message)) == 422


async def test_a_code_is_kept_nowhere_and_so_not_sent_again(house: House, priya: Browser) -> None:
    enquiry, message = await failed(house, priya)
    await house.store.write(lambda db: db.ask("UPDATE reply SET secret = TRUE"))
    assert await priya.status("POST", retry(enquiry, message)) == 422


async def test_it_can_be_sent_to_another_address_that_is_theirs(house: House, priya: Browser) -> None:
    enquiry, _ = await failed(house, priya)
    await house.store.write(also_at, "email", EMAIL)
    message = (await priya.get(f"/api/enquiries/{enquiry}"))["messages"][-1]
    assert message["failed"]["elsewhere"] == [{"channel": "email", "address": EMAIL, "opted_out": False, "open": True}]
    shown = await priya.post(elsewhere(enquiry, message), {"channel": "email", "address": EMAIL})
    before, last = shown["messages"][-2:]
    assert (last["channel"], last["text"], last["delivery"]) == ("email", message["text"], "queued")
    assert (before["delivery"], before["failed"]["sent_by"]) == ("failed", "email")
    assert (shown["channel"], shown["subject"]) == ("email", shown["reference"])
    assert (shown["delivery_trouble"], (await priya.get("/api/trouble"))["items"]) == (False, [])


async def test_sent_to_another_address_twice_is_sent_once(house: House, priya: Browser) -> None:
    enquiry, message = await failed(house, priya)
    await house.store.write(also_at, "email", EMAIL)
    for _ in range(2):
        await priya.post(elsewhere(enquiry, message), {"channel": "email", "address": EMAIL})
    assert [row["channel"] for row in await reply_rows(house)] == ["sms", "email"]


async def test_it_goes_into_the_conversation_that_they_have_there(house: House, priya: Browser) -> None:
    enquiry, message = await failed(house, priya)
    await house.store.write(also_at, "whatsapp", MOBILE)

    def arrive(db: Db) -> int:
        inbound = Inbound(Channel.WHATSAPP, MOBILE, "w1", "hello")
        return intake.receive(db, [Receiving(inbound, None, history=False)])[0].conversation

    conversation = await house.store.write(arrive)
    shown = (await priya.get(f"/api/enquiries/{enquiry}"))["messages"]
    assert shown[-1]["failed"]["elsewhere"][0]["open"]
    shown = await priya.post(elsewhere(enquiry, message), {"channel": "whatsapp", "address": MOBILE})
    assert (await reply_rows(house))[-1]["conversation"] == conversation
    assert shown["window"] == {"until": "2026-11-24T10:00:00.000Z"}


async def test_a_window_that_closed_is_said(house: House, priya: Browser) -> None:
    enquiry, _ = await failed(house, priya)
    await house.store.write(also_at, "whatsapp", MOBILE)
    [way] = (await priya.get(f"/api/enquiries/{enquiry}"))["messages"][-1]["failed"]["elsewhere"]
    assert way["open"] is False


@pytest.mark.parametrize(
    ("channel", "address"), [("email", "else@example.org"), ("sms", MOBILE), ("telegram", "77"), ("webchat", "ab" * 32)]
)
async def test_it_goes_to_no_address_that_is_not_theirs_or_not_connected(
    house: House, priya: Browser, channel: str, address: str
) -> None:
    enquiry, message = await failed(house, priya)
    await house.store.write(also_at, "telegram", "77")
    await house.store.write(also_at, "webchat", "ab" * 32)
    body = {"channel": channel, "address": address}
    assert await priya.status("POST", elsewhere(enquiry, message), body) == 422
    assert len(await reply_rows(house)) == 1


async def test_an_address_that_opted_out_is_shown_and_not_written_to(house: House, priya: Browser) -> None:
    enquiry, message = await failed(house, priya)
    await house.store.write(also_at, "whatsapp", MOBILE)
    await house.store.write(lambda db: db.opt_out(channel="whatsapp", address=MOBILE, at=db.now))
    [way] = (await priya.get(f"/api/enquiries/{enquiry}"))["messages"][-1]["failed"]["elsewhere"]
    assert way["opted_out"]
    body = {"channel": "whatsapp", "address": MOBILE}
    assert await priya.status("POST", elsewhere(enquiry, message), body) == 422
