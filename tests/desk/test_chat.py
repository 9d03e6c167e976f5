"""The public web chat: nothing said is lost or hidden, and the token is the only key."""

import asyncio
import hashlib
import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from aiohttp import WSMsgType

from store import chat as store
from store.db import Db
from tests.desk.house import Browser, House, bot_says


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def begin(browser: Browser, token: str | None = None) -> str:
    begun = await browser.post("/chat/session", {"token": token})
    kept: str = begun["token"]
    return kept


async def say(browser: Browser, token: str, id: str, text: str) -> Any:
    return await browser.ask("POST", "/chat/messages", {"id": id, "text": text}, bearer(token))


async def fetch(browser: Browser, token: str, after: int = 0) -> list[dict[str, Any]]:
    answer = await browser.ask("GET", f"/chat/messages?after={after}", headers=bearer(token))
    assert answer.status == 200
    messages: list[dict[str, Any]] = (await answer.json())["messages"]
    return messages


async def test_a_chat_begins_with_a_token_that_nobody_guesses(house: House) -> None:
    browser = await house.browser()
    begun = await browser.post("/chat/session", {"token": None})
    assert (begun["messages"], begun["landlord"]) == ([], "Marches Homes")
    assert "automated assistant" in begun["disclosure"]
    assert len(begun["token"]) >= 22
    assert begun["token"] != await begin(browser)


async def test_the_token_is_stored_by_its_hash_alone(house: House) -> None:
    browser = await house.browser()
    token = await begin(browser)
    await say(browser, token, "1", "hello")
    rows = await house.store.read(lambda db: str(list(db.ask("SELECT * FROM conversation, message"))))
    assert token not in rows
    assert hashlib.sha256(token.encode()).hexdigest() in rows


async def test_a_chat_goes_on_with_its_token(house: House) -> None:
    browser = await house.browser()
    token = await begin(browser)
    await say(browser, token, "1", "hello")
    again = await browser.post("/chat/session", {"token": token})
    assert again["token"] == token
    assert [(message["seq"], message["author"], message["text"], message["id"]) for message in again["messages"]] == [
        (1, "tenant", "hello", "1")
    ]


@pytest.mark.parametrize("token", ["unknown", "", "x" * 5000, 7, {}])
async def test_an_unknown_token_opens_nothing(house: House, token: object) -> None:
    browser = await house.browser()
    assert await browser.status("POST", "/chat/session", {"token": token}) == 404
    if isinstance(token, str):
        assert (await say(browser, token, "1", "hello")).status == 404
        assert (await browser.ask("GET", "/chat/messages", headers=bearer(token))).status == 404


async def test_the_same_message_twice_is_one(house: House) -> None:
    browser = await house.browser()
    token = await begin(browser)
    answers = await asyncio.gather(*(say(browser, token, "1", "hello") for _ in range(5)))
    assert {(await answer.json())["seq"] for answer in answers} == {1}
    assert len(await fetch(browser, token)) == 1


async def test_two_chats_may_use_the_same_id(house: House) -> None:
    browser = await house.browser()
    one, two = await begin(browser), await begin(browser)
    await say(browser, one, "1", "from one")
    await say(browser, two, "1", "from two")
    assert [message["text"] for message in await fetch(browser, two)] == ["from two"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"id": "1", "text": ""}, 400),
        ({"id": "1", "text": "  \n"}, 400),
        ({"id": "1"}, 400),
        ({"text": "hello"}, 400),
        ({"id": "", "text": "hello"}, 400),
        ({"id": "x" * 101, "text": "hello"}, 400),
        ({"id": 1, "text": "hello"}, 400),
        ({"id": "1", "text": ["hello"]}, 400),
        ({"id": "1", "text": "x" * 20_001}, 413),
        ({"id": "1", "text": "x" * 20_000}, 200),
        ({"id": "1", "text": "\U0001f525" * 20_000}, 200),
        ([], 400),
    ],
)
async def test_what_cannot_be_a_message_is_refused_in_words(house: House, body: object, status: int) -> None:
    browser = await house.browser()
    token = await begin(browser)
    answer = await browser.ask("POST", "/chat/messages", body, bearer(token))
    assert answer.status == status
    assert status == 200 or (await answer.json())["error"].endswith(".")


async def test_half_a_character_and_a_nul_are_no_reason_to_lose_a_message(house: House) -> None:
    browser = await house.browser()
    token = await begin(browser)
    raw = '{"id": "1", "text": "water \\ud83d everywhere\\u0000"}'
    answer = await browser.client.post("/chat/messages", data=raw, headers=bearer(token))
    assert answer.status == 200
    assert (await fetch(browser, token))[0]["text"] == "water ? everywhere"


async def test_a_body_without_end_is_cut_off(house: House) -> None:
    browser = await house.browser()
    token = await begin(browser)
    answer = await browser.client.post("/chat/messages", data=BytesIO(b"x" * 2_000_000), headers=bearer(token))
    assert answer.status == 413


async def test_too_many_messages_wait_but_an_emergency_never_does(house: House) -> None:
    browser = await house.browser()
    token = await begin(browser)
    statuses = [(await say(browser, token, str(number), "hello")).status for number in range(31)]
    assert statuses == [200] * 30 + [429]
    assert (await say(browser, token, "gas", "i smell gas")).status == 200
    other = await begin(browser)
    assert (await say(browser, other, "1", "hello")).status == 200
    house.clock.forward(minutes=1)
    assert (await say(browser, token, "31", "hello")).status == 200


async def test_sending_the_same_message_again_is_not_writing_fast(house: House) -> None:
    browser = await house.browser()
    token = await begin(browser)
    statuses = [(await say(browser, token, "1", "hello")).status for _ in range(40)]
    assert set(statuses) == {200}


async def test_buttons_belong_to_the_newest_message_of_the_bot(house: House) -> None:
    browser = await house.browser()
    token = await begin(browser)
    address = hashlib.sha256(token.encode()).hexdigest()
    await say(browser, token, "1", "hello")
    await house.store.write(bot_says, address, "Which room?", ("Kitchen", "Bathroom"))
    assert (await fetch(browser, token))[1]["buttons"] == ["Kitchen", "Bathroom"]
    await house.store.write(bot_says, address, "Which day?", ("Monday",))
    assert [message["buttons"] for message in await fetch(browser, token)] == [[], [], ["Monday"]]
    assert (await fetch(browser, token))[2]["name"] == "the automated assistant"


async def test_a_long_history_is_fetched_piece_by_piece_without_a_gap(house: House) -> None:
    browser = await house.browser()
    token = await begin(browser)
    address = hashlib.sha256(token.encode()).hexdigest()

    def much(db: Db) -> None:
        for number in range(1200):
            bot_says(db, address, f"line {number}")

    await house.store.write(much)
    found: list[int] = []
    while piece := await fetch(browser, token, found[-1] if found else 0):
        found += [message["seq"] for message in piece]
    assert found == list(range(1, 1201))


async def test_a_socket_tells_what_came_before_and_what_comes(house: House) -> None:
    browser = await house.browser()
    token = await begin(browser)
    address = hashlib.sha256(token.encode()).hexdigest()
    await say(browser, token, "1", "hello")
    async with browser.client.ws_connect("/chat/socket") as socket:
        await socket.send_json({"type": "hello", "token": token, "after": 0})
        assert [message["seq"] for message in (await socket.receive_json(timeout=5))["messages"]] == [1]
        await house.store.write(bot_says, address, "Hello. How can I help?")
        assert (await socket.receive_json(timeout=5))["messages"][0]["text"] == "Hello. How can I help?"


async def test_what_is_said_by_socket_is_confirmed_once_committed(house: House) -> None:
    browser = await house.browser()
    token = await begin(browser)
    async with browser.client.ws_connect("/chat/socket") as socket:
        await socket.send_json({"type": "hello", "token": token, "after": 0})
        for _ in range(2):
            await socket.send_json({"type": "say", "id": "1", "text": "hello"})
        frames = [await socket.receive_json(timeout=5) for _ in range(3)]
        assert (
            sorted(json.dumps(frame) for frame in frames if frame["type"] == "taken")
            == ['{"type": "taken", "id": "1", "seq": 1}'] * 2
        )
    assert len(await fetch(browser, token)) == 1


async def test_what_is_refused_by_socket_says_which_and_the_line_stays_open(house: House) -> None:
    browser = await house.browser()
    token = await begin(browser)
    async with browser.client.ws_connect("/chat/socket") as socket:
        await socket.send_json({"type": "hello", "token": token, "after": 0})
        await socket.send_json({"type": "say", "id": "1", "text": " "})
        refused = await socket.receive_json(timeout=5)
        assert (refused["type"], refused["id"]) == ("error", "1")
        await socket.send_str("{not json")
        assert (await socket.receive_json(timeout=5))["type"] == "error"
        await socket.send_json({"type": "say", "id": "2", "text": "hello"})
        assert {(await socket.receive_json(timeout=5))["type"] for _ in range(2)} == {"taken", "messages"}


@pytest.mark.parametrize("hello", [{"type": "hello", "token": "unknown"}, {"type": "say"}, {"type": "hello"}, []])
async def test_a_socket_without_a_known_token_hears_one_sentence_and_is_closed(house: House, hello: object) -> None:
    browser = await house.browser()
    async with browser.client.ws_connect("/chat/socket") as socket:
        await socket.send_json(hello)
        assert (await socket.receive_json(timeout=5))["error"].endswith(".")
        await socket.receive(timeout=5)
        assert socket.closed


async def test_a_socket_whose_database_fails_is_closed_so_that_the_browser_comes_again(
    built: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async def accept(*_: str) -> Any:
        raise RuntimeError("the disk is full")

    house: House = await built(accept=accept)
    browser = await house.browser()
    token = await begin(browser)
    assert (await say(browser, token, "1", "hello")).status == 503
    async with browser.client.ws_connect("/chat/socket") as socket:
        await socket.send_json({"type": "hello", "token": token, "after": 0})
        await socket.send_json({"type": "say", "id": "1", "text": "hello"})
        assert (await socket.receive(timeout=5)).type is WSMsgType.CLOSE
    assert [record.message for record in caplog.records] == ["request failed", "a socket failed"]


@pytest.mark.parametrize("after", ["1", None, -5, 2**80, True, 1.5])
async def test_a_strange_place_to_go_on_from_hides_nothing(house: House, after: object) -> None:
    browser = await house.browser()
    token = await begin(browser)
    async with browser.client.ws_connect("/chat/socket") as socket:
        await socket.send_json({"type": "hello", "token": token, "after": after})
        await socket.send_json({"type": "say", "id": "1", "text": "hello"})
        frame = await socket.receive_json(timeout=5)
        assert frame["type"] in ("taken", "messages")


async def test_going_on_by_number_never_hides_a_message_however_many_write(house: House) -> None:
    browser = await house.browser()
    token = await begin(browser)
    address = hashlib.sha256(token.encode()).hexdigest()
    total = 120
    writing = asyncio.gather(*(house.store.write(bot_says, address, f"line {number}") for number in range(total)))
    seen: list[int] = []
    while len(seen) < total:
        async with browser.client.ws_connect("/chat/socket") as socket:
            await socket.send_json({"type": "hello", "token": token, "after": seen[-1] if seen else 0})
            seen += [message["seq"] for message in (await socket.receive_json(timeout=5))["messages"]]
    await writing
    assert seen == list(range(1, total + 1))


async def test_every_page_may_ask_but_no_cookie_counts(house: House) -> None:
    browser = await house.browser()
    asked = await browser.client.options("/chat/messages", headers={"Origin": "https://landlord.example"})
    assert asked.status == 204
    assert asked.headers["Access-Control-Allow-Origin"] == "*"
    assert "Authorization" in asked.headers["Access-Control-Allow-Headers"]
    refused = await browser.ask("GET", "/chat/messages", headers={"Origin": "https://landlord.example"})
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in refused.headers


async def test_new_chats_of_one_network_are_limited(house: House) -> None:
    browser = await house.browser()
    statuses = [await browser.status("POST", "/chat/session", {"token": None}) for _ in range(61)]
    assert statuses == [200] * 60 + [429]


async def test_chats_in_which_nothing_was_said_are_forgotten(house: House) -> None:
    browser = await house.browser()
    unused, used = await begin(browser), await begin(browser)
    await say(browser, used, "1", "hello")
    house.clock.forward(days=1)
    forgotten = await house.store.write(lambda db: store.forget_unused(db, db.now - timedelta(hours=1)))
    assert forgotten == 1
    assert await browser.status("POST", "/chat/session", {"token": unused}) == 404
    assert await begin(browser, used) == used


async def test_staffs_notes_and_other_conversations_never_reach_a_chat(house: House) -> None:
    browser = await house.browser()
    priya = await house.signed_in("Priya Raman")
    token = await begin(browser)
    address = hashlib.sha256(token.encode()).hexdigest()
    enquiry = await house.writes("hello", channel="webchat", address=address)
    await house.writes("by text", provider_id="sms")
    await priya.post(f"/api/enquiries/{enquiry}/note", {"text": "sounds upset"})
    await priya.post(f"/api/enquiries/{enquiry}/reply", {"id": "r1", "text": "Hello from Priya."})
    messages = await fetch(browser, token)
    assert [message["text"] for message in messages] == ["hello", "Hello from Priya."]
    assert (messages[1]["author"], messages[1]["name"], messages[1]["id"]) == ("colleague", "Priya, Repairs", None)
