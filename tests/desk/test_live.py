"""Live updates: nothing is missed, nothing hidden is told, and a slow socket is alone with that."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import WSMsgType, WSServerHandshakeError

from desk.feed import Feed, Gap
from desk.live import TYPING, Signals
from store import desk as store
from store.db import Announcements, Db
from tests.desk.house import House, offer


async def heard(socket: Any) -> list[dict[str, Any]]:
    frame = await socket.receive_json(timeout=5)
    assert frame["type"] == "events"
    events: list[dict[str, Any]] = frame["events"]
    return events


async def test_what_happened_after_the_cursor_is_told_at_once(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    cursor = (await priya.get("/api/enquiries"))["cursor"]
    enquiry = await house.writes("between the list and the socket")
    async with await priya.live(cursor) as socket:
        assert await heard(socket) == [{"kind": "enquiry", "enquiry": enquiry}]
        later = await house.writes("later")
        assert await heard(socket) == [{"kind": "enquiry", "enquiry": later}]


async def test_nothing_is_missed_while_many_write(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    written: set[str] = set()

    async def write(number: int) -> None:
        written.add(await house.writes(f"message {number}"))

    seen: set[str] = set()
    async with await priya.live(0) as first, await priya.live(0) as second:
        writing = asyncio.gather(*(write(number) for number in range(200)))
        late = await priya.live(0)
        for socket in (first, second, late):
            seen = set()
            async with asyncio.timeout(10):
                while len(seen) < 200:
                    seen |= {event["enquiry"] for event in await heard(socket)}
        await writing
        await late.close()
    assert seen == written


async def test_the_cursor_of_a_frame_leads_on_without_a_gap(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    await house.writes("one")
    async with await priya.live(0) as socket:
        cursor = (await socket.receive_json(timeout=5))["cursor"]
    missed = await house.writes("while the line was down")
    async with await priya.live(cursor) as socket:
        assert await heard(socket) == [{"kind": "enquiry", "enquiry": missed}]


async def test_what_a_colleague_may_not_see_is_not_told(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    sian = await house.signed_in("Sian Pryce", "safeguarding")
    async with await priya.live(0) as to_priya, await sian.live(0) as to_sian:
        hidden = await house.writes("help", topic="domestic_abuse", alarm="a1")
        assert {event["enquiry"] for event in await heard(to_sian)} == {hidden}
        shown = await house.writes("the tap is dripping")
        assert await heard(to_priya) == [{"kind": "enquiry", "enquiry": shown}]


async def test_an_alarm_is_told(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    async with await priya.live(0) as socket:
        enquiry = await house.writes("gas", emergency="gas", alarm="a1")
        assert {"kind": "alarm", "enquiry": enquiry} in await heard(socket)


@pytest.mark.sqlite
async def test_a_cursor_older_than_what_is_kept_is_told_to_fetch_again(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    for _ in range(3):
        await house.writes("old")
    house.clock.forward(hours=2)
    await house.writes("new")
    await house.store.write(lambda db: store.forget_events(db, db.now - timedelta(hours=1)))
    for cursor, closed in ((0, True), (2, True), (3, False), (99, True)):
        async with await priya.live(cursor) as socket:
            message = await socket.receive(timeout=5)
            assert (message.type is WSMsgType.CLOSE) is closed, cursor
            assert not closed or message.data == 4410


@pytest.mark.sqlite
async def test_forgetting_keeps_the_newest_so_that_a_cursor_stays_good(house: House) -> None:
    await house.writes("old")
    house.clock.forward(days=9)
    await house.store.write(lambda db: store.forget_events(db, db.now))
    assert await house.store.read(store.cursor) == (1, 1)


async def test_a_socket_from_another_site_is_refused(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    for origin in ("https://evil.example", "null", ""):
        with pytest.raises(WSServerHandshakeError) as refused:
            await priya.client.ws_connect("/api/live?after=0", headers={"Origin": origin})
        assert refused.value.status == 403


async def test_one_session_has_only_so_many_sockets_and_gets_them_back(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    sockets = [await priya.live(0) for _ in range(10)]
    with pytest.raises(WSServerHandshakeError) as refused:
        await priya.live(0)
    assert refused.value.status == 429
    for socket in sockets:
        await socket.close()
    for _ in range(500):
        if not house.desk.signals.waiting:
            break
        await asyncio.sleep(0.01)
    async with await priya.live(0):
        pass


async def test_whoever_signed_out_hears_no_more(built: Any) -> None:
    house: House = await built(look=0.05)
    priya = await house.signed_in("Priya Raman")
    async with await priya.live(0) as socket:
        await priya.ask("DELETE", "/api/session")
        goodbye = await socket.receive(timeout=5)
        assert (goodbye.type, goodbye.data) == (WSMsgType.CLOSE, 4401)


async def test_the_tenants_typing_is_told_to_who_may_see_the_enquiry(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    stranger = await house.browser()
    begun = await stranger.post("/chat/session", {"token": None})
    async with await priya.live(0) as desk, stranger.client.ws_connect("/chat/socket") as chat:
        address = await house.store.read(lambda db: db.ask("SELECT address FROM conversation")[0])
        enquiry = await house.writes("hello", channel="webchat", **address)
        await house.writes("help", channel="webchat", topic="domestic_abuse", **address)
        assert await heard(desk) == [{"kind": "enquiry", "enquiry": enquiry}]
        await chat.send_json({"type": "hello", "token": begun["token"], "after": 0})
        await chat.send_json({"type": "typing"})
        assert await heard(desk) == [{"kind": "typing", "enquiry": enquiry}]


async def test_a_colleagues_typing_is_shown_in_the_chat(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    stranger = await house.browser()
    begun = await stranger.post("/chat/session", {"token": None})
    address = await house.store.read(lambda db: db.ask("SELECT address FROM conversation")[0])
    enquiry = await house.writes("hello", channel="webchat", **address)
    async with stranger.client.ws_connect("/chat/socket") as chat:
        await chat.send_json({"type": "hello", "token": begun["token"], "after": 0})
        assert (await chat.receive_json(timeout=5))["type"] == "messages"
        assert await priya.post(f"/api/enquiries/{enquiry}/typing") == {}
        assert await chat.receive_json(timeout=5) == {"type": "typing"}


async def test_a_presence_and_an_offer_are_told(house: House) -> None:
    me = await house.joins("Priya Raman")
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("hello")
    cursor = (await priya.get("/api/enquiries"))["cursor"]
    async with await priya.live(cursor) as socket:
        await priya.ask("PUT", "/api/presence", {"presence": "available"})
        assert await heard(socket) == [{"kind": "presence", "enquiry": None}]
        await house.store.write(offer, enquiry, me)
        assert await heard(socket) == [{"kind": "enquiry", "enquiry": enquiry}]


async def test_a_slow_waiter_has_one_flag_however_much_happens() -> None:
    signals = Signals()
    with signals.desk() as slow, signals.chat(7) as chat:
        for _ in range(1000):
            signals.hear(Announcements(desk=True, history={7, 8}))
            signals.desk_types(7)
        assert await slow.wait(1)
        assert not await slow.wait(0.01)
        assert await chat.wait(1)
        assert chat.typed() == {TYPING}
    assert signals.waiting == 0


@pytest.mark.sqlite
async def test_many_who_ask_at_once_share_their_reading(house: House) -> None:
    reads = 0

    async def read(work: Any, *args: Any) -> Any:
        nonlocal reads
        reads += 1
        return await house.store.read(work, *args)

    feed = Feed(read)
    for _ in range(5):
        await house.writes("hello")
    await feed.after(0)
    reads = 0
    await house.writes("hello")
    found = await asyncio.gather(*(feed.after(5) for _ in range(100)))
    assert {tuple(one.id for one in each) for each in found} == {(6,)}
    assert reads <= 3


@pytest.mark.sqlite
async def test_the_feed_reads_on_where_memory_ends(house: House) -> None:
    feed = Feed(house.store.read)

    def much(db: Db) -> None:
        for _ in range(5000):
            db.event("presence")

    await feed.after(0)
    await house.store.write(much)
    for start in (0, 4999, 2500):
        cursor, seen = start, 0
        while found := await feed.after(cursor):
            assert [one.id for one in found] == list(range(cursor + 1, cursor + 1 + len(found)))
            cursor, seen = found[-1].id, seen + len(found)
        assert seen == 5000 - start
    with pytest.raises(Gap):
        await feed.after(5001)
